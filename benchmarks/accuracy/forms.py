"""Every kind of number in every written form, in varied carrier sentences, and near-misses.

`build(seed)` makes the cases: for each kind and form at least `PER_FORM` texts that hold one value
each, with its exact bounds, and for each near-miss texts in which the types of `Case.absent` must
not be found. Values are invented; check digits are right unless the case is a near-miss. Carrier
sentences stand in `corpus/carriers.toml`.

    python -m benchmarks.accuracy.forms --show 20
    python -m benchmarks.accuracy.forms --counts
"""

from __future__ import annotations

import argparse
import base64
import json
import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import quote

__all__ = [
    "PER_FORM",
    "Case",
    "build",
    "iccid",
    "imei",
    "luhn_digit",
    "org_code",
    "resident_digit",
    "resident_id",
    "uscc",
    "vin",
    "vin_digit",
]

PER_FORM = 40
"""Texts for each kind and form."""

Make = Callable[[Random], str]
Write = Callable[[Random, str], str]


@dataclass(frozen=True, slots=True)
class Case:
    """One text with one value of `type`, or a near-miss (`type` None) without any of `absent`.

    `value` is `text[start:end]`, as written; `normal` the value before it was written that way.
    `accept` names further types that are just as right. `loose` cases ask for overlap only: the
    value stands inside an encoded stretch. A near-miss with nothing in `absent` is not counted.
    """

    form: str
    type: str | None
    text: str
    start: int
    end: int
    value: str
    normal: str = ""
    accept: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    style: str = ""
    loose: bool = False


# ---------------------------------------------------------------- check digits


def luhn_digit(body: str) -> str:
    """Return the Luhn check digit of `body`."""
    total = 0
    for i, char in enumerate(reversed(body)):
        digit = int(char) * (2 if i % 2 == 0 else 1)
        total += digit - 9 if digit > 9 else digit
    return str(-total % 10)


def resident_digit(body: str) -> str:
    """Return the MOD 11-2 check character (GB 11643) of the first 17 digits."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return "10X98765432"[sum(int(c) * w for c, w in zip(body, weights, strict=True)) % 11]


def org_code(body: str) -> str:
    """Return the check character (GB 11714) of an organisation code's first eight characters."""
    signs = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    weights = (3, 7, 9, 10, 5, 8, 4, 2)
    rest = 11 - sum(signs.index(c) * w for c, w in zip(body, weights, strict=True)) % 11
    return {10: "X", 11: "0"}.get(rest, str(rest))


USCC_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def uscc_digit(body: str) -> str:
    """Return the check character (GB 32100) of a social credit code's first 17 characters."""
    total = sum(USCC_SIGNS.index(c) * pow(3, i, 31) for i, c in enumerate(body))
    return USCC_SIGNS[-total % 31]


def vin_digit(code: str) -> str:
    """Return the check character of a 17-character VIN, whatever stands at its ninth place."""
    values = dict(zip("ABCDEFGHJKLMNPRSTUVWXYZ", "12345678123457923456789", strict=True))
    weights = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
    total = sum(int(values.get(c, c)) * w for c, w in zip(code, weights, strict=True))
    return "0123456789X"[total % 11]


def s10_digit(body: str) -> str:
    """Return the check digit of a UPU S10 item number's eight digits."""
    rest = 11 - sum(int(c) * w for c, w in zip(body, (8, 6, 4, 2, 3, 5, 9, 7), strict=True)) % 11
    return {10: "0", 11: "5"}.get(rest, str(rest))


# ---------------------------------------------------------------- values

DIGITS = "0123456789"
HEX = "0123456789abcdef"
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
MOBILE_PREFIXES: tuple[str, ...] = tuple(re.findall(
    r"\d+",
    "130 131 132 133 134 135 136 137 138 139 145 147 149 150 151 152 153 155 156 157 158 159 166 "
    "170 171 173 175 176 177 178 180 181 182 183 184 185 186 187 188 189 191 193 195 198 199",
))  # fmt: skip
BINS = (
    ("622202", 19), ("621700", 19), ("622848", 19), ("621661", 19), ("621226", 19), ("621799", 19),
    ("622580", 16), ("621483", 16), ("622588", 16), ("625960", 16), ("436742", 16), ("622155", 16),
)  # fmt: skip
AREA_CODES = ("010", "021", "022", "023", "025", "027", "028", "0311", "0371", "0431", "0512",
              "0531", "0571", "0591", "0731", "0755", "0791", "0871")  # fmt: skip
AREA_CODES_7 = ("0931", "0991", "0543", "0717", "0827", "0376", "0775", "0851", "0951", "0971")
MAIL_USERS = ("lubw", "chaixy", "yin.guoliang", "xin_yulan", "tong-lq", "zhonghui", "ouyangqh",
              "maijh", "zqh", "hansumei", "linxiao", "wushuang")  # fmt: skip
MAIL_HOSTS = ("163.com", "126.com", "sina.com", "foxmail.com", "outlook.com", "gmail.com",
              "139.com", "aliyun.com", "mail.example.com.cn", "stu.example.edu.cn")  # fmt: skip


def pick(rng: Random, signs: str, count: int) -> str:
    """`count` random characters of `signs`."""
    return "".join(rng.choice(signs) for _ in range(count))


def digits(rng: Random, count: int) -> str:
    """`count` random digits, the first not zero."""
    return rng.choice("123456789") + pick(rng, DIGITS, count - 1)


def day(rng: Random, first: int = 1948, last: int = 2014) -> date:
    """Return a random day of the years `first` to `last`."""
    start = date(first, 1, 1)
    return start + timedelta(days=rng.randrange((date(last, 12, 31) - start).days))


@cache
def tables() -> Mapping[str, Any]:
    """Return the carrier sentences and filler lists."""
    path = Path(__file__).parent / "corpus" / "carriers.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def resident_id(rng: Random, area: str = "", end: str = "") -> str:
    """Return a resident ID number with a right check character; `end` asks for a certain one."""
    while True:
        place: str = area or rng.choice(tables()["areas"])
        body = f"{place}{day(rng):%Y%m%d}{rng.randrange(1, 1000):03d}"
        check = resident_digit(body)
        if not end or check == end:
            return body + check


def resident_id_x(rng: Random) -> str:
    """Return a resident ID number that ends with X."""
    return resident_id(rng, end="X")


def resident_id_15(rng: Random) -> str:
    """Return an old ID number with 15 digits."""
    born = day(rng, 1930, 1985)
    return f"{rng.choice(tables()['areas'])}{born:%y%m%d}{rng.randrange(1, 900):03d}"


def hmt_id(rng: Random) -> str:
    """Return the number of a residence permit for Hong Kong, Macao or Taiwan residents."""
    return resident_id(rng, rng.choice(("810000", "820000", "830000")))


def foreigner_id(rng: Random) -> str:
    """Return the number of a foreigner's permanent residence card, new style or old."""
    if rng.random() < 0.35:
        country = rng.choice(("CAN", "USA", "JPN", "KOR", "DEU", "FRA", "AUS"))
        return f"{country}{digits(rng, 4)}{day(rng, 1950, 1995):%y%m%d}{pick(rng, DIGITS, 2)}"
    country = rng.choice(("840", "392", "410", "124", "276", "250", "036", "826"))
    body = f"9{rng.choice(('11', '31', '44', '32', '51'))}{country}{day(rng, 1950, 1995):%Y%m%d}"
    body += f"{rng.randrange(1, 1000):03d}"
    return body + resident_digit(body)


def passport(rng: Random) -> str:
    """Return a passport number in one of the present shapes."""
    shape = rng.random()
    if shape < 0.4:
        return "E" + digits(rng, 8)
    if shape < 0.8:
        return "E" + rng.choice(LETTERS) + digits(rng, 7)
    return rng.choice(("G" + digits(rng, 8), "PE" + digits(rng, 7), "SE" + digits(rng, 7)))


