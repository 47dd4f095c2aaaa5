"""Warnings of scams: what a message or a call is up to, by which words, and what to do now.

The grammar (`scam.signals`) says which demands, threats and baits stand where; the model (`scam.model`) weighs
them with the words around. A request for a transfer to a “safe account”, for the screen or remote control, or to
operate a cash machine under orders is a scam whatever the model says; a warning against these is none.

## Known limits
Irony and stories told at length may be taken for what they tell. A pitch that has only greeted so far is no
scam yet. See docs/warn.md for the figures.

References: docs/decisions/0060-warnings.md, 0061-scam-model.md, 0062-stances.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any, Literal, NamedTuple

from menshen import detectors
from menshen import scam as catalogue
from menshen.formats.talk import Said, said
from menshen.model import Block, Finding, Span
from menshen.policy import Policy
from menshen.report.records import fields
from menshen.scam import reader
from menshen.scam.advice import Lang, advice
from menshen.scam.dialogue import Conversation, Message, Side, read, sided
from menshen.scam.hearing import Hearing
from menshen.scam.model import Opinion, load
from menshen.scam.own import callers_own
from menshen.scam.signals import Stage

__all__ = ["Assessment", "Claim", "Flag", "Listener", "Ranked", "Verdict", "assess"]

Verdict = Literal["scam", "nuisance", "none", "unsure"]


class Bars(NamedTuple):
    """From these probabilities of a scam on the verdict is `scam`, or `unsure`; from this share of marketing in what is no scam `nuisance`."""

    scam: float
    unsure: float
    nuisance: float


BARS = Bars(0.65, 0.45, 0.5)
"""Of hard honest messages held back 3 % are called a scam."""
BY_GRAMMAR = Bars(0.8, 0.5, 0.2)
"""The same without the models: signals alone are right less often."""
HARD = 0.98
"""The least probability when something is demanded that no honest caller demands."""
_WORDS = re.compile("[㐀-鿿]{2}")
SHOWN = 5
"""So many kinds of scams are ranked."""
_NOT_FLAGS = frozenset(("honest", "marketing", "topic", "pitch"))


class Ranked(NamedTuple):
    """A kind of scam (an id of the catalogue) and how probable it is, should this be one."""

    id: str
    probability: float


class Flag(NamedTuple):
    """A red flag: the signal's id, the span of its words in the turn, and the turn from 0."""

    id: str
    span: Span
    turn: int


class Claim(NamedTuple):
    """Whom the caller claims to be, where, and which of his demands that body never makes."""

    id: str
    span: Span
    turn: int
    against: tuple[str, ...]


@dataclass(frozen=True)
class Assessment:
    """What a conversation is up to.

    `probability` is that of a scam, calibrated. `scams` are ranked kinds; `stage` is how far the pitch has
    come (None where there is none); `asks` are ids of the catalogue, and cash, gold, gift_card;
    `advice` is in the order in which to follow it. Spans are code points of the turn's text.
    """

    verdict: Verdict
    probability: float
    scams: tuple[Ranked, ...]
    stage: Stage | None
    flags: tuple[Flag, ...]
    asks: tuple[str, ...]
    claims_to_be: tuple[Claim, ...]
    advice: tuple[str, ...]
    roles: Mapping[str, Side]
    roles_inferred: bool
    turns: tuple[Message, ...] = field(repr=False)

    @cached_property
    def known(self) -> tuple[Finding, ...]:
        """What the caller knows of the person: findings in his turns, `document` is the turn.

        Found when first asked, by rules and models of `menshen.find`.
        """
        return tuple(_known(self.turns, self.roles, Policy()))

    def fields(self, *, reveal: bool = False) -> dict[str, Any]:
        """Return the assessment as JSON holds it; what the caller knew is masked unless asked."""
        return {
            "verdict": self.verdict,
            "probability": self.probability,
            "scams": [one._asdict() for one in self.scams],
            "stage": self.stage,
            "flags": [_placed(flag) for flag in self.flags],
            "asks": list(self.asks),
            "claims_to_be": [_placed(claim) for claim in self.claims_to_be],
            "known": [fields(finding, reveal=reveal) for finding in self.known],
            "advice": list(self.advice),
            "roles": dict(self.roles),
            "roles_inferred": self.roles_inferred,
        }

    def __repr__(self) -> str:
        """Show the verdict, never the words."""
        return f"Assessment({self.verdict!r}, {self.probability:.3f}, stage={self.stage!r})"


def _placed(one: Flag | Claim) -> dict[str, Any]:
    return {**one._asdict(), "span": one.span._asdict()}


class Listener:
    """Hears a call turn by turn and says after each what it is up to.

    >>> listener = Listener()
    >>> listener.hear("them", "您涉嫌洗钱，案件保密，别告诉家人，不配合就马上逮捕。").stage
    'isolation'
    >>> listener.hear("them", "请把钱转到安全账户。").verdict
    'scam'
    """

    def __init__(self, *, model: bool = True, knowledge: bool = False, lang: Lang = "zh") -> None:
        self._hearing = Hearing()
        self._turns: list[Message] = []
        self._options = _Options(model, knowledge, lang)

    def hear(self, speaker: str, text: str, at: str | None = None) -> Assessment:
        """Hear a turn of `them`, `me` or `other`; another label is taken for `them`."""
        turn = Message(speaker if speaker in {"me", "other"} else "them", text, at)
        self._turns.append(turn)
        self._hearing.add(turn.text, "me" if turn.speaker == "me" else "them")
        return _assessed(self._hearing, sided(self._turns), self._options)


class _Options(NamedTuple):
    model: bool
    knowledge: bool
    lang: Lang


