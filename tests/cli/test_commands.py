"""The commands, run inside this process on a scan made by hand."""

from __future__ import annotations

import json
import os
import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

import menshen.scan  # noqa: F401 - replaced below, in sys.modules
from menshen.cli import COMMANDS, command, main
from menshen.errors import UsageError
from menshen.model import Event, Failure, Finding, Summary
from menshen.policy import Policy
from tests.report.samples import MOBILE, events

Run = Callable[..., Result]


class Fake:
    """Stands for the pipeline: yields the events it was given, and remembers what was asked."""

    def __init__(self) -> None:
        self.made: list[Event] = list(events())
        self.asked: Any = None
        self.options: dict[str, Any] = {}

    def __call__(self, sources: Any, **options: Any) -> Iterator[Event]:
        self.asked = sources
        self.options = options
        if sources == ("missing",):
            raise UsageError("missing: there is no such file or folder")
        yield from self.made


@pytest.fixture
def scan(monkeypatch: pytest.MonkeyPatch) -> Fake:
    fake = Fake()
    monkeypatch.setattr(sys.modules["menshen.scan"], "events", fake)
    return fake


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.delenv("MENSHEN_LANG", raising=False)
    monkeypatch.setenv("COLUMNS", "100")

    def invoke(*args: str, stdin: str | bytes | None = None) -> Result:
        return CliRunner().invoke(main, list(args), input=stdin)

    return invoke


def one_line(result: Result) -> str:
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1
    return result.stderr


def test_scan_writes_a_text_report(scan: Fake, run: Run) -> None:
    scan.made = [e for e in scan.made if not isinstance(e, Failure)]
    scan.made[-1] = Summary(4, 0, 5, 2, 150, {"mobile_number": 5}, {"notes.txt": 5}, 1.0)
    result = run("scan", "data")
    assert result.exit_code == 1
    assert "个人信息扫描报告" in result.stdout
    assert MOBILE not in result.output
    assert result.stderr == ""
    assert "findings" in run("scan", "data", "--lang", "en").stdout


@pytest.mark.parametrize(
    ("findings", "failures", "interrupted", "code"),
    [(0, 0, False, 0), (2, 0, False, 1), (0, 1, False, 3), (2, 1, False, 3), (2, 1, True, 130)],
)
def test_exit_codes(
    scan: Fake, run: Run, findings: int, failures: int, code: int, *, interrupted: bool
) -> None:
    scan.made = [scan.made[0], Summary(1, failures, findings, 0, 9, {}, {}, 0.1, interrupted)]
    for form in ("text", "json", "jsonl", "html"):
        assert run("scan", "data", "-f", form).exit_code == code


def test_scan_json_is_one_object(scan: Fake, run: Run) -> None:
    result = run("scan", "data", "-f", "json")
    assert result.exit_code == 3
    plain = json.loads(result.stdout)
    assert plain["findings"][0]["masked"] == "138****8000"
    assert "value" not in plain["findings"][0]
    shown = json.loads(run("scan", "data", "-f", "json", "--reveal").stdout)
    assert shown["findings"][0]["value"] == MOBILE


