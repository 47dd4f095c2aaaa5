"""The gate: may this file leave, and how? For gateways of mail and of uploads.

The file is scanned, and the first rule that fits decides: `allow` it, let it out only with a `mark`
of its own, `redact` it first, or `refuse` it. A file that cannot be read, and one that was read in
part, is refused unless the policy says otherwise. The policy is written by hand:

```toml
unreadable = "refuse"
inside = ["*@ours.example.cn"]        # recipients who are not outside
[[rule]]
name = "客户名单"
decision = "refuse"                   # allow, mark, redact, refuse
kinds = ["mobile_number"]             # any of these; or sensitive = true; or class = 50, 500, 5000
min_count = 500                       # so many of them
min_people = 200
outside = true                        # only if somebody outside is among the recipients
recipients = ["*@partner.example.com"]   # only if one of these is
```

Without a policy the counts of the criminal law decide: 50 items of the first class, 500 of the
second or 5,000 of the third are refused (Interpretation of the Supreme People's Court and the
Supreme People's Procuratorate, Fa Shi [2017] No. 10, art. 5 (1) 3-5), sensitive personal information
is redacted (PIPL art. 28), anything about 20 people or more is marked.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, Literal, Self

from menshen import taxonomy
from menshen.errors import PolicyError
from menshen.report import Report

__all__ = ["DECISIONS", "Decision", "GatePolicy", "Judged", "Rule", "judged", "passed", "redacted"]

Decision = Literal["allow", "mark", "redact", "refuse"]
DECISIONS: tuple[Decision, ...] = ("allow", "mark", "redact", "refuse")
_CLASSES = (50, 500, 5000)
"""The kinds of information by how many items make a case serious: `InfoType.crim_class`."""
_KEYS = frozenset(
    ("name", "decision", "kinds", "sensitive", "class", "min_count", "min_people", "outside", "recipients")
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: what it takes, and what is decided then. What is not said does not matter."""

    decision: Decision
    name: str = ""
    kinds: frozenset[str] = frozenset()
    sensitive: bool = False
    crim_class: int | None = None
    min_count: int = 1
    min_people: int = 0
    outside: bool = False
    recipients: tuple[str, ...] = ()

    def concerns(self, kind: taxonomy.InfoType) -> bool:
        """Say whether a kind of information counts for this rule."""
        return (
            (not self.kinds or kind.id in self.kinds)
            and (not self.sensitive or bool(kind.sensitive))
            and (self.crim_class is None or kind.crim_class == self.crim_class)
        )


def _meter() -> tuple[Rule, ...]:
    classes = tuple(
        Rule(
            "refuse", f"刑事立案数量（{count} 条）", crim_class=count, min_count=count, outside=True
        )
        for count in _CLASSES
    )
    return (
        *classes,
        Rule("redact", "敏感个人信息", sensitive=True, outside=True),
        Rule("mark", "二十人以上", min_people=20),
    )


@dataclass(frozen=True, slots=True)
class GatePolicy:
    """Rules in order, who is inside, and what becomes of files that cannot be read."""

    rules: tuple[Rule, ...] = field(default_factory=_meter)
    inside: tuple[str, ...] = ()
    unreadable: Decision = "refuse"
    otherwise: Decision = "allow"

    @classmethod
    def load(cls, path: str | Path) -> Self:
        """Read a policy file; raises `PolicyError` that names file and key."""
        try:
            told = tomllib.loads(Path(path).read_text(encoding="utf-8-sig"))
        except OSError as error:
            raise PolicyError(f"{path}: the policy cannot be read ({error.strerror})") from None
        except (tomllib.TOMLDecodeError, UnicodeDecodeError):
            raise PolicyError(f"{path}: is not TOML in UTF-8") from None
        unknown = set(told) - {"rule", "inside", "unreadable", "otherwise"}
        if unknown:
            raise PolicyError(f"{path}: there is no key {min(unknown)!r} in a policy of the gate")
        rules = told.get("rule", [])
        if not isinstance(rules, list):
            raise PolicyError(f"{path}: rules are written [[rule]]")
        return cls(
            tuple(_rule(one, f"{path}: rule {n}") for n, one in enumerate(rules, 1)),
            _texts(told.get("inside", []), f"{path}: inside"),
            _decision(told.get("unreadable", "refuse"), f"{path}: unreadable"),
            _decision(told.get("otherwise", "allow"), f"{path}: otherwise"),
        )


