"""Files and folders, and `-` for standard input.

Folders are read to the bottom in the order of their names, hidden files included. A folder that
links lead to twice is read once. What cannot be reached comes out as a failure; what
`.menshenignore` leaves out is counted, and files asked for by name are never left out.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from menshen.errors import UsageError
from menshen.model import Document, Failure
from menshen.sources.ignore import NAME, Rules

__all__ = ["STDIN", "Paths"]

STDIN = "-"
_ODD = {
    stat.S_IFIFO: "a named pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}


@dataclass(frozen=True, slots=True)
class _Item:
    """A path that was met, and the rules that hold there with the prefix they apply to."""

    path: Path
    rules: tuple[tuple[Rules, int], ...] = ()


class Paths:
    """The documents under the paths asked for; `ignored` counts the files left out so far."""

    def __init__(self, asked: Sequence[str | Path]) -> None:
        if not asked:
            raise UsageError("nothing to read: give files, folders, or - for standard input")
        for path in asked:
            if str(path) != STDIN and not os.path.lexists(path):
                raise UsageError(f"{_shown(path)}: there is no such file or folder")
        self._asked = tuple(asked)
        self._seen: set[tuple[int, int]] = set()
        self.ignored = 0

    def documents(self) -> Iterator[Document | Failure]:
        """Yield each document, or the failure to reach it, in order."""
        self._seen.clear()
        self.ignored = 0
        for asked in self._asked:
            if str(asked) == STDIN:
                yield Document(STDIN, stream=sys.stdin.buffer)
                continue
            waiting = [_Item(Path(asked))]
            while waiting:
                yield from self._visit(waiting.pop(), waiting)

    def _visit(self, item: _Item, waiting: list[_Item]) -> Iterator[Document | Failure]:
        """Yield what a path is; add what a folder holds to `waiting`, first name last."""
        try:
            status = item.path.stat()
            if stat.S_ISDIR(status.st_mode):
                if (status.st_dev, status.st_ino) not in self._seen:
                    self._seen.add((status.st_dev, status.st_ino))
                    waiting += self._held(item)
            else:
                yield _document(item.path, status)
        except OSError as error:
            yield _failure(item.path, error)

    def _held(self, item: _Item) -> list[_Item]:
        """Return what a folder holds and is not ignored, last name first."""
        with os.scandir(item.path) as entries:
            held = sorted(((e.name, _is_folder(e)) for e in entries), reverse=True)
        rules = item.rules
        if (NAME, False) in held:
            rules = (*rules, (_rules(item.path / NAME), len(item.path.parts)))
        kept: list[_Item] = []
        for name, folder in held:
            path = item.path / name
            if _is_ignored(path, rules, folder=folder):
                self.ignored += _count(path) if folder else 1
            else:
                kept.append(_Item(path, rules))
        return kept


def _is_ignored(path: Path, rules: tuple[tuple[Rules, int], ...], *, folder: bool) -> bool:
    """Ask the rules of the nearest folder first; the first that has an opinion decides."""
    for held, depth in reversed(rules):
        answer = held.ignores("/".join(path.parts[depth:]), folder=folder)
        if answer is not None:
            return answer
    return False


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _rules(path: Path) -> Rules:
    """Return the rules of a file; none if it cannot be read, so that nothing is left out."""
    try:
        return Rules.parse(path.read_text("utf-8", "replace"))
    except OSError:
        return Rules(())


def _count(folder: Path) -> int:
    """Return how many files lie under a folder; links are not followed."""
    return sum(len(files) for _, _, files in os.walk(folder))


def _document(path: Path, status: os.stat_result) -> Document | Failure:
    odd = _ODD.get(stat.S_IFMT(status.st_mode))
    if odd is not None:
        return Failure(_shown(path), "UnreadableError", f"this is {odd}, not a file")
    if not os.access(path, os.R_OK):
        return Failure(_shown(path), "PermissionError", "no permission to read it")
    return Document(_shown(path), path=path)


def _failure(path: Path, error: OSError) -> Failure:
    reason = error.strerror or "cannot be reached"
    if isinstance(error, FileNotFoundError) and path.is_symlink():
        reason = "this link leads nowhere"
    return Failure(_shown(path), type(error).__name__, reason)


def _shown(path: str | Path) -> str:
    """Return the path as text; names that are not UTF-8 are tried as GB18030."""
    text = str(path)
    try:
        text.encode()
    except UnicodeEncodeError:
        return os.fsencode(text).decode("gb18030", "backslashreplace")
    return text
