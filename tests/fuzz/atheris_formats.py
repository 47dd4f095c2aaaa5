"""Coverage-guided fuzzing of the formats, run by hand.

python tests/fuzz/atheris_formats.py -runs=20000
"""

from __future__ import annotations

import sys


def one(data: bytes) -> None:
    """Read a document in a format and block size that the first bytes choose."""
    from menshen import formats
    from menshen.errors import UnreadableError
    from menshen.formats.chat import Chat
    from menshen.formats.decoding import TextStream
    from menshen.formats.html import Html
    from menshen.formats.json import Json
    from menshen.formats.plain import Plain
    from menshen.formats.sql import Sql
    from menshen.formats.table import Table
    from menshen.formats.xml import Xml
    from menshen.model import Block, Document

    if len(data) < 3:
        return
    names = ("a.txt", "a.csv", "a.json", "a.jsonl", "a.sql", "a.xml", "a.html", "-")
    document = Document(names[data[0] % len(names)], data=data[3:])
    kinds = (Plain, Table, Json, Sql, Xml, Html, Chat)
    kind, size = data[1] % (len(kinds) + 1), 32 + data[2] % 128
    try:
        format_ = kinds[kind](size) if kind < len(kinds) else formats.for_document(document)
        read = format_.read
        blocks = [item for item in read(document) if isinstance(item, Block)]
    except UnreadableError:
        return
    text = "".join(TextStream(document))
    held = "".join(b.text[slice(*(b.core or (0, len(b.text))))] for b in blocks)
    page = isinstance(format_, Chat) and Html().claims(document, data[3:])
    if format_.id not in {"html", "xml", "eml", "mbox", "sheet"} and not page:
        assert held == text or (format_.id == "sql" and len(held) == len(text))
    for block in blocks:
        assert block.layout is not None
        for at in range(0, len(block.text), 3):
            block.layout.place(at, at + 1)
            block.layout.labels(at)


def main() -> None:
    """Fuzz with the options of libFuzzer."""
    import atheris

    with atheris.instrument_imports(include=["menshen.formats"]):
        from menshen.formats import chat, html, json, plain, sql, table, xml

    found = [module.FORMAT.id for module in (chat, html, json, plain, sql, table, xml)]
    assert found == ["chat", "html", "json", "plain", "sql", "table", "xml"]
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
