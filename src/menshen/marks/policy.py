"""The policy of a release: which carriers its copies have. The default harms nobody.

By default a copy has formats in `block` style and a stamp in its file; what shifts numbers, leaves
cells blank, deals rows or adds people is opt in.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from math import inf
from pathlib import Path
from typing import Any, Literal

from menshen.errors import PolicyError

__all__ = ["MarkPolicy"]

Style = Literal["row", "block", "off"]
Aliases = Mapping[str, str | Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class MarkPolicy:
    """Which marks a copy carries.

    `format`: a style of writing for each row, for each block (estate and building), or none.
    `value`: for each column the largest shift d in its own unit (yuan, m², seconds).
    `alias`: for each column the other names, or the column of the master that holds them; True
    takes what two columns of the master say one to one (案名 and 备案名).
    `null`: columns in which a cell may be left blank. `canaries`: how many people are minted for
    each copy. `allocation`: the share q of its rows that a recipient gets, 1 for all.
    `key`: the columns that identify a record, if there is a better key than what is found.

    >>> MarkPolicy(value={"总价": 40}).format
    'block'
    """

    format: Style = "block"
    value: Mapping[str, float] = field(default_factory=dict)
    alias: bool | Aliases = False
    null: Sequence[str] = ()
    canaries: int = 0
    allocation: float = 1.0
    order: bool = False
    file: bool = True
    key: Sequence[str] = ()

    def __post_init__(self) -> None:
        """Raise `PolicyError` for a value out of range."""
        if self.format not in {"row", "block", "off"}:
            raise PolicyError("marks: format is row, block or off")
        if not 0 < self.allocation <= 1:
            raise PolicyError("marks: allocation is a share above 0, at most 1")
        if self.canaries < 0:
            raise PolicyError("marks: canaries is a number of people, 0 or more")
        if not all(_is_distance(d) for d in self.value.values()):
            raise PolicyError("marks: value is a distance above 0 for each column")
        if not all(isinstance(name, str) for name in (*self.null, *self.key)):
            raise PolicyError("marks: null and key are lists of columns")

    @classmethod
    def load(cls, path: str | Path) -> MarkPolicy:
        """Read a policy file (TOML, keys as the fields here).

        Raises `PolicyError` for what is not known, or is of another type than the field.
        """
        try:
            given = tomllib.loads(Path(path).read_text(encoding="utf-8-sig"))
        except OSError as error:
            raise PolicyError(f"{path}: {error.strerror or 'cannot be read'}") from None
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise PolicyError(f"{path}: not TOML in UTF-8: {error}") from None
        for key, value in given.items():
            if key not in _TYPES:
                raise PolicyError(f"{path}: unknown key {key!r}; known are {', '.join(_TYPES)}")
            if not isinstance(value, _TYPES[key]) or (
                isinstance(value, bool) and bool not in _types(key)
            ):
                raise PolicyError(f"{path}: {key} has the wrong type")
        return cls(**given)

    def record(self) -> dict[str, Any]:
        """Return the policy as JSON, as it stands in the ledger."""
        plain = {f.name: getattr(self, f.name) for f in fields(self)}
        return {k: _plain(v) for k, v in plain.items()}


_TYPES: dict[str, type | tuple[type, ...]] = {
    "format": str,
    "value": dict,
    "alias": (bool, dict),
    "null": list,
    "canaries": int,
    "allocation": (int, float),
    "order": bool,
    "file": bool,
    "key": list,
}


def _is_distance(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 < value < inf


def _types(key: str) -> tuple[type, ...]:
    known = _TYPES[key]
    return known if isinstance(known, tuple) else (known,)


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {k: _plain(v) for k, v in value.items()}
    return list(value) if isinstance(value, list | tuple) else value
