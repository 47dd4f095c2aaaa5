"""Plug-ins: a package that declares entry points is heard; a broken one is named, never skipped."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

DETECTOR = """
from menshen.model import Evidence, Judgement, Pattern

class Card:
    id = "acme_card"
    types = ("certificate_no",)
    patterns = (Pattern("card", trigger="acme-[0-9]{6}", regex="ACME-[0-9]{6}", before=11, after=0),)

    def judge(self, candidate):
        return Judgement("certificate_no", candidate.seen, (Evidence("shape", 3.0, "an ACME card"),))

DETECTOR = Card()
"""
FORMAT = """
from menshen.model import Block

class Upside:
    id = "acme_upside"

    def claims(self, document, head):
        return head.startswith(b"UPSIDE")

    def read(self, document):
        with document.open() as data:
            yield Block(document.uri, 0, data.read().decode()[:5:-1])

FORMAT = Upside()
"""


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A folder that holds an installed package with a detector and a format."""
    (tmp_path / "acme.py").write_text(DETECTOR + FORMAT, encoding="utf-8")
    facts = tmp_path / "acme-1.0.dist-info"
    facts.mkdir()
    (facts / "METADATA").write_text("Metadata-Version: 2.1\nName: acme\nVersion: 1.0\n")
    (facts / "entry_points.txt").write_text(
        "[menshen.detectors]\ncard = acme:DETECTOR\n[menshen.formats]\nupside = acme:FORMAT\n"
    )
    return tmp_path


def run(package: Path, *args: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "menshen", *args],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(package)},
    )


def test_detectors_and_formats_of_a_package_are_heard(package: Path) -> None:
    answer = run(package, "find", "卡号 ACME-001700", "-f", "json")
    assert '"acme_card"' in answer.stdout
    (package / "a.up").write_text("UPSIDE" + "电话13800138000"[::-1], encoding="utf-8")
    scanned = run(package, "scan", str(package / "a.up"), "-f", "jsonl")
    assert '"acme_upside"' in scanned.stdout
    assert '"mobile_number"' in scanned.stdout


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ("raise ValueError('13800138000')", "cannot be loaded (ValueError)"),
        ("class D: id = 'acme_card'\nDETECTOR = FORMAT = D()", "lacks types, patterns, judge"),
        (DETECTOR.replace("acme_card", "mobile") + FORMAT, "an id that is taken: 'mobile'"),
        (DETECTOR.replace('("certificate_no",)', '("nonsense",)') + FORMAT, "nonsense"),
    ],
    ids=["raises", "lacks", "taken", "unknown kind"],
)
def test_a_broken_plugin_is_named(package: Path, source: str, complaint: str) -> None:
    (package / "acme.py").write_text(source, encoding="utf-8")
    answer = run(package, "find", "卡号 ACME-001700", "--lang", "en")
    assert answer.returncode == 2
    assert complaint in answer.stderr
    assert "13800138000" not in answer.stderr
    assert "Traceback" not in answer.stderr
