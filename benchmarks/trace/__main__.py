"""Measure release and trace: one command, one table with intervals.

python -m benchmarks.trace --quick                  a few minutes
python -m benchmarks.trace --notes trace.jsonl      in full; taken up again from the notes
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.trace import coverage, innocents, power, whole
from benchmarks.trace.figures import Figure, Notes

Part = Callable[[], Iterator[Figure]]


def parts(notes: Notes, *, quick: bool, folder: Path, seed: int) -> dict[str, Part]:
    """Return the parts of the benchmark by name."""
    few = 60 if quick else 1000
    return {
        "G1": lambda: innocents.simulated(seed, 200_000 if quick else 12_000_000, notes),
        "G1-weighted": lambda: innocents.weighted(seed, 20_000 if quick else 400_000),
        "G1-repeated": lambda: innocents.repeated(seed, 20_000 if quick else 500_000),
        "G2-G3": lambda: power.single(seed, few),
        "G4": lambda: power.merged(seed, 10 if quick else 100),
        "G5": lambda: power.strategies(seed, 2 if quick else 100),
        "G6": lambda: power.dealt(seed, few),
        "G7": lambda: power.rung(seed, 20 if quick else 300),
        "G8": lambda: coverage.covered(seed, 20 if quick else 300),
        "G9-G11": lambda: whole.whole(folder, 5000 if quick else 50_000, 20 if quick else 200),
        "G10-many": lambda: whole.many(seed),
        **({} if quick else {"G10-million": lambda: whole.million(folder)}),
    }


def table(figures: list[Figure]) -> Iterator[str]:
    """Yield the lines of the table."""
    yield f"{'goal':5} {'figure':>22} {'95 % interval':>19} {'target':>14}     what"
    for f in figures:
        mark = {True: "ok", False: "MISS", None: ""}[f.holds]
        yield f"{f.goal:5} {f.figure:>22} {f.interval:>19} {f.target:>14} {mark:4} {f.what}"


def main() -> None:
    """Run the parts asked for and print the table."""
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--quick", action="store_true", help="fewer trials")
    given.add_argument("--only", default="", help="parts, separated by commas")
    given.add_argument("--notes", type=Path, help="file of results to take up from")
    given.add_argument("--seed", type=int, default=20261126)
    asked = given.parse_args()
    notes = Notes(asked.notes)
    wanted = [name for name in asked.only.split(",") if name]
    found: list[Figure] = []
    with tempfile.TemporaryDirectory() as folder:
        for name, work in parts(
            notes, quick=asked.quick, folder=Path(folder), seed=asked.seed
        ).items():
            if not wanted or name in wanted:
                found += notes.done(name, work)
                print(f"… {name}", flush=True)
    print("\n".join(table(found)))


if __name__ == "__main__":
    main()
