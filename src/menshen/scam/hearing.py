"""A conversation as it is heard, turn by turn: what has been said so far that matters.

What a turn holds is worked out once, when it is heard; asking for the state after each turn of a call costs no
more than that turn.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from menshen.model import Span
from menshen.scam.answers import answers
from menshen.scam.bodies import Named, claims_in
from menshen.scam.dialogue import Conversation, Side
from menshen.scam.features import BUCKETS, LONGEST, named, stretches
from menshen.scam.manner import ALONE, LONG, PREFIX, disguised, manner
from menshen.scam.plain import plain
from menshen.scam.senses import senses
from menshen.scam.signals import Hit, Signal, Stage, found_in
from menshen.text import fold_width

if TYPE_CHECKING:
    from menshen.scam.features import Array

__all__ = ["STAGES", "Heard", "Hearing"]

STAGES: tuple[Stage, ...] = ("contact", "trust", "pretext", "isolation", "ask", "loss")
_PAID = re.compile(
    "(?:转|打|汇|付|交|充|存)(?:过去|完|好|进去)?了|已经?(?:转|打|汇|付|交|充|垫)|(?:钱|全|都)<?(?:转|打)(?:过去)?了|念给(?:他|你)了|"
    "取出来了|借出来了|i(?:.ve)? (?:sent|paid|transferred)|扣(?:了|掉)|转走了|没了"
)
_UNPAID = re.compile("(?:没|不|别|未|还没|怎么)[^，。]{0,4}(?:转|打|汇|付|交|充|存|扣)|吗|？|\\?")

_OF_MONEY = "own_money"
_COSTLY = frozenset(
    ("transfer", "otp", "atm", "account", "crypto", "nfc", "cash", "gold", "gift_card")
)


class Heard(NamedTuple):
    """A signal and the turn it was heard in."""

    turn: int
    hit: Hit


class Hearing:
    """What has been heard of a conversation. Turns count from 0, those of either side."""

    def __init__(self) -> None:
        self.signals: list[Heard] = []
        self.claims: list[tuple[int, Named]] = []
        self.words: list[str] = []
        self._said: list[tuple[bool, str]] = []
        self.turns = 0
        self.heard = 0
        self.paid: Span | None = None
        self._answers: frozenset[str] = frozenset()
        self._manner: frozenset[str] = frozenset()
        self._disguised = False
        self._weighed = 0
        self._text: Array | None = None
        self._hashed = 0

    @classmethod
    def of(cls, conversation: Conversation) -> Hearing:
        """Return what is heard of all turns of a conversation."""
        hearing = cls()
        for turn in conversation.turns:
            hearing.add(turn.text, conversation.side(turn))
        return hearing

    def add(self, text: str, side: Side) -> None:
        """Hear a turn."""
        turn, self.turns = self.turns, self.turns + 1
        if side == "me":
            self._answer(text)
            self._said.append((True, text))
            return
        message = plain(text)
        self.words.append(message.text)
        self._said.append((False, message.text))
        self._disguised = self._disguised or disguised(text[:LONGEST])
        self.signals += [Heard(turn, hit) for hit in found_in(message)]
        self.claims += [(turn, c) for c in claims_in(message, first=self.heard < 2)]
        self.heard += 1

    def _answer(self, text: str) -> None:
        self._answers |= answers(fold_width(text).lower())
        if self.paid is None and len(text) < 200:
            found = _PAID.search(text)
            if found is not None and not _UNPAID.search(text):
                self.paid = Span(*found.span())

    def asked(self) -> list[Heard]:
        """Return the signals that are meant, not warned against nor told of."""
        return [heard for heard in self.signals if heard.hit.stance == "asked"]

    def hard(self) -> tuple[str, ...]:
        """Return the signals of what makes it a scam at once, in the order heard.

        To share a screen is asked every day among people who know each other, and money for a house goes to a
        supervised account; there it is no proof, unless a pretext, secrecy or an office comes into it, or money
        where a screen is to be shared.
        """
        asked = self.asked()
        ids = {heard.hit.signal.id for heard in asked}
        return tuple(
            dict.fromkeys(
                h.hit.signal.id
                for h in asked
                if h.hit.signal.hard
                and not (h.hit.signal.unless in ids and self._harmless(h.hit.signal, asked))
            )
        )

    def _harmless(self, signal: Signal, asked: Sequence[Heard]) -> bool:
        """Say whether nothing beside a demand makes it one of a fraud."""
        costly = _COSTLY.difference(signal.asks)
        own = "transfer" in signal.asks
        return not any(
            h.hit.signal.kind in {"isolation", "pretext"}
            or (h.hit.signal.id == _OF_MONEY and not own)
            or not costly.isdisjoint(h.hit.signal.asks)
            for h in asked
        ) and not any(claim.body.against(signal.asks) for _, claim in self.claims)

    def names(self) -> frozenset[str]:
        """Return the named features of what has been heard."""
        return self._answers | named((h.hit for h in self.signals), [c for _, c in self.claims])

    def manner(self) -> frozenset[str]:
        """Return the named features of how the caller speaks, which only the model with text knows."""
        for words in self.words[self._weighed :]:
            self._manner |= manner(words[:LONGEST])
        self._weighed = len(self.words)
        alone = self.turns == 1 and self.heard and len(self.words[0]) > LONG
        own = {ALONE} if alone else set[str]()
        if self._disguised:
            own.add(f"{PREFIX}disguised")
        return self._manner | own

    def features(self) -> frozenset[str]:
        """Return all named features, as the model with text is given them."""
        return self.names() | self.manner()

    def text(self) -> Array:
        """Return the buckets of what has been heard: of stretches of characters, and of senses above them."""
        import numpy as np

        new = [
            np.concatenate([stretches(words), senses(words) + BUCKETS])
            for words in self.words[self._hashed :]
        ]
        self._hashed = len(self.words)
        if new:
            parts = [self._text, *new] if self._text is not None else new
            self._text = np.unique(np.concatenate(parts)) if len(parts) > 1 else parts[0]
        return np.zeros(0, dtype=np.int64) if self._text is None else self._text

    def said(self) -> list[tuple[bool, str]]:
        """Return all turns: whether the called person speaks, and the plain text."""
        return [(mine, plain(text).text if mine else text) for mine, text in self._said]

    def stage(self) -> Stage:
        """Return the furthest stage reached: loss once the person paid or is to pay again."""
        asked: Sequence[Heard] = self.asked()
        demands = [h.turn for h in asked if h.hit.signal.stage == "ask"]
        if demands and (self.paid is not None or self._again(asked, demands[0])):
            return "loss"
        reached = [STAGES.index(h.hit.signal.stage) for h in asked if h.hit.signal.stage]
        return STAGES[min(max(reached, default=0), STAGES.index("ask"))]

    def _again(self, asked: Sequence[Heard], first: int) -> bool:
        return any(h.hit.signal.stage == "loss" and h.turn > first for h in asked)