def hkm_permit(rng: Random) -> str:
    """Return the number of a mainland travel permit for Hong Kong and Macao residents."""
    tail = rng.choice(("", "", "00", "01", "02"))
    return rng.choice("HHM") + digits(rng, 8) + tail


def exit_hkm(rng: Random) -> str:
    """Return the number of a permit to travel to Hong Kong and Macao."""
    old = rng.choice(("W" + digits(rng, 8), "C" + digits(rng, 8)))
    return rng.choice((old, "C" + rng.choice(LETTERS) + digits(rng, 7)))


def exit_tw(rng: Random) -> str:
    """Return the number of a permit to travel to Taiwan."""
    return rng.choice("LLT") + digits(rng, 8)


def military_id(rng: Random) -> str:
    """Return the number of an officer's or soldier's identity card."""
    return f"{rng.choice('军政后南北参装空海士')}字第{digits(rng, rng.choice((6, 7, 8)))}号"


def uscc(rng: Random) -> str:
    """Return a unified social credit code; the organisation code inside is right too."""
    area: str = rng.choice(tables()["areas"])
    head = rng.choice(("91", "91", "92", "93", "52", "12")) + area
    org = rng.choice(("MA", "MA", digits(rng, 2))) + pick(rng, DIGITS + "ABCDEFGHJKLMNP", 6)
    body = head + org + org_code(org)
    return body + uscc_digit(body)


def mobile(rng: Random) -> str:
    """Return a mobile number of the mainland."""
    return rng.choice(MOBILE_PREFIXES) + pick(rng, DIGITS, 8)


def overseas(rng: Random) -> str:
    """Return a mobile number of Hong Kong, Macao, Taiwan or abroad with its country code."""
    return rng.choice((
        f"+852 {rng.choice('569')}{pick(rng, DIGITS, 3)} {pick(rng, DIGITS, 4)}",
        f"+852-{rng.choice('569')}{pick(rng, DIGITS, 7)}",
        f"+853 6{pick(rng, DIGITS, 3)} {pick(rng, DIGITS, 4)}",
        f"+886 9{pick(rng, DIGITS, 2)} {pick(rng, DIGITS, 3)} {pick(rng, DIGITS, 3)}",
        f"+886-9{pick(rng, DIGITS, 8)}",
        f"+65 {rng.choice('89')}{pick(rng, DIGITS, 3)} {pick(rng, DIGITS, 4)}",
        f"+81 90-{digits(rng, 4)}-{digits(rng, 4)}",
        f"+1 (617) 555-01{pick(rng, DIGITS, 2)}",
    ))  # fmt: skip


def landline(rng: Random) -> str:
    """Return a fixed line, area code and number joined by a dash."""
    if rng.random() < 0.25:
        return f"{rng.choice(AREA_CODES_7)}-{rng.choice('2345678')}{pick(rng, DIGITS, 6)}"
    return landline_8(rng)


def landline_8(rng: Random) -> str:
    """Return a fixed line with eight digits after the area code."""
    return f"{rng.choice(AREA_CODES)}-{rng.choice('2345678')}{pick(rng, DIGITS, 7)}"


def email(rng: Random) -> str:
    """Return a personal mailbox."""
    if rng.random() < 0.3:
        return digits(rng, rng.choice((8, 9, 10))) + "@qq.com"
    user = rng.choice(MAIL_USERS) + rng.choice(("", digits(rng, 2), f"_{digits(rng, 3)}", "1988"))
    return f"{user}@{rng.choice(MAIL_HOSTS)}"


def wechat(rng: Random) -> str:
    """Return a WeChat id of one's own choice, or a wxid."""
    if rng.random() < 0.3:
        return "wxid_" + pick(rng, DIGITS + "abcdefghijklmnopqrstuvwxyz", 14)
    stem = rng.choice(("lubw", "chaixy", "yuhua", "laozhang", "Lily_w", "zqh", "mei-mei", "axiang"))
    return stem + rng.choice(("", "_")) + digits(rng, rng.choice((3, 4, 6)))


def qq(rng: Random) -> str:
    """Return a QQ number."""
    return digits(rng, rng.choice((6, 7, 8, 9, 9, 10, 10)))


def handle(rng: Random) -> str:
    """Return a name or number on a social platform."""
    stem = rng.choice(("xiaoman", "dagezhan", "yu_chen", "momo", "Kk.life", "laoliu", "Aliang"))
    return rng.choice((stem + digits(rng, 4), stem + "_" + digits(rng, 2), digits(rng, 10)))


def user_id(rng: Random) -> str:
    """Return a login name or number of a platform."""
    stem = rng.choice(("zhanghq", "lubw", "u", "user_", "cust", "vip"))
    return rng.choice((stem + digits(rng, 5), digits(rng, 9), stem + pick(rng, HEX, 8)))


def bank_card(rng: Random) -> str:
    """Return a bank card number that passes Luhn."""
    head, size = rng.choice(BINS)
    body = head + pick(rng, DIGITS, size - 1 - len(head))
    return body + luhn_digit(body)


def bank_account(rng: Random) -> str:
    """Return a passbook or settlement account: no check digit is published."""
    return digits(rng, rng.choice((17, 18, 19, 21, 22)))


def payment_account(rng: Random) -> str:
    """Return an Alipay account: mobile number, mailbox or 2088 number."""
    return rng.choice((mobile(rng), email(rng), "2088" + pick(rng, DIGITS, 12)))


def securities(rng: Random) -> str:
    """Return a shareholder's account in Shanghai or Shenzhen."""
    return rng.choice(("A" + digits(rng, 9), "0" + digits(rng, 9), "E" + digits(rng, 9)))


def password(rng: Random) -> str:
    """Return a password as people choose them."""
    stem = rng.choice(("Zhq", "abc", "Qwer", "wode", "lbw", "Xm"))
    year = str(rng.randrange(1978, 2006))
    return rng.choice((stem + "@" + year, stem + "#" + digits(rng, 4), stem + year + "!",
                       digits(rng, 6), stem + "_" + pick(rng, HEX, 6)))  # fmt: skip


def sms_code(rng: Random) -> str:
    """Return a verification code."""
    return digits(rng, rng.choice((4, 6, 6, 6)))


def ipv4(rng: Random) -> str:
    """Return a public IPv4 address."""
    head = rng.choice(
        (
            36,
            39,
            58,
            59,
            60,
            61,
            101,
            106,
            111,
            112,
            113,
            114,
            116,
            117,
            119,
            120,
            121,
            122,
            123,
            175,
            180,
            182,
            183,
            202,
            210,
            218,
            219,
            220,
            221,
            222,
            223,
        )
    )
    return f"{head}.{rng.randrange(1, 255)}.{rng.randrange(0, 255)}.{rng.randrange(1, 255)}"


def ipv6(rng: Random) -> str:
    """Return a global IPv6 address, full or shortened."""
    head = rng.choice(("2408", "2409", "240e", "2001"))
    parts = [head] + [f"{rng.randrange(0x10, 0xFFFF):x}" for _ in range(7)]
    if rng.random() < 0.4:
        return ":".join(parts[: rng.randrange(3, 6)]) + "::" + parts[-1]
    return ":".join(parts)


def mac(rng: Random) -> str:
    """Return a MAC address with colons or dashes."""
    octets = [f"{rng.randrange(256):02x}" for _ in range(6)]
    octets[0] = f"{rng.randrange(64) * 4:02x}"
    written = rng.choice((":", "-")).join(octets)
    return written.upper() if rng.random() < 0.5 else written


def imei(rng: Random) -> str:
    """Return an IMEI that passes Luhn."""
    body = rng.choice(("86", "35")) + pick(rng, DIGITS, 12)
    return body + luhn_digit(body)


