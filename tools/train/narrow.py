"""Make the word model narrower, and teach it the names of the documents that we learn from.

    python -m tools.train.narrow --public ../shared/data --out runs/w [--wide 96 80] [--epochs 8]

The word model in place is the teacher: `words.py` puts Baidu LAC there. Its pupil has fewer units
in both layers, begins with those of the teacher's that say most, and learns to give the same
scores (Hinton and others, Distilling the Knowledge in a Neural Network, 2015) to our own
documents and to public texts. Where names are marked, the teacher's word on them is put right
first: of a marked name the class of names is ahead of the others, of what stands open it is behind.
Nothing that is kept out of the tagger's training is learnt from.

A run is seeded, writes a checkpoint after every epoch and goes on from it when started again. Needs torch, onnx.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from menshen.engines import ner, titles
from tools.train import corpora, plain, words
from tools.train.__main__ import HERE, KINDS, LABELS, MODEL, measured_on
from tools.train.corpora import Document
from tools.train.resample import Pools

_AHEAD = 3.0
"""So far is the class of names put ahead of the others in a marked name, and behind them elsewhere."""
_MARKED = 3.0
"""So much more a character counts that the teacher is put right on."""
_CALL = 12_000
"""Characters of a batch."""
_ASIDE = {"text/plain_weekly/*.txt": 0.6, "scam/*/*.jsonl": 0.12, "text/crosswoz/*.jsonl": 0.3,
          "ner/literature_ner/validation.jsonl": 0.7, "ner/address_parsing/train.jsonl": 0.3}  # fmt: skip
"""Of texts in which nothing is marked, the share that is read."""
Floats = NDArray[np.float32]


class Network(nn.Module):
    """The word model: vectors of characters, two layers that read both ways, a score for each class."""

    def __init__(self, vectors: int, wide: Sequence[int], classes: int) -> None:
        super().__init__()
        self.vectors = nn.Embedding(vectors, 128)
        self.layer0 = nn.GRU(128, wide[0], bidirectional=True)
        self.layer1 = nn.GRU(2 * wide[0], wide[1], bidirectional=True)
        self.out = nn.Linear(2 * wide[1], classes)

    def forward(self, chars: torch.Tensor, sizes: torch.Tensor) -> torch.Tensor:
        """Return the scores of the characters of rows of falling length, packed step by step."""
        scores: torch.Tensor = self.out(self.states(chars, sizes)[1])
        return scores

    def states(self, chars: torch.Tensor, sizes: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Return what both layers say of the same characters."""
        packed = nn.utils.rnn.pack_padded_sequence(self.vectors(chars).transpose(0, 1), sizes)
        first, _ = self.layer0(packed)
        second, _ = self.layer1(first)
        return first.data, second.data


def read_in(network: Network, weights: dict[str, Floats]) -> None:
    """Give a network the weights of a model of its size. Gates are z, r, h there and r, z, h here."""

    def gates(array: Floats) -> torch.Tensor:
        z, r, h = np.split(array, 3)
        return torch.tensor(np.concatenate([r, z, h]))

    state: dict[str, torch.Tensor] = {
        "vectors.weight": torch.tensor(weights["vectors"]),
        "out.weight": torch.tensor(weights["out"].T.copy()),
        "out.bias": torch.tensor(weights["bias"]),
    }
    for layer in (0, 1):
        for way, end in enumerate(("", "_reverse")):
            both = np.split(weights[f"B{layer}"][way], 2)
            state |= {
                f"layer{layer}.weight_ih_l0{end}": gates(weights[f"W{layer}"][way]),
                f"layer{layer}.weight_hh_l0{end}": gates(weights[f"R{layer}"][way]),
                f"layer{layer}.bias_ih_l0{end}": gates(both[0]),
                f"layer{layer}.bias_hh_l0{end}": gates(both[1]),
            }
    network.load_state_dict(state)


