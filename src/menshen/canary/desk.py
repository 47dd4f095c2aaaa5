"""The canary desk: pools of canaries in the ledger, dealt to copies by key, and their hits.

A pool is minted once and never grows. Its numbers (SIM cards of our own) are dealt to a recipient
by a keyed order within each stratum, each number with one of its personas, so that who got what is
random to everybody without the key: only that makes a hit evidence. The rows themselves are sealed
in the ledger, which names canaries by id alone.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import re
import secrets
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Literal, NamedTuple

from menshen.canary.rows import Tell, drawn
from menshen.canary.table import Table
from menshen.errors import KeyringError, UsageError
from menshen.store.chain import JSON, Entry, Ledger
from menshen.store.keyring import DatasetKey
from menshen.store.records import CaseOpened, CaseRun, Record

__all__ = [
    "Canary",
    "Hit",
    "Minted",
    "Pool",
    "Ring",
    "blinded",
    "deal",
    "distinct",
    "hits",
    "mint",
    "pools",
    "record_hit",
    "retire",
    "rings",
]

How = Literal["call", "sms", "mail", "row"]
_HOWS = ("call", "sms", "mail", "row")
_NUMBER = re.compile(r"[0-9]{11}")
_NOT_DIGITS = re.compile(r"[\s+()-]")
_MOST_PERSONAS = 1000


@dataclass(frozen=True, slots=True)
class Canary:
    """A person who does not exist: id, the id of the number it answers, stratum, and row.

    `row` gives the text of each column; it never shows in a `repr`.
    """

    id: str
    number: str
    stratum: str
    row: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Minted(Record):
    """The ledger's record of a pool: the ids in the clear, the rows sealed."""

    kind: ClassVar[str] = "canary.mint"

    pool: str
    dataset: str
    key_id: str
    strata: Mapping[str, JSON]
    sealed: str
    tells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Retired(Record):
    """The ledger's record of numbers that are dealt no more."""

    kind: ClassVar[str] = "canary.retire"

    dataset: str
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hit(Record):
    """The ledger's record of a canary that rang: its number, and the persona if one was named."""

    kind: ClassVar[str] = "canary.hit"

    dataset: str
    number: str
    how: str
    when: str
    canary: str = ""


@dataclass(frozen=True, slots=True)
class Pool:
    """A pool as the ledger has it: numbers by stratum, personas by number, retirements by entry."""

    pool: str
    dataset: str
    key_id: str
    seq: int
    strata: Mapping[str, Mapping[str, Sequence[str]]]
    retired: Mapping[str, int]
    sealed: str = field(repr=False)

    def live(self, stratum: str, seq: int | None = None) -> list[str]:
        """Return the numbers of a stratum that were dealt at an entry of the ledger, or are now."""
        gone = {n for n, at in self.retired.items() if seq is None or at < seq}
        return [n for n in self.strata[stratum] if n not in gone]

    def place(self, canary_or_number: str) -> tuple[str, str] | None:
        """Return stratum and number of a canary or a number, None if it is not of this pool."""
        for stratum, numbers in self.strata.items():
            for number, personas in numbers.items():
                if canary_or_number == number or canary_or_number in personas:
                    return stratum, number
        return None

    def canaries(self, key: DatasetKey) -> list[Canary]:
        """Return the canaries with their rows. Raises `KeyringError` for another key."""
        told = _opened(self.sealed, key, self.pool)
        names = told["columns"]
        found = []
        for stratum, numbers in self.strata.items():
            for number, personas in numbers.items():
                for one in personas:
                    row = dict(zip(names, told["rows"][one], strict=True))
                    found.append(Canary(one, number, stratum, row))
        return found


def mint(
    table: Table,
    numbers: Sequence[str],
    *,
    dataset: str,
    key: DatasetKey,
    ledger: Ledger,
    units: Table | None = None,
    stratum: str | None = None,
    personas: int = 1,
) -> tuple[Entry, tuple[Tell, ...]]:
    """Make up people for a table, seal them in the ledger, return the entry and what betrays them.

    `numbers` are mobile numbers under our own control, each of which answers for `personas`
    canaries; `units` are flats that nobody lives in; within the values of the column
    `stratum` the canaries are dealt apart. Raises `UsageError` for numbers that are no mobile
    numbers, come twice or stand in the table.
    """
    import numpy as np

    told = _checked(numbers, table)
    if not 1 <= personas <= _MOST_PERSONAS:
        raise UsageError("a number answers for 1 to 1000 personas")
    pool = f"p-{secrets.token_hex(4)}"
    rng = np.random.default_rng(int.from_bytes(key.sub(f"canary/mint/{pool}"), "big"))
    drawing = drawn(
        table, [n for n in told for _ in range(personas)], rng, units=units, stratum=stratum
    )
    strata, rows = _numbered(drawing.rows, drawing.strata, personas, pool)
    content = {"columns": list(table.columns), "rows": rows}
    sealed = _sealed(json.dumps(content).encode(), key, pool)
    tells = (*drawing.tells, *_telling(told, table))
    record = Minted(pool, dataset, key.id, strata, sealed, tuple(tell.column for tell in tells))
    return record.write(ledger), tells