def imsi(rng: Random) -> str:
    """Return an IMSI of a mainland operator."""
    return rng.choice(("46000", "46001", "46003", "46007", "46011")) + pick(rng, DIGITS, 10)


def iccid(rng: Random) -> str:
    """Return an ICCID of a mainland operator with its Luhn digit, 20 digits."""
    body = "8986" + rng.choice(("00", "01", "03", "11")) + pick(rng, DIGITS, 13)
    return body + luhn_digit(body)


def device_id(rng: Random) -> str:
    """Return an Android id (16 hex) or an advertising id (UUID)."""
    if rng.random() < 0.45:
        return rng.choice("abcdef") + pick(rng, HEX, 15)
    raw = "-".join(pick(rng, HEX, n) for n in (8, 4, 4, 4, 12))
    return raw.upper() if rng.random() < 0.6 else raw


def plate_head(rng: Random) -> str:
    """Province and office letter."""
    return rng.choice(PROVINCES) + rng.choice("ABCDEFGHJK")


def plate(rng: Random) -> str:
    """Return a blue plate."""
    shape = rng.random()
    if shape < 0.4:
        return plate_head(rng) + digits(rng, 5)
    tail = rng.choice(LETTERS) + pick(rng, DIGITS, 4)
    if shape < 0.7:
        return plate_head(rng) + tail
    return plate_head(rng) + pick(rng, DIGITS, 3) + rng.choice(LETTERS) + pick(rng, DIGITS, 1)


def plate_green(rng: Random) -> str:
    """Return a small new-energy plate."""
    second = rng.choice(LETTERS + DIGITS)
    return plate_head(rng) + rng.choice("DDDFFAB") + second + pick(rng, DIGITS, 4)


def plate_green_large(rng: Random) -> str:
    """Return a large new-energy plate."""
    return plate_head(rng) + digits(rng, 5) + rng.choice("DF")


def plate_special(rng: Random) -> str:
    """Return a plate that ends with 挂, 学, 警, 港 or 澳."""
    tail = rng.choice("挂学警港澳")
    head = "粤Z" if tail in "港澳" else plate_head(rng)
    return head + rng.choice(LETTERS + DIGITS) + pick(rng, DIGITS, 3) + tail


def plate_military(rng: Random) -> str:
    """Return a plate of the army or the armed police."""
    return rng.choice((
        f"{rng.choice('军空海北沈兰济南广成')}{rng.choice('ABCDEFKV')}{digits(rng, 5)}",
        f"WJ{rng.choice(PROVINCES)}{pick(rng, DIGITS, 4)}{rng.choice('XBTSHJD5')}",
        f"WJ{rng.choice(('01', '11', '31'))}-{digits(rng, 5)}",
    ))  # fmt: skip


def plate_embassy(rng: Random) -> str:
    """Return a plate of an embassy or a consulate."""
    consulate = rng.choice(("沪A", "粤A", "川A", "辽A")) + digits(rng, 4) + "领"
    return rng.choice(("使" + digits(rng, 6), consulate))


def vin(rng: Random) -> str:
    """Return a VIN with a right check character."""
    head = rng.choice(("LSV", "LFV", "LVS", "LGW", "LGX", "LSG", "LBV", "LRW", "LDC", "LHG"))
    code = head + pick(rng, LETTERS.replace("Q", "") + DIGITS, 5) + "0"
    code += rng.choice("KLMNPR") + rng.choice("ABCDEF1") + pick(rng, DIGITS, 6)
    return code[:8] + vin_digit(code) + code[9:]


def order_number(rng: Random) -> str:
    """Return an order number with its day in front, a letter in front, or plain digits."""
    stamp = f"{day(rng, 2021, 2024):%Y%m%d}"
    return rng.choice((stamp + digits(rng, 12), rng.choice(("E", "D", "TB", "PO")) + stamp
                       + digits(rng, 6), digits(rng, 19), digits(rng, 16)))  # fmt: skip


def tracking_number(rng: Random) -> str:
    """Return a parcel number of one of the large carriers."""
    body = pick(rng, DIGITS, 8)
    return rng.choice((
        "SF1" + pick(rng, DIGITS, 12), "YT" + digits(rng, 13), "JT5" + pick(rng, DIGITS, 12),
        "JDV00" + pick(rng, DIGITS, 10), f"E{rng.choice('ABEZ')}{body}{s10_digit(body)}CN",
    ))  # fmt: skip


def tracking_digits(rng: Random) -> str:
    """Return a parcel number that is digits only: it needs its label."""
    return rng.choice(("77", "43", "75", "9")) + digits(rng, 12)


def pickup_code(rng: Random) -> str:
    """Return a pickup code of a parcel shop."""
    return rng.choice((f"{rng.randrange(1, 30)}-{rng.randrange(1, 9)}-{digits(rng, 4)}",
                       digits(rng, 6), f"{rng.choice('ABCD')}{rng.randrange(1, 20)}-{digits(rng, 3)}",
                       digits(rng, 8)))  # fmt: skip


def flight_ticket(rng: Random) -> str:
    """Return an electronic ticket number: airline code and ten digits."""
    return rng.choice(("999", "781", "784", "880", "479", "876")) + "-" + digits(rng, 10)


def train_pickup(rng: Random) -> str:
    """Return the number with which train tickets are fetched."""
    return "E" + digits(rng, 9)


def estate_cert(rng: Random) -> str:
    """Return a real-estate certificate's number, new style."""
    short, town = rng.choice(
        (
            ("京", "朝"),
            ("沪", "浦"),
            ("苏", "苏州市"),
            ("浙", "杭州市"),
            ("鲁", "济南市"),
            ("粤", "深圳市"),
            ("川", "成都市"),
            ("皖", "合肥市"),
        )
    )
    opened, closed = rng.choice((("（", "）"), ("(", ")")))
    year = rng.randrange(2016, 2025)
    return f"{short}{opened}{year}{closed}{town}不动产权第{rng.randrange(1, 99999):07d}号"


def estate_cert_old(rng: Random) -> str:
    """Return a house ownership certificate's number, old style."""
    return rng.choice((
        f"杭房权证西移字第{digits(rng, 8)}号", f"沪房地浦字（{rng.randrange(2001, 2015)}）第{digits(rng, 6)}号",
        f"济房权证历字第{digits(rng, 6)}号", f"X京房权证朝字第{digits(rng, 6)}号",
    ))  # fmt: skip


def unit_code(rng: Random) -> str:
    """Return a real-estate unit code, 28 characters."""
    area = rng.choice(tables()["areas"])
    return f"{area}0{digits(rng, 2)}0{digits(rng, 2)}GB{rng.randrange(1, 999):05d}F{digits(rng, 8)}"


def policy_no(rng: Random) -> str:
    """Return a policy number of an insurer."""
    return rng.choice((f"PDAA20{digits(rng, 16)}", "P" + digits(rng, 14), digits(rng, 18),
                       f"AHZ{digits(rng, 11)}"))  # fmt: skip


def med_ins(rng: Random) -> str:
    """Return a medical insurance card's number."""
    return rng.choice((digits(rng, 9), digits(rng, 12), rng.choice("ABK") + digits(rng, 8)))


def record_no(rng: Random) -> str:
    """Return a hospital's number of a patient."""
    return rng.choice(
        (digits(rng, 7), digits(rng, 10), "ZY" + digits(rng, 8), "0" + digits(rng, 6))
    )


def student_no(rng: Random) -> str:
    """Return a student's or candidate's number."""
    year = rng.randrange(2016, 2025)
    return rng.choice((f"{year}{digits(rng, 6)}", f"{year}{digits(rng, 8)}", digits(rng, 14)))


def student_roll(rng: Random) -> str:
    """Return a national school-roll number: G and the ID number."""
    return "G" + resident_id(rng)


