r"""`.menshenignore`: which files of a folder are left out.

One pattern a line, as in `.gitignore`: `*` and `?` stop at `/`, `**` does not, `[a-z]` is a set; a
pattern with a `/` before its end is tied to the folder of the file, any other fits at every depth;
a `/` at the end fits folders only; `!` takes back what an earlier line ignored; `#` begins a
comment; a backslash takes the meaning of the next character away. The last line that fits decides.

>>> rules = Rules.parse("*.log\n!keep.log\n/build/\ndocs/**/draft*")
>>> rules.ignores("a/b.log"), rules.ignores("a/keep.log"), rules.ignores("build", folder=True)
(True, False, True)
>>> rules.ignores("a/build", folder=True), rules.ignores("docs/x/y/draft1.txt")
(None, True)
"""

from __future__ import annotations

import re
from typing import NamedTuple

__all__ = ["NAME", "Rules"]

NAME = ".menshenignore"

_PART = re.compile(
    r"(?P<deep>/\*\*/|\A\*\*/|/\*\*\Z)|\\(?P<plain>.)|(?P<set>\[[!^]?\]?[^\]/]*\])|.", re.DOTALL
)
_ITEM = re.compile("(.)-(.)|(.)", re.DOTALL)
_DEEP = {"/**/": "/(?:.*/)?", "**/": "(?:.*/)?", "/**": "/.*"}


class _Rule(NamedTuple):
    pattern: re.Pattern[str]
    folder: bool
    ignores: bool


class Rules(NamedTuple):
    """The lines of one `.menshenignore`, in order."""

    rules: tuple[_Rule, ...]

    @classmethod
    def parse(cls, text: str) -> Rules:
        """Return the rules of a file's text; a line that is no pattern is passed over."""
        rules = (_rule(line.strip()) for line in text.splitlines())
        return cls(tuple(rule for rule in rules if rule is not None))

    def ignores(self, path: str, *, folder: bool = False) -> bool | None:
        """Say whether a path, relative to the file's folder, is ignored; None: no line fits."""
        for rule in reversed(self.rules):
            if (folder or not rule.folder) and rule.pattern.fullmatch(path):
                return rule.ignores
        return None


def _rule(line: str) -> _Rule | None:
    if not line or line.startswith("#"):
        return None
    ignores = not line.startswith("!")
    glob = line if ignores else line[1:]
    folder = glob.endswith("/")
    glob = glob.rstrip("/")
    anywhere = "" if "/" in glob else "(?:.*/)?"
    try:
        pattern = re.compile(anywhere + _translated(glob.removeprefix("/")), re.DOTALL)
    except re.error:
        return None
    return _Rule(pattern, folder, ignores) if glob else None


def _translated(glob: str) -> str:
    return "".join(_part(match) for match in _PART.finditer(glob))


def _item(match: re.Match[str]) -> str:
    """Return a character or a range of a set as `re` writes it; signs between sets mean themselves."""
    return "-".join(map(re.escape, filter(None, match.groups())))


def _part(match: re.Match[str]) -> str:
    token = match[0]
    if match["deep"]:
        return _DEEP[token]
    if match["set"]:
        negated = token[1] in "!^"
        held = "".join(map(_item, _ITEM.finditer(token[1 + negated : -1])))
        return f"(?!/)[{'^' * negated}{held}]"
    if match["plain"]:
        return re.escape(match["plain"])
    return {"*": "[^/]*", "?": "[^/]"}.get(token, re.escape(token))
