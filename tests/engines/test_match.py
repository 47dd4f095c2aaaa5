"""Both engines give the same matches; every pattern keeps the rules that make it so."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from menshen import detectors
from menshen.engines.islands import ISLANDS
from menshen.engines.match import Multi, Plain
from menshen.engines.spots import parted
from menshen.late import compiled
from menshen.model import Pattern
from menshen.text import fold_width

hyperscan = pytest.importorskip("hyperscan")
parser: Any = import_module("re._parser")

CASES = Path(__file__).parents[1] / "detectors" / "cases"
QUICK = settings(derandomize=True, max_examples=100, deadline=None)
FILLER = "此处并无内容" * 25
OWN = {name: parted(detectors.load(name).patterns)[0] for name in detectors.BUILTIN}
OWN["islands"] = tuple(i.pattern for i in ISLANDS)
ALL = [pytest.param(p, id=f"{name}-{p.name}") for name, group in OWN.items() for p in group]
ENCODED = [
    "m=%E6%89%8B%E6%9C%BA&n=1",
    "\\u624b\\u673a&#24352;",
    "t=cGhvbmU9MTM4MDAxMzgwMDA9MTIzNA==;",
    "打幺三八零零幺三八零零零",
    "电 l38O4517762 转",
]

Key = tuple[int, int, int, tuple[int, int]]


@cache
def texts(name: str) -> tuple[str, ...]:
    path = CASES / f"{name}.toml"
    if not path.exists():
        return tuple(ENCODED)
    with path.open("rb") as file:
        tables = tomllib.load(file)
    return tuple(case["text"] for kind in tables.values() for case in kind)


@cache
def engines(name: str) -> tuple[Multi, Plain]:
    return Multi(OWN[name]), Plain(OWN[name])


def each(engine: Multi | Plain, text: str) -> Iterator[tuple[int, re.Match[str]]]:
    for index, matches in engine.hits(text):
        yield from ((index, match) for match in matches)


def keys(engine: Multi | Plain, text: str) -> set[Key]:
    found: set[Key] = set()
    for index, match in each(engine, text):
        value = match.span("v") if "v" in match.re.groupindex else match.span()
        found.add((index, *match.span(), value))
    return found


def assert_equal(name: str, text: str) -> None:
    multi, plain = engines(name)
    folded = fold_width(text)
    assert keys(multi, folded) == keys(plain, folded), text


@pytest.mark.parametrize("name", OWN)
def test_engines_agree_on_the_cases_alone_and_far_from_everything(name: str) -> None:
    for text in texts(name):
        assert_equal(name, text)
        assert_equal(name, f"{FILLER}{text}{FILLER}")
        assert_equal(name, f"{FILLER}\n{text}\n{FILLER}")


@pytest.mark.parametrize("name", OWN)
def test_engines_agree_when_all_cases_stand_in_one_text(name: str) -> None:
    assert_equal(name, "\n".join(texts(name)))
    assert_equal(name, "".join(texts(name)))


def test_one_database_of_all_patterns_finds_what_single_ones_find() -> None:
    patterns = [p for group in OWN.values() for p in group]
    text = fold_width("。".join(t for name in OWN for t in texts(name)[:3]))
    together = keys(Multi(patterns), text)
    first = 0
    for name, group in OWN.items():
        alone = {(i + first, *rest) for i, *rest in keys(engines(name)[1], text)}
        assert {k for k in together if first <= k[0] < first + len(group)} == alone
        first += len(group)


GLUE = [
    "",
    " ",
    "中",
    "：",
    "，",
    '"',
    "=",
    "-",
    "\n",
    "0",
    "a",
    "A",
    "（",
    "\u200b",
    "　",
    "９",
    "😀",
]


@st.composite
def mixed(draw: st.DrawFn) -> tuple[str, str]:
    """Return a detector and a text of its cases, cut, glued and damaged."""
    name = draw(st.sampled_from(sorted(OWN)))
    parts: list[str] = []
    for text in draw(st.lists(st.sampled_from(texts(name)), min_size=1, max_size=3)):
        low = draw(st.integers(0, max(0, len(text) - 4)))
        at = draw(st.integers(low, len(text)))
        glue = draw(st.sampled_from(GLUE))
        parts += (text[low:at], glue, text[at + draw(st.integers(0, 1)) :])
        parts.append(draw(st.sampled_from(GLUE)) * draw(st.integers(0, 12)))
    return name, "".join(parts)


@given(mixed())
@settings(QUICK, max_examples=400)
def test_engines_agree_on_damaged_and_glued_values(given_text: tuple[str, str]) -> None:
    assert_equal(*given_text)


@given(
    st.text(
        st.sampled_from("0123456789Xx.-: ,，：京A粤B手机号身份证年月日@/'\"=岁男女\n"), max_size=120
    )
)
@settings(QUICK, max_examples=40)
def test_engines_agree_on_noise(text: str) -> None:
    for name in OWN:
        assert_equal(name, text)


def nodes(tree: Any) -> Iterator[tuple[Any, Any]]:
    """Yield every operation of a parsed regular expression with its argument."""
    for operation, argument in tree:
        yield operation, argument
        yield from _inside(argument)


def _inside(argument: Any) -> Iterator[tuple[Any, Any]]:
    if isinstance(argument, parser.SubPattern):
        yield from nodes(argument)
    elif isinstance(argument, tuple | list):
        for part in argument:
            yield from _inside(part)


def faults(pattern: Pattern) -> list[str]:
    """Return the rules that a pattern breaks."""
    trigger, regex = parser.parse(pattern.trigger), parser.parse(pattern.regex)
    found = [f"regex: {f}" for f in _faults_of_any(regex)]
    found += [f"trigger: {f}" for f in (*_faults_of_any(trigger), *_faults_of_trigger(trigger))]
    plain = re.sub(r"\\.", "", pattern.trigger)
    if plain != plain.lower() and not pattern.cased:
        found.append("trigger: not in lower case")
    if "\\u" in pattern.trigger.replace("\\\\", "") or "(?i" in pattern.trigger:
        found.append("trigger: escape or flag that Hyperscan does not read")
    return found


def _faults_of_any(tree: Any) -> Iterator[str]:
    for operation, argument in nodes(tree):
        if str(operation).endswith("_REPEAT") and argument[1] == parser.MAXREPEAT:
            yield "unbounded repeat"
        if str(operation) == "AT" and "BOUNDARY" in str(argument):
            yield "word boundary"


def _faults_of_trigger(tree: Any) -> Iterator[str]:
    for operation, argument in nodes(tree):
        kind = str(operation)
        if kind in {"ASSERT", "ASSERT_NOT", "AT", "GROUPREF"}:
            yield f"look-around, anchor or reference ({kind})"
        if kind == "NOT_LITERAL" and argument > 127:
            yield "negated character that is not ASCII"
        if kind == "IN":
            yield from _faults_of_class(argument)


def _faults_of_class(members: Any) -> Iterator[str]:
    negated = str(members[0][0]) == "NEGATE"
    for operation, argument in members:
        if str(operation) == "CATEGORY":
            yield "class of characters by category"
        if str(operation) == "RANGE" and argument[1] > 127:
            yield "range of characters that are not ASCII"
        if negated and str(operation) == "LITERAL" and argument > 127:
            yield "negated character that is not ASCII"


@pytest.mark.parametrize("pattern", ALL)
def test_patterns_keep_the_rules(pattern: Pattern) -> None:
    assert faults(pattern) == []
    assert compiled(pattern.regex).groups >= 0
    assert re.compile(pattern.trigger).match("") is None, "the trigger matches nothing"


@pytest.mark.parametrize(
    ("trigger", "regex", "fault"),
    [
        ("a+", "a", "trigger: unbounded repeat"),
        ("a", "a*", "regex: unbounded repeat"),
        ("a", "a{2,}", "regex: unbounded repeat"),
        ("a", "\\ba", "regex: word boundary"),
        ("(?=a)b", "b", "trigger: look-around, anchor or reference (ASSERT)"),
        ("A", "A", "trigger: not in lower case"),
        ("[^甲]b", "b", "trigger: negated character that is not ASCII"),
        ("[^甲乙]b", "b", "trigger: negated character that is not ASCII"),
        ("[一-龥]b", "b", "trigger: range of characters that are not ASCII"),
        ("[0-9]\\d", "b", "trigger: class of characters by category"),
    ],
)
def test_faults_are_seen(trigger: str, regex: str, fault: str) -> None:
    assert fault in faults(Pattern("p", trigger, regex, 1, 1))


@pytest.mark.parametrize("text", ["Ab1", "AB1", "ab1", "张Ab1", "张ab1"])
def test_a_cased_trigger_is_met_as_it_is_written_and_others_in_either_case(text: str) -> None:
    patterns = [
        Pattern("cased", "[A-Z]b[0-9]", "[A-Za-z]b[0-9]", 3, 0, cased=True),
        Pattern("any", "[^0-9]b[0-9]", "[A-Za-z][Bb][0-9]", 3, 0),
    ]
    found = [
        [(h.pattern, h.matches[0].span()) for h in m(patterns).hits(text)] for m in (Multi, Plain)
    ]
    assert found[0] == found[1]
    assert [index for index, _ in found[0]] == ([0, 1] if "Ab" in text else [1])
