"""`menshen explain`: why a stretch of text is, or is not, reported."""

from __future__ import annotations

from typing import Any

import click

from menshen import taxonomy
from menshen.cli import options
from menshen.cli.options import told
from menshen.detectors import Explanation
from menshen.evidence import NEVER
from menshen.model import Evidence
from menshen.report.records import encoded, evidence
from menshen.report.shown import masked
from menshen.report.words import Lang, because, said, title, translated

__all__ = ["explain"]


@click.command(
    short_help=told("说明为什么报告或不报告", "Say why something is reported or not"),
    help=told(
        "逐条说明一段文字里什么像个人信息、为什么报告或不报告。不给 TEXT 或给 - 时读标准输入。",
        "Say what in a text looks like personal information, and why it is reported or not; "
        "without TEXT, or with -, standard input is read.",
    ),
)
@click.argument("text", required=False)
@options.form("text", "json")
@options.lang
def explain(text: str | None, form: str, lang: Lang) -> int:
    """Print every candidate with its evidence; return 1 if any is reported."""
    from menshen import api

    content = options.read_text(text, lang)
    explanations = api.explain(content)
    if form == "json":
        plain = {"candidates": [_plain(e, content) for e in explanations]}
        options.write([encoded(plain, indent=2), "\n"])
    else:
        options.write([_shown(explanations, content, lang)])
    return 1 if any(e.accepted for e in explanations) else 0


def _masked(explanation: Explanation, content: str) -> str:
    value = content[explanation.span.start : explanation.span.end]
    return masked(taxonomy.get(explanation.type), value)


def _plain(explanation: Explanation, content: str) -> dict[str, Any]:
    return {
        "type": explanation.type,
        "start": explanation.span.start,
        "end": explanation.span.end,
        "masked": _masked(explanation, content),
        "detector": explanation.detector,
        "accepted": explanation.accepted,
        "score": explanation.score,
        "reason": explanation.reason,
        "evidence": evidence(explanation.evidence),
    }


def _shown(explanations: list[Explanation], content: str, lang: Lang) -> str:
    from menshen.cli.screen import page

    screen = page(lang)
    if not explanations:
        screen.say("no_candidates")
    for explanation in explanations:
        kind = taxonomy.get(explanation.type)
        verdict = said("accepted" if explanation.accepted else "declined", lang)
        place = f"{explanation.span.start + 1}–{explanation.span.end}"
        head = f"{_masked(explanation, content)}  {title(kind, lang)} {kind.id}"
        style = "bold green" if explanation.accepted else "bold yellow"
        screen.write(f"{head}  [{place}]  {verdict} {explanation.score:.2f}", style)
        for item in explanation.evidence:
            screen.write(_evidence(item, lang), indent=2)
        if explanation.reason:
            screen.write(f"→ {translated(explanation.reason, lang)}", "yellow", 2)
        screen.write("")
    return screen.text


def _evidence(item: Evidence, lang: Lang) -> str:
    weight = said("veto", lang) if item.weight <= NEVER else f"{item.weight:+.1f}"
    return (
        f"{weight:>5}  {because(item.kind, lang)}{said('colon', lang)}{translated(item.note, lang)}"
    )
