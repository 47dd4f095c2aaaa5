"""`menshen warn`: exit codes, forms, the live form."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from menshen.cli import main

SCAM = "您好，我是县财政局的，请到取款机插卡，按我说的操作，别告诉家人。"


def run(*args: str, given: str = "") -> Result:
    return CliRunner().invoke(main, ["warn", *args], input=given, standalone_mode=False)


def test_exit_codes(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    for text, code in ((SCAM, 1), ("晚上一起吃饭吗", 0), ("全场五折，欢迎光临，回T退订", 1)):
        path = tmp_path / "m.txt"
        path.write_text(text, encoding="utf-8")
        with pytest.raises(SystemExit) as left:
            main.main(["warn", str(path)])
        assert left.value.code == code


def test_stop_signs_come_before_the_reasons() -> None:
    out = run("-", given=SCAM).output
    assert out.index("停！") < out.index("危险信号")
    assert "这是诈骗" in out
    assert "财政局" in out
    assert "96110" in out


def test_json() -> None:
    plain = json.loads(run("-", "-f", "json", given=SCAM).output)
    assert plain["verdict"] == "scam"
    assert "atm" in plain["asks"]


def test_english() -> None:
    out = run("-", "--lang", "en", given=SCAM).output
    assert "This is a scam" in out
    assert "Stop!" in out


def test_grammar_only() -> None:
    assert "这是诈骗" in run("-", "--grammar-only", given=SCAM).output


def test_live_speaks_when_something_changes() -> None:
    lines = (
        "来电人：喂，你好\n我：你好\n来电人：我是公安局的，您涉嫌洗钱\n来电人：把钱转到安全账户\n"
    )
    told = run("--live", given=lines).output.splitlines()
    assert told[-1].startswith("⚠")
    assert len(told) <= 3
    rows = run("--live", "-f", "json", given=lines).output.splitlines()
    assert [json.loads(row)["verdict"] for row in rows][-1] == "scam"


@pytest.mark.parametrize("name", ["nothing.txt", ""])
def test_a_missing_file_is_named(name: str, tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as left:
        main.main(["warn", str(tmp_path / (name or "x"))])
    assert left.value.code == 2


def test_gb18030_is_read(tmp_path: Path) -> None:
    path = tmp_path / "m.txt"
    path.write_bytes(SCAM.encode("gb18030"))
    with pytest.raises(SystemExit) as left:
        main.main(["warn", str(path)])
    assert left.value.code == 1


def test_control_characters_do_not_reach_the_terminal() -> None:
    assert "\x1b" not in run("-", given=f"{SCAM}\x1b[31m红\x1b[0m转到安全账户").output