def employee_no(rng: Random) -> str:
    """Return a staff number."""
    return rng.choice((digits(rng, 5), digits(rng, 6), rng.choice(("A", "HR", "SZ", "E"))
                       + digits(rng, 4)))  # fmt: skip


def location(rng: Random) -> str:
    """Longitude and latitude inside China, either first."""
    lng = f"{rng.uniform(100, 121):.{rng.choice((4, 5, 6))}f}"
    lat = f"{rng.uniform(23, 40):.{rng.choice((4, 5, 6))}f}"
    pair = (lng, lat) if rng.random() < 0.5 else (lat, lng)
    return rng.choice((",", ", ")).join(pair)


def location_words(rng: Random) -> str:
    """Coordinates with their names or signs."""
    lng, lat = rng.uniform(100, 121), rng.uniform(23, 40)
    return rng.choice((
        f"东经{lng:.4f}°，北纬{lat:.4f}°", f"N{lat:.5f} E{lng:.5f}", f"经度{lng:.6f} 纬度{lat:.6f}",
        f"lng={lng:.6f}&lat={lat:.6f}", f"{lat:.5f}°N, {lng:.5f}°E",
    ))  # fmt: skip


def age(rng: Random) -> str:
    """Return an age as a bare number."""
    return str(rng.randrange(3, 96))


def validity(rng: Random) -> str:
    """Return a validity period as ID cards print it."""
    born = day(rng, 2006, 2022)
    start = f"{born:%Y.%m.%d}"
    years = rng.choice((10, 20, 0))
    return start + "-" + (f"{born.year + years}{start[4:]}" if years else "长期")


# ---------------------------------------------------------------- ways of writing

FULL = {ord(c): ord(c) + 0xFEE0 for c in map(chr, range(0x21, 0x7F))}
LOOKALIKES = {"0": "Oo", "1": "lI"}
SPOKEN = "零一二三四五六七八九"


def same(_: Random, value: str) -> str:
    """As it is."""
    return value


def lower(_: Random, value: str) -> str:
    """In small letters."""
    return value.lower()


def full_width(_: Random, value: str) -> str:
    """Full-width digits, letters and signs."""
    return value.translate(FULL)


def grouped(sizes: Sequence[int], sign: str) -> Write:
    """Write groups of `sizes` (the last one repeats), joined by `sign`."""

    def write(_: Random, value: str) -> str:
        parts: list[str] = []
        rest, step = value, 0
        while rest:
            size = sizes[min(step, len(sizes) - 1)]
            parts.append(rest[:size])
            rest, step = rest[size:], step + 1
        return sign.join(parts)

    return write


def prefixed(*prefixes: str) -> Write:
    """Write a prefix in front, and at times the mobile number in groups."""

    def write(rng: Random, value: str) -> str:
        shown = value
        if rng.random() < 0.3:
            shown = grouped((3, 4, 4), rng.choice(" -"))(rng, value)
        return rng.choice(prefixes) + shown

    return write


def spoken(rng: Random, value: str) -> str:
    """Chinese digits as they are said: 幺三八, 一三八, at times with pauses."""
    signs = SPOKEN.replace("一", "幺") if rng.random() < 0.65 else SPOKEN
    parts = [value[:3], value[3:7], value[7:]] if len(value) == 11 else [value[:6], value[6:14],
                                                                          value[14:]]  # fmt: skip
    pause = rng.choice(("", "", " ", "，", "、")) if len(value) < 19 else ""
    said = pause.join(part for part in parts if part)
    return "".join(signs[int(c)] if c.isdigit() else {"-": "", "X": "叉"}.get(c, c) for c in said)


def ocr(rng: Random, value: str) -> str:
    """One to three digits read as letters."""
    places = [i for i, c in enumerate(value) if c in LOOKALIKES]
    chosen = set(rng.sample(places, min(len(places), rng.randrange(1, 4))))
    return "".join(rng.choice(LOOKALIKES[c]) if i in chosen else c for i, c in enumerate(value))


def broken(rng: Random, value: str) -> str:
    """Write a line end inside."""
    cut = rng.randrange(3, len(value) - 2)
    return value[:cut] + rng.choice(("\n", "\n", "\r\n")) + value[cut:]


def zero_width(rng: Random, value: str) -> str:
    """Zero-width characters inside, as copied web text and evasive posts have them."""
    sign = rng.choice("\u200b\u200b\u200c\u200d\ufeff")
    cuts = sorted(rng.sample(range(1, len(value)), min(len(value) - 1, rng.randrange(1, 4))))
    parts = [value[a:b] for a, b in zip([0, *cuts], [*cuts, len(value)], strict=True)]
    return sign.join(parts)


def area_in_brackets(rng: Random, value: str) -> str:
    """(010)12345678 and （010） 1234 5678."""
    area, number = value.split("-")
    opened, closed = rng.choice((("(", ")"), ("（", "）")))
    return opened + area + closed + rng.choice(("", " ")) + spaced_tail(rng, number)


def spaced_tail(rng: Random, number: str) -> str:
    """Write a local number, at times in two groups."""
    return number if rng.random() < 0.6 else number[:4] + " " + number[4:]


def area_space(rng: Random, value: str) -> str:
    """010 12345678, 010 8888 6666."""
    area, number = value.split("-")
    return area + " " + spaced_tail(rng, number)


def extension(rng: Random, value: str) -> str:
    """With an extension."""
    sign = rng.choice(("-", "转", " 转 ", "转分机", " ext. ", "-8"))
    return value + sign + digits(rng, rng.choice((3, 4)))


def landline_86(rng: Random, value: str) -> str:
    """With the country code."""
    return rng.choice(("+86-", "+86 ", "0086-", "(+86)")) + value[1:].replace("-", rng.choice("- "))


def plate_dot(rng: Random, value: str) -> str:
    """Write a dot after the office letter."""
    cut = value.find("-") if "-" in value else 3 if value.startswith("WJ") else 2
    return value[:cut] + rng.choice("··•.") + value[cut:].lstrip("-")


def plate_blank(_: Random, value: str) -> str:
    """Write a blank after the office letter."""
    return value[:2] + " " + value[2:]


def mac_dots(_: Random, value: str) -> str:
    """0011.2233.4455, as switches print it."""
    plain = re.sub("[:-]", "", value).lower()
    return ".".join((plain[:4], plain[4:8], plain[8:]))


def entity(rng: Random, value: str) -> str:
    """HTML entities for the sign that scrapers look for, or for every character."""
    if "@" in value and rng.random() < 0.6:
        return value.replace("@", "&#64;")
    return "".join(f"&#{ord(c)};" for c in value)


def hex_case(rng: Random, value: str) -> str:
    """Without dashes."""
    plain = value.replace("-", "")
    return plain.upper() if rng.random() < 0.5 else plain.lower()


def age_written(unit: str) -> Write:
    """Write a number with its unit."""

    def write(_: Random, value: str) -> str:
        return value + unit

    return write


def age_chinese(_: Random, value: str) -> str:
    """三十五岁."""
    tens, ones = divmod(int(value), 10)
    head = "" if tens == 0 else "十" if tens == 1 else SPOKEN[tens] + "十"
    return head + (SPOKEN[ones] if ones else "") + "岁"


def chinese_date(value: date) -> str:
    """一九八八年三月十五日."""

    def below_hundred(number: int) -> str:
        tens, ones = divmod(number, 10)
        head = "" if tens == 0 else "十" if tens == 1 else SPOKEN[tens] + "十"
        return head + (SPOKEN[ones] if ones else "")

    year = "".join(("〇" + SPOKEN[1:])[int(c)] for c in str(value.year))
    return f"{year}年{below_hundred(value.month)}月{below_hundred(value.day)}日"


def dated(show: Callable[[date], str]) -> Make:
    """Return a birth date written by `show`."""

    def make(rng: Random) -> str:
        return show(day(rng, 1940, 2020))

    return make


MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")


# ---------------------------------------------------------------- kinds and their forms

