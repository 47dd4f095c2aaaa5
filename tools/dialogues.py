"""Checks the dialogues of the corpus: form, labels, dialogues that repeat each other or what is not ours.

    python -m tools.dialogues [FOLDER] [--against FOLDER]

`--against` is a folder of JSON Lines with the dialogues of others (`left` and `right`, `turns` or
`text`): a dialogue of ours that has a sentence in common with one of them is named.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from menshen.scam import scams
from tools.corpus import HERE as CORPUS

HERE = CORPUS / "dialogues"
STYLES = frozenset({"sms", "chat", "call", "mail", "told"})
STAGES = frozenset({"contact", "trust", "pretext", "ask", "isolation", "loss"})
HARMLESS = frozenset({"isolate", "wechat"})
"""Asks that cost nothing yet: to stay alone, and to move to a messenger."""
_ASKS = HARMLESS | {
    "transfer", "otp", "screen_share", "app", "link", "atm", "id_photo", "face_video", "account",
    "crypto", "nfc", "cod",
}  # fmt: skip
_FIELDS = {"id", "style", "verdict", "scam", "first_ask", "turns"}
_TURN = {"speaker", "text", "stage", "asks"}
_PIECE = 4
"""Characters, or English words, of a piece of text."""
_FEW = 6
"""A text of fewer pieces is too short to say whether it repeats another."""
_ALIKE = 0.4
"""So much of the pieces of both together, if common, makes two dialogues one and the same."""
_COMMON = 40
"""A piece in more dialogues than this is a stock phrase, not worth looking up."""
_SENTENCE = 14
"""A sentence shorter than this may be anybody's."""
_SIGN = re.compile(r"[\W\d_]+")
_HAN = re.compile("[㐀-鿿]")
_END = re.compile(r"[\s，。！？；：、,.!?;:…—]+")


class Dialogue(NamedTuple):
    """A line of a file: its place, and what it holds."""

    file: str
    line: int
    raw: dict[str, Any]

    @property
    def name(self) -> str:
        """Return what a message calls it."""
        return f"{self.file}, line {self.line}"

    @property
    def text(self) -> str:
        """Return what all say, a turn a line."""
        return "\n".join(turn["text"] for turn in self.raw["turns"])


def dialogues(folder: Path = HERE) -> Iterator[Dialogue]:
    """Yield the dialogues of a folder."""
    for path in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            yield Dialogue(path.stem, number, json.loads(line))


def faults(one: Dialogue) -> Iterator[str]:
    """Yield what is wrong with form and labels of a dialogue.

    >>> raw = {"id": "a-001", "style": "sms", "verdict": "none", "scam": None, "first_ask": 0}
    >>> list(faults(Dialogue("a", 1, {**raw, "turns": []})))
    ['a, line 1: no turns']
    """
    raw = one.raw
    if set(raw) != _FIELDS:
        yield f"{one.name}: fields are {sorted(raw)}"
        return
    if not raw["turns"]:
        yield f"{one.name}: no turns"
        return
    if not re.fullmatch(rf"{re.escape(one.file)}-[0-9]{{3}}", raw["id"]):
        yield f"{one.name}: the id is not the file's name and three digits"
    if raw["style"] not in STYLES:
        yield f"{one.name}: no such style: {raw['style']}"
    form = [fault for at, turn in enumerate(raw["turns"]) for fault in _turn(at, turn)]
    yield from (f"{one.name}: {fault}" for fault in form)
    if not form:
        yield from (f"{one.name}: {fault}" for fault in _labels(raw))


def _turn(at: int, turn: dict[str, Any]) -> Iterator[str]:
    if not _TURN <= set(turn) <= _TURN | {"flags"}:
        yield f"turn {at}: fields are {sorted(turn)}"
        return
    text = turn["text"]
    if not text.strip() or text != text.strip():
        yield f"turn {at}: no text, or a blank at its edge"
    if turn["speaker"] not in ("them", "me", "other"):
        yield f"turn {at}: no such speaker: {turn['speaker']}"
    if turn["speaker"] != "them" and (turn["stage"] or turn["asks"]):
        yield f"turn {at}: a stage or asks of somebody else than them"
    if turn["stage"] not in STAGES | {None}:
        yield f"turn {at}: no such stage: {turn['stage']}"
    if unknown := set(turn["asks"]) - _ASKS:
        yield f"turn {at}: no such ask: {min(unknown)}"
    if turn["stage"] == "ask" and not turn["asks"]:
        yield f"turn {at}: the stage is ask, and nothing is asked"


