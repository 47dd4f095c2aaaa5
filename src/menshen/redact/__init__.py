"""Redaction: findings -> edits -> the same format -> read again and proved.

For each document: it is read to the bottom with all that lies inside it; what was found, and the
same values wherever they stand bare, become edits; the format writes them into a file of its own;
that file is read again (`menshen.redact.proof`). Only when nothing is left does it take its place.
What cannot be read, written or proved is a failure, and nothing of it is in the output.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from menshen import sources
from menshen.errors import MenshenError, ResidueError, UnreadableError, UsageError
from menshen.model import Document, Failure
from menshen.people import People
from menshen.policy import DEFAULT, Policy
from menshen.redact.carry import Carried, carried
from menshen.redact.places import Places, atomic, renamed
from menshen.redact.plan import Known, Plan
from menshen.redact.proof import Residue, proved
from menshen.redact.reading import Held, Progress, opened
from menshen.redact.standins import Standins
from menshen.transforms import BUILTIN, KEYED, REVERSIBLE, Setting
from menshen.workers import Lost, Task, Workers, broken

if TYPE_CHECKING:
    from menshen.store.vault import Vault

__all__ = ["Output", "Redacted", "redact"]

PASSES = 3
"""So often a document is written anew with what the proof still found in it."""


@dataclass(frozen=True, slots=True)
class Output:
    """A document that was written: from where to where, what was taken out, in how many passes.

    `by_type` counts values by kind; `renamed` says that its name held values as well. `digest` is
    the SHA-256 of the output. `doubts` counts what the finder suspects there only since what stood
    around it is gone, and what no further pass could take out.
    """

    source: str
    path: Path
    edits: int
    by_type: Mapping[str, int]
    passes: int
    renamed: bool
    digest: str
    doubts: int = 0


@dataclass(frozen=True, slots=True)
class Redacted:
    """What a redaction wrote, each output proved, and what it could not write."""

    outputs: tuple[Output, ...]
    failures: tuple[Failure, ...]
    by_type: Mapping[str, int] = field(default_factory=dict)

    @property
    def edits(self) -> int:
        """Return how many values were taken out."""
        return sum(output.edits for output in self.outputs)

    @property
    def residue(self) -> bool:
        """Say whether a document was refused because something was left in it."""
        return any(failure.error == ResidueError.__name__ for failure in self.failures)


class _LeftError(Exception):
    """Something is left; the file that was being written goes."""

    def __init__(self, residue: Residue) -> None:
        super().__init__("residue")
        self.residue = residue


def redact(
    source: str | Path | Sequence[str | Path],
    out: str | Path,
    *,
    policy: Policy | None = None,
    style: str | None = None,
    vault: str | Path | None = None,
    key: bytes | None = None,
    jobs: int = 1,
    progress: Progress | None = None,
) -> Redacted:
    """Take the personal information out of files and folders, and prove it; see `menshen.api`."""
    asked = [source] if isinstance(source, str | Path) else list(source)
    setting, held = _setting(policy or DEFAULT, style, key, vault, jobs)
    documents = sources.documents(asked)
    places = Places(asked, out)
    with ExitStack() as stack:
        kept = stack.enter_context(_kept(vault, key, setting)) if vault is not None else None
        run = _Run(held, setting, places, kept, progress)
        reading = _Reading(held, vault is not None, progress)
        done = list(run.all(reading.all(documents, jobs, stack)))
    outputs = tuple(item for item in done if isinstance(item, Output))
    failures = tuple(item for item in done if isinstance(item, Failure))
    if places.single and not outputs:
        residue = [f for f in failures if f.error == ResidueError.__name__]
        if residue:
            raise ResidueError(f"{residue[0].document}: {residue[0].reason}")
    counts: Counter[str] = Counter()
    for output in outputs:
        counts.update(output.by_type)
    return Redacted(outputs, failures, dict(counts))


def _setting(
    policy: Policy, style: str | None, key: bytes | None, vault: str | Path | None, jobs: int
) -> tuple[Setting, Policy]:
    """Return what transforms get, and the policy; raises `UsageError` for what does not fit."""
    if jobs < 1:
        raise UsageError("jobs must be at least 1")
    if style is not None and style not in BUILTIN:
        raise UsageError(f"unknown style {style[:40]!r}; there is {', '.join(BUILTIN)}")
    rules = policy.redact if style is None else replace(policy.redact, style=style)
    styles = {rules.style, *rules.styles.values(), rules.fallback}
    if key is not None and len(key) < 16:
        raise UsageError("the key is too short: at least 16 bytes (`menshen vault new-key FILE`)")
    if key is None and (vault is not None or styles & KEYED):
        what = "a vault" if vault is not None else f"style {min(styles & KEYED)}"
        raise UsageError(f"{what} needs a key: --key FILE (`menshen vault new-key FILE` makes one)")
    if vault is not None and not styles & REVERSIBLE:
        raise UsageError("a vault is of use only with style token, surrogate, label or fpe")
    return Setting(rules, key), replace(policy, redact=rules)


def _kept(vault: str | Path | None, key: bytes | None, setting: Setting) -> Vault:
    """Open the vault, let numbers go on where it ends, and values have the stand-ins they had."""
    from menshen.store.vault import Vault
    from menshen.transforms.surrogate import TRANSFORM as SURROGATE

    assert vault is not None
    assert key is not None
    opened_vault = Vault.at(vault, key, setting.rules.crypto)
    for kind, normal, number in opened_vault.numbers():
        setting.numbers.give(kind, normal, number)
    for entry in opened_vault.entries():
        if setting.rules.style_of(entry.type) == SURROGATE.id:
            SURROGATE.known(entry.type, entry.written, entry.normal, entry.standin, setting)
    return opened_vault


@dataclass(frozen=True, slots=True)
class _Reading:
    """How documents are read: by which policy, and whether it matters whose a value is."""

    policy: Policy
    owned: bool
    progress: Progress | None

    def all(
        self, documents: Iterable[Document | Failure], jobs: int, stack: ExitStack
    ) -> Iterator[Held | Failure]:
        """Yield the documents read; with several jobs, in other processes and ahead of the writing."""
        if jobs == 1:
            for document in documents:
                if isinstance(document, Failure):
                    yield document
                else:
                    yield _opened(_whole(document), self.policy, self.owned, self.progress)
            return
        workers = stack.enter_context(Workers(jobs - 1))
        tasks = (
            [document]
            if isinstance(document, Failure)
            else Task(_opened, (_whole(document), self.policy, self.owned), document.uri)
            for document in documents
        )
        for result in workers.results(tasks):
            if isinstance(result, Lost):
                reason = f"the process that read it died twice ({result.how}); redact it alone"
                yield Failure(result.name, "WorkerError", reason)
            else:
                yield result[0] if isinstance(result, list) else result


def _opened(
    document: Document,
    policy: Policy,
    owned: bool,
    progress: Progress | None = None,
) -> Held:
    return opened(document, policy, progress, People() if owned else None)


def _whole(document: Document) -> Document:
    """Return a document that can be read more than once."""
    if document.stream is None:
        return document
    return Document(document.uri, data=document.stream.read())


class _Run:
    """One run over documents: what holds for all of them."""

    def __init__(
        self,
        policy: Policy,
        setting: Setting,
        places: Places,
        vault: Vault | None,
        progress: Progress | None,
    ) -> None:
        self._policy = policy
        self._setting = setting
        self._places = places
        self._vault = vault
        self._progress = progress

    def all(self, read: Iterable[Held | Failure]) -> Iterator[Output | Failure]:
        """Write each document; yield what was written and what was not."""
        for item in read:
            if isinstance(item, Failure):
                yield item
            elif item.failure is not None:
                yield item.failure
            else:
                yield from self._written(item)

    def _written(self, held: Held) -> Iterator[Output | Failure]:
        uri = held.document.uri
        try:
            output, failures = self._attempts(held)
        except (ResidueError, UnreadableError, UsageError) as error:
            if isinstance(error, UsageError) and self._places.single:
                raise
            yield Failure(uri, type(error).__name__, str(error))
            return
        except OSError as error:
            yield Failure(uri, type(error).__name__, error.strerror or "cannot be written")
            return
        except MenshenError:
            raise
        except Exception as error:  # noqa: BLE001 - one document must not end the run over many
            yield broken(uri, error)
            return
        yield output
        yield from failures

    def _attempts(self, held: Held) -> tuple[Output, list[Failure]]:
        """Write a document until nothing is left in it; raises `ResidueError` if that fails."""
        known = Known.of(held, self._setting)
        name = self._places.name(held.document)
        policy = self._policy.for_document(held.document.uri)
        other = renamed(name, known, policy, self._setting)
        path = self._places.place(other)
        residue = Residue()
        for number in range(1, PASSES + 1):
            try:
                done, doubts = self._attempt(held, known, path, last=number == PASSES)
            except _LeftError as left:
                residue = left.residue
                if not residue.extras:
                    break
                known.extras += residue.extras
                for extra in residue.extras:
                    known.add(extra.finding, self._setting)
                continue
            if self._vault is not None:
                self._vault.keep(done.record(str(name), self._vault))
                self._vault.save_now_and_then()
            output = Output(
                held.document.uri, path, sum(done.counts.values()), dict(done.counts), number,
                other != name, done.digest, doubts,
            )  # fmt: skip
            return output, done.failures
        raise ResidueError(residue.told())

    def _attempt(self, held: Held, known: Known, path: Path, *, last: bool) -> tuple[Carried, int]:
        standins, undo = Standins(), self._vault is not None

        def planned(one: Held) -> Plan:
            return Plan(one, known, self._setting, standins, undo=undo)

        with atomic(path) as (out, temporary):
            done = carried(held, planned, out, undo=undo)
            out.flush()
            written = Document(held.document.uri, path=temporary)
            residue = proved(written, standins, known, self._policy, self._setting)
            if residue.grave or (residue and not last):
                raise _LeftError(residue)
        if self._progress is not None:
            self._progress(held.document.uri, 0)
        return done, len(residue.extras)
