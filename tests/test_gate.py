"""The gate: the first rule that fits decides, and what cannot be read does not leave."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from menshen.errors import PolicyError, UsageError
from menshen.gate import GatePolicy, Judged, passed

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(content: str | bytes, name: str = "a.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return written


def people(count: int, head: str = "姓名,手机号") -> str:
    rows = "".join(f"王建{'国军平伟东'[n % 5]},138{n:08d}\n" for n in range(count))
    return f"{head}\n{rows}"


def policy(write: Write, text: str) -> GatePolicy:
    return GatePolicy.load(write(text, "gate.toml"))


def test_a_file_without_people_leaves(write: Write) -> None:
    found = passed(write("型号,数量\n门锁,12\n窗帘,7\n"))
    assert found.decision == "allow"
    assert found.people == 0


def test_a_list_of_people_leaves_marked(write: Write) -> None:
    found = passed(write(people(30)))
    assert found.decision == "mark"
    assert found.people >= 20
    assert found.counts["mobile_number"] == 30


def test_sensitive_information_is_redacted_for_outsiders_only(write: Write) -> None:
    path = write("姓名,银行卡号\n王建国,6222021234567890128\n李军,6222021234567890128\n")
    assert passed(path).decision == "redact"
    inside = GatePolicy(inside=("*@ours.cn",))
    assert passed(path, ["a@OURS.cn"], inside).decision == "allow"
    assert passed(path, ["a@ours.cn", "b@other.cn"], inside).decision == "redact"


def test_the_counts_of_the_criminal_law_refuse(write: Write) -> None:
    cards = "".join(f"王建国,62220212345678{n:05d}\n" for n in range(60))
    found = passed(write(f"姓名,银行卡号\n{cards}"))
    assert found.counts["bank_card_number"] >= 50
    assert found.decision == "refuse"
    assert "50" in found.rule
    assert passed(write(people(60))).decision == "mark"


def test_what_cannot_be_read_is_refused(write: Write) -> None:
    locked = write(b"PK\x03\x04" + bytes(200), "a.xlsx")
    found = passed(locked)
    assert (found.decision, found.rule) == ("refuse", "unreadable")
    assert found.failures
    lenient = policy(write, 'unreadable = "allow"')
    assert passed(locked, (), lenient).decision == "allow"


def test_the_first_rule_that_fits_decides(write: Write) -> None:
    rules = policy(
        write,
        """
        inside = ["*@ours.cn"]
        [[rule]]
        name = "合作方"
        decision = "mark"
        recipients = ["*@partner.cn"]
        [[rule]]
        name = "名单"
        decision = "refuse"
        kinds = ["mobile_number"]
        min_count = 5
        """,
    )
    path = write(people(6))
    assert passed(path, ["x@partner.cn"], rules).rule == "合作方"
    assert passed(path, ["x@other.cn"], rules).rule == "名单"
    assert passed(write(people(4)), ["x@other.cn"], rules).decision == "allow"


def test_rules_see_classes_sensitivity_and_people(write: Write) -> None:
    rules = policy(
        write,
        """
        otherwise = "mark"
        [[rule]]
        decision = "refuse"
        class = 50
        [[rule]]
        decision = "redact"
        sensitive = true
        [[rule]]
        decision = "allow"
        min_people = 3
        """,
    )
    assert passed(write(people(6)), (), rules).decision == "allow"
    assert passed(write(people(1)), (), rules).decision == "mark"
    assert (
        passed(write("病人王建国确诊艾滋病，住院号123456。", "a.txt"), (), rules).decision
        == "redact"
    )


def test_nothing_of_the_file_shows_in_the_judgement(write: Write) -> None:
    found: Judged = passed(write("姓名,手机号\n欧阳锋,13800138000\n"))
    assert "欧阳锋" not in repr(found)
    assert "13800138000" not in repr(found)


@pytest.mark.parametrize(
    ("text", "match"),
    [
        ("x =", "TOML"),
        ("colour = 1", "colour"),
        ("rule = 3", "rule"),
        ("[[rule]]\nname = 'x'", "decision"),
        ("[[rule]]\ndecision = 'maybe'", "decision"),
        ("[[rule]]\ndecision = 'mark'\nkind = 'x'", "kind"),
        ("[[rule]]\ndecision = 'mark'\nclass = 4", "class"),
        ("[[rule]]\ndecision = 'mark'\nmin_count = -1", "min_count"),
        ("[[rule]]\ndecision = 'mark'\nmin_people = true", "min_people"),
        ("[[rule]]\ndecision = 'mark'\noutside = 1", "outside"),
        ("[[rule]]\ndecision = 'mark'\nrecipients = 'x'", "recipients"),
        ("inside = 'x'", "inside"),
        ("unreadable = 'x'", "unreadable"),
    ],
)
def test_a_policy_with_a_mistake_is_refused(write: Write, text: str, match: str) -> None:
    with pytest.raises(PolicyError, match=match):
        policy(write, text)


def test_wrong_names_are_wrong_use(write: Write, tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        policy(write, "[[rule]]\ndecision = 'mark'\nkinds = ['no_such_kind']")
    with pytest.raises(PolicyError):
        GatePolicy.load(tmp_path / "none.toml")
    with pytest.raises(UsageError):
        passed(tmp_path / "none.csv")
