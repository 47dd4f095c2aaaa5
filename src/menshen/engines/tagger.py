"""Facts about persons in running text, by a small sequence model of our own on onnxruntime.

The network reads a character, its two neighbours as pairs, what the word lists know of it, and the
scores of the word model (`engines.ner`), and gives each character a class: the beginning, the
inside, the end or the whole of a span of some label, or none. It is a stack of separable
convolutions (Kaiser et al., Depthwise Separable Convolutions for Neural Machine Translation, 2018)
trained by `tools/train` on our own documents; `model/card.md` says on what and how well.
Text is read in windows of bounded size on one thread.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from menshen import facts
from menshen.engines import ner
from menshen.engines.lexicon import Lexicon
from menshen.engines.network import session
from menshen.late import late

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ids = NDArray[np.int32]
    Scores = NDArray[np.float32]

__all__ = [
    "FAINT",
    "PAIRS",
    "WORDS",
    "Faint",
    "Features",
    "Tagged",
    "classes",
    "decode",
    "faint",
    "features",
    "kinds",
    "numbers",
    "tags",
]

PAIRS = 1 << 14
"""Places for pairs of neighbouring characters; which pair goes where is a hash."""
_WINDOW = 720
_OVERLAP = 48
_LEAN = 1.0
"""So much, in logarithm, none is taken to be less likely than it is where spans are looked for."""
_NONE = math.log(1 / (1 + math.exp(-_LEAN)))
FAINT = 0.15
"""The least chance to be personal at all, of whichever kind, at which a character is remembered."""
_CLEAN = math.log(1 - FAINT)
_UNLAWFUL = -1e4
"""What a class is worth that cannot stand where it is."""
_MODEL = Path(__file__).parent / "model"
_HAN = late("[㐀-鿿]")
_KINDS = ("place", "occupation", "disease", "medicine", "kin", "title", "role", "brand", "figure")
_BODIES = (
    ("organisation", "公司 集团 工厂 银行 支行 分行 事务所 研究院 研究所 合作社 超市 酒店 饭店 物业 派出所 法院 检察院 街道办 居委会 村委会 税务局 公安局 供电局 中介 快递 门店 车间"),
    ("school", "大学 学院 中学 小学 幼儿园 高中 初中 附中 一中 二中 三中 实验学校 职校 技校 党校 学校 托儿所 培训班"),
    ("care", "医院 诊所 卫生院 卫生室 卫生服务中心 门诊部 妇幼保健院 疾控中心 体检中心 急诊 住院部 养老院 护理院 药店 药房"),
)  # fmt: skip
WORDS = 1 + 3 * (len(_KINDS) + len(_BODIES))
"""Values of the word feature: none, or one of the kinds at a word's beginning, inside or end."""


class Features(NamedTuple):
    """What the network sees of a text; all arrays have one row for each character."""

    chars: Ids
    pairs: Ids
    words: Ids
    scores: Scores

    def part(self, start: int, stop: int) -> Features:
        """Return the rows of the characters `start:stop`."""
        return Features(
            self.chars[start:stop],
            self.pairs[start:stop],
            self.words[start:stop],
            self.scores[start:stop],
        )


class Tagged(NamedTuple):
    """A span that the model sees as `label`, and how sure it is, from 0 to 1.

    `some` is how sure it is that the span is of some label, whichever.
    """

    start: int
    end: int
    label: str
    sure: float
    some: float = 1.0


class Faint(NamedTuple):
    """The characters of a text that may be personal: where they are, and the chance of each label.

    `places` are offsets in rising order; `chances` has a row for each and a column for each of `labels`. The sum of
    a row is the chance that the character is personal at all.
    """

    places: Ids
    chances: Scores
    labels: tuple[str, ...]


def classes(labels: Sequence[str]) -> list[str]:
    """Return the names of the network's classes: O, then B, I, E and S of each label."""
    return ["O", *(f"{part}-{label}" for label in labels for part in "BIES")]


@cache
def _lists() -> Lexicon[int]:
    """Return the word lists, with the number of the kind of each word; the rarer kind wins."""
    known: dict[str, int] = {}
    for number, words in enumerate(_words_by_kind()):
        known |= {word: number for word in words if len(word) > 1}
    return Lexicon(known)


def _words_by_kind() -> Iterator[set[str]]:
    medical = facts.medical()
    yield set(facts.division_names())
    yield set(facts.occupations())
    yield {word for word, kind in medical.items() if kind != "medication"}
    yield {word for word, kind in medical.items() if kind == "medication"}
    for kind in _KINDS[4:]:
        yield set(facts.name_words(kind))
    for _, words in _BODIES:
        yield set(words.split())


@cache
def _alphabet() -> Ids:
    """Return the network's number of every character of the basic plane; 1 for strangers."""
    chars = (_MODEL / "characters.txt").read_text(encoding="utf-8")
    return numbers(chars)