PROSE = frozenset({"prose", "chat"})
CODE = frozenset({"json", "sql", "log", "csv"})
SCAN = frozenset({"ocr", "form", "prose"})
TALK = frozenset({"prose", "chat", "form"})


@dataclass(frozen=True, slots=True)
class Form:
    """How a value is made and written, and in which carriers it may stand."""

    name: str
    write: Write = same
    make: Make | None = None
    styles: frozenset[str] = frozenset()
    words: str = ""  # the sentence or label must have this pattern
    bare: bool = False  # no label at all
    generic: bool = False  # only in carriers that name the label
    table: str = "carriers"  # the kind's own list of sentences; another one stands alone
    accept: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kind:
    """One taxonomy type: how values are made, and its own forms beyond the common ones."""

    id: str
    make: Make
    forms: tuple[Form, ...] = ()
    bare: bool = False  # recognisable without a label
    accept: tuple[str, ...] = ()
    common: str = "fzjun"  # full width, zero width, JSON, URL, line end (n)
    base64: bool = False


def number_forms(sizes: Sequence[int]) -> tuple[Form, ...]:
    """List groups by blanks, dashes and no-break spaces; spoken; letters for digits."""
    return (
        Form("spaced", grouped(sizes, " ")),
        Form("dashed", grouped(sizes, "-")),
        Form("nbsp", grouped(sizes, "\u00a0")),
        Form("spoken", spoken, styles=PROSE),
        Form("ocr", ocr, styles=SCAN),
    )


def spaced_only(*sizes: int) -> tuple[Form, ...]:
    """Customary groups, with blanks and no-break spaces."""
    return (Form("spaced", grouped(sizes, " ")), Form("nbsp", grouped(sizes, "\u00a0")))


ID18 = (6, 8, 4)
KINDS: tuple[Kind, ...] = (
    Kind("resident_id_number", resident_id, (
        *number_forms(ID18), Form("grouped4", grouped((6, 4, 4, 4), " ")),
        Form("ends_upper_x", make=resident_id_x), Form("ends_lower_x", lower, resident_id_x),
        Form("bare_ends_x", lower, resident_id_x, bare=True),
    ), bare=True, base64=True),
    Kind("resident_id_15", resident_id_15, spaced_only(6, 6, 3), accept=("resident_id_number",)),
    Kind("passport_number", passport, (Form("spaced", grouped((1, 4, 4), " ")),
                                       Form("lower", lower))),
    Kind("hkm_permit", hkm_permit, spaced_only(1, 4, 4)),
    Kind("tw_permit", lambda rng: digits(rng, 8), spaced_only(4)),
    Kind("exit_permit_hkm", exit_hkm, spaced_only(1, 4, 4)),
    Kind("exit_permit_tw", exit_tw, spaced_only(1, 4, 4)),
    Kind("hmt_residence_permit", hmt_id, number_forms(ID18), bare=True,
         accept=("resident_id_number",)),
    Kind("foreigner_pr_id", foreigner_id, spaced_only(6, 8, 4), accept=("resident_id_number",)),
    Kind("military_id", military_id, bare=True),
    Kind("police_id", lambda rng: digits(rng, 6), common="fzju", accept=("employee_id",)),
    Kind("driver_licence", lambda rng: digits(rng, 12), (
        *spaced_only(4), Form("as_id", make=resident_id, words="驾驶证号(?!：H)",
                              accept=("resident_id_number",)),
    )),
    Kind("social_security_number", lambda rng: digits(rng, 9) if rng.random() < 0.4 else
         resident_id(rng), accept=("resident_id_number", "social_insurance"), common="fju"),
    Kind("org_credit_code", uscc, (Form("spaced", grouped((2, 6, 9, 1), " ")),
                                   Form("lower", lower)), bare=True),
    Kind("mobile_number", mobile, (
        *number_forms((3, 4, 4)), Form("dots", grouped((3, 4, 4), ".")),
        Form("grouped4", grouped((4, 4, 3), " ")), Form("full_dashed", lambda rng, v: full_width(
            rng, grouped((3, 4, 4), "-")(rng, v))),
        Form("plus86", prefixed("+86", "+86 ", "+86-")), Form("bracket86", prefixed("(+86)", "（+86）")),
        Form("0086", prefixed("0086", "0086-", "0086 ")), Form("86", prefixed("86-", "86 ")),
        Form("overseas", make=overseas), Form("bare_spaced", grouped((3, 4, 4), " "), bare=True),
        Form("html", entity, styles=PROSE),
    ), bare=True, base64=True),
    Kind("landline", landline, (
        Form("brackets", area_in_brackets), Form("spaced", area_space), Form("extension", extension),
        Form("plus86", landline_86), Form("spoken", spoken, landline_8, styles=PROSE),
        Form("bare_extension", extension, bare=True),
        Form("no_dash", lambda _, v: v.replace("-", "")),
    ), bare=True),
    Kind("email", email, (Form("upper", lambda _, v: v.upper()), Form("html", entity, styles=PROSE)),
         bare=True, base64=True, common="fjuzn"),
    Kind("wechat_id", wechat, (Form("is_mobile", make=mobile, accept=("mobile_number",)),),
         accept=("social_account", "user_id"), common="fzju"),
    Kind("qq_number", qq, spaced_only(3), accept=("social_account",), common="fzju"),
    Kind("social_account", handle, accept=("user_id",), common="fju"),
    Kind("user_id", user_id, accept=("social_account", "membership"), common="fju"),
    Kind("bank_card_number", bank_card, (*number_forms((4,)), Form(
        "bare_spaced", grouped((4,), " "), bare=True)), bare=True, base64=True),
    Kind("bank_account", bank_account, spaced_only(4), accept=("bank_card_number",)),
    Kind("payment_account", payment_account, accept=("mobile_number", "email"), common="fju"),
    Kind("securities_account", securities, accept=("bank_account",)),
    Kind("provident_fund", lambda rng: digits(rng, rng.choice((9, 11, 12))), spaced_only(4),
         accept=("bank_account",)),
    Kind("card_track_cvv", lambda rng: pick(rng, DIGITS, 3), common="fju"),
    Kind("account_password", password, common="ju"),
    Kind("sms_code", sms_code, (Form("spaced", grouped((3,), " "), lambda rng: digits(rng, 6)),),
         common="fju"),
    Kind("ip_address", ipv4, (Form("v6", make=ipv6), Form("bare_v6", make=ipv6, bare=True)),
         bare=True),
    Kind("mac_address", mac, (Form("dots", mac_dots),), bare=True, accept=("device_id",)),
    Kind("imei", imei, (Form("spaced", grouped((2, 6, 6, 1), " ")),
                        Form("dashed", grouped((2, 6, 6, 1), "-"))), accept=("device_id",)),
    Kind("imsi_iccid", iccid, (Form("imsi", make=imsi, words="(?i)imsi"),
                               Form("spaced", grouped((4,), " "), words="(?i)iccid|SIM"))),
    Kind("device_id", device_id, (Form("no_dashes", hex_case),), accept=("user_id",), common="fju"),
    Kind("vehicle_plate", plate, (
        Form("dot", plate_dot), Form("blank", plate_blank), Form("green", make=plate_green),
        Form("green_large", make=plate_green_large), Form("special", make=plate_special),
        Form("military", make=plate_military), Form("embassy", make=plate_embassy),
        Form("green_dot", plate_dot, plate_green), Form("lower", lower),
        Form("bare_green", make=plate_green, bare=True), Form("bare_dot", plate_dot, bare=True),
    ), bare=True, common="fzju"),
    Kind("vin", vin, (Form("lower", lower), Form("spaced", grouped((3, 6, 8), " "))), bare=True),
    Kind("order_number", order_number),
    Kind("tracking_number", tracking_number, (
        Form("digits", make=tracking_digits), Form("spaced", grouped((2, 4), " "))), bare=True),
    Kind("pickup_code", pickup_code, common="fju"),
    Kind("flight_ticket", flight_ticket, (Form("no_dash", lambda _, v: v.replace("-", "")),
                                          Form("spaced", lambda _, v: v.replace("-", " ")))),
    Kind("train_ticket", train_pickup, (Form(
        "seat", make=lambda rng: f"{rng.randrange(1, 17):02d}车{rng.randrange(1, 20):02d}"
        f"{rng.choice('ABCDF')}号", table="seat"),)),
    Kind("real_estate_cert", estate_cert, (Form("old", make=estate_cert_old),), bare=True,
         common="zju"),
    Kind("real_estate_unit_code", unit_code, (Form("spaced", grouped((6, 6, 7, 9), " ")),),
         bare=True),
    Kind("insurance_policy", policy_no, accept=("social_insurance",)),
    Kind("medical_insurance", med_ins, accept=("social_security_number", "social_insurance")),
    Kind("medical_record_no", record_no, common="fzju"),
    Kind("student_id", student_no, (Form("roll", make=student_roll, words="学籍号",
                                         accept=("resident_id_number",)),), common="fzju"),
    Kind("employee_id", employee_no, common="fju"),
    Kind("precise_location", location, (
        Form("named", make=location_words, styles=TALK | {"log"}),
        Form("bare_named", make=location_words, bare=True)), bare=True, common="fju",
        accept=("location_track",)),
    Kind("birth_date", dated(lambda d: f"{d.year}年{d.month}月{d.day}日"), (
        Form("iso", make=dated(lambda d: f"{d:%Y-%m-%d}")),
        Form("slashes", make=dated(lambda d: f"{d.year}/{d.month}/{d.day}")),
        Form("dots", make=dated(lambda d: f"{d:%Y.%m.%d}")),
        Form("compact", make=dated(lambda d: f"{d:%Y%m%d}")),
        Form("month", make=dated(lambda d: f"{d.year}年{d.month}月")),
        Form("short_year", make=dated(lambda d: f"{d.year % 100:02d}年{d.month}月{d.day}日")),
        Form("chinese", make=dated(chinese_date), styles=TALK),
        Form("roc", make=lambda rng: f"民國{rng.randrange(45, 99)}年{rng.randrange(1, 13):02d}月"
             f"{rng.randrange(1, 28):02d}日", styles=TALK),
        Form("english", make=dated(lambda d: f"{d.day:02d}{MONTHS[d.month - 1]}{d.year}")),
        Form("lunar", make=lambda rng: f"{rng.randrange(1950, 2010)}年农历{rng.choice('正二三四五六七八九')}月"
             f"{rng.choice(('初三', '初八', '十五', '廿一', '三十'))}", styles=TALK),
    ), common="fju"),
    Kind("age", lambda rng: age(rng) + "岁", (
        Form("full_years", age_written("周岁"), age), Form("chinese", age_chinese, age, styles=TALK),
        Form("number_only", make=age, generic=True),
    ), common="fj", accept=("minor_marker",)),
    Kind("id_validity", validity, (
        Form("chinese", make=lambda rng: f"{rng.randrange(2006, 2022)}年{rng.randrange(1, 13)}月"
             f"{rng.randrange(1, 29)}日至长期", styles=TALK),
        Form("to", lambda _, v: v.replace("-", "至")),
    ), common="fju"),
)  # fmt: skip

