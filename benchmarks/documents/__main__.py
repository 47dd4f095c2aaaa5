"""How much of what hides in documents is found, and whether anything is left when it is taken out.

    python -m benchmarks.documents [--seed N …] [--scans | --no-scans] [--only ENDING,…] [--keep FOLDER]

Makes more than 150 documents with real producers, plants values in body, tables, margins, comments,
metadata, earlier versions, pictures and hidden places, and prints for each format the share that is
found. Then every document is redacted as a user would do it, and other programs look for the planted
values in what came out; how many each saw before is printed, for the silence of one that saw none means nothing.
Residues are all planted values that any program sees, those included that were never found. The outputs
must open, and what stands around must be the same (`benchmarks/documents/around.py` says how).

Scans are read by OCR several times and take most of the time: `--no-scans` leaves them out, `--scans`
takes nothing else. With `--keep` the documents, the outputs and notes of what is done stay there, and
a run that was cut off goes on from them. A program that is not installed is named, with what is
therefore not checked.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import menshen
from benchmarks.documents import (
    around,
    office,
    packed,
    printed,
    programs,
    scanned,
    witnesses,
    written,
)
from benchmarks.documents.plant import BUILDERS, Made, Plant, Planted
from menshen.errors import MenshenError
from menshen.model import Finding
from menshen.text import compact

MODULES = (office, packed, printed, written, scanned)
STYLE = "mask"


class Result(NamedTuple):
    """What became of a document: what was found, and where the output is or why there is none."""

    made: Made
    missed: tuple[Planted, ...]
    values: frozenset[str]
    output: Path | None
    why: str
    seconds: float


def run(made: Made, folder: Path) -> Result:
    """Scan a document and redact it into a folder."""
    started = time.process_time()
    report = menshen.scan(made.path)
    missed = tuple(one for one in made.planted if not _is_found(one, report.findings))
    why = "; ".join(f"{f.error}: {f.reason}" for f in report.failures)
    output = None
    target = folder / made.path.name
    target.unlink(missing_ok=True)
    try:
        redacted = menshen.redact(made.path, target, style=STYLE)
        output = redacted.outputs[0].path if redacted.outputs else None
        why += "; ".join(f"{f.error}: {f.reason}" for f in redacted.failures)
    except MenshenError as error:
        why += f"{type(error).__name__}: {error}"
    values = frozenset(f.value for f in report.findings)
    return Result(made, missed, values, output, why, time.process_time() - started)


def _is_found(one: Planted, findings: Iterable[Finding]) -> bool:
    """Say whether a finding covers a planted value; of an address its own kind must."""
    value = _plain(one.value)
    if one.kind == "home_address":
        kinds = ("address", "house_unit")
        parts = [_plain(f.value) for f in findings if any(kind in f.type.id for kind in kinds)]
        return value in "".join(parts)
    if one.kind == "position":
        return any("39.907361" in f.normal or "39.907361" in f.value for f in findings)
    return any(value in _plain(f.value) or value in _plain(f.normal) for f in findings)


def _plain(text: str) -> str:
    return "".join(compact(text).split())


class Notes:
    """What is done already, in a file beside the documents."""

    def __init__(self, folder: Path, seed: int) -> None:
        self._path = folder / f"notes-{seed}.jsonl"
        self._done: dict[str, dict[str, Any]] = {}
        if self._path.exists():
            for line in self._path.read_text("utf-8").splitlines():
                with suppress(ValueError):
                    note = json.loads(line)
                    self._done[note["name"]] = note

    def of(self, made: Made) -> Result | None:
        """Return what was noted of a document."""
        note = self._done.get(made.path.name)
        if note is None or note["planted"] != [one.value for one in made.planted]:
            return None
        missed = tuple(one for one in made.planted if one.value in note["missed"])
        output = Path(note["output"]) if note["output"] else None
        values = frozenset(note["values"])
        return Result(made, missed, values, output, note["why"], note["seconds"])

    def add(self, result: Result) -> None:
        """Note what became of a document."""
        note = {
            "name": result.made.path.name, "planted": [one.value for one in result.made.planted],
            "missed": [one.value for one in result.missed], "values": sorted(result.values),
            "output": str(result.output or ""), "why": result.why, "seconds": round(result.seconds, 2),
        }  # fmt: skip
        with self._path.open("a", encoding="utf-8") as stream:
            stream.write(json.dumps(note, ensure_ascii=False) + "\n")


def made(folder: Path, seed: int, *, scans: bool) -> list[Made]:
    """Make the scans, or all other documents, or return those that a run before this made there."""
    listed = folder / f"made-{seed}{'-scans' if scans else ''}.json"
    if not listed.exists():
        plant = Plant(seed + scans)
        builders = [build for build in BUILDERS if (build is scanned.pictures) == scans]
        documents = [one for build in builders for one in build(folder, plant)]
        noted = [(str(m.path.relative_to(folder)), m.planted, m.dpi) for m in documents]
        listed.write_text(json.dumps(noted, ensure_ascii=False), "utf-8")
    return [
        Made(folder / name, tuple(Planted(*one) for one in planted), dpi)
        for name, planted, dpi in json.loads(listed.read_text("utf-8"))
        if bool(dpi) == scans
    ]


def left(
    result: Result, tools: Iterable[witnesses.Witness], seen: dict[str, Counter[str]]
) -> Iterator[tuple[str, Planted]]:
    """Yield what the programs still see of what was planted; count what they saw before."""
    planted = {one.value: one for one in result.made.planted}
    for tool in tools:
        before = witnesses.sees(tool, result.made.path, list(planted))
        after = witnesses.sees(tool, result.output, list(planted)) if result.output else set()
        seen[tool.name]["before"] += len(before)
        seen[tool.name]["after"] += len(after)
        yield from ((tool.name, planted[value]) for value in sorted(after))


def texts(paths: list[Path], folder: Path) -> dict[Path, str]:
    """Return the text of documents as LibreOffice, pdftotext and Python's email read it."""
    found = programs.texts(paths, folder)
    for path in paths:
        if path.suffix == ".pdf":
            found[path] = witnesses.printed(path)
        elif path.suffix in {".eml", ".mbox"}:
            found[path] = witnesses.mailed(path)
    return found


