"""Trains the model of scams: `python -m tools.train.scam --data FOLDER`.

FOLDER holds the corpora that `backgrounds.py` names. Of our own dialogues the third that is held back is never
looked at. Every dialogue is also learnt as it stands after each turn, so that the model can speak before
the demand comes. What is chosen (strength of the penalty, calibration) is chosen on folds by author.

The words of the grammar were collected while reading these very dialogues, so that signals would seem surer than
they are in words nobody has read. A signal therefore counts in a dialogue only where another author's bears out its wording.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from benchmarks.warn.data import Item, batches, items
from menshen import scam as catalogue
from menshen.scam.answers import EXPECTED
from menshen.scam.dialogue import Message, sided
from menshen.scam.features import BUCKETS as HASHED
from menshen.scam.features import DIGITS, LONGEST
from menshen.scam.hearing import Heard, Hearing
from menshen.scam.manner import EXPECTED as MANNERS
from menshen.scam.manner import PREFIX
from menshen.scam.model import (
    CLASSES,
    KIND_BUCKETS,
    SIGNAL_SCALE,
    calibration_of,
    folded,
    parts,
)
from menshen.scam.signals import signals
from tools.train.backgrounds import backgrounds

OUT = Path(__file__).parents[2] / "src/menshen/scam/weights.npz"
BUCKETS = 2 * HASHED
"""Of stretches, and of senses."""
KIND_TEXT = 2 * KIND_BUCKETS
TEXT_PENALTY, NAMED_PENALTY, KIND_PENALTY, NAMED_KIND_PENALTY = 8e-6, 1e-3, 5e-5, 3e-4
"""How dear it is to leave the prior: stretches of characters, named features, and those of kinds."""
EVERYDAY, CALLS = 0.12, 0.05
"""How much of their weight texts of other corpora keep: they teach what is a domain, not what is a fraud."""
FOLDS = 5
ROUNDS = 80
_LEAST = 3
"""A named feature that fewer rows hold is not learnt."""


class Row(NamedTuple):
    """What is learnt from: named features, stretches, verdict, kind, weight, group of folds."""

    names: frozenset[str]
    text: Any
    verdict: int
    kind: str | None
    weight: float
    group: str
    whole: bool
    own: bool = True
    alone: bool = False

    def plainly(self) -> Row:
        """Return the row as grammar alone knows it, without the manner of the caller."""
        return self._replace(names=frozenset(n for n in self.names if not n.startswith(PREFIX)))


Borne = Callable[[Heard, str], bool]
"""Says whether a signal heard in a turn of so many words is borne out by another author."""


def author(file: str) -> str:
    """Return who wrote a file; the first batch, which is most of the dialogues, counts file by file."""
    batch, manner = batches().get(file, (file, ""))
    return file if batch == "first" else f"{batch} {manner}" if batch == "third" else batch


def borne(found: Sequence[Item]) -> Borne:
    """Return what says whether a signal is borne out: whether others begin it and end it with the same characters."""
    authors: dict[tuple[str, str, bool], set[str]] = {}
    for item in found:
        conversation = sided(item.turns)
        for heard in Hearing.of(conversation).signals:
            for end in _ends(heard, conversation.turns[heard.turn].text):
                authors.setdefault(end, set()).add(author(item.file))
    several = {end for end, own in authors.items() if len(own) > 1}
    return lambda heard, text: all(end in several for end in _ends(heard, text))


_LETTER = re.compile("[a-z]")


def _ends(heard: Heard, text: str) -> list[tuple[str, str, bool]]:
    """Return with what a signal begins and ends; any number or letter counts as the same."""
    words = text[slice(*heard.hit.span)].lower()
    words = _LETTER.sub("a", words.translate(DIGITS))
    return [(heard.hit.signal.id, words[:2], True), (heard.hit.signal.id, words[-2:], False)]


def rows(item: Item, bears: Borne | None = None) -> list[Row]:
    """Return a dialogue as it stands after each turn of the caller; the whole, with the last answer, weighs most."""
    conversation = sided(item.turns)
    hearing, found = Hearing(), []
    for number, turn in enumerate(conversation.turns):
        side = conversation.side(turn)
        hearing.add(turn.text, side)
        if bears is not None:
            hearing.signals = [h for h in hearing.signals if h.turn < number or bears(h, turn.text)]
        if number == len(conversation.turns) - 1 or (side != "me" and number >= item.pretext):
            found.append((hearing.features(), hearing.text()))
    label = CLASSES.index(item.verdict)
    each = 5.0 / max(len(found) - 1, 1)
    last = len(found) - 1
    return [
        Row(
            n,
            t,
            label,
            item.scam,
            1.0 if at == last else min(each, 1.0),
            item.file,
            at == last,
            alone=len(conversation.turns) == 1,
        )
        for at, (n, t) in enumerate(found)
    ]


FRAMES = (
    "反诈提示：近期有骗子以“{}”为由行骗，请勿相信。", "【防骗】凡是说“{}”的都是诈骗，切勿上当。",
    "社区民警提醒各位居民，接到“{}”这类电话、信息，一律不信。", "各位家长同事注意，有人冒充发消息：“{}”，已有人受骗，请互相转告。",
    "妈，有人要是跟你说“{}”，那是骗子，别理他，打我电话。", "银行提醒：我行不会对您说“{}”，遇到请拨打官方客服核实。",
    "今天反诈课上讲的套路：“{}”，听到就挂断。", "Scam alert: anyone who says “{}” is a fraudster. Hang up and do not reply.",
)  # fmt: skip
"""Warnings, which quote the pitches of others."""
_QUOTED = 0.1


def warnings(item: Item) -> list[Row]:
    """Return a warning that quotes a pitch: honest, whatever words it holds."""
    if item.verdict != "scam" or item.style == "told":
        return []
    quoted = item.turns[item.first_ask or 0].text[:120].rstrip("。.!！")
    hearing = Hearing()
    hearing.add(FRAMES[sum(map(ord, item.id)) % len(FRAMES)].format(quoted), "them")
    return [Row(hearing.features(), hearing.text(), 0, None, _QUOTED, item.file, False)]


def background_rows(data: Path) -> list[Row]:
    """Return the rows of other corpora, each lighter than a dialogue of ours."""
    found = []
    for text in backgrounds(data):
        hearing = Hearing()
        for words in text.turns:
            hearing.add(words[:LONGEST], "them")
        label = CLASSES.index(text.verdict)
        weight = text.weight * (CALLS if text.source.startswith("calls") else EVERYDAY)
        found.append(
            Row(hearing.features(), hearing.text(), label, None, weight, text.source, True, False)
        )
    return found


def matrix(found: Sequence[Row], names: dict[str, int], buckets: int) -> csr_matrix:
    """Return rows × (buckets of text, names); without buckets only names."""
    columns, values, ends = [], [], [0]
    for row in found:
        cells: list[int] = []
        weights: list[float] = []
        for part in parts(row.text) if buckets else ():
            cells += (part if buckets == BUCKETS else folded(part)).tolist()
            weights += [max(len(part), 1) ** -0.5] * len(part)
        held = [names[n] for n in row.names if n in names]
        cells += [buckets + h for h in held]
        weights += [SIGNAL_SCALE] * len(held)
        columns += cells
        values += weights
        ends.append(len(columns))
    shape = (len(found), buckets + len(names))
    built = csr_matrix((values, columns, ends), shape=shape, dtype=np.float64)
    built.sum_duplicates()
    return built


_EXPECTED = {
    "ask": 1.2, "isolation": 1.2, "pretext": 0.9, "bait": 0.9, "evasion": 0.7, "pressure": 0.6,
    "loss": 0.6, "trust": 0.4, "topic": 0.0, "honest": -0.8, "marketing": -0.4,
}  # fmt: skip
"""What the log-odds of a scam are expected to gain from a signal of each kind, before any data."""
_STRONG = 1.8
"""What rare signals are expected to weigh more."""
_ADVERTISES = 1.5
_PITCHED = {"/asked": 0.3, "++": 0.7, "+++": 0.7}
"""The same for one, two, three words of the pitch of one kind of scam."""
_SPEAKS = 1.5
"""What the log-odds of a kind gain from a signal that speaks for it."""


_TRUST = 0.8
"""How much of all that is expected."""


def expected(names: Mapping[str, int], buckets: int) -> Any:
    """Return the weights that are expected before any data: those of signals by their kind."""
    prior = np.zeros((buckets + len(names), len(CLASSES)))
    for before, gains in (("answer:", EXPECTED), (PREFIX, MANNERS)):
        for name, gain in gains.items():
            if (row := names.get(f"{before}{name}")) is not None:
                prior[buckets + row, 2] = gain / SIGNAL_SCALE
    for signal in signals().values():
        row = names.get(f"{signal.id}/asked")
        if row is not None:
            gain = _EXPECTED.get(signal.kind, 0.0) * (_STRONG if signal.strong else 1.0)
            prior[buckets + row, 2] = gain / SIGNAL_SCALE
            prior[buckets + row, 1] = _ADVERTISES * (signal.kind == "marketing") / SIGNAL_SCALE
        column = {"pitch": 2, "marketing": 1}.get(signal.kind)
        for ending, gain in _PITCHED.items():
            row = names.get(f"{signal.id}{ending}")
            if column is not None and row is not None and signal.id.startswith("pitch_"):
                prior[buckets + row, column] = gain / SIGNAL_SCALE
    return _TRUST * prior


def speaking(names: Mapping[str, int], buckets: int, kinds: Sequence[str]) -> Any:
    """Return the weights of kinds that are expected: those the signals speak for."""
    prior = np.zeros((buckets + len(names), len(kinds)))
    for signal in signals().values():
        for ending in ("/asked", "/told", "/warned", "++", "+++"):
            if (row := names.get(f"{signal.id}{ending}")) is None:
                continue
            for kind in signal.scams:
                prior[buckets + row, kinds.index(kind)] = _SPEAKS / len(signal.scams) / SIGNAL_SCALE
    return prior


def fitted(
    x: csr_matrix, y: Any, weight: Any, classes: int, penalty: Any, prior: Any
) -> tuple[Any, Any]:
    """Return weights and bias of a softmax regression; the penalty is on what leaves the prior.

    Columns without an entry stay where the prior has them, so they are left out of the search; the common ones come
    first, which lie together in memory.
    """
    used, often = np.unique(x.indices, return_counts=True)
    used = used[np.argsort(-often, kind="stable")]
    whole, x = np.array(prior, dtype=float), x.tocsc()[:, used].tocsr()
    prior, penalty = whole[used], penalty[used]
    total, width = weight.sum(), len(used)
    hot = np.zeros((len(y), classes))
    hot[np.arange(len(y)), y] = 1
    turned = x.T.tocsr()

    def cost(flat: Any) -> tuple[float, Any]:
        w = flat[:-classes].reshape(width, classes)
        scores = x @ w + flat[-classes:]
        scores -= scores.max(axis=1, keepdims=True)
        shares = np.exp(scores)
        shares /= shares.sum(axis=1, keepdims=True)
        loss = -(weight * np.log(shares[np.arange(len(y)), y] + 1e-12)).sum() / total
        slope = (shares - hot) * (weight / total)[:, None]
        moved = w - prior
        grown = np.concatenate([(turned @ slope + 2 * penalty * moved).ravel(), slope.sum(axis=0)])
        return loss + float((penalty * moved * moved).sum()), grown

    start = np.concatenate([prior.ravel(), np.zeros(classes)])
    best = minimize(
        cost, start, jac=True, method="L-BFGS-B",
        options={"maxiter": ROUNDS, "maxcor": 12},
    )  # fmt: skip
    whole[used] = best.x[:-classes].reshape(width, classes)
    return whole, best.x[-classes:]


def shares(x: csr_matrix, w: Any, bias: Any) -> Any:
    """Return the shares of the classes for each row."""
    scores = x @ w + bias
    scores -= scores.max(axis=1, keepdims=True)
    grown = np.exp(scores)
    return grown / grown.sum(axis=1, keepdims=True)


def crossed(x: csr_matrix, found: Sequence[Row], penalty: Any, prior: Any) -> Any:
    """Return shares of the verdicts for each row from a model that saw nothing of its author.

    All of the first batch lie in one fold; other corpora are always learnt from.
    """
    told = batches()
    batch = [
        "first" if told.get(row.group, ("",))[0] == "first" else author(row.group) for row in found
    ]
    sizes = {name: batch.count(name) for name in set(batch)}
    fold_of, load = dict[str, int](), [0] * FOLDS
    for name in sorted(sizes, key=lambda one: (-sizes[one], one)):
        fold_of[name] = load.index(min(load))
        load[fold_of[name]] += sizes[name]
    own_text = np.array([row.own for row in found])
    fold = np.array([fold_of[name] for name in batch])
    fold[~own_text] = -1
    y = np.array([row.verdict for row in found])
    weight = np.array([row.weight for row in found])
    out = np.zeros((len(found), len(CLASSES)))
    for number in range(FOLDS):
        own = fold == number
        w, bias = fitted(x[~own], y[~own], weight[~own], len(CLASSES), penalty, prior)
        out[own] = shares(x[own], w, bias)
    return out


def calibrated(out: Any, found: Sequence[Row], *, alone: bool) -> tuple[float, float]:
    """Return slope and shift of the log-odds of a scam that make the folds' shares right.

    Those of messages that stand alone, and those of conversations: at the same odds fewer of the first are honest.
    """
    own = np.array([row.whole and row.own and row.alone == alone for row in found])
    told = np.clip(out[own, 2], 1e-6, 1 - 1e-6)
    odds, truth = np.log(told / (1 - told)), np.array([r.verdict == 2 for r in found])[own]

    def cost(pair: Any) -> float:
        chance = 1 / (1 + np.exp(-(pair[0] * odds + pair[1])))
        chance = np.clip(chance, 1e-9, 1 - 1e-9)
        return float(-(truth * np.log(chance) + (1 - truth) * np.log(1 - chance)).mean())

    best = minimize(cost, np.array([1.0, 0.0]), method="Nelder-Mead")
    return float(best.x[0]), float(best.x[1])


def ranked(out: Any, found: Sequence[Row]) -> str:
    """Return recall at 2 % false alarms, and AUC, of whole dialogues of ours in the folds."""
    own = np.array([row.whole and row.own for row in found])
    score, truth = out[own, 2], np.array([r.verdict == 2 for r in found])[own]
    order = np.argsort(score)
    place = np.empty(len(score))
    place[order] = np.arange(1, len(score) + 1)
    good, bad = truth.sum(), (~truth).sum()
    auc = (place[truth].sum() - good * (good + 1) / 2) / (good * bad)
    bar = np.quantile(score[~truth], 0.98)
    hard = np.array([r.verdict == 0 for r in found])[own]
    high = np.quantile(score[hard], 0.97)
    return (
        f"AUC {auc:.4f}, recall at 2 % {float((score[truth] > bar).mean()):.3f} (bar {bar:.3f}), "
        f"at 3 % of hard honest {float((score[truth] > high).mean()):.3f} (bar {high:.3f})"
    )


def quantised(w: Any) -> tuple[Any, Any]:
    """Return weights as bytes and the scale of each column."""
    scale = np.abs(w).max(axis=0) / 127
    scale[scale == 0] = 1
    return np.round(w / scale).astype(np.int8), scale.astype(np.float32)


def vocabulary(found: Sequence[Row]) -> dict[str, int]:
    """Return the named features that are learnt: all signals, and what enough rows hold."""
    counts: dict[str, int] = {}
    for row in found:
        for name in row.names:
            counts[name] = counts.get(name, 0) + 1
    kept = {name for name, count in counts.items() if count >= _LEAST}
    kept.update(f"{signal}/asked" for signal in signals())
    kept.update(
        f"{s.id}{e}" for s in signals().values() if s.id.startswith("pitch_") for e in ("++", "+++")
    )
    return {name: at for at, name in enumerate(sorted(kept))}


def kinds_rows(own: Sequence[Row]) -> list[Row]:
    """Return the rows the kinds are learnt from: frauds and nuisances, and the catalogue's words."""
    found = [row for row in own if row.kind is not None]
    for scam in catalogue.scams():
        for phrase in (*scam.phrases, *scam.red_flags):
            hearing = Hearing()
            hearing.add(phrase, "them")
            found.append(
                Row(hearing.features(), hearing.text(), 2, scam.id, 0.4, "catalogue", False, False)
            )
    return found


