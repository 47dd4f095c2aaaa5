"""The pipeline from sources to events: order, failures, people, tables, processes, interruption."""

from __future__ import annotations

import gc
import json
import os
import signal
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

import pytest

import menshen
from menshen.model import Block, Document, Failure, Finding, Person, Reading, Run, Summary, Table
from menshen.policy import Policy
from menshen.workers import Task

scan = import_module("menshen.scan")
ID = "11010519491231002X"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text(
        "电话13800138000\n没有\n证件11010519491231002X", encoding="utf-8"
    )
    (tmp_path / "b.csv").write_text(f"姓名,身份证号\n王芳,{ID}\n李雷,\n", encoding="gb18030")
    (tmp_path / "c.jsonl").write_text(
        '{"mobile":"13900139000"}\n{"user":{"mobile":"13700137000"}}\n', encoding="utf-8"
    )
    (tmp_path / "d.pdf").write_bytes(b"%PDF-1.7\n\x00\x01binary")
    (tmp_path / ".hidden").write_text("邮箱 zhang.san@163.com", encoding="utf-8")
    return tmp_path


def test_events_come_in_order_and_nothing_is_lost(folder: Path) -> None:
    events = list(scan.events([folder]))
    assert isinstance(events[0], Run)
    summary = events[-1]
    assert isinstance(summary, Summary)
    assert summary.documents == sum(isinstance(e, Reading) for e in events) == 4
    assert summary.failures == sum(isinstance(e, Failure) for e in events) == 1
    assert summary.findings == sum(isinstance(e, Finding) for e in events)
    assert summary.by_type["mobile_number"] == 3
    assert summary.characters > 0
    assert not summary.interrupted


def test_every_document_is_read_or_a_failure_never_both(folder: Path) -> None:
    report = menshen.scan(folder)
    read = {d.document for d in report.documents}
    failed = {f.document for f in report.failures}
    assert not read & failed
    assert {Path(p).name for p in read | failed} == {p.name for p in folder.iterdir()}
    (failure,) = report.failures
    assert failure.error == "UnreadableError"
    assert "PDF" in failure.reason


def test_places_by_format(folder: Path) -> None:
    found = {f.value: f for f in menshen.scan(folder).findings if f.detector != "column"}
    place = found["13800138000"].place
    assert tuple(place) == (2, 0)
    assert found["13700137000"].place == ("1", "$.user.mobile")
    cells = [f.place for f in menshen.scan(folder / "b.csv").findings if f.value == ID]
    assert cells == [("b", 0, 1)]


def test_a_row_is_a_person_and_names_stand_under_their_header(folder: Path) -> None:
    report = menshen.scan(folder / "b.csv")
    people = {f.person for f in report.findings if f.place[1] == 0}
    assert len(people) == 1
    assert people != {None}
    (table,) = report.tables
    assert [c.type for c in table.columns] == ["person_name", "resident_id_number"]


def test_people_are_numbered_once_through(folder: Path) -> None:
    report = menshen.scan(folder)
    ids = [p.id for p in report.people]
    assert len(ids) == len(set(ids))
    assert {f.person for f in report.findings} - {None} == set(ids)


def test_two_processes_find_the_same_in_the_same_order(folder: Path) -> None:
    one, two = menshen.scan(folder), menshen.scan(folder, jobs=2)
    assert one.findings == two.findings
    assert one.failures == two.failures
    assert one.documents == two.documents


