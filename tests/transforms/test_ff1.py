"""FF1 against the samples of NIST SP 800-38G, and as a bijection of any set."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from menshen.errors import UsageError
from menshen.transforms.ff1 import LEAST, Ff1, deciphered, enciphered

SIGNS = "0123456789abcdefghijklmnopqrstuvwxyz"
KEY = "2B7E151628AED2A6ABF7158809CF4F3CEF4359D8D580AA4F7F036D6F04FC6A94"
TWEAK = "39383736353433323130"
LONG = "3737373770717273373737"


@pytest.mark.parametrize(
    ("sample", "size", "radix", "tweak", "plain", "expected"),
    [
        (1, 16, 10, "", "0123456789", "2433477484"),
        (2, 16, 10, TWEAK, "0123456789", "6124200773"),
        (3, 16, 36, LONG, "0123456789abcdefghi", "a9tv40mll9kdu509eum"),
        (4, 24, 10, "", "0123456789", "2830668132"),
        (5, 24, 10, TWEAK, "0123456789", "2496655549"),
        (6, 24, 36, LONG, "0123456789abcdefghi", "xbj3kv35jrawxv32ysr"),
        (7, 32, 10, "", "0123456789", "6657667009"),
        (8, 32, 10, TWEAK, "0123456789", "1001623463"),
        (9, 32, 36, LONG, "0123456789abcdefghi", "xs8a0azh2avyalyzuwd"),
    ],
)
def test_samples_of_the_standard(
    sample: int, size: int, radix: int, tweak: str, plain: str, expected: str
) -> None:
    cipher = Ff1(bytes.fromhex(KEY)[:size])
    numerals = [SIGNS.index(sign) for sign in plain]
    done = cipher.encrypt(numerals, radix, bytes.fromhex(tweak))
    assert "".join(SIGNS[n] for n in done) == expected, sample
    assert cipher.decrypt(done, radix, bytes.fromhex(tweak)) == numerals


@pytest.mark.parametrize("crypto", ["standard", "sm"])
@given(number=st.integers(0, 3 * LEAST + 16), extra=st.integers(0, 2 * LEAST))
def test_a_set_of_any_size_is_permuted(crypto: str, number: int, extra: int) -> None:
    size = max(LEAST, number + 1) + extra
    cipher = Ff1(bytes(range(16)), crypto)
    moved = enciphered(number, size, cipher, b"kind")
    assert 0 <= moved < size
    assert deciphered(moved, size, cipher, b"kind") == number


def test_it_is_a_bijection_on_a_stretch() -> None:
    cipher = Ff1(bytes(16))
    moved = {enciphered(n, LEAST, cipher, b"") for n in range(500)}
    assert len(moved) == 500
    assert moved != {enciphered(n, LEAST, cipher, b"x") for n in range(500)}


def test_small_sets_are_refused() -> None:
    cipher = Ff1(bytes(16))
    with pytest.raises(UsageError, match="token"):
        cipher.encrypt([1, 2, 3, 4, 5], 10, b"")
    with pytest.raises(UsageError, match="token"):
        enciphered(1, LEAST - 1, cipher, b"")
