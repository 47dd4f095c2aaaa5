"""The proof that nothing is left: what is no information is none, however it is read."""

from __future__ import annotations

from unittest.mock import Mock

import pytest

import menshen
from menshen.policy import Policy
from menshen.redact.plan import Extra
from menshen.redact.proof import _Proof


@pytest.mark.parametrize(
    ("value", "left"), [("大大大大大大", 0), ("大 大\t大大", 0), ("北大附中", 1)]
)
def test_a_row_of_stars_that_is_read_as_a_word_is_not_left(value: str, left: int) -> None:
    (finding,) = menshen.find("学校：北大附中", types=["school"])
    proof = _Proof(Mock(), Mock(has=Mock(return_value=False)), Policy(), Mock())
    proof._suspect(Extra(finding._replace(value=value, evidence=()), "", ""))
    assert len(proof.residue.extras) == left
