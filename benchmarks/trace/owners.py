"""A made-up table of flat owners with the dependencies that real ones have.

Shapes after public statistics: surnames as in the census, given names by generation and sex, sales
in phases of a building, prices per square metre by estate, month and floor, sold shares of 60-98 %.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np

from menshen.canary.table import Table
from menshen.facts import surnames

GIVEN = {
    ("男", 0): "建国华军平明志强伟东海涛文武林斌波勇刚辉杰鹏飞龙成永生宏",
    ("女", 0): "秀英丽芳敏静兰玲红霞梅燕娟萍琴凤玉桂珍淑云莲翠艳春华",
    ("男", 1): "浩宇俊杰磊超鑫晨凯旭博健帅洋毅威亮嘉豪伟涛鹏翔坤泽",
    ("女", 1): "婷婷雪倩颖琳佳慧怡欣悦雯洁莹璐媛萌瑶晶蕾蓉薇丹妮楠",
    ("男", 2): "梓轩子涵浩然宇航奕辰沐阳铭泽睿博文皓天一诺俊熙景行",
    ("女", 2): "梓涵欣怡诗涵雨桐语嫣可馨思琪梦瑶若曦一诺佳怡紫萱晨曦",
}
CHANNELS = ("自然到访", "中介带看", "老带新", "线上预约", "展会", "企业团购")
PAY = ("商业贷款", "公积金贷款", "组合贷款", "一次性付款", "分期")
REMARKS = ("", "", "", "", "", "", "需车位", "已交定金", "换房客户", "暂不收房", "周末联系")
AGENTS = tuple(f"{s}{g}" for s in "陈林周吴郑" for g in ("敏", "磊", "佳", "鑫", "颖"))
COLUMNS = (
    "小区", "楼栋", "单元", "房号", "业主姓名", "性别", "手机号", "户型", "建筑面积", "成交单价", "成交总价",
    "签约日期", "合同编号", "付款方式", "来访渠道", "置业顾问", "录入时间", "备注",
)  # fmt: skip
ESTATES = ("云栖府", "听澜苑", "璞悦湾", "江南里", "翡翠城", "时代天境", "锦绣园", "山语城")


def owners(size: int, seed: int) -> Table:
    """Return a table of about `size` owners."""
    rng = np.random.default_rng(seed)
    known = list(surnames().items())[:300]
    weight = np.array([w for _, w in known], dtype=float)
    names = [n for n, _ in known]
    segments = [f"{rng.choice(PREFIXES)}{rng.integers(10000):04d}" for _ in range(400)]
    segment_weight = rng.dirichlet(np.full(400, 0.6))
    rows: list[tuple[datetime, list[str]]] = []
    per = size // len(ESTATES) + 1
    for estate_no, estate in enumerate(ESTATES):
        base = float(rng.uniform(16000, 42000))
        start = datetime(2019, 1, 1) + timedelta(days=int(rng.integers(900)))
        rows += _estate(rng, estate, base, start, per, names, weight / weight.sum())
        assert estate_no >= 0
    picked = [rows[i] for i in np.sort(rng.permutation(len(rows))[:size])]
    # Contracts that fell through took numbers too: four for every five that held.
    void: list[tuple[datetime, list[str]]] = [
        (picked[int(i)][0] + timedelta(days=int(rng.integers(-10, 11))), [])
        for i in rng.integers(len(picked), size=4 * size // 5)
    ]
    # Within a day contracts are signed in no order.
    picked = sorted([*picked, *void], key=lambda pair: (pair[0].date(), rng.random()))
    number = 20190000
    used: set[str] = set()
    out = []
    for when, row in picked:
        number += 1
        if not row:
            continue
        phone = ""
        while not phone or phone in used:
            phone = f"{segments[int(rng.choice(400, p=segment_weight))]}{rng.integers(10000):04d}"
        used.add(phone)
        entered = when + timedelta(days=int(rng.geometric(0.6)) - 1)
        entered = entered.replace(hour=int(rng.integers(9, 19)), minute=int(rng.integers(60)))
        row[6], row[12] = phone, f"HT{number}"
        row[16] = (entered + timedelta(seconds=int(rng.integers(60)))).strftime("%Y-%m-%d %H:%M:%S")
        out.append(tuple(row))
    return Table(COLUMNS, out)


PREFIXES = (
    "138",
    "139",
    "136",
    "137",
    "135",
    "158",
    "159",
    "188",
    "187",
    "130",
    "131",
    "186",
    "133",
    "189",
    "199",
)


def _estate(
    rng: np.random.Generator,
    estate: str,
    base: float,
    start: datetime,
    count: int,
    names: list[str],
    weight: np.ndarray,
) -> list[tuple[datetime, list[str]]]:
    found: list[tuple[datetime, list[str]]] = []
    building = 0
    while len(found) < count * 1.02:
        building += 1
        top = int(rng.choice([11, 17, 18, 24, 26, 30, 33]))
        units, flats = int(rng.integers(1, 4)), int(rng.integers(2, 5))
        sold, opened = float(rng.beta(6, 1.6)), start + timedelta(days=60 * building)
        plans = [_plan(rng) for _ in range(flats)]
        pace = float(rng.uniform(30, 200))
        for unit in range(1, units + 1):
            for floor in range(1, top + 1):
                for place, (plan, area) in enumerate(plans, 1):
                    if rng.random() > sold:
                        continue
                    when = opened + timedelta(days=int(rng.exponential(pace)))
                    row = _sale(rng, base, opened, when, floor, top, area)
                    sex, name, generation = _person(rng, names, weight)
                    pay = PAY[int(rng.choice(5, p=_pay(generation)))]
                    channel = CHANNELS[int(rng.choice(6, p=(0.3, 0.3, 0.14, 0.14, 0.08, 0.04)))]
                    agent = AGENTS[(hash_of(estate) + int(rng.integers(6))) % len(AGENTS)]
                    found.append((when, [
                        estate, f"{building}幢", f"{unit}单元", f"{floor}{place:02d}", name, sex, "",
                        plan, f"{area:.2f}", str(row[0]), str(row[1]), when.strftime("%Y-%m-%d"), "",
                        pay, channel, agent, "", REMARKS[int(rng.integers(len(REMARKS)))],
                    ]))  # fmt: skip
    return found


def hash_of(text: str) -> int:
    """Return a number for an estate."""
    return sum(map(ord, text))


def _plan(rng: np.random.Generator) -> tuple[str, float]:
    rooms = int(rng.choice([2, 3, 3, 4]))
    halls = "两厅" if rooms > 2 else "一厅"
    area = round(float(rng.normal({2: 78, 3: 104, 4: 139}[rooms], 6)), 2)
    return f"{'零一两三四'[rooms]}室{halls}", area


def _sale(
    rng: np.random.Generator,
    base: float,
    opened: datetime,
    when: datetime,
    floor: int,
    top: int,
    area: float,
) -> tuple[int, int]:
    months = (opened - datetime(2019, 1, 1)).days / 30 + (when - opened).days / 60
    height = 1 + 0.08 * (floor / top) - 0.05 * (floor / top) ** 3 - 0.03 * (floor == 1)
    price = base * (1 + 0.003 * months) * height * float(np.exp(rng.normal(0, 0.035)))
    each = round(price)
    return each, round(each * area)


def _person(rng: np.random.Generator, names: list[str], weight: np.ndarray) -> tuple[str, str, int]:
    sex = "男" if rng.random() < 0.58 else "女"
    generation = int(rng.choice(3, p=(0.35, 0.55, 0.1)))
    chars = GIVEN[sex, generation]
    size = 1 if rng.random() < (0.16, 0.2, 0.03)[generation] else 2
    # Zipf-like: the first characters of a generation's list are the commonest.
    share = 1 / np.arange(1, len(chars) + 1) ** 0.7
    given = "".join(rng.choice(list(chars), size=size, p=share / share.sum()))
    return sex, str(rng.choice(names, p=weight)) + given, generation


def _pay(generation: int) -> tuple[float, ...]:
    return (
        (0.42, 0.16, 0.12, 0.25, 0.05),
        (0.55, 0.2, 0.15, 0.07, 0.03),
        (0.6, 0.1, 0.1, 0.15, 0.05),
    )[generation]
