"""A blind mark in pictures and rendered pages: a keyed lattice of faint waves.

The picture is covered by one square tile, repeated, that is a sum of plane waves; the sign of each
wave is a position of the code. Repetition makes the spectrum a lattice: its spacing tells by how
much the leak was scaled, with no picture to compare with. A third of the waves have signs that
are the same in all copies; they tell where a crop begins. Only then are the other waves
read. Scale and place are found without any copy's bits, which is what the bound needs. Spread
spectrum after Cox et al. (1997); repetition for synchronisation after Kutter (1998).

## Known limits
Not found after rotation by more than four degrees, perspective (a photograph of a screen at an
angle), non-uniform stretching beyond 1 %, or where paper white was made whiter still. Needs about 200 × 200 pixels of what was
marked. A picture that shows nothing straight is looked for turned, which takes a second or two more.
Measured: `python -m benchmarks.trace.documents`.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, NamedTuple

from menshen.errors import UsageError
from menshen.marks.paper.positions import Subkeys, bits, soft

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    import numpy.typing as npt

    from menshen.marks.paper.positions import Bits, Reals

__all__ = ["Found", "evidence", "mark", "observe", "places"]

TILE = 128
"""The side of the tile, in pixels of the marked picture."""
_LOW, _HIGH = 5.0, 17.0
"""Waves a tile of the shortest and longest waves: 7 to 26 pixels, which JPEG and halving leave."""
_STRENGTH = 2.2
_LEAST = 96
_MOST_PIXELS = 100_000_000
_SCALES = (0.42, 2.4)
_STEP = 0.0004
_BLUR = 9
_CLEAR = 8.0
"""From this clearness on a picture is taken to lie straight."""
_ANGLES = (4.0, 0.15)
"""How far a picture is looked for turned, and in which steps, in degrees."""
_MIDDLE = 1024
_SYNC = 3
"""Each third wave is the same in all copies."""


class Found(NamedTuple):
    """What was read of a picture: a value for each position, its scale, and how clear the mark is.

    `clearness` is the height of the synchronisation peak over the next best, in standard
    deviations of all places; below about 6 there is likely no mark.
    """

    values: Reals
    scale: float
    clearness: float


class _Lattice(NamedTuple):
    """The waves of a dataset: numbers of waves along x and y, phases, signs of the common ones."""

    x: npt.NDArray[np.int64]
    y: npt.NDArray[np.int64]
    phases: Reals
    common: Bits
    signs: Reals


def _lattice(key: Subkeys) -> _Lattice:
    import numpy as np

    side = int(_HIGH) + 1
    ky, kx = np.mgrid[-side : side + 1, 0 : side + 1]
    radius = np.hypot(kx, ky)
    # One of each pair of opposite waves.
    inside = (radius >= _LOW) & (radius <= _HIGH) & ((kx > 0) | (ky > 0))
    x, y = kx[inside], ky[inside]
    raw = hashlib.shake_256(key.sub("document/waves")).digest(3 * len(x))
    words = np.frombuffer(raw[: 2 * len(x)], dtype="<u2")
    phases = words * (2 * np.pi / 65536)
    signs = np.where(np.frombuffer(raw[2 * len(x) :], dtype=np.uint8) & 1, 1.0, -1.0)
    common = np.arange(len(x)) % _SYNC == 0
    return _Lattice(x, y, phases, common, signs)


def mark(
    pixels: npt.NDArray[np.uint8], key: Subkeys, document: str, copy: str
) -> npt.NDArray[np.uint8]:
    """Return a picture marked for a copy: grey (h, w) or colour (h, w, 3).

    The mark is fainter where the picture is even. Raises `UsageError` for a picture of less
    than 96 pixels a side or more than 100 million pixels.
    """
    import numpy as np

    height, width = pixels.shape[:2]
    if min(height, width) < _LEAST or height * width > _MOST_PIXELS:
        raise UsageError(f"a picture to mark has 96 pixels a side at least: {width} × {height}")
    lattice = _lattice(key)
    signs = lattice.signs.copy()
    mine = bits(key, document, [copy], int((~lattice.common).sum()))[0]
    signs[~lattice.common] = np.where(mine, 1.0, -1.0)
    wave = np.tile(_tile(lattice, signs), (height // TILE + 1, width // TILE + 1))[:height, :width]
    plain = pixels.astype(np.float32)
    grey = plain if plain.ndim == 2 else plain @ np.array([0.299, 0.587, 0.114], np.float32)
    # Where an eye sees less, the wave may be stronger; paper white has room for darker only.
    strength = _STRENGTH * np.clip(0.8 + _spread(grey) / 30, 0.8, 1.6)
    room = 255 - 2.2 * _STRENGTH
    pushed = np.minimum(plain, room + (plain - room) * 0.25) if grey.mean() > room - 40 else plain
    added = strength * wave
    return np.clip(
        np.rint(pushed + (added if plain.ndim == 2 else added[..., None])), 0, 255
    ).astype(np.uint8)


def observe(pixels: npt.NDArray[np.uint8], key: Subkeys) -> Found | None:
    """Return what stands in a picture, None where it is too small to say.

    Neither the marked picture nor any copy's bits are used.
    """
    import numpy as np

    height, width = pixels.shape[:2]
    if min(height, width) < _LEAST or height * width > _MOST_PIXELS:
        return None
    plain = pixels.astype(np.float32)
    grey = plain if plain.ndim == 2 else plain @ np.array([0.299, 0.587, 0.114], np.float32)
    lattice = _lattice(key)
    rest = _whitened(grey)
    upright = _upright(rest, lattice)
    if upright.clearness >= _CLEAR:
        return upright
    angle = _angle(rest, lattice)
    if not angle:
        return upright
    straight = _upright(_whitened(_turned(grey, -angle)), lattice)
    return max(upright, straight, key=lambda one: one.clearness)


def _upright(rest: npt.NDArray[np.float32], lattice: _Lattice) -> Found:
    """Return what stands in a picture that was not turned."""
    found = [_read(rest, lattice, scale, scale) for scale in _scales(rest, lattice)]
    best = max(found, key=lambda one: one.clearness)
    return _read(rest, lattice, *_refined(rest, lattice, best.scale))


def places(key: Subkeys) -> int:
    """Return how many waves of a picture carry a bit of the copy."""
    return int((~_lattice(key).common).sum())


def evidence(found: Found, key: Subkeys, document: str, copies: Sequence[str]) -> Reals:
    """Return log2 of the e-value of each copy."""
    return soft(found.values, bits(key, document, copies, len(found.values)))


def _tile(lattice: _Lattice, signs: Reals) -> npt.NDArray[np.float32]:
    """Return the tile, scaled to a mean square of 1."""
    import numpy as np

    spectrum = np.zeros((TILE, TILE), dtype=complex)
    spectrum[lattice.y % TILE, lattice.x % TILE] += signs * np.exp(1j * lattice.phases)
    made = np.fft.ifft2(spectrum).real
    return np.array(made / made.std(), dtype=np.float32)


def _spread(grey: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Return the standard deviation around each pixel."""
    import numpy as np

    mean = _blurred(grey)
    return np.array(np.sqrt(np.maximum(_blurred(grey**2) - mean**2, 0)), dtype=np.float32)


