"""The dialogues of the corpus: which are held back, and how each is read."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from menshen.scam.dialogue import Message

HERE = Path(__file__).parents[2] / "corpus" / "dialogues"


class Item(NamedTuple):
    """A dialogue: file, style, verdict, kind, the first turn with a harmful ask, its turns.

    `pretext` is the first turn that is past greeting and flattery, where there is something to hear.
    """

    id: str
    file: str
    style: str
    verdict: str
    scam: str | None
    first_ask: int | None
    pretext: int
    turns: tuple[Message, ...]

    @property
    def held(self) -> bool:
        """Say whether the dialogue is held back: never trained or tuned on."""
        return int(hashlib.sha256(self.id.encode()).hexdigest(), 16) % 3 == 0


def items(folder: Path = HERE) -> Iterator[Item]:
    """Yield all dialogues in the order of the files."""
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            raw = json.loads(line)
            turns = tuple(Message(turn["speaker"], turn["text"]) for turn in raw["turns"])
            yield Item(
                raw["id"], path.stem, raw["style"], raw["verdict"], raw["scam"], raw["first_ask"],
                _pretext(raw["turns"]), turns,
            )  # fmt: skip


def _pretext(turns: list[dict[str, Any]]) -> int:
    early = {None, "contact", "trust"}
    return next((at for at, turn in enumerate(turns) if turn["stage"] not in early), 0)


def batches(folder: Path = HERE) -> Mapping[str, tuple[str, str]]:
    """Return batch and manner of each file."""
    lines = (folder / "batches.tsv").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if not line.startswith("#"))
    return {file: (batch, manner) for file, batch, manner in rows}
