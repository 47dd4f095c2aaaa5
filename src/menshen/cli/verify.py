"""`menshen verify`: what was in an original, and whether anything of it is left in the copy."""

from __future__ import annotations

from pathlib import Path

import click

from menshen.cli import options
from menshen.cli.options import told
from menshen.policy import DEFAULT, Policy
from menshen.report.words import Lang

__all__ = ["verify"]


@click.command(
    short_help=told("核对去除前后", "Compare before and after"),
    help=told(
        "核对原件与去除后的文件：原有哪些个人信息，还剩什么。HTML 报告并排放上 PDF 与图片去除前后的页面，"
        "去除前的个人信息是遮住的。退出码：0 没有遗留，2 用法错误，4 有遗留。",
        "Compare an original with its redacted copy: what was in it, and what of it is left. The "
        "HTML report shows pages of PDF and pictures side by side, the values before covered. "
        "Exit codes: 0 nothing left, 2 wrong use, 4 not intact.",
    ),
)
@click.argument("original")
@click.argument("redacted")
@options.form("text", "json", "html")
@click.option(
    "-o", "--output", metavar="FILE", help=told("把报告写入 FILE。", "Write the report to FILE.")
)
@click.option(
    "--policy",
    "policy_file",
    metavar="FILE",
    help=told("策略文件（TOML）。", "Policy file (TOML)."),
)
@click.option(
    "--reveal",
    is_flag=True,
    help=told(
        "HTML 报告里去除前的页面不遮盖，只框出。请谨慎使用。",
        "In HTML, frame the values of the pages before, do not cover them.",
    ),
)
@options.lang
def verify(
    original: str,
    redacted: str,
    form: str,
    output: str | None,
    policy_file: str | None,
    lang: Lang,
    *,
    reveal: bool,
) -> int:
    """Compare, write the report, and return the exit code."""
    from menshen import api
    from menshen.redact import compared
    from menshen.redact.beside import Sights

    policy = DEFAULT if policy_file is None else Policy.load(policy_file)
    sights = Sights(policy, lang, reveal=reveal)
    look = sights.look if form == "html" else None
    found = api.verify(original, redacted, policy=policy, look=look)
    if form == "json":
        text = compared.as_json(found)
    elif form == "html":
        text = compared.as_html(found, lang, beside=sights.beside)
    else:
        from menshen.cli.screen import page

        screen = page(lang)
        compared.show(screen, found)
        text = screen.text
    if output is None:
        options.write([text])
    else:
        Path(output).write_text(text, encoding="utf-8")
    return 0 if found.intact else 4
