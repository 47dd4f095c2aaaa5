"""Other values in the places of marked ones, so that one document teaches as many.

The words around stay; names are put together anew from surnames by their frequency and given
names of all documents, other facts change places with those of other documents.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Sequence

from menshen import facts
from menshen.engines import names
from tools.train.corpora import Document, Span

_HAN_NAME = re.compile("[㐀-鿿]{2,4}")
_SWAPPED = frozenset(
    [
        "employer",
        "school",
        "care_provider",
        "diagnosis",
        "medication",
        "job_title",
        "ethnicity",
        "native_place",
        "home_address",
        "living_habit",
        "purchase_history",
    ]
)


class Pools:
    """Values of all documents by label."""

    def __init__(self, documents: Sequence[Document], addresses: Sequence[str] = ()) -> None:
        held: defaultdict[str, list[str]] = defaultdict(list)
        given: list[str] = []
        for document in documents:
            for span in document.spans:
                value = document.text[span.start : span.end]
                if span.labels == ("person_name",):
                    if _HAN_NAME.fullmatch(value) and names.surname(value):
                        given.append(value[len(names.surname(value)) :])
                elif span.labels[0] in _SWAPPED and len(span.labels) == 1 and not span.optional:
                    held[span.labels[0]].append(value)
        self._values = dict(held)
        self._values["home_address"] = [*held["home_address"], *addresses]
        self._given = [g for g in given if 1 <= len(g) <= 2]
        known = facts.surnames()
        self._surnames = list(known)
        self._weights = [max(w, 1e-6) ** 0.6 for w in known.values()]

    def name(self, rng: random.Random) -> str:
        """Return a name put together anew."""
        surname = rng.choices(self._surnames, self._weights)[0]
        given = rng.choice(self._given)
        return surname + (rng.choice(given) if rng.random() < 0.1 else given)

    def changed(self, document: Document, rng: random.Random, share: float = 0.4) -> Document:
        """Return the document with other values; the same name becomes the same other name."""
        people: dict[str, str] = {}
        pieces: list[str] = []
        spans: list[Span] = []
        at = length = 0
        for span in document.spans:
            before, value = document.text[at : span.start], document.text[span.start : span.end]
            value = self._other(span, value, people, rng, share)
            length += len(before)
            spans.append(Span(length, length + len(value), span.labels, span.optional))
            length += len(value)
            pieces += (before, value)
            at = span.end
        text = "".join(pieces) + document.text[at:]
        return Document(document.name, text, tuple(spans), document.open_)

    def _other(
        self, span: Span, value: str, people: dict[str, str], rng: random.Random, share: float
    ) -> str:
        if span.labels == ("person_name",) and _HAN_NAME.fullmatch(value):
            if span.optional or not names.surname(value) or len(value) == len(names.surname(value)):
                return value
            if value not in people:
                people[value] = self.name(rng) if rng.random() < 0.8 else value
            return people[value]
        pool = self._values.get(span.labels[0])
        if not pool or span.optional or len(span.labels) > 1 or rng.random() > share:
            return value
        other = rng.choice(pool)
        return other if "\n" not in other and "\n" not in value else value
