"""Redaction of streams: chunks of text and turns of a dialogue, and back in what is answered.

Text is cut into stretches where no value can break: behind a line that ends a sentence, before an
empty line; a longer stretch at a fixed size, behind the last value that begins before the cut. Where
that is depends on the text alone, so any chunking gives the same output. What was found once is
known from then on, and is taken out where it stands bare.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from menshen.edits import carried_out
from menshen.errors import UsageError
from menshen.formats.talk import said
from menshen.model import Block, Finding, Span
from menshen.policy import DEFAULT, KEEP, Policy
from menshen.redact import islands
from menshen.redact.sought import Sought, forms
from menshen.transforms import KEYED, REVERSIBLE, Setting, load, replaced

__all__ = ["Redactor", "Restorer"]

_END = re.compile(
    r"(?:[。！？!?；;…”」』]|\n)[ \t\r\u3000]*\n(?![ \t\r\n]*[0-9])(?=[ \t\r\n]*[^ \t\r\n])"
)
_SIZE = 4096
"""A stretch without an end is cut at so many characters."""
_OVERLAP = 512
_BEFORE = 256
"""So much of what stood before is shown to the finder."""


class Redactor:
    """Takes values out of text as it comes, and remembers what stands for what.

    `style` is that of the policy's `[redact]` or the one given; `label` by default, so that a
    model can be asked with 〔姓名1〕 in place of a name and its answer be put right by `restorer`.
    Values are held in memory only. Raises `UsageError` for a style that needs a key without one.

    >>> redactor = Redactor()
    >>> redactor.redact("联系人：张三丰，电话13800138000")
    '联系人：〔姓名1〕，电话〔手机号码1〕'
    >>> redactor.restore("请打〔手机号码1〕找〔姓名1〕")
    '请打13800138000找张三丰'
    """

    def __init__(
        self, *, policy: Policy | None = None, style: str | None = None, key: bytes | None = None
    ) -> None:
        from dataclasses import replace

        given = policy or DEFAULT
        chosen = style or (given.redact.style if policy is not None else "label")
        load(chosen)
        rules = replace(given.redact, style=chosen)
        if key is None and {chosen, *rules.styles.values(), rules.fallback} & KEYED:
            raise UsageError(f"style {chosen} needs a key: give key=, at least 16 bytes")
        self._policy = replace(given, redact=rules)
        self._setting = Setting(rules, key)
        self._sought = Sought()
        self._standins: dict[str, str] = {}
        self._normals: dict[str, tuple[str, str]] = {}
        self._held = ""
        self._before = ""

    def __repr__(self) -> str:
        return f"Redactor(style={self._setting.rules.style!r}, values={len(self._standins)})"

    def feed(self, chunk: str) -> str:
        """Take a chunk; return the redacted text that is ready, which may be none."""
        self._held += chunk
        return "".join(self._ready())

    def close(self) -> str:
        """Return the rest; a new text may begin, with what is known."""
        done = "".join(self._ready())
        if self._held:
            done += self._stretch(len(self._held), whole=True)
        self._before = ""
        return done

    def chunks(self, chunks: Iterable[str]) -> Iterator[str]:
        """Yield the redacted text of a stream of chunks."""
        for chunk in chunks:
            if ready := self.feed(chunk):
                yield ready
        if rest := self.close():
            yield rest

    def redact(self, text: str) -> str:
        """Return a whole text, such as a turn of a dialogue, redacted."""
        if self._held:
            raise UsageError("a stream is under way: close it first")
        return self.feed(text) + self.close()

    def restore(self, text: str) -> str:
        """Return a text, such as a model's answer, with the values put back."""
        restorer = self.restorer()
        return restorer.feed(text) + restorer.close()

    def restorer(self) -> Restorer:
        """Return what puts the values known so far back into a stream."""
        return Restorer(self._standins)

    def _ready(self) -> Iterator[str]:
        while True:
            found = _END.search(self._held, 0, _SIZE)
            if found is not None and found.end() <= _SIZE:
                yield self._stretch(found.end(), whole=True)
            elif len(self._held) > _SIZE:
                yield self._stretch(_SIZE - _OVERLAP, whole=False)
            else:
                return

    def _stretch(self, end: int, *, whole: bool) -> str:
        """Take a stretch out of what is held; where it is cut short, a value is not."""
        from menshen.detectors import find

        shown = self._held[: end if whole else _SIZE]
        base = len(self._before)
        text = self._before + shown
        block = Block("stream", 0, text, said(text), Span(base, base + end))
        edits: list[tuple[Span, str]] = []
        last = base
        for span, finding in self._found(block, find(block, policy=self._policy), base, base + end):
            if span.start >= last:
                edits.append((Span(span.start - base, span.end - base), self._standin(finding)))
                last = span.end
        end = max(end, last - base)
        done = carried_out(shown[:end], edits)
        self._before = (self._before + self._held[:end])[-_BEFORE:]
        self._held = self._held[end:]
        return done

    def _found(
        self, block: Block, findings: list[Finding], start: int, end: int
    ) -> list[tuple[Span, Finding]]:
        """Return what is to be taken out between two positions, in order."""
        wanted = [f for f in findings if self._setting.rules.style_of(f.type.id) != KEEP]
        for finding in wanted:
            self._sought.add(finding, forms(finding, islands.plain(finding.value)))
        found = [(f.span, f) for f in wanted]
        for hit in self._sought.hits(block.text):
            span = Span(hit.start, hit.end)
            found.append((span, hit.finding._replace(value=block.text[slice(*span)], span=span)))
        inside = [item for item in found if start <= item[0].start < end]
        return sorted(inside, key=lambda item: (item[0].start, -item[0].end))

    def _standin(self, finding: Finding) -> str:
        """Return what stands for a value, a label where two would have the same stand-in."""
        plain = islands.plain(finding.value)
        named = finding._replace(value=plain)
        standin = replaced(named, self._setting)
        style = self._setting.rules.style_of(finding.type.id)
        if style in REVERSIBLE:
            key = (finding.type.id, finding.normal)
            if self._normals.setdefault(standin, key) != key:
                standin = str(load("label").apply(named, self._setting))
                self._normals.setdefault(standin, key)
            if standin != plain:
                self._standins.setdefault(standin, plain)
        return islands.reencoded(standin, finding.value)


