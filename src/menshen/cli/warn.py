"""`menshen warn`: whether a message, a chat or a call is a scam, and what to do now."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from menshen.cli import options
from menshen.cli.options import told
from menshen.errors import UsageError
from menshen.report.records import encoded
from menshen.report.words import Lang

__all__ = ["warn"]

_LONGEST = 8 << 20
"""Bytes of a file that are read; a conversation is smaller."""


@click.command(
    short_help=told("看一条消息、一通电话是不是诈骗", "Say whether a message or a call is a scam"),
    help=told(
        "看一条短信、一封邮件、一段聊天或通话记录是不是诈骗：凭哪些话，对方要什么，现在该怎么办。"
        "读文件 FILE；不给 FILE 或给 - 时读标准输入。每行 甲：… 或一行一个 JSON（speaker、text）都认得。"
        "是诈骗、骚扰或可疑时退出码为 1。",
        "Say whether a message, an e-mail, a chat or a call is a scam: by which words, what they want, "
        "what to do now. Reads FILE, or standard input without one and for -. Lines that begin with a "
        "speaker and JSON lines (speaker, text) are known. Exit code 1 for a scam, a nuisance or a doubt.",
    ),
)
@click.argument("file", required=False)
@options.form("text", "json")
@click.option(
    "--live",
    is_flag=True,
    help=told("边读边判：每读一句就看一次，情况变了就说。", "Judge turn by turn as lines come in."),
)
@click.option(
    "--grammar-only",
    is_flag=True,
    help=told("只用话术规则，不用模型。", "Use the grammar alone, without the model."),
)
@options.reveal
@options.lang
def warn(
    file: str | None, form: str, lang: Lang, *, live: bool, grammar_only: bool, reveal: bool
) -> int:
    """Print the assessment; return 1 unless there is nothing to warn of."""
    from menshen.warn import assess

    if live:
        return _live(form, lang, model=not grammar_only, reveal=reveal)
    found = assess(_read(file, lang), model=not grammar_only, knowledge=True, lang=lang)
    if form == "json":
        options.write([encoded(found.fields(reveal=reveal), indent=2), "\n"])
    else:
        from menshen.cli.alarm import alarm

        options.write([alarm(found, lang, reveal=reveal)])
    return 0 if found.verdict == "none" else 1


def _read(file: str | None, lang: Lang) -> str:
    if file is None or file == "-":
        return options.read_text(None, lang)
    try:
        with Path(file).open("rb") as held:
            raw = held.read(_LONGEST + 1)
    except OSError as error:
        raise UsageError(
            f"{file}: the conversation cannot be read ({error.strerror}); give a file or -"
        ) from None
    if len(raw) > _LONGEST:
        raise UsageError(
            f"{file}: larger than {_LONGEST >> 20} MB; give one conversation at a time"
        )
    for charset in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(charset)
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", "replace")


def _live(form: str, lang: Lang, *, model: bool, reveal: bool) -> int:
    """Hear standard input line by line; say something when verdict or stage change."""
    from menshen.cli.alarm import line
    from menshen.warn import Listener

    listener = Listener(model=model, lang=lang)
    before: tuple[str, str | None] = ("none", None)
    code = 0
    for speaker, text in _turns():
        found = listener.hear(speaker, text)
        code = 0 if found.verdict == "none" else 1
        if form == "json":
            options.write([json.dumps(found.fields(reveal=reveal), ensure_ascii=False), "\n"])
        elif (found.verdict, found.stage) != before:
            options.write([line(found, lang), "\n"])
        before = (found.verdict, found.stage)
    return code


def _turns() -> Iterator[tuple[str, str]]:
    """Yield speaker and words of each line of standard input, as it comes."""
    from menshen.scam.dialogue import one

    for number, raw in enumerate(sys.stdin.buffer, 1):
        text = raw.decode("utf-8", "replace").strip()
        if text:
            yield one(text, number)