def written(network: Network) -> dict[str, Any]:
    """Return the weights of a network as a model that ships has them."""
    state = {name: value.detach().numpy() for name, value in network.state_dict().items()}

    def gates(name: str) -> Floats:
        r, z, h = np.split(state[name], 3)
        return np.concatenate([z, r, h])

    weights: dict[str, Any] = {
        "vectors": state["vectors.weight"],
        "out": state["out.weight"].T,
        "bias": state["out.bias"],
    }
    for layer in (0, 1):
        ways = [f"layer{layer}.{{}}_l0{end}" for end in ("", "_reverse")]
        weights |= {
            f"W{layer}": np.stack([gates(w.format("weight_ih")) for w in ways]),
            f"R{layer}": np.stack([gates(w.format("weight_hh")) for w in ways]),
            f"B{layer}": np.stack(
                [np.concatenate([gates(w.format(f"bias_{x}")) for x in ("ih", "hh")]) for w in ways]
            ),
        }
    return weights


def narrowed(weights: dict[str, Floats], wide: Sequence[int], seen: Sequence[Floats]) -> Any:
    """Return the weights with fewer units in each layer.

    `seen` has the states of both layers, a row for each of many characters. Units go one by one, each
    time the one whose loss changes least of what the layer after it gets; what it said is said by
    those that stay, as far as they can (least squares).
    """
    weights = {name: array.astype(np.float64) for name, array in weights.items()}
    for layer, (size, states) in enumerate(zip(wide, seen, strict=True)):
        whole = weights[f"R{layer}"].shape[2]
        stay, say = [], []
        after = weights["out"] if layer else np.concatenate(weights["W1"]).T
        for way in (0, 1):
            rows = slice(way * whole, (way + 1) * whole)
            onward = np.hstack([after[rows], weights[f"R{layer}"][way].T])
            kept, told = _told(states[:, rows].astype(np.float64), onward, size)
            stay.append(kept)
            say.append(told)
        for name, parts in ((f"W{layer}", 3), (f"B{layer}", 6)):
            weights[name] = np.stack(
                [np.concatenate([p[k] for p in np.split(weights[name][w], parts)]) for w, k in enumerate(stay)]
            )  # fmt: skip
        weights[f"R{layer}"] = np.stack(
            [
                np.concatenate([p[k] for p in np.split(weights[f"R{layer}"][w] @ say[w], 3)])
                for w, k in enumerate(stay)
            ]
        )
        both = np.zeros((2 * whole, 2 * size))
        both[:whole, :size], both[whole:, size:] = say
        if layer:
            weights["out"] = both.T @ weights["out"]
        else:
            weights["W1"] = weights["W1"] @ both
    return {name: array.astype(np.float32) for name, array in weights.items()}


def _told(states: Any, onward: Any, size: int) -> tuple[list[int], Any]:
    """Return the units that stay, and how much each of them says of every unit there was.

    What is lost when one more goes is the square of what is asked of it over the variance that only
    it has (Hassibi and Stork, Optimal Brain Surgeon, 1993, for least squares).
    """
    means = states.T @ states / len(states)
    means += 1e-5 * np.trace(means) / len(means) * np.eye(len(means))
    kept = list(range(len(means)))
    while len(kept) > size:
        inverse = np.linalg.inv(means[np.ix_(kept, kept)])
        asked = inverse @ means[kept] @ onward
        kept.pop(int(np.argmin((asked**2).sum(axis=1) / np.diag(inverse))))
    return kept, np.linalg.solve(means[np.ix_(kept, kept)], means[kept]).T


def documents(folder: Path, copies: int, rng: random.Random) -> Iterator[tuple[Document, bool]]:
    """Yield the documents that are learnt from, and whether their names are marked."""
    own, _ = corpora.parted([HERE.parents[1] / "corpus"], KINDS)
    pools = Pools(own)
    told = list(corpora.public(folder / "ner", LABELS, measured_on(folder)))
    for copy in range(copies):
        for one in (*own, *told):
            yield (pools.changed(one, rng) if copy else one), True
    for one in plain.plain(folder, rng, _ASIDE):
        yield one, False


