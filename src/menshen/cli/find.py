"""`menshen find`: the personal information in one text."""

from __future__ import annotations

import click

from menshen.cli import options
from menshen.cli.options import told
from menshen.model import Finding
from menshen.report.records import encoded, fields
from menshen.report.words import Lang

__all__ = ["find"]


@click.command(
    short_help=told("在一段文字里找个人信息", "Find personal information in a text"),
    help=told(
        "在一段文字里找个人信息。不给 TEXT 或给 - 时读标准输入。",
        "Find personal information in a text; without TEXT, or with -, standard input is read.",
    ),
)
@click.argument("text", required=False)
@options.form("text", "json")
@options.types
@options.min_score
@options.reveal
@options.lang
def find(
    text: str | None,
    form: str,
    types: frozenset[str] | None,
    min_score: float | None,
    lang: Lang,
    *,
    reveal: bool,
) -> int:
    """Print the findings; return 1 if there are any."""
    from menshen import api

    content = options.read_text(text, lang)
    findings = api.find(content, types=types, min_score=min_score)
    if form == "json":
        plain = {"findings": [fields(f, reveal=reveal) for f in findings]}
        options.write([encoded(plain, indent=2), "\n"])
    else:
        options.write([_shown(findings, lang, reveal=reveal)])
    return 1 if findings else 0


def _shown(findings: list[Finding], lang: Lang, *, reveal: bool) -> str:
    from menshen.cli.screen import page
    from menshen.report.places import where

    screen = page(lang, reveal=reveal)
    if findings:
        screen.findings(findings, [where(f, (), lang) for f in findings])
    else:
        screen.say("nothing")
    return screen.text
