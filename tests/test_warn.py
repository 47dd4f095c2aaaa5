"""The assessment: what it holds, that it speaks turn by turn, and that it keeps values to itself."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

import menshen
from menshen import scam
from menshen.errors import UsageError

PARCEL = [
    ("them", "您好，请问是沈玉兰女士吗？这里是顺丰速运，您有个包裹里查出三本假护照。"),
    ("me", "啊？不是我寄的。"),
    ("them", "我给您转接昆明市公安局。你涉嫌洗钱，这个案子是保密的，不能告诉家人。"),
    ("me", "好的。"),
    ("them", "你一个人去酒店开个房间，打开屏幕共享，把资金转到安全账户核查。"),
]


def test_the_whole_answer() -> None:
    found = menshen.warn(PARCEL)
    assert found.verdict == "scam"
    assert found.probability > 0.95
    assert found.stage == "ask"
    assert {"transfer", "screen_share", "isolate"} <= set(found.asks)
    assert found.scams[0].id in {"contraband_parcel", "impersonate_police_generic"}
    assert {"courier", "police"} <= {claim.id for claim in found.claims_to_be}
    police = next(claim for claim in found.claims_to_be if claim.id == "police")
    assert "transfer" in police.against
    assert found.advice[0].startswith("停")
    assert not found.roles_inferred


def test_flags_point_at_their_words() -> None:
    found = menshen.warn(PARCEL)
    words = {f.id: found.turns[f.turn].text[slice(*f.span)] for f in found.flags}
    assert words["safe_account"] == "转到安全账户"
    assert "护照" in words["contraband"]
    assert all(found.turns[f.turn].speaker == "them" for f in found.flags)


def test_what_they_knew_is_found_in_their_turns_only() -> None:
    found = menshen.warn([("them", "您是沈玉兰女士吧？手机13800138000"), ("me", "我叫王小明")])
    assert [f.type.id for f in found.known] == ["person_name", "mobile_number"]


def test_the_callers_own_office_is_nothing_he_knows() -> None:
    found = menshen.warn("您好，我是县财政局的，工号7316，请到取款机按我说的操作。")
    assert {"employer", "employee_id"}.isdisjoint(f.type.id for f in found.known)


def test_what_they_knew_raises_the_kinds_it_feeds() -> None:
    text = "您好，您的低保补贴，请先缴手续费。您患的糖尿病我们也知道。"
    plain, informed = menshen.warn(text), menshen.warn(text, knowledge=True)
    assert plain.verdict == informed.verdict
    assert sum(k.probability for k in informed.scams) <= 1.001


def test_a_listener_says_at_each_turn_what_the_whole_would_say() -> None:
    listener = menshen.Listener()
    steps = [listener.hear(speaker, text) for speaker, text in PARCEL]
    assert steps == [menshen.warn(PARCEL[:end]) for end in range(1, len(PARCEL) + 1)]
    assert steps[-1].verdict == "scam"


@pytest.mark.parametrize("count", [1, 3])
def test_verdicts_do_not_hang_on_how_it_is_pasted(count: int) -> None:
    lines = "\n".join(f"{'甲' if s == 'them' else '乙'}：{t}" for s, t in PARCEL)
    jsonl = "\n".join(json.dumps({"speaker": s, "text": t}, ensure_ascii=False) for s, t in PARCEL)
    answers = {menshen.warn(form).verdict for form in (lines, jsonl)[:count]}
    assert answers == {"scam"}


def test_exported_chats_are_read() -> None:
    chat = (
        "2024-11-02 10:00:01 老同学\n在吗？急用钱\n\n2024-11-02 10:00:09 我\n怎么了\n\n"
        "2024-11-02 10:00:15 老同学\n先转五千到这个卡，户名吴某，别打电话我在开会\n"
    )
    found = menshen.warn(chat)
    assert len(found.turns) == 3
    assert "transfer" in found.asks


@pytest.mark.parametrize(
    "text",
    [
        "", "。", "今天天气真好，晚上吃火锅吗？", "白日依山尽，黄河入海流。欲穷千里目，更上一层楼。",
        "def add(a, b):\n    return a + b", "The quick brown fox jumps over the lazy dog.",
        "国家统计局今日发布数据，上半年国内生产总值同比增长5.0%。", "😀😀😀", "0" * 5000,
        "妈，晚上不回来吃饭了，你们先吃。", "【丰巢】您的中通包裹已到柜，取件码48260317。",
        "【银行】您尾号3321的账户入账3,000.00元，余额8,120.55元。",
    ],
)  # fmt: skip
def test_ordinary_texts_raise_no_alarm(text: str) -> None:
    assert menshen.warn(text).verdict == "none"
    assert menshen.warn(text).stage is None
    assert menshen.warn(text).flags == ()


@pytest.mark.parametrize(
    "text",
    [
        "【名匠装饰】金秋家装节，老房翻新低至699元，0元设计，详询400-668-1234，拒收回R",
        "春装新款上市，全场五折起，会员再享九折，欢迎光临，回T退订",
    ],
)
def test_marketing_is_a_nuisance(text: str) -> None:
    found = menshen.warn(text)
    assert found.verdict == "nuisance"
    assert scam.get(found.scams[0].id).kind == "harassment"
    assert any("12321" in step for step in found.advice)


def test_the_answer_as_json_holds_no_value() -> None:
    found = menshen.warn([("them", "沈玉兰女士，您手机13800138000，把验证码告诉我")])
    plain = json.dumps(found.fields(), ensure_ascii=False)
    assert "13800138000" not in plain
    assert set(json.loads(plain)) >= {
        "verdict", "probability", "scams", "stage", "flags", "asks", "claims_to_be", "known", "advice",
    }  # fmt: skip
    assert "沈玉兰" not in repr(found)


def test_wrong_turns_are_refused() -> None:
    with pytest.raises(UsageError, match="turn 1"):
        menshen.warn([{"speaker": "them"}])


@given(
    st.lists(st.tuples(st.sampled_from(["them", "me", "other"]), st.text(max_size=80)), max_size=5)
)
def test_any_conversation_gets_an_answer(turns: list[tuple[str, str]]) -> None:
    if turns:
        found = menshen.warn(turns)
        assert 0 <= found.probability <= 1
        assert found.advice
        assert found.verdict in {"scam", "nuisance", "none", "unsure"}
