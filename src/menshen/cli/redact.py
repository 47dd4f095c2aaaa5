"""`menshen redact`: take the personal information out of files and folders, and prove it."""

from __future__ import annotations

from dataclasses import replace

import click

from menshen.cli import options
from menshen.cli.key import key, key_of
from menshen.cli.options import told
from menshen.cli.progress import progress
from menshen.policy import DEFAULT, Policy
from menshen.policy.redaction import KEEP, STYLES
from menshen.redact import Redacted
from menshen.report.words import Lang, translated

__all__ = ["redact"]

_MOST = 20


@click.command(
    short_help=told("去除文件里的个人信息并验证", "Take information out of files, and prove it"),
    help=told(
        "去除文件和文件夹里的个人信息，格式与未改动的字节不变；写出后重新读一遍，确认没有遗留才落盘。"
        "退出码：0 已写出，2 用法错误，3 有文件读不了或写不了，4 有遗留而拒绝写出。",
        "Take the personal information out of files and folders; the format and all other bytes "
        "stay. What is written is read again, and kept only if nothing is left. Exit codes: "
        "0 written, 2 wrong use, 3 some not read or written, 4 refused as something is left.",
    ),
)
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="OUT",
    help=told(
        "写到这个文件或文件夹，不得在来源之内。", "File or folder to write, outside the source."
    ),
)
@click.option(
    "--style",
    type=click.Choice([style for style in STYLES if style != KEEP]),
    help=told("替换方式，默认 mask；各类型可在策略里另定。", "What takes the place of values."),
)
@click.option(
    "--policy",
    "policy_file",
    metavar="FILE",
    help=told("策略文件（TOML）。", "Policy file (TOML)."),
)
@click.option(
    "--vault",
    metavar="FILE",
    help=told("可还原的方式把原值加密存入此库。", "Keep the values, encrypted, to restore them."),
)
@key
@options.types
@options.min_score
@options.rules_only
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    metavar="N",
    help=told("进程数。", "Processes that read documents side by side."),
)
@options.form("text", "json")
@options.lang
def redact(
    sources: tuple[str, ...],
    output: str,
    style: str | None,
    policy_file: str | None,
    vault: str | None,
    key_spec: str | None,
    types: frozenset[str] | None,
    min_score: float | None,
    jobs: int,
    form: str,
    lang: Lang,
    *,
    rules_only: bool,
) -> int:
    """Redact, say what was done, and return the exit code."""
    from menshen import api

    policy = DEFAULT if policy_file is None else Policy.load(policy_file)
    policy = policy.narrowed(types=types, min_score=min_score)
    if rules_only:
        policy = replace(policy, models=False)
    with progress(lang, wanted=True) as tick:
        done = api.redact(
            list(sources), output, policy=policy, style=style, vault=vault,
            key=key_of(key_spec, vault), jobs=jobs, progress=tick,
        )  # fmt: skip
    if form == "json":
        from menshen.report.records import encoded

        options.write([encoded(_plain(done), indent=2), "\n"])
    else:
        options.write([_shown(done, lang)])
    return 4 if done.residue else 3 if done.failures else 0


def _plain(done: Redacted) -> dict[str, object]:
    return {
        "outputs": [
            {
                "source": o.source, "path": str(o.path), "edits": o.edits, "by_type": dict(o.by_type),
                "passes": o.passes, "renamed": o.renamed, "digest": o.digest, "doubts": o.doubts,
            }
            for o in done.outputs
        ],
        "failures": [
            {"document": f.document, "error": f.error, "reason": f.reason} for f in done.failures
        ],
        "by_type": dict(done.by_type),
    }  # fmt: skip


def _shown(done: Redacted, lang: Lang) -> str:
    from rich.text import Text

    from menshen import taxonomy
    from menshen.cli.screen import page

    screen = page(lang)
    screen.say("redacted", "bold", documents=len(done.outputs), edits=f"{done.edits:,}")
    if done.by_type:
        grid = screen.grid("c_type", "c_id", "c_count", right=("c_count",))
        for kind, count in sorted(done.by_type.items(), key=lambda item: (-item[1], item[0])):
            grid.add_row(screen.kind(taxonomy.get(kind)), Text(kind), Text(f"{count:,}"))
        screen.show(grid)
    renamed = sum(output.renamed for output in done.outputs)
    if renamed:
        screen.say("redacted_names", count=renamed)
    doubts = sum(output.doubts for output in done.outputs)
    if doubts:
        screen.say("redacted_doubts", "yellow", count=doubts)
    if done.failures:
        screen.say("redacted_failures", "bold red", count=len(done.failures))
        for failure in done.failures[:_MOST]:
            screen.write(f"{failure.document}: {translated(failure.reason, lang)}", "red", 2)
        if len(done.failures) > _MOST:
            screen.say("more_failures", count=len(done.failures) - _MOST)
    return screen.text
