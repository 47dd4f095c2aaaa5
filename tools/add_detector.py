"""Write the skeleton of a new detector: its module, its case table, its line in BUILTIN.

python tools/add_detector.py library_card library_card_number "图书证号 · Library card number"
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
MODULE = '''"""{title}.

## What it finds

## How it decides

## Known limits

## References

"""

from __future__ import annotations

from menshen.evidence import Cue
from menshen.model import Candidate, Evidence, Judgement, Pattern

_CUE = Cue("{title_en}", words=(), keys=())
_SHAPE = Evidence("shape", -2.0, "shape of a {title_en}")


class {name}:
    """Judges candidates; see the module."""

    id = "{id}"
    types = ("{type}",)
    patterns = (Pattern("{id}", trigger="", regex="", before=0, after=0),)

    def judge(self, candidate: Candidate) -> Judgement | None:
        """Judge by shape and label."""
        parts = (_SHAPE, _CUE.near(candidate))
        return Judgement("{type}", candidate.seen, tuple(e for e in parts if e is not None))


DETECTOR = {name}()
'''
CASES = """# what {id} must find, must leave alone, and must not be taken in by

[[hit]]
text = ""
value = ""

[[near]]
text = ""
why = ""
"""


def main() -> None:
    """Write the files, refusing to overwrite."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("id")
    parser.add_argument("type", help="a taxonomy id")
    parser.add_argument("title", help="Chinese · English")
    asked = parser.parse_args()
    names = {
        "id": asked.id,
        "type": asked.type,
        "title": asked.title,
        "title_en": asked.title.rpartition("·")[2].strip().lower(),
        "name": asked.id.title().replace("_", ""),
    }
    module = ROOT / "src/menshen/detectors" / f"{asked.id}.py"
    cases = ROOT / "tests/detectors/cases" / f"{asked.id}.toml"
    for path, text in ((module, MODULE), (cases, CASES)):
        with path.open("x", encoding="utf-8") as out:
            out.write(text.format(**names))
    registry = ROOT / "src/menshen/detectors/__init__.py"
    text = registry.read_text(encoding="utf-8")
    registry.write_text(
        re.sub(r"(BUILTIN = \((?:\n    \"\w+\",)*)", rf'\1\n    "{asked.id}",', text, count=1),
        encoding="utf-8",
    )
    print(f"wrote {module.relative_to(ROOT)} and {cases.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
