"""Broken and hostile documents: a failure or a proven output, never a crash, never half of one."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import menshen
from menshen.errors import MenshenError
from menshen.policy import Policy
from tests.formats.documents import DOCUMENTS

RULES = Policy(models=False)
NAMES = sorted(DOCUMENTS)


@settings(max_examples=40, deadline=None)
@given(name=st.sampled_from(NAMES), data=st.data())
def test_damaged_documents(name: str, data: st.DataObject) -> None:
    held = bytearray(DOCUMENTS[name])
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, max(0, len(held) - 1)))
        end = data.draw(st.integers(start, min(len(held), start + 40)))
        held[start:end] = data.draw(
            st.binary(max_size=8) | st.sampled_from([b'"', b"<", b"\n", b"=", b"--"])
        )
    with tempfile.TemporaryDirectory() as folder:
        source, out = Path(folder) / name, Path(folder) / "out" / name
        source.write_bytes(bytes(held))
        style = data.draw(st.sampled_from(["mask", "label", "delete"]))
        try:
            done = menshen.redact(source, out, policy=RULES, style=style)
        except MenshenError:
            assert not out.exists()
            return
        assert source.read_bytes() == bytes(held)
        assert out.exists() == bool(done.outputs)
        if out.exists():
            # glued to other digits or letters by the damage, it is that number no longer
            assert not re.search(rb"(?<![0-9A-Za-z])13800138000(?![0-9A-Za-z])", out.read_bytes())


@pytest.mark.parametrize("size", [1, 3, 100])
@pytest.mark.parametrize("name", NAMES)
def test_documents_that_break_off(name: str, size: int, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(DOCUMENTS[name][:-size])
    done = menshen.redact(tmp_path / name, tmp_path / "o" / name, policy=RULES)
    assert len(done.outputs) + len(done.failures) >= 1


def test_empty_documents(tmp_path: Path) -> None:
    for name in NAMES:
        (tmp_path / name).write_bytes(b"")
    done = menshen.redact(tmp_path, tmp_path.with_name(tmp_path.name + "-o"), policy=RULES)
    assert len(done.outputs) == len(NAMES)
    assert all(output.path.read_bytes() == b"" for output in done.outputs)
