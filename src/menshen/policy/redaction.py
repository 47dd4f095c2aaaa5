"""What a policy says of taking information out: the style of each kind, and what surrogates keep.

```toml
[redact]
style = "mask"                # of every kind without one of its own
fallback = "block"            # where a style has no form for a kind
crypto = "standard"           # AES, HMAC-SHA256; or "sm": SM4, HMAC-SM3
region = "province"           # a surrogate keeps: "city", "province" or "none"
[redact.styles]
person_name = "surrogate"
gender = "keep"               # left as it is
```
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

__all__ = ["CRYPTO", "FALLBACKS", "KEEP", "REGIONS", "STYLES", "Redaction"]

KEEP = "keep"
"""The style of a kind that stays as it is."""
STYLES = ("mask", "block", "label", "surrogate", "token", "fpe", "generalize", "delete", KEEP)
FALLBACKS = ("mask", "block", "label", "token", "delete")
"""The styles that have a form for every kind."""
CRYPTO = ("standard", "sm")
REGIONS = ("city", "province", "none")


@dataclass(frozen=True, slots=True)
class Redaction:
    """How information is taken out.

    `style` is that of every kind that `styles` does not name; where it has no form for a kind,
    `fallback` is taken. `crypto` chooses the algorithms, `region` what surrogates keep of a place.
    """

    style: str = "mask"
    fallback: str = "block"
    crypto: str = "standard"
    region: str = "province"
    styles: Mapping[str, str] = field(default_factory=dict)

    def style_of(self, type_id: str) -> str:
        """Return the style of a kind.

        >>> Redaction(styles={"gender": "keep"}).style_of("gender")
        'keep'
        """
        return self.styles.get(type_id, self.style)

    def canonical(self) -> dict[str, Any]:
        """Return all of it as plain values."""
        return {
            "style": self.style,
            "fallback": self.fallback,
            "crypto": self.crypto,
            "region": self.region,
            "styles": dict(self.styles),
        }
