"""An assessment for somebody at a terminal: what it is, what to do now, and why, in this order."""

from __future__ import annotations

from menshen import scam, taxonomy
from menshen.cli.screen import page
from menshen.report.shown import visible
from menshen.report.text import Page
from menshen.report.words import Lang, said, title
from menshen.scam.bodies import bodies
from menshen.scam.signals import get
from menshen.warn import Assessment, Claim

__all__ = ["alarm", "line"]

_STYLES = {"scam": "bold red", "unsure": "bold yellow", "nuisance": "yellow", "none": "green"}
_KINDS, _FLAGS, _WORDS = 3, 12, 40
_LEAST = 0.1


def alarm(found: Assessment, lang: Lang, *, reveal: bool) -> str:
    """Return the assessment as text for standard output."""
    screen = page(lang, reveal=reveal)
    screen.write(_head(found, lang), _STYLES[found.verdict])
    screen.heading("w_do")
    for step in found.advice:
        screen.write(step, "bold" if step.startswith(("停", "Stop")) else "", indent=2)
    if found.verdict == "none":
        return screen.text
    _what(screen, found, lang)
    _flags(screen, found, lang)
    return screen.text


def line(found: Assessment, lang: Lang) -> str:
    """Return one line on where a call stands."""
    stage = f" · {said(f'w_{found.stage}', lang)}" if found.stage else ""
    return f"{_head(found, lang)}{stage} · {visible(found.advice[0])}"


def _head(found: Assessment, lang: Lang) -> str:
    return said(f"w_{found.verdict}", lang, percent=round(100 * min(found.probability, 0.99)))


def _what(screen: Page, found: Assessment, lang: Lang) -> None:
    screen.write("")
    kinds = [k for k in found.scams[:_KINDS] if k.probability >= _LEAST] or found.scams[:1]
    screen.say("w_kinds", kinds="、".join(_kind(k.id, k.probability, lang) for k in kinds))
    if found.stage:
        screen.say("w_stage", stage=said(f"w_{found.stage}", lang))
    if found.asks:
        screen.say("w_asks", asks=_asks(found.asks, lang))
    if found.claims_to_be:
        screen.say("w_claims", claims="、".join(_claim(c, lang) for c in found.claims_to_be))
    known = dict.fromkeys(finding.type.id for finding in found.known)
    if known:
        named = "、".join(title(taxonomy.get(kind), lang) for kind in known)
        screen.say("w_known", kinds=named)
    if found.roles_inferred and len(found.roles) > 1:
        them = "、".join(label for label, side in found.roles.items() if side == "them")
        screen.say("w_roles", them=them)


def _flags(screen: Page, found: Assessment, lang: Lang) -> None:
    if not found.flags:
        return
    screen.heading("w_flags")
    key = "w_flag_turn" if len(found.turns) > 1 else "w_flag"
    for flag in found.flags[:_FLAGS]:
        signal = get(flag.id)
        words = found.turns[flag.turn].text[slice(*flag.span)][:_WORDS]
        named = signal.en if lang == "en" else signal.zh
        screen.write(said(key, lang, title=named, words=words, turn=flag.turn + 1), indent=2)


def _kind(kind: str, probability: float, lang: Lang) -> str:
    named = scam.get(kind)
    name = named.en if lang == "en" else named.zh
    return said("w_kind", lang, name=name, percent=round(100 * probability))


def _claim(claim: Claim, lang: Lang) -> str:
    body = bodies()[claim.id]
    name = body.en if lang == "en" else body.zh
    if not claim.against:
        return name
    return said("w_against", lang, name=name, asks=_asks(claim.against, lang))


def _asks(asks: tuple[str, ...], lang: Lang) -> str:
    return "、".join(said(f"w_{ask}", lang) for ask in asks)
