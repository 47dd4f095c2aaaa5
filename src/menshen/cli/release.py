"""`menshen release` and `menshen plan`: a recipient's own copy, and what a leak could be traced by."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from menshen.cli import keeping, options
from menshen.cli.keeping import keyring_option, ledger_option
from menshen.cli.options import told
from menshen.errors import UsageError
from menshen.report.words import Lang

if TYPE_CHECKING:
    from menshen.marks.policy import MarkPolicy
    from menshen.release.document import DocumentRelease
    from menshen.release.making import Release
    from menshen.release.planning import Outlook, Plan

__all__ = ["plan", "release"]

_EPS = 1e-6
_marks = click.option(
    "--marks",
    "policy_file",
    metavar="FILE",
    help=told(
        "标记策略（TOML）：format、value、alias、null、canaries、allocation 等。",
        "Policy of marks (TOML): format, value, alias, null, canaries, allocation …",
    ),
)


@click.command(
    short_help=told("外发一份带标记的副本", "Release a marked copy"),
    help=told(
        "把一张表（CSV、XLSX、Parquet、数据库表）或一份文件（DOCX、PDF、TXT、MD、图片）外发给一个接收方："
        "副本带有它独有的标记，并记入台账。"
        "电话数字、证件号、姓名用字、房号绝不改动。退出码：0 已外发，2 用法错误，3 读不了，4 拒绝。",
        "Release a table (CSV, XLSX, Parquet, database) or a document (DOCX, PDF, TXT, MD, picture) "
        "to one recipient: the copy bears marks of its own and stands in the ledger. Digits of phones, ID numbers, characters of names and rooms "
        "are never altered. Exit codes: 0 released, 2 wrong use, 3 unreadable, 4 refused.",
    ),
)
@click.argument("table", metavar="FILE")
@click.option(
    "--to",
    "recipient",
    required=True,
    metavar="NAME",
    help=told("接收方，名称固定不变。", "The recipient, by a name that never changes."),
)
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="FILE",
    help=told("写到哪里；格式看扩展名。", "Where to write; the ending says the format."),
)
@click.option(
    "--dataset",
    metavar="NAME",
    help=told("数据集名，默认取文件名。", "The dataset; the file's name by default."),
)
@click.option("--purpose", default="", metavar="TEXT", help=told("用途。", "The purpose."))
@click.option(
    "--basis",
    default="",
    metavar="TEXT",
    help=told("合法性基础，如“单独同意”。", "The legal basis."),
)
@click.option(
    "--approval", default="", metavar="TEXT", help=told("审批单号。", "Number of the approval.")
)
@click.option("--operator", default="", metavar="TEXT", help=told("经办人。", "Who releases."))
@click.option(
    "--columns", default="", metavar="A,B", help=told("只外发这些列。", "Only these columns.")
)
@click.option(
    "--where",
    multiple=True,
    metavar="COND",
    help=told(
        "只外发符合条件的行，如“楼栋=3幢|5幢”，可重复。",
        "Only rows that meet column=value|value, != ~ >= <=; may be repeated.",
    ),
)
@_marks
@ledger_option
@keyring_option
@click.option(
    "--receipt", metavar="FILE", help=told("把外发回执写入 FILE。", "Write the receipt to FILE.")
)
@click.option(
    "--document",
    "as_document",
    is_flag=True,
    help=told(
        "当作文件而不是表来标记：工作簿的行高、文本的空格与标点。",
        "Mark as a document, not as a table: heights of rows of a workbook, blanks of a text.",
    ),
)
@options.form("text", "json")
@options.lang
def release(
    table: str, recipient: str, output: str, dataset: str | None, purpose: str, basis: str,
    approval: str, operator: str, columns: str, where: tuple[str, ...], policy_file: str | None,
    ledger_url: str | None, keyring_path: str | None, receipt: str | None, form: str, lang: Lang,
    *, as_document: bool,
) -> int:  # fmt: skip
    """Release a copy and say what was changed."""
    from menshen.cli.output import checked
    from menshen.release.document import is_document

    checked(output.partition("#")[0] if "://" not in output else None, [table])
    if as_document or is_document(table):
        if columns or where or policy_file:
            raise UsageError("--columns, --where and --marks are for tables; this is a document")
        facts = {
            "dataset": dataset, "purpose": purpose, "legal_basis": basis, "operator": operator,
            "approval": approval,
        }  # fmt: skip
        return _document(
            table, output, recipient, ledger_url, keyring_path, facts, receipt, form, lang
        )
    from menshen.release.making import release as made

    with keeping.open_ledger(ledger_url, create=True) as book:
        done = made(
            table, output, to=recipient, ledger=book, keys=keeping.open_keyring(keyring_path),
            dataset=dataset, purpose=purpose, legal_basis=basis, operator=operator,
            approval=approval, columns=[c.strip() for c in columns.split(",") if c.strip()],
            where=where, marks=_policy(policy_file),
        )  # fmt: skip
    _receipt(receipt, done.receipt)
    if form == "json":
        _json(done.record())
    else:
        _show_release(done, lang)
    return 0


def _document(
    document: str, output: str, recipient: str, ledger: str | None, keyring: str | None,
    facts: dict[str, Any], receipt: str | None, form: str, lang: Lang,
) -> int:  # fmt: skip
    """Release a copy of a document."""
    from menshen.release.document import release_document

    with keeping.open_ledger(ledger, create=True) as book:
        keys = keeping.open_keyring(keyring)
        done = release_document(document, output, to=recipient, ledger=book, keys=keys, **facts)
    _receipt(receipt, done.receipt)
    if form == "json":
        _json(done.record())
    else:
        _show_document(done, lang)
    return 0


def _receipt(path: str | None, text: str) -> None:
    """Write the receipt where it was asked for."""
    if path:
        from menshen.cli.output import RefusedError

        try:
            Path(path).write_text(text, encoding="utf-8")
        except OSError as error:
            reason = error.strerror or "cannot be written"
            raise RefusedError(f"{path}: the receipt: {reason}; the copy was released") from None


@click.command(
    short_help=told("预估怎样的泄露追得回来", "Say beforehand what could be traced"),
    help=told(
        "外发之前预估：泄露哪些列、多少行、怎样改写之后还追得回来；追不回来的给出最省的补救。",
        "Say before a release which leaks of columns and rows could still be traced after what "
        "treatment, and the cheapest remedy where one could not.",
    ),
)
@click.argument("table")
@click.option(
    "--recipients",
    type=click.IntRange(min=1),
    default=20,
    show_default=True,
    metavar="N",
    help=told("接收方总数。", "Number of recipients."),
)
@click.option(
    "--leak",
    "leaks",
    multiple=True,
    metavar="TEXT",
    help=told(
        "泄露情形，如“规范化 1%”“原样 20”，可重复。",
        "A leak such as «normalised 1%», «as is 20», «price 5% c3»; may be repeated.",
    ),
)
@click.option(
    "--eps",
    type=float,
    default=1e-6,
    show_default=True,
    metavar="X",
    help=told("误指概率上限。", "Bound on accusing an innocent copy."),
)
@_marks
@options.form("text", "json")
@options.lang
def plan(
    table: str, recipients: int, leaks: tuple[str, ...], eps: float, policy_file: str | None,
    form: str, lang: Lang,
) -> int:  # fmt: skip
    """Print the plan; 0 whatever it says."""
    from menshen.release.planning import plan as planned

    found = planned(table, recipients=recipients, leak=leaks, marks=_policy(policy_file), eps=eps)
    if form == "json":
        _json(found.record())
    else:
        _show_plan(found, lang)
    return 0


def _policy(path: str | None) -> MarkPolicy | None:
    from menshen.marks.policy import MarkPolicy

    return None if path is None else MarkPolicy.load(path)


def _json(record: dict[str, Any]) -> None:
    from menshen.report.records import encoded

    options.write([encoded(record, indent=2), "\n"])


def _show_release(done: Release, lang: Lang) -> None:
    from menshen.cli.screen import page
    from menshen.marks.capacity import USUAL, threshold
    from menshen.trace.words import worded

    screen = page(lang)
    told_ = worded(
        "released", lang, rows=done.rows, recipient=done.recipient, copy=done.copy, id=done.id
    )
    screen.write(told_, "bold")
    screen.write(worded("release_digest", lang, digest=done.digest))
    screen.write(worded("release_head", lang, head=done.head))
    if done.shared:
        screen.write(worded("plan_shared", lang, count=done.shared), "yellow")
    need = threshold(USUAL, _EPS)
    if done.capacity < need:
        told_ = worded(
            "few_bits", lang, bits=f"{done.capacity:.0f}", need=f"{need:.0f}", copies=USUAL
        )
        screen.write(told_, "yellow")
    keys = ("column", "rewritten", "blanked", "mean", "largest", "total")
    rows = [
        (
            d.column,
            str(d.rewritten),
            str(d.blanked),
            f"{d.mean:.1e}",
            f"{d.largest:.1e}",
            f"{d.total:.1e}",
        )
        for d in done.distortion
    ]
    screen.show(_grid([worded(f"c_{k}", lang) for k in keys], rows))
    options.write([screen.text])


def _show_document(done: DocumentRelease, lang: Lang) -> None:
    from menshen.cli.screen import page
    from menshen.marks.capacity import USUAL, threshold
    from menshen.trace.words import worded

    screen = page(lang)
    told_ = worded(
        "released_document", lang, recipient=done.recipient, copy=done.copy, id=done.id,
        places=done.places,
    )  # fmt: skip
    screen.write(told_, "bold")
    screen.write(worded("release_digest", lang, digest=done.digest))
    screen.write(worded("release_head", lang, head=done.head))
    need = ceil(threshold(USUAL, _EPS) + 1)
    if done.places < need:
        screen.write(worded("few_places", lang, need=need, copies=USUAL), "yellow")
    options.write([screen.text])


def _show_plan(found: Plan, lang: Lang) -> None:
    from menshen.cli.screen import page
    from menshen.trace.words import worded

    screen = page(lang)
    told_ = worded(
        "plan_title",
        lang,
        rows=found.rows,
        recipients=found.recipients,
        threshold=f"{found.threshold:.1f}",
    )
    screen.write(told_, "bold")
    screen.write(worded("plan_carriers", lang, blocks=found.blocks, **found.carriers))
    if found.shared:
        screen.write(worded("plan_shared", lang, count=found.shared), "yellow")
    keys = ("leak", "rows", "capacity", "traceable", "remedy")
    screen.show(
        _grid([worded(f"c_{k}", lang) for k in keys], [_outlook(o, lang) for o in found.outlooks])
    )
    if found.warned:
        screen.write(worded("plan_warned", lang), "yellow")
    options.write([screen.text])


def _outlook(outlook: Outlook, lang: Lang) -> tuple[str, ...]:
    from menshen.trace.words import worded

    name = worded(outlook.scenario.name, lang)
    if outlook.scenario.colluders > 1:
        name += f" ×{outlook.scenario.colluders}"
    remedies = [worded(f"remedy_{r.kind}", lang, **r.values()) for r in outlook.remedies]
    return (
        name, str(outlook.scenario.rows), f"{outlook.total:.0f}",
        worded("yes" if outlook.traceable else "no", lang),
        ("；" if lang == "zh" else "; ").join(remedies),
    )  # fmt: skip


def _grid(columns: Sequence[str], rows: Sequence[tuple[str, ...]]) -> Any:
    from rich.table import Table

    from menshen.report.shown import visible

    grid = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for column in columns:
        grid.add_column(column, overflow="fold")
    for row in rows:
        grid.add_row(*map(visible, row))
    return grid
