"""政治面貌 · Political status.

## What it finds
中共党员, 预备党员, 共青团员, 群众, the democratic parties and 无党派人士 as an attribute of a person: behind 政治面貌, as
an item between separators beside other attributes, or said of somebody (本人系中共党员).

## How it decides
A label decides; an item needs other attributes of a person beside it. 党员 in prose (全体党员, 党员干部) and
群众 (广大群众) speak of nobody in particular.

## Known limits
A date of joining (2003年7月入党) is not part of the value.

## References
- GB/T 4762-1984, 政治面貌代码

>>> DETECTOR.types
('political_status',)
"""

from __future__ import annotations

from menshen.evidence import Cue
from menshen.fields import CLOSE, LINK, NAMED, OPEN, beside
from menshen.model import Candidate, Evidence, Judgement, Pattern

_CUE = Cue(
    "political status",
    words=("政治面貌", "政治面目", "政治身份"),
    keys=("political_status", "politics_status", "zzmm"),
)
_PARTIES = "民革|民盟|民建|民进|农工党|农工民主党|致公党|九三学社|台盟"
_VALUE = (
    "(?:中共|中国共产党)?(?:正式|预备)?党员|共产党员|(?:中国)?(?:共青)?团员|群众|无党派(?:人士|民主人士)?|少先队员|"
    f"(?:{_PARTIES})(?:盟员|会员|党员|社员|成员)?"
)
_SHAPE = Evidence("shape", -1.0, "name of a political status")
_CROWD = Evidence("shape", -2.5, "mostly an ordinary word")
_SAID = Evidence("context", 2.0, "said of somebody")


class PoliticalStatus:
    """Judges the words for political status as a field or as an item; see the module."""

    id = "political_status"
    types = ("political_status",)
    patterns = (
        Pattern(
            "field",
            trigger=_CUE.trigger,
            led=True,
            regex=f"{_CUE.pattern}{LINK}(?P<v>{_VALUE})(?![一-鿿A-Za-z](?<!入))(?! ?[/|、] ?[一-鿿]{{0,4}}[员众])",
            before=90,
            after=76,
        ),
        Pattern(
            "item",
            trigger=f"(?:党员|团员|群众|民革|民盟|民建|民进|农工党|致公党|九三学社|台盟|[盟会社]员|人士){CLOSE}",
            regex=f"(?<={OPEN})(?P<v>{_VALUE})(?={CLOSE}|\\Z)",
            before=16,
            after=1,
        ),
        Pattern(
            "said",
            trigger="(?:我|他|她|本人)(?:系|是|为)[^ -~\n]{0,10}员",
            regex=f"(?:我|他|她|本人)(?:系|是|为)(?:一名|一位|名)?(?:老)?(?P<v>{_VALUE})(?=[,。;、!()\n]|\\Z)",
            before=16,
            after=8,
        ),
    )

    def judge(self, candidate: Candidate) -> Judgement | None:
        """Judge by label, else by what stands beside."""
        named = _CUE.in_names(candidate.block.labels(candidate.span.start))
        if candidate.pattern.name == "field" or named is not None:
            return Judgement(self.types[0], candidate.seen, (NAMED, _SHAPE))
        if candidate.pattern.name == "said":
            return Judgement(self.types[0], candidate.seen, (_SHAPE, _SAID))
        shape = _CROWD if candidate.seen == "群众" else _SHAPE
        around = beside(candidate, also=0 if _others(candidate) else -1)
        return Judgement(self.types[0], candidate.seen, (shape, around))


def _others(candidate: Candidate) -> bool:
    """Say whether no second status stands near, which would be counted as an attribute."""
    text = candidate.view.text
    low = max(0, candidate.start - 40)
    around = text[low : candidate.start] + text[candidate.end : candidate.end + 40]
    return not any(word in around for word in ("党员", "团员", "群众"))


DETECTOR = PoliticalStatus()
