r"""数字货币钱包地址 · Address of a crypto wallet.

## What it finds
Ethereum (`0x` and 40 hex digits), TRON (T and 33 characters), Bitcoin (1…, 3…, bc1…).

## How it decides
TRON and Bitcoin addresses hold a check sum (Base58Check, Bech32), which must be right. Ethereum's is
in the case of its letters and not tested here; words of wallets and payments raise the score,
words of contracts and hashes lower it.

## Known limits
The case check of EIP-55 is left out. Whether a person or an exchange holds it cannot be seen.

## References
- Bitcoin, Base58Check encoding; BIP 173 (Bech32), BIP 350 (Bech32m)
- EIP-55; TRON developer documentation, account addresses (prefix 0x41)

>>> base58check("1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2")
True
>>> bech32("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4")
True
"""

from __future__ import annotations

import hashlib
import re

from menshen.evidence import CHECK_DIGIT, Cue, reject
from menshen.model import Candidate, Evidence, Judgement, Pattern

_B58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_B32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATORS = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_FREE, _END = "(?<![0-9A-Za-z])", "(?![0-9A-Za-z])"

_CUE = Cue(
    "wallet",
    words=(
        "钱包",
        "收币",
        "充币",
        "提币",
        "转账",
        "地址",
        "打币",
        "收款",
        "泰达币",
        "以太坊",
        "比特币",
    ),
    keys=(
        "wallet",
        "wallet_address",
        "address",
        "usdt",
        "eth",
        "btc",
        "trc20",
        "erc20",
        "trx",
        "from",
        "to",
    ),
    label=3.0,
    context=2.0,
)
_AGAINST = Cue(
    "no wallet",
    words=("合约", "哈希", "交易哈希", "示例", "区块", "签名"),
    keys=(
        "contract",
        "contract_address",
        "token",
        "hash",
        "txid",
        "tx_hash",
        "sha1",
        "commit",
        "example",
    ),
    label=-8.0,
    context=-6.0,
)
_SHAPE = Evidence("shape", -1.0, "shape of a wallet address")
_HEX = Evidence("shape", 0.5, "0x and forty hex digits, as Ethereum addresses have")


def base58check(address: str) -> bool:
    """Say whether the four check bytes of a Base58 address are right."""
    number = 0
    for char in address:
        number = number * 58 + _B58.index(char)
    if number >= 1 << 200:
        return False
    raw = number.to_bytes(25, "big")
    return hashlib.sha256(hashlib.sha256(raw[:-4]).digest()).digest()[:4] == raw[-4:]


def bech32(address: str) -> bool:
    """Say whether the check sum of a Bech32 or Bech32m address holds."""
    prefix, _, data = address.lower().rpartition("1")
    values = [ord(c) >> 5 for c in prefix] + [0] + [ord(c) & 31 for c in prefix]
    values += [_B32.find(c) for c in data]
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for i, generator in enumerate(_GENERATORS):
            check ^= generator if (top >> i) & 1 else 0
    return check in {1, 0x2BC830A3} and -1 not in values


class CryptoWallet:
    """Judges wallet addresses by check sum and context; see the module."""

    id = "crypto_wallet"
    types = ("crypto_wallet",)
    patterns = (
        Pattern(
            "ethereum",
            trigger="0x[0-9a-f]{40}[^0-9a-z]",
            regex=f"{_FREE}(?P<v>0x[0-9a-fA-F]{{40}}){_END}",
            before=43,
            after=1,
        ),
        Pattern(
            "base58",
            trigger="[^0-9a-z][t13][1-9a-z]{25}",
            regex=f"{_FREE}(?P<v>T[1-9A-HJ-NP-Za-km-z]{{33}}|[13][1-9A-HJ-NP-Za-km-z]{{25,33}}){_END}",
            before=27,
            after=10,
        ),
        Pattern(
            "bech32",
            trigger="[^0-9a-z]bc1[a-z0-9]{22}",
            regex=f"{_FREE}(?P<v>bc1[02-9ac-hj-np-z]{{22,72}}){_END}",
            before=26,
            after=52,
        ),
    )

    def judge(self, candidate: Candidate) -> Judgement | None:
        """Judge by check sum where there is one, and by the words around."""
        seen = candidate.seen
        label, against = _CUE.near(candidate), _AGAINST.near(candidate)
        parts = [label, against]
        if candidate.pattern.name == "ethereum":
            plain = len(set(re.sub("^0x", "", seen.lower()))) < 6
            parts.append(reject("no address but a constant", "example") if plain else _HEX)
        else:
            holds = bech32(seen) if candidate.pattern.name == "bech32" else base58check(seen)
            if not holds:
                return None
            parts += [_SHAPE, CHECK_DIGIT]
        return Judgement("crypto_wallet", seen, tuple(e for e in parts if e is not None))


DETECTOR = CryptoWallet()