COMMON: Mapping[str, Form] = {
    "f": Form("full_width", full_width),
    "z": Form("zero_width", zero_width, styles=PROSE),
    "n": Form("line_break", broken, styles=SCAN),
}


# ---------------------------------------------------------------- carriers

HAN = re.compile(r"[\u4e00-\u9fff]")
FREE = re.compile(r"[\s：:，,|\[\]（）()<>\"'=/、。{}&;【】@-]")


@dataclass(frozen=True, slots=True)
class Carrier:
    """A sentence with the value's place in it; text before and after, fillers still open."""

    style: str
    head: str
    tail: str

    def labelled(self) -> bool:
        """Whether the field's name belongs to the sentence."""
        return any(word in self.head + self.tail for word in ("{label}", "{key}"))


def carrier(style: str, text: str) -> Carrier:
    """Cut a sentence at its value."""
    head, tail = text.split("{v}")
    return Carrier(style, head, tail)


@cache
def carriers(kind: str, table: str = "carriers") -> tuple[Carrier, ...]:
    """Return the carriers of one kind; `bare` has those without label."""
    own: Sequence[str] = () if kind == "bare" else tables()["kind"][kind][table]
    shared = {} if table != "carriers" else tables()["bare" if kind == "bare" else "generic"]
    listed = [carrier(style, text) for style, texts in shared.items() for text in texts]
    return (*listed, *(carrier(*text.split(":", 1)) for text in own))


def fill(rng: Random, text: str, label: str, key: str) -> str:
    """Put fillers into the open places of a carrier."""
    values: dict[str, Callable[[], str]] = {
        "{name}": lambda: str(rng.choice(tables()["names"])),
        "{date}": lambda: f"{day(rng, 2021, 2024):%Y-%m-%d}",
        "{time}": lambda: (
            f"{rng.randrange(7, 23):02d}:{rng.randrange(60):02d}:{rng.randrange(60):02d}"
        ),
        "{n}": lambda: str(rng.randrange(1, 900)),
        "{label}": lambda: label,
        "{label%}": lambda: quote(label),
        "{key}": lambda: key,
    }
    return re.sub(r"\{(?:name|date|time|n|label%?|key)\}", lambda m: values[m[0]](), text)


def place(rng: Random, kind: Kind, form: Form, chosen: Carrier, written: str, normal: str) -> Case:
    """One case: the written value in a carrier."""
    entry = tables()["kind"][kind.id]
    labels = [x for x in entry["labels"] if not form.words or re.search(form.words, x)]
    label, key = rng.choice(labels or entry["labels"]), rng.choice(entry["keys"])
    head = fill(rng, chosen.head, label, key)
    text = head + written + fill(rng, chosen.tail, label, key)
    accept = kind.accept + form.accept
    end = len(head) + len(written)
    return Case(form.name, kind.id, text, len(head), end, written, normal, accept, (), chosen.style)


def fitting(kind: Kind, form: Form) -> list[Carrier]:
    """Return the carriers in which a form may stand."""
    out: list[Carrier] = []
    for one in carriers("bare" if form.bare else kind.id, form.table):
        if form.styles and one.style not in form.styles:
            continue
        if form.generic and not one.labelled():
            continue
        if form.words and not (
            "{label}" in one.head + one.tail or re.search(form.words, one.head + one.tail)
        ):
            continue
        out.append(one)
    return out


def cycle(rng: Random, items: Sequence[Carrier]) -> Iterator[Carrier]:
    """All carriers in random order, again and again."""
    while True:
        yield from rng.sample(items, len(items))


def glued(case: Case) -> bool:
    """Whether Chinese characters touch the value on both sides."""
    around = case.text[: case.start][-1:], case.text[case.end :][:1]
    return all(HAN.match(c) for c in around)


def free(case: Case) -> bool:
    """Whether the value stands between blanks, punctuation or the ends of the text."""
    around = case.text[: case.start][-1:], case.text[case.end :][:1]
    return all(not c or FREE.match(c) for c in around)


def written_cases(rng: Random, kind: Kind, form: Form) -> Iterator[Case]:
    """Cases of one form without end."""
    make = form.make or kind.make
    for chosen in cycle(rng, fitting(kind, form)):
        normal = make(rng)
        written = form.write(rng, normal)
        if written != normal or form.write is same or form.write is lower:
            yield place(rng, kind, form, chosen, written, normal)


