"""How exact menshen is: one command, one table each.

    python -m benchmarks.accuracy [--update] [--forms] [--misses LABEL]

1. The annotated documents beside the repository, where they are at hand, by their own scorer.
2. Our own development documents (`corpus/`).
3. Every kind of number in every written form, and near-misses (`forms.py`).
4. Calibration: how often findings of a given score are right.

`baseline.json` keeps the figures; a drop below it fails (exit 1). `--update` writes it anew.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import sys
from collections import defaultdict
from pathlib import Path
from types import ModuleType

import menshen
from benchmarks.accuracy import scoring
from benchmarks.accuracy.forms import Case, build
from menshen import detectors
from menshen.model import Finding

HERE = Path(__file__).parent
BASELINE = HERE / "baseline.json"
GOLD = Path(os.environ.get("MENSHEN_SHARED", HERE.parents[2] / "shared")) / "gold"
NUMBERS = (
    "resident_id", "phone_number", "landline", "bank_card", "email", "passport", "vehicle_plate",
    "wechat_id", "qq", "ip_address", "travel_permit", "military_id", "driver_license", "vin",
    "mac_address", "imei", "medical_record_no", "insurance_no", "order_no", "tracking_no",
    "location_gps",
)  # fmt: skip
SLACK = 0.0005

Figures = dict[str, float]


def gold(figures: Figures, show: str | None) -> None:
    """Print the figures of the annotated documents, all labels and the numbers among them."""
    if not (GOLD / "score.py").exists():
        print("gold documents: not at hand (set MENSHEN_SHARED to the folder that holds gold/)\n")
        return
    score = module(GOLD / "score.py")
    labels = score.Labels.read(GOLD / "labels.json")
    documents = score.read_gold(GOLD / "dev.jsonl")
    findings = {
        d["id"]: [score.Finding(*f.span, f.type.id) for f in menshen.find(d["text"])]
        for d in documents
    }
    result = score.evaluate(documents, findings, labels)
    total = score.Count()
    for document in documents:
        counts = score.compare(document, findings[document["id"]], labels, labels.loose)
        total = sum((c for n, c in counts.items() if n in NUMBERS), total)
        if show:
            _show(score, document, findings[document["id"]], show)
    numbers = total.figures()
    print(f"gold documents: {result['documents']}")
    print(f"numbers   P {numbers['precision']:.3f} R {numbers['recall']:.3f} F1 {numbers['f1']:.3f} "
          f"exact {numbers['exact']:.3f} spans {numbers['spans']} alarms {numbers['alarms']}")  # fmt: skip
    print(score.report(result), "\n")
    figures["gold numbers f1"] = numbers["f1"]
    figures["gold all f1"] = result["all"]["f1"]
    figures["gold clean"] = result["clean"]
    figures["gold covered"] = 1 - result["leak"]
    for name in NUMBERS:
        figures[f"gold {name} f1"] = result["all_labels"][name]["f1"] or 0.0


def _show(score: ModuleType, document: dict[str, object], found: list[object], label: str) -> None:
    """Print the misses and alarms of one label in one document, for a person to read."""
    labels = score.Labels.read(GOLD / "labels.json")
    counts = score.compare(document, found, labels, labels.loose)
    if label in counts and counts[label].missed + counts[label].alarms:
        print(document["id"], label, "missed", counts[label].missed, "alarms", counts[label].alarms)


def module(path: Path) -> ModuleType:
    """Return the module in a file that is no package's."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module
    spec.loader.exec_module(module)
    return module


def detected() -> set[str]:
    """Return the types that some detector reports."""
    return {t for name in detectors.BUILTIN for t in detectors.load(name).types}


def corpus(figures: Figures) -> None:
    """Print the figures of our own documents, for the types that detectors declare."""
    tally = scoring.Tally()
    scored = detected()
    documents = scoring.read(HERE / "corpus")
    for document in documents:
        scoring.count(tally, document, menshen.find(document.text), scored)
    print(f"own documents: {len(documents)}")
    print(f"{'type':26}{'P':>7}{'R':>7}{'F1':>7}{'exact':>7}{'spans':>7}{'alarms':>7}")
    for name in sorted({*tally.hits, *tally.misses, *tally.alarms}):
        hits, misses, alarms = tally.hits[name], tally.misses[name], tally.alarms[name]
        p, r, f1 = scoring.figures(hits, misses, alarms)
        exact = tally.exact[name] / (hits + misses) if hits + misses else 1.0
        print(f"{name:26}{p:7.3f}{r:7.3f}{f1:7.3f}{exact:7.3f}{hits + misses:7}{alarms:7}")
        figures[f"own {name} f1"] = f1
    p, r, f1 = scoring.figures(tally.hits.total(), tally.misses.total(), tally.alarms.total())
    leak = tally.uncovered / max(1, tally.personal)
    clean = 1 - tally.alarmed_documents / max(1, tally.clean_documents)
    print(f"{'all':26}{p:7.3f}{r:7.3f}{f1:7.3f}   leak {leak:.3f} over "
          f"{tally.over / max(1, tally.other):.3f} clean {clean:.3f}\n")  # fmt: skip
    figures |= {"own all f1": f1, "own clean": clean, "own covered": 1 - leak}


