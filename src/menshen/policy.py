"""A policy: which kinds are looked for, how sure a finding must be, what is let through."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["DEFAULT", "Policy"]


@dataclass(frozen=True, slots=True)
class Policy:
    """What to report.

    `types` limits the kinds (None: all); `min_score` is the threshold of every kind that
    `thresholds` does not name.
    """

    types: frozenset[str] | None = None
    min_score: float = 0.5
    thresholds: Mapping[str, float] = field(default_factory=dict)

    def accepts(self, type_id: str, score: float) -> bool:
        """Say whether a finding of this kind with this score is reported.

        >>> Policy(thresholds={"email": 0.9}).accepts("email", 0.8)
        False
        """
        return score >= self.thresholds.get(type_id, self.min_score)


DEFAULT = Policy()
