"""What is left when whole batches, styles or kinds of scams were never learnt from."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from benchmarks.warn.data import Item, batches, items
from benchmarks.warn.measures import auc, recall_at
from menshen.scam import model
from menshen.warn import assess


def apart(data: Path) -> None:
    """Train without each batch and without some kinds, and measure on all of what was left out."""
    told = batches()
    for batch in sorted({batch for batch, _ in told.values()}):
        files = [file for file, (own, _) in told.items() if own == batch]
        with _trained(data, "--files", ",".join(files)):
            _print(f"without batch {batch}", [i for i in items() if i.file in files])
    for kind in (
        "contraband_parcel",
        "fake_subsidy",
        "stock_tip",
        "impersonate_boss",
        "game_trade",
    ):
        with _trained(data, "--without", kind):
            _print(f"without {kind}", [i for i in items() if i.scam == kind or i.verdict == "none"])


class _trained:  # noqa: N801 - reads as a phrase
    """While it lasts the model is one trained in another way."""

    def __init__(self, data: Path, *options: str) -> None:
        self._command = [sys.executable, "-m", "tools.train.scam", "--data", str(data), *options]

    def __enter__(self) -> None:
        self._folder = tempfile.TemporaryDirectory()
        out = Path(self._folder.name) / "weights.npz"
        subprocess.run([*self._command, "--no-calibrate", "--out", str(out)], check=True)
        self._before = model._FILE
        model._FILE = out
        model.load.cache_clear()

    def __exit__(self, *_: object) -> None:
        model._FILE = self._before
        model.load.cache_clear()
        self._folder.cleanup()


def _print(name: str, found: Iterable[Item]) -> None:
    told = [(item.verdict == "scam", assess(list(item.turns))) for item in found]
    good = [a.probability for fraud, a in told if fraud]
    bad = [a.probability for fraud, a in told if not fraud]
    recall, _ = recall_at(good, bad, 0.02)
    own = sum(a.verdict == "scam" for fraud, a in told if fraud) / len(good)
    false = sum(a.verdict == "scam" for fraud, a in told if not fraud) / len(bad)
    print(
        f"  {name:28s} {len(good)} frauds, {len(bad)} honest: AUC {auc(good, bad):.4f}, "
        f"recall at 2 % {recall:.3f}; at the bar of 0.5 {own:.3f}, false alarms {false:.3f}",
        flush=True,
    )
