"""`menshen gate`: may this file leave? For gateways of mail and of uploads."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from menshen.cli import options
from menshen.cli.options import told
from menshen.cli.output import checked
from menshen.errors import UsageError
from menshen.report.words import Lang, said, translated

if TYPE_CHECKING:
    from menshen.gate import Judged

__all__ = ["gate"]

_REFUSED = 4


@click.command(
    short_help=told("外发前把关", "Decide whether a file may leave"),
    help=told(
        "外发前把关：按策略决定文件放行、加标记、脱敏还是拒绝。读不了的文件按拒绝处理。"
        "退出码：0 可以发出（含已脱敏写入 -o），1 须先加标记或脱敏，4 拒绝。",
        "Decide by policy whether a file may leave: allow, mark, redact or refuse. What cannot be "
        "read is refused. Exit codes: 0 it may leave (or was redacted into -o), 1 only after "
        "marking or redaction, 4 refused.",
    ),
)
@click.argument("file")
@click.option(
    "--policy",
    "policy_file",
    metavar="FILE",
    help=told("把关策略（TOML）；默认按刑事立案数量。", "Gate policy (TOML)."),
)
@click.option(
    "--to",
    "recipients",
    multiple=True,
    metavar="ADDRESS",
    help=told("收件人，可重复。", "Recipient; may be repeated."),
)
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    help=told("须脱敏时，把脱敏后的文件写到这里。", "Where redaction is due: the redacted file."),
)
@options.form("text", "json")
@options.lang
def gate(
    file: str,
    policy_file: str | None,
    recipients: tuple[str, ...],
    output: str | None,
    form: str,
    lang: Lang,
) -> int:
    """Print the decision; return 0, 1 or 4."""
    from menshen.gate import GatePolicy, passed, redacted

    if file == "-":
        raise UsageError("the gate reads a file: its name tells what it is")
    if Path(file).is_dir():
        raise UsageError(f"{file}: is a folder; the gate judges one file at a time")
    path = checked(output, [file])
    found = passed(file, recipients, GatePolicy.load(policy_file) if policy_file else None)
    done: bool | None = None
    if found.decision == "redact" and path is not None:
        done = redacted(file, path)
    if form == "json":
        options.write([_encoded(file, found, done), "\n"])
    else:
        options.write(f"{line}\n" for line in _shown(file, found, done, path, lang))
    if found.decision == "refuse" or done is False:
        return _REFUSED
    return 0 if found.decision == "allow" or done else 1


def _encoded(file: str, found: Judged, done: bool | None) -> str:
    from menshen.report.records import encoded

    plain = {
        "file": file,
        "decision": "refuse" if done is False else found.decision,
        "rule": found.rule,
        "people": found.people,
        "counts": found.counts,
        "failures": list(found.failures),
        "redacted": bool(done),
    }
    return encoded(plain, indent=2)


def _shown(file: str, found: Judged, done: bool | None, path: object, lang: Lang) -> list[str]:
    from menshen.report.shown import visible

    line = said(
        "gate_line",
        lang,
        decision=said(f"gate_{found.decision}", lang),
        file=visible(file),
        rule=_rule(found.rule, lang),
        people=found.people,
        count=sum(found.counts.values()),
    )
    reasons = [translated(what.partition(": ")[2], lang) for what in found.failures]
    lines = [line, *(said("gate_failed", lang, what=visible(why)) for why in reasons)]
    if done is None:
        return lines
    return [
        *lines,
        said("gate_redacted", lang, path=path) if done else said("gate_no_redact", lang),
    ]


def _rule(name: str, lang: Lang) -> str:
    """Return a rule's name; those that no policy names are said in words."""
    from menshen.report.shown import visible

    if name in {"otherwise", "unreadable"}:
        return said(f"gate_{name}", lang)
    return visible(name)
