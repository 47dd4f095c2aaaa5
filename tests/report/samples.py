"""Findings and reports made by hand, so that the tests of reports need no detector."""

from __future__ import annotations

from collections.abc import Iterator

from menshen import taxonomy
from menshen.model import (
    Box,
    Cell,
    Column,
    Event,
    Evidence,
    Failure,
    Finding,
    Node,
    Person,
    Place,
    Reading,
    Remark,
    Run,
    Span,
    Table,
    Text,
)
from menshen.policy import DEFAULT
from menshen.report import Report, Tally

MOBILE = "13800138000"
RESIDENT = "11010519491231002X"
LABEL = Evidence("label", 4.0, "label: phone")
FIRST_LINE = Text(2, 0)
CHECK = Evidence("check_digit", 5.0, "check digit holds")


def finding(
    type_id: str = "mobile_number",
    value: str = MOBILE,
    place: Place = FIRST_LINE,
    document: str = "notes.txt",
    score: float = 0.98,
    person: str | None = None,
) -> Finding:
    return Finding(
        type=taxonomy.get(type_id),
        document=document,
        block=f"{document}#0",
        span=Span(2, 2 + len(value)),
        place=place,
        value=value,
        normal=value,
        score=score,
        detector="mobile",
        evidence=(LABEL, CHECK),
        person=person,
    )


def events() -> Iterator[Event]:
    """Yield a scan with something of everything."""
    yield Run("0.1.0", ("data",), DEFAULT.digest, "2026-11-24T12:00:00+00:00", "2026-11")
    columns = (
        Column("姓名", 0, "person_name", 0.8, "3 of 4 cells are person_name; the header agrees"),
        Column("", 1, "mixed", 0.6, "the header names a column of remarks"),
        Column("x", 2, None, 0.0, "no finding in 4 cells"),
    )
    found: list[Event] = [
        finding(person="p1"),
        finding("resident_id_number", RESIDENT, Cell("staff", 0, 1), "staff.csv", person="p2"),
        finding("account_password", "S3cret!!", Cell("staff", -1, 2), "staff.csv", score=0.6),
        finding("diagnosis", "糖尿病", Node("3", "$.note"), "a.json", score=0.75),
        finding("email", "ouyang@163.com", Box(0, 1.0, 2.0, 3.0, 4.0), "b.pdf"),
        Person("p1", ("notes.txt",), ("mobile_number",), ("mobile_number",), 1),
        Person(
            "p2", ("staff.csv",), ("resident_id_number",), ("resident_id_number",), 1, minor=True
        ),
        Table("staff.csv", "staff", columns),
        Failure("x.pdf", "EncryptedError", "it is protected by a password"),
    ]
    remark = Remark("notes.txt", "wrong_bytes", "2 bytes do not fit gb18030, the first at byte 7")
    found.append(Reading("notes.txt", "plain", 1, 120, (remark,)))
    found += [Reading(name, "plain", 1, 10) for name in ("staff.csv", "a.json", "clean.md")]
    tally = Tally()
    for event in found:
        tally.add(event)
        yield event
    yield tally.summary(1.25, interrupted=False)


def report() -> Report:
    return Report.collect(events())
