"""A draft as a Word document (Office Open XML, ECMA-376), written part by part.

The look follows official papers (GB/T 9704: A4, margins 37, 35, 28 and 26 mm, title and headings
in 宋体 and 黑体, body in 仿宋 of size 三号, page numbers between dashes). Gaps are marked yellow in
brackets. The same draft gives the same bytes: no time and no author is written.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from xml.sax.saxutils import escape

from menshen.papers.draft import Block, Break, Draft, Heading, Listed, Paragraph, Table, Words

__all__ = ["written"]

_MM = 56.7
"""Twentieths of a point in a millimetre."""
_WIDTH = 8845
"""Of the text between the margins: 210 - 28 - 26 mm."""
_EPOCH = (1980, 1, 1, 0, 0, 0)
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_REL = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPE = "http://schemas.openxmlformats.org/package/2006/content-types"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_SONG, _HEI, _FANG, _KAI = "宋体", "黑体", "仿宋", "楷体"
_MARKS = {"bullet": "· ", "check": "□ "}


def written(draft: Draft) -> bytes:
    """Return the document.

    >>> written(Draft("police", "报案材料", ()))[:2]
    b'PK'
    """
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as out:
        for name, text in _parts(draft):
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            out.writestr(info, _HEAD + text)
    return held.getvalue()


def _parts(draft: Draft) -> Iterator[tuple[str, str]]:
    yield (
        "[Content_Types].xml",
        (
            f'<Types xmlns="{_TYPE}">'
            '<Default Extension="rels" ContentType='
            '"application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{_MAIN}.document.main+xml"/>'
            f'<Override PartName="/word/styles.xml" ContentType="{_MAIN}.styles+xml"/>'
            f'<Override PartName="/word/footer1.xml" ContentType="{_MAIN}.footer+xml"/></Types>'
        ),
    )
    yield "_rels/.rels", _relations(("officeDocument", "word/document.xml"))
    yield (
        "word/_rels/document.xml.rels",
        _relations(("styles", "styles.xml"), ("footer", "footer1.xml")),
    )
    yield "word/styles.xml", _styles()
    yield "word/footer1.xml", _footer()
    yield "word/document.xml", _document(draft)


def _relations(*targets: tuple[str, str]) -> str:
    inner = "".join(
        f'<Relationship Id="rId{n}" Type="{_R}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_REL}">{inner}</Relationships>'


def _styles() -> str:
    made = [
        _style("Normal", "Normal", _fonts(_FANG, 32), "line", 560),
        _style("Title", "Title", _fonts(_SONG, 44, bold=True), "line", 640, centred=True),
        _style("Subtitle", "Subtitle", _fonts(_KAI, 28), "line", 480, centred=True),
        _style("Heading1", "heading 1", _fonts(_HEI, 32), "line", 560, level=0),
        _style("Heading2", "heading 2", _fonts(_KAI, 32, bold=True), "line", 560, level=1),
        _style("Heading3", "heading 3", _fonts(_FANG, 32, bold=True), "line", 560, level=2),
        _style("Large", "Large", _fonts(_HEI, 36), "line", 640),
        _style("Urgent", "Urgent", _fonts(_HEI, 32, colour="C00000"), "line", 560),
        _style("Note", "Note", _fonts(_KAI, 24, colour="595959"), "line", 400),
        _style("Cell", "Cell", _fonts(_FANG, 24), "line", 380),
        _style("CellHead", "CellHead", _fonts(_HEI, 24), "line", 380),
    ]
    return f'<w:styles xmlns:w="{_W}">{"".join(made)}</w:styles>'


def _fonts(name: str, size: int, *, bold: bool = False, colour: str = "") -> str:
    ink = f'<w:color w:val="{colour}"/>' if colour else ""
    return (
        f'<w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" '
        f'w:eastAsia="{name}"/>{"<w:b/>" * bold}{ink}<w:sz w:val="{size}"/>'
        f'<w:szCs w:val="{size}"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr>'
    )


def _style(
    name: str,
    title: str,
    run: str,
    rule: str,
    line: int,
    *,
    centred: bool = False,
    level: int | None = None,
) -> str:
    default = ' w:default="1"' if name == "Normal" else ""
    based = "" if name == "Normal" else '<w:basedOn w:val="Normal"/>'
    space = f'<w:spacing w:before="0" w:after="0" w:{rule}="{line}" w:lineRule="atLeast"/>'
    keep = "<w:keepNext/>" if level is not None else ""
    outline = f'<w:outlineLvl w:val="{level}"/>' if level is not None else ""
    align = '<w:jc w:val="center"/>' if centred else ""
    return (
        f'<w:style w:type="paragraph"{default} w:styleId="{name}"><w:name w:val="{title}"/>{based}'
        f"<w:qFormat/><w:pPr>{keep}{space}{align}{outline}</w:pPr>{run}</w:style>"
    )


def _footer() -> str:
    """Return the page number between dashes, as official papers have it."""
    look = f'<w:rPr><w:rFonts w:eastAsia="{_SONG}"/><w:sz w:val="28"/></w:rPr>'
    field = (
        f'<w:r>{look}<w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r>{look}<w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
        f'<w:r>{look}<w:fldChar w:fldCharType="end"/></w:r>'
    )
    dash = f'<w:r>{look}<w:t xml:space="preserve">{{}}</w:t></w:r>'
    inner = dash.format("— ") + field + dash.format(" —")
    return f'<w:ftr xmlns:w="{_W}"><w:p><w:pPr><w:jc w:val="center"/></w:pPr>{inner}</w:p></w:ftr>'


def _document(draft: Draft) -> str:
    top, right, bottom, left = (round(mm * _MM) for mm in (37, 26, 35, 28))
    page = (
        '<w:sectPr><w:footerReference w:type="default" r:id="rId2"/>'
        '<w:pgSz w:w="11906" w:h="16838"/>'
        f'<w:pgMar w:top="{top}" w:right="{right}" w:bottom="{bottom}" w:left="{left}" '
        'w:header="851" w:footer="1400" w:gutter="0"/></w:sectPr>'
    )
    title = _paragraph(_runs_of(draft.title), "Title")
    title += _paragraph(_runs_of(f"（草稿，待填 {len(draft.gaps)} 项，黄底标出）"), "Subtitle")
    blocks = "".join(part for block in draft.blocks for part in _block(block))
    return (
        f'<w:document xmlns:w="{_W}" xmlns:r="{_R}"><w:body>{title}'
        f"{_paragraph('', 'Normal')}{blocks}{page}</w:body></w:document>"
    )


def _block(block: Block) -> Iterator[str]:
    if isinstance(block, Heading):
        yield _paragraph(_runs_of(block.text), f"Heading{block.level}", indent=2)
    elif isinstance(block, Paragraph):
        yield _paragraph(_runs(block.words), _STYLES[block.style], indent=2)
    elif isinstance(block, Listed):
        for number, item in enumerate(block.items, 1):
            mark = _MARKS.get(block.kind, f"{number}. ")
            yield _paragraph(_runs_of(mark) + _runs(item), _STYLES[block.style], indent=2)
    elif isinstance(block, Table):
        yield _table(block)
        yield _paragraph("", "Cell")
    elif isinstance(block, Break):
        yield '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'


_STYLES = {"": "Normal", "large": "Large", "urgent": "Urgent", "note": "Note"}


def _paragraph(runs: str, style: str, *, indent: int = 0) -> str:
    # Word counts characters, other programs the length: two characters of the body's size.
    first = f'<w:ind w:firstLineChars="{100 * indent}" w:firstLine="{320 * indent}"/>'
    first = first if indent else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{first}</w:pPr>{runs}</w:p>'


def _runs_of(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""


def _runs(words: Words) -> str:
    return "".join(_gap(run.text) if run.gap else _runs_of(run.text) for run in words)


def _gap(text: str) -> str:
    look = '<w:rPr><w:highlight w:val="yellow"/></w:rPr>'
    return f'<w:r>{look}<w:t xml:space="preserve">【待填：{escape(text)}】</w:t></w:r>'


def _table(table: Table) -> str:
    total = sum(table.widths)
    widths = [_WIDTH * share // total for share in table.widths]
    edges = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="7F7F7F"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    head = "" if table.plain else _head(table.head, widths)
    rows = "".join(_row(row, widths, plain=table.plain) for row in table.rows)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblBorders>{edges}'
        f'</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
        f"{head}{rows}</w:tbl>"
    )


def _head(names: tuple[str, ...], widths: list[int]) -> str:
    cells = "".join(
        _cell(_paragraph(_runs_of(name), "CellHead"), width, shaded=True)
        for name, width in zip(names, widths, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{cells}</w:tr>"


def _row(cells: tuple[Words, ...], widths: list[int], *, plain: bool) -> str:
    made = "".join(
        _cell(
            _paragraph(_runs(words), "CellHead" if plain and at == 0 else "Cell"),
            width,
            shaded=plain and at == 0,
        )
        for at, (words, width) in enumerate(zip(cells, widths, strict=True))
    )
    return f"<w:tr>{made}</w:tr>"


def _cell(inner: str, width: int, *, shaded: bool) -> str:
    shade = '<w:shd w:val="clear" w:color="auto" w:fill="F2F2F2"/>' if shaded else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr>{inner}</w:tc>'
