"""What to do now: stop signs first, then whom to ask, then the first hour.

The sentences lie in `advice.toml`, the channels and steps in `scams.toml`; they are short, since whoever reads
them may be on the phone.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal

from menshen import scam as catalogue
from menshen.errors import FactsError
from menshen.scam.bodies import Body, bodies

__all__ = ["Lang", "advice"]

Lang = Literal["zh", "en"]
_FILE = Path(__file__).with_name("advice.toml")
_MOST_STOPS = 5


def advice(
    verdict: str,
    asks: Sequence[str],
    kinds: Sequence[str],
    claimed: Sequence[Body],
    *,
    hard: Sequence[str] = (),
    paid: bool = False,
    lang: Lang = "zh",
) -> tuple[str, ...]:
    """Return what to do, in order; `hard` are the signals that make any call a fraud.

    >>> advice("scam", ("atm",), ("fake_subsidy",), (), hard=("atm",))[0]
    '停！不要在取款机上听电话操作。退卡，离开，找银行工作人员'
    """
    # only the first kind and the first two bodies matter, so that few answers are worked out anew
    named = tuple(body.id for body in claimed[:2])
    return _advice(verdict, tuple(asks), tuple(kinds[:1]), named, tuple(hard), lang, paid)


@lru_cache(maxsize=4096)
def _advice(
    verdict: str,
    asks: tuple[str, ...],
    kinds: tuple[str, ...],
    named: tuple[str, ...],
    hard: tuple[str, ...],
    lang: Lang,
    paid: bool,
) -> tuple[str, ...]:
    own = [bodies()[name] for name in named]
    return tuple(dict.fromkeys(_steps(verdict, asks, kinds, own, hard, lang=lang, paid=paid)))


def _steps(
    verdict: str,
    asks: Sequence[str],
    kinds: Sequence[str],
    claimed: Sequence[Body],
    hard: Sequence[str],
    *,
    lang: Lang,
    paid: bool,
) -> Iterator[str]:
    if verdict == "none":
        yield _said("none", lang)
    elif verdict == "nuisance":
        yield from (_said(key, lang) for key in ("nuisance", "report_spam", "civil"))
        yield from _of_kind(kinds, lang)
    elif verdict == "unsure":
        yield _said("unsure", lang)
        yield from (stop for stop in _stops(asks, hard, lang) if asks or hard)
        yield _said("doubt", lang)
        yield from _checks(kinds, claimed, lang)
    else:
        yield from _stops(asks, hard, lang)
        yield _said("doubt", lang)
        yield from _checks(kinds, claimed, lang)
        yield from _of_kind(kinds, lang)
        yield _said("family", lang)
        if paid or set(asks) - {"wechat", "none"}:
            yield from _first_hour(lang)


def _stops(asks: Sequence[str], hard: Sequence[str], lang: Lang) -> Iterator[str]:
    stops = _table()["stop"]
    wanted = [key.removesuffix("_en") for key in hard] + [a for a in _ORDER if a in asks]
    found = [stops[key][lang] for key in dict.fromkeys(wanted) if key in stops]
    yield from found[:_MOST_STOPS] or [stops["any"][lang]]


_ORDER = (
    "isolate", "transfer", "cash", "gold", "gift_card", "crypto", "otp", "screen_share", "atm",
    "app", "link", "nfc", "account", "id_photo", "face_video", "cod", "wechat",
)  # fmt: skip


def _checks(kinds: Sequence[str], claimed: Sequence[Body], lang: Lang) -> Iterator[str]:
    for body in claimed[:2]:
        yield _said("fact", lang, fact=body.fact[lang])
    channels = [body.verify for body in claimed[:1]]
    channels += [catalogue.get(kind).verify for kind in kinds[:1]]
    named = "；".join(dict.fromkeys(c for told in channels for c in told.split("；") if c))
    if named:
        yield _said("verify", lang, channel=named)


def _of_kind(kinds: Sequence[str], lang: Lang) -> Iterator[str]:
    """Yield what helps against the first kind; the catalogue has it in Chinese only."""
    if lang == "zh":
        for kind in kinds[:1]:
            yield from (step for step in catalogue.get(kind).advice if not step.startswith("同"))


def _first_hour(lang: Lang) -> Iterator[str]:
    yield _said("paid", lang)
    for number, step in enumerate(catalogue.first_hour(lang), 1):
        yield _said("first_hour", lang, number=number, step=step)


def _said(key: str, lang: Lang, **values: object) -> str:
    text: str = _table()["general"][key][lang]
    return text.format(**values)


@cache
def _table() -> dict[str, Any]:
    try:
        return tomllib.loads(_FILE.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise FactsError(f"{_FILE.name}: the table cannot be read: {error}") from None