def forms(figures: Figures, *, whole: bool) -> None:
    """Print recall by type and written form, and the near-misses that were taken for real."""
    right: dict[str, list[bool]] = defaultdict(list)
    clean: dict[str, list[bool]] = defaultdict(list)
    for case in build():
        found = menshen.find(case.text)
        if case.type is not None:
            right[f"{case.type}/{case.form}"].append(any(_hits(f, case) for f in found))
        elif case.absent:
            clean[case.form].append(not any(f.type.id in case.absent for f in found))
    print(f"written forms: {len(right)} kinds and forms, {sum(map(len, right.values()))} texts")
    _shares("form", right, figures, whole=whole, wanted=0.95)
    print(f"near-misses: {sum(map(len, clean.values()))} texts; share left alone")
    _shares("near", clean, figures, whole=whole, wanted=1.0)


def _shares(
    kind: str, table: dict[str, list[bool]], figures: Figures, *, whole: bool, wanted: float
) -> None:
    """Print the share of good answers by row, those below what is wanted or all, and keep them."""
    weak = 0
    for name, answers in sorted(table.items()):
        share = sum(answers) / len(answers)
        figures[f"{kind} {name}"] = share
        weak += share < wanted
        if whole or share < wanted:
            print(f"  {name:56}{share:6.2f}{len(answers):6}")
    print(f"  {weak} of {len(table)} below {wanted}\n")


def _hits(finding: Finding, case: Case) -> bool:
    mark = scoring.Mark(case.start, case.end, case.type or "", optional=False)
    fits = finding.type.id in case.accept or scoring.related(finding.type.id, mark.type)
    shared = scoring.overlap(mark, finding)
    return fits and (shared > 0 if case.loose else shared >= 0.5)


def calibration() -> None:
    """Print, by score, how many findings of our own documents and forms are right."""
    bins: dict[int, list[bool]] = defaultdict(list)
    scored = detected()
    for document in scoring.read(HERE / "corpus"):
        for finding in menshen.find(document.text, min_score=0.02):
            if finding.type.id in scored:
                good = any(
                    scoring.related(m.type, finding.type.id) and scoring.overlap(m, finding) >= 0.5
                    for m in document.marks
                )
                bins[min(9, int(finding.score * 10))].append(good)
    print("calibration: score, share right, findings")
    for tenth in sorted(bins):
        print(
            f"  {tenth / 10:.1f}-{tenth / 10 + 0.1:.1f}  {sum(bins[tenth]) / len(bins[tenth]):5.2f}{len(bins[tenth]):6}"
        )
    print()


def compare(figures: Figures, *, update: bool) -> int:
    """Compare with the baseline; return the exit code."""
    known: Figures = json.loads(BASELINE.read_text(encoding="utf-8")) if BASELINE.exists() else {}
    fallen = {n: (known[n], v) for n, v in figures.items() if n in known and v < known[n] - SLACK}
    for name, (before, now) in sorted(fallen.items()):
        print(f"FELL  {name}: {before:.3f} -> {now:.3f}")
    if update:
        rounded = {n: round(v, 4) for n, v in sorted({**known, **figures}.items())}
        BASELINE.write_text(
            json.dumps(rounded, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
        )
        print("baseline written")
        return 0
    print("baseline held" if not fallen else f"{len(fallen)} figures fell below the baseline")
    return 1 if fallen else 0


def main() -> int:
    """Print all tables and compare with the baseline."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--update", action="store_true", help="write the baseline anew")
    parser.add_argument(
        "--forms", action="store_true", help="print every written form, not only the weak"
    )
    parser.add_argument(
        "--misses", metavar="LABEL", help="name the gold documents with errors of a label"
    )
    options = parser.parse_args()
    figures: Figures = {}
    gold(figures, options.misses)
    corpus(figures)
    forms(figures, whole=options.forms)
    calibration()
    return compare(figures, update=options.update)


if __name__ == "__main__":
    sys.exit(main())
