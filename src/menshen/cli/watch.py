"""`menshen watch`: who reads more than his work explains, ranked for review."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import click

from menshen.cli import options
from menshen.cli.options import told
from menshen.errors import UsageError
from menshen.report.words import Lang, said

if TYPE_CHECKING:
    from menshen.watch import Watched

__all__ = ["watch"]


@click.command(
    short_help=told("从访问日志找出要复核的人", "Rank an access log for review"),
    help=told(
        "从访问日志（CSV：time,actor,action,row_key,columns）找出读取、导出异常的账号，"
        "与自己的过去和同组的人比。只排序供复核，不指控任何人。退出码：0 没有，1 有要复核的。",
        "Rank the actors of an access log (CSV: time,actor,action,row_key,columns) against their "
        "own past and their peers. For review; it accuses nobody. Exit codes: 0 none, 1 some.",
    ),
)
@click.argument("access_log")
@click.option(
    "--groups",
    metavar="FILE",
    help=told("谁和谁同组（CSV：actor,group）。", "Who is whose peer (CSV: actor,group)."),
)
@click.option(
    "--cases",
    metavar="FILE",
    help=told("谁经办哪些记录（CSV：actor,row_key）。", "Whose cases (CSV: actor,row_key)."),
)
@click.option(
    "--canaries",
    metavar="FILE",
    help=told("诱饵记录的 row_key，每行一个。", "Row keys of canaries, one a line."),
)
@click.option(
    "--top",
    type=click.IntRange(min=1),
    default=20,
    show_default=True,
    help=told("列出前几名。", "How many to list."),
)
@options.form("text", "json")
@options.lang
def watch(
    access_log: str,
    groups: str | None,
    cases: str | None,
    canaries: str | None,
    top: int,
    form: str,
    lang: Lang,
) -> int:
    """Print the ranking; return 1 if there is anybody to look at."""
    from menshen import watch as watching

    owned: dict[str, set[str]] | None = None
    if cases is not None:
        owned = {}
        for actor, row in _pairs(cases):
            owned.setdefault(actor, set()).add(row)
    found = watching.ranked(
        watching.accesses(access_log),
        groups=dict(_pairs(groups)) if groups else None,
        cases=owned,
        canaries=options.lines(canaries) if canaries else (),
    )
    if form == "json":
        from menshen.report.records import encoded

        plain = [_plain(one) for one in found[:top]]
        options.write([encoded({"total": len(found), "for_review": plain}, indent=2), "\n"])
    else:
        options.write(f"{line}\n" for line in _shown(found[:top], lang))
    return 1 if found else 0


def _plain(one: Watched) -> dict[str, object]:
    reasons = [
        {**reason._asdict(), "day": str(reason.day) if reason.day else None}
        for reason in one.reasons
    ]
    return {"actor": one.actor, "score": one.score, "reasons": reasons}


def _shown(found: list[Watched], lang: Lang) -> list[str]:
    from menshen.report.shown import visible

    if not found:
        return [said("watch_none", lang)]
    lines = [said("watch_note", lang)]
    for rank, one in enumerate(found, 1):
        actor = visible(one.actor)
        lines.append(said("watch_line", lang, rank=rank, actor=actor, score=one.score))
        for reason in one.reasons:
            what = said(f"watch_{reason.signal}", lang)
            day = f" · {reason.day}" if reason.day else ""
            lines.append(
                said("watch_reason", lang, what=what, seen=reason.seen, usual=reason.usual, day=day)
            )
    return lines


def _pairs(path: str) -> list[tuple[str, str]]:
    rows = list(csv.reader(options.lines(path)))
    if any(len(row) < 2 for row in rows):
        raise UsageError(f"{path}: each line has two cells")
    return [(row[0].strip(), row[1].strip()) for row in rows]
