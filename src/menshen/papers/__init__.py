"""Drafts of papers from the facts at hand, in Chinese, with gaps for a person to fill.

Impact assessment, breach notice, records of processing for an organisation; complaint, report to
the police, claim and self-check list for a victim. The words lie in `templates/`, the articles
they rest on in `laws.tsv`, each with its evidence flag. They are drafts, not legal advice.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from menshen.errors import FactsError, UsageError
from menshen.papers.draft import (
    Block,
    Break,
    Draft,
    Heading,
    Listed,
    Paragraph,
    Run,
    Table,
    Words,
)
from menshen.papers.material import Material
from menshen.papers.tables import LISTS, TABLES, checks, laws, letters, plain
from menshen.report.shown import visible

__all__ = ["KINDS", "answers", "drafted", "gaps"]

KINDS = ("pipia", "breach", "records", "complaint", "police", "claim", "selfcheck")
"""The kinds of papers."""
_FOLDER = Path(__file__).with_name("templates")
_NAME = re.compile(r"\{([a-z_]+)\}")
_NOTICE = (
    "本稿由门神根据已有材料自动起草，供人核对、补充后使用，不是法律意见。"
    "条款要点系自拟，“已核对原文”以外的引用前须查原文。"
)


def drafted(kind: str, material: Material) -> Draft:
    """Return a paper in draft.

    Raises `UsageError` for an unknown kind, for a paper whose facts are missing (an impact
    assessment needs the report of a scan), and for answers to nothing that is asked.
    """
    template = _template(kind)
    if template["needs"] == "report" and material.scanned is None:
        raise UsageError(f"a paper of kind {kind!r} needs the report of a scan; give --report")
    unknown = sorted(set(material.answers) - set(template["gaps"]))
    if unknown:
        known = ", ".join(template["gaps"])
        raise UsageError(f"{kind}: there is nothing to fill in named {unknown[0][:40]!r}; {known}")
    blocks = [Paragraph(plain(_NOTICE), "note")]
    made = [b for raw in template["block"] for b in _blocks(raw, template, material)]
    return Draft(kind, template["title"], (*blocks, *made))


def gaps(kind: str) -> Mapping[str, str]:
    """Return what a kind of paper asks a person for: names and what belongs there.

    >>> gaps("police")["police"]
    '受案公安机关'
    """
    found: Mapping[str, str] = _template(kind)["gaps"]
    return found


def answers(path: Path) -> dict[str, str]:
    """Return the answers of a TOML file: `name = "text"`; raises `UsageError` for a bad one."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        reason = error.strerror or "unreadable"
        raise UsageError(f"{path}: the file cannot be read: {reason}") from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError):
        raise UsageError(f"{path}: the file is not TOML in UTF-8") from None
    for name, value in raw.items():
        if not isinstance(value, str):
            raise UsageError(f"{path}: {name[:40]} is text in quotes")
    return raw


@cache
def _template(kind: str) -> dict[str, Any]:
    if kind not in KINDS:
        raise UsageError(f"unknown kind of paper: {kind[:40]!r}; there are {', '.join(KINDS)}")
    path = _FOLDER / f"{kind}.toml"
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise FactsError(f"{path.name}: the template cannot be read: {error}") from None


def _blocks(
    raw: Mapping[str, Any], template: Mapping[str, Any], material: Material
) -> Iterator[Block]:
    """Yield what one block of a template becomes; nothing where its condition does not hold."""
    if "when" in raw and not material.holds(raw["when"]):
        return
    if "unless" in raw and material.holds(raw["unless"]):
        return
    for key, made in _MAKERS.items():
        if key in raw:
            yield from made(raw[key], raw, template, material)
            return


_Raw = Mapping[str, Any]
_Maker = Callable[[Any, _Raw, _Raw, Material], Iterable[Block]]


def _text(text: Any, raw: _Raw, template: _Raw, material: Material) -> Iterable[Block]:
    yield Paragraph(_words(text, template, material), raw.get("style", ""))


def _pairs(pairs: Any, _raw: _Raw, template: _Raw, material: Material) -> Iterable[Block]:
    made = tuple((plain(a), _words(b, template, material)) for a, b in pairs)
    yield Table(("", ""), made, (24, 76), plain=True)


def _numbered(items: Any, raw: _Raw, template: _Raw, material: Material) -> Iterable[Block]:
    words = tuple(_words(item, template, material) for item in items)
    yield Listed(words, "number", raw.get("style", ""))


def _listed(name: Any, _raw: _Raw, _template: _Raw, material: Material) -> Iterable[Block]:
    yield Listed(tuple(plain(item) for item in LISTS[name](material)))


def _table(name: Any, _raw: _Raw, template: _Raw, material: Material) -> Iterable[Block]:
    yield laws(template["laws"]) if name == "laws" else TABLES[name](material)


_MAKERS: dict[str, _Maker] = {
    "heading": lambda text, *_: [Heading(text)],
    "subheading": lambda text, *_: [Heading(text, 2)],
    "text": _text,
    "pairs": _pairs,
    "numbered": _numbered,
    "list": _listed,
    "checklist": lambda _name, _raw, _template, material: [checks(material)],
    "letters": lambda _name, _raw, template, material: letters(material, template["gaps"]),
    "table": _table,
    "break": lambda *_: [Break()],
}
"""What each key of a template's block becomes."""


def _words(text: str, template: Mapping[str, Any], material: Material) -> Words:
    """Return text with its facts and answers put in, and gaps where there is none."""
    runs: list[Run] = []
    at = 0
    for found in _NAME.finditer(text):
        runs.append(Run(text[at : found.start()]))
        at = found.end()
        value = material.value(found[1])
        if value is not None:
            runs.append(Run(visible(value)))
        else:
            runs.append(Run(template["gaps"].get(found[1], found[1]), gap=True))
    runs.append(Run(text[at:]))
    return tuple(run for run in runs if run.text)
