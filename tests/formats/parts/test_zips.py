"""ZIP containers: limits hold, what is copied is copied byte for byte, what is written is read."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from menshen.errors import EncryptedError, UnreadableError
from menshen.formats.parts.zips import Limits, Member, Package, Rewritten, seekable, stored_name
from menshen.model import Document
from tests.formats.workbooks import zipped

NAMES = st.text(
    st.characters(min_codepoint=33, max_codepoint=0x9FFF, exclude_characters="/\\:"),
    min_size=1,
    max_size=12,
)
MEMBERS = st.dictionaries(NAMES, st.binary(max_size=300), max_size=6)


def opened(data: bytes, limits: Limits | None = None) -> Package:
    return Package(Document("a.zip", data=data), limits or Limits())


def rewritten(data: bytes, changed: dict[str, bytes] | None = None) -> bytes:
    """Return an archive written member by member, some with other bytes."""
    out = io.BytesIO()
    with opened(data) as package:
        written = Rewritten(out)
        for member in package.members:
            if member.name in (changed or {}):
                written.put(member, iter([(changed or {})[member.name]]))
            else:
                written.copy(package, member)
        written.close(package.comment)
    return out.getvalue()


def held(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {info.filename: archive.read(info) for info in archive.infolist()}


@given(MEMBERS, st.sampled_from([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED]))
@settings(max_examples=60, deadline=None)
def test_copies_hold_the_same(members: dict[str, bytes], method: int) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
        archive.comment = b"comment"
    copy = rewritten(out.getvalue())
    assert held(copy) == members
    assert zipfile.ZipFile(io.BytesIO(copy)).comment == b"comment"


@given(MEMBERS, st.binary(max_size=5000))
@settings(max_examples=60, deadline=None)
def test_a_member_is_changed_and_the_others_are_not(members: dict[str, bytes], new: bytes) -> None:
    name = next(iter(members), None)
    if name is None:
        return
    assert held(rewritten(zipped(members), {name: new})) == {**members, name: new}


def test_members_written_as_a_stream_are_copied() -> None:
    class Out(io.RawIOBase):
        """Takes bytes and cannot go back, so that sizes come behind the data."""

        def __init__(self) -> None:
            self.data = bytearray()

        def writable(self) -> bool:
            return True

        def write(self, data: object) -> int:
            self.data += bytes(data)  # type: ignore[call-overload]
            return len(bytes(data))  # type: ignore[call-overload]

    out = Out()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", b"x" * 1000)
        archive.writestr("b.txt", b"y")
    data = bytes(out.data)
    assert struct.unpack_from("<H", data, 6)[0] & 8
    copy = rewritten(data)
    assert not struct.unpack_from("<H", copy, 6)[0] & 8
    assert held(copy) == {"a.txt": b"x" * 1000, "b.txt": b"y"}


def test_nothing_between_the_members_comes_along() -> None:
    data = zipped({"a.txt": b"old 13800138000"})
    with zipfile.ZipFile(out := io.BytesIO(b"before" + data), "a") as archive:
        archive.writestr("b.txt", b"new")
    copy = rewritten(out.getvalue() if out.getvalue().startswith(b"PK") else data)
    assert b"before" not in copy


def test_dates_and_modes_stay() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        info = zipfile.ZipInfo("a.txt", (2024, 5, 6, 7, 8, 10))
        info.external_attr, info.create_system = 0o640 << 16, 3
        archive.writestr(info, b"x")
    with zipfile.ZipFile(io.BytesIO(rewritten(out.getvalue()))) as archive:
        (again,) = archive.infolist()
    assert (again.date_time, again.external_attr, again.create_system) == (
        (2024, 5, 6, 7, 8, 10), 0o640 << 16, 3,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        (Limits(members=2), "holds 3 members, more than 2"),
        (Limits(total=100), "would unpack to"),
        (Limits("book", "burn it", total=100), "this book of .*: burn it"),
    ],
)
def test_limits_are_kept(limits: Limits, words: str) -> None:
    data = zipped({"a": b"x" * 50, "b": b"y" * 50, "c": b"z" * 50})
    with pytest.raises(UnreadableError, match=words):
        opened(data, limits)


def test_the_ratio_counts_for_what_is_large() -> None:
    opened(zipped({"a": bytes(1 << 19)}))
    with pytest.raises(UnreadableError, match="would unpack to"):
        opened(zipped({"a": bytes(1 << 22)}))


def test_a_part_too_large_to_be_held_is_refused_when_it_is_read() -> None:
    with opened(zipped({"a": b"x" * 3000}), Limits(part=1000)) as package:
        with pytest.raises(UnreadableError, match="larger than 0 MB"):
            package.read(package.members[0])
        assert b"".join(package.chunks(package.members[0])) == b"x" * 3000


def test_what_no_office_program_writes() -> None:
    with opened(zipped({"a": b"x"})) as package:
        package.plain()
        package.members[0].info.flag_bits |= 1
        with pytest.raises(EncryptedError, match="password"):
            package.plain()
    lzma = io.BytesIO()
    with zipfile.ZipFile(lzma, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("a", b"x")
    with opened(lzma.getvalue()) as package, pytest.raises(UnreadableError, match="damaged"):
        package.plain()


@pytest.mark.parametrize("cut", [1, 10, 40, 60, 100])
def test_cut_archives_are_damaged(cut: int) -> None:
    with pytest.raises(UnreadableError, match="damaged"):
        opened(zipped({"a": b"x" * 99, "b": b"y" * 99})[:cut])


@given(st.binary(max_size=40), st.integers(0, 400))
@settings(max_examples=150, deadline=None)
def test_changed_archives_are_read_or_damaged(noise: bytes, at: int) -> None:
    data = zipped({"a.txt": b"x" * 99, "b.txt": b"y" * 99})
    try:
        with opened(data[:at] + noise + data[at + len(noise) :]) as package:
            for member in package.members:
                package.read(member)
                b"".join(package.packed(member))
    except (UnreadableError, EncryptedError):
        return


def test_names_in_other_charsets_keep_their_bytes() -> None:
    data = zipped({"AAAA": b"x"}).replace(b"AAAA", "名单".encode("gbk"))
    with opened(data) as package:
        assert stored_name(package.members[0].info) == "名单".encode("gbk")
    assert "名单".encode("gbk") in rewritten(data)


def test_a_new_name_is_utf_8() -> None:
    out = io.BytesIO()
    with opened(zipped({"a": b"x"})) as package:
        written = Rewritten(out)
        written.copy(package, package.members[0], name="名单")
        written.close()
    assert held(out.getvalue()) == {"名单": b"x"}


def test_streams_are_kept_and_files_are_not(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"abc")
    for document in (
        Document("a", path=path), Document("a", data=b"abc"), Document("a", stream=io.BytesIO(b"abc")),
    ):  # fmt: skip
        with seekable(document) as stream:
            assert stream.read(2) == b"ab"
            stream.seek(0)
            assert stream.read() == b"abc"


def test_of_two_members_of_one_name_the_last_counts() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a", b"1")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("a", b"2")
    with opened(out.getvalue()) as package:
        member = package.member("a")
        assert isinstance(member, Member)
        assert package.read(member) == b"2"
        assert package.names == {"a"}
        with pytest.raises(UnreadableError, match="damaged"):
            package.plain()
