"""`menshen paper`: drafts of papers from the facts at hand."""

from __future__ import annotations

from pathlib import Path

import click

from menshen.cli import options
from menshen.cli.given import passphrase
from menshen.cli.options import told
from menshen.cli.output import RefusedError, checked
from menshen.errors import UsageError
from menshen.papers import KINDS, gaps
from menshen.report.words import Lang, said
from menshen.who.calls import Gave

__all__ = ["paper"]


@click.command(
    short_help=told("起草评估、告知、投诉、报案等文书", "Draft an assessment, notice or complaint"),
    help=told(
        "根据已有材料起草文书（草稿，不是法律意见）：pipia 影响评估、breach 泄露告知、"
        "records 处理记录、complaint 投诉、police 报案、claim 起诉状、selfcheck 自查清单。"
        "缺的内容以黄底标出，可用 --fill 填入。",
        "Draft a paper from the facts at hand (no legal advice): pipia impact assessment, breach "
        "notice, records of processing, complaint, police report, claim, selfcheck list. They are "
        "in Chinese; what is missing is marked yellow and can be given with --fill.",
    ),
)
@click.argument("kind", type=click.Choice(KINDS), metavar="KIND")
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    help=told("写入 FILE，.docx 或 .html。", "Write to FILE, .docx or .html."),
)
@click.option(
    "--report",
    "reports",
    multiple=True,
    metavar="FILE",
    help=told("扫描报告（json 或 jsonl），可重复。", "Report of a scan; may be repeated."),
)
@click.option(
    "--calls", metavar="FILE", help=told("来电记录 calls.toml。", "Contacts: calls.toml.")
)
@click.option(
    "--fill",
    metavar="FILE",
    help=told('填空内容（TOML：名称 = "内容"）。', 'Answers (TOML: name = "text").'),
)
@click.option(
    "--gaps",
    "asked",
    is_flag=True,
    help=told("列出要填的各项，可作 --fill 的底稿。", "List what has to be filled in."),
)
@click.option(
    "--no-given",
    is_flag=True,
    help=told("不使用 menshen given 的登记。", "Leave the record of menshen given aside."),
)
@options.lang
def paper(
    kind: str,
    output: str | None,
    reports: tuple[str, ...],
    calls: str | None,
    fill: str | None,
    lang: Lang,
    *,
    asked: bool,
    no_given: bool,
) -> int:
    """Draft the paper and write it; say how many gaps remain."""
    from menshen.papers import answers
    from menshen.papers.writing import material, saved
    from menshen.who.calls import load

    if asked:
        options.write([f'{name} = ""  # {label}\n' for name, label in gaps(kind).items()])
        return 0
    path = checked(output, [*reports, *filter(None, (calls, fill))])
    if path is None:
        raise UsageError("name the file to write with -o: it ends in .docx or .html")
    noted = load(calls) if calls is not None else None
    given = _given() if noted is not None and not no_given else ()
    filled = answers(Path(fill)) if fill is not None else {}
    facts = material(reports, noted, given, filled)
    try:
        draft = saved(kind, path, facts)
    except OSError as error:
        reason = error.strerror or "unwritable"
        raise RefusedError(
            f"{path}: the output cannot be written ({reason}); choose another place"
        ) from None
    options.write([said("paper_written", lang, path=str(path), count=len(draft.gaps)), "\n"])
    return 0


def _given() -> tuple[Gave, ...]:
    from menshen.who.given import Record, place

    return Record.load(place(), passphrase(place())).entries
