"""Names of people in the names of files: 王小明身份证.jpg, 李雷_合同_2024.pdf, 病历/韩梅梅.docx.

A path is cut into its parts, a part into runs of Chinese. In a run a name stands alone, or with
nothing beside it but words that files about a person are named by (`facts/file_words.tsv`): a paper
(身份证, 简历) and what may stand between (入职, 复印件, 正反面). Where the word for a paper stands says
how much it tells: in the same run, elsewhere in the part, in the folder above.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from functools import cache
from typing import NamedTuple

from menshen import facts
from menshen.engines import names
from menshen.late import late

__all__ = [
    "ALONE",
    "APART",
    "ENDING",
    "FOLDER",
    "JOINED",
    "Filed",
    "filed",
    "is_paper",
    "is_word",
    "paths",
    "plausible",
]

ENDING = (
    "\\.(?:docx?|docm|wps|rtf|odt|txt|md|pdf|ofd|xlsx?|xlsm|et|ods|csv|pptx?|dps|odp|jpe?g|png|bmp|gif|tiff?|"
    "webp|heic|zip|rar|7z|tar|gz|tgz|eml|msg|mp3|mp4|m4a|wav|amr|avi|mov|html?|xml|json)"
)
"""The end of the name of a file, in folded text."""
JOINED, APART, FOLDER, ALONE = "joined", "apart", "folder", "alone"
_REACH = 200
_STOPS = late('["<>|*?:;,。!“”‘’{}\\t\\n\\r]')
_PARTS = late("[^/\\\\]+")
_RUNS = late(f"[{names.HAN}]+")
_LONGEST = 8
"""Characters of the longest word."""
_PAPERY = frozenset("表册簿单函稿账票券证")
"""What ends words for papers, and no given name."""
_OF = "的"
_LINKS = "的与及"
_UNITS = "班级组部科处室院系队厂店校届"
"""What ends the name of a group of people, behind which the name of one of them may stand."""
_SHORT = late("(?:维吾尔自治区|回族自治区|壮族自治区|自治区|自治州|地区|[省市盟州县区旗])\\Z")


class Filed(NamedTuple):
    """What may be a name at `start:end` of the text, and where the word for a paper stands."""

    start: int
    end: int
    how: str


def paths(text: str, end: int, after: int) -> tuple[int, int]:
    """Return the stretch before the ending at `end` that may be a path, from `after` on."""
    low = max(after, end - _REACH)
    stops = list(_STOPS.finditer(text, low, end))
    return (stops[-1].end() if stops else low), end


def filed(text: str, start: int, end: int, seen: Container[int] = ()) -> Iterator[Filed]:
    """Yield what may be names in the path at `start:end`.

    `seen` are positions where a model saw a name begin, whatever stands before in the run.

    >>> path = "人事/王小明身份证.jpg"
    >>> [(path[f.start : f.end], f.how) for f in filed(path, 0, len(path) - 4)]
    [('王小明', 'joined')]
    """
    above = False
    for part in _PARTS.finditer(text, start, end):
        runs = [match.span() for match in _RUNS.finditer(text, *part.span())]
        read = [_Run(text[first:last]) for first, last in runs]
        papers = [run.paper for run in read]
        for number, ((first, _), run) in enumerate(zip(runs, read, strict=True)):
            apart = any(papers[:number] + papers[number + 1 :])
            told = APART if apart else FOLDER if above else ALONE
            for at, stop, joined in run.names({spot - first for spot in _within(seen, first, run)}):
                yield Filed(first + at, first + stop, JOINED if joined else told)
        above = any(papers)


def _within(seen: Container[int], first: int, run: _Run) -> Iterator[int]:
    return (spot for spot in range(first, first + len(run.text)) if spot in seen)


class _Run:
    """A run of Chinese, and which of its beginnings and ends are made of known words alone.

    `paper` says whether a word for a paper ends it, or it is made of such words.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._known = len(text) in _covered(text, _all())
        self._before = _covered(text, _words(0))
        self._behind = _covered(text[::-1], _words(1))
        self.paper = any(text.endswith(paper) for paper in _papers())

    def names(self, seen: Container[int]) -> Iterator[tuple[int, int, bool]]:
        """Yield where names may stand, and whether a word for a paper stands in the same run."""
        if self._known:
            return
        size = len(self.text)
        for start in range(size - 1):
            before = self._led(start, seen)
            if before is None:
                continue
            for end in range(start + 2, min(start + 4, size) + 1):
                behind = self._followed(end)
                name = self.text[start:end]
                if behind is not None and names.full(name) and name[-1] not in _LINKS:
                    yield start, end, before or behind

    def _led(self, start: int, seen: Container[int]) -> bool | None:
        """Say whether a paper stands before `start`; None where it is no place to begin."""
        told = self._before.get(start)
        if told is None and (self.text[start - 1 : start] in _UNITS or start in seen):
            return False
        return told

    def _followed(self, end: int) -> bool | None:
        rest = len(self.text) - end
        told = self._behind.get(rest)
        if told is None and rest and self.text[end] == _OF:
            told = self._behind.get(rest - 1)
        return told


def _covered(text: str, known: Mapping[str, str]) -> dict[int, bool]:
    """Return the lengths to which known words cover a text from its beginning, without a gap.

    The value says whether a word for a paper is among them.
    """
    reached = {0: False}
    for at in range(len(text)):
        if at not in reached:
            continue
        for size in range(1, min(_LONGEST, len(text) - at) + 1):
            kind = known.get(text[at : at + size])
            if kind is not None:
                paper = reached[at] or kind == "paper"
                reached[at + size] = reached.get(at + size, False) or paper
    return reached


@cache
def _words(turned: int) -> dict[str, str]:
    """Return the words that files are named by and their class, read from their ends if `turned`."""
    words = dict.fromkeys(_places(), "beside")
    words |= dict.fromkeys(facts.name_words("role") | facts.name_words("title"), "beside")
    words |= dict.fromkeys(facts.file_words("beside"), "beside")
    words |= dict.fromkeys(_papers(), "paper")
    return {word[::-1] if turned else word: kind for word, kind in words.items()}


@cache
def _all() -> dict[str, str]:
    return _words(0) | dict.fromkeys(_ordinary(), "word")


@cache
def _papers() -> frozenset[str]:
    return facts.file_words("paper")


@cache
def _ordinary() -> frozenset[str]:
    return facts.file_words("word") | _places()


def is_word(name: str) -> bool:
    """Say whether a stretch is an ordinary word or a place.

    >>> is_word("黄山"), is_word("王小明")
    (True, False)
    """
    return name in _ordinary()


def is_paper(name: str) -> bool:
    """Say whether a stretch is the word for a paper, or ends as such words do and names do not.

    >>> is_paper("成绩单"), is_paper("花名册"), is_paper("单小明")
    (True, True, False)
    """
    return name in _papers() or name in facts.file_words("beside") or name[-1:] in _PAPERY


@cache
def _places() -> frozenset[str]:
    """Return the names of provinces, cities and counties of up to four characters, in full and short."""
    found: set[str] = set()
    for name in facts.division_names():
        for word in (name, _SHORT.sub("", name)):
            if 2 <= len(word) <= 4:
                found.add(word)
    return frozenset(found)


def plausible(given: str) -> float:
    """Return how the characters of a given name speak for it, in log-odds.

    >>> plausible("小明") > 0 > plausible("融")
    True
    """
    known = facts.file_words("given")
    odd = sum(sign not in known for sign in given)
    if not odd:
        return 0.8
    return -1.5 if odd < len(given) else -3.0
