"""`menshen scan`: read files and folders, and report what was found."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Self

import click

from menshen.cli import options
from menshen.cli.interrupt import Stoppable
from menshen.cli.options import told
from menshen.cli.output import Sink, checked, opened
from menshen.cli.progress import cleared, progress
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
@options.rules_only
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
    rules_only: bool,
) -> int:
    """Scan, write the report, and return the exit code."""
    from menshen.scan import events

    policy = DEFAULT if policy_file is None else Policy.load(policy_file)
    policy = policy.narrowed(types=types, min_score=min_score)
    if rules_only:
        policy = replace(policy, models=False)
    path = checked(output, sources)
    quiet = form == "jsonl" and path is None and sys.stdout.isatty()
    with (
        progress(lang, wanted=not quiet) as tick,
        Outlet(path, form, lang, reveal=reveal) as outlet,
        Stoppable(
            events(sources, policy=policy, jobs=jobs, progress=tick), outlet.last_words
        ) as stream,
    ):
        for event in stream:
            outlet.take(event)
    return outlet.code


class Outlet:
    """Takes the events of a scan and writes the report: JSON Lines at once, the rest at the end.

    The output is opened with the first event, so that wrong use overwrites nothing.
    """

    def __init__(self, path: Path | None, form: str, lang: Lang, *, reveal: bool) -> None:
        self.code = 0
        self._path = path
        self._form = form
        self._lang: Lang = lang
        self._reveal = reveal
        self._events: list[Event] = []
        self._sink: Sink | None = None
        self._open = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._open.close()

    def take(self, event: Event) -> None:
        """Write an event, or keep it for the report; with the summary the report is complete."""
        if self._sink is None:
            opening = opened(self._path, text=self._form == "text", reveal=self._reveal)
            self._sink = self._open.enter_context(opening)
        if self._form == "jsonl":
            self._sink.write(f"{line(event, reveal=self._reveal)}\n")
        else:
            self._events.append(event)
        if isinstance(event, Summary):
            self.code = _code(event)
            if self._form != "jsonl":
                self._sink.write(self._rendered(Report.collect(self._events)))

    def last_words(self, summary: Summary) -> None:
        """Complete the report in a process that is about to end."""
        cleared()
        self.take(summary)

    def _rendered(self, report: Report) -> str:
        if self._form == "json":
            return f"{report.to_json(reveal=self._reveal)}\n"
        if self._form == "html":
            from menshen.report import html

            return html.render(report, lang=self._lang, reveal=self._reveal)
        from menshen.cli.screen import coloured, width
        from menshen.report import text

        colour = self._path is None and coloured()
        return text.render(
            report, width=width(), colour=colour, lang=self._lang, reveal=self._reveal
        )


def _code(summary: Summary) -> int:
    if summary.interrupted:
        return 130
    if summary.failures:
        return 3
    return 1 if summary.findings else 0
