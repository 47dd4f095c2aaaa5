"""`menshen vault`: make keys and vaults, look at one, and erase people from it."""

from __future__ import annotations

import click

from menshen.cli import options
from menshen.cli.help import Context
from menshen.cli.key import key, key_of
from menshen.cli.options import told
from menshen.errors import UsageError
from menshen.report.words import Lang

__all__ = ["vault"]


@click.group(
    short_help=told("密钥与还原库", "Keys and vaults"),
    help=told(
        "生成密钥、查看还原库、从库中抹去某人。", "Make keys, look at a vault, erase people."
    ),
)
def vault() -> None:
    """Hold the commands on vaults together."""


vault.context_class = Context


def _key(spec: str | None, path: str) -> bytes:
    found = key_of(spec, path)
    if found is None:
        raise UsageError("a vault needs a key: --key FILE")
    return found


@vault.command(
    "new-key",
    short_help=told("生成密钥文件", "Make a key file"),
    help=told("生成一个只有自己能读的密钥文件。", "Make a key file that only its owner reads."),
)
@click.argument("file")
def new_key(file: str) -> int:
    """Write a new key."""
    from menshen.store import keys

    keys.new(file)
    return 0


@vault.command(
    "new",
    short_help=told("用口令建库", "Make a vault with a passphrase"),
    help=told(
        "建一个空库，之后可以用口令（--key pass）打开。", "Make an empty vault for a passphrase."
    ),
)
@click.argument("file")
@click.option("--sm", is_flag=True, help=told("用国密 SM4。", "Use SM4."))
def new(file: str, *, sm: bool) -> int:
    """Write an empty vault."""
    from menshen.store.vault import begun

    passphrase = click.prompt(
        told("口令", "Passphrase"), hide_input=True, confirmation_prompt=True, err=True
    )
    begun(file, passphrase, "sm" if sm else "standard").save(new=True)
    return 0


@vault.command(
    "erase",
    short_help=told("从库中抹去某人", "Erase people from a vault"),
    help=told(
        "抹去这些值所属的人在库中的全部内容，此后其替身无法还原。值可以是姓名、号码或替身。",
        "Erase all that the vault knows of the people these values belong to: their stand-ins "
        "cannot be restored any more. A value is a name, a number or a stand-in.",
    ),
)
@click.argument("values", nargs=-1, required=True, metavar="VALUE...")
@click.option("--vault", "path", required=True, metavar="FILE", help=told("还原库。", "The vault."))
@key
@options.lang
def erase(values: tuple[str, ...], path: str, key_spec: str | None, lang: Lang) -> int:
    """Erase; return 1 if nothing of them was there."""
    from menshen.cli.screen import page
    from menshen.store.vault import Vault

    with Vault.open(path, _key(key_spec, path)) as opened:
        count = opened.erase(values)
    screen = page(lang)
    screen.say("erased", count=count)
    options.write([screen.text])
    return 0 if count else 1


@vault.command(
    "show",
    short_help=told("库里有多少、哪些类型", "What a vault holds, by kind"),
    help=told("按类型列出库里的条数，不显示原值。", "Count what a vault holds by kind; no values."),
)
@click.option("--vault", "path", required=True, metavar="FILE", help=told("还原库。", "The vault."))
@key
@options.lang
def show(path: str, key_spec: str | None, lang: Lang) -> int:
    """Print counts."""
    from collections import Counter

    from rich.text import Text

    from menshen import taxonomy
    from menshen.cli.screen import page
    from menshen.store.vault import Vault

    opened = Vault.open(path, _key(key_spec, path))
    counts = Counter(entry.type for entry in opened.entries())
    screen = page(lang)
    grid = screen.grid("c_type", "c_id", "c_count", right=("c_count",))
    for kind, count in counts.most_common():
        grid.add_row(screen.kind(taxonomy.get(kind)), Text(kind), Text(f"{count:,}"))
    screen.show(grid)
    options.write([screen.text])
    return 0
