"""What somebody might set up so that a value stays, or a file goes that must not."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

import menshen
from menshen.errors import UsageError
from menshen.policy import Policy

RULES = Policy(models=False)
PHONE = "13800138000"
KEY = bytes(range(32))


def test_links_inside_the_output_do_not_lead_back_into_the_source(tmp_path: Path) -> None:
    source, out = tmp_path / "in" / "sub", tmp_path / "out"
    source.mkdir(parents=True)
    out.mkdir()
    (source / "a.txt").write_text(f"手机{PHONE}", "utf-8")
    (out / "sub").symlink_to(source)
    done = menshen.redact(tmp_path / "in", out, policy=RULES)
    assert [f.error for f in done.failures] == ["UsageError"]
    assert (source / "a.txt").read_text("utf-8") == f"手机{PHONE}"


def test_an_output_that_is_a_link_is_replaced_not_followed(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"手机{PHONE}", "utf-8")
    (tmp_path / "other.txt").write_text("其他", "utf-8")
    (tmp_path / "b.txt").symlink_to(tmp_path / "other.txt")
    menshen.redact(tmp_path / "a.txt", tmp_path / "b.txt", policy=RULES)
    assert (tmp_path / "other.txt").read_text("utf-8") == "其他"
    assert not (tmp_path / "b.txt").is_symlink()


def test_links_in_a_source_are_read_once_and_dead_ones_told(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text(f"手机{PHONE}", "utf-8")
    (folder / "b").symlink_to(folder)
    (folder / "c.txt").symlink_to(tmp_path / "nowhere")
    done = menshen.redact(folder, tmp_path / "out", policy=RULES)
    assert [output.path.name for output in done.outputs] == ["a.txt"]
    assert [failure.reason for failure in done.failures] == ["this link leads nowhere"]


@pytest.mark.parametrize("name", [f"a.{PHONE}", f"{PHONE}.txt", f"a {PHONE}.tar.gz"])
def test_values_in_endings_of_names_go_too(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / name).write_text(f"手机{PHONE}", "utf-8")
    done = menshen.redact(folder, tmp_path / "out", policy=RULES)
    left = [p.name for p in (tmp_path / "out").rglob("*")] if (tmp_path / "out").exists() else []
    assert done.outputs or done.failures
    assert not any(PHONE in name for name in left)


def test_names_inside_archives_are_redacted(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(f"手机{PHONE}/登记{PHONE}.txt", f"电话{PHONE}\n")
        archive.comment = f"电话{PHONE}".encode()
    menshen.redact(tmp_path / "a.zip", tmp_path / "b.zip", policy=RULES)
    with zipfile.ZipFile(tmp_path / "b.zip") as archive:
        assert not any(PHONE in name for name in archive.namelist())
        assert all(PHONE not in archive.read(name).decode() for name in archive.namelist())
    assert PHONE.encode() not in (tmp_path / "b.zip").read_bytes()


def test_encrypted_members_are_left_out_and_told(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.txt", f"电话{PHONE}\n")
        archive.writestr("b.txt", f"电话{PHONE}\n")
    data = bytearray((tmp_path / "a.zip").read_bytes())
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    (tmp_path / "a.zip").write_bytes(bytes(data))
    done = menshen.redact(tmp_path, tmp_path.with_name(f"{tmp_path.name}-o"), policy=RULES)
    assert done.failures
    for output in done.outputs:
        assert PHONE.encode() not in output.path.read_bytes()


@pytest.mark.parametrize("style", ["mask", "surrogate", "label", "fpe", "delete"])
def test_overlaps_repeats_and_split_values(style: str, tmp_path: Path) -> None:
    """The same number in an address of a page, in a name, in a list, broken, in base64."""
    text = (
        f"手机{PHONE}，微信 {PHONE}，邮箱 {PHONE}@163.com，http://a.cn/?t={PHONE}&n={PHONE}\n"
        f"138 0013 8000、138-0013-8000、１３８００１３８０００、<!-- {PHONE} -->\n"
    )
    (tmp_path / "a.txt").write_text(text, "utf-8")
    menshen.redact(tmp_path / "a.txt", tmp_path / "b.txt", policy=RULES, style=style, key=KEY)
    out = (tmp_path / "b.txt").read_text("utf-8")
    plain = "".join(
        c for c in out.translate({0xFF10 + i: 48 + i for i in range(10)}) if c.isdigit()
    )
    assert PHONE not in plain


def test_a_cell_does_not_become_a_formula(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(
        f'编号,手机号,备注\n1,{PHONE},"{PHONE}=1+1"\n2,13911112222,+13800138000\n', "utf-8"
    )
    menshen.redact(tmp_path / "a.csv", tmp_path / "b.csv", policy=RULES, style="delete")
    lines = (tmp_path / "b.csv").read_text("utf-8").splitlines()
    assert lines[1] == """1,,"'=1+1\""""
    assert all(not cell.startswith("=") for line in lines for cell in line.split(","))


def test_two_documents_of_one_name_do_not_meet(tmp_path: Path) -> None:
    for folder in ("x", "y"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.txt").write_text(f"手机{PHONE} {folder}", "utf-8")
    sources = [tmp_path / "x" / "a.txt", tmp_path / "y" / "a.txt"]
    done = menshen.redact(sources, tmp_path / "out", policy=RULES)
    assert len({output.path for output in done.outputs}) == 2


def test_no_value_stands_in_an_error(tmp_path: Path) -> None:
    for arguments in ({"style": "token"}, {"style": "x"}, {"jobs": 0}):
        (tmp_path / "a.txt").write_text(f"手机{PHONE}", "utf-8")
        with pytest.raises(UsageError) as error:
            menshen.redact(tmp_path / "a.txt", tmp_path / "b.txt", **arguments)
        assert PHONE not in str(error.value)
