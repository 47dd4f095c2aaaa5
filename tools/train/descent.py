"""How the lower layers of an encoder are fine-tuned, whatever is to be told from them.

The rate rises over the first steps and falls in a straight line to a fiftieth; what stands above the encoder
learns at a rate of its own.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

LEAST = 0.02
"""The last steps are made at this share of the rate."""
HEAD = 1e-3
_SHOWN = 25


class Descent:
    """AdamW over the layers of `network.encoder` at `rate` and over the rest of the network at 1e-3.

    Whatever is drawn at random in an epoch, by `rng` or by torch, depends on the seed and the epoch only, so
    that a run which goes on from a checkpoint draws as one that was never stopped.
    """

    def __init__(
        self,
        network: nn.Module,
        rng: random.Random,
        *,
        seed: int,
        rate: float,
        decay: float,
        warm: int,
    ) -> None:
        encoder: Any = network.encoder
        rest = (p for name, p in network.named_parameters() if not name.startswith("encoder."))
        self._network = network
        self._rng, self._seed = rng, seed
        self._rates = (rate, HEAD)
        self._warm = warm
        self._optimiser = torch.optim.AdamW(
            [
                {"params": [p for p in encoder.parameters() if p.requires_grad], "lr": rate},
                {"params": list(rest), "lr": HEAD},
            ],
            weight_decay=decay,
        )
        self.epoch, self.step = 0, 0
        self._losses: list[float] = []
        self._began = time.time()

    def epochs(self, last: int) -> Iterator[int]:
        """Yield the numbers of the epochs that are left, the network ready to learn in each."""
        for epoch in range(self.epoch, last):
            self._losses, self._began = [], time.time()
            self._rng.seed(f"{self._seed} {epoch}")
            torch.manual_seed(self._seed * 1000 + epoch)
            self._network.train()
            yield epoch
            self.epoch = epoch + 1

    def learn(self, loss: torch.Tensor, many: float) -> None:
        """Take a step down a loss; `many` steps are made in all."""
        slope = min(1.0, (self.step + 1) / self._warm) * max(LEAST, 1 - self.step / many)
        for group, rate in zip(self._optimiser.param_groups, self._rates, strict=True):
            group["lr"] = rate * slope
        self._optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self._network.parameters(), 1.0)
        self._optimiser.step()
        self.step += 1
        self._losses.append(loss.item())
        if self.step % _SHOWN == 0:
            print(f"step {self.step} of {many:.0f}: {self._shown(_SHOWN)}", flush=True)

    def keep(self, path: Path, **beside: Any) -> None:
        """Write a checkpoint after an epoch, with what is needed beside it, and show how the epoch went."""
        own = {"network": self._network.state_dict(), "optimiser": self._optimiser.state_dict()}
        torch.save({**own, "epoch": self.epoch + 1, "step": self.step, **beside}, path)
        print(f"epoch {self.epoch + 1}: {self._shown(len(self._losses))}", flush=True)

    def resume(self, path: Path, **beside: Any) -> None:
        """Go on from a checkpoint, if there is one.

        Raise `SystemExit` where what `keep` wrote beside it is not what this run has.
        """
        if path.exists():
            state = torch.load(path, weights_only=False)
            other = [name for name, value in beside.items() if state[name] != value]
            if other:
                raise SystemExit(
                    f"{path}: of a run with other {', '.join(other)}; choose another --out"
                )
            self._network.load_state_dict(state["network"])
            self._optimiser.load_state_dict(state["optimiser"])
            self.epoch, self.step = state["epoch"], state["step"]

    def _shown(self, many: int) -> str:
        return f"loss {np.mean(self._losses[-many:]):.4f}, {time.time() - self._began:.0f} s"


def arguments(parser: argparse.ArgumentParser, *, layers: int, epochs: int) -> None:
    """Add what every run asks for: where the encoder is, where to write, how deep and how long."""
    parser.add_argument("--e5", type=Path, help="the folder of encoder.py and weights.py")
    parser.add_argument("--out", type=Path, help="the folder of the run")
    parser.add_argument("--layers", type=int, default=layers)
    parser.add_argument("--epochs", type=int, default=epochs)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=11)


def demand(parser: argparse.ArgumentParser, options: argparse.Namespace, *names: str) -> None:
    """End with the usage where one of these options is not given."""
    for name in names:
        if getattr(options, name) is None:
            parser.error(f"--{name} is needed")
