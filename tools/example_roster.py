"""Write the example workbook: a roster and, on a hidden sheet, the payroll. Everybody is invented.

python tools/example_roster.py examples/员工花名册.xlsx
"""

from __future__ import annotations

import random
import sys
from datetime import date, timedelta

import openpyxl

SEED = 20260301
WEIGHTS = [2 ** (17 - i) % 11 for i in range(17)]
PEOPLE = (
    ("谭素芬", "行政部", "前台"), ("姜立群", "财务部", "出纳"), ("阿依努尔·热合曼", "市场部", "客户经理"),
    ("欧阳景明", "研发部", "测试工程师"), ("蓝凤仪", "人事部", "人事主管"), ("覃永福", "后勤部", "司机"),
)  # fmt: skip


def resident_id(rng: random.Random) -> str:
    """Return an invented number with the right check digit."""
    born = date(1970, 1, 1) + timedelta(days=rng.randrange(11000))
    first = f"{rng.choice(('450103', '430104', '510107'))}{born:%Y%m%d}{rng.randrange(1000):03}"
    return first + "10X98765432"[sum(w * int(d) for w, d in zip(WEIGHTS, first, strict=True)) % 11]


def main(path: str) -> None:
    """Write the workbook."""
    rng = random.Random(SEED)
    book = openpyxl.Workbook()
    roster = book.create_sheet("花名册", 0)
    book.remove(book.worksheets[1])
    roster.append(["青禾物业服务有限公司员工花名册"])
    roster.append([])
    roster.append(["工号", "姓名", "身份证号", "手机", "部门", "岗位", "家庭住址"])
    pay = book.create_sheet("工资")
    pay.sheet_state = "hidden"
    pay.append(["工号", "姓名", "银行卡号", "实发工资"])
    for number, (name, department, job) in enumerate(PEOPLE, 10331):
        mobile = f"{rng.choice(('138', '159', '186', '199'))}{rng.randrange(10**8):08}"
        home = f"南宁市青秀区民族大道{rng.randrange(20, 180)}号{rng.randrange(1, 9)}栋{rng.randrange(101, 2900)}室"
        roster.append([f"QH{number}", name, resident_id(rng), mobile, department, job, home])
        pay.append([f"QH{number}", name, card(rng), rng.randrange(4200, 13800)])
    book.save(path)


def card(rng: random.Random) -> str:
    """Return an invented bank card number with the right check digit."""
    first = f"622202{rng.randrange(10**12):012}"
    digits = [int(d) for d in reversed(first)]
    total = sum(d if i % 2 else (2 * d - 9 if d > 4 else 2 * d) for i, d in enumerate(digits))
    return first + str(-total % 10)


if __name__ == "__main__":
    main(sys.argv[1])
