"""Can made-up people be told from real ones? `python -m benchmarks.trace.canaries [SIZE]`.

A recipient holds the whole copy and trains on whatever he likes; here he is even told, for the
training folds, who is made up. Cross-validated ROC AUC on as many made-up as real rows, for
three classifiers over features of single cells, of the whole copy (how often a name,
number block or price occurs, how full the building is, how far the neighbours' contracts lie) and
of what ought to hold (price against estate, floor and month). 0.5 is chance; the gate is 0.55.
"""

from __future__ import annotations

import sys
import time
from collections import Counter, defaultdict
from datetime import datetime

import numpy as np

from benchmarks.trace.owners import owners
from menshen.canary.rows import drawn
from menshen.canary.table import Table

GATE = 0.55
COUNT = 2000


def features(table: Table) -> np.ndarray:
    """Return what a recipient can compute of each row of his copy."""
    at = {name: i for i, name in enumerate(table.columns)}
    columns = {name: [row[i] for row in table.rows] for name, i in at.items()}
    count = {name: Counter(cells) for name, cells in columns.items()}
    given = Counter(name[1:] for name in columns["业主姓名"])
    block = Counter(phone[:7] for phone in columns["手机号"])
    units = Counter(zip(columns["小区"], columns["楼栋"], columns["单元"], strict=True))
    stacks: defaultdict[tuple[str, ...], dict[int, int]] = defaultdict(dict)
    for number, row in enumerate(table.rows):
        room = row[at["房号"]]
        key = (row[at["小区"]], row[at["楼栋"]], row[at["单元"]], room[-2:])
        stacks[key][int(room[:-2])] = number
    days = np.array([datetime.fromisoformat(d).toordinal() for d in columns["签约日期"]], float)
    contracts = np.array([int(c[2:]) for c in columns["合同编号"]], float)
    order = np.argsort(contracts)
    gap_before, gap_after = np.zeros(len(order)), np.zeros(len(order))
    steps = np.diff(contracts[order])
    gap_before[order[1:]], gap_after[order[:-1]] = steps, steps
    day_before, day_after = np.zeros(len(order)), np.zeros(len(order))
    day_steps = np.diff(days[order])
    day_before[order[1:]], day_after[order[:-1]] = day_steps, day_steps
    unit_price = np.array(columns["成交单价"], float)
    level = defaultdict(list)
    for number, house in enumerate(zip(columns["小区"], columns["楼栋"], strict=True)):
        level[house].append(number)
    local = np.zeros(len(order))
    for numbers in level.values():
        local[numbers] = unit_price[numbers] / unit_price[numbers].mean()
    rows = []
    for number, row in enumerate(table.rows):
        room, name, phone = row[at["房号"]], row[at["业主姓名"]], row[at["手机号"]]
        floor = int(room[:-2])
        stack = stacks[row[at["小区"]], row[at["楼栋"]], row[at["单元"]], room[-2:]]
        near = [stack.get(floor - 1), stack.get(floor + 1)]
        entered = datetime.fromisoformat(row[at["录入时间"]])
        area, each, total = (float(row[at[c]]) for c in ("建筑面积", "成交单价", "成交总价"))
        rows.append([
            floor, int(room[-2:]), area, each, total, total - each * area, local[number], days[number],
            days[number] % 7, entered.toordinal() - days[number], entered.hour, entered.minute, entered.second,
            *(hash_cell(row[at[c]]) for c in ("小区", "楼栋", "单元", "性别", "户型", "付款方式", "来访渠道", "置业顾问", "备注")),
            ord(name[0]), ord(name[1]), ord(name[-1]), len(name), given[name[1:]],
            *(count[c][row[at[c]]] for c in ("业主姓名", "手机号", "成交总价", "成交单价", "签约日期", "建筑面积", "录入时间", "合同编号")),
            int(phone[:3]), int(phone[3:7]), int(phone[-1]), block[phone[:7]],
            units[row[at["小区"]], row[at["楼栋"]], row[at["单元"]]], len(stack), sum(n is None for n in near),
            *(abs(days[n] - days[number]) if n is not None else -1 for n in near),
            *(abs(unit_price[n] / each - 1) if n is not None else -1 for n in near),
            gap_before[number], gap_after[number], day_before[number], day_after[number],
            int(room[:-2]) / max(stack), contracts[number] - 9 * days[number],
        ])  # fmt: skip
    return np.array(rows, dtype=float)


