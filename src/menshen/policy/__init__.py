"""A policy: which kinds are looked for, how sure a finding must be, what is let through.

It is written by hand as TOML; everything in it may be left out.

```toml
[find]
models = true                 # false: rules only, many times faster; bare names are not found
exclude = ["age"]             # or types = ["mobile_number", "email"]: only these
min_score = 0.5
[thresholds]
email = 0.8                   # a kind's own threshold
[allow]                       # never reported
values = ["400-810-8888"]
patterns = ["^1380000"]
[deny]                        # always reported, as this type
values = ["某项目代号"]
type = "work_secret"
[[own]]                       # looked for beside the built-in kinds; see `menshen.policy.own`
name = "library_card"
type = "certificate_no"
pattern = "LC[0-9]{8}"
[[scope]]                     # the first scope whose paths match a document wins
paths = ["logs/**"]
types = ["ip_address"]
min_score = 0.7
thresholds = { ip_address = 0.9 }
```

How information is taken out stands under `[redact]`; see `menshen.policy.redaction`.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any, Self

from menshen.errors import PolicyError
from menshen.policy.own import Own
from menshen.policy.redaction import KEEP, Redaction
from menshen.text import compact, fold_width

__all__ = ["AIMS", "DEFAULT", "KEEP", "Own", "Policy", "Redaction", "Scope"]

AIMS: Mapping[str, float] = {"recall": 0.2, "balanced": 0.5, "precision": 0.8}
"""The scores that a word may stand for: what matters more, to miss little or to be right.

Scores are calibrated chances, so the threshold is the least chance at which a finding is wanted: one
in five where a miss costs four times as much as a false alarm, four in five the other way round
(Elkan, The Foundations of Cost-Sensitive Learning, 2001, theorem 1)."""

_LONGEST_VALUE = 512
"""Patterns to allow are searched in no more of a value than this many characters."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What holds for the documents that `paths` match; what is None stays as in the policy."""

    paths: tuple[str, ...]
    types: frozenset[str] | None = None
    min_score: float | None = None
    thresholds: Mapping[str, float] = field(default_factory=dict)

    def matches(self, uri: str) -> bool:
        """Say whether a document's address fits one of the paths.

        `*` stays within a folder, `**` does not; a path without a leading slash may begin at
        any folder.

        >>> Scope(("logs/**",)).matches("/srv/app/logs/2026/a.log")
        True
        >>> Scope(("*.log",)).matches("/srv/mylogs/a.txt")
        False
        """
        plain = uri.replace("\\", "/")
        return any(_glob(path).fullmatch(plain) for path in self.paths)


