"""Where outputs go, under which names, and how they get there without a half-written file.

Names of files and folders are text too: values found in them, and values of the document that
stand in its name, are replaced in the same style; signs that file systems refuse become others.
A file is written beside its place under a name of its own and moved there at the end.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path, PurePath
from typing import BinaryIO, NamedTuple

from menshen.detectors import find
from menshen.errors import UsageError
from menshen.model import Block, Document, Finding, Span
from menshen.policy import KEEP, Policy
from menshen.redact import islands
from menshen.redact.plan import Known
from menshen.transforms import Setting, replaced

__all__ = ["Places", "atomic", "renamed", "told_by"]

_REFUSED = str.maketrans(dict.fromkeys('/\\:?"<>|\x00\r\n', "_") | {"*": "＊"})


_ORDINARY = re.compile(r"(?:\.[A-Za-z0-9_+~-]{1,8})?")
"""An ending that tells a format; in others values are sought."""


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


def told_by(name: PurePath, policy: Policy) -> list[list[Finding]]:
    """Return what is found in each part of a path, with spans in the part.

    A part is read by itself, so that nothing is put together from two; people are also looked for
    in the path as a whole, where the name of a folder says what a file in it is.
    """
    stems = [_cut(part)[0] for part in name.parts]
    found = [find(Block("name", 0, stem), policy=policy) for stem in stems]
    lead, start = "文件：", 0
    path = find(Block("name", 0, lead + "/".join(stems)), policy=policy)
    people = [f for f in path if f.type.id == "person_name"]
    for number, stem in enumerate(stems):
        for one in people:
            span = Span(one.span.start - len(lead) - start, one.span.end - len(lead) - start)
            if span.start >= 0 and span.end <= len(stem):
                found[number].append(one._replace(span=span))
        start += len(stem) + 1
    return found


def _cut(name: str) -> tuple[str, str]:
    """Return a part of a path without its ending, and the ending, where that tells a format."""
    stem, suffix = os.path.splitext(name)  # noqa: PTH122 - a part of a path, no file
    return (stem, suffix) if _ORDINARY.fullmatch(suffix) else (name, "")


def _part(name: str, told: Sequence[Finding], known: Known, setting: Setting) -> str:
    stem, suffix = _cut(name)
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
