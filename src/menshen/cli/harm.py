"""`menshen harm`: which scams a leak would make possible, and what to remove or mask first."""

from __future__ import annotations

import click

from menshen.cli import options
from menshen.cli.options import told
from menshen.cli.output import checked, opened
from menshen.errors import UsageError
from menshen.harm import Harm
from menshen.harm.holding import Holding
from menshen.report.records import encoded
from menshen.report.words import Lang

__all__ = ["harm"]


@click.command(
    short_help=told("评估一旦泄露会发生什么", "Say what a leak would make possible"),
    help=told(
        "评估扫描报告（menshen scan -f json 或 jsonl）或一组列所含信息一旦泄露，"
        "可能发生哪些诈骗与骚扰、与入罪数量标准的对照、去掉哪一项最有效。"
        "退出码：0 没有针对性的类型，1 有。",
        "Say which scams become possible if what a scan found (menshen scan -f json or jsonl), or "
        "what a list of columns holds, leaked; the numbers of criminal law beside it; and what to "
        "remove or mask first. Exit codes: 0 nothing made for anybody, 1 something.",
    ),
)
@click.argument("reports", nargs=-1, metavar="[REPORT]...")
@click.option(
    "--columns",
    metavar="A,B",
    help=told(
        "不用报告，直接给出各列：类型标识、中文名或列名，用逗号隔开。",
        "Instead of a report, the columns: ids, Chinese names or column names, with commas.",
    ),
)
@click.option(
    "--people",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    metavar="N",
    help=told("与 --columns 合用：涉及多少人。", "With --columns: how many people."),
)
@click.option(
    "--person",
    metavar="ID",
    help=told("只看报告里的这一个人。", "Only this person of the report."),
)
@click.option(
    "--gain",
    type=float,
    metavar="YUAN",
    help=told("违法所得（元），与标准对照。", "An illegal gain in yuan to lay beside the numbers."),
)
@click.option("-o", "--output", metavar="FILE", help=told("写入 FILE。", "Write to FILE."))
@options.form("text", "json", "html")
@options.lang
def harm(
    reports: tuple[str, ...],
    columns: str | None,
    people: int,
    person: str | None,
    gain: float | None,
    output: str | None,
    form: str,
    lang: Lang,
) -> int:
    """Weigh the holding, write what it makes possible, and return the exit code."""
    from menshen.harm import of

    path = checked(output, [*reports])
    holding = _holding(reports, columns, people)
    found = of(holding, person=person, gain=gain)
    with opened(path, text=form == "text", reveal=False) as sink:
        sink.write(_rendered(found, form, lang, minors=len(holding.minors)))
    return 1 if found.fed else 0


def _holding(reports: tuple[str, ...], columns: str | None, people: int) -> Holding:
    from menshen.harm.holding import of_kinds
    from menshen.harm.reading import read

    if bool(reports) == (columns is not None):
        raise UsageError("give either reports of a scan or --columns")
    if columns is not None:
        names = [name for name in columns.replace("，", ",").split(",") if name.strip()]
        if not names:
            raise UsageError("--columns names no column")
        return of_kinds(names, people=people)
    return read(reports).holding


def _rendered(found: Harm, form: str, lang: Lang, *, minors: int) -> str:
    from menshen.harm.plain import plain

    if form == "json":
        return f"{encoded(plain(found), indent=2)}\n"
    if form == "html":
        from menshen.report.html import document, harmed
        from menshen.report.html.parts import Parts
        from menshen.report.words import said

        body = harmed.page(found, Parts(lang, reveal=False), minors=minors)
        return document(said("harm_page", lang), body, lang=lang)
    from menshen.cli.screen import page
    from menshen.report.harm_text import render

    return render(found, page(lang))
