"""`menshen trace`: which copy a leak comes from, with a bound on accusing an innocent one."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from menshen.cli import keeping, options
from menshen.cli.keeping import keyring_option, ledger_option
from menshen.cli.options import told
from menshen.report.words import Lang

if TYPE_CHECKING:
    from pathlib import Path

    from menshen.trace.verdict import Verdict

__all__ = ["trace"]

_FOUND = frozenset({"ACCUSED", "COPY_COMPROMISED"})


@click.command(
    short_help=told("查出泄露来自哪份副本", "Find the copy that leaked"),
    help=told(
        "查出泄露件（表格、聊天粘贴、扫描件，可多个）来自哪份外发副本，误指无辜副本的概率有上限。"
        "表用 --master，文件用 --document。"
        "只指副本，不指人。退出码：0 不作指认，1 指认副本，2 用法错误，3 有文件读不了。",
        "Find which copy leaked files come from, with a bound on accusing an innocent one: of a "
        "table with --master, of a document with --document. Copies "
        "are named, never people. Exit codes: 0 no accusation, 1 a copy accused, 2 wrong use, "
        "3 some unreadable.",
    ),
)
@click.argument("leaks", nargs=-1, metavar="LEAK...")
@click.option(
    "--master",
    "masters",
    multiple=True,
    metavar="TABLE",
    help=told(
        "原表；可重复，先给现在的，再给以前外发时的版本。",
        "The master table; repeat it for earlier versions, the current one first.",
    ),
)
@click.option(
    "--document",
    metavar="FILE",
    help=told(
        "泄露的是文件而不是表时：外发时的原件，一字不差。",
        "Where a document leaked, not a table: the original, byte for byte as released.",
    ),
)
@ledger_option
@keyring_option
@click.option(
    "--dataset",
    metavar="NAME",
    help=told("数据集名，默认取原表文件名。", "The dataset; the master's file name by default."),
)
@click.option(
    "--eps",
    type=float,
    default=1e-6,
    show_default=True,
    metavar="X",
    help=told("误指任何无辜副本的概率上限。", "Bound on the chance of accusing any innocent copy."),
)
@click.option(
    "--known-facts",
    metavar="FILE",
    help=told("来电知道什么（calls.toml）。", "What callers knew (calls.toml)."),
)
@click.option(
    "--access-log",
    metavar="FILE",
    help=told(
        "访问日志 CSV：time,actor,action,row_key,columns。",
        "Access log, CSV: time,actor,action,row_key,columns.",
    ),
)
@click.option(
    "--canary-hit",
    "hits",
    multiple=True,
    metavar="NUMBER",
    help=told("被触发的诱饵号码，可重复。", "Number of a canary that was called; may be repeated."),
)
@click.option(
    "--seen",
    metavar="DATE",
    help=told(
        "泄露最早见于何日；之后外发的副本被排除。",
        "When the leak was first seen; later copies are ruled out.",
    ),
)
@click.option(
    "-o", "--output", metavar="FILE", help=told("把报告写入 FILE。", "Write the report to FILE.")
)
@options.form("text", "json", "html")
@options.lang
def trace(
    leaks: tuple[str, ...], masters: tuple[str, ...], document: str | None,
    ledger_url: str | None, keyring_path: str | None, dataset: str | None, eps: float, known_facts: str | None,
    access_log: str | None, hits: tuple[str, ...], seen: str | None, output: str | None,
    form: str, lang: Lang,
) -> int:  # fmt: skip
    """Decide the case, write the report, and return the exit code."""
    from menshen.cli.output import checked
    from menshen.errors import UsageError
    from menshen.trace.case import Case

    if not (leaks or known_facts or hits):
        raise UsageError("name what leaked: files, --known-facts or --canary-hit")
    if bool(masters) == bool(document):
        raise UsageError(
            "give --master TABLE for a table that leaked, or --document FILE for a file"
        )
    originals = [*(m for m in masters if "://" not in m), *([document] if document else [])]
    path = checked(output, [*leaks, *originals])
    if document:
        if dataset or known_facts or access_log or hits or seen:
            raise UsageError("with --document only the leaked files and --eps count")
        verdict = _of_document(leaks, document, ledger_url, keyring_path, eps)
        return _written(verdict, path, form, lang, failed=bool(verdict.details.failures))
    with keeping.open_ledger(ledger_url) as book:
        keys = keeping.open_keyring(keyring_path)
        case = Case(
            master=list(masters), ledger=book, keys=keys, eps=eps, dataset=dataset, seen=seen
        )
        for leak in leaks:
            case.try_add(leak)
        if known_facts:
            case.add_calls(known_facts)
        if access_log:
            case.add_logs(access_log)
        for hit in hits:
            case.add_canary_hit(hit)
        verdict = case.decide()
    return _written(verdict, path, form, lang, failed=bool(case.failures))


def _of_document(
    leaks: tuple[str, ...], document: str, ledger: str | None, keyring: str | None, eps: float
) -> Verdict:
    from menshen.trace.document import trace_document

    with keeping.open_ledger(ledger) as book:
        keys = keeping.open_keyring(keyring)
        return trace_document(leaks, document=document, ledger=book, keys=keys, eps=eps)


def _written(verdict: Verdict, path: Path | None, form: str, lang: Lang, *, failed: bool) -> int:
    """Write the report and return the exit code."""
    from menshen.cli.output import opened

    with opened(path, text=form == "text", reveal=False) as sink:
        sink.write(_rendered(verdict, form, lang, to_file=path is not None))
    if failed:
        return 3
    return 1 if verdict.verdict in _FOUND else 0


def _rendered(verdict: Verdict, form: str, lang: Lang, *, to_file: bool) -> str:
    from menshen.cli.screen import coloured, width
    from menshen.trace import rendered

    if form == "json":
        from menshen.report.records import encoded

        return encoded(verdict.record(), indent=2) + "\n"
    command = _command()
    if form == "html":
        return rendered.html(verdict, lang=lang, command=command)
    return rendered.text(
        verdict, width=width(), colour=not to_file and coloured(), lang=lang, command=command
    )


def _command(given: Sequence[str] | None = None) -> str:
    """Return the command line, to run again; numbers of canaries are left out."""
    import sys

    words = list(sys.argv[1:] if given is None else given)
    for place, word in enumerate(words[:-1]):
        if word == "--canary-hit":
            words[place + 1] = "…"
    words = ["--canary-hit=…" if w.startswith("--canary-hit=") else w for w in words]
    return "menshen " + " ".join(w if w == "…" else shlex.quote(w) for w in words)
