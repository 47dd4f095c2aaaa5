"""Changed documents written back: what can be read can be written or says why not, and is emptied."""

from __future__ import annotations

import io
import re
from typing import cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from menshen import formats
from menshen.edits import Edit, Writer
from menshen.errors import MenshenError
from menshen.model import Block, Document, Span
from tests.formats.written import keep
from tests.fuzz.hostile import SEEDS, changed

QUICK = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
PATTERN = re.compile(r"[0-9]{3,}")
WRITTEN = sorted(
    name for name, data in SEEDS.items()
    if hasattr(formats.for_document(Document(name, data=data)), "write") and not name.endswith((".mp3", ".rar"))
)  # fmt: skip


def edited(name: str, data: bytes) -> None:
    """Write a document without its numbers, and read it again."""
    document = Document(name, data=data)
    try:
        format_ = formats.for_document(document)
        blocks = [part for part in format_.read(document) if isinstance(part, Block)]
    except MenshenError:
        return
    if not hasattr(format_, "write"):
        return
    edits = [
        Edit(b.id, Span(*m.span()), "X")
        for b in blocks
        for m in PATTERN.finditer(b.text)
        if b.core is None or b.core.start <= m.start() < b.core.end
    ]
    out = io.BytesIO()
    try:
        cast("Writer", format_).write(document, edits, out, inner=keep)
    except MenshenError:
        return
    again = Document(name, data=out.getvalue())
    try:
        assert all(not isinstance(part, Block) or part.text for part in formats.read(again))
    except MenshenError:  # redaction reads what it wrote and refuses it then
        return


@pytest.mark.parametrize("name", WRITTEN)
def test_seeds_are_written(name: str) -> None:
    edited(name, SEEDS[name])


@pytest.mark.parametrize("name", WRITTEN)
@given(numbers=st.binary(min_size=60, max_size=200), count=st.integers(1, 8), inside=st.booleans())
@settings(QUICK, max_examples=15)
def test_changed_documents_are_written_or_say_why_not(
    name: str, numbers: bytes, count: int, inside: bool
) -> None:
    edited(name, changed(name, numbers, count, inside=inside))
