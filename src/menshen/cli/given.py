"""`menshen given`: the personal record of what I gave to whom."""

from __future__ import annotations

import os
from pathlib import Path

import click

from menshen.cli import options
from menshen.cli.help import Context
from menshen.cli.options import told
from menshen.cli.output import checked, opened
from menshen.report.records import encoded
from menshen.report.words import Lang, said, title
from menshen.who.given import Record, exported, imported, place

__all__ = ["given", "passphrase"]

_SECRET = "MENSHEN_GIVEN_PASSPHRASE"  # noqa: S105 - the name of a variable


def passphrase(path: Path) -> str | None:
    """Return the passphrase of the record; asks for it where it is needed and a person is there."""
    secret = os.environ.get(_SECRET)
    if secret or not path.exists():
        return secret
    with path.open(encoding="utf-8", errors="replace") as held:
        encrypted = '"data"' in held.read(4096)
    if encrypted and os.isatty(0):
        asked: str = click.prompt(told("口令", "passphrase"), hide_input=True, err=True)
        return asked
    return None


def _record() -> tuple[Path, Record]:
    path = place()
    return path, Record.load(path, passphrase(path))


@click.group(
    short_help=told("登记把什么信息给过谁", "Record what you gave to whom"),
    help=told(
        "登记把什么信息在什么时候、用什么别名给过谁，供 menshen who 使用。"
        "只存在本机，仅本人可读；设环境变量 MENSHEN_GIVEN_PASSPHRASE 则加密。",
        "Record what you gave to whom, when, and under which alias, for menshen who. It stays on "
        "this machine, readable by you alone; set MENSHEN_GIVEN_PASSPHRASE to encrypt it.",
    ),
)
def given() -> None:
    """Hold the commands of the record together."""


@given.command(
    short_help=told("登记一条", "Record an entry"),
    help=told("登记一条：给了谁、给了什么。", "Record an entry: to whom, and what."),
)
@click.option(
    "--to", required=True, metavar="NAME", help=told("给了谁（单位名称）。", "To whom: its name.")
)
@click.option(
    "--what",
    default="",
    metavar="A,B",
    help=told("给了什么：类型标识或中文名。", "What: ids or Chinese names of kinds."),
)
@click.option(
    "--holder",
    metavar="ID",
    help=told("是哪一类持有者，如 developer。", "Its kind of holder, such as developer."),
)
@click.option(
    "--when", "date", metavar="DATE", help=told("日期，默认今天。", "The date; today by default.")
)
@click.option(
    "--alias",
    metavar="NAME",
    help=told("只给这一家用的别名或邮箱标签。", "An alias or e-mail tag given to it alone."),
)
@options.lang
def add(
    to: str, what: str, holder: str | None, date: str | None, alias: str | None, lang: Lang
) -> int:
    """Add an entry to the record."""
    from datetime import datetime

    from menshen.who.calls import BEIJING, gave

    kinds = [name for name in what.replace("，", ",").split(",") if name.strip()]
    plain = {
        "to": to,
        "what": kinds,
        "when": date or f"{datetime.now(BEIJING):%Y-%m-%d}",
        "holder": holder or "",
        "alias": alias or "",
    }
    path, record = _record()
    record = record.with_([gave(plain, "given add")])
    record.save(path, passphrase=os.environ.get(_SECRET))
    options.write([said("given_added", lang, count=len(record.entries)), "\n"])
    return 0


@given.command(
    "list",
    short_help=told("列出登记", "List the record"),
    help=told("列出登记的全部条目。", "List all entries of the record."),
)
@options.form("text", "json")
@options.lang
def list_(form: str, lang: Lang) -> int:
    """Print the record."""
    _, record = _record()
    if form == "json":
        plain = [
            {
                "number": number,
                "to": e.to,
                "holder": e.holder,
                "what": sorted(e.what),
                "when": e.when.isoformat() if e.when else None,
                "alias": e.alias,
            }
            for number, e in enumerate(record.entries, 1)
        ]
        options.write([encoded({"gave": plain}, indent=2), "\n"])
    else:
        options.write([_shown(record, lang)])
    return 0


def _shown(record: Record, lang: Lang) -> str:
    from menshen import taxonomy
    from menshen.cli.screen import page
    from menshen.report.shown import visible

    screen = page(lang)
    if not record.entries:
        screen.say("given_none")
        return screen.text
    screen.say("h_given", "bold")
    grid = screen.grid("c_no", "c_to", "c_what", "c_when", "c_alias", right=("c_no",))
    names = {h.id: h.zh if lang == "zh" else h.id for h in taxonomy.holders()}
    comma = "、" if lang == "zh" else ", "
    for number, entry in enumerate(record.entries, 1):
        what = comma.join(title(taxonomy.get(t), lang) for t in sorted(entry.what))
        what = what or names.get(entry.holder or "", "—")
        when = f"{entry.when:%Y-%m-%d}" if entry.when else "—"
        grid.add_row(str(number), visible(entry.to), what, when, visible(entry.alias) or "—")
    screen.show(grid)
    return screen.text


@given.command(
    short_help=told("删除一条", "Remove an entry"),
    help=told("删除一条，编号见 list。", "Remove an entry; list shows the numbers."),
)
@click.argument("number", type=int)
@options.lang
def remove(number: int, lang: Lang) -> int:
    """Remove an entry."""
    path, record = _record()
    record = record.without(number)
    record.save(path, passphrase=os.environ.get(_SECRET))
    options.write([said("given_removed", lang, count=len(record.entries)), "\n"])
    return 0


@given.command(
    short_help=told("导出为 TOML", "Export as TOML"),
    help=told(
        "把登记导出为 TOML（明文，仅本人可读），- 为标准输出。",
        "Export the record as TOML, in the clear and readable by you alone; - is standard output.",
    ),
)
@click.argument("file")
@options.lang
def export(file: str, lang: Lang) -> int:
    """Write the record to a file."""
    _, record = _record()
    if file == "-":
        options.write([exported(record.entries)])
        return 0
    with opened(checked(file, [str(place())]), text=False, reveal=True) as sink:
        sink.write(exported(record.entries))
    options.write([said("given_exported", lang, count=len(record.entries)), "\n"])
    return 0


@given.command(
    "import",
    short_help=told("从 TOML 导入", "Import from TOML"),
    help=told(
        "从 TOML 导入 [[gave]] 条目，已有的不重复。",
        "Import [[gave]] entries from TOML; those already there are not added again.",
    ),
)
@click.argument("file")
@options.lang
def import_(file: str, lang: Lang) -> int:
    """Add the entries of a file to the record."""
    more = imported(Path(file))
    path, record = _record()
    grown = record.with_(more)
    grown.save(path, passphrase=os.environ.get(_SECRET))
    new = len(grown.entries) - len(record.entries)
    options.write([said("given_imported", lang, count=len(more), new=new), "\n"])
    return 0


for _command in given.commands.values():
    _command.context_class = Context