def _blurred(grey: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Return the mean over a square around each pixel."""
    import numpy as np

    radius = _BLUR // 2
    padded = np.pad(grey, radius + 1, mode="edge").astype(np.float64)
    sums = padded.cumsum(0).cumsum(1)
    size = _BLUR
    h, w = grey.shape
    total = (
        sums[size : size + h, size : size + w]
        - sums[:h, size : size + w]
        - sums[size : size + h, :w]
        + sums[:h, :w]
    )
    return np.array(total / size**2, dtype=np.float32)


def _whitened(grey: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Return what is left of a picture without its own forms: even noise, and the mark in it."""
    import numpy as np

    mean = _blurred(grey)
    rest = (grey - mean) / (_spread(grey) + 3)
    return np.array(np.clip(rest, -2, 2), dtype=np.float32)


def _scales(rest: npt.NDArray[np.float32], lattice: _Lattice) -> list[float]:
    """Return the scales at which the spectrum is most like the lattice, the likeliest first."""
    import numpy as np

    height, width = rest.shape
    rows, columns = _size(height), _size(width)
    power = np.abs(np.fft.rfft2(rest, (rows, columns))) ** 2
    power /= _levels(power, rows, columns)
    asked = np.exp(np.arange(np.log(_SCALES[0]), np.log(_SCALES[1]), _STEP))
    score = np.empty(len(asked))
    for place, scale in enumerate(asked):
        fx = np.rint(lattice.x * columns / (TILE * scale)).astype(int)
        fy = np.rint(lattice.y * rows / (TILE * scale)).astype(int)
        seen = (np.abs(fx) < columns // 2) & (np.abs(fy) < rows // 2)
        drawn = np.minimum(power[fy[seen] % rows, fx[seen]], 30)
        score[place] = (drawn.sum() - seen.sum()) / np.sqrt(max(1, seen.sum()))
    chosen: list[float] = []
    for place in np.argsort(-score):
        scale = float(asked[place])
        if all(abs(scale / other - 1) > 2.5 * _STEP for other in chosen):
            chosen.append(scale)
        if len(chosen) == 6:
            break
    return chosen


def _angle(rest: npt.NDArray[np.float32], lattice: _Lattice) -> float:
    """Return by how many degrees the spectrum is turned against the lattice, as far as can be seen.

    Its middle is looked at: the farther from it, the finer the steps would have to be.
    """
    import numpy as np

    height, width = rest.shape
    top, left = max(0, height - _MIDDLE) // 2, max(0, width - _MIDDLE) // 2
    part = rest[top : top + _MIDDLE, left : left + _MIDDLE]
    rows, columns = (_size(side) for side in part.shape)
    power = np.abs(np.fft.rfft2(part, (rows, columns))) ** 2
    power = np.minimum(power / _levels(power, rows, columns), 30)
    scales = np.exp(np.arange(np.log(_SCALES[0]), np.log(_SCALES[1]), 5 * _STEP))
    angle, step = 0.0, _ANGLES[1]
    around = np.arange(-_ANGLES[0], _ANGLES[0] + step / 2, step)
    for _ in range(2):
        scored = [_fit(power, rows, columns, lattice, scales, angle + turn) for turn in around]
        best = max(range(len(around)), key=lambda n: scored[n][0])
        angle, scale = angle + float(around[best]), scored[best][1]
        around = np.arange(-step, step * 1.1, step / 6)
        scales = scale * np.exp(np.arange(-6, 7) * _STEP)
    return angle


def _fit(
    power: npt.NDArray[np.float32],
    rows: int,
    columns: int,
    lattice: _Lattice,
    scales: Reals,
    degrees: float,
) -> tuple[float, float]:
    """Return how much the spectrum is like the lattice, turned so, and the scale at which it is most."""  # fmt: skip
    import numpy as np

    turn = np.deg2rad(degrees)
    x = lattice.x * np.cos(turn) + lattice.y * np.sin(turn)
    y = lattice.y * np.cos(turn) - lattice.x * np.sin(turn)
    fx = np.rint(x * (columns / TILE) / scales[:, None]).astype(int)
    fy = np.rint(y * (rows / TILE) / scales[:, None]).astype(int)
    seen = (np.abs(fx) < columns // 2) & (np.abs(fy) < rows // 2)
    # A real picture has the same power at opposite frequencies, of which half are kept.
    fy, fx = np.where(fx < 0, -fy, fy), np.abs(fx)
    drawn = np.where(seen, power[fy % rows, np.minimum(fx, columns // 2)] - 1, 0).sum(axis=1)
    score = drawn / np.sqrt(np.maximum(1, seen.sum(axis=1)))
    best = int(score.argmax())
    return float(score[best]), float(scales[best])


def _turned(grey: npt.NDArray[np.float32], degrees: float) -> npt.NDArray[np.float32]:
    """Return a picture turned against the clock, grey where nothing was."""
    import numpy as np
    from PIL import Image

    whole = Image.fromarray(grey)
    found = whole.rotate(degrees, Image.Resampling.BICUBIC, fillcolor=float(grey.mean()))
    return np.asarray(found, dtype=np.float32)


def _size(length: int) -> int:
    """Return twice a length, rounded up to a power of two or three of them: quick to transform."""
    size = 64
    while size < 2 * length:
        size = size * 3 // 2 if size & (size - 1) == 0 and size * 3 // 2 >= 2 * length else size * 2
    return size


def _levels(power: npt.NDArray[np.float32], rows: int, columns: int) -> Reals:
    """Return the mean power at each frequency's distance from zero."""
    import numpy as np

    fy = np.minimum(np.arange(rows), rows - np.arange(rows)) / rows
    fx = np.arange(power.shape[1]) / columns
    ring = np.minimum((np.hypot(fy[:, None], fx[None, :]) * 160).astype(int), 119)
    total = np.bincount(ring.ravel(), power.ravel(), minlength=120)
    count = np.bincount(ring.ravel(), minlength=120)
    mean = total / np.maximum(count, 1)
    found: Reals = np.maximum(mean, 1e-9)[ring]
    return found


def _read(rest: npt.NDArray[np.float32], lattice: _Lattice, sx: float, sy: float) -> Found:
    """Return the values of all positions at a scale, at the place where the common waves fit."""
    import numpy as np

    waves = _waves(rest, lattice, sx, sy)
    turned = waves * np.exp(-1j * lattice.phases)
    grid = np.zeros((4 * TILE, 4 * TILE), dtype=complex)
    seen = lattice.common
    grid[lattice.y[seen] % (4 * TILE), lattice.x[seen] % (4 * TILE)] = (
        turned[seen] * lattice.signs[seen]
    )
    fit = np.fft.ifft2(grid).real
    dy, dx = np.unravel_index(int(fit.argmax()), fit.shape)
    peak = float((fit[dy, dx] - fit.mean()) / fit.std()) if fit.std() else 0.0
    shift = np.exp(2j * np.pi * (lattice.x * dx + lattice.y * dy) / (4 * TILE))
    values = (turned * shift).real
    return Found(values[~lattice.common], (sx + sy) / 2, peak)


def _refined(rest: npt.NDArray[np.float32], lattice: _Lattice, scale: float) -> tuple[float, float]:
    """Return the scales along x and y at which the waves are strongest."""
    import numpy as np

    best, found = -1.0, (scale, scale)
    for ax in np.linspace(-1.2, 1.2, 5) * _STEP:
        for ay in np.linspace(-1.2, 1.2, 5) * _STEP:
            sx, sy = scale * (1 + ax), scale * (1 + ay)
            power = float((np.abs(_waves(rest, lattice, sx, sy)) ** 2).sum())
            if power > best:
                best, found = power, (sx, sy)
    return found


def _waves(
    rest: npt.NDArray[np.float32], lattice: _Lattice, sx: float, sy: float
) -> npt.NDArray[np.complex128]:
    """Return the complex strength of each wave, by two matrix products."""
    import numpy as np

    height, width = rest.shape
    side = int(_HIGH) + 1
    across = np.exp(-2j * np.pi * np.outer(np.arange(width), np.arange(side + 1)) / (TILE * sx))
    down = np.exp(
        -2j * np.pi * np.outer(np.arange(-side, side + 1), np.arange(height)) / (TILE * sy)
    )
    table = down.astype(np.complex64) @ (rest @ across.astype(np.complex64))
    found: npt.NDArray[np.complex128] = (
        table[lattice.y + side, lattice.x] / (height * width)
    ).astype(np.complex128)
    return found
