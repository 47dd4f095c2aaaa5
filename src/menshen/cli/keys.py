"""`menshen keys`: make, list, rotate and export the keys of datasets."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from menshen.cli import keeping, options
from menshen.cli.help import Context
from menshen.cli.keeping import keyring_option, ledger_option
from menshen.cli.options import told
from menshen.errors import UsageError
from menshen.report.words import Lang, said

if TYPE_CHECKING:
    from menshen.store.keyring import KeyLine, Role

__all__ = ["keys"]


@click.group(
    short_help=told("管理数据集的密钥", "Manage the keys of datasets"),
    help=told(
        "管理数据集的密钥。密钥文件由口令锁住，只许本人读取；丢了密钥，它标记过的外发就无法溯源。",
        "Manage the keys of datasets. The file is locked by a passphrase and private; without "
        "its key, what was released cannot be traced.",
    ),
)
def keys() -> None:
    """Hold the commands of the keyring together."""


@click.command(
    short_help=told("为数据集造密钥", "Make a key for a dataset"),
    help=told(
        "为数据集造密钥；没有密钥文件时先造文件。口令取自 MENSHEN_KEYRING_PASSPHRASE 或键盘。",
        "Make a key for a dataset, and the keyring file if there is none. The passphrase is "
        "MENSHEN_KEYRING_PASSPHRASE or typed.",
    ),
)
@click.argument("dataset")
@keyring_option
@ledger_option
@options.lang
def create(dataset: str, keyring_path: str | None, ledger_url: str | None, lang: Lang) -> int:
    """Make the key and say its id."""
    if not keyring_path:
        raise UsageError("no keyring is named: give --keyring, or set MENSHEN_KEYRING")
    path = Path(keyring_path)
    kept = keeping.open_keyring(keyring_path) if path.exists() else keeping.new_keyring(path)
    line = kept.add(dataset)
    _note(ledger_url, "key.create", line)
    options.write([said("key_made", lang, dataset=line.dataset, id=line.id), "\n"])
    return 0


@click.command(
    name="list",
    short_help=told("列出密钥", "List the keys"),
    help=told("列出密钥的编号、角色和时间，不显示密钥。", "List ids, roles and times, no keys."),
)
@keyring_option
@options.form("text", "json")
@options.lang
def list_(keyring_path: str | None, form: str, lang: Lang) -> int:
    """Print what may be told of each key."""
    from menshen.report.records import encoded

    lines = list(keeping.open_keyring(keyring_path))
    if form == "json":
        options.write([encoded({"keys": [line._asdict() for line in lines]}, indent=2), "\n"])
        return 0
    for line in lines:
        state = said("key_retired", lang, at=line.retired) if line.retired else ""
        roles = "+".join(line.roles)
        options.write(
            [f"{line.dataset}  {line.id}  {roles}  {line.created}  {state}".rstrip(), "\n"]
        )
    return 0


@click.command(
    short_help=told("更换密钥", "Rotate a key"),
    help=told(
        "为数据集换新密钥。旧密钥留着，用来追溯它标记过的外发。",
        "Make a new key for a dataset. The old one stays, to trace what it marked.",
    ),
)
@click.argument("dataset")
@keyring_option
@ledger_option
@options.lang
def rotate(dataset: str, keyring_path: str | None, ledger_url: str | None, lang: Lang) -> int:
    """Retire the key in use, make another and say its id."""
    line = keeping.open_keyring(keyring_path).rotate(dataset)
    _note(ledger_url, "key.rotate", line)
    options.write([said("key_made", lang, dataset=line.dataset, id=line.id), "\n"])
    return 0


@click.command(
    short_help=told("导出只含一种角色的密钥", "Export the keys of one role"),
    help=told(
        "导出只含一种角色的密钥文件：release 只能外发，trace 只能溯源。"
        "新口令取自 MENSHEN_EXPORT_PASSPHRASE 或键盘。",
        "Write a keyring of one role: release or trace. Its passphrase is "
        "MENSHEN_EXPORT_PASSPHRASE or typed.",
    ),
)
@click.option(
    "--role",
    type=click.Choice(["release", "trace"]),
    required=True,
    help=told("导出哪种角色。", "Which role to export."),
)
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="FILE",
    help=told("写到哪个新文件。", "The new file to write."),
)
@click.option(
    "--dataset",
    "datasets",
    multiple=True,
    metavar="NAME",
    help=told("只要这些数据集，可重复。", "Only these datasets; may be repeated."),
)
@keyring_option
@ledger_option
@options.lang
def export(
    role: Role,
    output: str,
    datasets: tuple[str, ...],
    keyring_path: str | None,
    ledger_url: str | None,
    lang: Lang,
) -> int:
    """Write the keyring and say how many keys it holds."""
    kept = keeping.open_keyring(keyring_path)
    written = kept.export(output, keeping.export_passphrase(), role=role, datasets=datasets or None)
    lines = list(written)
    for line in lines:
        _note(ledger_url, "key.export", line)
    options.write([said("key_exported", lang, count=len(lines), role=role, path=output), "\n"])
    return 0


def _note(ledger_url: str | None, kind: str, line: KeyLine) -> None:
    """Write to the ledger, where one is named, what was done with a key."""
    if ledger_url:
        with keeping.open_ledger(ledger_url, create=True) as ledger:
            ledger.append(
                kind, {"dataset": line.dataset, "key_id": line.id, "roles": list(line.roles)}
            )


for _command in (create, list_, rotate, export):
    _command.context_class = Context
    keys.add_command(_command)
