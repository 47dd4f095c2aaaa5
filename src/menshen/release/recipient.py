"""Who gets a copy."""

from __future__ import annotations

from dataclasses import dataclass

from menshen.errors import UsageError

__all__ = ["Recipient"]


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who gets a copy: a name that never changes, what kind of recipient it is, who signs for it."""

    name: str
    kind: str = ""
    contact: str = ""

    def __post_init__(self) -> None:
        """Raise `UsageError` for an empty name."""
        if not self.name.strip():
            raise UsageError("a recipient has a name")
