"""How many pages of PDF a CPU-second is enough for: read, searched by rules, and by everything.

    python -m benchmarks.documents.pages [FILE ...]

Without files, 60 dense pages are made: 40 lines of Chinese in an embedded font where the system
has one, 1,800 characters a page. The best of three readings counts; imports do not.
"""

from __future__ import annotations

import io
import sys
import time
from pathlib import Path

from menshen.detectors import find
from menshen.formats.pdf import FORMAT
from menshen.model import Block, Box, Document
from menshen.policy import Policy

_FONT = Path("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc")
_LINE = "今天天气很好，我们去公园散步，然后回家吃饭，电话01082345678，晚上再说。"


def made(pages: int = 60) -> bytes:
    """Return a document of dense pages."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    name = "STSong-Light"
    if _FONT.exists():
        name = "body"
        pdfmetrics.registerFont(TTFont(name, _FONT))
    else:
        pdfmetrics.registerFont(UnicodeCIDFont(name))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842))
    for page in range(pages):
        canvas.setFont(name, 10)
        for line in range(40):
            canvas.drawString(50, 800 - 18 * line, f"{page}.{line} {_LINE}")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def measured(document: Document) -> tuple[int, int, float]:
    """Return the pages and characters of a document, and the best time of three readings."""
    best, pages, characters = float("inf"), 0, 0
    for _ in range(3):
        started = time.process_time()
        blocks = [part for part in FORMAT.read(document) if isinstance(part, Block)]
        best = min(best, time.process_time() - started)
        places = [b.layout.place(0, 1) for b in blocks if b.layout is not None]
        pages = len({place.page for place in places if isinstance(place, Box)})
        characters = sum(len(block.text) for block in blocks)
    return pages, characters, best


def searched(document: Document, policy: Policy) -> float:
    """Return the best time of two in which a document is read and searched."""
    best = float("inf")
    for _ in range(2):
        started = time.process_time()
        for part in FORMAT.read(document):
            if isinstance(part, Block):
                find(part, policy=policy)
        best = min(best, time.process_time() - started)
    return best


def main() -> None:
    """Print a line for each document."""
    names = sys.argv[1:]
    documents = [Document(name, path=Path(name)) for name in names]
    for policy in (Policy(models=False), Policy()):
        find(Block("warm", 0, _LINE), policy=policy)
    for document in documents or [Document("made.pdf", data=made())]:
        pages, characters, seconds = measured(document)
        rules = searched(document, Policy(models=False))
        everything = searched(document, Policy())
        print(
            f"{document.uri}: {pages} pages, {characters} characters; pages a CPU-second: "
            f"{pages / seconds:.0f} read, {pages / rules:.0f} with rules, "
            f"{pages / everything:.0f} with everything"
        )


if __name__ == "__main__":
    main()
