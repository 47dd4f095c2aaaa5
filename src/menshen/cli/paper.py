"""`menshen paper`: drafts of papers from the facts at hand."""

from __future__ import annotations

import os
import stat
from datetime import datetime
from pathlib import Path

import click

from menshen.cli import options
from menshen.cli.given import passphrase
from menshen.cli.options import told
from menshen.cli.output import RefusedError, checked
from menshen.errors import UsageError
from menshen.papers import KINDS, answers, drafted, gaps
from menshen.papers.draft import Draft
from menshen.papers.material import Material
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
    if asked:
        options.write([f'{name} = ""  # {label}\n' for name, label in gaps(kind).items()])
        return 0
    path = checked(output, [*reports, *filter(None, (calls, fill))])
    if path is None or path.suffix.lower() not in {".docx", ".html"}:
        raise UsageError("name the file to write with -o: it ends in .docx or .html")
    draft = drafted(kind, _material(reports, calls, fill, no_given=no_given))
    _write(path, _encoded(draft, path))
    options.write([said("paper_written", lang, path=str(path), count=len(draft.gaps)), "\n"])
    return 0


def _material(
    reports: tuple[str, ...], calls: str | None, fill: str | None, *, no_given: bool
) -> Material:
    from menshen.harm.reading import read
    from menshen.who import attributed
    from menshen.who.calls import BEIJING, load
    from menshen.who.given import Record, place

    noted = load(calls) if calls is not None else None
    given: tuple[Gave, ...] = ()
    if noted is not None and not no_given:
        given = Record.load(place(), passphrase(place())).entries
    return Material(
        datetime.now(BEIJING),
        read(reports) if reports else None,
        noted,
        attributed(noted, given=given) if noted is not None else None,
        given,
        answers(Path(fill)) if fill is not None else {},
    )


def _encoded(draft: Draft, path: Path) -> bytes:
    if path.suffix.lower() == ".docx":
        from menshen.papers import docx

        return docx.written(draft)
    from menshen.papers import page

    return page.written(draft).encode()


def _write(path: Path, data: bytes) -> None:
    """Write a paper so that only its owner can read it: it may hold what callers said."""
    try:
        with open(path, "wb", opener=_private) as out:
            out.write(data)
    except OSError as error:
        reason = error.strerror or "unwritable"
        raise RefusedError(
            f"{path}: the output cannot be written ({reason}); choose another place"
        ) from None


def _private(path: str, flags: int) -> int:
    handle = os.open(path, flags, stat.S_IRUSR | stat.S_IWUSR)
    if stat.S_ISREG(os.fstat(handle).st_mode) and hasattr(os, "fchmod"):
        os.fchmod(handle, stat.S_IRUSR | stat.S_IWUSR)
    return handle
