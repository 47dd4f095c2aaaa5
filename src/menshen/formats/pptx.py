"""Presentations (.pptx, .pptm, .ppsx, .potx): slides, hidden ones too, with everything about them.

Slides come in the order of their numbers, then notes, comments and those who wrote them, layouts,
masters, charts, diagrams, tags and document properties. Tables on slides are tables. Pictures and
embedded files are documents of their own. Writing is that of docx.

## Known limits
The number of a slide's part is its place in order of making, which moving slides does not change.
Text drawn as a picture is read as a picture.

References: ECMA-376-1:2016, 19 (PresentationML), 21 (DrawingML); ECMA-376-2:2021 (OPC).
"""

from __future__ import annotations

from menshen.formats.parts.ooxml import Office
from menshen.formats.parts.package import Packaged

__all__ = ["FORMAT"]

FORMAT = Packaged(
    "pptx",
    Office(
        r"ppt/slides/slide[0-9]+\.xml",
        r"ppt/notesSlides/[^/]*\.xml",
        r"ppt/comment[^/]*(?:/[^/]*)?\.xml",
        r"ppt/(?:charts|diagrams|tags)/[^/]*\.xml",
        r"docProps/.*\.xml",
        r"customXml/.*\.xml",
        r"ppt/(?!theme).*\.xml",
    ),
    "pptx",
)
