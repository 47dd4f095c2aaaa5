--
-- PostgreSQL database dump
--

-- Dumped from database version 15.6
-- Dumped by pg_dump version 15.6

SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;

CREATE TABLE public.zhuhu (
    id integer NOT NULL,
    xm character varying(40),
    zjh character(18),
    lxdh character varying(20),
    fh character varying(20),
    bz text
);

COMMENT ON TABLE public.zhuhu IS '住户';
COMMENT ON COLUMN public.zhuhu.xm IS '住户姓名';
COMMENT ON COLUMN public.zhuhu.zjh IS '证件号码';
COMMENT ON COLUMN public.zhuhu.lxdh IS '联系电话';
COMMENT ON COLUMN public.zhuhu.fh IS '房号';
COMMENT ON COLUMN public.zhuhu.bz IS '备注';

CREATE TABLE public.jiaofei (
    dh character varying(32),
    zhuhu integer,
    je numeric(10,2),
    skzh character varying(32),
    rq date
);

COMMENT ON COLUMN public.jiaofei.dh IS '缴费单号';
COMMENT ON COLUMN public.jiaofei.je IS '金额';
COMMENT ON COLUMN public.jiaofei.skzh IS '付款账号';
COMMENT ON COLUMN public.jiaofei.rq IS '缴费日期';

COPY public.zhuhu (id, xm, zjh, lxdh, fh, bz) FROM stdin;
1	靳小桐	420106200407132653	18653767751	6-404	\N
2	呼延晴	420106196306117359	13962047367	8-1101	租户，房东电话18604058384\n押二付一
3	闻人朗	42010619830202017X	17791941981	2-601	\N
4	濮阳静姝	510107197010129222	19989063158	5-1102	孩子放学由外婆接，外婆手机：15093796823
5	缪可	310104200304268859	15055375928	1-1101	车位B2-017
6	宗政和	320102195406253661	13995408856	4-803	\N
7	蔚然	310104197611121860	13876694987	6-1704	养金毛，已登记\t疫苗齐
8	司徒霁	110105196103122079	15049710187	1-1802	\N
9	桑榆	110105197904242403	15050610346	2-903	紧急联系人：弟弟 17754520416
10	晏几何	510107197611258441	13929248647	1-1503	\N
\.


COPY public.jiaofei (dh, zhuhu, je, skzh, rq) FROM stdin;
JF202405652148	1	2834.00	6217000437235601679	2024-05-11
JF202405141629	2	654.00	6217000437231584200	2024-05-12
JF202405250065	3	1587.00	6217000437239805748	2024-05-13
JF202405365095	4	2097.00	6217000437234494647	2024-05-14
JF202405490018	5	1839.00	6217000437237198526	2024-05-15
JF202405050810	6	619.00	6217000437230575324	2024-05-16
\.


UPDATE public.zhuhu SET lxdh = '15029779696' WHERE xm = '缪可';

--
-- PostgreSQL database dump complete
--
