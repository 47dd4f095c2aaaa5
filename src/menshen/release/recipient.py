"""Who gets a copy."""

from __future__ import annotations

from dataclasses import dataclass
from unicodedata import normalize

from menshen.errors import UsageError

__all__ = ["Recipient"]

_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who gets a copy: a name that never changes, what kind of recipient it is, who signs for it."""

    name: str
    kind: str = ""
    contact: str = ""

    def __post_init__(self) -> None:
        """Raise `UsageError` for an empty name, a long one, and one that could forge a receipt.

        Blanks around a name are taken off: with them it would be another recipient.
        """
        object.__setattr__(self, "name", normalize("NFC", self.name.strip(" \t\u3000")))
        if not self.name.strip():
            raise UsageError("a recipient has a name")
        if len(self.name) > _LONGEST or not f"{self.name}{self.contact}".isprintable():
            raise UsageError("a recipient's name is one line of 200 characters at most")
