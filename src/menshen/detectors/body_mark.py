"""体貌特征 · Scars, tattoos, birthmarks that identify a person.

## What it finds
A part of the body with a tattoo, scar, birthmark or mole on it (左手背有一处烫伤疤痕), in descriptions of persons
sought, missing or examined.

## How it decides
The part of the body and the mark must stand in one clause, and a person near them. Cosmetics,
price lists and treatments speak of nobody's mark.

## Known limits
A mark without a part of the body is found only behind a label (体貌特征, 体表特征), but for teeth, dimples and the like.

## References
- GA/T 1162, 法医生物检材; 公安部, 失踪人员信息采集

>>> DETECTOR.types
('body_mark',)
"""

from __future__ import annotations

from menshen.engines.bearer import general
from menshen.engines.stated import bearer
from menshen.evidence import Cue
from menshen.late import late
from menshen.model import Candidate, Evidence, Judgement, Pattern

_CUE = Cue(
    "mark",
    words=(
        "体貌特征",
        "体表特征",
        "身体特征",
        "明显特征",
        "特殊特征",
        "特征",
        "体表标记",
        "特殊标记",
        "辨认特征",
        "尸表",
    ),
    keys=("body_mark", "scar", "tattoo"),
    context=3.0,
)
_PART = "左|右|双|面部|脸|额|颈|脖|后背|背|胸|腹|肚|手|臂|大腿|小腿|腿|肩|眉|眼角|下巴|腕|肘|膝|嘴|鼻|头|脚|踝|胳膊|腰|臀|屁股|耳|锁骨|指|虎口"
_TOOTH = "虎牙|酒窝|龅牙|兔唇|断掌|断眉|六个指头"
_WORD = Evidence("shape", -1.5, "a mark on a part of the body")
_TREATED = Evidence("context", -5.0, "cosmetics, a treatment or fiction")
_COSMETIC = late(
    "祛|去疤|去痣|美容|价格|项目|修复|淡化|疗程|激光|产品|霜|膏|贴纸|店|师(?!傅)|图案大全|设计|款|游戏|角色|教程|好看|点痣|洗纹|可能|防止|形成"
)


class BodyMark:
    """Judges marks on the body by whose they are; see the module."""

    id = "body_mark"
    types = ("body_mark",)
    patterns = (
        Pattern(
            "mark",
            words=True,
            trigger="纹身|文身|刺青|疤痕|伤疤|刀疤|瘢痕|胎记|黑痣|红痣|有痣|颗痣|断指|六指|指缺失|指残缺|缺小|缺拇|缺食|缺中|纹有|纹着|纹了|文有|有疤|条疤|道疤|块疤|的疤|大痣|黑痦|痦子|豁口|断了半|断了一|少了半|少了一",
            regex=f"(?P<v>(?:{_PART})[^\n,。;:、]{{0,16}}?(?:纹身|文身|刺青|疤痕|伤疤|刀疤|瘢痕|胎记|黑痣|红痣|痣|痦子|疤|豁口|断指|六指|指缺失|指残缺|缺[拇食中环小]?指|断了[半一]截|少了[半一][截个]|(?:纹|文)(?:有|着|了)[一-鿿]{{1,8}})(?:一[处条块颗枚])?)",
            before=30,
            after=42,
        ),
        Pattern(
            "tooth",
            words=True,
            trigger=f"{_TOOTH}|门牙",
            regex=f"(?P<v>(?:[左右]边|两边|嘴角|一[颗对]|两[个颗])?[^\n,。;:、一-鿿]?(?:有|长着)?(?:一[颗对个]|两[个颗])?(?:{_TOOTH})|(?:缺|掉)了?[一两三]?颗?门牙|门牙[^\n,。;:、]{{0,2}}(?:缺|掉|断)了?(?:[一两半][颗截个])?)",
            before=12,
            after=10,
        ),
        Pattern(
            "reverse",
            words=True,
            trigger="纹身|文身|刺青|疤痕|伤疤|刀疤|瘢痕|胎记|黑痣",
            regex="(?P<v>(?:纹|文)?(?:有|着)?(?:一[处条块颗个])?[^\n,。;: ]{0,8}(?:纹身|文身|刺青|疤痕|伤疤|刀疤|瘢痕|胎记|黑痣))(?=[,。;\n(]|\\Z)",
            before=14,
            after=32,
        ),
    )

    def judge(self, candidate: Candidate) -> Judgement | None:
        """Judge by the person near it, against cosmetics."""
        text, start, end = candidate.view.text, candidate.start, candidate.end
        label = _CUE.in_names(candidate.block.labels(candidate.span.start)) or _CUE.in_text(
            text, start
        )
        if candidate.pattern.name == "reverse" and label is None:
            return None
        cosmetic = _COSMETIC.search(text, max(0, start - 20), end + 16)
        parts = (
            label,
            _WORD,
            *(() if label else bearer(text, start, end)),
            _TREATED if cosmetic else general(text, start, end),
        )
        return Judgement(self.types[0], candidate.seen, tuple(e for e in parts if e is not None))


DETECTOR = BodyMark()