def test_wrong_bytes_are_kept_and_reported(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_bytes("手机13800138000".encode() + b"\xff\xfe" + "完".encode())
    report = menshen.scan(tmp_path)
    (reading,) = report.documents
    assert [r.kind for r in reading.remarks] == ["wrong_bytes"]
    assert report.findings[0].value == "13800138000"


def test_progress_tells_documents_and_characters(folder: Path) -> None:
    told: list[tuple[str, int]] = []
    menshen.scan(folder / "a.txt", progress=lambda uri, size: told.append((uri, size)))
    assert told == [(str(folder / "a.txt"), 37)]


def test_the_collector_of_cycles_runs_seldom_while_scans_do_and_as_before_afterwards(
    folder: Path,
) -> None:
    before = gc.get_threshold()
    one, other = (scan.events([folder]) for _ in range(2))
    for stream in (one, other):
        next(stream)
        next(stream)
        assert gc.get_threshold()[0] > before[0]
    one.close()
    assert gc.get_threshold()[0] > before[0], "the other one still runs"
    other.close()
    assert gc.get_threshold() == before


def test_a_scope_of_the_policy_holds_for_its_documents(folder: Path) -> None:
    policy = Policy.parse('[[scope]]\npaths = ["*.csv"]\ntypes = ["email"]\n')
    report = menshen.scan(folder, policy=policy)
    assert not [f for f in report.findings if f.document.endswith(".csv")]
    assert [f for f in report.findings if f.document.endswith(".txt")]


def test_allow_and_deny_lists(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("总机 138-0013-8000，项目代号朱雀", encoding="utf-8")
    policy = Policy.parse(
        '[allow]\nvalues = ["13800138000"]\n[deny]\nvalues = ["朱雀"]\ntype = "work_secret"\n'
    )
    report = menshen.scan(tmp_path, policy=policy)
    assert [(f.type.id, f.value) for f in report.findings] == [("work_secret", "朱雀")]


def test_ctrl_c_ends_with_a_summary_of_what_was_found(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = iter([True, False])
    real = scan.find

    def find(block: Block, *, policy: Policy) -> list[Finding]:
        if next(calls, False):
            found: list[Finding] = real(block, policy=policy)
            return found
        raise KeyboardInterrupt

    monkeypatch.setattr(scan, "find", find)
    events = list(scan.events([folder / "a.txt", folder / "c.jsonl"]))
    summary = events[-1]
    assert isinstance(summary, Summary)
    assert summary.interrupted
    assert summary.findings == 2


def test_a_document_that_breaks_midway_is_a_failure_and_keeps_what_came_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Broken:
        id = "broken"

        def read(self, document: Document) -> Iterator[Block]:
            yield Block(document.uri, 0, "电话13800138000")
            raise menshen.UnreadableError("the second part is cut off")

    (tmp_path / "x.txt").write_text("x", encoding="utf-8")
    monkeypatch.setattr(scan.formats, "for_document", lambda _: Broken())
    report = menshen.scan(tmp_path)
    assert [f.value for f in report.findings] == ["13800138000"]
    assert [f.reason for f in report.failures] == ["the second part is cut off"]
    assert report.documents == ()


def test_the_report_holds_no_value_unless_asked(folder: Path) -> None:
    report = menshen.scan(folder)
    assert ID not in report.to_json()
    assert ID in json.dumps(report.to_dict(reveal=True), ensure_ascii=False)
    assert isinstance(report.people[0], Person)
    assert isinstance(report.tables[0], Table)


def big(tmp_path: Path) -> Path:
    folder = tmp_path / "big"
    folder.mkdir()
    rows = [f"{n},王芳,1380013{n:04}" for n in range(9000)]
    (folder / "a.csv").write_text("序号,姓名,手机\n" + "\n".join(rows), encoding="utf-8")
    lines = [f"2026-03-01 INFO user 1390013{n:04} logged in" for n in range(5000)]
    (folder / "b.log").write_text("\n".join(lines), encoding="utf-8")
    (folder / "c.txt").write_text("联系人：钟毅 13800138000", encoding="utf-8")
    return folder


def test_jobs_change_nothing_of_what_is_found(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scan, "LARGE", 100_000)
    sources = [folder, big(tmp_path)]
    policy = Policy(models=False)
    alone = menshen.scan(sources, policy=policy)
    together = menshen.scan(sources, policy=policy, jobs=2)
    assert together.findings == alone.findings
    assert together.people == alone.people
    assert together.tables == alone.tables
    assert together.documents == alone.documents
    assert together.failures == alone.failures


def killed(*_arguments: object) -> None:
    os._exit(9)


def test_a_document_that_kills_its_worker_is_reported_and_the_rest_goes_on(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(Path(__file__).parents[1]))

    def deadly(function: Callable[..., object], arguments: tuple[object, ...], name: str) -> Task:
        documents = arguments[0]
        assert isinstance(documents, list)
        ends = any(document.uri.endswith("a.txt") for document in documents)
        return Task(killed if ends else function, arguments, name)

    monkeypatch.setattr(scan, "Task", deadly)
    report = menshen.scan(folder, jobs=2)
    lost = [f for f in report.failures if f.error == "WorkerError"]
    assert [Path(f.document).name for f in lost] == ["a.txt"]
    assert "died twice" in lost[0].reason
    assert len(report.documents) == 3


def test_a_block_that_kills_its_worker_makes_its_document_a_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(Path(__file__).parents[1]))
    monkeypatch.setattr(scan, "LARGE", 100)

    def deadly(function: Callable[..., object], arguments: tuple[object, ...], name: str) -> Task:
        return Task(killed if name.endswith("b.log#1") else function, arguments, name)

    monkeypatch.setattr(scan, "Task", deadly)
    report = menshen.scan(big(tmp_path), policy=Policy(models=False), jobs=2)
    (failure,) = report.failures
    assert Path(failure.document).name == "b.log"
    assert "block 1 died twice" in failure.reason
    found = [f for f in report.findings if f.document.endswith("b.log")]
    assert 0 < len(found) < 5000


def sound(folder: Path, count: int) -> list[str]:
    """Make so many small files in a folder; return their names."""
    folder.mkdir()
    names = [f"{number:05}.txt" for number in range(count)]
    for number, name in enumerate(names):
        (folder / name).write_text(f"联系电话：138{number:08}\n", "utf-8")
    return names


def children() -> list[int]:
    listed = Path(f"/proc/{os.getpid()}/task").glob("*/children")
    return [int(pid) for path in listed for pid in path.read_text().split()]


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs /proc")
@pytest.mark.parametrize("often", [1, 2])
def test_a_worker_that_is_killed_from_outside_loses_no_file(tmp_path: Path, often: int) -> None:
    names = sound(tmp_path / "in", 300)
    killed_ones: set[int] = set()
    met: list[str] = []
    failed: list[Failure] = []
    for event in scan.events([tmp_path / "in"], policy=Policy(models=False), jobs=2):
        if isinstance(event, Reading):
            met.append(Path(event.document).name)
        elif isinstance(event, Failure):
            failed.append(event)
        if len(killed_ones) < often and len(met) > 40 * (len(killed_ones) + 1):
            fresh = [pid for pid in children() if pid not in killed_ones]
            os.kill(fresh[0], signal.SIGKILL)
            killed_ones.add(fresh[0])
    assert len(killed_ones) == often
    assert sorted(met + [Path(f.document).name for f in failed]) == names
    assert not failed


def test_a_document_at_which_menshen_itself_fails_is_a_failure_and_the_rest_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = sound(tmp_path / "in", 4)
    whole = scan.find

    def odd(block: Block, **how: object) -> object:
        if block.document.endswith(names[1]):
            raise ValueError(block.text)
        return whole(block, **how)

    monkeypatch.setattr(scan, "find", odd)
    report = menshen.scan(tmp_path / "in", policy=Policy(models=False))
    (failure,) = report.failures
    assert failure.error == "InternalError"
    assert Path(failure.document).name == names[1]
    assert "ValueError" in failure.reason
    assert "138" not in failure.reason
    assert len(report.documents) == 3