class Rows:
    """Pieces of text as the word model reads them: numbers, the scores to give, what counts more."""

    def __init__(self) -> None:
        self.ids: list[NDArray[np.int32]] = []
        self.scores: list[NDArray[np.float16]] = []
        self.right: list[NDArray[np.bool_]] = []

    def add(self, document: Document, marked: bool, classes: Sequence[str]) -> None:
        """Add the pieces of a document, put right where names are marked."""
        text = document.text
        said = ner.scores(text)
        wanted, right = put_right(document, said, classes) if marked else (said, None)
        numbers = ner._model().numbers(text)
        for piece in ner._pieces(text):
            self.ids.append(numbers[piece])
            self.scores.append(wanted[piece].astype(np.float16))
            self.right.append(np.zeros(len(piece), bool) if right is None else right[piece])

    def keep(self, path: Path) -> None:
        """Write the pieces."""
        np.savez(
            path,
            sizes=[len(i) for i in self.ids],
            ids=np.concatenate(self.ids),
            scores=np.concatenate(self.scores),
            right=np.concatenate(self.right),
        )

    def load(self, path: Path) -> None:
        """Read pieces that were written."""
        with np.load(path) as file:
            cuts = np.cumsum(file["sizes"])[:-1]
            self.ids = np.split(file["ids"], cuts)
            self.scores = np.split(file["scores"], cuts)
            self.right = np.split(file["right"], cuts)


def put_right(
    document: Document, said: Floats, classes: Sequence[str]
) -> tuple[Floats, NDArray[np.bool_]]:
    """Return the scores that a document's characters should have, and where they are not the teacher's."""
    first, inner = classes.index("PER-B"), classes.index("PER-I")
    name = [first, inner]
    wanted = said.copy()
    size = len(document.text)
    part = np.full(size, -1)
    open_ = np.zeros(size, bool)
    for span in document.spans:
        if span.labels == ("person_name",) and not span.optional:
            part[span.start : span.end] = inner
            part[span.start] = first
        elif span.optional or "person_name" in span.labels:
            open_[span.start : span.end] = True
    for at in range(size):  # a surname before its title is not marked, and a name all the same
        open_[at] |= titles.addressed(document.text, at, at + 1)
    rest = np.delete(said, name, axis=1)[:, : len(classes) - 2].max(axis=1)
    out = (part < 0) & ~open_
    wanted[:, name] = np.where(
        out[:, None], np.minimum(said[:, name], rest[:, None] - _AHEAD), said[:, name]
    )
    for own, other in ((first, inner), (inner, first)):
        (at,) = (part == own).nonzero()
        best = np.maximum(rest[at], said[at, other])
        lack = np.maximum(0, best + _AHEAD - said[at, own])
        wanted[at, own] += lack / 2
        others = [c for c in range(len(classes)) if c != own]
        wanted[np.ix_(at, others)] = np.minimum(
            wanted[np.ix_(at, others)], (wanted[at, own] - _AHEAD)[:, None]
        )
    return wanted, np.abs(wanted - said).max(axis=1) > 0.5


def loss_of(scores: torch.Tensor, wanted: torch.Tensor, right: torch.Tensor) -> torch.Tensor:
    """Return what a batch lacks: in the chances of the classes, and a little in the scores themselves."""
    chances = torch.log_softmax(wanted, -1)
    lack = (chances.exp() * (chances - torch.log_softmax(scores, -1))).sum(-1)
    lack = lack + 0.02 * nn.functional.smooth_l1_loss(scores, wanted, reduction="none").mean(-1)
    weight = 1 + (_MARKED - 1) * right
    return (lack * weight).sum() / weight.sum()


def batches(rows: Rows, rng: random.Random) -> Iterator[tuple[torch.Tensor, ...]]:
    """Yield batches of pieces of like length, the longest first in each."""
    order = sorted(range(len(rows.ids)), key=lambda i: len(rows.ids[i]) + rng.random() * 4)
    groups: list[list[int]] = [[]]
    filled = 0
    for index in order:
        size = len(rows.ids[index])
        if filled + size > _CALL:
            groups.append([])
            filled = 0
        groups[-1].append(index)
        filled += size
    rng.shuffle(groups)
    for group in groups:
        group.sort(key=lambda i: -len(rows.ids[i]))
        sizes = torch.tensor([len(rows.ids[i]) for i in group])
        chars = np.zeros((len(group), int(sizes[0])), np.int64)
        for row, i in enumerate(group):
            chars[row, : len(rows.ids[i])] = rows.ids[i]
        shown = nn.utils.rnn.pack_sequence([torch.from_numpy(rows.scores[i]) for i in group])
        right = nn.utils.rnn.pack_sequence([torch.from_numpy(rows.right[i]) for i in group])
        yield torch.from_numpy(chars), sizes, shown.data.float(), right.data.float()


