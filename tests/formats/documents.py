"""Documents of every text format with the same planted values, in several charsets."""

from __future__ import annotations

import base64
from email.message import EmailMessage
from email.policy import SMTP

__all__ = ["DOCUMENTS", "PLANTED"]

PLANTED = ("张三丰", "13800138000", "11010519491231002X", "zhangsf@163.com")
_TEXT = (
    "客户登记\r\n姓名：张三丰\r\n手机：138-0013-8000，备用 13800138000\r\n"
    "身份证号：11010519491231002X\r\n邮箱：zhangsf@163.com\r\n附注：张三丰要求周四送货，共 12 件。\r\n"
)
_CSV = (
    "编号,姓名,手机,身份证号,邮箱,备注\r\n"
    '1,张三丰,13800138000,11010519491231002X,zhangsf@163.com,"每月 ""两次"", 送货"\r\n'
    "2,李四光,13900139000,,,无\r\n"
)
_JSON = (
    '{"list": [{"id": 1, "name": "张三丰", "mobile": 13800138000, "idcard": "11010519491231002X",\n'
    ' "mail": "zhangsf@163.com", "note": "第\\t1\\u6b21 \\"送货\\""}, {"id": 2, "name": "\\u674e\\u56db\\u5149", '
    '"mobile": "13900139000"}]}\n'
)
_SQL = (
    "-- 导出\nINSERT INTO `user` (`id`,`name`,`mobile`,`idcard`,`mail`,`note`) VALUES\n"
    "(1,'张三丰',13800138000,'11010519491231002X','zhangsf@163.com','it\\'s 12'),\n"
    "(2,'李四光','13900139000',NULL,NULL,'无');\n"
)
_XML = (
    '<?xml version="1.0"?>\n<list>\n<!-- 备份：张三丰 13800138000 -->\n'
    '<row id="1" mobile="13800138000"><姓名>张三丰</姓名><证件>&#49;1010519491231002X</证件></row>\n'
    '<row id="2" mobile="13900139000"><姓名>李四光</姓名><证件></证件></row>\n'
    "<note><![CDATA[邮箱 zhangsf@163.com <b>]]></note><p>a &amp; b</p></list>\n"
)
_HTML = (
    "<!doctype html><html><head><title>登记</title></head><body>\n<p>姓名：<b>张</b>三丰，手机\n138<i>0013</i>8000</p>"
    "<table><tr><th>姓名</th><th>手机</th></tr><tr><td>张三丰</td><td>13800138000</td></tr>"
    "<tr><td>李四光</td><td>13900139000</td></tr></table>\n"
    "<a href='mailto:zhangsf@163.com' title=\"身份证号 11010519491231002X\">a &lt; b</a><!-- 张三丰 --></body></html>\n"
)
_CHAT = (
    "2024-06-10 08:12:01 张三丰\n早，我的手机 13800138000\n\n2024-06-10 08:13:22 物业小李\n收到，身份证号发一下\n\n"
    "2024-06-10 08:14:05 张三丰\n11010519491231002X，邮箱 zhangsf@163.com\n\n"
)


def _mail() -> bytes:
    mail = EmailMessage(policy=SMTP)
    mail["From"] = "张三丰 <zhangsf@163.com>"
    mail["To"] = "office@example.cn"
    mail["Subject"] = "张三丰的登记表，电话13800138000"
    mail["Message-ID"] = "<1@example.cn>"
    mail.set_content(_TEXT.replace("\r\n", "\n"), cte="quoted-printable")
    mail.add_alternative(_HTML, subtype="html", cte="base64")
    mail.add_attachment(
        _CSV.encode("gb18030"), maintype="text", subtype="csv", filename="张三丰登记.csv"
    )
    return bytes(mail)


_BARE = (
    "From: a@example.cn\nTo: b@example.cn\nSubject: x\nMessage-ID: <2@example.cn>\n"
    "Content-Type: text/plain; charset=gb18030\nContent-Transfer-Encoding: 8bit\n\n"
)
_TOKEN = base64.b64encode('{"姓名":"张三丰","phone":"13800138000","n":12}'.encode()).decode()
_LOG = (
    "2024-06-10 INFO GET /h5?name=%E5%BC%A0%E4%B8%89%E4%B8%B0&phone=13800138000&v=1\n"
    f"2024-06-10 INFO body={_TOKEN} ok\n2024-06-10 INFO 身份证号 11010519491231002X mail zhangsf@163.com\n"
)

DOCUMENTS: dict[str, bytes] = {
    "plain.txt": _TEXT.encode(),
    "gbk.txt": _TEXT.encode("gb18030"),
    "wide.txt": b"\xff\xfe" + _TEXT.encode("utf-16-le"),
    "broken.txt": _TEXT.encode() + b"\xff\xfe\x80\r\n" + _TEXT.encode(),
    "table.csv": b"\xef\xbb\xbf" + _CSV.encode(),
    "gbk.csv": _CSV.encode("gb18030"),
    "table.tsv": _CSV.replace('"每月 ""两次"", 送货"', "无").replace(",", "\t").encode(),
    "semi.csv": _CSV.replace('"每月 ""两次"", 送货"', "无").replace(",", ";").encode(),
    "list.json": _JSON.encode(),
    "lines.jsonl": _JSON.replace("\n", " ").strip().encode() + b"\n",
    "dump.sql": _SQL.encode(),
    "copy.sql": (
        "COPY public.t (name, mobile, idcard, mail) FROM stdin;\n"
        "张三丰\t13800138000\t11010519491231002X\tzhangsf@163.com\n\\.\nSELECT 1;\n"
    ).encode(),
    "list.xml": _XML.encode(),
    "gbk.xml": _XML.replace('"1.0"', '"1.0" encoding="GBK"').encode("gbk"),
    "page.html": _HTML.encode(),
    "gbk.html": _HTML.replace("<head>", "<head><meta charset=gbk>").encode("gbk"),
    "chat.txt": _CHAT.encode(),
    "mail.eml": _mail(),
    "bare.eml": _BARE.encode() + _TEXT.replace("\r\n", "\n").encode("gb18030"),
    "box.mbox": b"From a@b.cn Mon Jun 10 08:12:01 2024\n" + _mail().replace(b"\r\n", b"\n")
    + b"\nFrom a@b.cn Mon Jun 10 08:13:01 2024\n" + _BARE.encode() + _TEXT.encode("gb18030"),
    "access.log": _LOG.encode(),
}  # fmt: skip
