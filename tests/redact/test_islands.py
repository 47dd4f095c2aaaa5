"""Encoded values: what they say, and written again as they were."""

from __future__ import annotations

import base64
from urllib.parse import quote, unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

import menshen
from menshen.redact import islands
from menshen.text import fold_width

TEXTS = st.text("张三丰abc 1，", min_size=1, max_size=12)


@given(TEXTS)
def test_percent_codes_go_there_and_back(text: str) -> None:
    seen = quote("张")
    assert unquote(islands.reencoded(text, seen)) == text
    assert islands.plain(quote(text, safe="")) == fold_width(text)


def test_the_charset_of_percent_codes_stays() -> None:
    seen = quote("张", encoding="gb18030")
    assert islands.reencoded("李", seen) == quote("李", encoding="gb18030")


@pytest.mark.parametrize(
    ("seen", "expected"), [("&#24352;", "&#26446;"), ("&#x5f20;", "&#x674e;"), ("张", "李")]
)
def test_references_and_plain_text(seen: str, expected: str) -> None:
    assert islands.reencoded("李", seen) == expected


@pytest.mark.parametrize("strip", [False, True])
@pytest.mark.parametrize("safe", [False, True])
def test_all_values_in_a_base64_token_go(tmp_path: object, strip: bool, safe: bool) -> None:
    from pathlib import Path

    folder = Path(str(tmp_path))
    said = '{"姓名":"张三丰","phone":"13800138000","note":"??>>~~ ok"}'
    token = base64.b64encode(said.encode()).decode()
    token = token.rstrip("=") if strip else token
    token = token.translate(str.maketrans("+/", "-_")) if safe else token
    (folder / "a.log").write_text(f"body={token};ok\n", "utf-8")
    menshen.redact(folder / "a.log", folder / "b.log", style="label")
    done = (folder / "b.log").read_text("utf-8")
    assert done.startswith("body=")
    assert done.endswith(";ok\n")
    new = done[5:-4].translate(str.maketrans("-_", "+/"))
    plain = base64.b64decode(new + "=" * (-len(new) % 4)).decode()
    assert "13800138000" not in plain
    assert plain.startswith('{"姓名":"')
    assert plain.endswith('"note":"??>>~~ ok"}')
