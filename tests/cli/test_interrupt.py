"""Ctrl-C ends a scan in order, wherever it strikes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from menshen.cli.interrupt import Stoppable
from menshen.model import Event, Finding, Run, Summary
from tests.report.samples import events, finding

ROOT = Path(__file__).parents[2]


def strike() -> None:
    os.kill(os.getpid(), signal.SIGINT)


def endless() -> Iterator[Event]:
    yield next(events())
    while True:
        yield finding()


def collected(stream: Iterator[Event], *, strike_at: int | None = None) -> list[Event]:
    seen: list[Event] = []
    with Stoppable(stream) as stoppable:
        for event in stoppable:
            seen.append(event)
            if len(seen) == strike_at:
                strike()
    return seen


def test_without_it_the_stream_passes_unchanged() -> None:
    assert collected(events()) == list(events())


def test_while_an_event_is_written_it_ends_after_it() -> None:
    seen = collected(endless(), strike_at=4)
    assert len(seen) == 5
    last = seen[-1]
    assert isinstance(last, Summary)
    assert last.interrupted
    assert (last.findings, last.by_type) == (3, {"mobile_number": 3})


def test_while_an_event_is_made_it_breaks_off_at_once() -> None:
    def slow() -> Iterator[Event]:
        yield from list(events())[:3]
        strike()
        time.sleep(30)

    begun = time.monotonic()
    seen = collected(slow())
    assert time.monotonic() - begun < 1
    assert [type(e) for e in seen] == [Run, Finding, Finding, Summary]


def test_a_stream_that_sums_up_itself_has_the_last_word() -> None:
    own = Summary(9, 9, 9, 9, 9, {}, {}, 9.0, interrupted=True)

    def orderly() -> Iterator[Event]:
        try:
            yield next(events())
            strike()
            time.sleep(30)
        except KeyboardInterrupt:
            yield own

    assert collected(orderly())[-1] is own


def test_the_stream_is_closed() -> None:
    closed: list[bool] = []

    def careful() -> Iterator[Event]:
        try:
            yield from endless()
        finally:
            closed.append(True)

    collected(careful(), strike_at=2)
    assert closed == [True]


def test_a_stream_that_ends_early_gets_a_summary() -> None:
    last = collected(iter(list(events())[:2]))[-1]
    assert isinstance(last, Summary)
    assert last.findings == 1


def test_twice_breaks_off_anything() -> None:
    def strike_twice() -> None:
        with Stoppable(endless()) as stoppable:
            for _ in stoppable:
                strike()
                strike()

    with pytest.raises(KeyboardInterrupt):
        strike_twice()


STUCK = """
import hashlib
from menshen.cli.interrupt import Stoppable
from tests.report.samples import events

def stuck():
    yield next(events())
    print("in", flush=True)
    hashlib.pbkdf2_hmac("sha256", b"", b"", 60_000_000)

with Stoppable(stuck(), lambda summary: print(summary.interrupted, flush=True)) as stream:
    for event in stream:
        pass
print("not reached")
"""


def test_a_thread_stuck_in_foreign_code_is_abandoned_within_a_second() -> None:
    command = [sys.executable, "-c", STUCK]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"in\n"
        time.sleep(0.3)  # until it is in the foreign code
        struck = time.monotonic()
        process.send_signal(signal.SIGINT)
        assert process.stdout.read() == b"True\n"
        assert process.wait(10) == 130
        assert time.monotonic() - struck < 1.5


def test_the_watchman_lets_a_thread_that_heard_go_on() -> None:
    words: list[Summary] = []
    seen: list[Event] = []
    with Stoppable(endless(), words.append) as stoppable:
        for event in stoppable:
            seen.append(event)
            if len(seen) == 3:
                strike()
    time.sleep(0.7)
    assert words == []
    assert isinstance(seen[-1], Summary)


def test_the_old_handler_comes_back() -> None:
    before = signal.getsignal(signal.SIGINT)
    collected(events())
    assert signal.getsignal(signal.SIGINT) is before
