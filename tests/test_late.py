"""Expressions compiled late: they behave as compiled ones, and every one of ours compiles."""

from __future__ import annotations

import importlib
import pkgutil
import re

import pytest

import menshen.detectors
import menshen.engines
from menshen.late import _Late, late


def test_it_behaves_as_a_compiled_expression() -> None:
    one, other = late("(a)|b", re.IGNORECASE), re.compile("(a)|b", re.IGNORECASE)
    assert one.sub("x", "Abc") == other.sub("x", "Abc")
    assert [m.span() for m in one.finditer("abab", 1)] == [
        m.span() for m in other.finditer("abab", 1)
    ]
    assert (one.pattern, one.flags, one.groups) == (other.pattern, other.flags, other.groups)


def test_it_waits() -> None:
    faulty = late("(")
    assert repr(faulty) == "late('(')"
    with pytest.raises(re.error):
        faulty.search("a")


@pytest.mark.parametrize("package", [menshen.detectors, menshen.engines])
def test_all_of_ours_compile(package: object) -> None:
    names = [m.name for m in pkgutil.iter_modules(package.__path__)]  # type: ignore[attr-defined]
    modules = [importlib.import_module(f"{package.__name__}.{n}") for n in names]  # type: ignore[attr-defined]
    held = [v for m in modules for v in vars(m).values() if isinstance(v, _Late)]
    assert len(held) > 30
    for expression in held:
        re.compile(*expression._told)