def _checked(numbers: Sequence[str], table: Table) -> list[str]:
    told = [_NOT_DIGITS.sub("", number).removeprefix("86") for number in numbers]
    if not told or not all(_NUMBER.fullmatch(one) and one[0] == "1" for one in told):
        raise UsageError("a canary answers a mobile number of 11 digits: check the list of numbers")
    if len(set(told)) != len(told):
        raise UsageError("a number stands twice in the list: its hits could not be told apart")
    held = {
        _NOT_DIGITS.sub("", cell)[-11:] for row in table.rows for cell in row if len(cell) >= 11
    }
    if held & set(told):
        raise UsageError("a number of the list stands in the table: it is somebody's")
    return told


def _telling(numbers: Sequence[str], table: Table) -> Iterator[Tell]:
    """Yield what gives the numbers themselves away: resellers' prefixes, and one block for many."""
    from menshen.facts import mobile_prefix

    kinds = [mobile_prefix(number) for number in numbers]
    if sum(1 for kind in kinds if kind is None or kind.status != "live") * 20 > len(numbers):
        yield Tell("numbers", "prefixes of resellers or of machines, which few people have")
    blocks: defaultdict[str, int] = defaultdict(int)
    for number in numbers:
        blocks[number[:7]] += 1
    share = max(blocks.values()) / len(numbers)
    if max(blocks.values()) > 2 and share > 0.05 and len(table.rows) > len(numbers):
        yield Tell("numbers", "many lie in one block of ten thousand: buy them apart")


def _numbered(
    rows: Sequence[Sequence[str]], strata: Sequence[str], personas: int, pool: str
) -> tuple[dict[str, JSON], dict[str, JSON]]:
    """Return ids by stratum and number, and rows by id.

    A number is dealt in one stratum alone: personas that would put it in a second are left out.
    """
    ids: dict[str, dict[str, list[str]]] = {}
    told: dict[str, JSON] = {}
    for place, (row, stratum) in enumerate(zip(rows, strata, strict=True)):
        first = place - place % personas
        if strata[first] != stratum:
            continue
        number = f"{pool}-{place // personas}"
        one = f"{number}.{place % personas}"
        ids.setdefault(stratum, {}).setdefault(number, []).append(one)
        told[one] = list(row)
    return dict(ids), told


def pools(ledger: Ledger, dataset: str) -> list[Pool]:
    """Return the pools of a dataset in the order they were minted."""
    retired: dict[str, int] = {}
    for entry, record in Retired.all(ledger):
        if record.dataset == dataset:
            for number in record.numbers:
                retired.setdefault(number, entry.seq)
    return [
        Pool(r.pool, dataset, r.key_id, e.seq, r.strata, retired, r.sealed)  # type: ignore[arg-type]
        for e, r in Minted.all(ledger)
        if r.dataset == dataset
    ]


def deal(
    ledger: Ledger, dataset: str, key: DatasetKey, recipient: str, share: Mapping[str, int] | int
) -> list[Canary]:
    """Return the canaries of a recipient: so many numbers of each stratum, by keyed order.

    The same recipient gets the same ones again, as long as none is retired. `share` is the number
    for each stratum, or one for all. Write their ids into the release's record: that, and the
    order of the ledger, is what a hit is later weighed by. Raises `UsageError` where a stratum has
    fewer numbers than asked.
    """
    found: list[Canary] = []
    for pool in pools(ledger, dataset):
        if pool.key_id != key.id:
            continue
        by_id = {canary.id: canary for canary in pool.canaries(key)}
        for stratum in pool.strata:
            count = share if isinstance(share, int) else share.get(stratum, 0)
            chosen = _dealt(pool, stratum, key, recipient, count)
            found += [by_id[one] for one in chosen]
    return found


def _dealt(pool: Pool, stratum: str, key: DatasetKey, recipient: str, count: int) -> list[str]:
    live = pool.live(stratum)
    if count > len(live):
        raise UsageError(f"{count} canaries are asked for and {len(live)} are live; mint more")
    secret = key.sub("canary/deal")

    def rank(number: str) -> bytes:
        return hmac.digest(secret, f"{number}\n{recipient}".encode(), "sha256")

    chosen = sorted(live, key=rank)[:count]
    personas = pool.strata[stratum]
    return [
        personas[number][int.from_bytes(rank(number)[16:], "big") % len(personas[number])]
        for number in chosen
    ]