def test_scan_json_lines_arrive_one_by_one(
    scan: Fake, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[str] = []

    def stream(_sources: Any, **_options: Any) -> Iterator[Event]:
        for number, event in enumerate(scan.made):
            assert len(written) == number
            yield event

    def refuse(*_args: Any) -> None:
        raise AssertionError("a report was collected")

    monkeypatch.setattr(sys.modules["menshen.scan"], "events", stream)
    monkeypatch.setattr("menshen.report.Report.collect", refuse)
    monkeypatch.setattr("menshen.cli.output.Sink.write", lambda _sink, text: written.append(text))
    assert run("scan", "data", "-f", "jsonl").exit_code == 3
    assert len(written) == len(scan.made)
    assert json.loads(written[-1])["kind"] == "summary"


def test_scan_html(scan: Fake, run: Run) -> None:
    assert scan.made
    assert run("scan", "data", "-f", "html").stdout.startswith("<!doctype html>")


def test_options_reach_the_scan(scan: Fake, run: Run, tmp_path: Path) -> None:
    policy = tmp_path / "p.toml"
    policy.write_text("[find]\nmin_score = 0.9\n[thresholds]\nemail = 0.8\n", encoding="utf-8")
    run(
        "scan",
        "a",
        "b",
        "--policy",
        str(policy),
        "--jobs",
        "3",
        "--types",
        "email, age",
        "--types",
        "gender",
    )
    assert scan.asked == ("a", "b")
    assert scan.options["jobs"] == 3
    assert scan.options["progress"] is None
    assert scan.options["policy"] == Policy(
        frozenset({"email", "age", "gender"}), min_score=0.9, thresholds={"email": 0.8}
    )
    run("scan", "a", "--policy", str(policy), "--min-score", "0.1")
    assert scan.options["policy"].min_score == 0.1


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["scan"], ["SOURCE", "menshen scan --help"]),
        (["scan", "missing"], ["missing", "没有这个文件或文件夹"]),
        (["scan", "x", "--types", "emial"], ["emial", "是不是 email"]),
        (["scan", "x", "--types", ","], ["--types", "没有写出类型"]),
        (["scan", "x", "--min-score", "2"], ["--min-score", "0 到 1"]),
        (["scan", "x", "--min-score", "nan"], ["--min-score", "0 到 1"]),
        (["scan", "x", "--jobs", "0"], ["--jobs"]),
        (["scan", "x", "-f", "xml"], ["'xml'"]),
        (["scan", "x", "--policy", "/no/p.toml"], ["/no/p.toml", "没有这个文件"]),
        (["scan", "x", "--lang", "fr"], ["fr"]),
        (["find", "x", "y"], ["menshen find --help"]),
        (["find", "x", "--types", "nope_nope"], ["menshen types"]),
        (["types", "--category", "nope"], ["nope", "medical"]),
        (["dance"], ["dance", "menshen --help"]),
    ],
)
def test_wrong_use_is_one_line_and_code_2(
    scan: Fake, run: Run, args: list[str], words: list[str]
) -> None:
    assert scan.made
    result = run(*args)
    assert result.exit_code == 2
    line = one_line(result)
    assert line.startswith("错误：")
    assert not [word for word in words if word not in line]


