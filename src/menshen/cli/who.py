"""`menshen who`: what callers knew, and where it may have come from."""

from __future__ import annotations

import click

from menshen import taxonomy
from menshen.cli import options
from menshen.cli.given import passphrase
from menshen.cli.options import told
from menshen.cli.output import checked, opened
from menshen.errors import UsageError
from menshen.report.records import encoded
from menshen.report.words import Lang, said
from menshen.who import Attribution
from menshen.who.calls import Calls

__all__ = ["who"]

_PLAIN = ("person_name", "mobile_number")


@click.command(
    short_help=told("从来电推断信息可能从哪里来", "Say where what callers knew may come from"),
    help=told(
        "根据记下的来电（CALLS.toml，或用 --knew 直接勾选对方知道什么），"
        "推断信息可能从哪类单位流出、接下来谁会打来。"
        "结果是概率，不是指控。退出码：0 无从判断，1 有可能的来源。",
        "From contacts written down in CALLS.toml, or from what a caller knew (--knew), say what "
        "kind of holder the information may have come from, and who may call next. It is "
        "probability, not accusation. Exit codes: 0 nothing can be said, 1 there are candidates.",
    ),
)
@click.argument("calls", required=False, metavar="[CALLS.toml]")
@click.option(
    "--knew",
    metavar="A,B",
    help=told(
        "不用文件：对方知道的类型，标识或中文名，用逗号隔开。",
        "Without a file: the kinds the caller knew, ids or Chinese names, with commas.",
    ),
)
@click.option(
    "--when",
    "date",
    metavar="DATE",
    help=told("与 --knew 合用：来电日期。", "With --knew: when they called."),
)
@click.option(
    "--form",
    "empty",
    is_flag=True,
    help=told("打印一份可填写的 calls.toml。", "Print a calls.toml to fill in."),
)
@click.option(
    "--no-given",
    is_flag=True,
    help=told("不使用 menshen given 的登记。", "Leave the record of menshen given aside."),
)
@click.option("-o", "--output", metavar="FILE", help=told("写入 FILE。", "Write to FILE."))
@options.form("text", "json", "html")
@options.lang
def who(
    calls: str | None,
    knew: str | None,
    date: str | None,
    output: str | None,
    form: str,
    lang: Lang,
    *,
    empty: bool,
    no_given: bool,
) -> int:
    """Weigh the contacts, write the result, and return the exit code."""
    from menshen.who import attributed
    from menshen.who.given import Record, place

    if empty:
        options.write([blank()])
        return 0
    path = checked(output, [calls] if calls else [])
    asked = _asked(calls, knew, date)
    given = () if no_given else Record.load(place(), passphrase(place())).entries
    found = attributed(asked, given=given)
    with opened(path, text=form == "text", reveal=False) as sink:
        sink.write(_rendered(found, form, lang))
    return 1 if any(case.telling for case in found.cases) else 0


def _asked(calls: str | None, knew: str | None, date: str | None) -> Calls:
    from datetime import datetime

    from menshen.who.calls import BEIJING, load, parsed

    if (calls is None) == (knew is None):
        raise UsageError("give either a file of calls or --knew")
    if calls is not None:
        return load(calls)
    kinds = [name for name in str(knew).replace("，", ",").split(",") if name.strip()]
    when = date or f"{datetime.now(BEIJING):%Y-%m-%d}"
    return parsed({"call": [{"victim": "me", "when": when, "knew": kinds}]}, "--knew")


def _rendered(found: Attribution, form: str, lang: Lang) -> str:
    if form == "json":
        from menshen.who.plain import plain

        return f"{encoded(plain(found), indent=2)}\n"
    if form == "html":
        from menshen.report.html import document
        from menshen.report.html.parts import Parts
        from menshen.who.page import body

        return document(said("who_page", lang), body(found, Parts(lang, reveal=False)), lang=lang)
    from menshen.cli.screen import page
    from menshen.who.text import render

    return render(found, page(lang))


def blank() -> str:
    """Return a file of calls to fill in, with all kinds to tick off and the kinds of holders."""
    lines = [
        "# 来电记录 · calls: 每接到一个电话、短信或消息，填一段 [[call]]。",
        "# 对方知道什么，就去掉那一行前面的 #；其余的行不用动。",
        "",
        "[[call]]",
        'victim = "我"',
        "when = 2025-01-31T09:30:00",
        'from = ""      # 自称是谁',
        'number = ""    # 来电号码或账号',
        'said = ""      # 原话，记得多少写多少',
        'alias = ""     # 对方怎样称呼你，或发到哪个邮箱标签',
        "knew = [",
    ]
    for category in taxonomy.categories():
        lines.append(f"  # —— {category.zh}")
        lines += [
            f'  {"" if kind.id in _PLAIN else "# "}"{kind.id}",  # {kind.zh}'
            for kind in taxonomy.by_category(category.id)
            if kind.categories[0] == category.id
        ]
    lines += [
        "]",
        "",
        "# 把什么信息给过谁（也可用 menshen given add 登记），填得越全越准：",
        "# [[gave]]",
        '# victim = "我"',
        '# to = "某某售楼处"',
        '# holder = "holder.developer"',
        '# what = ["person_name", "house_unit"]',
        "# when = 2025-01-01",
        '# alias = ""     # 只给这一家用的别名或邮箱标签',
        "#",
        "# holder 可填：",
    ]
    lines += [f"#   {holder.id}  {holder.zh}" for holder in taxonomy.holders()]
    return "\n".join(lines) + "\n"
