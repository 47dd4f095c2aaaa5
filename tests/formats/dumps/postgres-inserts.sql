--
-- PostgreSQL database dump
--


-- Dumped from database version 15.20 (Debian 15.20-0+deb12u1)
-- Dumped by pg_dump version 15.20 (Debian 15.20-0+deb12u1)

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: orders; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public.orders (
    id integer NOT NULL,
    phone character varying(20),
    total numeric(8,2),
    made timestamp without time zone
);


ALTER TABLE public.orders OWNER TO postgres;

--
-- Name: 住客; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public."住客" (
    id integer NOT NULL,
    xm character varying(40),
    sjh character varying(20),
    zjh character(18),
    bz text,
    pic bytea
);


ALTER TABLE public."住客" OWNER TO postgres;

--
-- Name: COLUMN "住客".sjh; Type: COMMENT; Schema: public; Owner: postgres
--

COMMENT ON COLUMN public."住客".sjh IS '手机号码(必填)';


--
-- Name: COLUMN "住客".zjh; Type: COMMENT; Schema: public; Owner: postgres
--

COMMENT ON COLUMN public."住客".zjh IS '身份证号';


--
-- Data for Name: orders; Type: TABLE DATA; Schema: public; Owner: postgres
--

INSERT INTO public.orders (id, phone, total, made) VALUES (1, '13900139000', 10.50, '2024-01-02 03:04:05');
INSERT INTO public.orders (id, phone, total, made) VALUES (2, '18600186000', -3.00, NULL);


--
-- Data for Name: 住客; Type: TABLE DATA; Schema: public; Owner: postgres
--

INSERT INTO public."住客" (id, xm, sjh, zjh, bz, pic) VALUES (1, '张伟', '13800138000', '11010519900307721X', 'it''s ''quoted'', 100%
第二行	制表 \ 反斜杠；)', '\x00ff275c');
INSERT INTO public."住客" (id, xm, sjh, zjh, bz, pic) VALUES (2, '欧阳娜娜', NULL, '310104198506124527', '', NULL);
INSERT INTO public."住客" (id, xm, sjh, zjh, bz, pic) VALUES (3, 'O''Neil', '15011112222', '440305197711230030', 'a);INSERT INTO x VALUES (1);--', '\x');


--
-- Name: orders orders_pkey; Type: CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.orders
    ADD CONSTRAINT orders_pkey PRIMARY KEY (id);


--
-- Name: 住客 住客_pkey; Type: CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public."住客"
    ADD CONSTRAINT "住客_pkey" PRIMARY KEY (id);


--
-- PostgreSQL database dump complete
--