def numbers(chars: str) -> Ids:
    """Return a table from code points to the numbers of the given characters, which begin at 2."""
    table = np.ones(0x10001, np.int32)
    for number, char in enumerate(chars, 2):
        table[ord(char)] = number
    return table


def features(text: str, alphabet: Ids | None = None) -> Features:
    """Return what the network sees of a text that went through `fold_width`."""
    table = _alphabet() if alphabet is None else alphabet
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    chars = table[np.minimum(codes, 0x10000)]
    mixed = codes * np.uint32(0x9E3B) + np.append(codes[1:], np.uint32(0))
    pairs = (mixed ^ (mixed >> np.uint32(15))) & np.uint32(PAIRS - 1)
    return Features(chars, pairs.astype(np.int32), _word_marks(text), ner.scores(text))


def _word_marks(text: str) -> Ids:
    marks = np.zeros(len(text), np.int32)
    done = 0
    for found in _lists().find(text):
        if found.start < done:
            continue
        done = found.end
        first = 1 + 3 * found.value
        marks[found.start : found.end] = first + 1
        marks[found.start], marks[found.end - 1] = first, first + 2
    return marks


@cache
def kinds() -> dict[str, str]:
    """Return the label of each taxonomy id that the model knows."""
    return {kind: label for label, ids in _labels().items() for kind in ids}


@cache
def _labels() -> dict[str, list[str]]:
    """Return the model's labels in its own order, with the taxonomy ids of each."""
    table: dict[str, list[str]] = json.loads((_MODEL / "labels.json").read_text(encoding="utf-8"))
    return table


def tags(text: str) -> tuple[Tagged, ...]:
    """Return the spans that the model sees in a text, in order.

    `text` must have gone through `fold_width`. Linear in its length; memory is bounded by a window,
    but for the word model's scores.
    """
    return _read(text)[0]


def faint(text: str) -> Faint:
    """Return the characters of a text, which must have gone through `fold_width`, that may be personal."""
    return _read(text)[1]


@lru_cache(maxsize=4)
def _read(text: str) -> tuple[tuple[Tagged, ...], Faint]:
    """Return the spans that the model sees in a text, and the characters that may be personal."""
    found: list[Tagged] = []
    labels = tuple(_labels())
    places, chances = [np.zeros(0, np.int32)], [np.zeros((0, len(labels)), np.float32)]
    seen = None if text.isascii() or not _HAN.search(text) else features(text)
    if seen is not None and seen.scores.any():  # else nothing that the word model would read
        model = _model()
        for low, core, stop, end in _windows(len(text)):
            if not seen.scores[core:stop].any():
                continue
            some, logs = _personal(model.read(seen.part(low, end)))
            found += (s for s in _spans(some, logs, labels, low) if core <= s.start < stop)
            own = (core - low <= some) & (some < stop - low)
            places.append(some[own].astype(np.int32) + low)
            chances.append(np.exp(logs[own, 1:]).reshape(-1, len(labels), 4).sum(axis=2))
    return tuple(found), Faint(np.concatenate(places), np.concatenate(chances), labels)


