"""Documents made to harm: a reading or a clear failure each, nothing fetched, nothing outside."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

import menshen
from menshen import errors
from menshen.model import Failure, Finding, Reading
from menshen.policy import Policy
from tests.fuzz.attacks import ATTACKS, SECRET, Attack

RULES = Policy(models=False)
SECONDS = 60.0
scan = import_module("menshen.scan")


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Let nobody connect; yield where it was tried."""
    tried: list[str] = []

    def refuse(_socket: object, address: object) -> None:
        tried.append(str(address))
        raise AssertionError("a document is to be fetched")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *address: refuse(None, address))
    yield tried
    assert not tried


def made(attack: Attack, folder: Path) -> dict[str, bytes]:
    (folder / "in").mkdir()
    (folder / "secret.txt").write_text(f"联系电话：{SECRET}\n", "utf-8")
    files = attack((folder / "secret.txt").as_uri())
    for name, data in files.items():
        (folder / "in" / name).write_bytes(data)
    return files


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__)
def test_every_attack_is_read_or_reported(attack: Attack, tmp_path: Path) -> None:
    files, started = made(attack, tmp_path), time.process_time()
    met: set[str] = set()
    for event in scan.events([tmp_path / "in"], policy=RULES):
        if isinstance(event, Failure):
            known = getattr(errors, event.error, None)
            assert known is not None, event
            assert issubclass(known, errors.UnreadableError)
            assert ": " in event.reason or " " in event.reason
        for item in event if isinstance(event, list) else [event]:
            assert not isinstance(item, Finding) or item.value != SECRET
        if isinstance(event, Failure | Reading):
            met.add(Path(event.document.partition("!/")[0]).name)
    assert met == set(files)
    assert time.process_time() - started < SECONDS


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__)
def test_every_attack_is_written_or_refused_and_nothing_else_is_touched(
    attack: Attack, tmp_path: Path
) -> None:
    files = made(attack, tmp_path)
    done = menshen.redact(tmp_path / "in", tmp_path / "out", policy=RULES)
    told = [Path(output.source).name for output in done.outputs]
    told += [Path(failure.document.partition("!/")[0]).name for failure in done.failures]
    assert set(told) == set(files)
    for failure in done.failures:
        assert failure.error not in {"InternalError", "WorkerError"}, failure
        assert SECRET not in failure.reason
    for output in done.outputs:
        assert output.path.is_relative_to(tmp_path / "out")
        assert SECRET.encode() not in output.path.read_bytes()
    assert {p.name for p in tmp_path.iterdir()} <= {"in", "out", "secret.txt"}
    assert {p.name: p.read_bytes() for p in (tmp_path / "in").iterdir()} == files
    assert not Path("/tmp/evil.txt").exists()
