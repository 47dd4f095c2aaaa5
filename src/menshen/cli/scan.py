"""`menshen scan`: read files and folders, and report what was found."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

import click

from menshen.cli import options
from menshen.cli.interrupt import Stoppable
from menshen.cli.options import told
from menshen.cli.output import Sink, checked, opened
from menshen.cli.progress import progress
from menshen.model import Event, Summary
from menshen.policy import DEFAULT, Policy
from menshen.report import Report
from menshen.report.records import line
from menshen.report.words import Lang

__all__ = ["scan"]


@click.command(
    short_help=told("扫描文件和文件夹", "Scan files and folders"),
    help=told(
        "扫描文件和文件夹（- 为标准输入），报告其中的个人信息。"
        "退出码：0 未发现，1 有发现，2 用法错误，3 有文件读不了，4 拒绝写出，130 被中断。",
        "Scan files and folders (- is standard input) and report the personal information in "
        "them. Exit codes: 0 nothing found, 1 found, 2 wrong use, 3 some unreadable, "
        "4 output refused, 130 interrupted.",
    ),
)
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@options.form("text", "json", "jsonl", "html")
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    help=told(
        "把报告写入 FILE，不得在被扫描的文件夹之内。",
        "Write the report to FILE, which must lie outside what is scanned.",
    ),
)
@options.reveal
@click.option(
    "--policy",
    "policy_file",
    metavar="FILE",
    help=told("策略文件（TOML）。", "Policy file (TOML)."),
)
@options.types
@options.min_score
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    metavar="N",
    help=told("同时读文件的进程数。", "Processes that read documents side by side."),
)
@options.lang
def scan(
    sources: tuple[str, ...],
    form: str,
    output: str | None,
    policy_file: str | None,
    types: frozenset[str] | None,
    min_score: float | None,
    jobs: int,
    lang: Lang,
    *,
    reveal: bool,
) -> int:
    """Scan, write the report, and return the exit code."""
    from menshen.scan import events

    policy = DEFAULT if policy_file is None else Policy.load(policy_file)
    policy = policy.narrowed(types=types, min_score=min_score)
    path = checked(output, sources)
    quiet = form == "jsonl" and path is None and sys.stdout.isatty()
    with progress(lang, wanted=not quiet) as tick:
        stream = events(sources, policy=policy, jobs=jobs, progress=tick)
        with Stoppable(stream) as stoppable:
            return _written(iter(stoppable), form, path, lang, reveal=reveal)


def _written(
    stream: Iterator[Event], form: str, path: Path | None, lang: Lang, *, reveal: bool
) -> int:
    """Write the report once the first event is there, so that wrong use overwrites nothing."""
    started = chain([next(stream)], stream)
    if form == "jsonl":
        with opened(path, text=False, reveal=reveal) as sink:
            return _code(_lines(started, sink, reveal=reveal))
    report = Report.collect(started)
    with opened(path, text=form == "text", reveal=reveal) as sink:
        sink.write(_rendered(report, form, lang, screen=path is None, reveal=reveal))
    return _code(report.summary)


def _lines(stream: Iterable[Event], sink: Sink, *, reveal: bool) -> Summary:
    """Write each event as it arrives; return the last one, the summary."""
    summary = None
    for event in stream:
        sink.write(f"{line(event, reveal=reveal)}\n")
        if isinstance(event, Summary):
            summary = event
    assert summary is not None
    return summary


def _rendered(report: Report, form: str, lang: Lang, *, screen: bool, reveal: bool) -> str:
    if form == "json":
        return f"{report.to_json(reveal=reveal)}\n"
    if form == "html":
        from menshen.report import html

        return html.render(report, lang=lang, reveal=reveal)
    from menshen.cli.screen import coloured, width
    from menshen.report import text

    colour = screen and coloured()
    return text.render(report, width=width(), colour=colour, lang=lang, reveal=reveal)


def _code(summary: Summary) -> int:
    if summary.interrupted:
        return 130
    if summary.failures:
        return 3
    return 1 if summary.findings else 0
