"""The turns of the corpus, as the grammar reads them."""

from __future__ import annotations

import json

import pytest

from benchmarks.warn.data import HERE
from menshen.scam.plain import plain


@pytest.fixture(scope="session")
def dialogues() -> tuple[str, ...]:
    """Return the plain texts of all turns of the dialogues."""
    return tuple(
        plain(turn["text"]).text
        for path in sorted(HERE.glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
        for turn in json.loads(line)["turns"]
    )
