"""Pages drawn as documents and scanned: blur, noise, skew, shade, JPEG, pages on their side.

Nothing belongs to anybody: values come from `benchmarks.documents.plant`.
"""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from benchmarks.documents.plant import Plant, Planted
from menshen.formats.paper import lettering

__all__ = ["Scan", "prose", "scans"]

_PAPER = (8.27, 11.69)
_POINTS = 10.5
_STREETS = ("建国路", "人民路", "中山北路", "解放大道", "学院路", "和平里大街")
_CITIES = (
    "北京市朝阳区",
    "上海市浦东新区",
    "广东省深圳市南山区",
    "浙江省杭州市西湖区",
    "湖北省武汉市洪山区",
)
_FILLER = "双方应当本着平等自愿、诚实信用的原则，按照有关规定履行各自的义务，任何一方不得擅自变更或者解除。因不可抗力致使不能履行的，应当及时通知对方并在合理期限内提供证明。"


class Scan(NamedTuple):
    """A scan: what kind of page, dots an inch, the file, and what was planted."""

    kind: str
    dpi: int
    data: bytes
    planted: tuple[Planted, ...]


class _Sheet:
    """A sheet of paper to draw on, measured in points."""

    def __init__(
        self, dpi: int, width: float = _PAPER[0] * 72, height: float = _PAPER[1] * 72
    ) -> None:
        self.scale = dpi / 72
        size = (round(width * self.scale), round(height * self.scale))
        self.image = Image.new("RGB", size, (252, 251, 247))
        self._pen = ImageDraw.Draw(self.image)

    def text(
        self, x: float, y: float, said: str, size: float = _POINTS, ink: Any = (30, 30, 32)
    ) -> None:
        font = ImageFont.truetype(_font(), size * self.scale)
        self._pen.text((x * self.scale, y * self.scale), said, font=font, fill=ink)

    def rule(self, *edges: float) -> None:
        self._pen.line(
            [edge * self.scale for edge in edges],
            fill=(60, 60, 60),
            width=max(1, round(self.scale * 0.6)),
        )


def _font() -> str:
    path = lettering._path()
    if path is None:
        raise SystemExit("no Chinese font on this machine: apt-get install fonts-wqy-microhei")
    return path


class _Person:
    """Somebody who is nobody, drawn from a plant."""

    def __init__(self, plant: Plant, draw: random.Random) -> None:
        self.name = plant.name("body")
        self.number = plant.identity("body")
        self._plant, self._draw = plant, draw

    def mobile(self) -> str:
        return self._plant.mobile("body")

    def card(self) -> str:
        return self._plant.card("body")

    def email(self) -> str:
        return self._plant.email("body")

    def home(self) -> str:
        draw = self._draw
        home = f"{draw.choice(_CITIES)}{draw.choice(_STREETS)}{draw.randint(1, 300)}号{draw.randint(1, 20)}号楼{draw.randint(1, 28)}0{draw.randint(1, 8)}室"
        self._plant.held.append(Planted(home, "home_address", "body"))
        return home

    @property
    def born(self) -> tuple[str, str, str]:
        return self.number[6:10], str(int(self.number[10:12])), str(int(self.number[12:14]))


def _form(sheet: _Sheet, person: _Person) -> None:
    sheet.text(220, 60, "员工信息登记表", 18)
    rows = [("姓名", person.name, "手机号码", person.mobile()), ("身份证号", person.number, "电子邮箱", person.email()),
            ("家庭住址", person.home(), "", ""), ("工资卡号", person.card(), "", "")]  # fmt: skip
    for number, (one, first, other, second) in enumerate(rows):
        y = 120 + 30 * number
        sheet.rule(60, y, 540, y)
        for x, said in ((66, one), (140, first), (310, other), (380, second)):
            sheet.text(x, y + 8, said)
    sheet.rule(60, 240, 540, 240)
    for x in (60, 134, 540):
        sheet.rule(x, 120, x, 240)


