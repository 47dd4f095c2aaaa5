"""How well warnings are given: `python -m benchmarks.warn [--data FOLDER] [--apart]`.

All figures are of the third of the dialogues that is held back. `--data` adds everyday texts of other
corpora and synthetic calls that the model has not seen; `--apart` trains anew without whole batches, styles and
kinds of scams (some minutes each) and measures on what was left out; it needs `--data` too.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from benchmarks.warn.data import Item, batches, items
from benchmarks.warn.measures import auc, calibration, lead, recall_at, summed_up
from menshen.warn import Assessment, assess

RATE = 0.02
BARS = (0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.97)


def judged(found: Iterable[Item], *, model: bool = True) -> list[tuple[Item, Assessment]]:
    """Return dialogues with what is said of each as a whole."""
    return [(item, assess(list(item.turns), model=model)) for item in found]


def verdicts(found: Sequence[tuple[Item, Assessment]], name: str) -> None:
    """Print how well frauds are told from honest messages."""
    good = [a.probability for i, a in found if i.verdict == "scam"]
    bad = [a.probability for i, a in found if i.verdict != "scam"]
    recall, bar = recall_at(good, bad, RATE)
    own = sum(a.verdict == "scam" for i, a in found if i.verdict == "scam") / len(good)
    false = [a.verdict for i, a in found if i.verdict != "scam"]
    none = [a.verdict for i, a in found if i.verdict == "none"]
    print(
        f"{name}: {len(good)} frauds, {len(bad)} honest ({len(none)} hard honest, the rest marketing)"
    )
    print(
        f"  AUC {auc(good, bad):.4f}; recall at {RATE:.0%} false alarms {recall:.3f} (bar {bar:.2f})"
    )
    print(f"  as shipped: recall {own:.3f}, false alarms {false.count('scam') / len(false):.3f}")
    alarms = sum(v in {"scam", "unsure", "nuisance"} for v in none) / len(none)
    print(
        f"  hard honest: scam {none.count('scam') / len(none):.3f}, "
        f"scam or unsure {sum(v in {'scam', 'unsure'} for v in none) / len(none):.3f}, any {alarms:.3f}"
    )
    told = [a.probability for _, a in found]
    print(f"  calibration error {calibration(told, [i.verdict == 'scam' for i, _ in found]):.3f}")


def by_group(found: Sequence[tuple[Item, Assessment]]) -> None:
    """Print recall and false alarms by style, and by batch and manner."""
    told = batches()
    groups: dict[str, list[tuple[Item, Assessment]]] = defaultdict(list)
    for item, answer in found:
        groups[f"style {item.style}"].append((item, answer))
        groups["batch " + " ".join(told[item.file])].append((item, answer))
    for name in sorted(groups):
        frauds = [a.verdict == "scam" for i, a in groups[name] if i.verdict == "scam"]
        honest = [a.verdict == "scam" for i, a in groups[name] if i.verdict != "scam"]
        recall = f"{sum(frauds) / len(frauds):.3f} of {len(frauds)}" if frauds else "-"
        false = f"{sum(honest) / len(honest):.3f} of {len(honest)}" if honest else "-"
        print(f"  {name:32s} recall {recall:14s} false alarms {false}")


def kinds(found: Sequence[tuple[Item, Assessment]]) -> None:
    """Print how often the right kind of scam is ranked first, and in the first two."""
    ranks = Counter[str]()
    worst = Counter[str]()
    for item, answer in found:
        if item.verdict == "scam" and item.scam is not None:
            order = [one.id for one in answer.scams]
            ranks["all"] += 1
            ranks["first"] += order[:1] == [item.scam]
            ranks["two"] += item.scam in order[:2]
            worst[item.scam] += item.scam not in order[:2]
    share = {key: ranks[key] / ranks["all"] for key in ("first", "two")}
    print(f"kinds: top one {share['first']:.3f}, top two {share['two']:.3f} of {ranks['all']}")
    print("  most often missed:", ", ".join(f"{k} {n}" for k, n in worst.most_common(6) if n))
    nuisances = [a.verdict for i, a in found if i.verdict == "nuisance"]
    print("  marketing is called:", dict(Counter(nuisances)))


def leads(found: Iterable[Item]) -> None:
    """Print how early frauds are called so, where the caller spoke before the first ask."""
    told = [
        lead(item)
        for item in found
        if item.first_ask and any(t.speaker != "me" for t in item.turns[: item.first_ask])
    ]
    print(f"before the first harmful ask: {summed_up(told)}")


def trade(found: Sequence[tuple[Item, Assessment]]) -> None:
    """Print what each bar would give: frauds found, told before the first ask, and false alarms."""
    early = [
        assess(list(item.turns[: item.first_ask])).probability
        for item, _ in found
        if item.first_ask and any(t.speaker != "me" for t in item.turns[: item.first_ask])
    ]
    groups = {
        name: [a.probability for i, a in found if i.verdict in verdicts]
        for name, verdicts in (
            ("recall", {"scam"}), ("false alarms", {"none", "nuisance"}), ("hard honest", {"none"}),
        )
    }  # fmt: skip
    groups["before the ask"] = early
    for bar in BARS:
        shares = (
            f"{name} {sum(p >= bar for p in ps) / len(ps):.3f}" for name, ps in groups.items()
        )
        print(f"  bar {bar:.2f}: {', '.join(shares)}")


def everyday(data: Path) -> None:
    """Print how often texts of other corpora raise an alarm; none was learnt from."""
    from tools.train.backgrounds import _calls, everyday

    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for source, text in everyday(data, learnt=False):
        counts[source][assess([("them", text)]).verdict] += 1
    for ground in _calls(data / "scam/teleantifraud_dialogues", learnt=False):
        counts[f"calls, {ground.verdict}"][assess([("them", t) for t in ground.turns]).verdict] += 1
    for source, told in sorted(counts.items()):
        whole = sum(told.values())
        shares = ", ".join(f"{v} {n / whole:.4f}" for v, n in told.most_common())
        print(f"  {source:20s} {whole:5d}: {shares}")


def speed(found: Sequence[Item]) -> None:
    """Print messages per CPU-second and the time to load."""
    texts = [t.text for i in found for t in i.turns if 60 <= len(t.text) <= 80][:400]
    for name, model in (("grammar only", False), ("with the model", True)):
        for text in texts:
            assess(text, model=model)
        started = time.process_time()
        for text in texts:
            assess(text, model=model)
        rate = len(texts) / (time.process_time() - started)
        print(f"speed {name}: {rate:,.0f} messages of 60 to 80 characters per CPU-second")
    code = (
        "import time, menshen; t = time.process_time(); menshen.warn('请把钱转到安全账户');"
        "print(f'{time.process_time() - t:.3f}')"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    print(f"load and first message: {answer.stdout.strip()} s")


def main() -> None:
    """Print all figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--apart", action="store_true")
    asked = parser.parse_args()
    held = [item for item in items() if item.held]
    found = judged(held)
    verdicts(found, "held back, grammar and model")
    verdicts(judged(held, model=False), "held back, grammar only")
    by_group(found)
    kinds(found)
    leads(held)
    trade(found)
    speed(held)
    if asked.data is not None:
        print("other corpora, not learnt from:")
        everyday(asked.data)
        if asked.apart:
            from benchmarks.warn.apart import apart

            apart(asked.data)


if __name__ == "__main__":
    main()
