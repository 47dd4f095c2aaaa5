"""A report as one page of HTML to read or print: no script, nothing fetched, all text escaped.

The page forbids by its own content security policy whatever it does not hold. Positions count
from 1, as in the text report. Its size is bounded: counts are of everything, lists show the first
and say how much is left out.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from menshen.report import Report
from menshen.report.html import ends, first, found, harmed, people
from menshen.report.html.parts import MOST, Parts, safe
from menshen.report.overview import Overview
from menshen.report.words import Lang, said

__all__ = ["MOST", "document", "render"]


def render(report: Report, *, lang: Lang = "zh", reveal: bool = False) -> str:
    """Return the report as a complete HTML document."""
    body = _body(report, Parts(lang, reveal=reveal))
    return document(said("page_title", lang), body, lang=lang, reveal=reveal)


def document(title: str, body: Iterable[str], *, lang: Lang = "zh", reveal: bool = False) -> str:
    """Return a complete HTML document with this body, which is HTML already."""
    style = _style(lang, reveal=reveal)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode("ascii")
    rules = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    text = "\n".join(body)
    return (
        f'<!doctype html>\n<html lang="{"zh-CN" if lang == "zh" else "en"}">\n<head>\n'
        f'<meta charset="utf-8">\n<meta http-equiv="Content-Security-Policy" content="{rules}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{safe(title)}</title>\n"
        f"<style>{style}</style>\n</head>\n<body>\n{text}\n</body>\n</html>\n"
    )


def _style(lang: Lang, *, reveal: bool) -> str:
    """Return the style sheet with the lines that a printed page has at its head and foot."""
    style = Path(__file__).with_name("page.css").read_text(encoding="utf-8")
    banner = said("banner", lang) if reveal else ""
    return style.replace("«banner»", banner).replace("«page_of»", said("page_of", lang))


def _body(report: Report, parts: Parts) -> Iterator[str]:
    overview = Overview.of(report)
    if parts.reveal:
        banner = parts.say("banner")
        yield f'<p class="banner" role="alert">{banner}</p>'
        yield f'<div class="watermark" aria-hidden="true">{banner}</div>'
    yield "<header>"
    yield from first.head(report, parts)
    yield "</header>\n<main>"
    yield from chain(
        first.sections(report, overview, parts),
        found.sections(report, overview, parts),
        people.sections(report, overview, parts),
        harmed.section(report, parts),
        ends.sections(report, parts),
    )
    yield "</main>\n<footer>"
    yield from ends.signature(parts)
    yield "</footer>"
