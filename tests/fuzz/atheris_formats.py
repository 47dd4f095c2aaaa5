"""Coverage-guided fuzzing of the formats, run by hand.

python tests/fuzz/atheris_formats.py -runs=20000
"""

from __future__ import annotations

import sys


def one(data: bytes) -> None:
    """Read a document in a format and block size that the first bytes choose."""
    from menshen import formats
    from menshen.errors import UnreadableError
    from menshen.formats.decoding import TextStream
    from menshen.formats.json import Json
    from menshen.formats.plain import Plain
    from menshen.formats.table import Table
    from menshen.model import Block, Document

    if len(data) < 3:
        return
    names = ("a.txt", "a.csv", "a.json", "a.jsonl", "-")
    document = Document(names[data[0] % len(names)], data=data[3:])
    kind, size = data[1] % 4, 32 + data[2] % 128
    try:
        read = formats.read if kind == 3 else (Plain, Table, Json)[kind](size).read
        blocks = [item for item in read(document) if isinstance(item, Block)]
    except UnreadableError:
        return
    text = "".join(TextStream(document))
    assert "".join(b.text[slice(*(b.core or (0, len(b.text))))] for b in blocks) == text
    for block in blocks:
        assert block.layout is not None
        for at in range(0, len(block.text), 3):
            block.layout.place(at, at + 1)
            block.layout.labels(at)


def main() -> None:
    """Fuzz with the options of libFuzzer."""
    import atheris

    with atheris.instrument_imports(include=["menshen.formats"]):
        from menshen.formats import json, plain, table

    assert (json.FORMAT.id, plain.FORMAT.id, table.FORMAT.id) == ("json", "plain", "table")
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
