"""生活习惯与爱好 · Habits and hobbies.

## What it finds
Smoking, drinking, sleep, diet and daily routine of a person (吸烟30年, 每天抽一包烟, 经常熬夜), and hobbies
(平时喜欢打羽毛球); and what stands behind 兴趣爱好, 特长, 作息, 饮食习惯.

## How it decides
The label decides. In prose how often or how long, and a person near it; advice, rules, surveys and
what is denied do not count.

## Known limits
Routines told without a word of frequency are missed.

## References
- GB/T 35273-2020, annex A

>>> DETECTOR.types
('living_habit', 'hobby')
"""

from __future__ import annotations

import re

from menshen.engines.bearer import general
from menshen.engines.stated import bearer
from menshen.evidence import Cue
from menshen.fields import field
from menshen.late import late
from menshen.model import Candidate, Evidence, Judgement, Pattern

_HOBBY = Cue(
    "hobby",
    words=(
        "兴趣爱好",
        "业余爱好",
        "个人爱好",
        "爱好",
        "兴趣",
        "兴趣特长",
        "特长",
        "个人特长",
        "喜好",
    ),
    keys=("hobby", "hobbies", "interest", "interests", "aihao"),
)
_HABIT = Cue(
    "habit",
    words=("生活习惯", "饮食习惯", "饮食偏好", "作息", "作息时间", "作息习惯", "吸烟史", "饮酒史", "吸烟情况", "饮酒情况", "烟酒嗜好", "烟酒史", "不良嗜好", "口味", "忌口", "个人习惯", "睡眠习惯"),
    keys=("living_habit", "habit", "habits", "smoking", "drinking", "diet"),
)  # fmt: skip
_LIST = "[一-鿿A-Za-z0-9 ]{2,20}(?:[、,，/;和及 ][一-鿿A-Za-z0-9]{2,14}){0,8}"
_DOING = (
    "打(?:羽毛|乒乓|篮|网|排|台|高尔夫)球|踢(?:足)?球|打(?:太极拳?|麻将|牌|游戏|球|扑克)|跑步|夜跑|晨跑|跑马拉松|健身|散步|游泳|跳(?:广场舞|舞|绳)|爬山|登山|徒步|骑行|骑车|钓鱼|瑜伽|下(?:象棋|围棋|棋)|"
    "看(?:书|电影|小说|剧|动漫|球)|听(?:音乐|歌|戏)|唱(?:歌|戏)|画画|书法|摄影|拍照|旅游|旅行|养(?:花|猫|狗|鸟|鱼)|烘焙|做饭|弹(?:吉他|钢琴|琴)|滑雪|露营|喝茶|品茶|收藏|追剧|打拳|织毛衣|种菜|遛鸟|喝酒|追星|写作|逛街|撸猫|插花|剪纸"
)
_ROUTINE = f"(?:{_DOING}|睡不着|[才就]?回来|才回|在家|[一两三]顿饭?|接送?(?:孩子|孙子|孙女|娃)|送(?:孩子|娃)|买菜|上香|不在家|出门|回家|到家|晚归|下班|游泳|骑车|练|去(?:公园|健身房|球馆|教堂|寺)|遛狗|早起|起床|锻炼|吃素|吃夜宵|吃宵夜|吃外卖|午睡|打坐|熬夜|喝咖啡|喝奶茶|跑[0-9一二三四五十]+公里|睡觉?|才睡|酗酒|赌博|加班到|刷(?:手机|视频)|抽[一二三两半0-9][包根盒支][烟]?|喝[一二三两半0-9][斤两瓶杯顿]?[^,。]{{0,3}}酒|抽烟|吸烟|喝酒|上夜班|晨练|不吃早饭|不吃早餐|吃辣)"
_AMOUNT = "(?:史)?[ ,约近达]{0,3}[0-9一二三四五六七八九十两半数多余]{1,4} ?(?:多|余)?(?:年|支|包|根|两|斤|次)[^。;\n,]{0,10}(?:,(?:每[日天][^。;\n,]{1,10}|[^。;\n,]{0,4}[0-9一二三两半]+[支包根两斤][^。;\n,]{0,4}))?"
_SAID = Evidence("shape", -1.5, "a habit or a hobby")
_OFTEN = Evidence("context", 1.3, "said to be done often or for long")
_LIKES = Evidence("context", 1.3, "said to be liked")
_LABEL = Evidence("label", 4.0, "stands behind its label")
_DOES = late(f"(?:{_DOING}|[听看打弹唱跳养画写读游旅摄书健跑徒骑钓登瑜烘手园围象集茶])")
_NEXT = late("[,|\\t\\n]")
"""What stands before the next cell or line, not before the value of a label."""
_NONE = Evidence("shape", -8.0, "denied")
_ADVICE = Evidence("context", -4.0, "advice, a rule or a question")
_DENIED = late(
    "(?:否认|不|无|未|没有|禁止|严禁|戒掉?|请勿|避免|减少|少|从不|别|拒绝|远离)[一-鿿]{0,3}\\Z"
)
_ADVISES = late(
    "建议|应该?|最好|不要|避免|请|坚持|推荐|有助|有益|危害|有害|可以|是否|吗|\\?|如何|怎么|禁止|宜|注意|防止|提倡|鼓励"
)
_EMPTY = late("无$|没有$|暂无|不详|否$|请填|以上|班$|课|组|小组|活动")


