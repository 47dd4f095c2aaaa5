"""民族 · Ethnic group.

## What it finds
One of the 56 ethnic groups as an attribute of a person: behind 民族, where the short name (回, 汉) is
enough, or as an item between separators beside other attributes (`，女，壮族，1991年…生`).

## How it decides
The name must be one of the table. A label decides; an item needs other attributes of a person
beside it, a short name two of them. Lists of several groups (汉族、回族、藏族) describe no person.

## Known limits
A group told in a sentence (他是回族) is found only after 我, 他, 她, 本人 or 系.

## References
- GB/T 3304-1991, 中国各民族名称的罗马字母拼写法和代码

>>> DETECTOR.types
('ethnicity',)
"""

from __future__ import annotations

import re

from menshen import facts
from menshen.evidence import Cue
from menshen.fields import CLOSE, LINK, NAMED, OPEN, beside
from menshen.late import late
from menshen.model import Candidate, Evidence, Judgement, Pattern

_CUE = Cue(
    "ethnic group",
    words=("民族", "族别"),
    keys=("ethnicity", "ethnic_group", "nationality_cn", "minzu"),
)
_NAMES = Cue(
    "ethnic group", words=("民族", "族别"), keys=("ethnicity", "ethnic", "nation", "minzu", "mz")
)
_SHORT = (
    "汉",
    "回",
    "壮",
    "满",
    "苗",
    "彝",
    "藏",
    "侗",
    "瑶",
    "白",
    "蒙古",
    "土家",
    "维吾尔",
    "朝鲜",
    "布依",
    "哈萨克",
)
_SHAPE = Evidence("shape", -1.5, "name of an ethnic group")
_BARE = Evidence("shape", -3.0, "short name of an ethnic group, also an ordinary word")
_SAID = Evidence("context", 3.0, "said of somebody")
_LIST = Evidence("context", -6.0, "other groups are named beside it")
_OTHERS = late("[一-鿿]{1,4}族[、,/和及与]{1,2}\\Z")
_FOLLOWS = late("[、,/和及与]{1,2}[一-鿿]{1,4}族(?![一-鿿]{2})")


class Ethnicity:
    """Judges the names of ethnic groups as a field or as an item; see the module."""

    id = "ethnicity"
    types = ("ethnicity",)
    patterns = (
        Pattern(
            "field",
            trigger=_CUE.trigger,
            led=True,
            regex=(
                f"(?<![各族少]){_CUE.pattern}{LINK}"
                "(?P<v>[一-鿿]{1,5}族|[一-鿿]{1,4}?(?=[^一-鿿]|出 {0,4}生|\\Z))"
            ),
            before=90,
            after=70,
        ),
        Pattern(
            "item",
            trigger=f"{OPEN}[^ -~\n]{{1,5}}族{CLOSE}",
            regex=f"(?<={OPEN})(?P<v>[一-鿿]{{1,5}}族)(?={CLOSE})",
            before=9,
            after=1,
        ),
        Pattern(
            "bare",
            trigger=f"{OPEN}(?:{'|'.join(_SHORT)}){CLOSE}",
            regex=f"(?<={OPEN})(?P<v>{'|'.join(_SHORT)})(?={CLOSE})",
            before=6,
            after=1,
        ),
        Pattern(
            "said",
            trigger="(?:我|他|她|本人|系|人)[是为系]?[^ -~\n]{1,5}族",
            regex="(?:(?:我|他|她|本人)[是为系]|(?<=[,;。 ])系)(?P<v>[一-鿿]{1,5}族)(?=[,。;!\n人]|\\Z)",
            before=11,
            after=2,
        ),
    )

    def judge(self, candidate: Candidate) -> Judgement | None:
        """Judge by table, then by label or by what stands beside."""
        name = candidate.seen.removesuffix("族") + "族"
        if name not in facts.ethnic_groups():
            return None
        parts: tuple[Evidence, ...]
        if candidate.pattern.name == "field" or _NAMES.in_names(
            candidate.block.labels(candidate.span.start)
        ):
            parts = (NAMED, _SHAPE)
        elif candidate.pattern.name == "said":
            parts = (_SHAPE, _SAID)
        else:
            shape = _SHAPE if candidate.pattern.name == "item" else _BARE
            parts = (shape, beside(candidate, also=-1 if _names_itself(candidate) else 0))
        listed = _listed(candidate)
        return Judgement(self.types[0], name, (*parts, *listed))


def _names_itself(candidate: Candidate) -> bool:
    """Say whether another group stands near enough to be counted as an attribute beside it."""
    text = candidate.view.text
    around = text[max(0, candidate.start - 40) : candidate.start]
    return (
        re.search("[一-鿿]族[^一-鿿]", around + text[candidate.end : candidate.end + 40])
        is not None
    )


def _listed(candidate: Candidate) -> tuple[Evidence, ...]:
    text = candidate.view.text
    before = text[max(0, candidate.start - 8) : candidate.start]
    if _OTHERS.search(before) or _FOLLOWS.match(text, candidate.end):
        return (_LIST,)
    return ()


DETECTOR = Ethnicity()
