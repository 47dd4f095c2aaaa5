"""文件名里的姓名 · Names of people in the names of files.

## What it finds
A name beside the word for a paper about a person (`王小明身份证.jpg`, `简历-李雷-前端.docx`,
`韩梅梅的病历.pdf`), in file names, folders, members of archives and names of attachments.

## How it decides
Where a name of a file stands is told by its ending or by the label `文件：` that archives give it.
A stretch that has the shape of a full name, with nothing in the same run but words that files are
named by, is weighed: surname, length, characters that given names are made of, how near the word
for a paper stands, and what the word model reads there. Places, brands and ordinary words that
begin like a name (高中, 黄山, 方案) are none.

## Known limits
Names in Latin letters, and names of minorities, are left to `person_name`; a name alone (张伟.pdf)
too, unless its folder is named for papers. Of names that are words (黎明) the word wins.

## References
- 档号编制规则 DA/T 13-2022; 机关档案管理规定 (国家档案局令第13号), 档案盒与文件题名

>>> DETECTOR.types
('person_name',)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from menshen import facts
from menshen.engines import filed, names, ner, setting
from menshen.model import Block, Candidate, Evidence, Judgement, Pattern
from menshen.text import Fold, View

_SHAPE = Evidence("shape", -1.5, "shape of a name")
_TOLD = {
    filed.JOINED: Evidence("label", 3.0, "stands with the word for a paper in the name of a file"),
    filed.APART: Evidence("label", 2.6, "the word for a paper stands in the same name of a file"),
    filed.FOLDER: Evidence("label", 2.0, "the folder is named for papers"),
    filed.ALONE: Evidence("beside", -0.5, "stands alone in the name of a file"),
}
_RARE = Evidence("surname", -1.0, "a rare surname, and words that begin so are many")
_SHORT = Evidence("surname", -0.8, "two characters that begin with no common surname")
_READ = Evidence("model", 1.5, "read as a name")
_AGAINST = {
    "figure": Evidence("figure", -1.0, "a figure of history or literature"),
    **setting.NO_NAMES,
}
_SAMPLE = Evidence("sample", -0.5, "a name that stands for anybody")
_WORD = Evidence("shape", -6.0, "an ordinary word, or a place")
_PAPER = Evidence("shape", -6.0, "the word for a paper")
_ROLE = Evidence("shape", -6.0, "the end of a word, and the word for a role")
_HEADER = Evidence("shape", -5.0, "the name of a field")
_FOUR = 4
_COMMON, _USUAL = 5.6, 31.6
"""Surnames of less weight are doubted, those of less than the second in names of two characters."""


class FileName:
    """Reads the names of files; see the module. With `model` the word model has its say."""

    id = "file_name"
    types = ("person_name",)
    patterns = (
        Pattern("ending", filed.ENDING, f"(?i:{filed.ENDING})(?![A-Za-z0-9])", 6, 2),
        Pattern("named", "文件:", "文件:(?P<v>[^\\n]{1,300})", 3, 300),
    )

    def __init__(self, *, model: bool = True) -> None:
        self._model = model
        self.rules = self if not model else FileName(model=False)

    def judge(self, candidate: Candidate) -> Judgement | None:  # noqa: ARG002 - see `read`
        """Say nothing of one candidate: `read` looks at the whole path."""
        return None

    def read(
        self,
        view: View,
        block: Block,  # noqa: ARG002 - the protocol's shape
        candidates: Sequence[Candidate],
    ) -> Iterable[Judgement]:
        """Yield the names in the names of files, with positions in the view."""
        text = view.text
        if text.isascii():
            return
        stretches = [s for s in _stretches(text, candidates) if not text[slice(*s)].isascii()]
        if not stretches:
            return
        read = ner.words(text) if self._model and view.fold is Fold.WIDTH else ()
        people = {word.start for word in read if word.label == "PER"}
        words = {(w.start, w.end): w for w in read if w.label != "PER"}
        for stretch in stretches:
            for found in filed.filed(text, *stretch, people):
                parts = [*_weighed(text, found)]
                if found.start in people:
                    parts.append(_READ)
                elif (word := words.get((found.start, found.end))) is not None:
                    parts.append(_other(round(min(0.8 * word.lead, 3.5), 1)))
                yield Judgement(
                    "person_name",
                    text[found.start : found.end],
                    tuple(parts),
                    found.start,
                    found.end,
                )


def _stretches(text: str, candidates: Sequence[Candidate]) -> Iterator[tuple[int, int]]:
    """Yield the paths of a text in order, none of which begins inside another."""
    after = 0
    for candidate in sorted(candidates, key=lambda c: c.match.start()):
        start, end = candidate.match.span()
        if start < after:
            continue
        if candidate.pattern.name == "named":
            yield candidate.match.span("v")
        else:
            yield filed.paths(text, start, after)
        after = end


def _weighed(text: str, found: filed.Filed) -> Iterator[Evidence]:
    name = text[found.start : found.end]
    first = names.surname(name)
    yield from (_SHAPE, _TOLD[found.how], *names.build(name))
    if name in facts.name_words("sample"):
        yield _SAMPLE
        return
    yield Evidence("shape", filed.plausible(name[len(first) :]), "characters of given names")
    if facts.surnames().get(first, 0.0) < _COMMON and len(first) == 1:
        yield _RARE
    if len(name) == 2 and facts.surnames().get(first, 0.0) < _USUAL:
        yield _SHORT
    if filed.is_word(name) or (len(name) == _FOUR and filed.is_word(name[:2])):
        yield _WORD
    if filed.is_paper(name):
        yield _PAPER
    if facts.is_role(name[len(first) :]):
        yield _ROLE
    if facts.header(name) is not None:
        yield _HEADER
    yield from setting.listed(name, _AGAINST)


def _other(weight: float) -> Evidence:
    return Evidence("model", -weight, "read as a word that is no name")


DETECTOR = FileName()