@dataclass(frozen=True, slots=True)
class Judged:
    """What the gate decided: by which rule, on what counts. It holds no value of the file."""

    decision: Decision
    rule: str
    people: int
    counts: dict[str, int]
    failures: tuple[str, ...] = ()


def judged(
    report: Report, recipients: Sequence[str] = (), policy: GatePolicy | None = None
) -> Judged:
    """Return what is decided of a scanned file for these recipients.

    Without recipients somebody outside is assumed.
    """
    policy = policy or GatePolicy()
    counts = Counter(finding.type.id for finding in report.findings)
    people = len(report.people)
    failures = tuple(f"{f.error}: {f.reason}" for f in report.failures)
    if failures and policy.unreadable != "allow":
        return Judged(policy.unreadable, "unreadable", people, dict(counts), failures)
    for number, rule in enumerate(policy.rules, 1):
        if _fits(rule, counts, people, recipients, policy.inside):
            return Judged(
                rule.decision, rule.name or f"rule {number}", people, dict(counts), failures
            )
    return Judged(policy.otherwise, "otherwise", people, dict(counts), failures)


def passed(
    path: str | Path, recipients: Sequence[str] = (), policy: GatePolicy | None = None
) -> Judged:
    """Scan a file and return what is decided of it. Raises `UsageError` if there is none."""
    from menshen.scan import events

    return judged(Report.collect(events([path])), recipients, policy)


def redacted(path: str | Path, out: str | Path) -> bool:
    """Write the file without its personal information; False where this is not installed.

    What is written was read again and proved clean; else an error is raised.
    """
    from importlib import import_module
    from importlib.util import find_spec

    if find_spec("menshen.redact") is None:
        return False
    import_module("menshen.redact").redact(path, out)
    return True


def _fits(
    rule: Rule, counts: Counter[str], people: int, recipients: Sequence[str], inside: Sequence[str]
) -> bool:
    count = sum(n for kind, n in counts.items() if rule.concerns(taxonomy.get(kind)))
    if count < rule.min_count or people < rule.min_people:
        return False
    if rule.outside and recipients and all(_matches(one, inside) for one in recipients):
        return False
    return not rule.recipients or any(_matches(one, rule.recipients) for one in recipients)


def _matches(recipient: str, patterns: Iterable[str]) -> bool:
    return any(fnmatchcase(recipient.strip().lower(), pattern.lower()) for pattern in patterns)


def _rule(told: Any, where: str) -> Rule:
    if not isinstance(told, dict) or "decision" not in told:
        raise PolicyError(f"{where}: says no decision")
    unknown = set(told) - _KEYS
    if unknown:
        raise PolicyError(f"{where}: there is no key {min(unknown)!r} in a rule")
    kinds = _texts(told.get("kinds", []), f"{where}: kinds")
    if not set(kinds) <= taxonomy.ids():
        raise PolicyError(f"{where}: kinds names what is no type: `menshen types` lists them")
    crim_class = told.get("class")
    limited = bool(kinds) or crim_class is not None or "sensitive" in told
    if crim_class is not None and crim_class not in _CLASSES:
        raise PolicyError(f"{where}: class is 50, 500 or 5000")
    return Rule(
        _decision(told["decision"], where),
        str(told.get("name", "")),
        frozenset(kinds),
        _flag(told.get("sensitive", False), f"{where}: sensitive"),
        crim_class,
        _number(told.get("min_count", int(limited)), f"{where}: min_count"),
        _number(told.get("min_people", 0), f"{where}: min_people"),
        _flag(told.get("outside", False), f"{where}: outside"),
        _texts(told.get("recipients", []), f"{where}: recipients"),
    )


def _decision(told: Any, where: str) -> Decision:
    for decision in DECISIONS:
        if told == decision:
            return decision
    raise PolicyError(f"{where}: a decision is allow, mark, redact or refuse")


def _texts(told: Any, where: str) -> tuple[str, ...]:
    if not isinstance(told, list) or not all(isinstance(one, str) for one in told):
        raise PolicyError(f"{where}: is a list of texts")
    return tuple(told)


def _flag(told: Any, where: str) -> bool:
    if not isinstance(told, bool):
        raise PolicyError(f"{where}: is true or false")
    return told


def _number(told: Any, where: str) -> int:
    if not isinstance(told, int) or isinstance(told, bool) or told < 0:
        raise PolicyError(f"{where}: is a whole number")
    return told
