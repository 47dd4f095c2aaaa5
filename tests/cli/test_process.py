"""The command as others run it: a process with pipes, signals and an exit code."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
MENSHEN = [sys.executable, "-m", "menshen"]
MOBILE = "13800138000"
PLAIN = {k: v for k, v in os.environ.items() if k not in {"MENSHEN_LANG", "COLUMNS", "NO_COLOR"}}


def run(*args: str, stdin: bytes = b"", **env: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*MENSHEN, *args],
        input=stdin,
        capture_output=True,
        env=PLAIN | env,
        timeout=60,
        check=False,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "data"
    place.mkdir()
    (place / "a.txt").write_text(f"联系电话：{MOBILE}\n", encoding="utf-8")
    return place


def test_exit_codes(folder: Path) -> None:
    assert run("scan", str(folder)).returncode == 1
    (folder / "a.txt").write_text("没有什么\n", encoding="utf-8")
    assert run("scan", str(folder)).returncode == 0
    (folder / "b.pdf").write_bytes(b"%PDF-1.7\n\x00\x01")
    failed = run("scan", str(folder))
    assert failed.returncode == 3
    assert "b.pdf" in failed.stdout.decode()
    assert run("scan", str(folder / "none")).returncode == 2
    assert run("scan", str(folder), "-o", str(folder / "r")).returncode == 4
    assert run("find", f"手机{MOBILE}").returncode == 1
    assert run("find", "你好").returncode == 0


def test_a_pipe_gets_plain_text_without_values(folder: Path) -> None:
    answer = run("scan", str(folder))
    assert b"\x1b" not in answer.stdout
    assert MOBILE.encode() not in answer.stdout + answer.stderr
    assert answer.stderr == b""


def test_a_charset_that_lacks_characters_is_no_error(folder: Path) -> None:
    for charset in ("ascii", "gbk", "latin-1"):
        answer = run("scan", str(folder), PYTHONIOENCODING=charset)
        assert answer.returncode == 1
        assert b"138****8000" in answer.stdout
        assert answer.stderr == b""


def test_json_is_utf8_whatever_the_locale(folder: Path) -> None:
    answer = run("scan", str(folder), "-f", "json", PYTHONIOENCODING="gbk")
    assert json.loads(answer.stdout.decode("utf-8"))["findings"]


@pytest.mark.parametrize("form", ["text", "jsonl"])
def test_a_reader_that_goes_away_is_no_error(folder: Path, form: str) -> None:
    (folder / "a.txt").write_text(f"电话：{MOBILE}\n" * 20000, encoding="utf-8")
    with subprocess.Popen(
        [*MENSHEN, "scan", str(folder), "-f", form], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        complaints = process.stderr.read()
        code = process.wait(60)
    assert complaints == b""
    assert code == (141 if form == "jsonl" else 1)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a full device")
def test_a_full_disk_is_one_clear_line(folder: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        answer = subprocess.run(
            [*MENSHEN, "scan", str(folder)],
            stdout=full,
            stderr=subprocess.PIPE,
            env=PLAIN,
            check=False,
        )
    assert answer.returncode == 4
    assert answer.stderr.decode().count("\n") == 1


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_ctrl_c_prints_what_was_found_and_leaves_within_a_second(folder: Path, jobs: str) -> None:
    os.mkfifo(folder / "b.fifo")
    for number in range(400):
        text = f"电话：{MOBILE}\n" * 500
        (folder / f"c{number}.txt").write_text(text, encoding="utf-8")
    process = subprocess.Popen(
        [*MENSHEN, "scan", str(folder), "-f", "jsonl", "--jobs", jobs],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True, env=PLAIN,
    )  # fmt: skip
    assert process.stdout is not None
    first = process.stdout.readline()
    time.sleep(0.2)
    struck = time.monotonic()
    os.killpg(process.pid, signal.SIGINT)
    rest, complaints = process.communicate(timeout=30)
    assert time.monotonic() - struck < 1.5
    assert process.returncode == 130
    assert complaints == b""
    lines = [json.loads(line) for line in (first + rest).splitlines()]
    assert lines[0]["kind"] == "run"
    assert lines[-1]["kind"] == "summary"
    assert lines[-1]["interrupted"]
    assert lines[-1]["findings"] == sum(line["kind"] == "finding" for line in lines)


def sleeps(pid: int) -> bool:
    """Say whether a process waits for something; true where the system does not tell."""
    stat = Path(f"/proc/{pid}/stat")
    return not stat.exists() or stat.read_text().rpartition(") ")[2].startswith("S")


def test_ctrl_c_while_waiting_for_input_leaves_at_once() -> None:
    process = subprocess.Popen(
        [*MENSHEN, "find"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    time.sleep(0.5)
    asleep = 0
    while asleep < 5:  # until it waits, however long it takes to start on a busy machine
        asleep = asleep + 1 if sleeps(process.pid) else 0
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    out, complaints = process.communicate(timeout=10)
    assert (process.returncode, out, complaints) == (130, b"", b"")


def terminal(args: list[str]) -> tuple[int, bytes]:
    """Run on a terminal of its own; return the exit code and all that was shown."""
    process, master = pty.fork()
    if process == 0:
        os.environ |= {"TERM": "xterm-256color", "COLUMNS": "80"}
        os.execv(sys.executable, [*MENSHEN, *args])
    shown = b""
    while True:
        try:
            piece = os.read(master, 4096)
        except OSError:
            break
        if not piece:
            break
        shown += piece
    _, status = os.waitpid(process, 0)
    os.close(master)
    return os.waitstatus_to_exitcode(status), shown


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_terminal_gets_colours_and_progress(folder: Path) -> None:
    (folder / "a.txt").write_text(f"电话：{MOBILE}\n" * 20000, encoding="utf-8")
    code, shown = terminal(["scan", str(folder)])
    assert code == 1
    assert b"\x1b[" in shown
    assert "个文件".encode() in shown


def test_the_module_and_the_command_are_the_same() -> None:
    assert run("--version").stdout.startswith(b"menshen ")
    assert run("--help").returncode == 0