def _prose(sheet: _Sheet, person: _Person) -> None:
    said = (
        f"甲方：{person.name}，身份证号码：{person.number}，住所地：{person.home()}，联系电话：{person.mobile()}。"
        f"{_FILLER}服务费由甲方付至下列账户：{person.card()}，并发送至邮箱{person.email()}确认。{_FILLER}"
    )
    sheet.text(230, 60, "服务合同", 18)
    for number in range(0, len(said), 42):
        sheet.text(72, 110 + 18 * (number // 42), said[number : number + 42])


def _table(sheet: _Sheet, person: _Person) -> None:
    plant, draw = person._plant, person._draw
    sheet.text(230, 60, "人员名单", 18)
    for x, said in (
        (66, "序号"),
        (110, "姓名"),
        (180, "身份证号"),
        (320, "手机号码"),
        (420, "银行卡号"),
    ):
        sheet.text(x, 108, said)
    for row in range(8):
        y = 130 + 24 * row
        sheet.rule(60, y - 4, 560, y - 4)
        one = person if row == 0 else _Person(plant, draw)
        cells = (str(row + 1), one.name, one.number, one.mobile(), one.card())
        for x, said in zip((66, 110, 180, 320, 420), cells, strict=True):
            sheet.text(x, y, said)


def _identity(sheet: _Sheet, person: _Person) -> None:
    blue = (70, 110, 165)
    home = person.home()
    for x, y, said in ((80, 90, "姓 名"), (80, 116, "性 别"), (150, 116, "民 族"), (80, 142, "出 生"), (80, 168, "住 址"), (80, 230, "公民身份号码")):  # fmt: skip
        sheet.text(x, y, said, 8, blue)
    year, month, day = person.born
    for x, y, said in ((116, 89, person.name), (116, 115, "男"), (182, 115, "汉"), (116, 141, year), (156, 141, month), (182, 141, day),
                       (116, 167, home[:12]), (116, 180, home[12:]), (150, 228, person.number)):  # fmt: skip
        sheet.text(x, y, said, 10)
    for x, said in ((142, "年"), (170, "月"), (196, "日")):
        sheet.text(x, 142, said, 8, blue)


def _bank_card(sheet: _Sheet, person: _Person) -> None:
    number = person.card()
    sheet.text(90, 80, "中国建设银行  龙卡储蓄卡", 13)
    sheet.text(90, 150, " ".join(number[i : i + 4] for i in range(0, len(number), 4)), 17)
    sheet.text(90, 190, f"持卡人 {person.name}    VALID THRU 08/31", 9)
    sheet.text(250, 210, "银联 UnionPay", 11)
    person._plant.held = [p for p in person._plant.held if p.value != person.number]


def _household(sheet: _Sheet, person: _Person) -> None:
    sheet.text(200, 60, "常住人口登记卡", 16)
    year, month, day = person.born
    rows = (("姓　　名", person.name, "户主或与户主关系", "户主"), ("曾 用 名", "", "性　　别", "女"),
            ("出 生 地", "湖北省武汉市", "民　　族", "汉族"), ("籍　　贯", "湖北省武汉市", "出生日期", f"{year}年{month}月{day}日"),
            ("公民身份证件编号", person.number, "血　　型", ""), ("本市县其他住址", person.home(), "", ""))  # fmt: skip
    for number, (one, first, other, second) in enumerate(rows):
        y = 100 + 26 * number
        sheet.rule(60, y, 540, y)
        for x, said, size in (
            (66, one, 8.5),
            (160, first, 10),
            (330, other, 8.5),
            (430, second, 10),
        ):
            sheet.text(x, y + 7, said, size)


def _ticket(sheet: _Sheet, person: _Person) -> None:
    plant = person._plant
    sheet.text(90, 80, "北京南站          G107          上海虹桥站", 13)
    sheet.text(90, 110, "2026年03月05日 09:20开        06车12F号", 10)
    sheet.text(90, 130, "￥553.0元                    二等座", 10)
    sheet.text(90, 156, f"{person.number}  {person.name}", 10.5)
    sheet.text(90, 176, "买票请到12306 发货请到95306", 8)
    del plant


def _label(sheet: _Sheet, person: _Person) -> None:
    other = _Person(person._plant, person._draw)
    for number, (kind, one) in enumerate((("收件人", person), ("寄件人", other))):
        y = 80 + 70 * number
        sheet.text(70, y, f"{kind}：{one.name}    {one.mobile()}", 11)
        sheet.text(70, y + 20, f"地址：{one.home()}", 10)
        person._plant.held = [p for p in person._plant.held if p.value != one.number]


_KINDS: dict[str, Callable[[_Sheet, _Person], None]] = {
    "form": _form, "contract": _prose, "table": _table, "id card": _identity, "bank card": _bank_card,
    "household register": _household, "ticket": _ticket, "waybill": _label,
}  # fmt: skip


def scans(seed: int, each: int) -> Iterator[Scan]:
    """Yield scans of every kind at 150 and 200 dots an inch, `each` of them."""
    draw, plant = random.Random(seed), Plant(seed)
    for dpi in (150, 200):
        for kind, drawn in _KINDS.items():
            for number in range(each):
                sheet = _Sheet(dpi, height=360)
                plant.taken()
                drawn(sheet, _Person(plant, draw))
                yield Scan(
                    kind,
                    dpi,
                    _scanned(sheet.image, dpi, draw, lying=number % 3 == 2),
                    plant.taken(),
                )


def prose(dpi: int, length: int) -> bytes:
    """Return a page full of prose of so many characters."""
    sheet = _Sheet(dpi)
    said = _FILLER * (length // len(_FILLER) + 1)
    for number in range(0, length, 45):
        sheet.text(60, 50 + 16.2 * (number // 45), said[number : min(number + 45, length)])
    return _scanned(sheet.image, dpi, random.Random(7), lying=False)


def _scanned(image: Image.Image, dpi: int, draw: random.Random, *, lying: bool) -> bytes:
    """Return a page as a scanner leaves it."""
    angle = draw.uniform(-2.0, 2.0) + (draw.choice((90, 180, 270)) if lying else 0)
    turned = image.rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor=(252, 251, 247))
    held = np.asarray(turned.filter(ImageFilter.GaussianBlur(draw.uniform(0.3, 0.8)))).astype(float)
    shade = 1 - 0.12 * np.linspace(0, 1, held.shape[1])[None, :, None] * draw.random()
    grain = np.random.default_rng(draw.randrange(1 << 30)).normal(0, 7, (*held.shape[:2], 1))
    out = io.BytesIO()
    pixels = np.clip(held * shade + grain, 0, 255).astype(np.uint8)
    Image.fromarray(pixels).save(out, "JPEG", quality=draw.randint(55, 80), dpi=(dpi, dpi))
    return out.getvalue()
