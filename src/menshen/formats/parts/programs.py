"""Other programs that a format may call: with a time limit, nothing of ours on their way, no shell.

A program runs in a group of processes of its own, which is killed as a whole when it takes too
long or is interrupted; it sees no proxy and no home of the user's.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import threading
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import BinaryIO, cast

from menshen.errors import UnreadableError

__all__ = ["found", "offline", "output", "ran"]

_KEPT = ("PATH", "TMPDIR", "SYSTEMROOT", "LD_LIBRARY_PATH")
_CHUNK = 1 << 20


def found(*names: str) -> str:
    """Return the path of the first of these programs that is installed, or nothing."""
    return next(filter(None, map(shutil.which, names)), "") or ""


@cache
def offline() -> tuple[str, ...]:
    """Return the command before a command that keeps it from the network, where there is one."""
    unshare = found("unshare")
    if not unshare:
        return ()
    command = (unshare, "--user", "--map-root-user", "--net")
    try:
        done = subprocess.run([*command, "true"], capture_output=True, timeout=5, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return ()
    return command if done.returncode == 0 else ()


@contextlib.contextmanager
def _started(
    command: Sequence[str], home: Path, stdin: BinaryIO | None = None, *, piped: bool = False
) -> Iterator[subprocess.Popen[bytes]]:
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    process = subprocess.Popen(  # noqa: S603 - a fixed command, no shell
        list(command),
        stdin=stdin if stdin is not None else subprocess.DEVNULL,
        stdout=subprocess.PIPE if piped else subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**kept, "HOME": str(home), "LC_ALL": "C.UTF-8", "http_proxy": "", "https_proxy": ""},
        cwd=home,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Kill a program and all that it started."""
    if hasattr(os, "killpg"):
        with contextlib.suppress(OSError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.wait()
    if process.stdout is not None:
        process.stdout.close()


def ran(command: Sequence[str], home: Path, seconds: float, what: str) -> int:
    """Run a program and return its exit status.

    Raises `UnreadableError` when it takes longer; `what` names the document in the message.
    """
    with _started(command, home) as process:
        try:
            return process.wait(seconds)
        except subprocess.TimeoutExpired:
            name = Path(command[0]).name
            raise UnreadableError(
                f"{name} took more than {seconds:.0f} seconds over this {what}: convert it yourself"
            ) from None


def output(
    command: Sequence[str], stdin: BinaryIO, most: int, seconds: float, what: str
) -> tuple[BinaryIO, int]:
    """Return what a program writes when it is given a file, and its exit status.

    Raises `UnreadableError` when it writes more than `most` bytes or takes too long.
    """
    # What Python has read ahead is not where the other process would begin.
    os.lseek(stdin.fileno(), 0, os.SEEK_SET)
    held = tempfile.SpooledTemporaryFile(max_size=_CHUNK * 8)  # noqa: SIM115 - the caller closes it
    with (
        tempfile.TemporaryDirectory(prefix="menshen-") as home,
        _started(command, Path(home), stdin, piped=True) as process,
    ):
        clock = threading.Timer(seconds, process.kill)
        clock.start()
        try:
            assert process.stdout is not None
            size = 0
            while chunk := process.stdout.read(_CHUNK):
                size += len(chunk)
                if size > most:
                    held.close()
                    raise UnreadableError(
                        f"this {what} unpacks to more than {most >> 20} MB: unpack it and scan what it holds"
                    )
                held.write(chunk)
            status = process.wait(seconds)
        finally:
            clock.cancel()
    held.seek(0)
    return cast("BinaryIO", held), status