def test_errors_speak_english_on_request(
    scan: Fake, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert scan.made
    expected = "error: missing: there is no such file or folder\n"
    assert run("scan", "missing", "--lang", "en").stderr == expected
    assert run("scan", "missing", "--lang=en").stderr == expected
    monkeypatch.setenv("MENSHEN_LANG", "en")
    assert run("scan", "missing").stderr == expected
    assert run("scan", "missing", "--lang", "zh").stderr.startswith("错误：")


def test_a_name_in_an_error_cannot_act(run: Run) -> None:
    result = run("scan", "a\x1b[2J\u202e\nb")
    assert result.exit_code == 2
    assert "\x1b" not in result.stderr
    assert "\u202e" not in result.stderr
    assert result.stderr.count("\n") == 1


def test_output_to_a_file(scan: Fake, run: Run, tmp_path: Path) -> None:
    assert scan.made
    out = tmp_path / "报告.json"
    result = run("scan", "data", "-f", "json", "-o", str(out))
    assert (result.exit_code, result.output) == (3, "")
    assert json.loads(out.read_text(encoding="utf-8"))["totals"]["findings"] == 5
    assert "个人信息" in run("scan", "data", "-o", "-").stdout


def test_a_file_with_values_is_for_its_owner_only(scan: Fake, run: Run, tmp_path: Path) -> None:
    assert scan.made
    out = tmp_path / "r.json"
    out.write_text("old", encoding="utf-8")
    out.chmod(0o644)
    run("scan", "data", "-f", "json", "-o", str(out))
    assert stat.S_IMODE(out.stat().st_mode) == 0o644
    run("scan", "data", "-f", "json", "-o", str(out), "--reveal")
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert MOBILE in out.read_text(encoding="utf-8")


def sources(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text("a", encoding="utf-8")
    (tmp_path / "link.txt").symlink_to(folder / "a.txt")
    (tmp_path / "hard.txt").hardlink_to(folder / "a.txt")
    return folder


@pytest.mark.parametrize(
    "name", ["in/a.txt", "in/new.txt", "in", "link.txt", "no/r.txt", "in/../in/x"]
)
def test_harmful_outputs_are_refused(scan: Fake, run: Run, tmp_path: Path, name: str) -> None:
    folder = sources(tmp_path)
    result = run("scan", str(folder), "-o", str(tmp_path / name))
    assert result.exit_code == 4
    assert one_line(result).startswith("错误：")
    assert scan.asked is None
    assert (folder / "a.txt").read_text(encoding="utf-8") == "a"


@pytest.mark.parametrize("name", ["in/a.txt", "link.txt", "hard.txt"])
def test_a_source_file_is_never_overwritten(
    scan: Fake, run: Run, tmp_path: Path, name: str
) -> None:
    folder = sources(tmp_path)
    assert run("scan", str(folder / "a.txt"), "-o", str(tmp_path / name)).exit_code == 4
    assert scan.asked is None


@pytest.mark.skipif(os.getuid() == 0, reason="the superuser may write anywhere")
def test_an_unwritable_output_is_refused(scan: Fake, run: Run, tmp_path: Path) -> None:
    assert scan.made
    tmp_path.chmod(0o500)
    assert run("scan", "data", "-o", str(tmp_path / "r.txt")).exit_code == 4


def test_wrong_use_leaves_an_old_report_alone(scan: Fake, run: Run, tmp_path: Path) -> None:
    assert scan.made
    out = tmp_path / "r.txt"
    out.write_text("old", encoding="utf-8")
    assert run("scan", "missing", "-o", str(out)).exit_code == 2
    assert out.read_text(encoding="utf-8") == "old"


@pytest.fixture
def one_finding(monkeypatch: pytest.MonkeyPatch) -> Finding:
    found = next(e for e in events() if isinstance(e, Finding))
    asked: dict[str, Any] = {}

    def find(text: str, **options: Any) -> list[Finding]:
        asked.update(options, text=text)
        return [found] if MOBILE in text else []

    monkeypatch.setattr("menshen.api.find", find)
    return found


def test_find_reads_its_argument_or_standard_input(one_finding: Finding, run: Run) -> None:
    assert one_finding
    for result in (
        run("find", f"电话{MOBILE}"),
        run("find", stdin=f"电话{MOBILE}"),
        run("find", "-", stdin=f"电话{MOBILE}".encode("gb18030")),
        run("find", "-", stdin=b"\xef\xbb\xbf" + MOBILE.encode()),
        run("find", stdin=MOBILE.encode() + b"\xff\xff\xff"),
    ):
        assert result.exit_code == 1
        assert "138****8000" in result.stdout
        assert MOBILE not in result.stdout
    assert MOBILE in run("find", MOBILE, "--reveal").stdout
    nothing = run("find", "你好")
    assert (nothing.exit_code, nothing.stdout) == (0, "没有发现个人信息\n")


def test_find_json(one_finding: Finding, run: Run) -> None:
    assert one_finding
    plain = json.loads(run("find", MOBILE, "-f", "json", "--reveal").stdout)
    assert plain["findings"][0]["value"] == MOBILE
    assert json.loads(run("find", "x", "-f", "json").stdout) == {"findings": []}


def test_types_lists_the_catalogue(run: Run) -> None:
    result = run("types")
    assert result.exit_code == 0
    assert "resident_id_number" in result.stdout
    assert "共 148 种" in result.stdout or "148 种" in result.stdout
    medical = run("types", "--category", "medical", "-f", "json")
    assert {"diagnosis", "gene"} <= {t["id"] for t in json.loads(medical.stdout)["types"]}
    assert run("types", "--category", "医疗健康", "-f", "json").stdout == medical.stdout
    both = json.loads(run("types", "--category", "medical,accounts", "-f", "json").stdout)
    assert len(both["types"]) > len(json.loads(medical.stdout)["types"])


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_has_a_page_of_help(run: Run, name: str) -> None:
    page = command(name)
    assert page.help
    assert all(p.help for p in page.params if isinstance(p, click.Option))
    result = run(name, "--help")
    assert result.exit_code == 0
    assert result.stdout.startswith("用法：")
    assert "Options" not in result.stdout


def test_without_a_command_there_is_help(run: Run) -> None:
    result = run()
    assert result.exit_code == 2
    assert "用法：" in result.output
    assert "命令：" in result.output


def test_the_version(run: Run) -> None:
    assert run("--version").stdout.startswith("menshen 0.")


@pytest.mark.parametrize(("word", "code"), [("recall", 1), ("precision", 1), ("1", 0), ("much", 2)])
def test_the_least_score_may_be_a_word(word: str, code: int) -> None:
    text = "身份证号110101199003074514" if word != "1" else "早"
    seen = CliRunner().invoke(main, ["find", "--min-score", word, text])
    assert seen.exit_code == code
