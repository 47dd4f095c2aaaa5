"""Judging: the evidence of all classes, what ranks and what excludes, put into one verdict."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from math import log2

import numpy as np
from numpy.typing import NDArray

from menshen.copies import Copy
from menshen.marks import order
from menshen.marks.capacity import mean_information
from menshen.marks.code import Bits, Code, Reals
from menshen.trace import coverage, exclusion
from menshen.trace.control import control
from menshen.trace.coverage import Fact, Posterior
from menshen.trace.holding import Holder, Masks, account, dealt, holder
from menshen.trace.knowledge import Access, Call
from menshen.trace.leak import Leak
from menshen.trace.master import Master
from menshen.trace.matching import matched
from menshen.trace.observation import Linked, Observed
from menshen.trace.rung import Rung
from menshen.trace.sellers import sellers
from menshen.trace.streams import Streams, streams
from menshen.trace.verdict import CopyVerdict, Details, Issued, Sharing, Verdict, Word, strongest

__all__ = ["Evidence", "judged"]

_STRONG = log2(1e3)
_LEAD = 0.5
_TOLD = log2(10)
"""A lead needs so many bits beyond the prior: a share of belief alone is nothing found."""
_SAMPLED = 500
"""So many rows of a leak are looked at for coverage."""
_MASTER = 0.97
_ENOUGH = 12


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything a case holds once its leak is read and linked."""

    copies: Sequence[Copy]
    master: Master
    seen: Observed
    calls: tuple[Call, ...] = field(repr=False)
    accesses: tuple[Access, ...] = field(repr=False)
    stamps: tuple[str, ...]
    rung: Rung
    leak: Leak
    linked: Sequence[Linked]
    first_seen: datetime | None

    @property
    def rows(self) -> int:
        """Return how many rows of the leak are records of the master."""
        return sum(len(one.rows) for one in self.linked)


def judged(evidence: Evidence, code: Code, threshold: float, details: Details) -> Verdict:
    """Return the verdict of a case."""
    master, seen = evidence.master, evidence.seen
    masks = Masks(master.places, master.rows)
    holders = [holder(copy, masks) for copy in evidence.copies]
    facts, strange = _facts(evidence)
    victims = np.unique([f.record for f in facts]).astype(np.int64)
    records = np.unique(np.concatenate([seen.records, victims])).astype(np.int64)
    share = dealt(evidence.copies, masks, records, master.tags, code)
    bits = streams(evidence.copies, holders, seen, share, evidence.rung.bits, evidence.stamps, code)
    accounts = _accounts(evidence)
    everyone = [*holders, *accounts]
    stratum = coverage.strata(master.schema, master.columns)
    covered = _covered(evidence, facts, everyone, stratum)
    compared = control(everyone, facts, stratum) if facts else None
    ordered = _ordered(evidence, code)
    ranked = np.append(bits.total, np.zeros(len(accounts))) * np.log(2) + covered
    belief = coverage.posterior(ranked)
    ruled = [
        exclusion.excluded(h, records, seen.columns, evidence.first_seen, _newer(evidence, h, copy))
        for h, copy in zip(holders, evidence.copies, strict=True)
    ]
    ruled += [exclusion.excluded(h, records, frozenset(), evidence.first_seen) for h in accounts]
    told = _Told(bits, covered, ordered, ranked, belief, ruled, holders, threshold, compared)
    verdicts = _verdicts(evidence, everyone, told, records)
    details = replace(
        details, nobody=round(belief.nobody, 4), calls_unlinked=strange,
        sellers=_sellers(everyone, facts, stratum),
    )  # fmt: skip
    found = _case(evidence, verdicts, told, details)
    matches = [matched(c, seen.positions, code) for c in evidence.copies if c.id in found.accused]
    return replace(
        found, details=replace(found.details, matches=tuple(m for m in matches if m.total))
    )


@dataclass(frozen=True, slots=True)
class _Told:
    """The numbers of all holders: copies first, then accounts."""

    bits: Streams
    covered: Reals
    ordered: Reals
    ranked: Reals
    belief: Posterior
    ruled: Sequence[tuple[str, ...]]
    holders: Sequence[Holder]
    threshold: float
    compared: Reals | None = None


def _sellers(
    everyone: Sequence[Holder], facts: Sequence[Fact], stratum: NDArray[np.int64]
) -> tuple[Sharing, ...]:
    """Return who together explains best what callers knew."""
    if not facts:
        return ()
    return tuple(
        Sharing(
            everyone[one.holder].id,
            everyone[one.holder].name,
            one.share,
            tuple(everyone[h].id for h in one.alike),
        )
        for one in sellers(everyone, facts, stratum)
    )


def _facts(evidence: Evidence) -> tuple[list[Fact], int]:
    """Return what callers knew of records, and how many victims are not in the table."""
    master = evidence.master
    known = coverage.kinds_of_columns(master.schema)
    found = []
    for call in evidence.calls:
        record = master.find(call.victim)
        if record >= 0:
            asked = tuple(known[kind] for kind in sorted(call.knew) if kind in known)
            found.append(Fact(record, asked, call.when))
    return found, len(evidence.calls) - len(found)


