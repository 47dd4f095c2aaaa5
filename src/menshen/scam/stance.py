"""Whether words are meant as a demand, as a warning against it, or as a report of it.

A bank that writes 切勿共享屏幕 and a swindler who says 请共享屏幕 use the same words. What decides is what
governs them: a negation or a warning frame in the same clause (切勿, 不会要求您, 骗子会让您, 凡是…都是诈骗),
a report (他让我妈…), or nothing, and then it is a demand. A frame in an earlier clause does not reach over an
order: 谨防诈骗分子，请立即把钱转到… is a demand, however it begins.
"""

from __future__ import annotations

import re
from typing import Literal

from menshen.scam.led import led

__all__ = ["Frame", "Stance"]

Stance = Literal["asked", "warned", "told"]

_STRONG = (
    "不(?:要|用|必|会|能|得|可|许|准|需要?|应|宜|主动|轻易|随意|索要|要求|允许|提供|点击?|轻信|透露|收|扫|共享|下载|安装|转账|加|接受|"
    "进行|打开|开启|存在|支持|通过|是|涉及|发送?|泄露)|无需|勿|禁止|严禁|拒绝|从不|从来|绝不|决不|谨防|警惕|防范|远离"
)
_WEAK = "没有?|没|别|莫|甭|防止|避免|小心|当心|停止"
_DENIED = re.compile(
    f"(?:{_STRONG})[^，。：:！!？?]{{0,26}}$|(?:{_WEAK})[^，。：:！!？?]{{0,12}}$|(?:never|not|n.t|no [a-z ]{{3,40}}will) [^.!?]{{0,120}}$"
)
_DENIED_EN = re.compile(
    "(?:never|no [a-z ]{3,40}(?:will|would)|(?:will|would|(?<!if you )do(?:es)?) not|(?:wo|(?<!if you )do|does)n.t) "
)
"""In an English sentence a denial reaches over a list: will never ask you to pay, share your screen or …"""
_UNDENIED = re.compile(
    "(?:别|莫|不要|不许|不准|不能)挂(?:断|机|电话)?|(?:不是|非)[您你][^，。]{0,6}的|能不能|要不要|会不会|用不用|行不行|好不好|可不可以?|是不是|方不方便|需不需要?|对不对|有没有|不要钱|不收钱|不得不|不懂|不放心|"
    "(?:不要|别)(?:担心|着急|紧张|怕|害怕|慌|误会|急|犹豫|客气)|别的|别人|特别|识别|区别|级别|分别|不会影响|没有问题|没问题|莫名|"
    "没(?:交|付|转|缴|办|买过|有?登记|认证|有?激活)[^，。]{0,4}的|(?:不要|别|不许|不准|不能|莫)(?:挂|告诉|跟|和|声张|报警|关机)[^，。]{0,8}(?=[^，。]{0,3}(?:把|将|去|转账|转到|汇))|"
    "(?:if|unless) (?:this|it|that)? ?(?:you|was|is|were)? ?(?:did not|didn.t|do not|don.t|not|wasn.t|isn.t|have not|haven.t|are not|fail)|"
    "could not|couldn.t|cannot|unable|(?:do|did) not (?:recogni[sz]e|authori[sz]e)|not (?:you(?![a-z])|recogni[sz]ed|authori[sz]ed)"
)
_SUBJECT = re.compile(
    led(
        "凡是?|任何(?!人)|一切|自称|声称|谎称|假称|冒充|假冒|伪装|骗子|(?:诈骗|不法|犯罪)分子|骗局|套路|以[^，。]{1,14}(?:为由|名义|理由)|"
        "诱导|诱骗|哄骗|引诱|如遇|如接到|如果?有人|若有人|遇到|接到[^，。]{0,10}(?:电话|短信|要求)|要求您?(?:将|把|进行|提供|下载|点击)[^，。]{0,16}的|"
        "警方|民警提[醒示]|有没有人|是不是有人|有人[让叫][您你]|scammers?|fraudsters?|anyone who|(?:if|has|did) (?:someone|anyone|anybody)"
    )
)
_VERDICT = re.compile(
    "(?:的)?[^。！!\n]{0,16}(?:都|均|就|肯定|一定|一律|全|便|百分百|100%)?(?:[都就全均]?是|为|属于?|系)(?:诈骗|骗子|骗局|骗人|假的|骗钱|套路|电诈|违法)|"
    "的?[，,]?(?:就|请|要|应|务必|一律|千万|一定要)?(?:(?:立即|马上|赶紧|赶快)?(?:挂断|挂掉|报警|挂了)|(?:一律|直接)(?:给我)?挂(?=[。！!，,；;\\s]|电话|机|$)|当心|不要相信|切勿|谨防|勿信|别信|警惕|小心)|"
    "的(?:骗局|套路|诈骗)|等(?:手段|方式|话术|理由|名义|为由)|(?:is|are) (?:a )?scam|hang up"
)
_ORDER = re.compile(
    led(
        "(?:请(?!勿|不|警惕|谨防|注意|当心|提高)|立即|马上|立刻|尽快|务必|现在|赶紧|赶快|赶忙|速|需要?您|我们?(?:帮|给|为)|帮您|您(?:先|可以|把|将|需|的)|你(?:先|把|将|去|到|现在)|please|now)"
    )
)
_REPORT = re.compile(
    led(
        "(?:他|她|它|对方|骗子|有人|有个|那个?人|那边|人家|里面的人)[^。！!？?\n]{0,40}(?:让|叫|要我|要他|要她|要求|说|喊|引导|教|问|逼|威胁|给我|发)|"
        "(?:客服|警察|警官|民警|对面|电话里|群里|平台|老师|律师|上面)[^。！!？?\n]{0,16}(?:让|叫|要|说|喊|教|问|要求|逼)(?:我|他|她|俺|我们|孩子|每个)|"
        "(?:刚|刚才|昨天|今天|昨晚|早上|上午|下午|最近|天天)[^。！？\n]{0,12}(?:接到|收到|接了|有人|有个|遇到|打电话)|"
        "被(?:骗|引导|要求|诱导)|(?:让|叫|要|说)(?:我|他|她|俺|孩子|妈|爸)(?!们?[这那]|方)"
    )
)
_MINE = re.compile(
    "(?:让|叫|要|喊|要求|问|逼|教|给|带|说)(?:我|俺|咱)(?!妈|爸|爷|奶|姐|哥|弟|妹|同事|朋友|邻居|婆|们小区)|我(?:该|要不要|怎么|现在|正)|可信不|能给吗|靠谱吗|是真的吗"
)
_ENDED = re.compile(
    "挂了|挂断了|没信|没上当|没理|拦住|拦下|识破|还好|幸好|幸亏|删了|拉黑|骗子|报了警|已报警|报案|被骗|上当|没给|没转|"
    "假的|诈骗|怎么防|提醒(?:大家|一下|你们)|注意(?:了|啊)|千万别|别信"
)
_STATED = re.compile(
    led(
        "余额(?:[^，。]{0,6}[0-9*]|变动|不足|提醒|为|已)|已(?:退|到账|转入|打入|扣|入账|发放|完成)|将于[^，。]{1,16}(?:扣|还款|到账|退)|(?:转入|收入|支出|转账)[^，。]{0,4}(?:工资|[0-9,.]{3,}元)|本息|您向[^，。]{1,8}转账|"
        "刚(?:给|把)?(?:你|您)转|(?:都|已|刚)(?:收到|到账)了"
    )
)
_WARNING = re.compile(
    led(
        "(?:都|均|就|一律|肯定)?是(?:诈骗|骗局|骗子)|谨防|切勿|警惕|防骗|防诈|不要相信|上当|受骗|(?:警方|反诈|民警|银行|温馨|派出所|公安局?|分局|社区|居委会?|村委会?|学校)提[醒示]|"
        "转[发个]*提醒|骗局|诈骗分子|不法分子|scam|phishing"
    )
)


