"""The tables and lists of papers, made from the facts at hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import NamedTuple

from menshen import scam, taxonomy
from menshen.harm.meter import ARTICLE
from menshen.papers.draft import Block, Heading, Listed, Paragraph, Run, Table, Words
from menshen.papers.law import article
from menshen.papers.material import Group, Material
from menshen.report import harmed
from menshen.report.harmed import kinds, shared
from menshen.report.shown import visible
from menshen.report.words import said
from menshen.scam import Scam
from menshen.taxonomy.table import rows
from menshen.who import told

__all__ = ["LISTS", "TABLES", "checks", "laws", "letters", "plain"]

_MOST = 200
_PEOPLE = 1000
_LIKELY = 0.1
"""The least probability of a source that a complaint names."""
_STATUS = {"T": "已核对原文", "S": "转引", "U": "待核", "V": "已核对原文", "M": "待核"}
_CHECKS = Path(__file__).with_name("checks.tsv")


class _Check(NamedTuple):
    todo: str
    how: str
    kinds: frozenset[str]
    status: str


def plain(text: str) -> Words:
    """Return text as words without a gap, safe to show."""
    return (Run(visible(text)),)


def _row(*cells: str) -> tuple[Words, ...]:
    return tuple(plain(cell) for cell in cells)


def _kinds(material: Material) -> Table:
    people = material.people_of
    made = []
    for name, count in material.items.most_common():
        kind = taxonomy.get(name)
        grade = "敏感" if kind.sensitive else "附录B" if kind.gbt35273_annex_b else "一般"
        made.append(_row(kind.zh, f"{count:,}", f"{people[name]:,}", grade, _STATUS[kind.evidence]))
    return Table(("类型", "条数", "人数", "程度", "核对"), tuple(made), (36, 14, 14, 14, 22))


def _documents(material: Material) -> Table:
    """List what was read, with the columns that hold information in tables."""
    assert material.scanned is not None
    columns: dict[str, dict[str, set[str]]] = {}
    for pattern in material.scanned.holding.patterns:
        for name, where in pattern:
            if where.column >= 0:
                label = where.name or f"第{where.column + 1}列"
                held = columns.setdefault(where.document, {}).setdefault(label, set())
                held.add(name)
    documents = material.scanned.documents
    made = [
        _row(document, "、".join(map(_column, columns.get(document, {}).items())) or "—")
        for document in documents[:_MOST]
    ]
    if len(documents) > _MOST:
        made.append(_row(f"另有 {len(documents) - _MOST:,} 个文件，见扫描报告", "—"))
    return Table(("文件", "含个人信息的列（表格）"), tuple(made), (45, 55))


def _column(named: tuple[str, set[str]]) -> str:
    return f"{named[0]}（{kinds(sorted(named[1]), 'zh', most=2)}）"


def _risks(material: Material) -> Table:
    assert material.harm is not None
    made = [
        _row(r.scam.zh, f"{r.scam.severity}级", f"{r.people:,}", harmed.through(r, "zh"))
        for r in material.harm.fed
    ]
    head = ("可能发生的类型", "严重度", "涉及人数", "凭借的信息")
    return Table(head, tuple(made), (34, 12, 14, 40))


def _combinations(material: Material) -> Table:
    assert material.harm is not None
    made = [
        _row(" + ".join(taxonomy.get(t).zh for t in c.kinds), f"{c.people:,}", _scams(c.scams))
        for c in material.harm.combinations[:8]
    ]
    return Table(("同时掌握的信息", "人数", "可用于"), tuple(made), (40, 14, 46))


def _scams(names: tuple[str, ...]) -> str:
    return harmed.names(names, "zh") or "—"


def _removals(material: Material) -> Table:
    assert material.harm is not None
    made = [
        _row(taxonomy.get(r.kind).zh, shared(r.share), _scams(r.gone))
        for r in material.harm.removals[:8]
        if r.weight
    ]
    return Table(("去掉或遮盖", "风险减少", "不再可能的类型"), tuple(made), (34, 16, 50))


def _people(material: Material) -> Table:
    """Say which group each person is in, and what is known of him; no value is shown."""
    assert material.scanned is not None
    known = material.scanned.holding.by_person
    made = [
        _row(person, str(number), kinds(sorted(known[person]), "zh", most=40))
        for number, group in enumerate(material.groups, 1)
        for person in group.people
    ]
    if (more := len(made) - _PEOPLE) > 0:
        made = [*made[:_PEOPLE], _row("其余", "—", f"另有 {more:,} 人，见 menshen harm -f json")]
    return Table(("扫描报告中的编号", "组别", "涉及的信息"), tuple(made), (20, 12, 68))


def _calls(material: Material) -> Table:
    made = [
        _row(
            _moment(c.when),
            c.number or "—",
            c.claimed or "—",
            kinds(sorted(c.knew), "zh") or "—",
            c.said or "—",
        )
        for c in material.contacts
    ]
    gap = (Run("来电时间、号码、自称、对方知道什么、原话", gap=True),)
    empty: Words = plain("")
    head = ("时间", "号码或账号", "自称", "对方掌握的信息", "原话")
    listed = tuple(made) or ((gap, empty, empty, empty, empty),)
    return Table(head, listed, (18, 18, 14, 25, 25))


def _moment(when: datetime) -> str:
    day = f"{when.year}年{when.month}月{when.day}日"
    return f"{day}{when:%H:%M}" if when.hour or when.minute else day


def _given(material: Material) -> Table:
    made = [
        _row(
            e.to,
            _moment(e.when) if e.when else "—",
            kinds(sorted(e.what), "zh") or "—",
            e.alias or "—",
        )
        for e in material.gave
    ]
    return Table(("提供给", "日期", "提供的信息", "所用别名"), tuple(made), (30, 16, 38, 16))


def _sources(material: Material) -> Table:
    head = ("可能的来源", "概率", "已掌握", "缺少", "说明")
    made = []
    for case in material.found.cases if material.found is not None else ():
        if case.telling:
            made += [
                _row(
                    told.called(s.candidate.id, case, "zh"),
                    shared(s.probability),
                    kinds(s.covered, "zh") or "—",
                    kinds(s.lacking, "zh") or "—",
                    told.remarks(s, case, "zh") or "—",
                )
                for s in told.ranked(case)[0]
                if s.probability >= _LIKELY
            ]
    if not made:
        made.append(_row("信息太少，无从推算", "—", "—", "—", "—"))
    return Table(head, tuple(made), (20, 10, 26, 20, 24))


def _plain_risks(material: Material) -> Table:
    made = [
        _row(c.scam.zh, "；".join(c.scam.phrases[:2]) or "—", "；".join(c.scam.advice))
        for c in material.possible[:10]
    ]
    return Table(("可能遇到", "对方常说", "怎么办"), tuple(made), (24, 36, 40))


def _hotlines(_material: Material) -> Table:
    made = [_row(number, what["zh"]) for number, what in scam.hotlines().items()]
    return Table(("号码", "用途"), tuple(made), (18, 82))


def _harm_notes(material: Material) -> Iterator[str]:
    assert material.harm is not None
    yield from harmed.rest(material.harm, "zh")
    yield said("harm_law_note", "zh")


def _meter(material: Material) -> Iterator[str]:
    assert material.harm is not None
    yield from harmed.meter(material.harm.meter, "zh")
    yield said("meter_note", "zh", article=ARTICLE)


def _cuts(material: Material) -> Iterator[str]:
    assert material.harm is not None
    yield from harmed.removals(material.harm, "zh")
    yield from harmed.cut(material.harm, "zh")


def _first_hour(_material: Material) -> Iterator[str]:
    yield from scam.first_hour()


TABLES: dict[str, Callable[[Material], Table]] = {
    "kinds": _kinds,
    "documents": _documents,
    "risks": _risks,
    "combinations": _combinations,
    "removals": _removals,
    "people": _people,
    "calls": _calls,
    "given": _given,
    "sources": _sources,
    "plain_risks": _plain_risks,
    "hotlines": _hotlines,
}
LISTS: dict[str, Callable[[Material], Iterator[str]]] = {
    "harm_notes": _harm_notes,
    "meter": _meter,
    "cuts": _cuts,
    "first_hour": _first_hour,
}


def laws(names: list[str]) -> Table:
    """Return the articles a paper rests on, each with its evidence flag."""
    made = []
    for name in names:
        one = article(name)
        made.append(_row(f"{one.law}{one.article}", one.point, _STATUS[one.status]))
    return Table(("条款", "要点（自拟，非原文）", "核对"), tuple(made), (34, 46, 20))


def letters(material: Material, labels: Mapping[str, str]) -> Iterator[Block]:
    """Yield, for each group of people, what to tell them: what leaked, what may come, what to do.

    `labels` say what belongs into the gaps.
    """
    for number, group in enumerate(material.groups, 1):
        yield from _letter(number, group)
        processor = _answered("processor", material, labels)
        yield from _addressed(group, processor)
        yield from _advice(group)
        for name, title in _TITLES.items():
            yield Paragraph((*plain(title), *_answered(name, material, labels)))


_TITLES = {"cause": "事件原因：", "remedies": "我们已采取的措施：", "hotline": "咨询电话："}


def _answered(name: str, material: Material, labels: Mapping[str, str]) -> Words:
    answer = material.value(name)
    return plain(answer) if answer else (Run(labels[name], gap=True),)


def _letter(number: int, group: Group) -> Iterator[Block]:
    rest = "（情况各不相同，以下合并列出）" * group.rest
    yield Heading(f"第 {number} 组（{group.count:,} 人）{rest}", 3)
    yield Paragraph(plain("尊敬的用户（业主、客户、患者、员工）："))


def _addressed(group: Group, processor: Words) -> Iterator[Block]:
    named = kinds(group.kinds, "zh", most=40) or "信息（见附表）"
    told_ = f"的个人信息发生（或者可能发生）泄露，涉及您的：{named}。"
    yield Paragraph((*processor, *plain(told_)))
    if group.others:
        text = f"本组部分人还涉及：{kinds(group.others, 'zh', most=40)}。发出前按附表逐人核定。"
        yield Paragraph(plain(text), "note")
    if group.minors:
        text = f"本组有 {group.minors} 人不满十四周岁，本告知同时送达监护人。"
        yield Paragraph(plain(text))


def _advice(group: Group) -> Iterator[Block]:
    if not group.scams:
        text = "您可能接到推销或诈骗来电：不转账、不报验证码、不共享屏幕，挂断后拨96110核实。"
        yield Paragraph(plain(text))
        return
    yield Paragraph(plain("由此您可能遇到："))
    yield Listed(tuple(plain(_threat(one)) for one in group.scams))
    yield Paragraph(plain("请您这样做："))
    yield Listed(tuple(plain(step) for step in _steps(group)), "number")


def _threat(one: Scam) -> str:
    if not one.phrases:
        return f"{one.zh}。"
    how = "迹象" if one.kind == "identity_misuse" else "常说"
    return f"{one.zh}，{how}：“{one.phrases[0]}”。"


def _steps(group: Group) -> list[str]:
    """Return what people of a group can do: the advice of their scams, then the checks."""
    advice = Counter(step for one in group.scams for step in one.advice)
    first = [s for s, _ in advice.most_common(8) if not any(s != o and s in o for o in advice)]
    fitting = [c for c in _checks() if c.kinds & set(group.kinds)][:4]
    return [*first, *(f"{c.todo}：{c.how}" for c in fitting), "被骗后立即拨打110，再打银行客服止付"]


def checks(material: Material) -> Listed:
    """Return the checks that fit what is known; all where nothing is."""
    chosen = [c for c in _checks() if not c.kinds or not material.known or c.kinds & material.known]
    return Listed(
        tuple(plain(f"{c.todo}：{c.how}。{'（待核）' * (c.status == 'U')}") for c in chosen),
        "check",
    )


@cache
def _checks() -> tuple[_Check, ...]:
    return tuple(
        _Check(todo, how, frozenset(kinds_.split("|")) if kinds_ else frozenset(), status)
        for _, (_, todo, how, kinds_, status) in rows(_CHECKS, "id todo how kinds status")
    )