NAMES = (
    "floor",
    "place",
    "area",
    "each",
    "total",
    "rest",
    "local",
    "day",
    "weekday",
    "lag",
    "hour",
    "minute",
    "second",
    "estate",
    "building",
    "unit",
    "sex",
    "plan",
    "pay",
    "channel",
    "agent",
    "remark",
    "surname",
    "first",
    "last",
    "length",
    "n_given",
    "n_name",
    "n_phone",
    "n_total",
    "n_each",
    "n_day",
    "n_area",
    "n_entered",
    "n_contract",
    "prefix",
    "segment",
    "last_digit",
    "n_block",
    "n_unit",
    "n_stack",
    "lonely",
    "day_below",
    "day_above",
    "price_below",
    "price_above",
    "gap_before",
    "gap_after",
    "day_before",
    "day_after",
    "height",
    "contract_time",
)


def hash_cell(cell: str) -> int:
    """Return a number for a class."""
    return sum(ord(c) * (i + 1) for i, c in enumerate(cell)) % 9973


def measure(size: int, seed: int) -> dict[str, tuple[float, float, float]]:
    """Return AUC and its 95 % interval for each classifier."""
    from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
    from sklearn.inspection import permutation_importance
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import StratifiedKFold, cross_val_predict
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    table = owners(size, seed)
    rng = np.random.default_rng(seed + 1)
    numbers = sim_cards(table, rng)
    start = time.process_time()
    drawing = drawn(table, numbers, rng, stratum="小区")
    took = time.process_time() - start
    print(f"{size} rows, {COUNT} canaries drawn in {took:.1f} s; tells: {drawing.tells}")
    whole = Table(table.columns, [*table.rows, *drawing.rows])
    found = features(whole)
    real = rng.permutation(size)[:COUNT]
    x = np.vstack([found[real], found[size:]])
    y = np.r_[np.zeros(COUNT), np.ones(COUNT)]
    folds = StratifiedKFold(5, shuffle=True, random_state=seed)
    out = {}
    for name, model in {
        "gradient boosting": HistGradientBoostingClassifier(
            max_iter=150, learning_rate=0.06, random_state=seed
        ),
        "random forest": RandomForestClassifier(200, min_samples_leaf=3, random_state=seed),
        "logistic regression": make_pipeline(StandardScaler(), LogisticRegression(max_iter=2000)),
    }.items():
        score = cross_val_predict(model, x, y, cv=folds, method="predict_proba")[:, 1]
        out[name] = interval(y, score, rng)
    single = [auc(y, x[:, i]) for i in range(x.shape[1])]
    worst = np.argsort([-abs(s - 0.5) for s in single])[:6]
    print(
        "single features furthest from 0.5:",
        ", ".join(f"{NAMES[i]} {single[i]:.3f}" for i in worst),
    )
    half = rng.permutation(len(y))
    train, test = half[::2], half[1::2]
    boosted = HistGradientBoostingClassifier(max_iter=80, random_state=seed).fit(x[train], y[train])
    lost = permutation_importance(
        boosted, x[test], y[test], scoring="roc_auc", n_repeats=2, random_state=seed
    ).importances_mean
    print(
        "AUC lost without:", ", ".join(f"{NAMES[i]} {lost[i]:.3f}" for i in np.argsort(-lost)[:6])
    )
    return out


def sim_cards(table: Table, rng: np.random.Generator) -> list[str]:
    """Return test numbers bought in ordinary shops of the town: its blocks, as common as they are."""
    blocks = [row[6][:7] for row in table.rows]
    used = {row[6] for row in table.rows}
    found: list[str] = []
    while len(found) < COUNT:
        number = f"{blocks[int(rng.integers(len(blocks)))]}{rng.integers(10000):04d}"
        if number not in used:
            used.add(number)
            found.append(number)
    return found


def auc(y: np.ndarray, score: np.ndarray) -> float:
    """Return the area under the ROC curve, ties counted half (Mann-Whitney U)."""
    from scipy.stats import rankdata

    rank = rankdata(score)
    n1 = int(y.sum())
    return float((rank[y == 1].sum() - n1 * (n1 + 1) / 2) / (n1 * (len(y) - n1)))


def interval(
    y: np.ndarray, score: np.ndarray, rng: np.random.Generator
) -> tuple[float, float, float]:
    """Return AUC with the 95 % interval of a bootstrap over rows."""
    n = len(y)
    boot = [auc(y[i], score[i]) for i in (rng.integers(n, size=n) for _ in range(400))]
    return auc(y, score), float(np.quantile(boot, 0.025)), float(np.quantile(boot, 0.975))


def main() -> None:
    """Print the table; leave with 1 if the gate does not hold."""
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 50_000
    worst = 0.0
    for seed in (1, 2, 3):
        for name, (value, low, high) in measure(size, seed).items():
            print(f"seed {seed}  {name:<20} AUC {value:.3f}  [{low:.3f}, {high:.3f}]")
            worst = max(worst, value)
    print(f"worst AUC {worst:.3f}, gate {GATE}: {'holds' if worst <= GATE else 'FAILS'}")
    sys.exit(worst > GATE)


if __name__ == "__main__":
    main()
