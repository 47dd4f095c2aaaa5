"""`menshen ledger`: check the ledger, list it, print the head to keep elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from menshen.cli import options
from menshen.cli.help import Context
from menshen.cli.keeping import ledger_option, open_ledger
from menshen.cli.options import told
from menshen.report.words import Lang, said, translated

if TYPE_CHECKING:
    from menshen.store.chain import Audit, Entry

__all__ = ["ledger"]

_NOT_INTACT = 4


@click.group(
    short_help=told("核对和查看台账", "Check and list the ledger"),
    help=told(
        "核对和查看台账：外发、溯源、诱饵与审计都记在同一条只增不改的链上。",
        "Check and list the ledger: releases, cases, canaries and audit events in one chain.",
    ),
)
def ledger() -> None:
    """Hold the commands of the ledger together."""


@click.command(
    short_help=told("核对台账是否完整", "Check that the ledger is intact"),
    help=told(
        "逐条核对台账。任何改动、删除、插入、换位都会指出在第几条；"
        "截尾和整链重写要凭另存的链头（--anchor）才看得出。退出码：0 完整，4 不完整。",
        "Check every entry. Changes, deletions and moves are named by entry; a cut end or a "
        "rewritten chain shows only against heads kept elsewhere (--anchor). "
        "Exit codes: 0 intact, 4 not intact.",
    ),
)
@ledger_option
@click.option(
    "--anchor",
    "anchors",
    multiple=True,
    metavar="HEAD",
    help=told("另存的链头，可重复。", "A head kept elsewhere; may be repeated."),
)
@options.form("text", "json")
@options.lang
def verify(ledger_url: str | None, anchors: tuple[str, ...], form: str, lang: Lang) -> int:
    """Print what checking found; return 4 if the ledger is not intact."""
    with open_ledger(ledger_url) as kept:
        audit = kept.verify(anchors)
    if form == "json":
        options.write([_encoded(_told(audit)), "\n"])
    else:
        options.write(f"{line}\n" for line in _shown(audit, lang, anchored=bool(anchors)))
    return 0 if audit.intact else _NOT_INTACT


def _told(audit: Audit) -> dict[str, object]:
    faults = [{"seq": f.seq, "kind": f.kind, "reason": f.reason} for f in audit.faults]
    return {
        "intact": audit.intact,
        "entries": audit.entries,
        "head": audit.head,
        "faults": faults,
    }


def _shown(audit: Audit, lang: Lang, *, anchored: bool) -> list[str]:
    if audit.intact:
        lines = [said("ledger_intact", lang, count=audit.entries, head=audit.head)]
        return lines if anchored else [*lines, said("ledger_unanchored", lang)]
    lines = [said("ledger_broken", lang, count=len(audit.faults))]
    return lines + [
        said("ledger_fault", lang, seq=f.seq, reason=translated(f.reason, lang))
        for f in audit.faults
    ]


@click.command(
    name="list",
    short_help=told("列出台账", "List the ledger"),
    help=told("按先后列出台账的条目。", "List the entries of the ledger in order."),
)
@ledger_option
@click.option(
    "--kind",
    metavar="KIND",
    help=told(
        "只列这一种，如 release、case、canary.hit。", "Only this kind: release, case, canary.hit."
    ),
)
@options.form("text", "jsonl")
@options.lang
def list_(ledger_url: str | None, kind: str | None, form: str, lang: Lang) -> int:  # noqa: ARG001
    """Print the entries: their first fields as text, or whole as JSON lines."""
    with open_ledger(ledger_url) as kept:
        line = _full if form == "jsonl" else _short
        options.write(f"{line(entry)}\n" for entry in kept.entries(kind))
    return 0


def _full(entry: Entry) -> str:
    told_ = {"seq": entry.seq, "kind": entry.kind, "at": entry.at.isoformat()}
    return _encoded({**told_, "digest": entry.digest, "record": entry.record}, indent=None)


def _short(entry: Entry) -> str:
    from menshen.report.shown import visible

    named = [
        f"{name}={value}"
        for name, value in entry.record.items()
        if isinstance(value, str | int | float) and len(str(value)) <= 60 and value != ""
    ]
    when = entry.at.astimezone().isoformat(" ", "seconds")
    return visible(f"{entry.seq}  {when}  {entry.kind}  {' '.join(named)}")


@click.command(
    short_help=told("打印链头", "Print the head"),
    help=told(
        "打印链头。请定期存到台账管不到的地方（公证、可信时间戳、对方邮箱），以后凭它核对。",
        "Print the head. Keep it where the ledger's owner cannot reach it, to verify against.",
    ),
)
@ledger_option
@options.lang
def head(ledger_url: str | None, lang: Lang) -> int:  # noqa: ARG001
    """Print the number and digest of the last entry."""
    with open_ledger(ledger_url) as kept:
        options.write([f"{kept.head}\n"])
    return 0


def _encoded(plain: Any, indent: int | None = 2) -> str:
    from menshen.report.records import encoded

    return encoded(plain, indent=indent)


for _command in (verify, list_, head):
    _command.context_class = Context
    ledger.add_command(_command)
