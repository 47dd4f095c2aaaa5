"""Whose a finding is, within one block: by row, by object, by form, by speaker, by nearness.

Every group gets a label of its own (`Finding.person`, a number within the block); what belongs to
nobody keeps None. Names are the anchors: in a row or an object a finding goes to the name before
it, in running text to the nearest name before it in its line, else behind it, else to the last
name of the paragraph. Names of staff (the doctor on a record, the officer who took it down) take
only numbers that stand right behind them. Where there is no name, a line or a form makes a group.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import count, groupby

from menshen import facts
from menshen.model import Block, Cell, Finding, Node, Talk, is_grid, is_talk
from menshen.people import talk

__all__ = ["grouped", "is_surname"]

NAMES = frozenset(("person_name",))
_NOBODY = frozenset(("org_credit_code",))
_OFFICE = frozenset(("landline", "email"))
_ORGANISATION = re.compile(
    "(?:公司|单位|酒店|宾馆|医院|学校|客服|总机|服务|咨询|投诉|举报|监督|前台|物业|派出所|法院|检察院|办公室|窗口|热线|大厅|中心|编辑部)[^\\n。;；]{0,10}\\Z"
)
_SERVICE = re.compile(
    "(?:info|service|support|noreply|no-reply|admin|sales|hr|contact|kefu|help)[.@_-]",
    re.IGNORECASE,
)
_STAFF = (
    "医生|医师|大夫|护士|护士长|药师|民警|警官|法官|审判长|审判员|书记员|检察官|律师|公证员|记者|编辑|坐席|客服|经办人?|"
    "承办人|记录人?|制表人?|审核人?|复核人?|填表人|班主任|导师|管家|中介|业务员|柜员|快递员|司机|麻醉师|总检|主检|主任|值班员?"
)
_STAFF_BEFORE = re.compile(f"(?:{_STAFF})(?:[((](?:签[字名章])[))])?[:： ]{{0,3}}\\Z")
_STAFF_BEHIND = re.compile(f" ?(?:{_STAFF})")
_BREAK = re.compile("\\n[ \\t\\r]*\\n|\\n[ \\t]*[-=_*—]{3,}[ \\t]*(?=\\n|\\Z)")
_CLOSE = 24
"""A number this near behind a name of staff is theirs."""
_FAR = 1200
"""A name further away than this many characters owns nothing."""


def grouped(block: Block, findings: Sequence[Finding]) -> list[Finding]:
    """Return the findings of a block, each with the label of its group in `person`, or None.

    `findings` are in order of position, and stay so.
    """
    if not findings:
        return []
    if is_talk(block.layout):
        labels = _in_talk(block, block.layout, findings)
    elif is_grid(block.layout) or all(isinstance(f.place, Node) for f in findings):
        labels = _records(block, findings)
    else:
        labels = _Prose(block, findings).labels()
    someone = {label for f, label in zip(findings, labels, strict=True) if not is_surname(f)}
    return [
        f.of(None if _nobodys(block, f) or label not in someone else label)
        for f, label in zip(findings, labels, strict=True)
    ]


def is_surname(finding: Finding) -> bool:
    """Say whether a finding is a surname alone: of whom nothing else is told, nobody is known."""
    return finding.type.id in NAMES and finding.normal in facts.surnames()


def _nobodys(block: Block, finding: Finding) -> bool:
    """Say whether a finding is an organisation's: its code, its line, its service mailbox."""
    kind = finding.type.id
    if kind in _NOBODY:
        return True
    if kind not in _OFFICE:
        return False
    if kind == "email" and _SERVICE.match(finding.value):
        return True
    before = block.text[max(0, finding.span.start - 16) : finding.span.start]
    return kind == "landline" and _ORGANISATION.search(before.rpartition("\n")[2]) is not None


def _in_talk(block: Block, layout: Talk, findings: Sequence[Finding]) -> list[str | None]:
    """Return the labels of findings in a conversation; what nobody says is like running text."""
    labels = talk.labels(block.text, layout, findings)
    rest = [f for f, label in zip(findings, labels, strict=True) if label is None]
    others = iter(_Prose(block, rest).labels())
    return [label if label is not None else next(others) for label in labels]


def _records(block: Block, findings: Sequence[Finding]) -> list[str | None]:
    """Return the labels of findings in rows or objects; records share no group."""
    labels: list[str | None] = []
    numbers = count()
    for record, group in groupby(findings, key=lambda f: f.record):
        held = list(group)
        if record is None:
            labels += [str(next(numbers)) for _ in held]
        else:
            labels += _in_record(block, held, numbers)
    return labels


def _in_record(block: Block, held: list[Finding], numbers: Iterator[int]) -> Iterator[str]:
    """Yield the labels of one record: one for each name that stands for itself."""
    whole = str(next(numbers))
    own: dict[Finding, str] = {}
    anchors = [f for f in held if f.type.id in NAMES]
    main = [f for f in anchors if _fills(block, f)] or anchors[:1]
    for index, anchor in enumerate(anchors):
        first = anchor in main[:1]
        own[anchor] = whole if first else str(next(numbers))
        same = next((a for a in anchors[:index] if a.normal == anchor.normal), None)
        if same is not None:
            own[anchor] = own[same]
    for finding in held:
        owner = _owner_in_record(finding, anchors, main)
        yield own[owner] if owner is not None else whole


def _owner_in_record(
    finding: Finding, anchors: Sequence[Finding], main: Sequence[Finding]
) -> Finding | None:
    """Return the name a finding of a record belongs to: in its own cell or object, else before."""
    if finding in anchors:
        return finding
    near = [a for a in anchors if _same_part(a, finding)]
    before = [a for a in near if a.span.start <= finding.span.start]
    if near:
        return before[-1] if before else near[0]
    before = [a for a in main if a.span.start <= finding.span.start]
    if isinstance(finding.place, Node):
        return main[0] if len(main) == 1 else None
    return before[-1] if before else (main[0] if main else None)


