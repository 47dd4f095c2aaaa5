"""Content as it is drawn: every glyph that is shown, where it stands, and which bytes show it.

The operators that move, scale and choose fonts are followed as a viewer does; forms are drawn where
they are called. Nothing else of a page is looked at.

References: ISO 32000-2:2020, 8.3 (coordinates), 8.10 (forms), 9.3 and 9.4 (text state and objects).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from menshen.errors import UnreadableError
from menshen.formats.pdf.content import Unit, form
from menshen.formats.pdf.fonts import FALLBACK, Font, font
from menshen.formats.pdf.opened import DAMAGED, Opened
from menshen.formats.pdf.operators import Operator, Token, operators, told

__all__ = ["Drawing", "Glyph", "Matrix", "Picture", "Shown", "State"]

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_DEEPEST = 16
_MOST = 2_000_000
"""So many glyphs a page may show."""
_SHOWING = frozenset((b"Tj", b"TJ", b"'", b'"'))


def times(a: Matrix, b: Matrix) -> Matrix:
    """Return the matrix that does `a` and then `b`."""
    return (
        a[0] * b[0] + a[1] * b[2], a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2], a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4], a[4] * b[1] + a[5] * b[3] + b[5],
    )  # fmt: skip


@dataclass(slots=True)
class State:
    """The state of text; `name` is the resource that the font is."""

    matrix: Matrix = IDENTITY
    name: bytes = b""
    font: Font | None = None
    size: float = 0.0
    spacing: float = 0.0
    blank: float = 0.0
    scale: float = 1.0
    leading: float = 0.0
    rise: float = 0.0


@dataclass(slots=True)
class Shown:
    """An operator that shows text, in the state it finds; `parts` are its strings and numbers."""

    unit: Unit
    operator: Operator
    state: State
    resources: Any
    parts: list[Token]
    glyphs: list[Glyph] = field(default_factory=list)

    def __repr__(self) -> str:
        return f"Shown({self.unit.part!r}, {self.operator.start})"


class Glyph(NamedTuple):
    """A glyph: which code of which string shows it, where it stands, how far it moves the pen.

    `x` and `y` are its origin on the page, `right` and `up` its own directions as long as the size
    of the text, `wide` the width and `move` what the pen moves by, both before the page's matrices.
    """

    part: int
    start: int
    end: int
    text: str
    x: float
    y: float
    right: tuple[float, float]
    up: tuple[float, float]
    wide: float
    move: float

    def __repr__(self) -> str:
        return f"Glyph({self.x:.1f}, {self.y:.1f})"


class Picture(NamedTuple):
    """A picture that is drawn, and the matrix that takes the unit square to its place."""

    stream: Any
    matrix: Matrix


class Drawing:
    """What a stretch of content draws; `shown` are its texts and `pictures` its pictures in order."""

    def __init__(self, opened: Opened, forms: dict[int, Unit] | None = None) -> None:
        import pikepdf

        self._kinds = pikepdf
        self._opened = opened
        self._fonts: dict[Any, Font | None] = {}
        self._forms = forms if forms is not None else {}
        self._count = 0
        self.shown: list[Shown] = []
        self.pictures: list[Picture] = []

    def draw(self, unit: Unit, resources: Any, matrix: Matrix = IDENTITY) -> None:
        """Follow a stretch of content. Raises `UnreadableError` where it is deeper than can be."""
        with self._opened.guarded():
            _Run(self, unit, resources, State(matrix), 0, frozenset()).go()

    def font(self, resources: Any, name: bytes) -> Font | None:
        """Return a font by the name that a resource has."""
        held = self.resource(resources, "/Font", name)
        if not isinstance(held, self._kinds.Dictionary):
            return None
        key = held.objgen if held.is_indirect else (id(resources), name)
        if key not in self._fonts:
            try:
                self._fonts[key] = font(held, self._opened.bytes_of, self._kinds)
            except (KeyError, IndexError, TypeError, ValueError, AttributeError):
                self._fonts[key] = None
        return self._fonts[key]

    def resource(self, resources: Any, kind: str, name: bytes) -> Any:
        """Return a resource by its name, or None."""
        held = resources.get(kind) if isinstance(resources, self._kinds.Dictionary) else None
        if not isinstance(held, self._kinds.Dictionary):
            return None
        return held.get(_name(name))

    def form(self, stream: Any) -> Unit:
        """Return the content of a form, the same for all who draw it."""
        number = stream.objgen[0]
        if number not in self._forms:
            self._forms[number] = form(self._opened, stream)
        return self._forms[number]

    def count(self, glyphs: int) -> None:
        """Count glyphs. Raises `UnreadableError` when they are too many."""
        self._count += glyphs
        if self._count > _MOST:
            raise UnreadableError(f"a page of this PDF shows more than {_MOST} glyphs: divide it")

    @property
    def kinds(self) -> Any:
        """Return pikepdf."""
        return self._kinds


_HASH = re.compile(rb"#([0-9A-Fa-f]{2})")


def _name(raw: bytes) -> str:
    plain = _HASH.sub(lambda m: bytes([int(m[1], 16)]), raw)
    return plain.decode("utf-8", "replace")


class _Run:
    """One walk through a stretch of content."""

    def __init__(
        self, drawing: Drawing, unit: Unit, resources: Any, state: State, depth: int,
        inside: frozenset[int],
    ) -> None:  # fmt: skip
        self._drawing = drawing
        self._unit = unit
        self._data = unit.data
        self._resources = resources
        self._state = state
        self._stack: list[State] = []
        self._depth = depth
        self._inside = inside
        self._text: Matrix = IDENTITY
        self._line: Matrix = IDENTITY

    def go(self) -> None:
        ways = _WAYS
        for operator in operators(self._data):
            way = ways.get(operator.name)
            if way is not None:
                way(self, operator)

    def numbers(self, operator: Operator, count: int) -> list[float]:
        """Return the last so many operands as numbers."""
        held = [self.number(token) for token in operator.operands[-count:]]
        return [0.0] * (count - len(held)) + held

    def number(self, token: Token) -> float:
        if token.kind != "number":
            return 0.0
        return float(self._data[token.start : token.end])

    def save(self, _: Operator) -> None:
        if len(self._stack) > 4096:
            raise UnreadableError(DAMAGED)
        self._stack.append(replace(self._state))

    def restore(self, _: Operator) -> None:
        if self._stack:
            self._state = self._stack.pop()

    def move(self, operator: Operator) -> None:
        held = self.numbers(operator, 6)
        self._state.matrix = times(
            (held[0], held[1], held[2], held[3], held[4], held[5]), self._state.matrix
        )

    def begin(self, _: Operator) -> None:
        self._text = self._line = IDENTITY

    def place(self, operator: Operator) -> None:
        held = self.numbers(operator, 6)
        self._text = self._line = (held[0], held[1], held[2], held[3], held[4], held[5])

    def step(self, operator: Operator) -> None:
        x, y = self.numbers(operator, 2)
        if operator.name == b"TD":
            self._state.leading = -y
        self._go_to(x, y)

    def next_line(self, _: Operator) -> None:
        self._go_to(0.0, -self._state.leading)

    def _go_to(self, x: float, y: float) -> None:
        self._text = self._line = times((1.0, 0.0, 0.0, 1.0, x, y), self._line)

    def choose(self, operator: Operator) -> None:
        names = [t for t in operator.operands if t.kind == "name"]
        if names:
            self._state.name = self._data[names[-1].start : names[-1].end]
            self._state.font = self._drawing.font(self._resources, self._state.name)
        self._state.size = self.numbers(operator, 1)[0]

    def spacing(self, operator: Operator) -> None:
        value = self.numbers(operator, 1)[0]
        name = operator.name
        if name == b"Tc":
            self._state.spacing = value
        elif name == b"Tw":
            self._state.blank = value
        elif name == b"Tz":
            self._state.scale = value / 100
        elif name == b"TL":
            self._state.leading = value
        else:
            self._state.rise = value

    def show(self, operator: Operator) -> None:
        if operator.name == b'"':
            self._state.blank, self._state.spacing = self.numbers(operator, 3)[:2]
        if operator.name in {b"'", b'"'}:
            self.next_line(operator)
        wanted = ("string", "number") if operator.name == b"TJ" else ("string",)
        parts = [t for t in operator.operands if t.kind in wanted]
        shown = Shown(self._unit, operator, replace(self._state), self._resources, parts)
        for index, part in enumerate(parts):
            if part.kind == "number":
                self._push(-self.number(part) / 1000 * self._state.size)
            else:
                font = self._state.font or FALLBACK
                self._string(shown, index, told(self._data, part), font)
        self._drawing.count(len(shown.glyphs))
        self._drawing.shown.append(shown)

    def _push(self, by: float) -> None:
        """Move the pen along the line."""
        state = self._state
        if state.font is not None and state.font.down:
            self._text = times((1.0, 0.0, 0.0, 1.0, 0.0, by), self._text)
        else:
            self._text = times((1.0, 0.0, 0.0, 1.0, by * state.scale, 0.0), self._text)

    def _string(self, shown: Shown, index: int, raw: bytes, font: Font) -> None:
        state = self._state
        for start, end, code in font.codes(raw):
            wide = font.wide(code)
            move = wide * state.size + state.spacing
            if code == 32 and end - start == 1:
                move += state.blank
            size = (state.size * state.scale, 0.0, 0.0, state.size, 0.0, state.rise)
            at = times(times(size, self._text), state.matrix)
            shown.glyphs.append(
                Glyph(
                    index, start, end, font.text(code, end - start), at[4], at[5],
                    (at[0], at[1]), (at[2], at[3]), wide, move,
                )
            )  # fmt: skip
            self._push(move)

    def call(self, operator: Operator) -> None:
        """Draw a form or a picture."""
        names = [t for t in operator.operands if t.kind == "name"]
        if not names:
            return
        drawing, name = self._drawing, self._data[names[-1].start : names[-1].end]
        held = drawing.resource(self._resources, "/XObject", name)
        if not isinstance(held, drawing.kinds.Stream):
            return
        kind = str(held.get("/Subtype", ""))
        if kind == "/Image":
            drawing.pictures.append(Picture(held, self._state.matrix))
        elif kind == "/Form" and held.objgen[0] not in self._inside:
            if self._depth >= _DEEPEST:
                raise UnreadableError(
                    f"forms lie in each other more than {_DEEPEST} deep: {DAMAGED}"
                )
            own = held.get("/Resources", self._resources)
            state = replace(self._state, matrix=times(matrix_of(held), self._state.matrix))
            inside = self._inside | {held.objgen[0]}
            _Run(drawing, drawing.form(held), own, state, self._depth + 1, inside).go()


def matrix_of(held: Any) -> Matrix:
    """Return the matrix of a form."""
    value = held.get("/Matrix")
    if value is None or len(value) != 6:
        return IDENTITY
    a, b, c, d, e, f = (float(number) for number in value)
    return a, b, c, d, e, f


_WAYS: dict[bytes, Callable[[_Run, Operator], None]] = {
    b"q": _Run.save, b"Q": _Run.restore, b"cm": _Run.move, b"BT": _Run.begin, b"Tm": _Run.place,
    b"Td": _Run.step, b"TD": _Run.step, b"T*": _Run.next_line, b"Tf": _Run.choose,
    b"Tc": _Run.spacing, b"Tw": _Run.spacing, b"Tz": _Run.spacing, b"TL": _Run.spacing,
    b"Ts": _Run.spacing, b"Do": _Run.call,
    **dict.fromkeys(_SHOWING, _Run.show),
}  # fmt: skip


def pairs(drawing: Drawing) -> Iterator[tuple[Shown, int, Glyph]]:
    """Yield the glyphs of a drawing in order, with what shows them."""
    for shown in drawing.shown:
        for index, glyph in enumerate(shown.glyphs):
            yield shown, index, glyph
