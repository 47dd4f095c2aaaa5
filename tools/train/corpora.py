"""The documents that the model learns from, each character with the classes that it may have.

Our own documents (`corpus/`) say of every character what it is. Public corpora say it of some labels
only: their characters may be anything that the corpus does not mark (partial labels; Cour, Sapp
and Taskar, Learning from Partial Labels, 2011).
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from menshen.text import fold_width

MARK = re.compile(r"\[\[(\??)([a-z_0-9]+)\|(.*?)\]\]", re.DOTALL)
WORDS = re.compile("[一-鿿]{3}")
"""Three characters of Chinese: a value that is words, not a number with its unit."""
ANY = "*"
"""In a span's label: anything but what the corpus marks."""


@dataclass(frozen=True)
class Span:
    """A marked stretch: what it may be; `whole` if its bounds are those of the label."""

    start: int
    end: int
    labels: tuple[str, ...]
    optional: bool = False


@dataclass(frozen=True)
class Document:
    """A text with its spans; characters outside them may also be one of `open_` labels."""

    name: str
    text: str
    spans: tuple[Span, ...]
    open_: tuple[str, ...] = ()


def labels_of(table: Path) -> tuple[list[str], dict[str, str]]:
    """Return the labels that the model learns, and the label of each taxonomy id.

    The table has a line for each label: its name, then the ids it stands for, the canonical first.
    """
    labels: list[str] = []
    kinds: dict[str, str] = {}
    for line in table.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            label, ids = line.split("\t")
            labels.append(label)
            kinds |= dict.fromkeys(ids.split(), label)
    return labels, kinds


def judged_of(table: Path) -> dict[str, list[str]]:
    """Return of each label the taxonomy ids on whose findings the model has a say."""
    lines = table.read_text(encoding="utf-8").splitlines()
    cells = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {label: ids.partition("|")[0].split() for label, ids in cells}


def own(folder: Path, kinds: dict[str, str]) -> Iterator[Document]:
    """Yield our own documents; `----` on a line parts them.

    Marks of kinds that the model doesn't learn are numbers, which are taught to be nothing, or
    words, which may be anything: a former post marked as `work_history` holds an employer.
    """
    for path in sorted(folder.glob("*.txt")):
        parts = re.split(r"(?m)^----\s*$", path.read_text(encoding="utf-8"))
        for number, part in enumerate(p.strip("\n") for p in parts):
            if part.strip():
                yield parse(f"{path.stem}-{number}", part, kinds)


def parse(name: str, marked: str, kinds: dict[str, str]) -> Document:
    """Return the document that inline markup describes.

    >>> parse("a", "[[person_name|张伟]]来", {"person_name": "person_name"}).spans
    (Span(start=0, end=2, labels=('person_name',), optional=False),)
    """
    pieces: list[str] = []
    spans: list[Span] = []
    every = tuple(dict.fromkeys(kinds.values()))
    at = length = 0
    for match in MARK.finditer(marked):
        before, value = marked[at : match.start()], match.group(3)
        length += len(before)
        if match.group(2) in kinds:
            label = (kinds[match.group(2)],)
            spans.append(Span(length, length + len(value), label, bool(match.group(1))))
        elif WORDS.search(value):
            spans.append(Span(length, length + len(value), every, optional=True))
        length += len(value)
        pieces += (before, value)
        at = match.end()
    text = fold_width("".join(pieces) + marked[at:])
    return Document(name, text, tuple(spans))


_PUBLIC: dict[str, tuple[tuple[str, ...], dict[str, tuple[str, ...]], tuple[str, ...]]] = {
    # folder: its files, its labels as ours, and ours that its unmarked characters may be
    "cluener2020": (("train",), {"name": ("person_name",)}, (ANY,)),
    "people_daily_ner": (("dev", "test"), {"PER": ("person_name",)}, (ANY,)),
    "weibo_ner": (("train",), {"PER.NAM": ("person_name",)}, (ANY,)),
    "resume_ner": (
        ("train",),
        {
            "NAME": ("person_name",),
            "RACE": ("ethnicity",),
            "EDU": ("education",),
            "LOC": ("native_place",),
            "TITLE": ("job_title",),
            "ORG": ("employer", "school", "care_provider"),
        },
        (),
    ),
    "cmeee_v2": (("dev",), {}, ()),
    "youku_ner": (("train",), {"PER": ("person_name",)}, (ANY,)),
    "ecommerce_ner": (("train",), {}, ()),
}
_SHARE = {"cmeee_v2": 0.66, "youku_ner": 0.15, "ecommerce_ner": 0.5, "cluener2020": 0.8}


HELD_OUT = 0.12
"""The share of our own documents that is kept from training."""
LEARNT = {"cmeee_v2": 3000}
"""Of these corpora only so many first lines are learnt from; the rest is measured on."""


def shingles(text: str) -> set[str]:
    """Return the stretches of eight characters of a text."""
    return {text[i : i + 8] for i in range(max(1, len(text) - 7))}


def public(folder: Path, labels: Sequence[str], without: set[str]) -> Iterator[Document]:
    """Yield the sentences of the public corpora.

    One of which more than half the shingles are in `without` is as good as equal to a sentence that
    is measured on, and left out.
    """
    for name, (files, known, open_) in _PUBLIC.items():
        rng = random.Random(name)
        others = tuple(x for x in labels if (x,) not in known.values()) if open_ else ()
        for file in files:
            for number, line in enumerate((folder / name / f"{file}.jsonl").open(encoding="utf-8")):
                if rng.random() > _SHARE.get(name, 1.0) or number >= LEARNT.get(name, 10**9):
                    continue
                entry = json.loads(line)
                text = fold_width(entry["text"])
                mine = shingles(text)
                if not text or len(mine & without) * 2 > len(mine):
                    continue
                spans = tuple(
                    Span(e["start"], e["end"], known[e["label"]])
                    for e in sorted(entry["entities"], key=lambda e: e["start"])
                    if e["label"] in known
                )
                yield Document(f"{name}-{file}-{number}", text, _apart(spans), others)


def keep(documents: Iterable[Document], path: Path) -> None:
    """Write documents, one in a line."""
    with path.open("w", encoding="utf-8") as file:
        for one in documents:
            spans = [[s.start, s.end, s.labels, s.optional] for s in one.spans]
            line = {"name": one.name, "text": one.text, "spans": spans, "open": one.open_}
            file.write(json.dumps(line, ensure_ascii=False) + "\n")


def kept(path: Path) -> Iterator[Document]:
    """Yield the documents that `keep` wrote."""
    for line in path.open(encoding="utf-8"):
        one = json.loads(line)
        spans = tuple(Span(a, b, tuple(labels), sure) for a, b, labels, sure in one["spans"])
        yield Document(one["name"], one["text"], spans, tuple(one["open"]))


def _apart(spans: Sequence[Span]) -> tuple[Span, ...]:
    kept: list[Span] = []
    for span in spans:
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return tuple(kept)


def parted(
    folders: Iterable[Path], kinds: dict[str, str], share: float = HELD_OUT
) -> tuple[list[Document], list[Document]]:
    """Return our own documents that are learnt from, and the share of them that is kept out."""
    parts: tuple[list[Document], list[Document]] = ([], [])
    for folder in folders:
        for document in own(folder, kinds):
            parts[held_out(document.name, share)].append(document)
    return parts


def held_out(name: str, share: float = HELD_OUT) -> bool:
    """Say whether a document of ours is kept from training, by its name alone."""
    digest = blake2b(name.encode(), digest_size=4).digest()
    return int.from_bytes(digest, "big") / 2**32 < share