def main() -> None:
    """Run the benchmark and print its tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seed", type=int, nargs="+", default=[2], help="what draws to make")
    parser.add_argument("--scans", action=argparse.BooleanOptionalAction, help="only, or no, scans")
    parser.add_argument("--only", default="", help="endings, with commas between them")
    parser.add_argument("--keep", type=Path, help="a folder to keep what was made and written")
    asked = parser.parse_args()
    totals: dict[str, Counter[str]] = defaultdict(Counter)
    with tempfile.TemporaryDirectory() as temporary:
        held = asked.keep or Path(temporary)
        for seed in asked.seed:
            several = len(asked.seed) > 1
            if several:
                print(f"\n## seed {seed}\n", flush=True)
            folder = held / f"seed-{seed}" if several else held
            for kind, row in report(list(_results(folder, seed, asked)), folder).items():
                totals[kind].update(row)
    if len(asked.seed) > 1:
        print(f"\n## {len(asked.seed)} seeds together")
        _rows(totals)


def _results(folder: Path, seed: int, asked: argparse.Namespace) -> Iterator[Result]:
    """Make the documents of a seed, and yield what became of each, or had become before."""
    (folder / "written").mkdir(exist_ok=True, parents=True)
    notes = Notes(folder, seed)
    endings = {f".{ending}" for ending in asked.only.split(",") if ending}
    wanted = [False, True] if asked.scans is None else [asked.scans]
    for one in (m for scans in wanted for m in made(folder, seed, scans=scans)):
        if endings and one.path.suffix not in endings:
            continue
        result = notes.of(one)
        if result is None:
            result = run(one, folder / "written")
            notes.add(result)
        yield result


def report(results: list[Result], folder: Path) -> dict[str, Counter[str]]:
    """Print what was found, missed and left, and what was not checked; return the counts by format."""
    tools = (*witnesses.CHEAP, *((witnesses.OCR,) if any(r.made.dpi for r in results) else ()))
    before = texts([r.made.path for r in results], folder / "before")
    after = texts([r.output for r in results if r.output], folder / "after")
    rows: dict[str, Counter[str]] = defaultdict(Counter)
    places: dict[str, Counter[str]] = defaultdict(Counter)
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    for result in results:
        kind = result.made.path.suffix[1:] + (f" {result.made.dpi} dpi" if result.made.dpi else "")
        slow = tools if result.made.dpi else witnesses.CHEAP
        leaks = [
            *left(result, slow, seen),
            *_still(result, before, after, seen["text as read by LibreOffice, pdftotext, email"]),
        ]
        _counted(rows[kind], result, leaks)
        _around(rows[kind], result, before, after)
        for one in result.made.planted:
            places[one.place]["planted"] += 1
            places[one.place]["found"] += one not in result.missed
    _tables(rows, places, seen)
    for name in witnesses.absent(tools):
        print(f"not installed, so not asked: {name}")
    if not programs.OFFICE:
        print("not installed: LibreOffice; whether outputs open there was not checked")
    if witnesses.OCR not in tools:
        print("pictures and rendered pages were not looked at by OCR: see --scans")
    print(f"{sum(r.seconds for r in results):.0f} CPU-seconds to scan, redact and prove")
    return rows


def _counted(row: Counter[str], result: Result, leaks: list[tuple[str, Planted]]) -> None:
    """Count a document in, and print what is wrong with it."""
    name, missed = result.made.path.name, set(result.missed)
    row["files"] += 1
    row["planted"] += len(result.made.planted)
    row["found"] += len(result.made.planted) - len(missed)
    row["residues"] += len({one for _, one in leaks})
    row["unfound"] += len({one for _, one in leaks if one in missed})
    if result.output is None:
        row["refused"] += 1
        print(f"! {name}: not written: {result.why}")
    elif result.why:
        row["partly"] += 1
        print(f"! {name}: {result.why}")
    for tool, one in leaks:
        print(f"! {name}: {one.kind} in {one.place} ({'missed' if one in missed else 'found'}) is seen by {tool}")  # fmt: skip
    for one in missed:
        print(f"- {name}: {one.kind} in {one.place} was not found")
    if result.output is not None:
        opened = witnesses.opens(result.output)
        row["asked"] += opened is not None
        row["opened"] += opened is True
        if opened is False:
            print(f"! {name}: the output does not open")


def _still(
    result: Result, before: dict[Path, str], after: dict[Path, str], seen: Counter[str]
) -> Iterator[tuple[str, Planted]]:
    """Yield what is still read of a document as a whole; count what was read before and is after."""
    if result.output is None or result.made.path not in before:
        return
    planted = result.made.planted
    still = [one for one in planted if one.value in after.get(result.output, "")]
    seen["before"] += sum(one.value in before[result.made.path] for one in planted)
    seen["after"] += len(still)
    yield from (("its reader", one) for one in still)


def _around(
    row: Counter[str], result: Result, before: dict[Path, str], after: dict[Path, str]
) -> None:
    """Count whether LibreOffice opens the output, and whether what stands around is the same."""
    path, output = result.made.path, result.output
    if output is None:
        return
    told: list[str] = []
    if path.suffix in programs.READ and path in before:
        row["asked"] += 1
        row["opened"] += output in after
        if output not in after:
            print(f"! {path.name}: LibreOffice cannot open the output")
        elif not around.office(before[path], after[output], result.values):
            told.append("text in LibreOffice")
    if not result.made.dpi:
        told += around.differs(path, output, result.values)
        row["other" if told else "same"] += 1
    if told:
        print(f"~ {path.name}: not the same: {', '.join(told[:5])}")


def _tables(
    rows: dict[str, Counter[str]],
    places: dict[str, Counter[str]],
    seen: dict[str, Counter[str]],
) -> None:
    _rows(rows)
    print("\n| place | planted | found |\n|---|--:|--:|")
    for place, row in places.items():
        print(f"| {place} | {row['planted']} | {100 * row['found'] / row['planted']:.2f} % |")
    print("\n| looked by | values seen before | after |\n|---|--:|--:|")
    for tool, row in seen.items():
        print(f"| {tool} | {row['before']} | {row['after']} |")


def _rows(rows: dict[str, Counter[str]]) -> None:
    """Print a table by format, and the residues of all."""
    print("\n| format | files | planted | found | recall | residues | of which missed | not written | in part | opens | all around the same |")  # fmt: skip
    print("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|")
    scans = sum((row for kind, row in rows.items() if "dpi" in kind), Counter[str]())
    plain = sum((row for kind, row in rows.items() if "dpi" not in kind), Counter[str]())
    for kind, row in [*rows.items(), ("all electronic", plain), ("all scans", scans)]:
        if not row["files"]:
            continue
        share = 100 * row["found"] / max(row["planted"], 1)
        print(f"| {kind} | {row['files']} | {row['planted']} | {row['found']} | {share:.2f} % | {row['residues']} | {row['unfound']} "
              f"| {row['refused']} | {row['partly']} | {row['opened']}/{row['asked']} | {row['same']}/{row['same'] + row['other']} |")  # fmt: skip
    residues = plain["residues"] + scans["residues"]
    print(f"\nresidues found by other programs, over all formats: {residues}")


if __name__ == "__main__":
    main()
