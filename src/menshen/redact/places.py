"""Where outputs go, under which names, and how they get there without a half-written file.

Names of files and folders are text too: values found in them, and values of the document that
stand in its name, are replaced in the same style; signs that file systems refuse become others.
A file is written beside its place under a name of its own and moved there at the end.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path, PurePath
from typing import BinaryIO, NamedTuple

from menshen.errors import UsageError
from menshen.model import Document, Finding, Span
from menshen.named import cut, told_by
from menshen.policy import KEEP, Policy
from menshen.redact import islands
from menshen.redact.plan import Known
from menshen.transforms import Setting, replaced

__all__ = ["Places", "atomic", "renamed"]

_REFUSED = str.maketrans(dict.fromkeys('/\\:?"<>|\x00\r\n', "_") | {"*": "＊"})


class Asked(NamedTuple):
    """A source that was asked for: the path above what is read, and whether it is a folder."""

    root: Path
    folder: bool


class Places:
    """Decides where each document of the sources goes under `out`.

    Raises `UsageError` where the output would lie in what is read, or on it.
    """

    def __init__(self, sources: Sequence[str | Path], out: str | Path) -> None:
        self._out = Path(out)
        self._asked = [Asked(Path(s), Path(s).is_dir()) for s in sources if str(s) != "-"]
        folder = str(out).endswith(("/", os.sep)) or self._out.is_dir()
        self.single = len(sources) == 1 and not (self._asked and self._asked[0].folder)
        self._into = folder or not self.single
        self._taken: set[Path] = set()
        for asked in self._asked:
            self._check(asked)

    def _check(self, asked: Asked) -> None:
        here, there = self._out.resolve(), asked.root.resolve()
        inside = here == there or (asked.folder and here.is_relative_to(there))
        if inside or (self._out.exists() and self._out.samefile(asked.root)):
            raise UsageError(
                f"{self._out}: the output would overwrite or join what is read; choose a place outside"
            )

    def name(self, document: Document) -> PurePath:
        """Return the path of a document below the output folder, by its own name."""
        if document.path is None:
            return PurePath("stdin.txt")
        for asked in self._asked:
            if asked.folder and document.path.is_relative_to(asked.root):
                below = document.path.relative_to(asked.root)
                return PurePath(asked.root.name) / below if len(self._asked) > 1 else below
        return PurePath(document.path.name)

    def place(self, name: PurePath) -> Path:
        """Return where a document goes that is called `name`; no two go to one place."""
        if not self._into:
            return self._out
        path = self._out / name
        number = 1
        while path in self._taken:
            number += 1
            path = self._out / name.with_name(f"{name.stem}-{number}{name.suffix}")
        self._taken.add(path)
        if self._is_source(path):
            raise UsageError(f"{path}: the output would overwrite its source")
        return path

    def _is_source(self, path: Path) -> bool:
        """Say whether links on the way lead into what is read."""
        there = path.parent.resolve()
        return any(
            there.is_relative_to(asked.root.resolve())
            if asked.folder
            else there / path.name == asked.root.resolve()
            for asked in self._asked
        )


def renamed(name: PurePath, known: Known, policy: Policy, setting: Setting) -> PurePath:
    """Return a path in which values are replaced, in folders' names too."""
    told = told_by(name, policy)
    parts = [
        _part(part, found, known, setting) for part, found in zip(name.parts, told, strict=True)
    ]
    return PurePath(*parts)


def _part(name: str, told: Sequence[Finding], known: Known, setting: Setting) -> str:
    stem, suffix = cut(name)
    found = [(f.span, f) for f in told]
    found += [(Span(h.start, h.end), h.finding) for h in known.sought.hits(stem)]
    pieces, at = [], 0
    for span, finding in sorted(found, key=lambda f: (f[0].start, -f[0].end)):
        if span.start < at or setting.rules.style_of(finding.type.id) == KEEP:
            continue
        seen = islands.plain(stem[slice(*span)])
        standin = replaced(finding._replace(value=seen), setting)
        pieces += [stem[at : span.start], standin.translate(_REFUSED)]
        at = span.end
    if not pieces:
        return name
    return "".join([*pieces, stem[at:]]).strip(". ") + suffix or f"_{suffix}"


@contextmanager
def atomic(path: Path) -> Iterator[tuple[BinaryIO, Path]]:
    """Open a file beside `path` that takes its place when all went well, else goes.

    Folders on the way are made. The file can be read by its owner only until it is in place.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".menshen-", suffix=path.suffix, dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "w+b") as out:
            yield out, temporary
            out.flush()
            os.fsync(out.fileno())
        temporary.chmod(0o666 & ~_umask())
        temporary.replace(path)
    finally:
        with suppress(FileNotFoundError):
            temporary.unlink()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
