"""The public names: what `__all__` says is there, documented, and nothing else."""

from __future__ import annotations

import inspect
import subprocess
import sys

import pytest

import menshen


def test_all_names_exist_and_nothing_else_is_public() -> None:
    modules = {n for n, v in vars(menshen).items() if inspect.ismodule(v)}
    public = {n for n in vars(menshen) if not n.startswith("_")} - modules
    assert public <= set(menshen.__all__)
    assert all(hasattr(menshen, name) for name in menshen.__all__)
    assert list(menshen.__all__) == sorted(menshen.__all__)


def test_a_module_never_takes_the_place_of_the_function_of_its_name() -> None:
    code = (
        "import menshen, menshen.warn, menshen.harm, menshen.who\n"
        "from menshen.warn import Listener\n"
        "assert all(map(callable, (menshen.warn, menshen.harm, menshen.who, menshen.scan)))\n"
        "assert menshen.warn('你好').verdict and callable(menshen.warn)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_what_finding_does_not_need_is_loaded_late() -> None:
    late = ("menshen.warn", "menshen.harm", "menshen.who", "menshen.papers")
    code = f"import sys, menshen; print([m for m in {late!r} if m in sys.modules])"
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert answer.stdout.strip() == "[]"
    assert not hasattr(menshen, "nonsense")


@pytest.mark.parametrize("name", menshen.__all__)
def test_every_public_name_is_documented(name: str) -> None:
    assert inspect.getdoc(getattr(menshen, name))


@pytest.mark.parametrize("name", ["find", "explain", "scan"])
def test_after_the_subject_everything_is_keyword_only(name: str) -> None:
    first, *rest = inspect.signature(getattr(menshen, name)).parameters.values()
    assert first.kind is inspect.Parameter.POSITIONAL_OR_KEYWORD
    assert all(p.kind is inspect.Parameter.KEYWORD_ONLY for p in rest)


@pytest.mark.parametrize(
    "ask",
    [
        lambda: menshen.find("x", types=["no_such_type"]),
        lambda: menshen.find("x", types="mobile_number"),
        lambda: menshen.find("x", min_score=2.0),
        lambda: menshen.scan("/no/such/place"),
        lambda: menshen.scan(".", jobs=0),
    ],
)
def test_wrong_use_is_a_usage_error(ask: object) -> None:
    assert callable(ask)
    with pytest.raises(menshen.UsageError):
        ask()


def test_no_value_shows_in_a_repr() -> None:
    value = "13800138000"
    finding = menshen.find(f"电话{value}")[0]
    assert finding.value == value
    shown = [finding, finding.evidence, menshen.Block("d", 0, value), *menshen.explain(value)]
    assert not [repr(item) for item in shown if value in repr(item)]
