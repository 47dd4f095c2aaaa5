"""A draft as one page of HTML: no script, nothing fetched; gaps are marked."""

from __future__ import annotations

from collections.abc import Iterator

from menshen.papers.draft import Block, Break, Draft, Heading, Listed, Paragraph, Table, Words
from menshen.report.html import document
from menshen.report.html.parts import safe

__all__ = ["written"]


def written(draft: Draft) -> str:
    """Return the document as complete HTML."""
    return document(draft.title, _body(draft))


def _body(draft: Draft) -> Iterator[str]:
    yield f'<main class="paper"><h1>{safe(draft.title)}（草稿）</h1>'
    yield f'<p class="soft">待填 {len(draft.gaps)} 项，均以黄底标出。</p>'
    for block in draft.blocks:
        yield from _block(block)
    yield "</main>"


def _block(block: Block) -> Iterator[str]:
    if isinstance(block, Heading):
        level = block.level + 1
        yield f"<h{level}>{safe(block.text)}</h{level}>"
    elif isinstance(block, Paragraph):
        yield f'<p class="{_STYLES[block.style]}">{_words(block.words)}</p>'
    elif isinstance(block, Listed):
        tag = "ol" if block.kind == "number" else "ul"
        kind = f"{block.kind} {_STYLES[block.style]}".strip()
        items = "".join(f"<li>{_words(item)}</li>" for item in block.items)
        yield f'<{tag} class="{kind}">{items}</{tag}>'
    elif isinstance(block, Table):
        yield from _table(block)
    elif isinstance(block, Break):
        yield '<hr class="break">'


_STYLES = {"": "", "large": "large", "urgent": "warn", "note": "soft"}


def _words(words: Words) -> str:
    return "".join(
        f'<mark class="gap">【待填：{safe(run.text)}】</mark>' if run.gap else safe(run.text)
        for run in words
    )


def _table(table: Table) -> Iterator[str]:
    names = [safe(name) for name in table.head]
    yield "<table>"
    if not table.plain:
        head = "".join(f'<th scope="col">{name}</th>' for name in names)
        yield f"<thead><tr>{head}</tr></thead>"
    yield "<tbody>"
    for row in table.rows:
        first, *rest = (_words(cell) for cell in row)
        cells = "".join(
            f'<td data-name="{name}">{cell}</td>'
            for name, cell in zip(names[1:], rest, strict=True)
        )
        yield f'<tr><th scope="row" data-name="{names[0]}">{first}</th>{cells}</tr>'
    yield "</tbody></table>"
