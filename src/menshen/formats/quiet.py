"""Silence for a library that prints what it stumbled over, cell by cell, on standard error."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["quiet"]

_ERROR = 2
_LOCK = threading.Lock()
_held: list[int] = []
"""A copy of standard error for each that asked for silence; the first is the real one."""


@contextmanager
def quiet() -> Iterator[None]:
    """Let nothing of what is done inside reach standard error: it may hold personal values."""
    silent = _begun()
    try:
        yield
    finally:
        if silent:
            _ended()


def _begun() -> bool:
    with _LOCK:
        try:
            copy = os.dup(_ERROR)
        except OSError:
            return False
        _held.append(copy)
        if len(_held) == 1:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, _ERROR)
            os.close(nowhere)
        return True


def _ended() -> None:
    with _LOCK:
        if len(_held) == 1:
            os.dup2(_held[0], _ERROR)
        os.close(_held.pop())
