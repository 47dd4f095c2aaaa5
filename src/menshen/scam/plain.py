"""A message as the grammar reads it: folded, lower case, without what is put between characters to hide words.

Every character of the plain text knows where it stood, so that a flag points at the words as written.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from unicodedata import normalize

from menshen.model import Span
from menshen.scam.led import led
from menshen.text import fold_width

__all__ = ["Plain", "plain", "sentences"]

_HAN = "㐀-鿿"
_BETWEEN = re.compile(
    f"(?<=[{_HAN}])[ \t·*_/\\\\|~^◆■●★☆◇※+#@&=.-]{{1,3}}(?=[{_HAN}])|(?<=[{_HAN}]) {{1,2}}(?=[0-9，。,！!])|(?<=[0-9，。,！!]) {{1,2}}(?=[{_HAN}])"
)
_PUT = frozenset(" \t·*_/\\|~^◆■●★☆◇※+#@&=.-")
"""What `_BETWEEN` takes out: most texts hold none of it."""
_HIDDEN = re.compile("[\u00ad\u200b-\u200f\u2060\u20e3\ufe0f\ufeff]+")
_END = re.compile("[。！？!?\n；;]+|\\.(?=\\s)")
LONGEST = 240
"""A sentence without an end is cut after so many characters, so that hostile text costs no more."""


@dataclass(frozen=True, slots=True)
class Plain:
    """The text to search and, for each of its characters, where it stood."""

    text: str = field(repr=False)
    places: tuple[int, ...] | None = field(repr=False, default=None)

    def original(self, start: int, end: int) -> Span:
        """Return the span of the message that `start:end` was read from."""
        if self.places is None:
            return Span(start, end)
        return Span(self.places[start], self.places[end - 1] + 1)


def plain(text: str) -> Plain:
    """Return a message as the grammar reads it.

    >>> plain("请转到安 全*账 户").text
    '请转到安全账户'
    """
    folded = fold_width(text).lower().translate(_traditional())
    if len(folded) != len(text):
        folded = fold_width(text)
    folded, places = _filled(text, folded)
    patterns = (_HIDDEN,) if _PUT.isdisjoint(folded) else (_BETWEEN, _HIDDEN)
    cuts = sorted((*m.span(), "") for p in patterns for m in p.finditer(folded))
    whole, places = _joined(*_spliced(folded, places, cuts))
    return Plain(_spelled(whole), None if places is None else tuple(places))


def _spliced(
    text: str, places: Sequence[int] | None, swaps: Sequence[tuple[int, int, str]]
) -> tuple[str, Sequence[int] | None]:
    """Return a text with stretches, in order, as they are meant, and where each character stood.

    The first character of what is meant stands where the stretch began, all others where it ended; `places` is
    None for a text as written.

    >>> _spliced("贷kuan", None, [(0, 5, "贷款")])
    ('贷款', [0, 4])
    """
    if not swaps:
        return text, places
    before = range(len(text)) if places is None else places
    pieces: list[str] = []
    moved: list[int] = []
    at = 0
    for start, end, meant in swaps:
        pieces += (text[at:start], meant)
        moved += before[at:start]
        if meant:
            last = before[end - 1]
            moved += [before[start] if len(meant) > 1 else last, *[last] * (len(meant) - 1)]
        at = max(at, end)
    return "".join([*pieces, text[at:]]), [*moved, *before[at:]]


_FILLED = {
    "url": "http://u.cn/0", "name": "", "place": "", "per": "", "loc": "", "org": "", "digit": "0", "num": "0", "number": "0", "money": "0元",
    "date": "0日", "time": "0点", "phone": "00000000000", "cellphone": "00000000000", "hotline": "00000", "tel": "00000000",
    "wechat": "微信0000", "qq": "qq00000000", "bank": "0" * 16, "email": "0@0.com",
}  # fmt: skip
"""What published messages have in place of what was personal, and what the grammar reads there."""
_MASK = re.compile(
    f"(?<![A-Za-z])(?:{'|'.join(sorted(map(str.upper, _FILLED), key=len, reverse=True))})(?![A-Z])"
    f"|[\\[【<](?:链接|网址|URL|url|网页链接)[\\]】>]"
)
_IS_HAN = re.compile(f"[{_HAN}]")


def _filled(text: str, folded: str) -> tuple[str, Sequence[int] | None]:
    """Return a folded text with placeholders filled, and where each character stood.

    Words in capitals stand for names, numbers and links only among Chinese ones.

    >>> _filled("尊敬的NAME登录URL", "尊敬的name登录url")[0], _filled("URL?", "url?")[0]
    ('尊敬的登录http://u.cn/0', 'url?')
    """
    found = list(_MASK.finditer(text)) if len(text) == len(folded) else []
    if not found or not _IS_HAN.search(text):
        return folded, None
    return _spliced(
        folded, None, [(*m.span(), _FILLED.get(m[0].lower(), _FILLED["url"])) for m in found]
    )


_SOUNDS = {
    "争信": "征信", "怔信": "征信", "到伥": "到账", "到帐": "到账", "伥户": "账户", "掌户": "账户", "走帐": "走账", "收宽": "收款",
    "打宽": "打款", "货宽": "货款", "带款": "贷款", "袋款": "贷款", "代款": "贷款", "银杭": "银行",
    "银亍": "银行", "信用咔": "信用卡", "薪用卡": "信用卡", "额渡": "额度", "秒倒": "秒到", "裙里": "群里", "进裙": "进群", "加裙": "加群",
    "加溦": "加微", "加薇": "加微", "加徽": "加微", "加威": "加微", "溦信": "微信", "徽信": "微信", "薇信": "微信",
    "飞鸡": "飞机", "叩叩": "扣扣", "口口号": "扣扣号", "密瑪": "密码", "密马": "密码", "卡呺": "卡号", "坦保": "担保", "权线": "权限",
    "提线": "提现", "提先": "提现", "免废": "免费", "福力": "福利", "四件淘": "四件套", "裸寥": "裸聊", "果聊": "裸聊", "刷但": "刷单",
    "唰单": "刷单", "兼只": "兼职", "红苞": "红包", "返力": "返利", "用金": "佣金", "验正码": "验证码", "链结": "链接", "彩漂": "彩票",
    "博采": "博彩", "投姿": "投资", "股飘": "股票", "内木": "内幕", "恭享": "共享", "屏木": "屏幕", "安佺": "安全", "公桉": "公安",
    "薇芯": "微信", "微芯": "微信", "威芯": "微信", "徽芯": "微信", "溦芯": "微信", "微伈": "微信", "薇伈": "微信", "葳信": "微信", "嶶信": "微信", "❤信": "微信",
    "微❤": "微信", "蔻蔻": "扣扣", "抠抠": "扣扣", "扣裙": "扣群", "q裙": "q群", "银航": "银行", "砖账": "转账", "传账": "转账", "帐护": "账户", "贷欵": "贷款", "货欵": "货款",
    "汇欵": "汇款", "抵呷": "抵押", "抵亚": "抵押", "支付保": "支付宝", "吱付宝": "支付宝", "只付宝": "支付宝", "荐古": "荐股", "股嘌": "股票", "涨挺": "涨停",
    "身份正": "身份证", "身分证": "身份证", "验征码": "验证码", "密玛": "密码", "蜜码": "密码", "恋接": "链接", "点鸡": "点击", "发漂": "发票", "发嘌": "发票", "开嘌": "开票",
    "征芯": "征信", "刷単": "刷单", "博才": "博彩",
    **{f"加{one}{other}": "加微信" for one in "薇微威徽溦葳嶶" for other in "信芯伈❤"},
}  # fmt: skip
"""Words written by others of the same sound, so that filters do not know them; as long as what they stand for."""
_HOMOPHONE = re.compile(led("|".join(sorted(_SOUNDS, key=len, reverse=True))))


def _spelled(text: str) -> str:
    """Return a plain text with words in disguised spelling as they are meant, of the same length."""
    return _HOMOPHONE.sub(lambda found: _SOUNDS[found[0]], text)


_PARTS = {
    "贷kuan": "贷款", "dai款": "贷款", "下kuan": "下款", "放kuan": "放款", "fang款": "放款", "打kuan": "打款", "借kuan": "借款",
    "zhuan账": "转账", "转zhang": "转账", "微xin": "微信", "wei信": "微信", "weixin": "微信", "vxin": "微信", "v芯": "v信",
    "银hang": "银行", "yin行": "银行", "兼zhi": "兼职", "jian职": "兼职", "刷dan": "刷单", "shua单": "刷单", "投zi": "投资", "tou资": "投资",
    "验证ma": "验证码", "链jie": "链接", "lian接": "链接", "佣jin": "佣金", "yong金": "佣金", "提xian": "提现", "ti现": "提现", "额du": "额度",
    "征xin": "征信", "zheng信": "征信", "返xian": "返现", "博cai": "博彩", "bo彩": "博彩", "cai票": "彩票", "fa票": "发票", "发piao": "发票", "qun里": "群里",
    "加qun": "加群", "进qun": "进群", "股piao": "股票", "gu票": "股票", "mi码": "密码", "密ma": "密码", "账hu": "账户", "zhang户": "账户",
    "亻言": "信", "讠正": "证", "钅艮": "银", "扌丁": "打", "贝长": "账", "氵去": "法", "礻畐": "福", "禾刂": "利", "亻尔": "你",
    "zfb": "支付宝", "yhk": "银行卡", "yzm": "验证码", "sfz": "身份证", "baiwan": "百万",
}  # fmt: skip
"""Words half in letters, in initials or with their characters taken apart; what is meant has another length."""
_APART = re.compile(
    led(
        "|".join(
            f"{'(?<![a-z0-9./])' if word[0].isascii() else ''}{word}{'(?![a-z0-9./])' if word[-1].isascii() else ''}"
            for word in sorted(_PARTS, key=len, reverse=True)
        )
    )
)


def _joined(text: str, places: Sequence[int] | None) -> tuple[str, Sequence[int] | None]:
    """Return a text with such words as they are meant, and where each character stood."""
    return _spliced(text, places, [(*m.span(), _PARTS[m[0]]) for m in _APART.finditer(text)])


@cache
def _traditional() -> dict[int, str]:
    """Return the traditional characters of the grammar's words, numbers in rings, and radicals."""
    pairs = (
        "帳账戶户轉转匯汇錢钱銀银號号碼码驗验證证請请來来開开關关機机電电話话資资貸贷繳缴費费應应軟软體体載载連连結结"
        "點点擊击視视頻频會会議议遠远監监檢检領领補补貼贴單单嚴严認认報报詐诈騙骗風风險险稅税務务醫医療疗"
        "財财產产買买賣卖運运遞递裡里裏里說说講讲誰谁讓让對对門门個个們们為为幣币購购獎奖勵励賬账詢询優优"
        "妳你沒没給给過过時时間间後后還还這这進进選选見见親亲愛爱寶宝貝贝媽妈爺爷媳媳閨闺兒儿孫孙學学師师員员辦办處处"
        "專专業业務务團团隊队組组總总經经紀纪營营業业賠赔償偿價价優优惠惠禮礼贈赠獲获領领勞劳動动職职應应徵征試试訓训"
        "簽签約约際际國国華华灣湾線线網网絡络頁页鏈链項项圖图傳传發发達达遲迟長长張张陳陈劉刘黃黄許许趙赵吳吴鄭郑鄧邓"
        "馬马車车輛辆駕驾駛驶罰罚違违規规凍冻結结鎖锁禁禁異异狀状態态權权預预訂订訊讯聽听問问題题難难歡欢迎迎樂乐"
        "緊紧繫系聯联絡络廳厅廠厂倉仓庫库貨货滯滞納纳償偿債债權权利利潤润賺赚虧亏漲涨盤盘倉仓額额數数據据萬万億亿兩两"
        "養养護护衛卫檔档歷历嬰婴齡龄壽寿藥药療疗癒愈病病癌癌濟济補补貧贫難难災灾級级種种農农畝亩糧粮戰战軍军採采"
        "終终於于從从幾几無无與与將将帶带幫帮給给掛挂斷断靜静繼继續续確确認认實实現现際际際际終终僅仅須须剛刚纔才嗎吗"
        "麼么哪哪樣样紅红綠绿藍蓝條条張张塊块顆颗棟栋層层樓楼園园區区縣县鎮镇鄉乡鄰邻雲云臺台灣湾東东陸陆廣广"
        "佰百仟千壹一贰二叁三欵款羣群丨|"
        "係系畀给嘅的咗了佢他哋们"
        "瑪玛嚇吓駁驳撥拨攔拦註注銷销冊册筆笔錄录聲声響响鈴铃裝装螢荧幕幕觸触頭头顯显顧顾願愿顏颜飛飞龍龙齊齐"
    )
    table = {ord(a): b for a, b in zip(pairs[::2], pairs[1::2], strict=True) if a != b}
    rings = [
        *range(0x2460, 0x2469),
        *range(0x2474, 0x247D),
        *range(0x2776, 0x277F),
        *range(0x2780, 0x2789),
    ]
    table.update({code: str(at % 9 + 1) for at, code in enumerate(rings)})
    table.update({0x24EA: "0", 0x24FF: "0"})
    table.update({code: normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)})
    return table


def sentences(text: str) -> list[tuple[int, int]]:
    """Return where the sentences of a plain text begin and end.

    >>> sentences("你好。请问是王女士吗？")
    [(0, 3), (3, 11)]
    """
    ends = [m.end() for m in _END.finditer(text)]
    if not ends or ends[-1] < len(text):
        ends.append(len(text))
    spans, start = [], 0
    for end in ends:
        while end - start > LONGEST:
            cut = max(text.rfind(mark, start + LONGEST // 2, start + LONGEST) for mark in "，, ")
            cut = cut + 1 if cut > start else start + LONGEST
            spans.append((start, cut))
            start = cut
        if end > start:
            spans.append((start, end))
        start = end
    return spans
