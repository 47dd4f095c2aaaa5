"""Workers: order, a bounded queue, what happens when one dies or raises."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from menshen.errors import MenshenError
from menshen.workers import Lost, Task, Workers

ME = os.getpid()


def square(number: int) -> int:
    time.sleep(0.02 * (number % 3))
    return number * number


def die_once(mark: Path) -> str:
    if not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return "done"


def die(_number: int) -> None:
    os._exit(9)


def fail(value: str) -> None:
    raise ValueError(value)


def speak(word: str) -> str:
    os.write(1, word.encode())
    return word


def process(_number: int) -> int:
    return os.getpid()


@pytest.fixture(autouse=True)
def on_path(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let workers import this module by the name it has here."""
    monkeypatch.syspath_prepend(str(Path(__file__).parents[1]))


def test_results_come_in_order_and_other_things_pass_through() -> None:
    tasks: list[object] = [Task(square, (n,)) for n in range(9)]
    tasks.insert(4, "between")
    with Workers(2) as workers:
        assert list(workers.results(tasks)) == [0, 1, 4, 9, "between", 16, 25, 36, 49, 64]


def test_no_more_tasks_are_taken_than_can_wait() -> None:
    taken: list[int] = []

    def tasks() -> Iterator[Task]:
        for n in range(100):
            taken.append(n)
            yield Task(square, (n,))

    with Workers(1) as workers:
        results = workers.results(tasks())
        assert next(results) == 0
        assert len(taken) <= 4


def test_results_may_be_asked_for_within_results() -> None:
    with Workers(2) as workers:
        outer = [Task(square, (1,)), (Task(square, (n,)) for n in (2, 3)), Task(square, (4,))]
        found = []
        for result in workers.results(outer):
            found += [result] if isinstance(result, int) else list(workers.results(result))
        assert found == [1, 4, 9, 16]


def test_a_killed_worker_is_replaced_and_its_task_done(tmp_path: Path) -> None:
    with Workers(1) as workers:
        tasks = [Task(die_once, (tmp_path / "mark",)), Task(square, (3,))]
        assert list(workers.results(tasks)) == ["done", 9]


def test_a_task_that_kills_twice_is_lost_and_the_others_go_on() -> None:
    with Workers(2) as workers:
        tasks = [Task(square, (2,)), Task(die, (0,), "x.txt"), Task(square, (3,))]
        assert list(workers.results(tasks)) == [4, Lost("x.txt", "ended with status 9"), 9]


def test_an_exception_names_the_place_and_no_value() -> None:
    with Workers(1) as workers, pytest.raises(MenshenError) as caught:
        list(workers.results([Task(fail, ("13800138000",))]))
    assert "ValueError" in str(caught.value)
    assert "test_workers.py:" in str(caught.value)
    assert "138" not in str(caught.value)


def test_what_a_task_prints_does_not_disturb_the_results() -> None:
    with Workers(1) as workers:
        assert list(workers.results([Task(speak, ("a",)), Task(speak, ("b",))])) == ["a", "b"]


def test_workers_end_with_their_context() -> None:
    with Workers(2) as workers:
        (pid,) = set(workers.results([Task(process, (0,))]))
    assert pid != ME
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_what_goes_wrong_beside_a_worker_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object, **_options: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("menshen.workers.subprocess.Popen", refuse)
    with Workers(1) as workers, pytest.raises(PermissionError):
        list(workers.results([Task(square, (1,))]))
