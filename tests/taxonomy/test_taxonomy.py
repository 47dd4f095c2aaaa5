"""The catalogue is whole, and says what it rests on."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from menshen import taxonomy
from menshen.errors import FactsError, UsageError
from menshen.taxonomy import InfoType, table

FOLDER = Path(taxonomy.__file__).parent


def test_there_are_148_kinds_and_27_holders() -> None:
    assert len(taxonomy.types()) == 148
    assert len(taxonomy.ids()) == 148
    assert len(taxonomy.holders()) == 27


@pytest.mark.parametrize("kind", taxonomy.types(), ids=lambda t: t.id)
def test_every_kind_is_whole(kind: InfoType) -> None:
    assert re.fullmatch("[a-z][a-z0-9_]*", kind.id)
    assert re.search("[一-龥]", kind.zh) or kind.zh in {"IMEI", "IMSI/ICCID"}
    assert kind.en
    assert kind.identifier in {"direct", "quasi", "attribute", "secret"}
    assert kind.evidence in {"V", "S", "M"}
    assert kind.tier in {"core", "extended"}
    assert kind.crim_class in {50, 500, 5000}
    assert kind.crim_class_lenient in {50, 500, 5000}
    assert kind.crim_class <= kind.crim_class_lenient
    assert kind.categories
    assert set(kind.categories) <= {c.id for c in taxonomy.categories()}
    assert kind.basis
    assert (
        ("个人信息保护法第二十八条" in kind.basis) == kind.sensitive == bool(kind.sensitive_basis)
    )
    assert ("附录B" in kind.basis) == kind.gbt35273_annex_b


@pytest.mark.parametrize("kind", taxonomy.types(), ids=lambda t: t.id)
def test_parents_exist_and_form_no_circle(kind: InfoType) -> None:
    chain = taxonomy.ancestors(kind.id)
    assert kind.id not in chain
    assert len(set(chain)) == len(chain)
    for parent in chain:
        assert kind.id in taxonomy.descendants(parent)


def test_holders_hold_known_kinds() -> None:
    for holder in taxonomy.holders():
        assert set(holder.fields) <= taxonomy.ids(), holder.id


def test_categories_cover_all_kinds() -> None:
    listed = {t.id for c in taxonomy.categories() for t in taxonomy.by_category(c.id)}
    assert listed == taxonomy.ids()


def test_unknown_names_are_answered_with_close_ones() -> None:
    with pytest.raises(UsageError, match="mobile_number"):
        taxonomy.get("mobil_number")
    with pytest.raises(UsageError, match="identity"):
        taxonomy.by_category("identities")


def test_every_ground_of_sensitivity_is_one_the_law_names() -> None:
    named = {
        "生物识别",
        "宗教信仰",
        "特定身份",
        "医疗健康",
        "金融账户",
        "行踪轨迹",
        "不满十四周岁",
        "其他敏感",
    }
    assert {t.sensitive_basis for t in taxonomy.types()} == named | {""}


def test_thresholds_hold_the_classes_of_the_kinds() -> None:
    values = {t.id: t.value for t in taxonomy.thresholds()}
    for kind in taxonomy.types():
        assert values[f"class_{kind.crim_class}"] == kind.crim_class
    assert values["insider_factor"] == 0.5
    assert values["especially_serious_factor"] == 10
    assert len(values) == len(taxonomy.thresholds())


@pytest.mark.parametrize("name", ["types", "categories", "holders", "thresholds"])
def test_headers_say_where_a_table_comes_from(name: str) -> None:
    says = table.header(FOLDER / f"{name}.tsv")
    assert set(table.HEADER) <= set(says)
    assert re.fullmatch(r"20[0-9]{2}(?:-[0-9]{2}){1,2}", says["date"])


HEAD = "# source: x\n# date: y\n# licence: z\n# columns: a b\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (HEAD.replace("# date: y\n", "") + "1\t2\n", r"t\.tsv:1: the header lacks «# date:»"),
        (
            HEAD.replace("source: x", "source:") + "1\t2\n",
            r"t\.tsv:1: the header lacks «# source:»",
        ),
        (HEAD.replace("a b", "a c") + "1\t2\n", r"t\.tsv: the columns are 'a c', expected 'a b'"),
        (HEAD + "1\t2\n1\n", r"t\.tsv:6: 1 cells, expected 2"),
        (HEAD + "1\t2\t3\n", r"t\.tsv:5: 3 cells, expected 2"),
        (HEAD + "\n", r"t\.tsv:5: 1 cells, expected 2"),
        (HEAD + "\t2\n", r"t\.tsv:5: the first cell is empty"),
        (HEAD + "1\t2", r"t\.tsv:5: the last line is cut off"),
        ("", r"t\.tsv:1: the table is empty"),
    ],
)
def test_a_broken_table_names_file_and_line(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "t.tsv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FactsError, match=message):
        list(table.rows(path, "a b"))


def test_a_table_that_is_missing_or_no_text_is_broken(tmp_path: Path) -> None:
    with pytest.raises(FactsError, match=r"none\.tsv: the table cannot be read"):
        list(table.rows(tmp_path / "none.tsv", "a b"))
    (tmp_path / "t.tsv").write_bytes(b"\xff\xfe")
    with pytest.raises(FactsError, match=r"t\.tsv: the table cannot be read"):
        list(table.rows(tmp_path / "t.tsv", "a b"))


def changed(tmp_path: Path, old: str, new: str) -> Path:
    text = (FOLDER / "types.tsv").read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "types.tsv"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "identity\tdirect\tno\t",
            "identity\tdirect\tmaybe\t",
            r"types\.tsv:8: a flag is yes or no",
        ),
        ("\t5000\t5000\t", "\tmany\t5000\t", r"types\.tsv:8: invalid literal"),
        ("\nformer_name\t", "\nperson_name\t", r"types\.tsv:9: 'person_name' is there twice"),
        (
            "\tperson_name\textended\t",
            "\tnobody\textended\t",
            r"'former_name' has an unknown parent",
        ),
    ],
)
def test_a_broken_catalogue_is_refused(tmp_path: Path, old: str, new: str, message: str) -> None:
    with pytest.raises(FactsError, match=message):
        taxonomy._read(changed(tmp_path, old, new))


def test_the_catalogue_is_read_once_and_fast() -> None:
    assert taxonomy.types()[0] is taxonomy.get("person_name")
    started = time.perf_counter()
    taxonomy._read(FOLDER / "types.tsv")
    assert time.perf_counter() - started < 0.5
