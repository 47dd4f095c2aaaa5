"""Every message that redact, verify, restore and vault can give is there in Chinese."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import menshen
from menshen.redact.proof import Residue
from menshen.report.words import translated

SOURCE = Path(menshen.__file__).parent
FILES = [
    *sorted((SOURCE / "redact").glob("*.py")),
    *sorted((SOURCE / "transforms").rglob("*.py")),
    *(SOURCE / "store" / name for name in ("vault.py", "keys.py")),
    *(SOURCE / "cli" / f"{name}.py" for name in ("redact", "verify", "restore", "vault", "key")),
    SOURCE / "formats" / "patches.py",
    SOURCE / "workers.py",
]
NAMES = frozenset(("reason", "_REFUSED", "_BUSY"))


def told(path: Path) -> Iterator[str]:
    """Yield what a module's errors and failures say, with X for what they name."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name.endswith("Error") or name == "Failure":
                yield from filter(None, map(plain, node.args))
        elif isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") in NAMES:
            yield plain(node.value)


def plain(node: ast.expr) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value:
        return node.value
    if isinstance(node, ast.JoinedStr):
        text = "".join(str(v.value) if isinstance(v, ast.Constant) else "X" for v in node.values)
        return "" if text == "X: X" else text
    return ""


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_messages_are_in_chinese(path: Path) -> None:
    missing = [text for text in told(path) if text and translated(text, "zh") == text]
    assert missing == []


def test_messages_are_met() -> None:
    assert sum(1 for path in FILES for _ in told(path)) > 40


def test_what_is_left_is_told_in_chinese() -> None:
    residue = Residue()
    residue.stuck["person_name"] = 2
    assert translated(residue.told(), "zh").startswith("写出后仍查到：2 person_name")
