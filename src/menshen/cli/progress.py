"""A progress line on standard error while a scan runs, if that is a terminal."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from menshen.report.shown import visible
from menshen.report.words import Lang, said

__all__ = ["cleared", "progress"]

_PAUSE = 0.1
"""Seconds between two drawings."""
_LONGEST_NAME = 40

Tick = Callable[[str, int], None]


@contextmanager
def progress(lang: Lang, *, wanted: bool) -> Iterator[Tick | None]:
    """Yield what is told of each stretch that was read; None when nobody would see it."""
    if not wanted or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (
        SpinnerColumn(),
        BarColumn(bar_width=20),
        TextColumn("{task.description}", markup=False),
        TimeElapsedColumn(),
    )
    console = Console(stderr=True, highlight=False)
    with Progress(*columns, console=console, transient=True, auto_refresh=False) as bar:
        task = bar.add_task(said("reading", lang), total=None)

        def draw(text: str) -> None:
            bar.update(task, description=text)
            bar.refresh()

        yield _Counter(draw, lang).tick


def cleared() -> None:
    """Give the terminal back its cursor when the process ends in the middle of a scan."""
    if sys.stderr.isatty():
        sys.stderr.write("\r\x1b[K\x1b[?25h")
        sys.stderr.flush()


class _Counter:
    """Counts documents and characters, and draws them now and then."""

    def __init__(self, draw: Callable[[str], None], lang: Lang) -> None:
        self._draw = draw
        self._lang: Lang = lang
        self._document = ""
        self._documents = 0
        self._characters = 0
        self._drawn = 0.0

    def tick(self, document: str, characters: int) -> None:
        """Take note of characters read."""
        if document != self._document:
            self._document = document
            self._documents += 1
        self._characters += characters
        now = time.monotonic()
        if now - self._drawn >= _PAUSE:
            self._drawn = now
            self._draw(self._text())

    def _text(self) -> str:
        name = visible(self._document)
        return said(
            "progress",
            self._lang,
            documents=f"{self._documents:,}",
            characters=f"{self._characters:,}",
            document=name if len(name) <= _LONGEST_NAME else f"…{name[-_LONGEST_NAME:]}",
        )
