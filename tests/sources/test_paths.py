"""Files and folders: every file comes out once, as a document or as a failure."""

from __future__ import annotations

import io
import os
import socket
import sys
from pathlib import Path

import pytest

from menshen import sources
from menshen.errors import UsageError
from menshen.model import Document, Failure
from menshen.sources import Paths


def made(root: Path, *names: str) -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")


def uris(*asked: str | Path) -> list[str]:
    return [d.uri for d in sources.documents(asked) if isinstance(d, Document)]


def failures(*asked: str | Path) -> list[Failure]:
    return [f for f in sources.documents(asked) if isinstance(f, Failure)]


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_folders_are_read_in_order_with_hidden_files(tmp_path: Path) -> None:
    made(tmp_path, "d/b.txt", "d/a/z.txt", "d/.hidden/h", "d/c/.env", "d/a.txt")
    assert uris("d") == ["d/.hidden/h", "d/a/z.txt", "d/a.txt", "d/b.txt", "d/c/.env"]
    assert uris("d/a.txt", "d/a") == ["d/a.txt", "d/a/z.txt"]
    assert uris(".")[0] == "d/.hidden/h"
    assert uris(tmp_path / "d" / "a") == [str(tmp_path / "d/a/z.txt")]


def test_documents_open_their_files(tmp_path: Path) -> None:
    made(tmp_path, "a.txt")
    (document,) = sources.documents(["a.txt"])
    assert isinstance(document, Document)
    with document.open() as stream:
        assert stream.read() == b"x"


def test_a_missing_path_is_named_before_anything_is_read(tmp_path: Path) -> None:
    made(tmp_path, "a.txt")
    with pytest.raises(UsageError, match=r"nowhere\.txt"):
        sources.documents(["a.txt", "nowhere.txt"])
    with pytest.raises(UsageError, match="nothing to read"):
        sources.documents([])


def test_links_are_followed_once_and_loops_end(tmp_path: Path) -> None:
    made(tmp_path, "d/a/x.txt", "other/y.txt")
    (tmp_path / "d/a/up").symlink_to(tmp_path / "d")
    (tmp_path / "d/link").symlink_to(tmp_path / "other")
    (tmp_path / "d/self").symlink_to("self")
    (tmp_path / "d/gone").symlink_to("nowhere")
    assert uris("d") == ["d/a/x.txt", "d/link/y.txt"]
    assert {f.document for f in failures("d")} == {"d/self", "d/gone"}
    assert "leads nowhere" in failures("d/gone")[0].reason


def test_pipes_sockets_and_devices_are_failures(tmp_path: Path) -> None:
    os.mkfifo("pipe")
    held = socket.socket(socket.AF_UNIX)
    held.bind("socket")
    held.close()
    reasons = [f.reason for f in failures("pipe", "socket", "/dev/null")]
    assert [r.split()[3] for r in reasons] == ["named", "socket,", "device,"]


def test_what_cannot_be_read_is_a_failure_and_the_rest_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made(tmp_path, "d/a.txt", "d/locked/b.txt", "d/secret.txt", "d/z.txt")
    scandir, access = os.scandir, os.access

    def refused(path: Path) -> object:
        if path.name == "locked":
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refused)
    monkeypatch.setattr(os, "access", lambda p, m: p.name != "secret.txt" and access(p, m))
    assert uris("d") == ["d/a.txt", "d/z.txt"]
    assert [(f.document, f.error) for f in failures("d")] == [
        ("d/locked", "PermissionError"),
        ("d/secret.txt", "PermissionError"),
    ]


def test_ignored_files_are_counted(tmp_path: Path) -> None:
    made(tmp_path, "d/a.log", "d/b.txt", "d/node/x", "d/node/y/z", "d/sub/c.log", "d/sub/keep.log")
    (tmp_path / "d/.menshenignore").write_text("*.log\nnode/\n.menshenignore\n")
    (tmp_path / "d/sub/.menshenignore").write_text("!keep.log\n.menshenignore\n")
    paths = Paths(["d"])
    found = [d.uri for d in paths.documents() if isinstance(d, Document)]
    assert found == ["d/b.txt", "d/sub/keep.log"]
    assert paths.ignored == 6
    assert uris("d/a.log") == ["d/a.log"]


def test_an_unreadable_ignore_file_leaves_nothing_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made(tmp_path, "d/a.log")
    (tmp_path / "d/.menshenignore").write_text("*.log\n")

    def refused(*_: object) -> str:
        raise PermissionError

    monkeypatch.setattr(Path, "read_text", refused)
    assert "d/a.log" in uris("d")


def test_standard_input_is_a_document(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"abc")))
    (document,) = sources.documents(["-"])
    assert isinstance(document, Document)
    assert document.uri == "-"
    assert document.open().read() == b"abc"


def test_names_that_are_not_utf8_are_shown_as_gb18030(tmp_path: Path) -> None:
    (tmp_path / "d").mkdir()
    for name in ("名单.txt".encode("gb18030"), b"\xff\xff.txt"):
        (tmp_path / "d" / os.fsdecode(name)).write_bytes(b"x")
    assert uris("d") == ["d/名单.txt", "d/\\xff\\xff.txt"]
    for document in sources.documents(["d"]):
        assert isinstance(document, Document)
        with document.open() as stream:
            assert stream.read() == b"x"


def test_deep_folders_do_not_exhaust_the_stack(tmp_path: Path) -> None:
    made(tmp_path, "/".join(["d"] * 900) + "/x")
    assert len(uris("d")) == 1