def chosen_cases(rng: Random, kind: Kind, form: Form, keep: Callable[[Case], bool]) -> list[Case]:
    """`PER_FORM` cases of a form that `keep` accepts."""
    out: list[Case] = []
    for tries, case in enumerate(written_cases(rng, kind, form)):
        if keep(case):
            out.append(case)
        if len(out) >= PER_FORM or tries > PER_FORM * 60:
            break
    return out


def json_cases(rng: Random, kind: Kind) -> Iterator[Case]:
    """Sentences as JSON strings with every Chinese character escaped."""
    form = Form("json_escaped", styles=TALK)
    for case in chosen_cases(rng, kind, form, lambda _: True):
        start = json.dumps(case.text[: case.start])[:-1]
        value = json.dumps(case.value)[1:-1]
        head = rng.choice(('{"msg": ', '{"code":0,"data":{"text":', '{"content":')) + start
        tail = json.dumps(case.text[case.end :])[1:]
        end = len(head) + len(value)
        text = head + value + tail + ("}}" if '"data"' in head else "}")
        yield Case(form.name, kind.id, text, len(head), end, value, case.normal, case.accept, (),
                   "json")  # fmt: skip


def url_cases(rng: Random, kind: Kind) -> Iterator[Case]:
    """Values percent-encoded in query strings; mobile numbers often with +86."""
    entry = tables()["kind"][kind.id]
    for i in range(PER_FORM):
        normal = kind.make(rng)
        shown = normal
        if kind.id == "mobile_number" and rng.random() < 0.5:
            shown = rng.choice(("+86", "+86 ", "+86-")) + normal
        elif kind.id in {"bank_card_number", "resident_id_number"} and rng.random() < 0.4:
            shown = grouped((4,) if kind.id == "bank_card_number" else ID18, " ")(rng, normal)
        value = quote(shown, safe="")
        wraps = tables()["wrap"]["url"]
        head, tail = wraps[i % len(wraps)].split("{e}")
        label, key = rng.choice(entry["labels"]), rng.choice(entry["keys"])
        head = fill(rng, head, label, key)
        text = head + value + fill(rng, tail, label, key)
        yield Case("url_encoded", kind.id, text, len(head), len(head) + len(value), value, normal,
                   kind.accept, (), "log")  # fmt: skip


def base64_cases(rng: Random, kind: Kind) -> Iterator[Case]:
    """Values inside a base64 stretch of a log; the bounds are the stretch."""
    entry = tables()["kind"][kind.id]
    for i in range(PER_FORM):
        normal = kind.make(rng)
        label, key = rng.choice(entry["labels"]), rng.choice(entry["keys"])
        inner = tables()["wrap"]["base64_inner"][i % 4].replace("{v}", normal)
        blob = base64.b64encode(fill(rng, inner, label, key).encode()).decode()
        wraps = tables()["wrap"]["base64"]
        head, tail = wraps[i % len(wraps)].split("{b}")
        head = fill(rng, head, label, key)
        text = head + blob + fill(rng, tail, label, key)
        yield Case("base64", kind.id, text, len(head), len(head) + len(blob), blob, normal,
                   kind.accept, (), "log", loose=True)  # fmt: skip


def kind_cases(rng: Random, kind: Kind) -> Iterator[Case]:
    """All cases of one kind."""
    yield from chosen_cases(rng, kind, Form("beside", styles=PROSE), glued)
    yield from chosen_cases(rng, kind, Form("free"), free)
    yield from chosen_cases(rng, kind, Form("code", styles=CODE), lambda _: True)
    yield from chosen_cases(rng, kind, Form("any"), lambda _: True)
    if kind.bare:
        yield from chosen_cases(rng, kind, Form("bare", bare=True), lambda _: True)
    for sign, form in COMMON.items():
        if sign in kind.common:
            yield from chosen_cases(rng, kind, form, lambda _: True)
    for form in kind.forms:
        yield from chosen_cases(rng, kind, form, lambda _: True)
    if "j" in kind.common:
        yield from json_cases(rng, kind)
    if "u" in kind.common:
        yield from url_cases(rng, kind)
    if kind.base64:
        yield from base64_cases(rng, kind)


# ---------------------------------------------------------------- near-misses


@dataclass(frozen=True, slots=True)
class Near:
    """Values that look like `absent` and are not."""

    name: str
    make: Make
    absent: tuple[str, ...]


def one_of(*values: str) -> Make:
    """One of fixed values."""

    def make(rng: Random) -> str:
        return rng.choice(values)

    return make


def other(rng: Random, right: str, signs: str) -> str:
    """Return a sign that is not the right one."""
    return rng.choice([c for c in signs if c != right])


def id_wrong_check(rng: Random) -> str:
    """Return an ID number with a wrong check character."""
    good = resident_id(rng)
    return good[:-1] + other(rng, good[-1], DIGITS)


def id_bad_date(rng: Random) -> str:
    """Return an ID number with a day that never was; the check character is right."""
    bad = rng.choice(("19881332", "19900230", "19850431", "20011309", "18990101", "20790512",
                      "19770015", "19930600"))  # fmt: skip
    body = f"{rng.choice(tables()['areas'])}{bad}{rng.randrange(1, 1000):03d}"
    return body + resident_digit(body)


def id_bad_region(rng: Random) -> str:
    """Return an ID number of a region that never was; the check character is right."""
    return resident_id(rng, rng.choice(("100101", "380203", "470105", "690102", "190101", "009812",
                                        "170302", "290411", "780123", "550601")))  # fmt: skip


def card_not_luhn(rng: Random) -> str:
    """Return a card number that fails Luhn."""
    good = bank_card(rng)
    return good[:-1] + other(rng, good[-1], DIGITS)


def mobile_in_serial(rng: Random) -> str:
    """Letters and digits around eleven digits that look like a mobile number."""
    core = mobile(rng)
    return rng.choice((f"SN{core}K", f"SN{core}K{digits(rng, 2)}", f"PN-{core}A", f"X{core}",
                       f"{core}Q{pick(rng, LETTERS, 2)}", f"A{digits(rng, 2)}B{core}",
                       f"ab{core}{pick(rng, HEX, 4)}f", digits(rng, 3) + core + "7"))  # fmt: skip


def uscc_wrong_check(rng: Random) -> str:
    """Return a credit code with a wrong check character."""
    good = uscc(rng)
    return good[:-1] + other(rng, good[-1], USCC_SIGNS)


def model_number(rng: Random) -> str:
    """Return a model number in the shape of a passport or permit number."""
    return rng.choice("EGHMCWL") + digits(rng, 8)


def contract_no(rng: Random) -> str:
    """Return a contract's number."""
    stamp = f"{day(rng, 2019, 2024):%Y%m%d}"
    return rng.choice((f"HT-{stamp[:4]}-{digits(rng, 4)}", f"QY{stamp}{digits(rng, 3)}",
                       f"CG{stamp[:6]}-{digits(rng, 5)}", f"{stamp[:4]}ZB{digits(rng, 8)}",
                       f"GF-{stamp[:4]}-0171"))  # fmt: skip


def snowflake(rng: Random) -> str:
    """Return a snowflake id of 18 or 19 digits that is neither an ID nor a card number."""
    while True:
        value = rng.choice(("1", "7", "14", "17")) + digits(rng, 17)
        if luhn_digit(value[:-1]) != value[-1] and not value.startswith(("86", "62")):
            return value


def isbn(rng: Random) -> str:
    """Return an ISBN-13 with a right check digit, plain or with dashes, or an EAN."""
    body = rng.choice(("9787", "9787", "69")) + pick(rng, DIGITS, 10)
    body = body[:12]
    total = sum(int(c) * (3 if i % 2 else 1) for i, c in enumerate(body))
    code = body + str(-total % 10)
    if code.startswith("978") and rng.random() < 0.5:
        return f"{code[:3]}-{code[3]}-{code[4:8]}-{code[8:12]}-{code[12]}"
    return code