class Restorer:
    """Puts values back into a stream; a stand-in that is split over chunks is put together.

    >>> restorer = Restorer({"〔姓名1〕": "张三"})
    >>> [restorer.feed("找〔姓"), restorer.feed("名1〕吧"), restorer.close()]
    ['找', '张三吧', '']
    """

    def __init__(self, standins: dict[str, str]) -> None:
        self._standins = dict(standins)
        ordered = sorted(filter(None, standins), key=len, reverse=True)
        self._any = re.compile("|".join(map(re.escape, ordered)) or r"(?!)")
        self._beginnings = {s[:size] for s in ordered for size in range(1, len(s))}
        self._longest = max(map(len, ordered), default=0)
        self._held = ""

    def __repr__(self) -> str:
        return f"Restorer(values={len(self._standins)})"

    def feed(self, chunk: str) -> str:
        """Take a chunk; return the text that is ready."""
        self._held += chunk
        low = max(0, len(self._held) - self._longest)
        hold = next(
            (at for at in range(low, len(self._held)) if self._held[at:] in self._beginnings),
            len(self._held),
        )
        return self._out(hold)

    def close(self) -> str:
        """Return the rest."""
        return self._out(len(self._held))

    def _out(self, hold: int) -> str:
        """Hand out what is held up to `hold`, and a match that begins before it."""
        pieces, at = [], 0
        for match in self._any.finditer(self._held):
            if match.start() >= hold:
                break
            pieces += [self._held[at : match.start()], self._standins[match[0]]]
            at = match.end()
        end = max(at, hold)
        pieces.append(self._held[at:end])
        self._held = self._held[end:]
        return "".join(pieces)