def main() -> None:
    """Train, and write the model to the run's folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--public", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--wide", type=int, nargs=2, default=[96, 80])
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--copies", type=int, default=3)
    parser.add_argument("--rate", type=float, default=1.5e-3)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--rows", type=Path, help="pieces of a former run, read once for all")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(options.seed)
    rng = random.Random(options.seed)
    classes: list[str] = json.loads((MODEL / "lac.json").read_text(encoding="utf-8"))
    started = time.time()
    rows = Rows()
    told = options.rows or options.out / "rows.npz"
    if told.exists():
        rows.load(told)
    else:
        for document, marked in documents(options.public, options.copies, rng):
            rows.add(document, marked, classes)
        rows.keep(told)
    print(len(rows.ids), "pieces", sum(map(len, rows.ids)), "characters",
          sum(int(r.sum()) for r in rows.right), "put right", f"{time.time() - started:.0f} s", flush=True)  # fmt: skip
    weights = words.held(MODEL / "lac.onnx")
    wide = weights["R0"].shape[2], weights["R1"].shape[2]
    if wide != tuple(options.wide):
        weights = narrowed(weights, options.wide, states(weights, wide, rows, rng))
    network = Network(len(weights["vectors"]), options.wide, weights["bias"].shape[0])
    read_in(network, weights)
    train(network, rows, rng, options)


def states(
    weights: dict[str, Floats], wide: tuple[int, int], rows: Rows, rng: random.Random
) -> list[Floats]:
    """Return what both layers say of some characters."""
    whole = Network(len(weights["vectors"]), wide, weights["bias"].shape[0])
    read_in(whole, weights)
    found: list[list[Floats]] = [[], []]
    with torch.no_grad():
        for chars, sizes, _, _ in islice(batches(rows, rng), 13):
            for layer, said in zip(found, whole.states(chars, sizes), strict=True):
                layer.append(said.numpy())
    return [np.concatenate(parts) for parts in found]


def train(network: Network, rows: Rows, rng: random.Random, options: argparse.Namespace) -> None:
    """Train, with the mean of the weights over the last steps beside them; go on from a checkpoint."""
    checkpoint = options.out / "checkpoint.pt"
    steps = sum(1 for _ in batches(rows, random.Random(0))) * options.epochs
    learner = torch.optim.Adam(network.parameters(), lr=options.rate)
    plan = torch.optim.lr_scheduler.OneCycleLR(
        learner, options.rate, total_steps=steps + 8, pct_start=0.05
    )
    mean = torch.optim.swa_utils.AveragedModel(
        network, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(0.998)
    )
    first = 0
    if checkpoint.exists():
        held_ = torch.load(checkpoint)
        network.load_state_dict(held_["network"])
        mean.load_state_dict(held_["mean"])
        learner.load_state_dict(held_["learner"])
        plan.load_state_dict(held_["plan"])
        first = held_["epoch"]
    for epoch in range(first, options.epochs):
        started, total, count = time.time(), 0.0, 0
        for chars, sizes, wanted, right in batches(rows, rng):
            lack = loss_of(network(chars, sizes), wanted, right)
            learner.zero_grad()
            lack.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            learner.step()
            plan.step()
            mean.update_parameters(network)
            total += lack.item()
            count += 1
            if count % 100 == 0:
                print(
                    epoch, count, f"{total / count:.4f} {time.time() - started:.0f} s", flush=True
                )
        print(f"epoch {epoch}: lack {total / count:.4f}, {time.time() - started:.0f} s", flush=True)
        torch.save({"network": network.state_dict(), "mean": mean.state_dict(), "learner": learner.state_dict(),
                    "plan": plan.state_dict(), "epoch": epoch + 1}, checkpoint)  # fmt: skip
        write(mean.module, options.out)


def write(network: Network, out: Path) -> None:
    """Write a network as the product reads it."""
    import onnx

    onnx.save(words.shaped(written(network)), str(out / "lac.onnx"))


if __name__ == "__main__":
    main()