class Habit:
    """Judges statements on habits and hobbies; see the module."""

    id = "habit"
    types = ("living_habit", "hobby")
    patterns = (
        field(
            _HOBBY,
            f"(?![了过]|[的]|(?:观|并|和|小|班|课|组|使|能|等|及)){_LIST}",
            140,
            name="hobby_field",
            guard="(?<![一-鿿](?<![的：]))",
            words=True,
        ),
        field(
            _HABIT,
            "(?![能使对会是的])[^:。\n\t|\"']{2,30}",
            34,
            name="habit_field",
            guard="(?<![一-鿿](?<![的]))",
            words=True,
        ),
        Pattern(
            "amount",
            words=True,
            trigger="吸烟|抽烟|烟龄|饮酒|喝酒|酗酒|嗜酒|熬夜",
            regex=f"(?P<v>(?:长期|常年|大量|偶尔?|有)?(?:吸烟|抽烟|烟龄|饮酒|喝酒|酗酒|嗜酒|熬夜){_AMOUNT})",
            before=14,
            after=74,
        ),
        Pattern(
            "often",
            words=True,
            trigger="每天|每晚|每周|每日|天天|经常|平时|习惯|常年|长期|周末|一天|一般|从小|晚上|早上|凌晨|夜里|下班|偶尔|老是|整天|半夜",
            regex=f"(?P<v>(?:每天|每晚|每周[一二三四五六日末0-9、]*|每日|天天|经常|平时都?|习惯|常年|长期|周末|一天|一般|偶尔|总|老是|整天|晚上|早上|凌晨|夜里|半夜|下班后?)[^，,。;\n喜欢]{{0,14}}?{_ROUTINE}[^,。;\n]{{0,6}})",
            before=36,
            after=44,
        ),
        Pattern(
            "craving",
            words=True,
            trigger="烟瘾|酒瘾|烟龄|酒龄",
            regex="(?P<v>[烟酒][瘾龄](?:很?大|重|[0-9一二三四五六七八九十]+多?年)(?:,[^,。;\n]{0,4}[0-9一二三两半]+[支包根两斤][^,。;\n]{0,4})?)",
            before=3,
            after=52,
        ),
        Pattern(
            "taste",
            words=True,
            trigger="爱吃|爱喝|喜欢吃|喜欢喝|喜吃|喜喝|嗜吃|嗜喝|不吃|不喝|忌吃|忌喝|只吃|只喝|嗜辛|嗜甜|嗜辣|喜食|偏好|吃辣|吃素|吃斋|吃甜|吃咸",
            regex="(?P<v>(?:(?<![可宜要能])(?:最?爱|喜欢|喜|嗜|从?不|忌|只)(?:吃|喝)[一-鿿]{1,8}|(?:嗜|喜食|偏好|吃)(?:辛辣|甜食?|咸|辣|素|斋)))(?=[,。;、\n!?(和]|\\Z)",
            before=6,
            after=39,
        ),
        Pattern(
            "abstains",
            words=True,
            trigger="不吸烟|不抽烟|不喝酒|不饮酒|烟酒不沾|小酌|不良嗜好",
            regex="(?P<v>(?:从?不(?:吸烟|抽烟|喝酒|饮酒)|烟酒不沾|偶尔小酌|无不良嗜好)(?:[、,]?(?:也?不(?:吸烟|抽烟|喝酒|饮酒)|偶尔小酌))?)",
            before=8,
            after=38,
        ),
        Pattern(
            "keeps",
            words=True,
            trigger="养了一|养了两|养了只|养了条|养一只|养一条|养着一|养两只|养只|养条狗|吃素多|吃素十|吃素好|爱喝两|每顿|吃素二|吃素三",
            regex="(?P<v>养(?:了|着)?(?:[一两三四五0-9几]{0,2}[只条])[一-鿿]{1,6}|吃素(?:[0-9一二三四五六七八九十多好几]{1,3}年)|爱喝两[口杯盅]|每顿(?:都?要?|得)?(?:喝|来)?[一二两三四半0-9]{1,3}[两斤瓶杯盅])",
            before=3,
            after=14,
        ),
        Pattern(
            "likes",
            words=True,
            trigger="喜欢|爱好|热爱|酷爱|痴迷|迷上|爱打|爱踢|爱跑|爱夜|爱晨|爱健|爱散|爱游|爱跳|爱爬|爱登|爱徒|爱骑|爱钓|爱瑜|爱下|爱看|爱听|爱唱|爱画|爱书|爱摄|爱拍|爱旅|爱养|爱烘|爱做|爱弹|爱滑|爱露|爱喝|爱品|爱收|爱追|爱织|爱种|爱遛|爱写|爱逛|爱撸|爱插|爱剪",
            regex=f"(?:喜欢|爱好|热爱|酷爱|痴迷于?|迷上了?|爱)(?P<v>(?:{_DOING})(?:[、和,及](?:{_DOING}))*)",
            before=18,
            after=60,
        ),
    )

    def judge(self, candidate: Candidate) -> Judgement | None:
        """Judge by label, else by person and frequency, against advice and denial."""
        name, text = candidate.pattern.name, candidate.view.text
        start, end = candidate.start, candidate.end
        while end > start and text[end - 1] in " ,、":
            end -= 1
        if name.endswith("_field"):
            if _NEXT.search(text, candidate.match.start(), start):
                return None
            if text[candidate.match.start() : start].isalnum() and not _DOES.match(text, start):
                return None
            if _EMPTY.search(text[start:end]) or _negated(text, start, end):
                return None
            kind = self.types[name == "hobby_field"]
            return Judgement(kind, text[start:end], (_LABEL, _SAID), start, end)
        low = max(0, start - 16)
        parts = (
            _SAID,
            _LIKES if name == "likes" else _OFTEN,
            *bearer(text, start, end),
            _NONE if _DENIED.search(text, max(0, start - 6), start) else None,
            _ADVICE if _ADVISES.search(text, low, end) else general(text, start, end),
        )
        evidence = tuple(e for e in parts if e is not None)
        kind = self.types[name == "likes"]
        return Judgement(kind, text[start:end], evidence, start, end)


def _negated(text: str, start: int, end: int) -> bool:
    return re.match("[无否没未不][^,、;]{0,6}\\Z|从不", text[start:end]) is not None


DETECTOR = Habit()
