"""The charset is told right, from twenty characters on, in both scripts."""

from __future__ import annotations

import random

import pytest

from menshen.formats.charset import bom, detect, likelihood

SIMPLIFIED = """
客服今天上午接到来电，客户反映收到的货物外包装破损，要求退换。已登记联系方式，三个工作日内回复。
病人自述头痛两周，伴有恶心，既往体健，无药物过敏史。建议住院观察，家属已签字同意。
根据合同第五条的约定，乙方应当在每月十日之前支付房租，逾期按照日万分之五计算违约金。
请各位家长于本周五之前填写健康信息登记表，并交给班主任老师。学校将统一安排体检时间。
姓名,性别,手机号,身份证号,住址\n王秀英,女,13900001111,无,河北省石家庄市长安区建设北大街一号院
赵国强,男,15012345678,无,广东省深圳市南山区科技园南路二十二栋 303 室\n欧阳静,女,,,重庆市渝中区
系统启动完成，用户登录成功，耗时 35 毫秒。订单已经发货，物流信息请在小程序中查询。
辩护人认为，被告人系初犯，认罪态度较好，且已经赔偿被害人的损失，请求法庭从轻处罚。
"""
TRADITIONAL = """
客服今天上午接到來電，客戶反映收到的貨物外包裝破損，要求退換。已登記聯絡方式，三個工作天內回覆。
病人自述頭痛兩週，伴有噁心，過去身體健康，無藥物過敏史。建議住院觀察，家屬已簽名同意。
根據合約第五條的約定，乙方應當在每月十日之前支付房租，逾期按照日萬分之五計算違約金。
請各位家長於本週五之前填寫健康資訊登記表，並交給導師。學校將統一安排健康檢查時間。
姓名,性別,手機號碼,身分證字號,住址\n陳淑芬,女,0912345678,無,臺北市大安區和平東路二段一百號三樓
林志明,男,0987654321,無,高雄市左營區博愛二路十二號\n歐陽靜,女,,,新竹縣竹北市
系統啟動完成，使用者登入成功，耗時 35 毫秒。訂單已經出貨，物流資訊請在應用程式中查詢。
辯護人認為，被告係初犯，認罪態度較佳，且已經賠償被害人的損失，請求法庭從輕處罰。
"""
WRITTEN = [
    (SIMPLIFIED, "utf-8"),
    (SIMPLIFIED, "gb18030"),
    (SIMPLIFIED, "utf-16-le"),
    (SIMPLIFIED, "utf-16-be"),
    (TRADITIONAL, "utf-8"),
    (TRADITIONAL, "gb18030"),
    (TRADITIONAL, "big5"),
    (TRADITIONAL, "utf-16-le"),
    (TRADITIONAL, "utf-16-be"),
]


def windows(text: str, length: int, count: int) -> list[str]:
    """Return windows of the text's sentences in random order; each has Chinese in its half."""
    chance = random.Random(length)
    sentences = [s for line in text.split("\n") for s in line.split("。") if s]
    found: list[str] = []
    while len(found) < count:
        mixed = "。".join(chance.choices(sentences, k=length // 8 + 4))
        start = chance.randrange(len(mixed) - length + 1)
        window = mixed[start : start + length]
        if sum(c > "\u4e00" for c in window) * 2 > length:
            found.append(window)
    return found


@pytest.mark.parametrize(("text", "charset"), WRITTEN)
@pytest.mark.parametrize("length", [20, 50, 200, 2000])
def test_charsets_are_told_from_a_short_text(text: str, charset: str, length: int) -> None:
    wrong = 0
    for window in windows(text, length, 100):
        raw = window.encode(charset)
        wrong += raw.decode(detect(raw).name, "replace") != window
    assert wrong == 0


@pytest.mark.parametrize(
    ("text", "charset"),
    [("张伟", "gb18030"), ("联通", "gb18030"), ("电话", "gb18030"), ("張偉", "cp950"), ("電話", "cp950"),
     ("café", "utf-8"), ("résumé naïve", "utf-8"), ("王芳，女", "utf-8")],
)  # fmt: skip
def test_a_few_characters_are_enough(text: str, charset: str) -> None:
    assert detect(text.encode(charset)).name == charset


@pytest.mark.parametrize(
    ("codec", "name", "length"),
    [("utf-8-sig", "utf-8", 3), ("utf-16", "utf-16-le", 2), ("utf-32", "utf-32-le", 4)],
)
def test_a_byte_order_mark_decides(codec: str, name: str, length: int) -> None:
    charset = detect("号码".encode(codec))
    assert charset == (name, length, "bom")
    assert bom("号码".encode("gb18030")) is None
    assert detect(b"\x84\x31\x95\x33a")[:2] == ("gb18030", 4)


def test_text_without_evidence_is_ascii_or_utf8() -> None:
    assert detect(b"").name == "ascii"
    assert detect(b"phone=13800138000\n").name == "ascii"
    assert detect(b"\xff\xff\xff\xff\xff").name == "utf-8"


def test_a_declaration_moves_what_is_close_and_nothing_else() -> None:
    close = "王\u8302".encode("gb18030")
    assert detect(b"<meta charset=big5>" + close).name in {"cp950", "gb18030"}
    clear = SIMPLIFIED.encode("gb18030")
    assert detect(b'<?xml encoding="big5"?>' + clear).name == "gb18030"
    assert detect(b"# -*- coding: gbk -*-\n" + SIMPLIFIED.encode()).name == "utf-8"


def test_hong_kong_characters_choose_the_charset_that_has_them() -> None:
    text = "香港九龍紅磡，㗎喺咗嘢，電話號碼在這裡，請留言。" * 2
    assert detect(text.encode("big5hkscs")).name == "big5hkscs"


def test_utf16_is_no_question_within_a_text() -> None:
    raw = "号码".encode("utf-16-le")
    assert not detect(raw, start=False).name.startswith("utf-16")
    assert likelihood(raw, "utf-16-le") > likelihood(raw, "gb18030")
