"""The options that several commands share, and the language of the command line."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from menshen import taxonomy
from menshen.errors import UsageError
from menshen.report.words import Lang, said

__all__ = [
    "form",
    "lang",
    "language",
    "lines",
    "min_score",
    "read_text",
    "reveal",
    "rules_only",
    "told",
    "types",
    "write",
]

_VARIABLE = "MENSHEN_LANG"
_Command = TypeVar("_Command", bound=Callable[..., Any])
Decorator = Callable[[_Command], _Command]


def language(args: Sequence[str] = ()) -> Lang:
    """Return the language of messages: `--lang` wins over MENSHEN_LANG; Chinese by default.

    >>> language(["scan", "--lang", "en"])
    'en'
    """
    wanted = os.environ.get(_VARIABLE, "zh")
    for one, following in zip(args, [*args[1:], ""], strict=False):
        if one == "--lang":
            wanted = following
        elif one.startswith("--lang="):
            wanted = one.removeprefix("--lang=")
    return "en" if wanted == "en" else "zh"


def told(zh: str, en: str) -> str:
    """Return a help text in the language that MENSHEN_LANG asks for."""
    return en if language() == "en" else zh


def _types(_context: click.Context, _option: click.Parameter, value: Sequence[str]) -> Any:
    """Return the set of types in `a,b` and repeated options; None when there are none."""
    if not value:
        return None
    names = [name.strip() for item in value for name in item.split(",") if name.strip()]
    if not names:
        raise click.BadParameter(told("没有写出类型", "no type is named"))
    return frozenset(taxonomy.get(name).id for name in names)


def _probability(_context: click.Context, _option: click.Parameter, value: str | None) -> Any:
    from menshen.policy import AIMS

    if value is None or value in AIMS:
        return None if value is None else AIMS[value]
    try:
        score = float(value)
    except ValueError:
        score = -1.0
    if not 0 <= score <= 1:
        raise UsageError(
            f"min_score is a probability: give a number from 0 to 1, or {', '.join(AIMS)}"
        )
    return score


def form(*choices: str) -> Callable[[_Command], _Command]:
    """Return the option for the form of the output."""
    return click.option(
        "-f",
        "--format",
        "form",
        type=click.Choice(choices),
        default="text",
        show_default=True,
        help=told("输出格式。", "Form of the output."),
    )


types: Callable[[Any], Any] = click.option(
    "--types",
    multiple=True,
    metavar="A,B",
    callback=_types,
    help=told(
        "只找这些类型，用逗号隔开；见 menshen types。",
        "Only these types, separated by commas; see menshen types.",
    ),
)
min_score: Callable[[Any], Any] = click.option(
    "--min-score",
    metavar="X",
    callback=_probability,
    help=told(
        "最低得分，0 到 1，默认 0.5；或写 recall（宁多勿漏，0.2）、balanced、precision（宁缺勿错，0.8）。",
        "Least score, from 0 to 1, 0.5 by default; or recall (miss little, 0.2), balanced,"
        " precision (be right, 0.8).",
    ),
)
rules_only: Callable[[Any], Any] = click.option(
    "--rules-only",
    is_flag=True,
    help=told(
        "只用规则，不用模型：快得多，但句子里没有标签的姓名找不到。",
        "Rules only, no model: many times faster; names without a label are not found.",
    ),
)
reveal: Callable[[Any], Any] = click.option(
    "--reveal",
    is_flag=True,
    help=told(
        "显示原值。默认遮盖，请谨慎使用。", "Show values in the clear; they are masked by default."
    ),
)
lang: Callable[[Any], Any] = click.option(
    "--lang",
    type=click.Choice(["zh", "en"]),
    default="zh",
    show_default=True,
    envvar=_VARIABLE,
    help=told(f"界面语言；也可用环境变量 {_VARIABLE}。", f"Language; or set {_VARIABLE}."),
)


def read_text(given: str | None, lang: Lang) -> str:
    """Return the text to look at: the argument, or standard input for none and for `-`."""
    if given is not None and given != "-":
        return given
    if sys.stdin.isatty():
        click.echo(said("stdin", lang), err=True)
    raw = sys.stdin.buffer.read()
    for charset in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(charset)
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", "replace")


def lines(path: str, what: str = "UTF-8 text") -> list[str]:
    """Return the lines of a file that are not blank; raises `UsageError` if it is not `what`."""
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or 'cannot be read'}") from None
    except UnicodeDecodeError:
        raise UsageError(f"{path}: cannot be read as {what}") from None
    return [line.strip() for line in text.splitlines() if line.strip()]


def write(lines: Iterable[str]) -> None:
    """Write to standard output, whatever its charset can hold."""
    charset = sys.stdout.encoding or "utf-8"
    out = sys.stdout.buffer
    for line in lines:
        out.write(line.encode(charset, "backslashreplace"))
    out.flush()