def _accounts(evidence: Evidence) -> list[Holder]:
    """Return the accounts of the access log with what they saw."""
    views: dict[str, list[tuple[datetime, int, frozenset[str]]]] = {}
    names = frozenset(evidence.master.schema.names)
    for access in evidence.accesses:
        row = evidence.master.find(access.row_key)
        if row >= 0:
            held = frozenset(access.columns) & names or names
            views.setdefault(access.actor, []).append((access.time, row, held))
    return [account(actor, seen, evidence.master.rows) for actor, seen in views.items()]


def _covered(
    evidence: Evidence,
    facts: Sequence[Fact],
    holders: Sequence[Holder],
    stratum: NDArray[np.int64],
) -> Reals:
    """Return the natural log of what coverage says of each holder: by calls and by leaked rows."""
    records = evidence.seen.records
    some = records[:: max(1, len(records) // _SAMPLED)]
    asked = tuple(frozenset({name}) for name in sorted(evidence.seen.columns))
    leaked = [Fact(int(record), asked, evidence.first_seen) for record in some]
    return coverage.likelihoods(holders, [*facts, *leaked], stratum)


def _ordered(evidence: Evidence, code: Code) -> Reals:
    """Return which share of neighbouring rows stands in each copy's order; ½ says nothing."""
    found = np.full(len(evidence.copies), 0.5)
    for i, copy in enumerate(evidence.copies):
        if any(issue.record.policy.get("order") for issue in copy.issues) and evidence.linked:
            one = evidence.linked[0]
            ranks = code.ranks(evidence.master.tags[one.records], copy.number)
            found[i] = order.agreement(ranks, one.records)
    return found


def _newer(evidence: Evidence, holder_: Holder, copy: Copy) -> Bits | None:
    """Say of which changed cells the leak shows a version that the copy never got."""
    versions = evidence.master.versions
    if len(versions) < 2:
        return None
    got = {i.record.snapshot for i in copy.issues}
    have = [n for n, version in enumerate(versions) if version.digest in got]
    if not have or len(got) > len(have):
        return None
    found = [not (set(have) & shown) for shown in _shown(evidence, holder_)]
    return np.array(found, dtype=bool)


def _shown(evidence: Evidence, holder_: Holder) -> list[set[int]]:
    """Return for each changed cell that leaked the versions that hold what it says."""
    from menshen.trace.observation import mapped

    master, found = evidence.master, list[set[int]]()
    for one in evidence.linked:
        where = mapped(one, master.schema, master.columns)
        for name, place in where.items():
            kind = master.schema.kinds[master.schema.place(name)]
            if kind in {"price", "area", ""}:
                continue
            column = master.schema.place(name)
            for row, record in zip(one.rows.tolist(), one.records.tolist(), strict=True):
                shown = _versions_of(master, column, kind, record, one.sheet.columns[place][row])
                if shown and holder_.rows[record]:
                    found.append(shown)
    return found


def _versions_of(master: Master, column: int, kind: str, record: int, cell: str) -> set[int]:
    """Return the versions that hold what a cell says, empty where all or none do."""
    from menshen.marks.canonical import CANONICAL

    form = CANONICAL.get(kind, str.strip)
    held = {
        n: form(v.columns[column][v.rows[record]])
        for n, v in enumerate(master.versions)
        if v.rows[record] >= 0
    }
    if len(set(held.values())) < 2:
        return set()
    said = form(cell)
    return {n for n, value in held.items() if value == said}


def _verdicts(
    evidence: Evidence, everyone: Sequence[Holder], told: _Told, records: NDArray[np.int64]
) -> list[CopyVerdict]:
    total = told.bits.total
    accused = [h for h, b in zip(told.holders, total, strict=True) if b >= told.threshold]
    torn = exclusion.unexplained(accused, records, evidence.seen.columns, evidence.first_seen)
    places = np.lexsort(
        (-np.append(told.ordered, np.zeros(len(everyone) - len(total))), -told.ranked)
    )
    rank = {int(place): n for n, place in enumerate(places, 1)}
    found = []
    for i, one in enumerate(everyone):
        keyed = i < len(total)
        bits = float(total[i]) if keyed else 0.0
        word = _word(
            bits, told.threshold, told.ruled[i], torn=torn, told=told, place=i, keyed=keyed
        )
        said = _streams(told, i) if keyed else {}
        said["coverage"] = round(float(told.covered[i]) / np.log(2), 2)
        said["posterior"] = round(float(told.belief.holders[i]), 4)
        if told.compared is not None:
            said["control_p"] = float(f"{told.compared[i]:.3g}")
        found.append(
            CopyVerdict(one.id, one.name, word, round(bits, 2), rank[i], said, told.ruled[i])
        )
    return sorted(found, key=lambda c: (-c.log2_evidence, c.rank))


def _word(
    bits: float,
    threshold: float,
    ruled: tuple[str, ...],
    *,
    torn: bool,
    told: _Told,
    place: int,
    keyed: bool,
) -> Word:
    if keyed and bits >= threshold:
        return "COPY_COMPROMISED" if ruled and torn else "ACCUSED"
    if ruled:
        return "EXCLUDED"
    if keyed and bits >= _STRONG:
        return "STRONG_LEAD"
    if told.belief.holders[place] >= _LEAD and told.ranked[place] / np.log(2) >= _TOLD:
        return "LEAD"
    return "NOT_EXCLUDED"


def _streams(told: _Told, place: int) -> dict[str, float]:
    found = {name: round(float(b[place]), 2) for name, b in told.bits._asdict().items()}
    if told.ordered[place] != 0.5:
        found["order"] = round(float(told.ordered[place]), 3)
    return found


def _case(
    evidence: Evidence, verdicts: Sequence[CopyVerdict], told: _Told, details: Details
) -> Verdict:
    word = strongest(verdicts)
    accused = tuple(c.copy for c in verdicts if c.verdict in {"ACCUSED", "COPY_COMPROMISED"})
    unlinked = evidence.leak.rows - evidence.rows
    reason = {
        "ACCUSED": "threshold_reached",
        "COPY_COMPROMISED": "another_door",
        "STRONG_LEAD": "below_threshold",
        "LEAD": "likeliest",
    }.get(word, "")
    remaining: tuple[str, ...] = ()
    if word in {"NOT_EXCLUDED", "EXCLUDED", "NO_ACCUSATION"}:
        word, reason, remaining = _open(evidence, verdicts, told)
        if reason == "foreign_table" and details.ways.get("several"):
            reason = "ambiguous_rows"
    return Verdict(
        word, reason, round(told.threshold, 2), tuple(verdicts), accused, evidence.rows, unlinked,
        details=replace(details, remaining=remaining, issued=_issued(evidence.copies, accused)),
    )  # fmt: skip


def _issued(copies: Sequence[Copy], accused: Sequence[str]) -> tuple[Issued, ...]:
    """Return what the ledger has of the releases of the accused copies."""
    return tuple(
        Issued(
            copy.id, copy.recipient, one.record.release,
            one.at.astimezone().isoformat(" ", "minutes"), one.record.purpose,
            one.record.legal_basis, one.record.operator, one.record.approval,
            f"{one.record.row_count} × {len(one.record.columns)} ({', '.join(one.record.columns)})", one.record.file,
            one.record.receipt,
        )
        for copy in copies if copy.id in accused
        for one in copy.issues
    )  # fmt: skip


def _open(
    evidence: Evidence, verdicts: Sequence[CopyVerdict], told: _Told
) -> tuple[Word, str, tuple[str, ...]]:
    """Return the verdict where nobody stands out: the set that remains, or why there is none."""
    linked, known = evidence.rows, len(evidence.calls)
    if not evidence.leak.rows and not known and not evidence.rung.rung:
        given = evidence.leak.digests or evidence.leak.texts or evidence.leak.failures
        return "NO_ACCUSATION", "no_rows" if given else "nothing_given", ()
    if not linked and not _linked_calls(evidence) and not evidence.rung.rung:
        return "NO_ACCUSATION", "foreign_table", ()
    if _is_master(evidence):
        return "NO_ACCUSATION", "master_itself", ()
    left = tuple(c.copy for c in verdicts if c.verdict == "NOT_EXCLUDED")
    if not left:
        return "NO_ACCUSATION", "all_excluded", ()
    narrowed = _narrowed(verdicts, told)
    if known and len(narrowed) < len(verdicts):
        return "NOT_EXCLUDED", "narrowed", narrowed
    if len(left) < len(verdicts):
        return "NOT_EXCLUDED", "some_excluded", left
    return "NO_ACCUSATION", _why_nothing(evidence, told), ()


def _linked_calls(evidence: Evidence) -> bool:
    return any(evidence.master.find(call.victim) >= 0 for call in evidence.calls)


def _narrowed(verdicts: Sequence[CopyVerdict], told: _Told) -> tuple[str, ...]:
    """Return the smallest set that holds 95 % of the belief, without what is ruled out."""
    sure = sorted(told.belief.sure)
    by_rank = sorted(verdicts, key=lambda c: c.rank)[: len(sure)]
    return tuple(c.copy for c in by_rank if c.verdict == "NOT_EXCLUDED")


def _why_nothing(evidence: Evidence, told: _Told) -> str:
    seen = evidence.seen
    if not seen.used and not np.any(told.bits.total):
        return "all_normalised" if seen.erased else "nothing_to_decode"
    reach = seen.used * mean_information()
    return "too_few_rows" if reach < told.threshold * 1.2 else "no_copy_fits"


def _is_master(evidence: Evidence) -> bool:
    """Say whether the leak is the master itself: every amount and every writing is its own."""
    exact, amounts = evidence.seen.exact
    if amounts >= _ENOUGH:
        return exact >= _MASTER * amounts
    same, writings = evidence.seen.own
    return writings >= _ENOUGH and same >= _MASTER * writings
