"""Ctrl-C: a scan ends at once, and in order, with a summary of what was found until then.

Python delivers Ctrl-C between two of its own steps. Compiling the patterns is a single step of
seconds, so a watchman stands by: when the main thread has not heard the signal after a moment,
it sums up in its place and ends the process.
"""

from __future__ import annotations

import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from types import FrameType, TracebackType
from typing import Any, Self

from menshen.model import Event, Summary
from menshen.report import Tally

__all__ = ["Stoppable"]

_PATIENCE = 0.5
"""Seconds the main thread has to hear a signal."""


class Stoppable:
    """The events of a scan, which Ctrl-C ends with a summary.

    While an event is being made, Ctrl-C breaks off at once; while one is being written, it is
    written to its end first. A second Ctrl-C breaks off whatever runs. `last_words` is called
    with the summary when the main thread is stuck; the process ends after it.
    """

    def __init__(
        self, stream: Iterator[Event], last_words: Callable[[Summary], None] | None = None
    ) -> None:
        self._stream = stream
        self._watchman = _Watchman(self._abandon) if last_words else None
        self._last_words = last_words
        self._tally = Tally()
        self._started = time.monotonic()
        self._owner = os.getpid()
        self._making = False
        self._stopped = False
        self._before: Any = None

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():
            self._before = signal.signal(signal.SIGINT, self._stop)
            if self._watchman is not None:
                self._watchman.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._before is not None:
            signal.signal(signal.SIGINT, self._before)
            if self._watchman is not None:
                self._watchman.end()

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

    def _abandon(self) -> None:
        _end_children()
        summary = self._tally.summary(time.monotonic() - self._started, interrupted=True)
        if self._last_words is not None:
            self._last_words(summary)

    def _stop(self, _signal: int, _frame: FrameType | None) -> None:
        if os.getpid() != self._owner:
            return
        if self._watchman is not None and not self._watchman.heard():
            time.sleep(60)
        _end_children()
        again, self._stopped = self._stopped, True
        if self._making or again:
            self._making = False
            raise KeyboardInterrupt


class _Watchman:
    """Waits for Ctrl-C beside the main thread, and acts if that one does not."""

    def __init__(self, act: Callable[[], None]) -> None:
        self._act = act
        self._lock = threading.Lock()
        self._heard = threading.Event()
        self._before = -1

    def start(self) -> None:
        """Begin to watch."""
        self._reader, self._writer = socket.socketpair()
        self._writer.setblocking(False)
        self._before = signal.set_wakeup_fd(self._writer.fileno(), warn_on_full_buffer=False)
        os.register_at_fork(after_in_child=_forget)
        threading.Thread(target=self._watch, daemon=True).start()

    def end(self) -> None:
        """Watch no longer."""
        signal.set_wakeup_fd(self._before)
        self._writer.close()

    def heard(self) -> bool:
        """Say that the main thread heard the signal; False when it is too late."""
        self._heard.set()
        if self._lock.acquire(blocking=False):
            self._lock.release()
            return True
        return False

    def _watch(self) -> None:
        with self._reader:
            while received := self._reader.recv(1):
                if received[0] != signal.SIGINT or self._heard.wait(_PATIENCE):
                    continue
                with self._lock:
                    try:
                        self._act()
                    finally:
                        os._exit(130)


def _forget() -> None:
    """Keep a process that reads documents from calling the watchman of its parent."""
    with suppress(ValueError):
        signal.set_wakeup_fd(-1)


def _end_children() -> None:
    """End the processes that read documents; nobody waits for their results any more."""
    if "multiprocessing" in sys.modules:
        from multiprocessing import active_children

        for child in active_children():
            child.kill()
