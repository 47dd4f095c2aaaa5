"""Tokens: the kind and a keyed digest, `mobile_number_5kq3…`, the same for the same value and key.

80 bits of HMAC-SHA256 or HMAC-SM3 over kind and canonical form, in base32. Without the key a token
tells nothing but equality. **Known limit:** whoever holds the key can test a guess, and of a phone
number every guess can be tried: keep the key as you would the values.
"""

from __future__ import annotations

from base64 import b32encode

from menshen.model import Finding
from menshen.transforms import Setting

__all__ = ["SIZE", "TRANSFORM", "Token"]

SIZE = 16
"""Characters of the digest."""


class Token:
    """Puts a keyed digest in the value's place."""

    id = "token"

    def apply(self, finding: Finding, setting: Setting) -> str:
        """Return the token; raises `UsageError` without a key."""
        kind = finding.type.id
        digest = setting.keyed.digest("token", kind, finding.normal or finding.value)
        return f"{kind}_{b32encode(digest)[:SIZE].decode().lower()}"


TRANSFORM = Token()
