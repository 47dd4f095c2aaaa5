"""Checks the corpus: markup, kinds, check digits, documents that repeat each other.

    python -m tools.corpus [FOLDER] [--against FILE.jsonl]

`--against` names documents that must not be learnt from (test sets, a JSON object with `text` a
line): a document of ours that shares a long stretch with one of them is named.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import accumulate
from pathlib import Path

from menshen import taxonomy
from menshen.detectors import bank_card, imei, resident_id
from menshen.text import compact, fold_width
from tools.train.corpora import MARK

HERE = Path(__file__).parents[1] / "corpus"
_STRETCH = 14
"""Characters that two documents may not have in common, if they are mostly Chinese."""
_SHARED, _PART = 4, 5
"""So many such stretches, and one in so many of a document's own, make a repetition: less is a stock
phrase of law or trade."""


def documents(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield name and marked text of each document of a folder; `----` on a line parts them."""
    for path in sorted(folder.glob("*.txt")):
        parts = re.split(r"(?m)^----\s*$", path.read_text(encoding="utf-8"))
        for number, part in enumerate(p.strip("\n") for p in parts):
            if part.strip():
                yield f"{path.name}, document {number}", part


def faults(name: str, marked: str) -> Iterator[str]:
    """Yield what is wrong with the markup and the numbers of a document; no value is named.

    >>> list(faults("a", "[[nonsense|x]] [[person_name| 张伟]]"))
    ['a: mark 1: no such type: nonsense', 'a: mark 2: a blank at the edge of person_name']
    """
    rest = MARK.sub("", marked)
    if "[[" in rest or "]]" in rest:
        yield f"{name}: brackets that mark nothing, or marks inside marks"
    known = taxonomy.ids()
    for number, mark in enumerate(MARK.finditer(marked), 1):
        optional, kind, value = mark.groups()
        if kind not in known:
            yield f"{name}: mark {number}: no such type: {kind}"
        elif value != value.strip() or not value:
            yield f"{name}: mark {number}: a blank at the edge of {kind}"
        elif not optional and not _holds(kind, compact(fold_width(value)).upper()):
            yield f"{name}: mark {number}: the check digit of this {kind} is wrong"


def _holds(kind: str, value: str) -> bool:
    """Say whether a number written in digits alone has the right check digit."""
    if kind == "resident_id_number" and re.fullmatch("[0-9]{17}[0-9X]", value):
        return resident_id.is_valid(value)
    if kind == "bank_card_number" and re.fullmatch("[0-9]{16,19}", value):
        return bank_card.luhn(value)
    if kind == "imei" and re.fullmatch("[0-9]{15}", value):
        return imei.luhn(value)
    return True


def _stretches(text: str) -> set[str]:
    """Return the stretches of a text that are mostly Chinese, numbers and blanks left out."""
    plain = re.sub(r"[\s0-9]+", "", text)
    han = [0, *accumulate("㐀" <= char <= "鿿" for char in plain)]
    least = _STRETCH * 2 // 3
    return {
        plain[at : at + _STRETCH]
        for at in range(len(plain) - _STRETCH + 1)
        if han[at + _STRETCH] - han[at] > least
    }


def repetitions(
    held: Iterable[tuple[str, str]], against: Iterable[tuple[str, str]] = ()
) -> Iterator[str]:
    """Yield the documents that share long stretches with an earlier one, or with a test set's."""
    owner: dict[str, str] = {}
    for name, text in against:
        owner |= dict.fromkeys(_stretches(text), name)
    for name, marked in held:
        mine = _stretches(MARK.sub(lambda m: m.group(3), marked))
        shared = Counter(owner[s] for s in mine if s in owner)
        for other, count in shared.most_common(1):
            if count >= _SHARED and count * _PART >= len(mine):
                yield f"{name}: shares {count} stretches with {other}"
        owner |= dict.fromkeys(mine - owner.keys(), name)


def main() -> None:
    """Print what is wrong; exit with 1 if anything is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=HERE)
    parser.add_argument("--against", type=Path)
    options = parser.parse_args()
    held = list(documents(options.folder))
    against: list[tuple[str, str]] = []
    if options.against:
        lines = options.against.read_text(encoding="utf-8").splitlines()
        against = [
            (f"{options.against.name}, {i}", json.loads(x)["text"]) for i, x in enumerate(lines)
        ]
    found = [f for name, marked in held for f in faults(name, marked)]
    found += repetitions(held, against)
    marks = sum(1 for _, marked in held for _ in MARK.finditer(marked))
    clean = sum(not any(not m.group(1) for m in MARK.finditer(marked)) for _, marked in held)
    print(
        *found,
        f"{len(held)} documents, {clean} without personal information, {marks} marks",
        sep="\n",
    )
    raise SystemExit(bool(found))


if __name__ == "__main__":
    main()
