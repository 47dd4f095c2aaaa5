"""In what manner the caller speaks: gives way or presses, points at official ways or at private ones.

A friend who borrows money, a bank that asks about a payment and an official who announces a fee use the words of
swindlers; what tells them apart is that they ask for no code, leave time, name the counter, the contract or the company's
own system, and are content to be called back. These features are of the model with text alone, since grammar
by itself has to be faster; the model weighs them. See docs/decisions/0064-manner.md.

>>> sorted(manner("不急，您到柜台核实一下再说，不用报验证码"))
['manner:gives_way', 'manner:needs_nothing', 'manner:official']
>>> sorted(manner("把收到的六位数字发给我，别跟家里人说"))
['manner:code', 'manner:secret']
"""

from __future__ import annotations

import re

from menshen.scam.led import led

__all__ = ["ALONE", "EXPECTED", "LONG", "PREFIX", "disguised", "manner"]

PREFIX = "manner:"
ALONE = "manner:alone"
"""A long text that nobody has answered and nothing has followed: more often a document than a pitch."""
LONG = 200
"""Characters from which on a text is no message any more."""
EXPECTED = {
    "gives_way": -0.5, "presses": 0.3, "denies": -0.4, "needs_nothing": -0.8, "official": -0.6, "own_system": -0.8,
    "verifiable": -0.3, "private": 0.2, "secret": 0.5, "home": 0.8, "code": 0.3, "install": 0.2, "advance": 0.3,
    "reply": 0.3, "gain": 0.2, "charm": 0.3, "disguised": 0.6,
}  # fmt: skip
"""What the log-odds of a scam are expected to gain from each, before any data."""
_SHAPES = {
    "gives_way": "不(?:急|着急|忙|勉强|强求)|也(?:行|可以|好)|没事|都行|随(?:时|你|您)|应该的|做得对|听你的|你(?:说|定)|懂的|明白[,，。]|"
    "(?:您|你)(?:先|再)?(?:考虑|问问|核实|看看)|(?:any ?time|no (?:rush|hurry|problem)|of course|fair enough)",
    "presses": "(?:别|不要|不能|莫)(?:再)?(?:问|挂|声张|磨|拖|打电话|报警)|来不及|就差(?:你|您)|(?:不|没)(?:信任|信|相信)我|你不信|逾期|否则|不然|"
    "后果|最后(?:一|机会)|立(?:即|刻)|赶紧|尽快|你连|怕什么|犹豫|名额",
    "denies": "^(?:不(?:用|需要|收|要|会)|唔使|唔需|没有这[个种]|从不|no[,. ]|不是的|都不)",
    "needs_nothing": "(?:don.t|do not|won.t|will not|never|no|not|nothing|without|nobody)(?![A-Za-z0-9_])[^.!?。]{0,30}(?:code|pin|password|number|otp|pay|fee|sign|money|card)|"
    "(?:不(?:用|需|会|要)|无需|唔使|切勿|别|莫)[^。，,]{0,10}(?:付款|验证码|密码|转账|卡号|扫码|收费|交钱)|不收(?:款|费|钱|任何|您)|工本费免",
    "official": "官网|柜台|网点|窗口|按(?:流程|审批|合同)|双(?:签|人复)|回拨|当面|合同(?:账户|里)|预留|工单|公示|发票|收据|一卡通|预约|工作日|"
    "带(?:上|好)?(?:身份证|户口|证件|材料|医保)|现场|反诈|96110|(?:in person|your (?:branch|manager)|contract|invoice)",
    "own_system": "(?:app|公众号|小程序|系统|oa|jira|portal|网厅)[^。，,]{0,10}[里内上查看缴办]|登录(?:公司|oa|系统)|(?:company (?:login|laptop)|in (?:the|your) (?:app|portal))",
    "verifiable": "[打回][个你您我]?(?:电话|语音|视频)|语音:|\\[(?:语音|视频)|看(?:定位|监控|证件)|来(?:店|工位|柜台|单位|现场|一趟)|面[谈签交]|"
    "见(?:个|一)?面|到(?:店|付|门口|楼下)|签(?:个|合同|字|收)|写个?借?条|收条|拍(?:给|照|视频)",
    "private": "(?:转|打|汇|付|存)[到给进至]?[^。，,]{0,8}(?:我|助理|个人|财务|经理|老师|主任|师傅|会计|这个|指定|专用|下面)[^。，,]{0,8}(?:卡|户|账|号|码|微信)|"
    "(?:扫|下面|这个|下方)[^。，,]{0,6}码|私[转下]|代[收付垫买充]",
    "secret": "(?:别|不要|莫|勿|不能|不得|唔好)[跟和告让给同在带][^。，,]{0,8}(?:说|讲|知道|家人|群|子女|儿女|家属|[妈爸老孩人]|财务|同事)|保密|私[聊信发]|单独|不带家属|一个人",
    "home": "[家屋][里头]?[^。，,]{0,6}(?:没人|有人|无人|几口|哪几天|不在|密码|指纹)|几点[睡回]|白天[^。，,]{0,6}[在人]",
    "code": "(?:数字|码|[六6]位|code|otp)[^。，,.]{0,14}(?:发|报|抄|念|告诉|回|给|读|text|send|read|tell)[^。，,.]{0,4}(?:我|过来|一下|客服|back|me|us)|"
    "(?:[发报念抄]|告诉|text|send|read|tell)给?(?:我|me|us|it back)",
    "install": "下载|安装|装[个好]|会议(?:软件|室|号)|共享|远程|anydesk|teamviewer|download|install|房间号",
    "advance": "[先需要得须][交付转存垫打缴充汇预入][^。，,]{0,12}(?:[0-9一二两三四五六七八九十百千万]|[费金款钱])|"
    "(?:保证|押|定|解冻|手续|验资|工本|服务|会|报名|代办|认证|激活)[金费款]",
    "reply": "回(?:复|电)|退订|加(?:我|微|v|薇|威|围|wx|qq|企)|微(?:信|我|同)|薇|拨打?|详[询情]|点击|登录|http|www|\\.(?:com|net|cn|me|cc|top|vip|xyz|ml|icu)|复制|见主页|头像",
    "gain": "稳赚|翻[倍番了]|收益|返[现利佣]|日[结赚]|月入|涨停|内幕|大奖|中[奖签]|补贴|退[款费税]|赔[付偿您你]|佣金|兼职|高薪|profit|bonus|refund|compensation|prize|subsidy",
    "charm": "宝贝|亲爱|想你|缘分|善良|小姐姐|妻子去世|离异|单身|美元|石油|海外|军官|朋友圈|dear|beautiful|sweet|lonely|widow",
}  # fmt: skip
_MANNERS = tuple((PREFIX + name, re.compile(led(shape))) for name, shape in _SHAPES.items())
_SPREAD = re.compile("[一-鿿] [一-鿿] [一-鿿] ")
_DISGUISED = re.compile("[一-鿿][.◆·*|/][一-鿿][.◆·*|/]|[①-⑳❤]|[围徽薇]信|[佳伽嘉]薇|快弟")
_RUN = re.compile("[一-鿿]+")
_WORD = 6
"""The longest word of a text that is cut into words by blanks."""


def manner(text: str) -> frozenset[str]:
    """Return the named features of what the caller says, from plain text in lower case."""
    return frozenset(name for name, shape in _MANNERS if shape.search(text))


def disguised(text: str) -> bool:
    """Say whether words are hidden from those who look for them, from the text as it was written.

    A text that is cut into words all through hides nothing.

    >>> disguised("加 微 信 领 取"), disguised("加 v 领取"), disguised("喂 你好 我到了")
    (True, False, False)
    >>> disguised("今天 我 也 去 看看 他")
    False
    """
    if _DISGUISED.search(text) is not None:
        return True
    return _SPREAD.search(text) is not None and not _is_cut(text)


def _is_cut(text: str) -> bool:
    """Say whether blanks part all words of a text."""
    runs = [len(run) for run in _RUN.findall(text)]
    return max(runs) <= _WORD and 4 * sum(runs) >= 5 * len(runs)
