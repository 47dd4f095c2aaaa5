"""People in the first simple way: one record, one person."""

from __future__ import annotations

from datetime import date

from menshen import taxonomy
from menshen.model import Finding, Person, Span, Text
from menshen.people import People


def finding(type_id: str, record: int | None, normal: str = "x", document: str = "d") -> Finding:
    kind = taxonomy.get(type_id)
    place = Text(0, record or 0)
    return Finding(kind, document, "d#0", Span(0, 1), place, normal, normal, 0.9, "t", (), record)


def grouped(findings: list[Finding]) -> list[Finding | Person]:
    people = People()
    out: list[Finding | Person] = []
    for item in findings:
        out += people.add(item)
    return out + list(people.flush())


def test_findings_of_one_record_are_one_person() -> None:
    out = grouped([finding("mobile_number", 1), finding("email", 1), finding("mobile_number", 2)])
    people = [o for o in out if isinstance(o, Person)]
    assert [p.findings for p in people] == [2, 1]
    assert [o.person for o in out if isinstance(o, Finding)] == ["p1", "p1", "p2"]
    assert people[0].types == ("mobile_number", "email")


def test_an_address_in_a_log_line_alone_makes_no_person() -> None:
    (only,) = grouped([finding("ip_address", 1)])
    assert isinstance(only, Finding)
    assert only.person is None


def test_the_same_record_number_in_another_document_is_another_person() -> None:
    out = grouped([finding("email", 1), finding("email", 1, document="e")])
    assert len([o for o in out if isinstance(o, Person)]) == 2


def test_findings_without_a_record_are_never_joined() -> None:
    out = grouped([finding("email", None), finding("email", None)])
    assert len([o for o in out if isinstance(o, Person)]) == 2


def test_a_child_is_told_by_id_number_birth_date_or_age() -> None:
    recent = f"{date.today().year - 5}0101"
    for type_id, normal, minor in (
        ("resident_id_number", f"110105{recent}0000", True),
        ("resident_id_number", "11010519491231002X", False),
        ("age", "8", True),
        ("age", "40", False),
        ("mobile_number", "x", None),
    ):
        out = grouped([finding("email", 1), finding(type_id, 1, normal)])
        (person,) = [o for o in out if isinstance(o, Person)]
        assert person.minor is minor


def test_memory_is_bounded_in_an_endless_record() -> None:
    people = People()
    released = sum(len(list(people.add(finding("email", 0)))) for _ in range(10_000))
    assert released > 8_000