def _same_part(one: Finding, other: Finding) -> bool:
    """Say whether two findings share a cell, or the object right above them."""
    if isinstance(one.place, Cell) and isinstance(other.place, Cell):
        return one.place == other.place
    if isinstance(one.place, Node) and isinstance(other.place, Node):
        return _parent(one.place.path) == _parent(other.place.path)
    return False


def _parent(path: str) -> str:
    return re.sub(r"(?:\.[^.\[\]/]+|\[\"[^\"]*\"\]|/[^/]+)\Z", "", path)


def _fills(block: Block, finding: Finding) -> bool:
    """Say whether a finding is the whole of its cell; outside tables everything is."""
    if not is_grid(block.layout):
        return True
    cell = block.layout.cell(finding.span.start)
    return cell is not None and block.text[slice(*cell)].strip() == finding.value


class _Prose:
    """The findings of running text, their names, and where paragraphs end."""

    def __init__(self, block: Block, findings: Sequence[Finding]) -> None:
        self._text = block.text
        self._findings = findings
        self._breaks = [m.start() for m in _BREAK.finditer(block.text)]
        self._names = [f for f in findings if f.type.id in NAMES]
        self._staff = {f for f in self._names if self._is_staff(f)}
        self._numbers = count()
        self._by_name: dict[str, str] = {}
        self._form: tuple[Finding, str, set[str]] | None = None

    def labels(self) -> list[str | None]:
        """Return the label of each finding."""
        return [self._label(f) for f in self._findings]

    def _label(self, finding: Finding) -> str:
        if finding.type.id in NAMES:
            return self._of_name(finding)
        owner = self._owner(finding)
        return self._nameless(finding) if owner is None else self._of_name(owner)

    def _of_name(self, name: Finding) -> str:
        """Return the label of a name; the same name in a text is the same person."""
        label = self._by_name.get(name.normal)
        if label is None:
            label = self._by_name[name.normal] = str(next(self._numbers))
        return label

    def _owner(self, finding: Finding) -> Finding | None:
        """Return the name that a finding belongs to, or None."""
        if not self._names:
            return None
        start = finding.span.start
        line = self._line(start)
        here = [n for n in self._between(*line) if self._may_own(n, finding)]
        before = [n for n in here if n.span.start < start]
        behind = [n for n in here if n.span.start > start]
        if here and self._values_first(line, here):
            return (behind or before)[-1 if not behind else 0]
        if before:
            return before[-1]
        if behind and not self._starts_with_name_above(line):
            return behind[0]
        low, high = self._paragraph(start)
        around = [n for n in self._between(low, high) if self._may_own(n, finding)]
        above = [n for n in around if n.span.end <= start and start - n.span.end <= _FAR]
        if above:
            return above[-1]
        below = [n for n in around if n.span.start > start and n.span.start - start <= _FAR]
        return below[0] if below else None

    def _values_first(self, line: tuple[int, int], names: Sequence[Finding]) -> bool:
        """Say whether a line of several people puts their numbers before their names."""
        if len(names) < 2:
            return False
        return self._findings[self._index(line[0])].type.id not in NAMES

    def _starts_with_name_above(self, line: tuple[int, int]) -> bool:
        """Say whether the line goes on with a form that began with a name above it."""
        low, _ = self._paragraph(line[0])
        return bool(self._between(low, line[0])) and ":" in self._text[slice(*line)].replace(
            "：", ":"
        )

    def _may_own(self, name: Finding, finding: Finding) -> bool:
        if name not in self._staff:
            return True
        gap = self._text[name.span.end : finding.span.start]
        return name.span.end <= finding.span.start and len(gap) <= _CLOSE and "\n" not in gap

    def _is_staff(self, name: Finding) -> bool:
        before = self._text[max(0, name.span.start - 12) : name.span.start]
        return (
            _STAFF_BEFORE.search(before) is not None
            or _STAFF_BEHIND.match(self._text, name.span.end) is not None
        )

    def _nameless(self, finding: Finding) -> str:
        """Return the label of a finding without a name: its line's, or that of the form it is in."""
        labelled = any(e.kind == "label" for e in finding.evidence)
        if self._form is not None:
            last, label, kinds = self._form
            gap = self._text[last.span.end : finding.span.start]
            same_line = "\n" not in gap
            goes_on = labelled and gap.count("\n") == 1 and finding.type.id not in kinds
            if same_line or goes_on:
                kinds.add(finding.type.id)
                self._form = (finding, label, kinds)
                return label
        label = str(next(self._numbers))
        self._form = (finding, label, {finding.type.id})
        return label

    def _line(self, at: int) -> tuple[int, int]:
        start = self._text.rfind("\n", 0, at) + 1
        end = self._text.find("\n", at)
        return start, len(self._text) if end < 0 else end

    def _paragraph(self, at: int) -> tuple[int, int]:
        index = bisect_right(self._breaks, at)
        low = self._breaks[index - 1] if index else 0
        return low, self._breaks[index] if index < len(self._breaks) else len(self._text)

    def _index(self, at: int) -> int:
        """Return the index of the first finding from `at` on."""
        return bisect_right(self._findings, at - 1, key=lambda f: f.span.start)

    def _between(self, low: int, high: int) -> list[Finding]:
        first = bisect_right(self._names, low - 1, key=lambda f: f.span.start)
        last = bisect_right(self._names, high - 1, key=lambda f: f.span.start)
        return self._names[first:last]
