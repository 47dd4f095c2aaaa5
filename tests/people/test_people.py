"""Who is the same person across blocks and documents, and who is not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from menshen import taxonomy
from menshen.model import Cell, Finding, Person, Span, Text
from menshen.people import People

Group = Sequence[tuple[str, str]]


def batch(*groups: Group, document: str = "d", text: bool = False) -> list[Finding]:
    """Return the findings of one block: of each group its types and canonical forms."""
    return [
        Finding(
            taxonomy.get(kind), document, f"{document}#0", Span(0, 1),
            Text(0, 0) if text else Cell("t", number, 0), value, value, 0.9, "t", (), number, str(number),
        )
        for number, group in enumerate(groups)
        for kind, value in group
    ]  # fmt: skip


def joined(*batches: list[Finding]) -> tuple[list[str | None], list[Person]]:
    people = People()
    found = [f for b in batches for f in people.add(b) if isinstance(f, Finding)]
    everybody = list(people.people())
    same = {old: p.id for p in everybody for old in p.also}
    return [same.get(f.person or "", f.person) for f in found], everybody


ID = ("resident_id_number", "11010519491231002X")
OTHER_ID = ("resident_id_number", "110105198001010010")
PHONE = ("mobile_number", "+8613800138000")
NAME = ("person_name", "钟毅")
OTHER = ("person_name", "宗慧")


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ([NAME, ID], [OTHER, ID], True),
        ([NAME, PHONE], [NAME, PHONE], True),
        ([PHONE], [NAME, PHONE], True),
        ([NAME, PHONE], [OTHER, PHONE], False),
        ([NAME, ID, PHONE], [NAME, OTHER_ID, PHONE], False),
        ([NAME], [NAME], False),
        ([NAME, ("birth_date", "1949-12-31")], [NAME, ("birth_date", "1949-12-31")], True),
        ([NAME, ("birth_date", "1949-12-31")], [OTHER, ("birth_date", "1949-12-31")], False),
        ([NAME, ("employer", "青禾")], [NAME, ("employer", "青禾")], True),
        ([NAME, ("gender", "M")], [NAME, ("gender", "M")], False),
        ([("landline", "1")], [("landline", "1")], False),
    ],
)
def test_links_across_documents(first: Group, second: Group, *, same: bool) -> None:
    ids, people = joined(batch(first), batch(second, document="e"))
    assert (ids[0] == ids[-1]) is same
    assert len(people) == (1 if same else 2)
    if same:
        assert people[0].documents == ("d", "e")


def test_a_name_alone_links_within_one_text_only() -> None:
    ids, _ = joined(batch([NAME], text=True), batch([NAME], text=True))
    assert ids[0] == ids[1]
    ids, _ = joined(batch([NAME], text=True), batch([NAME], text=True, document="e"))
    assert ids[0] != ids[1]


def test_two_who_turn_out_to_be_one_keep_both_ids() -> None:
    ids, (person,) = joined(batch([ID]), batch([PHONE]), batch([ID, PHONE]))
    assert set(ids) == {"p1"}
    assert person.also == ("p2",)
    assert person.findings == 4


def test_what_identifies_nobody_makes_no_person() -> None:
    ids, people = joined(batch([("ip_address", "1.2.3.4")], [("gender", "M"), ("age", "9")]))
    assert ids == [None, None, None]
    assert people == []


def test_quasi_identifiers_together_make_a_person() -> None:
    group = [("gender", "M"), ("birth_date", "1949-12-31"), ("employer", "青禾")]
    _, (person,) = joined(batch(group))
    assert person.identifiers == ()
    assert person.combination == ("gender", "birth_date", "employer")


@pytest.mark.parametrize(
    ("kind", "normal", "minor"),
    [
        ("resident_id_number", f"110105{date.today().year - 5}01010000", True),
        ("resident_id_number", "11010519491231002X", False),
        ("age", "8", True),
        ("age", "40", False),
        ("email", "x", None),
    ],
)
def test_a_child_is_told_by_id_number_or_age(kind: str, normal: str, *, minor: bool | None) -> None:
    _, (person,) = joined(batch([PHONE, (kind, normal)]))
    assert person.minor is minor


def test_memory_is_bounded_and_nobody_is_lost() -> None:
    people = People(most=10)
    out = [e for n in range(100) for e in people.add(batch([("mobile_number", str(n))]))]
    early = [e for e in out if isinstance(e, Person)]
    rest = list(people.people())
    assert len(rest) == 10
    assert len({p.id for p in early} | {p.id for p in rest}) == 100
    assert len(people._by_key) == 0


@given(
    st.lists(
        st.lists(
            st.sampled_from([NAME, OTHER, ID, OTHER_ID, PHONE, ("gender", "M")]),
            min_size=1,
            max_size=4,
        ),
        max_size=8,
    )
)
def test_every_finding_of_a_person_is_counted_once(groups: list[Group]) -> None:
    ids, people = joined(*[batch(g) for g in groups])
    counted = {p.id: p.findings for p in people}
    assert sum(counted.values()) == sum(i is not None for i in ids)
    assert {i for i in ids if i is not None} == set(counted)


def told(*parts: tuple[str, str, str]) -> list[Finding]:
    """Return findings side by side: of each its kind, its value and its group."""
    at, found = 0, []
    for kind, value, group in parts:
        span = Span(at, at + len(value))
        if kind:
            found.append(
                Finding(taxonomy.get(kind), "d", "d#0", span, Text(at, 0), value, value, 0.9, "t", (), 0, group)
            )  # fmt: skip
        at += len(value)
    return found


MAN, KIN, WOMAN = ("person_name", "钟毅", "0"), ("family_relation", "妻子", "0"), "宗慧"


@pytest.mark.parametrize(
    ("between", "group", "related"),
    [
        ("", "1", True),
        ("名叫", "1", True),
        ("：", "1", True),
        ("去找了", "1", False),
        ("", "0", False),
    ],
)
def test_a_word_for_a_relation_presents_the_name_behind_it(
    between: str, group: str, *, related: bool
) -> None:
    parts = told(MAN, ("", "的", ""), KIN, ("", between, ""), ("person_name", WOMAN, group))
    people = People()
    word = [f for f in people.add(parts) if isinstance(f, Finding)][1]
    first = next(iter(people.people()))
    assert (word.person, word.relative) == ("p1", "p2" if related else None)
    assert first.relatives == (("p2",) if related else ())
