"""Coverage-guided fuzzing of the formats, run by hand.

python tests/fuzz/atheris_formats.py -runs=20000
"""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["menshen.formats"]):
    from menshen import formats
    from menshen.errors import UnreadableError
    from menshen.formats import binary, charset, decoding, pieces, rows, tree
    from menshen.formats.decoding import TextStream
    from menshen.formats.json import Json
    from menshen.formats.plain import Plain
    from menshen.formats.table import Table
    from menshen.model import Block, Document

MODULES = (binary, charset, decoding, pieces, rows, tree)
NAMES = ("a.txt", "a.csv", "a.json", "a.jsonl", "-")


def blocks_of(kind: int, size: int, document: Document) -> list[Block]:
    if kind == 0:
        items = list(formats.read(document))
    else:
        reader = (Plain, Table, Json)[kind % 3](size)
        items = list(reader.read(document))
    return [item for item in items if isinstance(item, Block)]


def one(data: bytes) -> None:
    """Read a document in a format and block size that the first bytes choose."""
    if len(data) < 3:
        return
    document = Document(NAMES[data[0] % len(NAMES)], data=data[3:])
    try:
        blocks = blocks_of(data[1] % 4, 32 + data[2] % 128, document)
    except UnreadableError:
        return
    text = "".join(TextStream(document))
    assert "".join(b.text[slice(*(b.core or (0, len(b.text))))] for b in blocks) == text
    for block in blocks:
        assert block.layout is not None
        for at in range(0, len(block.text), 3):
            block.layout.place(at, at + 1)
            block.layout.labels(at)


if __name__ == "__main__":
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()
