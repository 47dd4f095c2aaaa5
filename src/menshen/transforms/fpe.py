"""Format-preserving encryption: a number becomes another of the same form, and back with the key.

FF1 over AES or SM4 (`menshen.transforms.ff1`), in the set of values of the same form (`domains`):
ID numbers stay ID numbers with a real date, a known county and a right check digit, cards keep the
issuer and Luhn, plates their province. The kind is the tweak. Equal values give equal ones. What
has fewer than a million forms, a name or a date, is refused: the policy's fallback is taken.

**Known limit:** whoever holds the key can undo it without a vault.
"""

from __future__ import annotations

from functools import lru_cache

from menshen.model import Finding
from menshen.text import fold_width
from menshen.transforms import Setting
from menshen.transforms.domains import Domain, domains
from menshen.transforms.ff1 import LEAST, Ff1, deciphered, enciphered
from menshen.transforms.keyed import Keyed
from menshen.transforms.written import carriers, filled, halves, mail

__all__ = ["TRANSFORM", "Fpe"]


class Fpe:
    """Enciphers within the form of the kind."""

    id = "fpe"

    def apply(self, finding: Finding, setting: Setting) -> str | None:
        """Return the enciphered value; None where there are too few values of its form."""
        return _moved(finding.type.id, finding.value, setting, back=False)

    def undo(self, kind: str, value: str, setting: Setting) -> str | None:
        """Return the value that was enciphered, written as `value` is."""
        return _moved(kind, value, setting, back=True)


def _moved(kind: str, value: str, setting: Setting, *, back: bool) -> str | None:
    head, body, tail = _stem(kind, value)
    places = carriers(body)
    plain = "".join(fold_width(body)[at] for at in places)
    upper = plain.upper() if kind in {"resident_id_number", "vehicle_plate", "vin"} else plain
    moved = _within(kind, upper, _cipher(_secret(setting), setting.rules.crypto), back=back)
    return None if moved is None else head + filled(body, moved) + tail


def _stem(kind: str, value: str) -> tuple[str, str, str]:
    """Return what stands before a value's own part, that part, and what stands behind it."""
    if kind == "mobile_number":
        head, body = halves(value)
        return head, body, ""
    if kind == "email" and "@" in value:
        name, domain = mail(value)
        return "", name, f"@{domain}"
    return "", value, ""


def _within(kind: str, plain: str, cipher: Ff1, *, back: bool) -> str | None:
    """Move a value within the first set that holds it, past those before."""
    step = deciphered if back else enciphered
    chosen = domains(kind, plain)
    for number, domain in enumerate(chosen):
        rank = domain.rank(plain)
        if rank is None:
            continue
        if domain.size < LEAST:
            return None
        tweak = f"{kind}/{number}".encode()
        while True:
            rank = step(rank, domain.size, cipher, tweak)
            text = domain.text(rank)
            if not _is_in(text, chosen[:number]):
                return text
    return None


def _is_in(text: str, chosen: tuple[Domain, ...]) -> bool:
    return any(domain.rank(text) is not None for domain in chosen)


def _secret(setting: Setting) -> bytes:
    keyed: Keyed = setting.keyed
    return keyed.subkey("fpe", 16 if setting.rules.crypto == "sm" else 32)


@lru_cache(maxsize=8)
def _cipher(key: bytes, crypto: str) -> Ff1:
    return Ff1(key, crypto)


TRANSFORM = Fpe()
