"""Help pages in the language of the user: what click itself writes in English."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import click

from menshen.cli.options import language

__all__ = ["Context"]

_CHINESE = {
    "Usage: ": "用法：",
    "Options": "选项",
    "Commands": "命令",
    "Show this message and exit.": "显示本页。",
    "Show the version and exit.": "显示版本。",
    "[default: ": "[默认：",
}


_PIECE = re.compile("[ -~]+?(?=[^ -~]|(?<= )|$)[，。；：、）]?|[^ -~][，。；：、）]?")
_WIDE = 0x2E80
"""From this code point on a character takes two cells."""


def _said(text: str) -> str:
    if language() == "en":
        return text
    for english, chinese in _CHINESE.items():
        if english == text or english.startswith("["):
            text = text.replace(english, chinese)
    return text


class _Formatter(click.HelpFormatter):
    """Writes help pages with headings in the language of the user."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, prefix or _said("Usage: "))

    def write_heading(self, heading: str) -> None:
        if language() == "en":
            super().write_heading(heading)
        else:
            self.write(f"{'':>{self.current_indent}}{_said(heading)}：\n")

    def write_text(self, text: str) -> None:
        if text.isascii():
            super().write_text(text)
            return
        for line in _folded(text, self.width - self.current_indent - 1):
            self.write(f"{'':>{self.current_indent}}{line}\n")

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2
    ) -> None:
        super().write_dl([(name, _said(text)) for name, text in rows], col_max, col_spacing)


def _folded(text: str, width: int) -> Iterator[str]:
    """Yield lines of at most `width` cells; no punctuation begins a line, no word is cut."""
    line, taken = "", 0
    for piece in _PIECE.findall(text):
        size = sum(2 if ord(char) >= _WIDE else 1 for char in piece)
        if line and taken + size > width:
            yield line.rstrip()
            line, taken, piece = "", 0, piece.lstrip()
        line, taken = line + piece, taken + size
    yield line


class Context(click.Context):
    """The context of a command, with help pages in the language of the user."""

    formatter_class = _Formatter