def order18(rng: Random) -> str:
    """Return an order number of 18 digits that is no ID number."""
    while True:
        value = f"{day(rng, 2021, 2024):%Y%m%d}" + digits(rng, 10)
        if resident_digit(value[:17]) != value[17] and luhn_digit(value[:-1]) != value[-1]:
            return value


def masked(rng: Random) -> str:
    """Return a masked mobile number."""
    return rng.choice(MOBILE_PREFIXES) + "****" + pick(rng, DIGITS, 4)


def event_date(rng: Random) -> str:
    """Return a day that is nobody's birthday."""
    when = day(rng, 1990, 2024)
    return rng.choice(
        (f"{when:%Y-%m-%d}", f"{when.year}年{when.month}月{when.day}日", f"{when:%Y.%m.%d}")
    )


def not_a_vin(rng: Random) -> str:
    """17 letters and digits whose ninth place is wrong."""
    good = vin(rng)
    return good[:8] + other(rng, good[8], "0123456789X") + good[9:]


def version(rng: Random) -> str:
    """Four numbers with dots."""
    return f"{rng.randrange(1, 20)}.{rng.randrange(10)}.{rng.randrange(10)}.{rng.randrange(1, 250)}"


def not_a_location(rng: Random) -> str:
    """Two decimal numbers that are no place."""
    return f"{rng.random():.4f}, {rng.random() * 3:.4f}"


LONG_NUMBERS = ("resident_id_number", "bank_card_number", "mobile_number")
NEAR_MISSES: tuple[Near, ...] = (
    Near("id_wrong_check", id_wrong_check, ("resident_id_number", "bank_card_number",
                                            "hmt_residence_permit", "driver_licence")),
    Near("id_bad_date", id_bad_date, ("resident_id_number", "bank_card_number")),
    Near("id_bad_region", id_bad_region, ("resident_id_number", "bank_card_number")),
    Near("card_not_luhn", card_not_luhn, ("bank_card_number", "resident_id_number")),
    Near("mobile_unallocated", lambda rng: rng.choice(("10", "11", "12")) + digits(rng, 9),
         ("mobile_number", "landline")),
    Near("mobile_in_serial", mobile_in_serial, ("mobile_number",)),
    Near("epoch_ms", lambda rng: str(rng.randrange(1500000000000, 1750000000000)),
         ("mobile_number", "bank_card_number")),
    Near("epoch_s", lambda rng: str(rng.randrange(1500000000, 1750000000)),
         ("mobile_number", "landline", "qq_number")),
    Near("version", version, ("ip_address",)),
    Near("uscc_wrong_check", uscc_wrong_check, ("org_credit_code",)),
    Near("model_number", model_number, ("passport_number", "hkm_permit", "exit_permit_hkm",
                                        "exit_permit_tw")),
    Near("contract_no", contract_no, (*LONG_NUMBERS, "landline", "order_number")),
    Near("snowflake", snowflake, LONG_NUMBERS),
    Near("isbn", isbn, (*LONG_NUMBERS, "landline", "bank_account")),
    Near("order18", order18, LONG_NUMBERS),
    Near("hotline", one_of(
        "400-820-5858", "4008-123-123", "4006668800", "400 670 1188", "95588", "95533", "12345",
        "12315", "12306", "96110", "10086", "800-810-2008", "110", "120", "96123", "95338"),
        ("mobile_number", "landline", "sms_code", "qq_number")),
    Near("masked", masked, ()),
    Near("stock_code", one_of("600519", "000858", "300750", "688981", "510300", "159915", "113050",
                              "830799"), ("sms_code", "police_id", "employee_id", "qq_number")),
    Near("event_date", event_date, ("birth_date", "id_validity")),
    Near("clock_time", lambda rng: f"{rng.randrange(24):02d}:{rng.randrange(60):02d}:"
         f"{rng.randrange(60):02d}" + rng.choice(("", ".123", ",481")),
         ("mac_address", "ip_address", "birth_date", "age")),
    Near("loopback", one_of("127.0.0.1", "0.0.0.0", "localhost", "::1", "127.0.1.1"),
         ("ip_address",)),
    Near("hash", lambda rng: pick(rng, HEX, rng.choice((32, 40, 40, 64))),
         ("mobile_number", "mac_address", "device_id", "bank_card_number", "resident_id_number")),
    Near("not_a_plate", one_of("沪A股市场", "京A级景区评定", "川A类企业", "粤B股指数", "浙A100强榜单", "苏A计划",
                               "京B座写字楼", "云A平台", "新C919客机"), ("vehicle_plate",)),
    Near("not_an_email", one_of("git@github.com:org/repo.git", "logo@2x.png", "@Override",
                                "user@localhost", "root@db01:~#", "name@", "@example", "a @ b",
                                "npm i lodash@4.17.21"), ("email",)),
    Near("not_a_vin", not_a_vin, ("vin",)),
    Near("not_an_age", one_of(
        "60岁以上老人免费乘车", "3岁以下儿童免票", "18至35岁可报名", "平均年龄42.6岁", "百岁山矿泉水", "建校110周年",
        "年满十八周岁的公民有选举权", "几岁了", "万岁通天元年", "6岁半适龄款", "18周岁以下须监护人陪同"), ("age",)),
    Near("not_a_location", not_a_location, ("precise_location",)),
    Near("not_a_ticket", one_of("G20峰会", "C919大飞机", "K12教育", "T台走秀", "D2C模式", "C2M工厂", "G7会议",
                                "Z世代", "L4级自动驾驶"), ("train_ticket", "flight_ticket")),
    Near("error_code", lambda rng: digits(rng, 6), (
        "sms_code", "pickup_code", "account_password", "police_id", "employee_id", "qq_number",
        "medical_record_no")),
)  # fmt: skip


@cache
def near_sentences() -> Mapping[str, Any]:
    """Return the sentences of the near-misses."""
    path = Path(__file__).parent / "corpus" / "near_misses.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def near_cases(rng: Random, near: Near) -> Iterator[Case]:
    """All cases of one near-miss."""
    texts = near_sentences()["epoch_ms" if near.name == "epoch_s" else near.name]["carriers"]
    for i in range(PER_FORM):
        value = near.make(rng)
        head, tail = texts[i % len(texts)].split("{v}")
        text = head + value + tail
        end = len(head) + len(value)
        yield Case("near/" + near.name, None, text, len(head), end, value, value,
                   absent=near.absent)  # fmt: skip


def build(seed: int = 7) -> list[Case]:
    """All cases: every kind in every form, then the near-misses. The same seed, the same cases."""
    out: list[Case] = []
    for kind in KINDS:
        out += kind_cases(Random(f"{seed}/{kind.id}"), kind)
    for near in NEAR_MISSES:
        out += near_cases(Random(f"{seed}/{near.name}"), near)
    return out


def main(argv: Sequence[str] | None = None) -> None:
    """Print samples or counts."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--show", type=int, default=20, metavar="N", help="print N random cases")
    parser.add_argument("--type", default=None, help="only this taxonomy id ('near' for misses)")
    parser.add_argument("--form", default=None, help="only this form")
    parser.add_argument("--counts", action="store_true", help="print the number of cases instead")
    parser.add_argument("--seed", type=int, default=7)
    args = parser.parse_args(argv)
    cases = [
        case
        for case in build(args.seed)
        if args.type in {None, case.type or "near"} and args.form in {None, case.form}
    ]
    if args.counts:
        for (kind, form), count in Counter((c.type or "-", c.form) for c in cases).items():
            print(f"{kind:24}{form:22}{count:5}")
        print(f"{len(cases)} cases")
        return
    for case in Random(args.seed).sample(cases, min(args.show, len(cases))):
        print(
            f"[{case.type or 'none'} · {case.form} · {case.style}] {case.text!r} → {case.value!r}"
        )


if __name__ == "__main__":
    main()
