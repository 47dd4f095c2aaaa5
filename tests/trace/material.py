"""A fictitious register of owners, and a small house that releases it."""

from __future__ import annotations

import csv
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from menshen.marks.policy import MarkPolicy
from menshen.release.making import Release, release
from menshen.store.chain import Ledger
from menshen.store.keyring import Keyring
from menshen.trace import Case, Verdict

NAMES = ("姓名", "手机", "地址", "户型", "面积", "总价", "签约日期", "朝向", "备注")
_SURNAMES = "王李张刘陈杨黄赵周吴徐孙胡朱高林何郭马罗"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华"
_ESTATES = ("听澜苑", "云栖府", "望江名邸", "翡翠城")
_PLANS = (("两室一厅", 76.5), ("两室两厅", 89.62), ("三室两厅", 118.3), ("四室两厅", 143.8))
VALUED = MarkPolicy(format="block", value={"总价": 40, "面积": 0.02}, null=["朝向"])
Rows = list[list[str]]


def register(count: int = 300, seed: int = 1) -> Rows:
    """Return the rows of a register; nobody in it exists."""
    rng = random.Random(seed)
    flats = [
        (e, b, u, f"{f}{r:02d}")
        for e in _ESTATES for b in range(1, 13) for u in (1, 2) for f in range(1, 19) for r in (1, 2)
    ]  # fmt: skip
    phones = rng.sample(range(10**8), count)
    rows = []
    for (estate, building, unit, room), phone in zip(rng.sample(flats, count), phones, strict=True):
        plan, area = rng.choice(_PLANS)
        area += rng.choice((0, 0, 0.13, 0.45))
        name = rng.choice(_SURNAMES) + "".join(rng.sample(_GIVEN, rng.choice((1, 2, 2))))
        day = f"202{rng.randrange(1, 5)}-{rng.randrange(1, 13):02d}-{rng.randrange(1, 29):02d}"
        rows.append([
            name, f"{rng.choice((138, 139, 150, 186))}{phone:08d}",
            f"{estate}{building}幢{unit}单元{room}室", plan, f"{area:.2f}",
            str(int(area * rng.gauss(21000, 2000))), day, rng.choice(("", "南", "东", "北")), "",
        ])  # fmt: skip
    return rows


def put(path: Path, rows: Sequence[Sequence[str]], names: Sequence[str] = NAMES) -> Path:
    """Write rows as a table."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([names, *rows])
    return path


def got(path: Path) -> Rows:
    """Return the rows of a table without the header."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))[1:]


@dataclass
class House:
    """A house with a register, a ledger and keys."""

    folder: Path
    master: Path
    ledger: Ledger
    keys: Keyring

    @classmethod
    def built(cls, folder: Path, rows: Rows | None = None, names: Sequence[str] = NAMES) -> House:
        master = put(folder / "业主.csv", register() if rows is None else rows, names)
        ledger = Ledger.open(str(folder / "台账.db"))
        return cls(folder, master, ledger, Keyring.from_master(b"k" * 32))

    def released(self, to: str, marks: MarkPolicy | None = VALUED, **more: object) -> Rows:
        """Release a copy and return its rows."""
        self.last: Release = release(
            self.master, self.folder / f"{to}.csv", to=to, ledger=self.ledger, keys=self.keys,
            marks=marks, **more,  # type: ignore[arg-type]
        )  # fmt: skip
        return got(self.folder / f"{to}.csv")

    def case(self, **more: object) -> Case:
        return Case(master=self.master, ledger=self.ledger, keys=self.keys, **more)  # type: ignore[arg-type]

    def traced(
        self, rows: Sequence[Sequence[str]], names: Sequence[str] = NAMES, **more: object
    ) -> Verdict:
        """Trace rows that leaked."""
        case = self.case(**more)
        case.add_table(put(self.folder / "leak.csv", rows, names))
        return case.decide()

    def id_of(self, to: str) -> str:
        """Return the id of a recipient's copy."""
        from menshen.copies import copy_id
        from menshen.marks.code import Code

        return copy_id(Code(self.keys.key("业主", "trace")).number(to))
