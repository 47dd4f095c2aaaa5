"""`menshen canary`: make up people for a table, list and retire them, record their hits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from menshen.cli import keeping, options
from menshen.cli.help import Context
from menshen.cli.keeping import keyring_option, ledger_option
from menshen.cli.options import told
from menshen.report.words import Lang, said, translated

if TYPE_CHECKING:
    from menshen.canary import Pool, Ring
    from menshen.canary.desk import How
    from menshen.store.keyring import DatasetKey

__all__ = ["canary"]

_dataset = click.option(
    "--dataset", required=True, metavar="NAME", help=told("数据集的名字。", "The dataset's name.")
)


@click.group(
    short_help=told("诱饵记录", "Canary people"),
    help=told(
        "诱饵记录：并不存在的人，放进每份外发数据；名单被卖，电话就打到我们自己的号码上。",
        "Canary people do not exist; they are placed in copies, and ring when a copy is sold.",
    ),
)
def canary() -> None:
    """Hold the commands of the canary desk together."""


@click.command(
    short_help=told("为一张表造诱饵", "Make up canaries for a table"),
    help=told(
        "为一张表（CSV、XLSX、Parquet、数据库表）造诱饵，封存进台账。号码必须是自己控制的普通手机卡，每行一个；"
        "住址用 --units 里未售或自持的房，没有就用表中空缺的房号。证件号、卡号一律留空。",
        "Make up canaries for a table (CSV, XLSX, Parquet, database) and seal them in the ledger. The numbers are your own "
        "ordinary SIM cards, one a line; they live in the units you name, else in rooms that the "
        "table lacks. ID and card numbers stay blank.",
    ),
)
@click.argument("table")
@_dataset
@click.option(
    "--numbers",
    required=True,
    metavar="FILE",
    help=told("自己控制的手机号，每行一个。", "Mobile numbers of your own, one a line."),
)
@click.option(
    "--units",
    metavar="FILE",
    help=told("未售或自持的房（CSV，列名同表）。", "Unsold or held units (CSV, same columns)."),
)
@click.option(
    "--personas",
    type=click.IntRange(1, 1000),
    default=1,
    show_default=True,
    help=told("每个号码扮几个人。", "How many people each number answers for."),
)
@click.option(
    "--stratum",
    metavar="COLUMN",
    help=told("按哪一列分层发放，如 小区。", "Column by which they are dealt apart."),
)
@keyring_option
@ledger_option
@options.lang
def mint(
    table: str,
    dataset: str,
    numbers: str,
    units: str | None,
    personas: int,
    stratum: str | None,
    keyring_path: str | None,
    ledger_url: str | None,
    lang: Lang,
) -> int:
    """Mint a pool, and say how many there are and what gives them away."""
    from menshen import canary as desk

    key = _key(keyring_path, dataset)
    with keeping.open_ledger(ledger_url, create=True) as ledger:
        _entry, tells = desk.mint(
            desk.read(table),
            options.lines(numbers, "a list of numbers"),
            dataset=dataset,
            key=key,
            ledger=ledger,
            units=desk.read(units) if units else None,
            stratum=stratum,
            personas=personas,
        )
        pool = desk.pools(ledger, dataset)[-1]
    count = sum(len(p) for numbers_ in pool.strata.values() for p in numbers_.values())
    options.write([said("canary_minted", lang, count=count, pool=pool.pool), "\n"])
    for tell in tells:
        reason = translated(tell.reason, lang)
        options.write([said("canary_tell", lang, column=tell.column, reason=reason), "\n"])
    return 0


@click.command(
    name="list",
    short_help=told("列出诱饵", "List the canaries"),
    help=told(
        "列出诱饵的编号、分层、是否停用、响过几次、最近何时、算进了哪些案子。--reveal 连同内容一起列出，需要密钥。",
        "List ids, strata, states, how often and when each rang and in which cases it counted; with "
        "--reveal the rows too, which needs the key.",
    ),
)
@_dataset
@options.reveal
@options.form("text", "json")
@keyring_option
@ledger_option
@options.lang
def list_(
    dataset: str,
    form: str,
    keyring_path: str | None,
    ledger_url: str | None,
    lang: Lang,
    *,
    reveal: bool,
) -> int:
    """Print the canaries of a dataset."""
    from menshen import canary as desk
    from menshen.report.records import encoded

    key = _key(keyring_path, dataset) if reveal else None
    with keeping.open_ledger(ledger_url) as ledger:
        rang = desk.rings(ledger, dataset)
        lines = [line for pool in desk.pools(ledger, dataset) for line in _listed(pool, rang, key)]
    if not lines and form == "text":
        options.write([said("canary_none", lang, dataset=dataset), "\n"])
    if form == "json":
        options.write([encoded({"canaries": lines}, indent=2), "\n"])
        return 0
    for line in lines:
        state = said("canary_retired" if line["retired"] else "canary_live", lang)
        hit = _rang(line["hits"], lang)
        row = line.get("row")
        shown = " ".join(row.values()) if isinstance(row, dict) else ""
        parts = (str(line["id"]), str(line["stratum"]), state, hit, shown)
        options.write(["  ".join(part for part in parts if part), "\n"])
    return 0


def _rang(rings: object, lang: Lang) -> str:
    """Return how often a canary rang, when last, and in which cases it has counted."""
    if not isinstance(rings, list) or not rings:
        return ""
    last = max(str(ring["when"]) for ring in rings)
    cases = dict.fromkeys(case for ring in rings for case in ring["cases"])
    told = [said("canary_rang", lang, count=len(rings), last=last)]
    if cases:
        told.append(said("canary_cases", lang, cases="、".join(cases)))
    return "  ".join(told)


def _listed(
    pool: Pool, rang: Mapping[str, list[Ring]], key: DatasetKey | None
) -> list[dict[str, object]]:
    rows = {}
    if key is not None and key.id == pool.key_id:
        rows = {canary.id: canary.row for canary in pool.canaries(key)}
    return [
        {
            "id": one,
            "number": number,
            "stratum": stratum,
            "retired": number in pool.retired,
            "hits": [
                {"how": ring.hit.how, "when": ring.hit.when, "cases": list(ring.cases)}
                for ring in rang.get(number, ())
                if ring.hit.canary in {"", one}
            ],
            **({"row": rows[one]} if one in rows else {}),
        }
        for stratum, numbers in pool.strata.items()
        for number, personas in numbers.items()
        for one in personas
    ]


@click.command(
    short_help=told("停用诱饵", "Retire canaries"),
    help=told(
        "停用诱饵的号码，以后不再发放；停用之后的来电照样可以记录。",
        "Retire the numbers of canaries: they are dealt no more; later calls still count.",
    ),
)
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@_dataset
@ledger_option
@options.lang
def retire(ids: tuple[str, ...], dataset: str, ledger_url: str | None, lang: Lang) -> int:
    """Write the retirement to the ledger."""
    from menshen import canary as desk

    with keeping.open_ledger(ledger_url) as ledger:
        entry = desk.retire(ledger, dataset, ids)
    options.write([said("canary_noted", lang, seq=entry.seq), "\n"])
    return 0


@click.command(
    short_help=told("记录一次命中", "Record a hit"),
    help=told(
        "记录一次命中：有人打了、发短信到、或写信给诱饵。所有诱饵一视同仁地守，见一次记一次。"
        "--said 写来电者说的话，若说中姓名或房号，证据更强；原话不保存。",
        "Record that somebody called or wrote to a canary. Watch all canaries alike. --said is "
        "what the caller said: a name or room makes the evidence stronger; it is not kept.",
    ),
)
@click.argument("number")
@_dataset
@click.option(
    "--how",
    type=click.Choice(["call", "sms", "mail"]),
    default="call",
    show_default=True,
    help=told("电话、短信还是邮件。", "Call, text message or mail."),
)
@click.option(
    "--when",
    type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]),
    help=told("什么时候，默认现在。", "When; now by default."),
)
@click.option("--said", "said_", default="", help=told("来电者说了什么。", "What the caller said."))
@keyring_option
@ledger_option
@options.lang
def hit(
    number: str,
    dataset: str,
    how: How,
    when: datetime | None,
    said_: str,
    keyring_path: str | None,
    ledger_url: str | None,
    lang: Lang,
) -> int:
    """Write the hit to the ledger."""
    from menshen import canary as desk

    key = _key(keyring_path, dataset)
    at = (when or datetime.now(UTC)).isoformat(timespec="minutes")
    with keeping.open_ledger(ledger_url) as ledger:
        entry, found = desk.record_hit(ledger, dataset, key, number, how=how, when=at, said=said_)
    options.write([said("canary_hit", lang, seq=entry.seq, id=found.canary or found.number), "\n"])
    return 0


def _key(keyring_path: str | None, dataset: str) -> DatasetKey:
    """Return the dataset's key, in whichever role the keyring has it."""
    from menshen.errors import KeyringError

    keyring = keeping.open_keyring(keyring_path)
    try:
        return keyring.key(dataset, "release")
    except KeyringError:
        return keyring.key(dataset, "trace")


for _command in (mint, list_, retire, hit):
    _command.context_class = Context
    canary.add_command(_command)
