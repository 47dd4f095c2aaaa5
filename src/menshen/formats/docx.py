"""Word documents (.docx, .docm, .dotx), all that is in them, as written by Word, WPS or LibreOffice.

Paragraphs come with their runs put together, tables as tables. Headers, footers, notes, comments,
text boxes, glossary, charts, custom XML, document properties, the targets of links, alternative
texts and the names of those who revised or commented are read part by part. A paragraph with
tracked deletions is read twice: as it is, and as it was. Pictures and embedded files are documents
of their own.

Writing puts other text into the runs that held a value; formats, layout and all other bytes of a
part stay, and members without a change are copied as they are. The preview picture and signatures
are left out of a document that is changed.

## Known limits
Names of parts inside the package are not read. Text in binary parts (macros, old embedded objects)
is read by their own format. What a field code (`instrText`) says is on a line of its own.

References: ECMA-376-1:2016, 17 (WordprocessingML), 20 and 21 (DrawingML); ECMA-376-2:2021 (OPC).
"""

from __future__ import annotations

from menshen.formats.parts.ooxml import Office
from menshen.formats.parts.package import Packaged

__all__ = ["FORMAT"]

FORMAT = Packaged(
    "docx",
    Office(
        r"word/document[0-9]*\.xml",
        r"word/header[0-9]*\.xml",
        r"word/footer[0-9]*\.xml",
        r"word/(?:footnotes|endnotes)\.xml",
        r"word/comments[A-Za-z]*\.xml",
        r"word/(?!styles|numbering|fontTable|settings|webSettings|theme)[^/]*\.xml",
        r"docProps/.*\.xml",
        r"customXml/.*\.xml",
    ),
    "docx",
)
