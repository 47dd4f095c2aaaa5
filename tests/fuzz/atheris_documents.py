"""Coverage-guided fuzzing of whole documents: mails, mailboxes, workbooks, pages, chats; by hand.

PYTHONPATH=. python tests/fuzz/atheris_documents.py -runs=20000

What the first byte chooses is either the document itself or a sound one with changes that the
other bytes say; the second byte chooses its name.
"""

from __future__ import annotations

import sys
from importlib import import_module


def read(data: bytes) -> None:
    """Read a document in the name, and with the changes, that the first bytes choose."""
    from tests.fuzz.hostile import SEEDS, changed, one

    if len(data) < 4:
        return
    names = sorted(SEEDS)
    name = names[data[1] % len(names)]
    if data[0] & 1:
        one(name, data[2:])
    else:
        seed = changed(name, data[3:], 1 + data[2] % 12, inside=bool(data[0] & 2))
        one(names[data[0] >> 2] if data[0] >> 2 < len(names) else name, seed)


def main() -> None:
    """Fuzz with the options of libFuzzer."""
    import atheris

    with atheris.instrument_imports(include=["menshen.formats", "menshen.scan"]):
        from menshen import formats

        import_module("menshen.scan")
    for name in formats.BUILTIN:
        with atheris.instrument_imports(include=["menshen.formats"]):
            formats.load(name)
    atheris.Setup(sys.argv, read)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
