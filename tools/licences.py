"""The licence gate: what menshen needs at run time may not be GPL, AGPL or of unknown licence.

    python tools/licences.py

Prints a line for each package and fails on one that is not allowed. The same table stands in
docs/licences.md, written by tools/docs.py.
"""

from __future__ import annotations

import re
import sys
from importlib.metadata import Distribution, PackageNotFoundError, distribution, metadata

ALLOWED = re.compile(
    r"\b(MIT|MIT-CMU|BSD|BSD-[23]-Clause|0BSD|Apache|Apache-2\.0|MPL|MPL-2\.0|ISC|PSF|PSF-2\.0|HPND|Zlib|CC0-1\.0)\b",
    re.IGNORECASE,
)
FORBIDDEN = re.compile(r"\bA?GPL", re.IGNORECASE)


def needed(name: str, seen: dict[str, Distribution]) -> dict[str, Distribution]:
    """Collect a package and all that it requires without extras, by name."""
    try:
        package = distribution(name)
    except PackageNotFoundError:
        return seen
    key = package.metadata["Name"].lower()
    if key in seen:
        return seen
    seen[key] = package
    for requirement in package.requires or ():
        if "extra ==" not in requirement:
            needed(re.split(r"[\s;<>=!~\[(]", requirement, maxsplit=1)[0], seen)
    return seen


def licence(package: Distribution) -> str:
    """Return what a package says of its licence: expression, classifiers, or free text."""
    about = package.metadata
    if "License-Expression" in about:
        return about["License-Expression"]
    found = [c.rsplit(" :: ", 1)[-1] for c in about.get_all("Classifier") or ()]
    named = [c for c in found if "License" in c or c.endswith("Licence")]
    free = (about["License"] or "").strip() if "License" in about else ""
    return "; ".join(named) or free.partition("\n")[0] or "unknown"


def table() -> list[tuple[str, str, str]]:
    """Return name, version and licence of all that menshen needs at run time."""
    packages = needed("menshen", {})
    return sorted((n, p.version, licence(p)) for n, p in packages.items())


def main() -> int:
    """Print the table; return 1 if a licence is not allowed."""
    if metadata("menshen")["Name"] != "menshen":
        return 1
    bad = 0
    for name, version, text in table():
        short = re.sub(r"\blesser general public.*|LGPL\S*", "", text, flags=re.IGNORECASE)
        allowed = bool(ALLOWED.search(short)) and not FORBIDDEN.search(short)
        bad += not allowed
        print(f"{name:24}{version:16}{text:50}{'' if allowed else '  NOT ALLOWED'}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
