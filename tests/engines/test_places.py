"""Names of divisions: full and short, what is above them."""

from __future__ import annotations

import pytest

from menshen.engines.places import above, current, places, township


@pytest.mark.parametrize(
    ("name", "level"),
    [("浙江", 1), ("新疆维吾尔自治区", 1), ("新疆", 1), ("杭州市", 2), ("恩施州", 2), ("余杭", 3),
     ("浦东新区", 3), ("台北市", 2), ("阿巴嘎旗", 3)],
)  # fmt: skip
def test_full_and_short_names_are_known(name: str, level: int) -> None:
    assert level in {p.level for p in places().get(name) or ()}


def test_a_name_may_be_that_of_several_divisions() -> None:
    assert len({p.code for p in places().get("朝阳") or ()}) > 1
    assert places().get("无此地") is None


def test_what_stands_above_a_code() -> None:
    assert above("330110") == ("浙江省", "杭州市")
    assert above("11") == ()
    assert township("闲林街道") == ("330110",)
    assert township("无此镇") == ()
    assert current("330110")
    assert not current("330184")