_UNDONE = re.compile(
    "[这那]?个?(?:功能|软件|页面|会议|权限)?(?:给|也|都|先|马上|立刻|赶紧|全)?(?:关(?:掉|了|闭|上)|退(?:掉|出)|停(?:掉|止|了)|已?经?结束|断开|取消|卸)|[这那][种类]|之类"
)
"""What is to be ended is not asked for: 把共享屏幕关掉."""
_ASKED_AFTER = re.compile("(?:过|了)(?:没有|没|吗|么|嘛)")
"""Whether it has happened is asked, not that it be done: 您开共享屏幕了没有."""
_OWN_DOING = re.compile(
    "(?<![让给帮替由跟叫要])我(?:来|先|这边|现在|马上)?(?:给(?:你|您|大家))?(?:共享屏幕|分享屏幕|开共享|屏幕共享)$|"
    "(?:是不是|有没有|是否)[^，。]{0,8}(?:开|点|下|装|转)了[^，。]{0,12}$"
)


class Frame:
    """What the whole of a message says about how its words are meant."""

    __slots__ = ("_ended", "_mine", "_report", "_text", "_warning")

    def __init__(self, text: str) -> None:
        self._text = text
        self._warning: bool | None = None
        self._report: bool | None = None
        self._mine = False
        self._ended = False

    def stance(self, sentence: tuple[int, int], span: tuple[int, int], *, own: bool) -> Stance:
        """Say how the words at `span` are meant; `own` ones are no denial of themselves.

        >>> Frame("骗子会让您共享屏幕").stance((0, 9), (5, 9), own=False)
        'warned'
        """
        text, (start, end), (first, last) = self._text, sentence, span
        found = text.rfind
        clause = 1 + max(
            start - 1,
            found("，", start, first),
            found(",", start, first),
            found("：", start, first),
            found(":", start, first),
        )
        governing = _UNDENIED.sub("", text[clause:last])
        if not own and text[first:last].isascii() and _DENIED_EN.search(text, start, first):
            return "warned"
        if not own and _DENIED.search(governing):
            return "warned"
        if _VERDICT.match(text, last, end) or _UNDONE.match(text, last, end):
            return "warned"
        if _ASKED_AFTER.match(text, last, end) or _OWN_DOING.search(text, clause, last):
            return "told"
        if _SUBJECT.search(text, clause, last):
            return "asked" if self._told_me(text[clause:last]) else "warned"
        ordered = _ORDER.search(text, clause, min(last, first + 4)) is not None
        if not ordered:
            if _SUBJECT.search(text, start, first) or _ends_in_verdict(text, last, end):
                return "warned"
            if self._warns and (own or _names_a_case(text, clause, last, end)):
                return "warned"
            if not own and _STATED.search(text, start, end):
                return "told"
        return self._told(first) if self._reports and not ordered else "asked"

    @property
    def _warns(self) -> bool:
        if self._warning is None:
            self._warning = _WARNING.search(self._text) is not None
        return self._warning

    @property
    def _reports(self) -> bool:
        if self._report is None:
            self._report = _REPORT.search(self._text) is not None
            self._mine = self._report and _MINE.search(self._text) is not None
            self._ended = self._report and _ENDED.search(self._text) is not None
        return self._report

    def _told_me(self, clause: str) -> bool:
        """Say whether a clause relates what is wanted of the writer, who is still in doubt."""
        return self._reports and not self._ended and _MINE.search(clause) is not None

    def _told(self, first: int) -> Stance:
        if _REPORT.search(self._text, 0, first) is None:
            return "asked"
        return "asked" if self._mine and not self._ended else "told"


def _ends_in_verdict(text: str, last: int, end: int) -> bool:
    """Say whether a sentence calls what it named a fraud, as in 凡是…的，都是诈骗."""
    return _CALLED.search(text, last, min(len(text), end + 1)) is not None


_CALLED = re.compile(
    led(
        "(?:[都就全均]?是|为|属于?)(?:诈骗|骗子|骗局|骗人|假的|电诈)|切勿|谨防|请?勿|不要相信|警惕|当心|小心|挂断"
    )
)


def _names_a_case(text: str, clause: int, last: int, end: int) -> bool:
    """Say whether a clause names a case instead of giving an order: 让你共享屏幕的."""
    tail = text[last:end].rstrip("。；;！!，, \n")
    before = text[clause:last]
    return (
        tail.endswith("的")
        or re.search(
            "(?:让|叫|要求|诱导|引导|请)(?:您|你|他|她|群众|居民|受害人|家长|其)|被", before
        )
        is not None
    )
