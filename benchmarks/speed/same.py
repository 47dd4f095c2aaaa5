"""Whether two trees find the same: one command writes what is found, the other compares.

    python -m benchmarks.speed.same write FILE [--models | --plain]
    python -m benchmarks.speed.same compare FILE FILE

Work on speed must change nothing: every finding of a broad corpus has to come out with the same
type, bounds, canonical form, score and evidence. The texts are our own documents without their
marks, the tables of written forms and of near-misses, the cases of the detectors, the examples as
they are scanned, and the texts that speed is measured on.
"""

from __future__ import annotations

import argparse
import pickle
import tomllib
from collections.abc import Iterator
from pathlib import Path

from benchmarks.accuracy import forms, scoring
from benchmarks.speed import material
from benchmarks.speed.__main__ import HOSTILE
from menshen.detectors import BUILTIN, Ensemble, builtin, explain, find, load
from menshen.model import Block, Finding, Person, Table
from menshen.policy import Policy
from menshen.scan import events

ROOT = Path(__file__).parents[2]
Answer = dict[str, tuple[object, ...]]
"""Of each text, by its name, everything that is said of it."""


def texts() -> Iterator[tuple[str, str]]:
    """Yield the names and texts of the corpus."""
    for folder in (ROOT / "corpus", ROOT / "benchmarks" / "accuracy" / "corpus"):
        for document in scoring.read(folder):
            yield f"{folder.relative_to(ROOT)}/{document.name}", document.text
    for number, case in enumerate(forms.build()):
        yield f"form-{number}", case.text
    for path in sorted((ROOT / "tests" / "detectors" / "cases").glob("*.toml")):
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        for kind, cases in table.items():
            for number, case in enumerate(cases):
                yield f"{path.stem}-{kind}-{number}", case["text"]
    for path in sorted((ROOT / "examples").iterdir()):
        yield path.name, path.read_text(encoding="utf-8", errors="replace")


def large() -> Iterator[tuple[str, str]]:
    """Yield the texts that speed is measured on, in blocks as a file is read in; and hostile ones."""
    for make in (material.prose, material.records, material.code, material.events,
                 material.access_log, material.service_log, material.mix):  # fmt: skip
        text = make(1_500_000 if make is material.service_log else 400_000)
        for start in range(0, len(text), 60_000):
            yield f"{make.__name__}-{start}", text[start : start + 60_000]
    for unit in HOSTILE:
        yield f"hostile-{unit}", unit * (3000 // len(unit))
    joined = "\n".join(text for _, text in texts())
    for start in range(0, len(joined), 60_000):
        yield f"joined-{start}", joined[start : start + 60_000]


def answers(*, models: bool, plain: bool) -> Answer:
    """Return what is said of every text of the corpus."""
    policy = Policy(models=models)
    ensemble = Ensemble([*map(load, BUILTIN)], engine="plain") if plain else _warm()
    found: Answer = {}
    for name, text in _all(shortened=models or plain):
        block = Block(name, 0, text)
        held = find(block, policy=policy, ensemble=ensemble)
        said = explain(block, policy=policy, ensemble=ensemble) if len(text) < 5000 else []
        found[name] = (tuple(map(_told, held)), tuple((*e[:2], *e[2:]) for e in said))
    if not plain:
        found["scanned"] = tuple(_scanned(policy))
    return found


def _warm() -> Ensemble:
    find(Block("warm", 0, "电话13800138000 " * 4000), policy=Policy(models=False))
    return builtin()


def _all(*, shortened: bool) -> Iterator[tuple[str, str]]:
    yield from texts()
    for name, text in large():
        yield name, text[:3000] if shortened else text


def _told(finding: Finding) -> tuple[object, ...]:
    return (finding.type.id, *finding[1:])


def _scanned(policy: Policy) -> Iterator[tuple[object, ...]]:
    """Yield the findings, people and tables of a scan of the examples and of our own documents."""
    home = str(ROOT)  # which is another in each tree
    for event in events([ROOT / "examples", ROOT / "corpus"], policy=policy):
        if isinstance(event, Finding):
            yield (repr(_told(event)).replace(home, ""),)
        elif isinstance(event, Person | Table):
            yield (repr(event).replace(home, ""),)


def compare(one: Answer, other: Answer) -> list[str]:
    """Return the names of the texts of which not the same is said."""
    return [name for name in {**one, **other} if one.get(name) != other.get(name)]


def _show(one: tuple[object, ...], other: tuple[object, ...]) -> None:
    for mine, theirs in zip(one, other, strict=False):
        if mine != theirs and isinstance(mine, tuple) and isinstance(theirs, tuple):
            only = (
                [m for m in mine if m not in theirs][:2],
                [t for t in theirs if t not in mine][:2],
            )
            print("   only in one:", *only[0], "\n   only in the other:", *only[1])


def main() -> int:
    """Write or compare; a difference is exit code 1."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("write", "compare"))
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--models", action="store_true")
    parser.add_argument("--plain", action="store_true")
    options = parser.parse_args()
    if options.what == "write":
        found = answers(models=options.models, plain=options.plain)
        options.files[0].write_bytes(pickle.dumps(found))
        print(f"{len(found)} texts, {sum(len(str(a)) for a in found.values())} characters said")
        return 0
    one, other = (pickle.loads(path.read_bytes()) for path in options.files)
    names = compare(one, other)
    for name in names[:20]:
        print(name)
        _show(one.get(name, ()), other.get(name, ()))
    print(f"{len(one)} and {len(other)} texts, {len(names)} differ")
    return bool(names)


if __name__ == "__main__":
    raise SystemExit(main())
