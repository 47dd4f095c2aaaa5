"""`menshen types`: the kinds of personal information, how sensitive they are, and by which law."""

from __future__ import annotations

from dataclasses import asdict

import click

from menshen import taxonomy
from menshen.cli import options
from menshen.cli.options import told
from menshen.report.records import encoded
from menshen.report.words import Lang, said, under
from menshen.taxonomy import InfoType

__all__ = ["types"]


@click.command(
    short_help=told("列出个人信息的类型", "List the types of personal information"),
    help=told(
        "列出个人信息的类型、敏感性、标识性与法律依据。",
        "List the types of personal information, their sensitivity and legal basis.",
    ),
)
@click.option(
    "--category",
    "wanted",
    multiple=True,
    metavar="ID",
    help=told(
        "只列这些类别，如 medical、accounts，可重复。",
        "Only these categories, such as medical; may be repeated.",
    ),
)
@options.form("text", "json")
@options.lang
def types(wanted: tuple[str, ...], form: str, lang: Lang) -> int:
    """Print the catalogue."""
    kinds = _chosen(wanted)
    if form == "json":
        plain = {"date": taxonomy.DATE, "types": [asdict(kind) for kind in kinds]}
        options.write([encoded(plain, indent=2), "\n"])
    else:
        options.write([_shown(kinds, lang)])
    return 0


def _chosen(wanted: tuple[str, ...]) -> list[InfoType]:
    names = {c.zh: c.id for c in taxonomy.categories()}
    asked = [names.get(name.strip(), name.strip()) for item in wanted for name in item.split(",")]
    if not asked:
        return list(taxonomy.types())
    chosen = {kind.id for category in asked for kind in taxonomy.by_category(category)}
    return [kind for kind in taxonomy.types() if kind.id in chosen]


def _shown(kinds: list[InfoType], lang: Lang) -> str:
    from rich.text import Text

    from menshen.cli.screen import page

    screen = page(lang)
    keys = ("c_type", "c_id", "c_identifier", "c_crime")
    more = ("c_category", "c_basis") if screen.wide else ()
    grid = screen.grid(*keys, *more, right=("c_crime",))
    for kind in kinds:
        identifier = said(f"identifier.{kind.identifier}", lang)
        cells = [kind.id, identifier, str(kind.crim_class), under(kind, lang), kind.basis]
        shown = cells if screen.wide else cells[: len(keys) - 1]
        grid.add_row(screen.kind(kind), *map(Text, shown))
    screen.show(grid)
    screen.write("")
    screen.say("types_count", count=len(kinds))
    screen.say("types_legend", "dim")
    return screen.text
