"""Addresses of members, what may be unpacked, programs that are called, lines of pages."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from menshen.errors import UnreadableError
from menshen.formats.parts import inside, programs
from menshen.formats.parts.controls import Run, Token, tokens
from menshen.formats.parts.inside import Inside, plain_name
from menshen.formats.parts.lines import lines


@given(st.lists(st.text(max_size=30), max_size=20))
def test_addresses_are_each_their_own_and_lead_nowhere(names: list[str]) -> None:
    members = Inside("a.zip", "archive")
    found = [members.address(name) for name in names]
    assert len(set(found)) == len(found)
    for address in found:
        outer, _, path = address.partition("!/")
        assert outer == "a.zip"
        assert not {"", ".", ".."} & set(path.split("/"))
        assert not any(c < " " or c in "\\!\u202e" for c in path)


def test_what_is_taken_counts_for_the_outermost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inside, "MOST", 100)
    Inside("a.zip", "archive").take(60)
    with pytest.raises(UnreadableError, match="120 bytes in 2 members"):
        Inside("a.zip!/b.zip", "archive").take(60)
    Inside("a.zip", "archive").take(60)
    monkeypatch.setattr(inside, "COUNT", 2)
    Inside("a.zip!/c.zip", "archive").take(0)
    with pytest.raises(UnreadableError, match="in 3 members"):
        Inside("a.zip!/c.zip", "archive").take(0)


def test_the_ratio_of_one_archive() -> None:
    members = Inside("b.zip", "archive", packed=1000)
    members.take(1 << 20)
    with pytest.raises(UnreadableError, match="unpacks to too much"):
        members.take(1)


@pytest.mark.parametrize(
    ("raw", "name"),
    [("名".encode(), "名"), ("名单".encode("gbk"), "名单"), (b"a\xff\xff", "a\xa0\xa0")],
)
def test_names_without_a_charset(raw: bytes, name: str) -> None:
    assert plain_name(raw) == name


def test_programs_have_a_time_limit_and_no_home(tmp_path: Path) -> None:
    home = tmp_path / "home.txt"
    code = f"import os; open({str(home)!r}, 'w').write(os.environ['HOME'] + os.environ.get('SECRET', ''))"
    assert programs.ran([sys.executable, "-c", code], tmp_path, 30, "document") == 0
    assert home.read_text() == str(tmp_path)
    started = time.monotonic()
    with pytest.raises(UnreadableError, match="took more than 0 seconds over this document"):
        programs.ran(
            [sys.executable, "-c", "import time; time.sleep(60)"], tmp_path, 0.1, "document"
        )
    assert time.monotonic() - started < 30


def test_what_programs_write_is_bounded(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"abc")
    copy = "import sys; sys.stdout.buffer.write(sys.stdin.buffer.read() * {})"
    with path.open("rb") as stream:
        stream.read(2)
        held, status = programs.output(
            [sys.executable, "-c", copy.format(2)], stream, 100, 30, "archive"
        )
        with held:
            assert (held.read(), status) == (b"abcabc", 0)
        with pytest.raises(UnreadableError, match="unpacks to more than"):
            programs.output([sys.executable, "-c", copy.format(99)], stream, 100, 30, "archive")
    with path.open("rb") as stream:
        held, status = programs.output(
            [sys.executable, "-c", "import time; time.sleep(60)"], stream, 100, 0.2, "archive"
        )
        held.close()
        assert status


def test_programs_that_are_not_there() -> None:
    assert programs.found("no-such-program", "nor-this-one") == ""
    assert programs.found("no-such-program", "sh").endswith("sh")


def text_object(x: float, y: float, said: str) -> str:
    return (
        f'<TextObject Boundary="{x} {y} {4 * len(said)} 5"><TextCode>{said}</TextCode></TextObject>'
    )


@given(
    st.permutations(
        [(10, 10, "甲"), (14, 10.3, "乙"), (60, 9.8, "丙"), (10, 30, "丁"), (14, 30, "戊")]
    )
)
def test_lines_do_not_depend_on_the_order_of_objects(held: list[tuple[float, float, str]]) -> None:
    part = f"<Page>{''.join(text_object(*one) for one in held)}</Page>".encode()
    assert [line.text for line in lines("p", part, 0)] == ["甲乙\t丙", "丁戊"]


def test_runs_put_bytes_numbers_and_symbols_together() -> None:
    run, token = Run(), Token("text", b"", None, 5, 9)
    assert not run
    run.add_bytes(token, b"\xd6", "gb18030")
    run.add_bytes(token._replace(start=9, end=12), b"\xd3", "gb18030")
    run.add_text(token._replace(start=12, end=14), "\ud83d")
    run.add_text(token._replace(start=14, end=16), "\ude00")
    assert run.taken() == (5, 16, "钟毅"[0] + "\U0001f600")
    assert not run


@given(st.binary(max_size=200))
def test_tokens_of_rtf_are_in_order_and_within(data: bytes) -> None:
    at = 0
    for token in tokens(data):
        assert at <= token.start <= token.end <= len(data)
        at = token.end
