"""How much of what hides in documents is found, and whether anything is left when it is taken out.

    python -m benchmarks.documents [--seed N] [--keep FOLDER]

Makes documents with real producers, plants values in body, tables, margins, comments, metadata and
hidden places, and prints for each format the share that is found. Then every finding is taken out
through the format's own `write`, and other programs look for the planted values in what came out:
unpacked members as they are and without tags, in three charsets; what LibreOffice makes of it as
text. It must still open there, and the text around must be the same.

Formats of plain text inside archives (txt) are emptied by a plain replacement as long as they do
not write themselves.
"""

from __future__ import annotations

import argparse
import io
import re
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, cast

from benchmarks.documents import office, packed, programs
from benchmarks.documents.plant import BUILDERS, Made, Plant, Planted
from menshen import formats
from menshen.detectors import find
from menshen.edits import Edit, Writer
from menshen.errors import MenshenError
from menshen.model import Block, Document
from menshen.policy import DEFAULT

MODULES = (office, packed)
STAND_IN = "〔略〕"


class Result(NamedTuple):
    """What became of a document."""

    made: Made
    missed: tuple[Planted, ...]
    failures: int
    written: bytes | None
    why: str
    values: frozenset[str]


class Taking:
    """Takes all findings out of a document and of all in it."""

    def __init__(self) -> None:
        self.values: set[str] = set()
        self.failures: list[str] = []

    def out_of(self, document: Document) -> bytes | None:
        """Return the document without what was found in it; raises what its format raises."""
        format_ = formats.for_document(document)
        edits = list(self._edits(document))
        if not hasattr(format_, "write"):
            data = document.data or b""
            for value in sorted(self.values, key=len, reverse=True):
                data = data.replace(value.encode(), STAND_IN.encode())
            return data
        out = io.BytesIO()
        cast("Writer", format_).write(document, edits, out, inner=self._inner)
        return out.getvalue()

    def _edits(self, document: Document) -> Iterator[Edit]:
        for part in formats.read(document):
            if isinstance(part, Block):
                for finding in find(part, policy=DEFAULT):
                    self.values.add(finding.value)
                    yield Edit(part.id, finding.span, STAND_IN)

    def _inner(self, document: Document) -> bytes | None:
        try:
            return self.out_of(document)
        except MenshenError as error:
            self.failures.append(f"{type(error).__name__}: {error}")
            return document.data


def run(made: Made) -> Result:
    """Find and take out what a document holds."""
    taking, data, why = Taking(), None, ""
    try:
        data = taking.out_of(Document(str(made.path), path=made.path))
    except MenshenError as error:
        why = f"{type(error).__name__}: {error}"
    found = frozenset(taking.values)
    missed = tuple(p for p in made.planted if not any(p.value in value for value in found))
    return Result(made, missed, len(taking.failures), data, why, found)


def residues(
    result: Result, folder: Path, before: dict[Path, str], after: dict[Path, str]
) -> list[str]:
    """Return where planted values are left, and what else is wrong with what was written."""
    path = result.made.path
    if result.written is None:
        return [f"not written: {result.why}"]
    values = [p.value for p in result.made.planted if p not in result.missed]
    found = programs.held(result.written, values)
    target = folder / path.name
    if path in before and target not in after:
        found.append("LibreOffice cannot open it")
    found += ["in what LibreOffice reads" for value in values if value in after.get(target, "")]
    return found


def same(
    result: Result, folder: Path, before: dict[Path, str], after: dict[Path, str]
) -> bool | None:
    """Say whether the text around is the same, as LibreOffice reads it; None where it is not asked."""
    path = result.made.path
    if path not in before or folder / path.name not in after:
        return None
    text = before[path]
    for value in sorted(result.values, key=len, reverse=True):
        text = text.replace(value, STAND_IN)
    return _plain(text) == _plain(after[folder / path.name])


def _plain(text: str) -> str:
    body = re.search(r"<office:body>.*</office:body>", text, re.DOTALL)
    if body is not None:
        text = re.sub(r"<office:binary-data>[^<]*</office:binary-data>", "", body[0])
        text = re.sub(r"<[^>]*>", " ", text)
    return "".join(text.replace('"', "").split())


def written(results: list[Result], folder: Path) -> list[Path]:
    """Write what came out to files; those of old forms get the ending of the new one."""
    folder.mkdir(exist_ok=True)
    paths = []
    for result in results:
        if result.written is not None:
            path = folder / result.made.path.name
            path.write_bytes(result.written)
            paths.append(path)
    return paths


def main() -> None:
    """Run the benchmark and print its tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="a folder to keep what was made and written")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = asked.keep or Path(temporary)
        folder.mkdir(exist_ok=True, parents=True)
        plant, started = Plant(asked.seed), time.process_time()
        made = [m for build in BUILDERS for m in build(folder, plant)]
        results = [run(m) for m in made]
        report(results, folder)
        print(f"{time.process_time() - started:.0f} CPU-seconds, programs of others not counted")


def report(results: list[Result], folder: Path) -> None:
    """Print what was found, missed and left."""
    out = folder / "written"
    paths = written(results, out)
    before = programs.texts([r.made.path for r in results], folder / "before")
    after = programs.texts(paths, folder / "after")
    rows: dict[str, Counter[str]] = defaultdict(Counter)
    places: dict[str, Counter[str]] = defaultdict(Counter)
    for result in results:
        kind = "".join(result.made.path.suffixes[-1:])[1:]
        row = rows[kind]
        row["files"] += 1
        row["planted"] += len(result.made.planted)
        row["found"] += len(result.made.planted) - len(result.missed)
        left = residues(result, out, before, after)
        row["residues"] += len(left)
        row["failures"] += result.failures
        for place in result.made.planted:
            places[place.place]["planted"] += 1
            places[place.place]["found"] += place not in result.missed
        for what in dict.fromkeys(left):
            print(f"! {result.made.path.name}: {what}")
        for missed in result.missed:
            print(f"- {result.made.path.name}: {missed.kind} in {missed.place}")
        alike = same(result, out, before, after)
        if alike is not None:
            row["same" if alike else "other"] += 1
        if alike is False:
            print(f"~ {result.made.path.name}: the text around is not the same")
    _table(rows, places)


def _table(rows: dict[str, Counter[str]], places: dict[str, Counter[str]]) -> None:
    print(
        "\n| format | files | planted | found | recall | residues | text the same | inside not written |"
    )
    print("|---|--:|--:|--:|--:|--:|--:|--:|")
    rows["all"] = sum(rows.values(), Counter())
    for kind, row in rows.items():
        share = 100 * row["found"] / max(row["planted"], 1)
        asked = row["same"] + row["other"]
        print(f"| {kind} | {row['files']} | {row['planted']} | {row['found']} | {share:.2f} % | {row['residues']} "
              f"| {row['same']}/{asked} | {row['failures']} |")  # fmt: skip
    print("\n| place | planted | found |")
    print("|---|--:|--:|")
    for place, row in places.items():
        print(f"| {place} | {row['planted']} | {100 * row['found'] / row['planted']:.2f} % |")


if __name__ == "__main__":
    main()
