"""宗教信仰 · Religious belief or office.

## What it finds
The belief behind 宗教信仰, what somebody believes in (信奉伊斯兰教, 皈依佛门), and a religious office or membership of a
person (清真寺阿訇, 基督徒, 佛教居士).

## How it decides
The label decides; a statement needs a person; an office stands beside a name or a person. Temples as
sights, history and law speak of nobody.

## Known limits
无 (no belief) is not reported.

## References
- GB/T 45574-2025; 个人信息保护法 art. 28

>>> DETECTOR.types
('religion',)
"""

from __future__ import annotations

from menshen import facts
from menshen.engines.bearer import general, person
from menshen.evidence import Cue
from menshen.fields import NAMED, field
from menshen.late import late
from menshen.model import Candidate, Evidence, Judgement, Pattern

_CUE = Cue(
    "religion",
    words=("宗教信仰", "信仰宗教", "信教情况", "信仰", "宗教"),
    keys=("religion", "faith", "zongjiao", "zjxy"),
)
_FAITH = "佛教|藏传佛教|汉传佛教|道教|伊斯兰教|基督教|天主教|东正教|犹太教|印度教|新教|摩门教|萨满教|全能神"
_MEMBER = "(?:佛教|基督|天主教|道教|伊斯兰教|虔诚的?)?(?:佛教徒|基督徒|天主教徒|穆斯林|居士|道士|僧人|尼姑|修女|阿訇|伊玛目|牧师|神父|主教|活佛|喇嘛|住持|方丈|法师|传道人|道长|信徒|教徒|满拉|哈吉|堪布)"
_WORD = Evidence("shape", -1.5, "a religion")
_OFFICE = Evidence("shape", -2.5, "a religious office or membership")
_BELIEVES = Evidence("context", 1.5, "said to be believed in")
_SAID_OF = Evidence("context", 1.5, "said of somebody")
_BESIDE = Evidence("context", 2.6, "beside a name")
_SIGHT = Evidence("context", -5.0, "history, law, a sight or fiction")
_HISTORY = late(
    "始建|建于|朝|历史|文化|景区|游客|旅游|门票|宗教事务|条例|公民|自由|世纪|传入|艺术|小说|电影|游戏|职业|技能|角色|星座|唐僧|西游|圣诞|欧洲|中东|全国|协会|章程|办法|信众|信教群众|各族"
)
_STATE = late("(?:是|系|为|任|当|做|成为)[^,。]{0,12}\\Z|[,、( ][^,。]{0,8}\\Z")
_BELIEVES_WORDS = "|".join(
    verb + faith
    for verb in ("信", "信了", "信仰", "改信", "信奉", "虔信", "笃信", "皈依", "加入")
    for faith in "佛道基天东伊犹新摩萨主耶印全藏汉"
)


class Religion:
    """Judges statements on belief; see the module."""

    id = "religion"
    types = ("religion",)
    patterns = (
        field(
            _CUE,
            f"(?:信仰|信)?(?:{_FAITH}|佛|道|基督|天主|耶稣|回教|喇嘛教)(?![一-鿿]|[、,/][一-鿿]{{1,5}}教)",
            10,
            words=True,
        ),
        Pattern(
            "believes",
            words=True,
            trigger=_BELIEVES_WORDS,
            regex=f"(?P<v>(?:信仰|信奉|皈依|改信|加入|笃信|虔信|信)了?(?:{_FAITH}|佛门|佛(?![山像])|基督|天主|耶稣|主了))",
            before=8,
            after=38,
        ),
        Pattern(
            "office",
            words=True,
            trigger="教徒|基督徒|穆斯林|居士|道士|僧人|尼姑|修女|阿訇|伊玛目|牧师|神父|主教|活佛|喇嘛|住持|方丈|法师|传道人|道长|信徒|满拉|哈吉|堪布",
            regex=f"(?P<v>{_MEMBER})(?![们一-鿿]{{0,1}}(?:节|餐|服|练|文化|传统|国家|地区|墓|聚居|食品|塔|像|庙|教|山))",
            before=14,
            after=34,
        ),
    )

    def judge(self, candidate: Candidate) -> Judgement | None:
        """Judge by label, statement, or office beside a person."""
        text, start, end = candidate.view.text, candidate.start, candidate.end
        if candidate.pattern.name == "field":
            return Judgement(self.types[0], candidate.seen, (NAMED, _WORD))
        sight = _HISTORY.search(text, max(0, start - 40), end + 20)
        against = _SIGHT if sight else general(text, start, end)
        near = person(text, start, end)
        if candidate.pattern.name == "believes":
            parts: tuple[Evidence | None, ...] = (_WORD, _BELIEVES, near, against)
        else:
            named = (
                text[end : end + 1] in facts.surnames() and text[end : end + 1] not in "的和于在"
            )
            near = None if named else near
            said = (
                _BESIDE
                if named
                else _SAID_OF
                if _STATE.search(text, max(0, start - 14), start)
                else None
            )
            parts = (_OFFICE, said, near, against)
        return Judgement(self.types[0], candidate.seen, tuple(e for e in parts if e is not None))


DETECTOR = Religion()