def _labels(raw: dict[str, Any]) -> Iterator[str]:
    verdict, kind, turns = raw["verdict"], raw["scam"], raw["turns"]
    kinds = {one.id: one.kind for one in scams()}
    harmful = [at for at, turn in enumerate(turns) if set(turn["asks"]) - HARMLESS]
    theirs = [turn for turn in turns if turn["speaker"] == "them"]
    if not theirs:
        yield "they say nothing"
    if verdict not in ("scam", "nuisance", "none"):
        yield f"no such verdict: {verdict}"
    elif (verdict == "none") != (kind is None):
        yield f"verdict {verdict} and kind {kind}"
    elif kind is not None and kind not in kinds:
        yield f"no such kind: {kind}"
    elif verdict == "nuisance" and kinds[kind] != "harassment":
        yield f"a nuisance of the kind {kind}"
    if verdict == "scam" and any(turn["stage"] is None for turn in theirs):
        yield "a turn of theirs without a stage"
    if verdict == "none" and any(turn["stage"] for turn in turns):
        yield "a stage, though honest"
    if verdict != "scam" and harmful:
        yield f"turn {harmful[0]}: asks for something harmful, and the verdict is {verdict}"
    elif raw["first_ask"] != (harmful[0] if harmful else None):
        yield f"first_ask is {raw['first_ask']}, the first harmful ask at {harmful[:1] or None}"


def pieces(text: str) -> frozenset[str]:
    """Return the pieces of a text: of Chinese, runs of characters; of English, runs of words.

    >>> sorted(pieces("取件码 3-2-104，请今天取"))
    ['件码请今', '取件码请', '码请今天', '请今天取']
    """
    if len(_HAN.findall(text)) * 3 < len(text):
        units, glue = _SIGN.sub(" ", text.lower()).split(), " "
    else:
        units, glue = list(_SIGN.sub("", text.lower())), ""
    return frozenset(
        glue.join(units[at : at + _PIECE]) for at in range(max(len(units) - _PIECE + 1, 0))
    )


def repetitions(held: Iterable[Dialogue]) -> Iterator[str]:
    """Yield the dialogues that are nearly the same as an earlier one, of whatever file."""
    owners: defaultdict[str, list[int]] = defaultdict(list)
    seen: list[tuple[str, frozenset[str]]] = []
    for one in held:
        mine = pieces(one.text)
        shared = Counter(at for piece in mine for at in owners[piece][:_COMMON])
        for at, _ in shared.most_common(3):
            other, theirs = seen[at]
            common = len(mine & theirs)
            if min(len(mine), len(theirs)) >= _FEW and common >= _ALIKE * len(mine | theirs):
                yield f"{one.name}: nearly the same as {other}"
                break
        for piece in mine:
            owners[piece].append(len(seen))
        seen.append((one.name, mine))


def sentences(text: str) -> Iterator[str]:
    """Yield the sentences of a text that are long enough to be somebody's own, signs left out."""
    for part in _END.split(text):
        plain = _SIGN.sub("", part)
        if len(_HAN.findall(plain)) >= _SENTENCE:
            yield plain


def leaks(held: Iterable[Dialogue], others: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield the dialogues that have a sentence in common with the text of others."""
    theirs = {sentence: name for name, text in others for sentence in sentences(text)}
    for one in held:
        for sentence in sentences(one.text):
            if sentence in theirs:
                yield f"{one.name}: a sentence of {theirs[sentence]}"
                break


def texts(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield name and text of the dialogues of others."""
    for path in sorted(folder.rglob("*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            raw = json.loads(line)
            turns = [*raw.get("left", ()), *raw.get("right", ()), *raw.get("turns", ())]
            said = [turn["text"] if isinstance(turn, dict) else turn for turn in turns]
            yield f"{path.name}, line {number}", "\n".join([raw.get("text", ""), *said])


def unlisted(held: Iterable[Dialogue], listed: Iterable[str]) -> Iterator[str]:
    """Yield ids held twice, files in disorder, and files that `batches.tsv` does not list, or in vain."""
    ids = [one.raw["id"] for one in held]
    yield from (f"{name}: an id held twice" for name, times in Counter(ids).items() if times > 1)
    yield from (f"{later}: out of order" for early, later in pairwise(ids) if later < early)
    files = {name.rsplit("-", 1)[0] for name in ids}
    yield from (f"{file}: in batches.tsv or in the folder alone" for file in files ^ set(listed))


def _listed(folder: Path) -> list[str]:
    lines = (folder / "batches.tsv").read_text(encoding="utf-8").splitlines()
    return [line.split("\t")[0] for line in lines if not line.startswith("#")]


def main() -> None:
    """Print what is wrong, and how many there are; exit with 1 if anything is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=HERE)
    parser.add_argument("--against", type=Path)
    options = parser.parse_args()
    held = list(dialogues(options.folder))
    found = [fault for one in held for fault in faults(one)]
    if not found:
        found += [*unlisted(held, _listed(options.folder)), *repetitions(held)]
        found += leaks(held, texts(options.against)) if options.against else ()
    counts = Counter(one.raw["verdict"] for one in held)
    told = ", ".join(f"{count} {verdict}" for verdict, count in counts.most_common())
    print(*found, f"{len(held)} dialogues: {told}", sep="\n")
    raise SystemExit(bool(found))


if __name__ == "__main__":
    main()
