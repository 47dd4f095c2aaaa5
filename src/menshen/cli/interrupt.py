"""Ctrl-C: a scan ends at once, and in order, with a summary of what was found until then."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from types import FrameType, TracebackType
from typing import Any, Self

from menshen.model import Event, Summary
from menshen.report import Tally

__all__ = ["Stoppable"]


class Stoppable:
    """The events of a scan, which Ctrl-C ends with a summary.

    While an event is being made, Ctrl-C breaks off at once; while one is being written, it is
    written to its end first. A second Ctrl-C breaks off whatever runs.
    """

    def __init__(self, stream: Iterator[Event]) -> None:
        self._stream = stream
        self._tally = Tally()
        self._started = time.monotonic()
        self._owner = os.getpid()
        self._making = False
        self._stopped = False
        self._before: Any = None

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():
            self._before = signal.signal(signal.SIGINT, self._stop)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._before is not None:
            signal.signal(signal.SIGINT, self._before)

    def __iter__(self) -> Iterator[Event]:
        """Yield the events; the last one is always a summary."""
        while True:
            event = self._next()
            self._tally.add(event)
            yield event
            if isinstance(event, Summary):
                return

    def _next(self) -> Event:
        if self._stopped:
            return self._end()
        try:
            self._making = True
            event = next(self._stream, None)
            self._making = False
        except KeyboardInterrupt:
            self._making = False
            return self._end()
        return event if event is not None else self._end()

    def _end(self) -> Summary:
        close = getattr(self._stream, "close", None)
        if close is not None:
            close()
        return self._tally.summary(time.monotonic() - self._started, interrupted=True)

    def _stop(self, _signal: int, _frame: FrameType | None) -> None:
        if os.getpid() != self._owner:
            return
        _end_children()
        again, self._stopped = self._stopped, True
        if self._making or again:
            self._making = False
            raise KeyboardInterrupt


def _end_children() -> None:
    """End the processes that read documents; nobody waits for their results any more."""
    if "multiprocessing" in sys.modules:
        from multiprocessing import active_children

        for child in active_children():
            child.kill()