@dataclass(frozen=True, slots=True)
class Policy:
    """What to report.

    `types` limits the kinds (None: all); `min_score` is the threshold of every kind that
    `thresholds` does not name; without `models` only rules look for names and addresses. `allow_values` and `allow_patterns` are never reported; `denied`
    says of words that always are as which type; `own` adds words and patterns to look for; `redact`
    says how what is found is taken out.
    """

    types: frozenset[str] | None = None
    min_score: float = 0.5
    thresholds: Mapping[str, float] = field(default_factory=dict)
    allow_values: frozenset[str] = field(default=frozenset(), repr=False)
    allow_patterns: tuple[str, ...] = field(default=(), repr=False)
    denied: Mapping[str, str] = field(default_factory=dict, repr=False)
    scopes: tuple[Scope, ...] = ()
    models: bool = True
    own: tuple[Own, ...] = ()
    redact: Redaction = field(default_factory=Redaction)

    @classmethod
    def load(cls, path: str | Path) -> Self:
        """Read a policy file; raises `PolicyError` that names file, line and key."""
        try:
            text = Path(path).read_text(encoding="utf-8-sig")
        except UnicodeDecodeError:
            raise PolicyError(f"{path}: not UTF-8; save the policy as UTF-8") from None
        except OSError as error:
            reason = error.strerror or "unreadable"
            raise PolicyError(f"{path}: the policy cannot be read ({reason})") from None
        return cls.parse(text, str(path))

    @classmethod
    def parse(cls, text: str, name: str = "policy") -> Self:
        """Read a policy from TOML text; `name` stands for the file in messages.

        >>> Policy.parse("thresholds = { email = 0.8 }").thresholds
        {'email': 0.8}
        """
        from menshen.policy.toml import fields

        return cls(**fields(name, text))

    def accepts(self, type_id: str, score: float) -> bool:
        """Say whether a finding of this kind with this score is reported.

        >>> Policy(thresholds={"email": 0.9}).accepts("email", 0.8)
        False
        """
        return score >= self.thresholds.get(type_id, self.min_score)

    def lets_through(self, value: str, normal: str) -> bool:
        """Say whether a value is one that is never reported, in whatever way it is written.

        >>> Policy(allow_values=frozenset({"138-0013-8000"})).lets_through("13800138000", "")
        True
        """
        if not self.allow_values and not self.allow_patterns:
            return False
        forms = _forms(value[:_LONGEST_VALUE], normal[:_LONGEST_VALUE])
        if not forms.isdisjoint(_plain_values(self.allow_values)):
            return True
        return any(_compiled(p).search(form) for p in self.allow_patterns for form in forms)

    def for_document(self, uri: str) -> Policy:
        """Return the policy that holds for a document: the first scope that matches is applied."""
        scope = next((s for s in self.scopes if s.matches(uri)), None)
        if scope is None:
            return self
        return replace(
            self,
            types=self.types if scope.types is None else scope.types,
            min_score=self.min_score if scope.min_score is None else scope.min_score,
            thresholds={**self.thresholds, **scope.thresholds},
            scopes=(),
        )

    def narrowed(
        self, *, types: frozenset[str] | None = None, min_score: float | None = None
    ) -> Policy:
        """Return the policy with types and least score replaced everywhere, also in its scopes.

        Thresholds of single kinds stay.
        """
        policy = self
        if types is not None:
            scopes = tuple(replace(s, types=types) for s in policy.scopes)
            policy = replace(policy, types=types, scopes=scopes)
        if min_score is not None:
            scopes = tuple(replace(s, min_score=min_score) for s in policy.scopes)
            policy = replace(policy, min_score=min_score, scopes=scopes)
        return policy

    @property
    def digest(self) -> str:
        """Return the SHA-256 of the policy's canonical form: equal policies, equal digests."""
        plain = json.dumps(_canonical(self), ensure_ascii=True, sort_keys=True)
        return hashlib.sha256(plain.encode()).hexdigest()


DEFAULT = Policy()


def _canonical(policy: Policy) -> dict[str, Any]:
    out = {} if policy.redact == Redaction() else {"redact": policy.redact.canonical()}
    return {
        **out,
        "types": _sorted(policy.types),
        "min_score": float(policy.min_score),
        "thresholds": dict(policy.thresholds),
        "allow_values": _sorted(policy.allow_values),
        "allow_patterns": sorted(policy.allow_patterns),
        "denied": dict(policy.denied),
        "models": policy.models,
        "own": [
            [o.name, o.type, sorted(o.words), o.pattern, list(o.labels), o.score]
            for o in policy.own
        ],
        "scopes": [
            [list(s.paths), _sorted(s.types), s.min_score, dict(s.thresholds)]
            for s in policy.scopes
        ],
    }


def _sorted(names: frozenset[str] | None) -> list[str] | None:
    return None if names is None else sorted(names)


def _forms(value: str, normal: str) -> set[str]:
    """Return the ways in which an allow list may have written a value."""
    plain = compact(fold_width(value))
    return {value, plain, normal, normal.removeprefix("+86")} - {""}


@cache
def _plain_values(values: frozenset[str]) -> frozenset[str]:
    return values | {compact(fold_width(v)) for v in values}


@cache
def _compiled(regex: str) -> re.Pattern[str]:
    return re.compile(regex)


@cache
def _glob(path: str) -> re.Pattern[str]:
    parts = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    plain = path.replace("\\", "/").removeprefix("./")
    pieces = re.split(r"(\*\*/|\*\*|\*|\?)", plain)
    body = "".join(parts.get(piece, re.escape(piece)) for piece in pieces)
    return re.compile(body if plain.startswith("/") else f"(?:.*[/!])?{body}", re.DOTALL)
