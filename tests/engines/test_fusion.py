"""What the model's word does to a finding: agreement helps, silence hurts, alone it stands for itself."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from menshen.engines.fusion import Said, meeting, weighed, weights
from menshen.engines.tagger import Tagged, kinds

TAGS = st.lists(
    st.tuples(st.integers(0, 40), st.integers(1, 6), st.sampled_from(["person_name", "employer"])),
    max_size=8,
).map(
    lambda rows: [
        Tagged(10 * i + s % 4, 10 * i + s % 4 + n, label, 0.9)
        for i, (s, n, label) in enumerate(rows)
    ]
)


def test_agreement_is_worth_more_than_silence() -> None:
    said = [Said(0, 3, "person_name", labelled=False)]
    (agreed,), _ = weighed(said, [Tagged(0, 3, "person_name", 0.95)])
    (silent,), _ = weighed(said, [])
    assert agreed is not None
    assert silent is not None
    assert agreed.weight > 0 > silent.weight


def test_a_surer_model_is_worth_more() -> None:
    told = [
        weighed([], [Tagged(0, 3, "employer", sure)])[1][0][1].weight for sure in (0.4, 0.7, 0.95)
    ]
    assert told == sorted(told)


def test_types_that_the_model_does_not_know_are_left_alone() -> None:
    assert weighed([Said(0, 11, "mobile_number", labelled=True)], [])[0] == [None]


def test_another_label_is_no_agreement() -> None:
    tag = Tagged(0, 4, "employer", 0.9)
    (evidence,), alone = weighed([Said(0, 4, "person_name", labelled=False)], [tag])
    assert evidence is not None
    assert evidence.weight < 0
    assert [t for t, _ in alone] == [tag]


@given(TAGS, st.integers(0, 80), st.integers(1, 8))
def test_every_tag_is_heard_once(tags: list[Tagged], start: int, size: int) -> None:
    said = Said(start, start + size, "person_name", labelled=False)
    _, alone = weighed([said], tags)
    met = {i for i in meeting(said, tags) if tags[i].label == "person_name"}
    assert [t for t, _ in alone] == [t for i, t in enumerate(tags) if i not in met]
    slow = {
        i
        for i, t in enumerate(tags)
        if 3 * (min(t.end, said.end) - max(t.start, start))
        >= max(t.end, said.end) - min(t.start, start)
    }
    assert set(meeting(said, tags)) == slow


def test_the_model_is_heard_of_labels_it_has_proved_itself_on() -> None:
    assert {"person_name", "home_address", "employer", "diagnosis"} <= set(weights())
    assert set(weights()) <= set(kinds().values())


@given(st.sampled_from(sorted(weights())), st.floats(0.01, 0.99))
def test_to_be_seen_is_worth_no_less_than_not_to_be(label: str, sure: float) -> None:
    said = [Said(0, 3, label, labelled=False)]
    (seen,), _ = weighed(said, [Tagged(0, 3, label, sure)])
    (silent,), _ = weighed(said, [])
    assert seen is not None
    assert silent is not None
    assert seen.weight >= silent.weight