def main() -> None:
    """Train, show what the folds say, and write the model."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument(
        "--without", default="", help="kinds of scams to leave out, for the benchmark"
    )
    parser.add_argument(
        "--files", default="", help="files of dialogues to leave out, for the benchmark"
    )
    parser.add_argument("--no-calibrate", dest="calibrate", action="store_false")
    asked = parser.parse_args()
    files = frozenset(asked.files.split(","))
    left = frozenset(asked.without.split(","))
    learnt = [i for i in items() if not i.held and i.scam not in left and i.file not in files]
    bears = borne(learnt)
    own = [row for item in learnt for row in rows(item, bears)]
    quoted = [row for item in learnt for row in warnings(item)]
    found = own + quoted + background_rows(asked.data)
    names = vocabulary(found)
    y = np.array([row.verdict for row in found])
    weight = np.array([row.weight * (1.5 if row.verdict == 1 else 1.0) for row in found])
    told: dict[str, Any] = {"names": list(names), "calibration": {}}
    held: dict[str, Any] = {}
    for head, buckets in (("full", BUCKETS), ("grammar", 0)):
        heard = found if buckets else [row.plainly() for row in found]
        x, prior = matrix(heard, names, buckets), expected(names, buckets)
        penalty = np.full((x.shape[1], 1), NAMED_PENALTY)
        penalty[:buckets] = TEXT_PENALTY
        out = crossed(x, found, penalty, prior) if asked.calibrate else None
        if out is not None:
            print(head, x.shape, ranked(out, found))
        for alone in (False, True):
            pair = (1.0, 0.0) if out is None else calibrated(out, found, alone=alone)
            told["calibration"][calibration_of(head, alone=alone)] = pair
        w, bias = fitted(x, y, weight, len(CLASSES), penalty, prior)
        held[head] = w[buckets:].astype(np.float32)
        held[f"bias_{head}"] = bias.astype(np.float32)
        if buckets:
            held["text"], held["text_scale"] = quantised(w[:buckets])
    told["kinds"] = [scam.id for scam in catalogue.scams()]
    kinds = kinds_rows(own)
    x = matrix(kinds, names, KIND_TEXT)
    places = np.array([told["kinds"].index(row.kind) for row in kinds])
    penalty = np.full((x.shape[1], 1), NAMED_KIND_PENALTY)
    penalty[:KIND_TEXT] = KIND_PENALTY
    prior = speaking(names, KIND_TEXT, told["kinds"])
    known = np.array([r.weight for r in kinds])
    w, bias = fitted(x, places, known, len(told["kinds"]), penalty, prior)
    held["text_kinds"], held["text_kinds_scale"] = quantised(w[:KIND_TEXT])
    held["named_kinds"], held["bias_kinds"] = (
        w[KIND_TEXT:].astype(np.float32),
        bias.astype(np.float32),
    )
    np.savez_compressed(asked.out, told=json.dumps(told), **held)
    print(told["calibration"], f"{asked.out.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()


__all__ = ["Message", "main", "rows"]
