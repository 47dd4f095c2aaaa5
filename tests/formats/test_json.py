"""JSON: every value's place is the path that the json module gives."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from menshen.formats.json import FORMAT, Json
from menshen.formats.tree import Path, State, Tree
from menshen.model import Block, Document, Lines, Node, Remark

KEYS = st.text('ab张_ "\\{[', min_size=1, max_size=5)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 10**6) | st.just("leaf"),
    lambda held: st.lists(held, max_size=4) | st.dictionaries(KEYS, held, max_size=4),
    max_leaves=30,
)
TREES = st.lists(VALUES, max_size=5) | st.dictionaries(KEYS, VALUES, max_size=5)


def read(
    data: bytes | str, uri: str = "a.json", size: int = 1 << 16
) -> tuple[list[Block], list[str]]:
    raw = data if isinstance(data, bytes) else data.encode("utf-8", "surrogatepass")
    items = list(Json(size).read(Document(uri, data=raw)))
    blocks = [i for i in items if isinstance(i, Block)]
    return blocks, [i.kind for i in items if isinstance(i, Remark)]


def own(block: Block) -> tuple[int, int]:
    return block.core or (0, len(block.text))


def tiled(blocks: list[Block]) -> str:
    return "".join(b.text[slice(*own(b))] for b in blocks)


def numbered(value: Any, counter: Iterator[int]) -> Any:
    """Give every leaf a text of its own, so that it can be found in the written form."""
    if isinstance(value, dict):
        return {key: numbered(held, counter) for key, held in value.items()}
    if isinstance(value, list):
        return [numbered(held, counter) for held in value]
    return f"<{next(counter):04d}>" if value == "leaf" else value


def leaves(value: Any, path: str = "$") -> Iterator[tuple[str, str]]:
    """Yield each leaf's text and path, by the json module's idea of the tree."""
    if isinstance(value, dict):
        for key, held in value.items():
            step = f".{key}" if key.isidentifier() else f"[{json.dumps(key, ensure_ascii=False)}]"
            yield from leaves(held, path + step)
    elif isinstance(value, list):
        for index, held in enumerate(value):
            yield from leaves(held, f"{path}[{index}]")
    elif isinstance(value, str):
        yield value, path


def places(blocks: list[Block]) -> dict[str, Node]:
    found = {}
    for block in blocks:
        start, end = own(block)
        assert block.layout is not None
        for at in range(start, end):
            if block.text.startswith("<", at) and block.text[at + 5 : at + 6] == ">":
                place = block.layout.place(at, at + 6)
                assert isinstance(place, Node)
                found[block.text[at : at + 6]] = place
    return found


@given(TREES, st.integers(32, 120), st.sampled_from([None, 1]), st.booleans())
@example({"a": [[{"b": ["leaf"]}], "leaf"], "": {"c": "leaf"}}, 32, None, True)
def test_places_are_the_paths_of_the_json_module(
    tree: Any, size: int, indent: int | None, ascii_only: bool
) -> None:
    value = numbered(tree, iter(range(10_000)))
    text = json.dumps(value, ensure_ascii=ascii_only, indent=indent)
    blocks, remarks = read(text, size=size)
    assert remarks == []
    assert tiled(blocks) == text
    assert places(blocks) == {leaf: Node("0", path) for leaf, path in leaves(value)}


@given(st.lists(TREES, min_size=2, max_size=6), st.integers(32, 200))
def test_lines_are_records_with_paths_of_their_own(trees: list[Any], size: int) -> None:
    values = numbered(trees, iter(range(10_000)))
    text = "".join(json.dumps(value) + "\n" for value in values)
    blocks, remarks = read(text, "a.jsonl", size)
    assert remarks == []
    assert tiled(blocks) == text
    expected = {
        leaf: Node(str(part), path)
        for part, value in enumerate(values)
        for leaf, path in leaves(value)
    }
    assert places(blocks) == expected


@given(
    st.text('{}[]",:\\\n a1张', max_size=300),
    st.integers(32, 80),
    st.sampled_from(["json", "jsonl"]),
)
@example('"' + "\\" * 200, 32, "json")
@example('{"a":"' + "\\\\" * 100 + '"}', 32, "jsonl")
@example('["' + "a" * 90 + "\n" + '", 1]', 32, "json")
def test_no_text_is_lost_and_every_position_has_a_place(text: str, size: int, name: str) -> None:
    blocks, _ = read(text, f"a.{name}", size)
    assert tiled(blocks) == text
    for block in blocks:
        assert 0 < len(block.text) <= size
        assert block.layout is not None
        for at in range(*own(block)):
            block.layout.place(at, at + 1)
            block.layout.labels(at)
            block.layout.record(at)


def test_labels_run_from_the_innermost_key_out() -> None:
    (block,), _ = read('{"user": {"手机": ["x", "13800138000"]}}')
    at = block.text.index("138")
    assert block.labels(at) == ("手机", "user")
    assert block.layout is not None
    assert block.layout.place(at, at + 11) == Node("0", "$.user.手机[1]")


def test_keys_that_hold_values_do_not_show_in_places() -> None:
    (block,), _ = read('{"13800138000": {"zhang@a.cn": "x"}, "a\\u0062": "y"}')
    assert block.layout is not None
    path = str(block.layout.place(block.text.index('"x"'), 0))
    assert "13800138000" not in path
    assert "zhang@a.cn" not in path
    assert block.layout.labels(block.text.index('"y"')) == ("ab",)


@pytest.mark.parametrize(
    ("text", "records"),
    [
        ('[{"a": "<0000>"}, {"a": ["<0001>", "<0002>"]}]', [0, 1, 1]),
        ('{"a": "<0000>", "b": ["<0001>", "<0002>"]}', [0, 0, 0]),
        (
            '{"a": "<0000>", "b": [{"c": "<0001>"}, {"c": [{"d": "<0002>"}]}], "e": "<0003>"}',
            [0, 1, 2, 0],
        ),
        ('{"a": [{"c": "<0000>"}], "b": [{"c": "<0001>"}]}', [1, 2]),
        ('["<0000>", "<0001>"]', [0, 1]),
        ('{"a": "<0000>"}\n\n\n\n\n\n\n{"a":\n"<0001>"}', [0, 1]),
        ('[{"a": "<0000>"}, {"a": "<0001>"}] {"b": "<0002>"}', [0, 1, 2]),
    ],
)
def test_records_are_the_objects_of_the_outermost_list(text: str, records: list[int]) -> None:
    for size in (32, 1 << 16):
        blocks, _ = read(text, size=size)
        found = []
        for block in blocks:
            assert block.layout is not None
            found += [
                block.layout.record(at)
                for at in range(*own(block))
                if block.text.startswith("<0", at)
            ]
        assert found == records


def test_several_values_in_one_text_are_parts() -> None:
    blocks, remarks = read('{"a":\n"<0000>"}\n{"a":\n"<0001>"}')
    assert [p.part for p in places(blocks).values()] == ["0", "1"]
    assert remarks == []


@pytest.mark.parametrize(
    "text",
    [
        '{"a": "x", b: 1}',
        '{"a": "x"]',
        "[1, 2}",
        '{"a": "x\n"}',
        "}",
        "hello 13800138000",
        '["a":1]',
        ",",
    ],
)
def test_what_is_not_json_is_read_as_text_from_there(text: str) -> None:
    text = '{"good": "<0000>"}\n' + text + "\n电话 13800138000"
    blocks, remarks = read(text)
    assert remarks == ["broken_json"]
    assert tiled(blocks) == text
    assert places(blocks) == {"<0000>": Node("0", "$.good")}
    layout = blocks[-1].layout
    assert isinstance(layout, Lines)
    assert layout.record(len(blocks[-1].text)) == text.count("\n")
    assert layout.offset + len(blocks[-1].text) == len(text)


@pytest.mark.parametrize("text", ['{"a": ["<0000>"', '["<0000>'])
def test_json_cut_off_at_the_end_keeps_its_places(text: str) -> None:
    blocks, remarks = read(text)
    assert remarks == ["broken_json"]
    assert list(places(blocks)) == ["<0000>"]


def test_broken_lines_are_counted_and_the_others_stay_records() -> None:
    raw = b'{"a": "<0000>"}\nhello\n{"a": "<0001>"}\n{"a":\n'
    items = list(FORMAT.read(Document("a.jsonl", data=raw)))
    assert items[-1] == Remark(
        "a.jsonl", "broken_json", "2 lines are not JSON, the first is record 1"
    )
    blocks = [i for i in items if isinstance(i, Block)]
    assert places(blocks) == {"<0000>": Node("0", "$.a"), "<0001>": Node("2", "$.a")}


def test_depth_and_length_are_bounded() -> None:
    text = "[" * 200_000 + '"<0000>"' + "]" * 200_000
    blocks, remarks = read(text)
    assert (tiled(blocks), remarks) == (text, [])
    text = '{"a": {"b": "' + "x" * 200_000 + '<0000>", "c": "<0001>"}}'
    blocks, remarks = read(text)
    assert (tiled(blocks), remarks) == (text, [])
    assert {p.path for p in places(blocks).values()} == {"$.a.b", "$.a.c"}
    line = '{"a": {"b": "' + "x" * 200_000 + '<0000>", "c": "<0001>"}}\n'
    blocks, remarks = read(line + '{"d": "<0002>"}\n', "a.jsonl")
    assert (tiled(blocks), remarks) == (line + '{"d": "<0002>"}\n', [])
    assert places(blocks)["<0001>"] == Node("0", "$.a.c")
    assert places(blocks)["<0002>"] == Node("1", "$.d")


@pytest.mark.parametrize(
    ("uri", "text", "claimed"),
    [
        ("a.json", "anything", True),
        ("-", '{"a": 1}\n{"a": 2}\n', True),
        ("app.log", '{"a": 1}\n{"a": 2}\n{"a"', True),
        ("app.log", '{"a": 1} and more\n', False),
        ("-", '{"a": [1, 2', True),
        ("-", "[section]\nkey=1\n", False),
        ("-", "[]", True),
        ("a.txt", '{"a": 1}', False),
        ("a.csv", '{"a": 1}\n{"a": 2}\n', False),
        ("a.json", "\x00\x01\x02", False),
    ],
)
def test_claims_go_by_name_and_by_content(uri: str, text: str, claimed: bool) -> None:
    assert FORMAT.claims(Document(uri), text.encode()) is claimed


def test_lines_are_seen_under_any_name() -> None:
    blocks, remarks = read('{"a": "<0000>"}\n{"a": "<0001>"}\n', "dump.json")
    assert remarks == []
    assert places(blocks)["<0001>"] == Node("1", "$.a")


def test_asking_backwards_gives_the_same_answers() -> None:
    text = '{"a": {"b": 1}, "c": [2, {"d": 3}]}'
    tree = Tree(text, State(Path()))
    forward = [tree.place(at, at + 1) for at in range(len(text))]
    assert [tree.place(at, at + 1) for at in reversed(range(len(text)))] == forward[::-1]


def test_levels_too_deep_to_name_are_still_counted() -> None:
    text = "[" * 300 + '{"a": ["x", {"b": "<0000>"}], "c": 1}, 2' + "]" * 300 + '{"d": "<0001>"}'
    blocks, remarks = read(text)
    assert remarks == []
    assert places(blocks)["<0001>"] == Node("1", "$.d")
    assert places(blocks)["<0000>"].path == "$" + "[0]" * 256


def test_long_keys_are_cut_and_broken_escapes_kept() -> None:
    blocks, _ = read('{"' + "k" * 500 + '": "<0000>", "\\q": "<0001>"}')
    assert blocks[0].labels(blocks[0].text.index("<0000>")) == ("k" * 80,)
    assert blocks[0].labels(blocks[0].text.index("<0001>")) == ("\\q",)


def test_small_lists_skipped_as_a_whole_count_their_records() -> None:
    head = '{"a": [{"c": 1}, {"c": 2}], "b": [1, 2], "d": [{"c": 3}], "pad": "' + "x" * 70_000
    blocks, _ = read(head + '", "e": [{"c": "<0000>"}]}')
    last = blocks[-1]
    assert last.layout is not None
    assert last.layout.record(last.text.index("<0000>")) == 4