def retire(ledger: Ledger, dataset: str, ids: Iterable[str]) -> Entry:
    """Take numbers out of the deal: for numbers given up, or known to others.

    Raises `UsageError` for an id that is in no pool.
    """
    places = []
    known = pools(ledger, dataset)
    for one in ids:
        found = next((place for pool in known if (place := pool.place(one))), None)
        if found is None:
            raise UsageError(f"{one}: there is no such canary in the dataset {dataset}")
        places.append(found[1])
    return Retired(dataset, tuple(dict.fromkeys(places))).write(ledger)


def record_hit(
    ledger: Ledger,
    dataset: str,
    key: DatasetKey,
    number: str,
    *,
    how: How,
    when: str,
    said: str = "",
) -> tuple[Entry, Hit]:
    """Record that a test number was called or written to.

    `said` is what the caller said: where it holds the name or the room of exactly one persona of
    the number, the hit is that persona's. It is not kept. Raises `UsageError` for a number of
    no canary.
    """
    if how not in _HOWS:
        raise UsageError("a canary is hit by call, sms, mail or row")
    told = _NOT_DIGITS.sub("", number).removeprefix("86")
    for pool in pools(ledger, dataset):
        if pool.key_id != key.id:
            continue
        named = [c for c in pool.canaries(key) if _answers(c, told)]
        if named:
            persona = _persona(named, said)
            hit = Hit(dataset, named[0].number, how, when, persona)
            return hit.write(ledger), hit
    raise UsageError(f"this number answers for no canary of the dataset {dataset}")


def _answers(canary: Canary, number: str) -> bool:
    return any(_NOT_DIGITS.sub("", cell)[-11:] == number for cell in canary.row.values())


def _persona(canaries: Sequence[Canary], said: str) -> str:
    """Return the id of the one persona whose name or room was said; empty where none or several."""
    if len(canaries) == 1:
        return canaries[0].id
    shared = set.intersection(*(set(c.row.values()) for c in canaries))
    named = [
        canary
        for canary in canaries
        if any(len(v) > 1 and v not in shared and v in said for v in canary.row.values())
    ]
    return named[0].id if len(named) == 1 else ""


def hits(ledger: Ledger, dataset: str) -> list[Hit]:
    """Return the hits of a dataset, in order, each number or persona once however often it rang."""
    return distinct(hit for _, hit in Hit.all(ledger) if hit.dataset == dataset)


def distinct(found: Iterable[Hit]) -> list[Hit]:
    """Return hits that may be weighed together: a number counts by its persona where one was named.

    >>> distinct([Hit("d", "n", "call", ""), Hit("d", "n", "sms", "", "n.0")])[0].canary
    'n.0'
    """
    seen: dict[tuple[str, str], Hit] = {}
    for hit in found:
        seen.setdefault((hit.number, hit.canary), hit)
    named = {number for number, canary in seen if canary}
    return [hit for (number, canary), hit in seen.items() if canary or number not in named]


class Ring(NamedTuple):
    """One hit as it was recorded, and the cases of tracing in which it has counted since."""

    hit: Hit
    cases: tuple[str, ...]


def rings(ledger: Ledger, dataset: str) -> dict[str, list[Ring]]:
    """Return every hit of each number of a dataset, in order: what `hits` counts once."""
    opened = {case.case for _, case in CaseOpened.all(ledger) if case.dataset == dataset}
    runs = [(entry.seq, run.case) for entry, run in CaseRun.all(ledger) if run.case in opened]
    found: dict[str, list[Ring]] = {}
    for entry, hit in Hit.all(ledger):
        if hit.dataset == dataset:
            cases = tuple(dict.fromkeys(case for seq, case in runs if seq > entry.seq))
            found.setdefault(hit.number, []).append(Ring(hit, cases))
    return found


def blinded(number: str, key: DatasetKey) -> str:
    """Return the keyed digest by which own operations know a canary's number: not to ship or call.

    A list of these tells nobody without the key which numbers they are.
    """
    told = _NOT_DIGITS.sub("", number).removeprefix("86")
    return hmac.new(key.sub("canary/filter"), told.encode(), hashlib.sha256).hexdigest()


def _sealed(content: bytes, key: DatasetKey, pool: str) -> str:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = os.urandom(12)
    body = AESGCM(key.sub("canary/seal")).encrypt(nonce, content, pool.encode())
    return base64.b64encode(nonce + body).decode()


def _opened(sealed: str, key: DatasetKey, pool: str) -> dict[str, dict[str, list[str]]]:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        raw = base64.b64decode(sealed)
        content = AESGCM(key.sub("canary/seal")).decrypt(raw[:12], raw[12:], pool.encode())
        told: dict[str, dict[str, list[str]]] = json.loads(content)
    except (InvalidTag, ValueError):
        raise KeyringError(f"the canaries of the pool {pool} do not open with this key") from None
    return told
