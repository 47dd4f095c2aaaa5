"""The before and after report: as text, JSON and HTML; counts and places, never a value."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping
from html import escape

from menshen import taxonomy
from menshen.redact.verify import Compared, Pair
from menshen.report.shown import visible
from menshen.report.text import Page
from menshen.report.words import Lang, said, title, translated

__all__ = ["as_html", "as_json", "show"]

Beside = Callable[[Pair], str]
"""Given a pair, returns HTML to show under it: pictures of its pages, where a format has them."""

_STYLE = (
    "body{font:16px/1.6 'Noto Sans CJK SC','Microsoft YaHei',sans-serif;max-width:1100px;margin:2em auto;"
    "padding:0 1em;color:#1b1b1b}table{border-collapse:collapse;width:100%;margin:.5em 0 1.5em}"
    "th,td{border:1px solid #bbb;padding:.3em .6em;text-align:left}td.n{text-align:right}"
    ".ok{color:#156c2f}.bad{color:#a4161a;font-weight:600}h2{font-size:1.1em;overflow-wrap:anywhere}"
    ".pages{display:grid;grid-template-columns:1fr 1fr;gap:.6em;margin:.4em 0 1.2em}"
    ".pages figure{margin:0}.pages img{width:100%;border:1px solid #999;display:block}"
    ".pages figcaption{font-size:.85em;color:#444;overflow-wrap:anywhere}"
)


def as_json(found: Compared) -> str:
    """Return the comparison as JSON."""
    pairs = [
        {
            "original": pair.original, "redacted": pair.redacted, "intact": pair.intact,
            "before": dict(pair.before), "left": dict(pair.left), "lost": pair.lost,
            "missing": pair.missing,
        }
        for pair in found.pairs
    ]  # fmt: skip
    plain = {"intact": found.intact, "pairs": pairs, "others": list(found.others)}
    return json.dumps(plain, ensure_ascii=False, indent=2) + "\n"


def show(page: Page, found: Compared) -> None:
    """Write the comparison on a page for terminals."""
    page.say(
        "verified" if found.intact else "not_intact", "bold green" if found.intact else "bold red"
    )
    for pair in found.pairs:
        page.write("")
        page.write(f"{pair.original} → {pair.redacted or '—'}", "bold")
        if pair.missing:
            page.write(translated(pair.missing, page.lang), "red", 2)
            continue
        before, left = sum(pair.before.values()), sum(pair.left.values())
        page.write(said("pair", page.lang, before=before, left=left), "red" if left else "", 2)
        if left:
            page.write(_listed(pair.left, page.lang), "red", 2)
        if pair.lost:
            page.write(said("pair_lost", page.lang, count=pair.lost), "yellow", 2)


def _listed(counts: Mapping[str, int], lang: Lang) -> str:
    join = "、" if lang == "zh" else ", "
    return join.join(f"{title(taxonomy.get(kind), lang)} {count}" for kind, count in counts.items())


def as_html(found: Compared, lang: Lang, *, beside: Beside | None = None) -> str:
    """Return the comparison as a page; `beside` may add pictures of a pair's pages."""
    head = said("verified" if found.intact else "not_intact", lang)
    name = escape(said("verify_title", lang))
    parts = [
        f"<!doctype html><html lang={'zh-CN' if lang == 'zh' else 'en'}><meta charset=utf-8>",
        f"<title>{name}</title><style>{_STYLE}</style><h1>{name}</h1>",
        f"<p class={'ok' if found.intact else 'bad'}>{escape(head)}</p>",
    ]
    parts += [
        _pair(pair, lang) + (beside(pair) if beside is not None else "") for pair in found.pairs
    ]
    return "".join([*parts, "</html>\n"])


def _pair(pair: Pair, lang: Lang) -> str:
    name = f"<h2>{escape(visible(pair.original))} → {escape(visible(pair.redacted) or '—')}</h2>"
    if pair.missing:
        return f"{name}<p class=bad>{escape(translated(pair.missing, lang))}</p>"
    kinds = Counter(pair.before) | Counter(pair.left)
    cells = "".join(
        f"<tr><td>{escape(title(taxonomy.get(kind), lang))}<td class=n>{pair.before.get(kind, 0)}"
        f"<td class='n {'bad' if pair.left.get(kind) else 'ok'}'>{pair.left.get(kind, 0)}"
        for kind in kinds
    )
    heads = "".join(f"<th>{escape(said(key, lang))}" for key in ("c_type", "before", "left"))
    lost = f"<p>{escape(said('pair_lost', lang, count=pair.lost))}</p>" if pair.lost else ""
    return f"{name}<table><tr>{heads}{cells}</table>{lost}"
