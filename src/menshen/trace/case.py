"""A case: leaks, calls, hits and logs go in, a verdict comes out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from menshen.errors import UnreadableError, UsageError
from menshen.model import Failure

if TYPE_CHECKING:
    from menshen.store.chain import Ledger
    from menshen.store.keyring import DatasetKey, Keyring
    from menshen.tables import Source
    from menshen.trace.verdict import Verdict

__all__ = ["Case"]


class Case:
    """The step-by-step form of `menshen.trace`.

    `master` is the table that was released, or several: the current one and earlier snapshots.
    `seen` is when the leak was first seen; copies that left later are ruled out.
    """

    def __init__(
        self,
        *,
        master: str | Path | Source | Sequence[str | Path | Source],
        ledger: Ledger | str,
        keys: Keyring | DatasetKey,
        eps: float = 1e-6,
        dataset: str | None = None,
        seen: datetime | str | None = None,
    ) -> None:
        if not 0 < eps < 1:
            raise UsageError("eps is a chance: a number between 0 and 1")
        several = isinstance(master, list | tuple)
        given: list[str | Path | Source] = list(master) if several else [master]  # type: ignore[arg-type, list-item]
        if not given:
            raise UsageError("a case needs the master table")
        from menshen.copies import dataset_name
        from menshen.tables import opened
        from menshen.trace.deciding import Material
        from menshen.trace.knowledge import moment

        addresses = [str(m) if isinstance(m, Path) else m for m in given]
        name = dataset or dataset_name(addresses[0], keys)
        masters = [opened(address) for address in addresses]
        self._held = Material(masters, name, eps, moment(seen))
        self._ledger = ledger
        self._keys = keys

    def add(self, path: str | Path) -> None:
        """Take in a file of any format: a table, a text, a scan, an archive of mails."""
        self._held.leak.add(path)

    add_table = add
    add_image = add

    def add_text(self, text: str) -> None:
        """Take in pasted text."""
        self._held.leak.add_text(text)

    def try_add(self, path: str | Path) -> None:
        """Take in a file; what cannot be read is kept as a failure of the case."""
        try:
            self._held.leak.add(path)
        except UnreadableError as error:
            self._held.leak.failures.append(Failure(str(path), type(error).__name__, str(error)))
        except OSError as error:
            self._held.leak.failures.append(Failure(str(path), "OSError", error.strerror or ""))

    def add_call(
        self, victim: str, when: object = None, knew: Iterable[str] = (), said: str = ""
    ) -> None:
        """Take in what a caller knew of somebody in the table; `knew` are taxonomy ids."""
        from menshen.trace.knowledge import Call, moment

        self._held.calls.append(Call(victim, moment(when), frozenset(knew), said))

    def add_calls(self, path: str | Path) -> None:
        """Take in a file of calls."""
        from menshen.trace.knowledge import calls

        self._held.calls += calls(path)

    def add_canary_hit(self, number: str, when: object = None, said: str = "") -> None:
        """Take in that somebody called or wrote to a person who does not exist."""
        from menshen.trace.knowledge import moment

        self._held.hits.append((number, moment(when), said))

    def add_logs(self, path: str | Path) -> None:
        """Take in an access log."""
        from menshen.trace.knowledge import accesses

        self._held.accesses += accesses(path)

    @property
    def failures(self) -> tuple[Failure, ...]:
        """Return what could not be read so far."""
        return tuple(self._held.leak.failures)

    def decide(self) -> Verdict:
        """Return the verdict; the run stands in the ledger before this returns."""
        from menshen.store.chain import Ledger
        from menshen.trace.deciding import decided

        book = self._ledger
        if isinstance(book, str):
            book = Ledger.open(book, create=False)
        return decided(self._held, book, self._keys)
