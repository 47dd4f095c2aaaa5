"""Other texts that the model of scams learns from: everyday language, and synthetic calls.

What is everyday is learnt as nothing to warn of, so that a model trained on pitches does not fire on news, code
or chats. The calls of TeleAntiFraud (Apache-2.0) are cleaned of what gives them away: placeholders,
signals of the generator, the greeting, the length, and near copies.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from tools.corpus import documents
from tools.train.corpora import MARK

_OWN = Path(__file__).parents[2] / "corpus"
_NOT_EVERYDAY = ("fraud_01", "police_01")
_PLACEHOLDER = re.compile(
    "##[A-Z_]+##|(?:某某|XX|xx|\\*\\*|××|某)(?=银行|公司|平台|网站|快递|先生|女士)?"
)
_GREETING = re.compile("^(?:喂|您好|你好|先生|女士|请问|[，,。！!、 ])+")
_KEY = 14


class Ground(NamedTuple):
    """A text of another corpus: its turns, its verdict, how much it weighs."""

    source: str
    turns: tuple[str, ...]
    verdict: str
    weight: float


def drawn(key: str, share: int, of: int) -> bool:
    """Draw a share of the texts, always the same ones."""
    return int(hashlib.sha256(key.encode()).hexdigest(), 16) % of < share


def backgrounds(data: Path) -> Iterator[Ground]:
    """Yield the texts that are learnt from."""
    yield from _calls(data / "scam/teleantifraud_dialogues")
    for source, text in everyday(data, learnt=True):
        yield Ground(source, (text,), "none", 0.25)


def everyday(data: Path, *, learnt: bool) -> Iterator[tuple[str, str]]:
    """Yield everyday texts with their source: those to learn from, or those to measure with."""
    split = ("train", "val", "dev") if learnt else ("dev", "test", "test")
    yield from (("weibo", t) for t in _texts(data / "ner/weibo_ner" / f"{split[0]}.jsonl"))
    path = data / "text/crosswoz" / f"{split[1]}_utterances.jsonl"
    for line in islice(path.read_text(encoding="utf-8").splitlines(), 400):
        yield "crosswoz", "\n".join(json.loads(line)["turns"][:8])
    lines = (data / "text/thucnews_titles" / f"{split[2]}.txt").read_text(encoding="utf-8")
    for line in lines.splitlines():
        if drawn(line, 1, 8):
            yield "titles", line.split("\t")[0]
    for paragraph in (
        (data / "text/plain_weekly/weekly.txt").read_text(encoding="utf-8").split("\n")
    ):
        if (
            len(paragraph) > 40
            and drawn(paragraph, 1, 12)
            and drawn(paragraph + "|", 1, 2) == learnt
        ):
            yield "weekly", paragraph
    for name, marked in documents(_OWN):
        if not name.startswith(_NOT_EVERYDAY) and drawn(name, 2, 3) == learnt:
            yield "documents", MARK.sub(lambda m: m[3], marked)[:3000]


def _texts(path: Path) -> Iterator[str]:
    for line in path.read_text(encoding="utf-8").splitlines():
        yield json.loads(line)["text"]


def _calls(folder: Path, *, learnt: bool = True) -> Iterator[Ground]:
    """Yield synthetic calls, cut after two to four turns in the same way whatever they are."""
    seen: set[str] = set()
    for path in sorted(folder.glob("*.jsonl")):
        honest = path.name.startswith("normal")
        for line in path.read_text(encoding="utf-8").splitlines():
            raw = json.loads(line)
            turns = _cleaned(raw["left"])
            key = "".join(turns)[:_KEY]
            own = drawn(key, 4, 5) == learnt and drawn(raw["tts_id"] + key, 1, 1 if honest else 3)
            if len(turns) < 2 or key in seen or not own:
                continue
            seen.add(key)
            most = 2 + int(hashlib.sha256(key.encode()).hexdigest(), 16) % 3
            yield Ground("calls" + key[:1], turns[:most], "none" if honest else "scam", 0.12)


def _cleaned(turns: Iterable[str]) -> tuple[str, ...]:
    plain = [_PLACEHOLDER.sub("", turn).strip() for turn in turns]
    plain = [turn for turn in plain if turn]
    return (_GREETING.sub("", plain[0]), *plain[1:]) if plain else ()
