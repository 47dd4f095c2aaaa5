"""The teacher: the lower layers of multilingual-e5-small, fine-tuned to tag; too slow to ship.

    python -m tools.train.teacher --public ../shared/data --e5 ../shared/tools/e5 --out runs/t
    python -m tools.train.plain --own corpus --public ../shared/data --out runs/t/taught.jsonl
    python -m tools.train.teacher --e5 ../shared/tools/e5 --out runs/t --label runs/t/taught.jsonl

It is fitted to the same documents with the same loss as the model that ships, then says of plain
texts, and of our own documents with other values in them, what it sees; the small model learns from
both (Hinton, Vinyals and Dean, Distilling the Knowledge in a Neural Network, 2015). The vectors of
characters stay as they are; a run is seeded, writes a checkpoint after every epoch and goes on from it.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from menshen.engines import ner
from tools.train import corpora
from tools.train.__main__ import (
    CLASSES,
    HERE,
    KINDS,
    LABELS,
    Masks,
    loss_of,
    measured_on,
    shown,
    tally,
    targets,
)
from tools.train.corpora import Document
from tools.train.descent import Descent, arguments, demand
from tools.train.resample import Pools

LENGTH = 192
TOKENS = 4096
KEPT = 4
"""So many classes of each character are kept of what the teacher says."""


class Teacher(nn.Module):
    """An encoder with a class for each character; the word model's scores are joined at the end."""

    def __init__(self, encoder: nn.Module, hidden: int) -> None:
        super().__init__()
        self.encoder = encoder
        self.scores = nn.Linear(ner.CLASSES, 64)
        self.norm = nn.LayerNorm(hidden + 64)
        self.drop = nn.Dropout(0.1)
        self.out = nn.Linear(hidden + 64, len(CLASSES))

    def forward(self, ids: torch.Tensor, scores: torch.Tensor) -> torch.Tensor:
        """Return the scores of the classes (batch, characters, classes); 1 in `ids` is padding."""
        hidden = self.encoder(ids, ids != 1)
        joined = torch.cat((hidden, torch.tanh(self.scores(scores / 8))), dim=-1)
        return self.out(self.drop(self.norm(joined)))


class Window(NamedTuple):
    """A stretch of a document: tokens, word model's scores, sets of classes, where it begins."""

    ids: NDArray[np.int64]
    scores: NDArray[np.float32]
    wanted: NDArray[np.int64]


def built(tools: Path, layers: int) -> tuple[Teacher, dict[str, int]]:
    """Return an untrained teacher and the token of each character."""
    sys.path.insert(0, str(tools))
    from encoder import build  # type: ignore[import-not-found]
    from weights import load

    _, pieces, _, _ = load()
    single = {p: i for i, p in reversed(list(enumerate(pieces))) if len(p) == 1 and i > 3}
    rows = [0, 1, 2, 3, *single.values()]
    config, _, encoder = build(rows, range(layers))
    encoder.word.weight.requires_grad = False
    tokens = {char: number for number, char in enumerate(single, 4)}
    tokens |= {"\n": 2, " ": tokens["▁"], "\u3000": tokens["▁"]}
    return Teacher(encoder, config["H"]), tokens


def windows(
    document: Document, tokens: dict[str, int], wanted: NDArray[np.int64]
) -> Iterator[Window]:
    """Yield the windows of a document, one after the other."""
    ids = np.array([tokens.get(c, 3) for c in document.text], np.int64)
    scores = ner.scores(document.text)
    for at in range(0, len(ids), LENGTH):
        part = slice(at, at + LENGTH)
        yield Window(ids[part], scores[part], wanted[part])


def batches(
    held: Sequence[Window], rng: random.Random
) -> Iterator[tuple[list[int], torch.Tensor, torch.Tensor, torch.Tensor]]:
    """Yield batches of windows of like length in random order, with their numbers."""
    order = sorted(range(len(held)), key=lambda i: len(held[i].ids) + rng.random() * 8)
    groups: list[list[int]] = [[]]
    for index in order:
        if len(held[index].ids) * (len(groups[-1]) + 1) > TOKENS:
            groups.append([])
        groups[-1].append(index)
    rng.shuffle(groups)
    for group in filter(None, groups):
        size = max(len(held[i].ids) for i in group)
        ids = np.ones((len(group), size), np.int64)
        scores = np.zeros((len(group), size, ner.CLASSES), np.float32)
        wanted = np.full((len(group), size), -1, np.int64)
        for row, index in enumerate(group):
            width = len(held[index].ids)
            ids[row, :width] = held[index].ids
            scores[row, :width] = held[index].scores
            wanted[row, :width] = held[index].wanted
        yield group, *map(torch.from_numpy, (ids, scores, wanted))


