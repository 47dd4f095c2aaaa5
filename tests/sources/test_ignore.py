"""`.menshenignore` means what `.gitignore` means."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from menshen.sources.ignore import Rules


@pytest.mark.parametrize(
    ("glob", "path", "folder", "ignored"),
    [
        ("a.txt", "a.txt", False, True),
        ("a.txt", "x/y/a.txt", False, True),
        ("a.txt", "a.txt.bak", False, None),
        ("*.log", "x/app.log", False, True),
        ("*.log", "x/app.log/y", False, None),
        ("/a.txt", "x/a.txt", False, None),
        ("x/*.txt", "x/a.txt", False, True),
        ("x/*.txt", "x/y/a.txt", False, None),
        ("x/**/a.txt", "x/a.txt", False, True),
        ("x/**/a.txt", "x/y/z/a.txt", False, True),
        ("**/a.txt", "a.txt", False, True),
        ("x/**", "x/y/z", False, True),
        ("x/**", "x", True, None),
        ("build/", "build", True, True),
        ("build/", "y/build", True, True),
        ("build/", "build", False, None),
        ("?.txt", "a.txt", False, True),
        ("?.txt", "ab.txt", False, None),
        ("[a-c].txt", "b.txt", False, True),
        ("[+--].txt", ",.txt", False, True),
        ("[a&&b].txt", "&.txt", False, True),
        ("[!a-c].txt", "b.txt", False, None),
        ("[^a-c].txt", "d.txt", False, True),
        ("[]a].txt", "].txt", False, True),
        ("[.txt", "[.txt", False, True),
        (r"\#a", "#a", False, True),
        (r"\*a", "*a", False, True),
        (r"\*a", "ba", False, None),
        ("# a", "# a", False, None),
        ("", "a", False, None),
        ("/", "a", False, None),
        ("!a", "a", False, False),
        ("名单*", "客户/名单1.csv", False, True),
    ],
)
def test_one_line(glob: str, path: str, folder: bool, ignored: bool | None) -> None:
    assert Rules.parse(glob).ignores(path, folder=folder) is ignored


def test_the_last_line_that_fits_decides() -> None:
    rules = Rules.parse("*.csv\n!keep*\nkeep-not.csv\n")
    assert rules.ignores("a.csv") is True
    assert rules.ignores("keep.csv") is False
    assert rules.ignores("keep-not.csv") is True


@given(st.text("ab*?[]!^-\\/# \n", max_size=30), st.text("ab/[]-", max_size=10))
def test_no_line_is_an_error(text: str, path: str) -> None:
    Rules.parse(text).ignores(path)
