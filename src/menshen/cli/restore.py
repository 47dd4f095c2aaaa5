"""`menshen restore`: put the values back that a vault knows."""

from __future__ import annotations

import click

from menshen.cli import options
from menshen.cli.key import key, key_of
from menshen.cli.options import told
from menshen.errors import UsageError
from menshen.report.words import Lang, translated

__all__ = ["restore"]


@click.command(
    short_help=told("用密钥库还原", "Put values back from a vault"),
    help=told(
        "把密钥库里的原值放回去：文件没有改动过就逐字节还原，改动过则按替身逐个放回。"
        "退出码：0 已还原，2 用法错误，3 有文件没能还原，4 密钥不对或库被改动。",
        "Put back the values that a vault knows: byte for byte where a document is as it was "
        "written, else by stand-in. Exit codes: 0 restored, 2 wrong use, 3 some not restored, "
        "4 wrong key or a changed vault.",
    ),
)
@click.argument("source", metavar="OUT")
@click.option("--vault", required=True, metavar="FILE", help=told("密钥库。", "The vault."))
@key
@click.option(
    "-o", "--output", required=True, metavar="TO", help=told("写到这里。", "Where to write.")
)
@options.lang
def restore(source: str, vault: str, key_spec: str | None, output: str, lang: Lang) -> int:
    """Restore, say what was done, and return the exit code."""
    from menshen import api
    from menshen.cli.screen import page

    found = key_of(key_spec, vault)
    if found is None:
        raise UsageError("a vault needs a key: --key FILE")
    done = api.restore(source, output, vault=vault, key=found)
    screen = page(lang)
    exact = sum(output.exact for output in done.outputs)
    values = sum(output.values for output in done.outputs)
    screen.say("restored", "bold", documents=len(done.outputs), exact=exact, values=f"{values:,}")
    for failure in done.failures:
        screen.write(f"{failure.document}: {translated(failure.reason, lang)}", "red", 2)
    options.write([screen.text])
    return 3 if done.failures else 0