def train(options: argparse.Namespace) -> None:
    """Fine-tune from where the run stands to the last epoch."""
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)
    rng = random.Random(options.seed)
    options.out.mkdir(parents=True, exist_ok=True)
    teacher, tokens = built(options.e5, options.layers)
    own, kept_out = corpora.parted(options.own, KINDS)
    pools = Pools(own)
    public = list(corpora.public(options.public / "ner", LABELS, measured_on(options.public)))
    masks = Masks()
    descent = Descent(teacher, rng, seed=options.seed, rate=2e-4, decay=0.01, warm=60)
    checkpoint = options.out / "teacher.pt"
    descent.resume(checkpoint, tokens=tokens, layers=options.layers)
    for _ in descent.epochs(options.epochs):
        rendered = [d if i % 3 == 0 else pools.changed(d, rng) for i, d in enumerate(own)]
        rendered += rng.sample(public, int(len(public) * options.share))
        held = [w for d in rendered for w in windows(d, tokens, targets(d, masks))]
        table = masks.table()
        many = sum(len(w.ids) for w in held) / TOKENS * options.epochs * 1.05
        for _, ids, scores, wanted in batches(held, rng):
            ids[(torch.rand(ids.shape) < 0.04) & (ids > 3)] = 3
            descent.learn(loss_of(teacher(ids, scores), wanted, table), many)
        descent.keep(checkpoint, tokens=tokens, layers=options.layers)
        said = [np.concatenate(list(spoken(teacher, d, tokens))) for d in kept_out]
        figures = shown(tally(kept_out, said))
        (options.out / "figures.txt").write_text(figures + "\n", encoding="utf-8")
        print(figures.splitlines()[-1], "|", figures.splitlines()[0], flush=True)


def spoken(teacher: Teacher, document: Document, tokens: dict[str, int]) -> Iterator[NDArray[Any]]:
    """Yield the scores of the classes of a document's characters, window by window."""
    teacher.eval()
    nothing = np.zeros(len(document.text), np.int64)
    for window in windows(document, tokens, nothing):
        with torch.no_grad():
            ids, scores = (torch.from_numpy(np.array(x))[None] for x in window[:2])
            yield teacher(ids, scores)[0].numpy()


def label(options: argparse.Namespace) -> None:
    """Write what the teacher says of plain texts: the likeliest classes and their chances."""
    torch.set_num_threads(options.threads)
    state = torch.load(options.out / "teacher.pt", weights_only=False)
    teacher, tokens = built(options.e5, state["layers"])
    teacher.load_state_dict(state["network"])
    teacher.eval()
    documents = [d for path in options.label for d in corpora.kept(path)]
    held: list[Window] = []
    owner: list[int] = []
    starts = np.cumsum([0, *(len(d.text) for d in documents)])
    for number, document in enumerate(documents):
        nothing = np.zeros(len(document.text), np.int64)
        for at, window in enumerate(windows(document, tokens, nothing)):
            held.append(window)
            owner.append(int(starts[number]) + at * LENGTH)
    best = np.zeros((starts[-1], KEPT), np.uint8)
    chance = np.zeros((starts[-1], KEPT), np.float16)
    began = time.time()
    for done, (group, ids, scores, _) in enumerate(batches(held, random.Random(1))):
        with torch.inference_mode():
            found = torch.softmax(teacher(ids, scores), dim=-1).topk(KEPT)
        for row, index in enumerate(group):
            low = owner[index]
            size = len(held[index].ids)
            best[low : low + size] = found.indices[row, :size].numpy()
            chance[low : low + size] = found.values[row, :size].numpy()
        if done % 100 == 0:
            print(f"{done} batches, {time.time() - began:.0f} s", flush=True)
    np.savez(options.out / "taught.npz", starts=starts, best=best, chance=chance)


def main() -> None:
    """Train, or label texts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--own", type=Path, nargs="+", default=[HERE.parents[1] / "corpus"])
    parser.add_argument("--public", type=Path)
    arguments(parser, layers=6, epochs=4)
    parser.add_argument(
        "--share", type=float, default=0.15, help="of the public sentences an epoch"
    )
    parser.add_argument("--label", type=Path, nargs="+")
    options = parser.parse_args()
    demand(parser, options, "e5", "out", *(() if options.label else ("public",)))
    if options.label:
        label(options)
    else:
        train(options)


if __name__ == "__main__":
    main()