def assess(
    messages: str | Sequence[Message | Mapping[str, Any] | Sequence[Any]],
    *,
    model: bool = True,
    knowledge: bool = False,
    lang: Lang = "zh",
) -> Assessment:
    """Return what a message, a chat or a call is up to; see `menshen.warn`."""
    conversation = _conversation(messages)
    return _assessed(Hearing.of(conversation), conversation, _Options(model, knowledge, lang))


def _conversation(messages: str | Sequence[Any]) -> Conversation:
    """Return the conversation; an exported chat is read as chats are."""
    if isinstance(messages, str) and "\n" in messages:
        layout = said(messages)
        if isinstance(layout, Said) and len(layout.turns()) > 1:
            turns = [
                Message(turn.speaker or "them", messages[slice(*turn.words)])
                for turn in layout.turns()
            ]
            if len({turn.speaker for turn in turns}) > 1:
                return sided(turns)
    return read(messages)


def _assessed(hearing: Hearing, conversation: Conversation, options: _Options) -> Assessment:
    opinion = _opinion(hearing, model=options.model)
    asked = hearing.asked()
    hard = hearing.hard()
    bars = BARS if options.model else BY_GRAMMAR
    probability = max(opinion.verdict["scam"], HARD) if hard else opinion.verdict["scam"]
    verdict = _verdict(probability, opinion, bars, said=_is_said(hearing, conversation))
    kinds = _ranked(opinion, verdict, conversation, options)
    asks = tuple(dict.fromkeys(ask for h in asked for ask in h.hit.signal.asks))
    claims = [(turn, named) for turn, named in hearing.claims]
    shown = verdict != "none"
    return Assessment(
        verdict,
        round(probability, 4),
        kinds,
        hearing.stage() if verdict in {"scam", "unsure"} else None,
        tuple(
            Flag(h.hit.signal.id, h.hit.span, h.turn)
            for h in asked
            if shown and h.hit.signal.kind not in _NOT_FLAGS
        ),
        asks,
        tuple(Claim(c.body.id, c.span, turn, c.body.against(asks)) for turn, c in claims),
        advice(
            verdict,
            asks,
            [kind.id for kind in kinds],
            [c.body for _, c in claims if c.body.against(asks)],
            hard=hard,
            paid=hearing.paid is not None,
            lang=options.lang,
        ),
        conversation.roles,
        conversation.inferred,
        conversation.turns,
    )


def _opinion(hearing: Hearing, *, model: bool) -> Opinion:
    """Return what the models hold of a conversation; the slow one reads what the quick one is unsure of."""
    alone = hearing.turns == 1
    if not model:
        return load().opinion(hearing.names(), None, alone=alone)
    opinion = load().opinion(hearing.features(), hearing.text(), alone=alone)
    careful = reader.load()
    if not careful.wanted(opinion, hearing.words):
        return opinion
    return careful.joined(opinion, hearing.said(), alone=alone)


def _is_said(hearing: Hearing, conversation: Conversation) -> bool:
    """Say whether there are words for the model to judge: of code and numbers it has learnt nothing."""
    return bool(hearing.signals) or any(_WORDS.search(turn.text) for turn in conversation.turns)


def _verdict(probability: float, opinion: Opinion, bars: Bars, *, said: bool) -> Verdict:
    if probability >= bars.scam:
        return "scam"
    nuisance, none = opinion.verdict["nuisance"], opinion.verdict["none"]
    if said and nuisance > bars.nuisance * (none + nuisance) and nuisance > probability:
        return "nuisance"
    return "unsure" if probability >= bars.unsure else "none"


def _ranked(
    opinion: Opinion, verdict: Verdict, conversation: Conversation, options: _Options
) -> tuple[Ranked, ...]:
    """Return the kinds in order: for a nuisance the harassing ones, else the frauds."""
    harassing = _harassing()
    weights = dict(opinion.kinds)
    if verdict == "nuisance":
        weights = {kind: w for kind, w in weights.items() if kind in harassing}
    elif verdict == "scam":
        weights = {
            k: w * (0.2 if k in harassing - {"loan_harassment"} else 1) for k, w in weights.items()
        }
    if options.knowledge and verdict != "none":
        weights = _informed(weights, _known(conversation.turns, conversation.roles, _RULES))
    total = sum(weights.values()) or 1.0
    order = sorted(weights, key=weights.__getitem__, reverse=True)[:SHOWN]
    return tuple(Ranked(kind, round(weights[kind] / total, 4)) for kind in order)


_RULES = Policy(models=False)


@cache
def _harassing() -> frozenset[str]:
    return frozenset(s.id for s in catalogue.scams() if s.kind == "harassment")


def _informed(weights: Mapping[str, float], known: Iterable[Finding]) -> dict[str, float]:
    """Return the weights of the kinds raised where what the caller knew feeds them.

    Each kind of information that the kind of scam needs counts half as much again, each that makes it
    credible a quarter; a way to reach the person says nothing.
    """
    held = {finding.type.id for finding in known} - {"mobile_number", "landline"}
    informed = {}
    for kind, weight in weights.items():
        scam = catalogue.get(kind)
        needs = {one for group in scam.needs for one in group}
        informed[kind] = weight * 1.5 ** len(held & needs) * 1.25 ** len(held & set(scam.boosts))
    return informed


_OWN = frozenset(("employer", "employee_id", "police_id", "job_title"))
"""What callers say of themselves is nothing that they know of the person."""


def _known(
    turns: Sequence[Message], roles: Mapping[str, Side], policy: Policy
) -> Iterable[Finding]:
    for number, turn in enumerate(turns):
        if roles[turn.speaker] == "me":
            continue
        for finding in detectors.find(Block(f"turn {number}", number, turn.text), policy=policy):
            if finding.type.id not in _OWN and not callers_own(turn.text, finding.span):
                yield finding
