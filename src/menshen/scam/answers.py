"""What the person called answers: surprise, worry, a question what to do, a plain yes.

Whoever is told of a debt, a parcel or a shop that he knows nothing of says so, long before anything is
demanded of him; who is rung by the courier asks when he comes. None of it proves anything: the model weighs it.

>>> sorted(answers("我没寄过包裹啊，那怎么办？"))
['answer:lost', 'answer:unaware']
>>> sorted(answers("好的，谢谢，几点到？"))
['answer:plain', 'answer:thanks']
"""

from __future__ import annotations

import re

from menshen.scam.led import led

__all__ = ["EXPECTED", "answers"]

EXPECTED = {
    "unaware": 1.0, "known": 0.3, "doubts": 0.2, "lost": 0.7, "afraid": 0.3, "price": 0.1, "who": 0.6, "voice": 0.8,
    "refuses": -0.4, "plain": -1.2, "verifies": -0.5, "gives": -0.6, "kin": -0.6,
    "verified": -0.8, "objects": 0.7, "foreign": 0.6, "leads": -0.3, "thanks": -0.4, "needed": -0.2, "stuck": 0.2,
}  # fmt: skip
"""What the log-odds of a scam are expected to gain from an answer, before any data."""
_LONGEST = 200
"""A longer turn is no answer but a tale of one's own."""
_SHAPES = {
    "unaware": "(?:我|俺)(?:从来?|可|又|都|就)?没(?:有)?(?:办|买|申请|借|欠|寄|开|注册|填|签|参加|登记|贷|操作)|不是我(?:的|办|开|弄)?|"
    "我不知道(?:啊|呀|这)|我(?:什么时候|啥时候|哪有)|没(?:办|买|寄|借)过",
    "known": "(?:你|您|恁|侬)(?:们)?(?:怎么|咋|是怎么)(?:知道|有我|晓得|弄到)|哪来的(?:我|电话)|怎么(?:知道|有)我",
    "doubts": "真的(?:吗|假的|么)|真的假的|骗(?:子|人|我)|靠谱(?:吗|不)|安全吗|有风险|可信吗|正规吗|合法吗|这么(?:好|神|多)|sounds? too good|a scam",
    "lost": "怎么办|咋办|怎么(?:弄|操作|处理|解决|取消|领|填|搞|关)|(?:要|该)(?:怎么|咋)|what (?:do|should) i|how do i|咋整",
    "afraid": "(?:吓|急)死|别(?:吓我|发)|求(?:你|您)|严重吗|会不会(?:坐牢|抓|影响)|影响(?:征信|工作|孩子)|这么严重|what do you want",
    "price": "(?:要|得|需要)(?:交|付|花)?多少|多少钱|收费吗|how much",
    "who": "(?:你|您)(?:是|哪)(?:谁|哪位|哪里|哪个|哪的)|你谁|你到底|哪个单位|which company|who (?:is|are)",
    "voice": "声音(?:怎么|咋|有点|不)|不像你|你(?:怎么)?换(?:号|手机)|刚(?:刚|才)?不是(?:才|还)",
    "refuses": "不(?:用|要|需要|想|办)了?|不(?:加|买|转|扫|点)|没(?:空|兴趣)|我(?:自己|去)(?:去|查|问|打)|报警|我问问|再说吧|算了",
    "plain": "(?:好|行|嗯|哦|ok)(?:的|嘞|呀|吧)?[,。!]?(?:谢谢|辛苦|麻烦|知道了|收到|明白|明天见)|几点|什么时候(?:来|到|送|取)|"
    "放(?:门口|驿站|前台|柜)|(?:老师|师傅|医生|经理)好?,",
    "verifies": "发(?:个|条)?语音|视频(?:一下|吧)|打(?:个|你)?电话(?:说|吧|给)|拍(?:我|给我|张)|笑一个|工号|哪个(?:医院|派出所|支行|学校)|几楼|回拨|官网|去(?:柜台|窗口|派出所)",
    "gives": "(?:我)?(?:先)?(?:转|打)(?:你|给你|过去)了?(?:,|。|$)|不急|先(?:吃饭|用着)|够不够",
    "kin": "^(?:妈|爸|哥|姐|爷|奶|老公|老婆|儿|闺女)|妈妈?,|爸爸?,|回家|吃饭|下班",
    "verified": "\\[(?:语音|视频)|真是你|[听看][到见出]了?[是系]你|对[上过得]上?了|核[对实]?过了|一致|接了|是你本人|matched|it was me|是我[刷买点订办]|我[刷买订办]的",
    "objects": "(?:怎么|咋|为什么|为啥|凭什么|凭啥)(?:是|要|还|又|不|变|换|打|转|没|连|只|都|收|得|这么|非|头像)|不是(?:说|应该|该|刚|已经|不要|免费|原)|没听说|"
    "不对(?:吧|啊|呀|劲)|按(?:制度|规定|流程)|写[着的][不是]|上面写|(?:why (?:not|do|does|is|can.t|would)|isn.t (?:it|that)|that says)",
    "foreign": "没(?:有)?(?:去过|用过|见过|听说|收到|下过|下载|点过|坐过|注册|贷过|养)|哪[张里]来?|怎么会|根本[没不]|从来[没不]|压根[没不]|冇[去买寄]|"
    "我(?:就|只有?)一[张个]|什么(?:东西|案|情况|平台|软件)|(?:not me|i didn.t|i never)",
    "leads": "(?:^|[,。 ])[你妳侬恁](?:先|再|给我|把|拿|发|打|去|让|记得|到了|自己|别|叫)|记得|[你您]放心|我[给跟帮陪替][你您他她]|我(?:今晚|明天|明早|下午|回头|晚上)",
    "thanks": "谢谢|多谢|唔该|辛苦|麻烦[你您]|thank|哈哈|太好了|收到|恭喜|早日|祝",
    "needed": "要(?:不要|我|带|交|报|收)[^,。]{0,8}(?:吗|么|不)|需(?:不需)?要[^,。]{0,8}(?:吗|么|不)|收费[不吗]|(?:do you need|should i)",
    "stuck": "提(?:不出|现[不失怎])|没钱了|凑不|还要[交付转充]|又要[交付转]|报警了|(?:转|打|付|交|充|投|垫)[了过][0-9一二两三四五六七八九十几]",
}
_ANSWERS = tuple((f"answer:{name}", re.compile(led(shape))) for name, shape in _SHAPES.items())


def answers(text: str) -> frozenset[str]:
    """Return the named features of what the person called says, from plain text in lower case."""
    if len(text) > _LONGEST:
        return frozenset()
    said = text.replace("，", ",")
    return frozenset(name for name, shape in _ANSWERS if shape.search(said))
