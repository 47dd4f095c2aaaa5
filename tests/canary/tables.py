"""A small made-up table of flat owners for the tests of the canary desk."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from menshen.canary.table import Table

COLUMNS = (
    "小区", "楼栋", "房号", "业主姓名", "性别", "手机号", "建筑面积", "成交单价", "成交总价", "签约日期", "合同编号",
    "身份证号", "渠道",
)  # fmt: skip
MALE, FEMALE = "建国军平伟东海涛强斌", "秀英丽芳敏静兰玲红霞"


def owners(size: int = 600, seed: int = 1) -> Table:
    rng = np.random.default_rng(seed)
    rows: list[tuple[str, ...]] = []
    number = 1000
    while len(rows) < size:
        n = len(rows)
        estate, building = ("云栖府", "听澜苑")[n % 2], n // 100 + 1
        floor, place = int(rng.integers(2, 19)), int(rng.integers(1, 5))
        if any(r[:3] == (estate, f"{building}幢", f"{floor}{place:02d}室") for r in rows):
            continue
        sex = ("男", "女")[int(rng.integers(2))]
        given = "".join(rng.choice(list(MALE if sex == "男" else FEMALE), 2))
        area, each = 80 + 7 * place + 0.25 * building, int(rng.normal(30000, 900))
        number += int(rng.integers(1, 5))
        rows.append((
            estate, f"{building}幢", f"{floor}{place:02d}室", "王李张刘陈"[int(rng.integers(5))] + given,
            sex, f"138{rng.integers(10**8):08d}", f"{area:.2f}", str(each), str(round(each * area)),
            (date(2021, 3, 1) + timedelta(days=n // 5)).isoformat(), f"HT{number:06d}",
            "11010519491231002X" if n % 40 == 0 else "", ("展会", "中介", "自访")[n % 3],
        ))  # fmt: skip
    return Table(COLUMNS, rows)


def phones(count: int) -> list[str]:
    rng = np.random.default_rng(99)
    return [f"139{number:08d}" for number in rng.choice(10**8, count, replace=False)]
