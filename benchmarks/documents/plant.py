"""What is planted into documents: values that are each of its own kind and occur once.

Numbers are drawn, check digits are right, names are common ones; nothing belongs to anybody.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

__all__ = ["BUILDERS", "Made", "Plant", "Planted", "builder"]

_AREAS = ("110105", "310104", "440305", "330106", "510107", "420111", "610113", "370202")
_SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰建国"
_CARDS = ("622202", "621700", "622848", "621661")
_PLACES = (
    "body",
    "table",
    "margin",
    "comment",
    "metadata",
    "hidden",
    "history",
    "image",
    "other",
    "inside",
)


class Planted(NamedTuple):
    """A value, the kind of information it is, and where it was put."""

    value: str
    kind: str
    place: str


class Made(NamedTuple):
    """A document that was made, what was planted in it, and whether OCR must read it.

    `dpi` is the density of a scan in dots an inch; 0 where nothing is scanned.
    """

    path: Path
    planted: tuple[Planted, ...]
    dpi: int = 0


@dataclass
class Plant:
    """Draws values and remembers where each was put."""

    seed: int
    held: list[Planted] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._draw = random.Random(self.seed)
        self._used: set[str] = set()

    def taken(self) -> tuple[Planted, ...]:
        """Return what was planted since the last time."""
        held, self.held = self.held, []
        return tuple(held)

    def _keep(self, make: Callable[[], str], kind: str, place: str) -> str:
        assert place in _PLACES
        value = make()
        while value in self._used:
            value = make()
        self._used.add(value)
        self.held.append(Planted(value, kind, place))
        return value

    def _digits(self, count: int) -> str:
        return "".join(self._draw.choice("0123456789") for _ in range(count))

    def mobile(self, place: str) -> str:
        """Return a mobile number."""
        heads = ("138", "139", "150", "186", "177", "135")
        return self._keep(
            lambda: self._draw.choice(heads) + self._digits(8), "mobile_number", place
        )

    def identity(self, place: str) -> str:
        """Return a resident identity number with its check digit (GB 11643)."""

        def make() -> str:
            born = f"{self._draw.randint(1950, 2004)}{self._draw.randint(1, 12):02}{self._draw.randint(1, 28):02}"
            head = self._draw.choice(_AREAS) + born + self._digits(3)
            weights = [2 ** (17 - i) % 11 for i in range(17)]
            total = sum(int(d) * w for d, w in zip(head, weights, strict=True))
            return head + "10X98765432"[total % 11]

        return self._keep(make, "resident_id_number", place)

    def card(self, place: str) -> str:
        """Return a bank card number with its check digit (ISO/IEC 7812-1)."""

        def make() -> str:
            head = self._draw.choice(_CARDS) + self._digits(12)
            total = 0
            for place_, digit in enumerate(reversed(head)):
                doubled = int(digit) * (2 if place_ % 2 == 0 else 1)
                total += doubled - 9 if doubled > 9 else doubled
            return head + str(-total % 10)

        return self._keep(make, "bank_card_number", place)

    def email(self, place: str) -> str:
        """Return an address of electronic mail."""
        letters = "abcdefghijklmnopqrstuvwxyz"
        return self._keep(
            lambda: "".join(self._draw.choice(letters) for _ in range(9)) + "@example.com.cn",
            "email",
            place,
        )

    def name(self, place: str) -> str:
        """Return a name of three characters."""
        return self._keep(
            lambda: self._draw.choice(_SURNAMES) + "".join(self._draw.sample(_GIVEN, 2)),
            "person_name",
            place,
        )

    def sentence(self, place: str) -> str:
        """Return a sentence with one value in it."""
        ways: tuple[Callable[[], str], ...] = (
            lambda: f"如有疑问请拨打联系电话{self.mobile(place)}，工作日九点至五点有人接听。",
            lambda: f"申请人身份证号码：{self.identity(place)}，材料已收齐。",
            lambda: f"退款请汇入银行卡号{self.card(place)}，三日内到账。",
            lambda: f"电子版请发至邮箱{self.email(place)}，并注明日期。",
            lambda: f"联系人：{self.name(place)}，负责本次登记。",
        )
        return self._draw.choice(ways)()

    def rows(self, count: int, place: str = "table") -> list[list[str]]:
        """Return a table of people with its header."""
        rows = [["姓名", "手机号码", "身份证号", "备注"]]
        rows += [
            [self.name(place), self.mobile(place), self.identity(place), "已核对"]
            for _ in range(count)
        ]
        return rows

    def pieces(self, text: str) -> list[str]:
        """Return a text cut into runs."""
        cuts = sorted(self._draw.sample(range(1, len(text)), min(4, len(text) - 1)))
        return [text[a:b] for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True)]


Builder = Callable[[Path, Plant], Iterator[Made]]
BUILDERS: list[Builder] = []
"""What makes documents; a module of this package adds its own."""


def builder(make: Builder) -> Builder:
    """Add a builder to the list."""
    BUILDERS.append(make)
    return make
