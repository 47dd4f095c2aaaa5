"""Processes that do work side by side: results in order, a bounded queue, the dead replaced.

Each worker is an interpreter of its own that reads pickled tasks from its standard input and writes
results to its standard output; one thread here stands by each. So it does not matter how the program
was started, and nothing is shared. When a worker dies (killed, out of memory) another takes its
place and the task is tried once more; a task that ends two workers comes back as `Lost`.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue
from typing import IO, Any, NamedTuple, Self

from menshen.errors import MenshenError, UnreadableError
from menshen.model import Failure

__all__ = ["Lost", "Task", "Workers", "broken", "main", "unread"]

_TRIES = 2
_AHEAD = 3
"""Tasks under way or waiting for each worker."""
_OWN_GROUP = 0 if os.name == "posix" else -1
"""Ctrl-C at the terminal is for the program that started the workers, not for them."""
_START = "import sys; sys.path[:] = {path!r}; from menshen.workers import main; main()"


class Task(NamedTuple):
    """A function of a module, its arguments, and a name; all must be possible to pickle."""

    function: Callable[..., Any]
    arguments: tuple[Any, ...]
    name: str = ""


class Lost(NamedTuple):
    """The result of a task whose worker died twice; `how` says with which exit status."""

    name: str
    how: str


class _Failed(NamedTuple):
    """An exception in a worker: its class and the innermost place in this package, no message."""

    kind: str
    place: str


class Workers:
    """A number of worker processes; use it as a context, so that they end with it."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._tasks: SimpleQueue[tuple[Task, Future[Any]] | None] = SimpleQueue()
        self._threads: list[threading.Thread] = []
        self._running: set[subprocess.Popen[bytes]] = set()
        self._lock = threading.Lock()
        self._over = False

    def __enter__(self) -> Self:
        for _ in range(self._count):
            thread = threading.Thread(target=self._stand_by, daemon=True)
            thread.start()
            self._threads.append(thread)
        return self

    def __exit__(self, *_error: object) -> None:
        self._over = True
        with self._lock:
            for process in self._running:
                process.kill()
        for _ in self._threads:
            self._tasks.put(None)
        for thread in self._threads:
            thread.join()

    def results(self, tasks: Iterable[Task | Any]) -> Iterator[Any]:
        """Yield the result of each task in order; what is no `Task` passes through in its place.

        No more than a few tasks for each worker are taken ahead. Raises `MenshenError` where a
        task raised: it names the place in the code, never a value.
        """
        waiting: deque[Future[Any] | Any] = deque()
        for item in tasks:
            waiting.append(self._submitted(item) if isinstance(item, Task) else item)
            if len(waiting) >= _AHEAD * self._count:
                yield _result(waiting.popleft())
        while waiting:
            yield _result(waiting.popleft())

    def _submitted(self, task: Task) -> Future[Any]:
        future: Future[Any] = Future()
        self._tasks.put((task, future))
        return future

    def _stand_by(self) -> None:
        """Hand tasks to one worker after another, each living until it dies or all is done."""
        process: subprocess.Popen[bytes] | None = None
        while (item := self._tasks.get()) is not None:
            task, future = item
            try:
                process = self._worked(task, future, process)
            except Exception as error:  # noqa: BLE001 - whoever waits for the result must be told
                future.set_exception(error)
        if process is not None:
            self._ended(process)

    def _worked(
        self, task: Task, future: Future[Any], process: subprocess.Popen[bytes] | None
    ) -> subprocess.Popen[bytes] | None:
        """Give the future its result; return the worker, or None if the last one died."""
        status = 0
        for _ in range(_TRIES):
            if self._over:
                return process
            process = process or self._started()
            try:
                future.set_result(_asked(process, task))
            except (OSError, EOFError, pickle.UnpicklingError):
                status = self._ended(process)
                process = None
            else:
                return process
        future.set_result(Lost(task.name, _how(status)))
        return None

    def _started(self) -> subprocess.Popen[bytes]:
        code = _START.format(path=sys.path)
        process = subprocess.Popen(  # noqa: S603 - this interpreter and this module
            [sys.executable, "-c", code],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            process_group=_OWN_GROUP,
        )
        with self._lock:
            self._running.add(process)
        if self._over:
            process.kill()
        return process

    def _ended(self, process: subprocess.Popen[bytes]) -> int:
        """Close a worker's pipes, wait for its end, and return its exit status."""
        for pipe in (process.stdin, process.stdout):
            with suppress(OSError):
                if pipe is not None:
                    pipe.close()
        status = process.wait()
        with self._lock:
            self._running.discard(process)
        return status


def _asked(process: subprocess.Popen[bytes], task: Task) -> Any:
    assert process.stdin is not None
    assert process.stdout is not None
    pickle.dump(task, process.stdin, pickle.HIGHEST_PROTOCOL)
    process.stdin.flush()
    return pickle.load(process.stdout)  # noqa: S301 - our own process wrote it


def _result(item: Any) -> Any:
    result = item.result() if isinstance(item, Future) else item
    if isinstance(result, _Failed):
        raise MenshenError(f"{result.kind} in a worker, at {result.place}; please report it")
    return result


def _how(status: int) -> str:
    return f"ended by signal {-status}" if status < 0 else f"ended with status {status}"


def main() -> None:
    """Work off tasks from standard input until it ends; what tasks print goes to standard error."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    _serve(sys.stdin.buffer, answers)


def _serve(tasks: IO[bytes], answers: IO[bytes]) -> None:
    while True:
        try:
            task = pickle.load(tasks)  # noqa: S301 - the process that started this one wrote it
        except EOFError:
            return
        with suppress(BrokenPipeError):
            pickle.dump(_done(task), answers, pickle.HIGHEST_PROTOCOL)
            answers.flush()


def _done(task: Task) -> Any:
    try:
        return task.function(*task.arguments)
    except Exception as error:  # noqa: BLE001 - handed over whatever it is, without its message
        return _Failed(type(error).__name__, _place(error))


def _place(error: BaseException) -> str:
    """Return file and line of the innermost frame of an exception."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return "an unknown place"
    return f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}"


def unread(document: str, error: Exception) -> Failure:
    """Return the failure of a document whose reading an error ended; no value shows.

    Raises the error again where it is one of the whole run, a policy's or an option's.
    """
    if isinstance(error, UnreadableError):
        return Failure(document, type(error).__name__, str(error))
    if isinstance(error, OSError):
        return Failure(document, type(error).__name__, error.strerror or "cannot be read")
    if isinstance(error, MenshenError):
        raise error
    return broken(document, error)


def broken(document: str, error: Exception) -> Failure:
    """Return the failure of a document at which this program itself goes wrong; no value shows."""
    kind = type(error).__name__
    reason = f"menshen itself failed on it ({kind} at {_place(error)}): please report it"
    return Failure(document, "InternalError", reason)