def _windows(size: int) -> Iterator[tuple[int, int, int, int]]:
    """Yield windows of like size: where each begins, where its own part begins and stops, where it ends.

    >>> list(_windows(900))
    [(0, 0, 450, 498), (402, 450, 900, 900)]
    """
    count = -(-size // (_WINDOW - 2 * _OVERLAP))
    step = -(-size // max(count, 1))
    for core in range(0, size, max(step, 1)):
        stop = min(core + step, size)
        yield max(0, core - _OVERLAP), core, stop, min(size, stop + _OVERLAP)


class _Model:
    """The network."""

    def __init__(self, folder: Path) -> None:
        self._session = session(folder / "tagger.onnx")

    def read(self, seen: Features) -> Scores:
        """Return the chances of each class for the characters of a window.

        One window a call: two of them leave the processor's nearest memory, and take longer.
        """
        inputs = {name: column[None] for name, column in zip(seen._fields, seen, strict=True)}
        answer: Scores = self._session.run(None, inputs)[0][0]
        return answer


@cache
def _model() -> _Model:
    return _Model(_MODEL)


def decode(logits: Scores, labels: Sequence[str], at: int = 0) -> Iterator[Tagged]:
    """Yield the best spans of a text from the scores of its classes (characters by classes).

    Only stretches in which the labels together are not much less likely than none are searched for
    the best sequence of classes, in which what begins must end. So spans come out that are somewhat
    less likely than nothing; their sureness says so, and `engines.fusion` weighs it. `at` is where
    the text begins in a longer one.

    >>> rows = np.full((3, 5), -9.0, np.float32)
    >>> rows[0, 1] = rows[1, 3] = rows[2, 0] = 9.0  # B, E, O of one label
    >>> [(s.start, s.end, s.label) for s in decode(rows, ["name"])]
    [(0, 2, 'name')]
    """
    return _spans(*_personal(logits), labels, at)


def _personal(logits: Scores) -> tuple[Any, Scores]:
    """Return the characters that may be personal, and the logarithms of the chances of their classes."""
    near = math.log((logits.shape[1] - 1) / (math.exp(-_CLEAN) - 1))
    (some,) = (logits[:, 1:].max(axis=1) > logits[:, 0] - near).nonzero()
    # elsewhere none leads by so much that all others together cannot make up for it
    logs = logits[some]
    if len(some):
        logs -= logs.max(axis=1, keepdims=True)
        logs -= np.log(np.exp(logs).sum(axis=1, keepdims=True))
        (told,) = (logs[:, 0] < _CLEAN).nonzero()
        some, logs = some[told], logs[told]
    return some, logs


def _spans(some: Any, logs: Scores, labels: Sequence[str], at: int) -> Iterator[Tagged]:
    """Yield the best spans among the characters that may be personal."""
    (told,) = (logs[:, 0] < _NONE).nonzero()
    if not len(told):
        return
    some, logs = some[told], logs[told]
    path = _path(logs, some.tolist())
    places = some + at
    chosen = logs[np.arange(len(path)), path]
    parts = list(_parts(path))
    means = np.array([np.add.reduce(chosen[a:b]) / (b - a) for a, b, _ in parts], np.float32)
    nothing = np.exp(logs[:, 0])
    for (first, last, label), sure in zip(parts, np.exp(means).tolist(), strict=True):
        any_ = 1 - float(np.add.reduce(nothing[first:last])) / (last - first)
        yield Tagged(int(places[first]), int(places[last - 1]) + 1, labels[label], sure, any_)


def _path(logs: Scores, places: Sequence[int]) -> list[int]:
    """Return the best lawful sequence of classes for each stretch of characters side by side.

    Mostly the best class of each character makes one already; the rest is searched (Viterbi). None
    counts a little less than it says.
    """
    leaning = logs.copy()
    leaning[:, 0] -= np.float32(_LEAN)
    path: list[int] = leaning.argmax(axis=1).tolist()
    first = 0
    for last in range(1, len(path) + 1):
        if last == len(path) or places[last] > places[last - 1] + 1:
            if not _is_lawful(path[first:last]):
                path[first:last] = _best(leaning[first:last])
            first = last
    return path


def _is_lawful(path: Sequence[int]) -> bool:
    """Say whether all that begins in a stretch goes on and ends, and nothing else does."""
    going_on = 0  # the class that goes on what is open
    for number in path:
        part = (number - 1) % 4 if number else 3
        if part in {0, 3}:
            if going_on:
                return False
            going_on = number + 1 if part == 0 else 0
        elif number - part + 1 != going_on:
            return False
        elif part == 2:
            going_on = 0
    return not going_on


def _best(leaning: Scores) -> list[int]:
    """Return the best lawful sequence of classes for the characters of a stretch.

    None, beginnings and wholes may follow what is closed, insides and ends what is open in their own
    label; so of each step only the best closed class and the better of two open ones are asked.
    """
    first, labels = leaning[0], leaning[:, 1:].reshape(len(leaning), -1, 4)  # B I E S
    none, parts = first[0], labels[0].copy()
    parts[:, 1:3] = _UNLAWFUL
    back: list[tuple[int, Any]] = []
    for row, own in zip(leaning[1:], labels[1:], strict=True):
        closed = parts[:, 2:].ravel()
        at = int(closed.argmax())
        best = closed[at]
        origin = 1 + 4 * (at // 2) + 2 + at % 2
        if none >= best:
            best, origin = none, 0
        going_on = parts[:, 1] > parts[:, 0]
        inner = np.maximum(parts[:, 0], parts[:, 1])
        back.append((origin, going_on))
        none = best + row[0]
        parts = own + best
        parts[:, 1] = own[:, 1] + inner
        parts[:, 2] = own[:, 2] + inner
    return _traced(none, parts, back)


def _traced(none: np.float32, parts: Scores, back: Sequence[tuple[int, Any]]) -> list[int]:
    """Return the classes of a stretch from its last character's sums, which must end closed."""
    closed = parts[:, 2:].ravel()
    best = int(closed.argmax())
    at = 0 if none >= closed[best] else 1 + 4 * (best // 2) + 2 + best % 2
    path = [at]
    for origin, going_on in reversed(back):
        label, part = divmod(at - 1, 4)
        inside = at > 0 and part in {1, 2}
        at = 1 + 4 * label + int(going_on[label]) if inside else origin
        path.append(at)
    return path[::-1]


def _parts(path: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """Yield where in a path each span begins and ends, and the number of its label."""
    start = 0
    for at, number in enumerate(path):
        if number == 0:
            continue
        label, part = divmod(number - 1, 4)
        if part in {0, 3}:
            start = at
        if part in {2, 3}:
            yield start, at + 1, label
