"""What marks in documents, text and pictures survive. `python -m benchmarks.trace.documents`.

200 copies, ε = 1e-6: the threshold is log2(200 / 1e-6) = 27.6 bits. For each attack: in how many
trials the right copy was over it (with the 95 % interval of Wilson), the middle of its evidence,
and the highest evidence of any of the 199 others in any trial. The pictures are two photographs
that come with scikit-learn, a picture with the spectrum of natural ones, and a page of a table.
"""

from __future__ import annotations

import io
import sys
import time
import unicodedata
from collections.abc import Callable
from math import log2, sqrt

import numpy as np

from menshen.marks import paper
from menshen.marks.paper import image, text
from menshen.store.keyring import Keyring

KEY = Keyring.from_master(bytes(range(32))).key("文件", "trace")
COPIES = [f"r{n}" for n in range(200)]
THRESHOLD = log2(len(COPIES) / 1e-6)
Pixels = np.ndarray


def wilson(right: int, trials: int) -> tuple[float, float]:
    """Return the 95 % interval of a share (Wilson 1927)."""
    z, p = 1.96, right / trials
    middle, half = (
        p + z * z / (2 * trials),
        z * sqrt(p * (1 - p) / trials + z * z / (4 * trials**2)),
    )
    return (middle - half) / (1 + z * z / trials), (middle + half) / (1 + z * z / trials)


def row(name: str, values: list[np.ndarray], truth: list[int]) -> None:
    """Print one line of the table."""
    mine = [v[t] for v, t in zip(values, truth, strict=True)]
    others = max(np.delete(v, t).max() for v, t in zip(values, truth, strict=True))
    right = sum(m >= THRESHOLD for m in mine)
    low, high = wilson(right, len(mine))
    print(
        f"{name:<44} {right:>3}/{len(mine):<3} [{low:.2f}, {high:.2f}]  {np.median(mine):7.1f}  {others:5.1f}"
    )


def head(title: str) -> None:
    """Print the head of a table."""
    print(f"\n{title}\n{'attack':<44} over the threshold    bits    best of others")


def photographs() -> dict[str, Pixels]:
    """Return the pictures."""
    from sklearn.datasets import load_sample_images

    found = {f"photograph {n}": i for n, i in enumerate(load_sample_images().images, 1)}
    rng = np.random.default_rng(3)
    fy, fx = np.fft.fftfreq(768)[:, None], np.fft.rfftfreq(1024)[None, :]
    grey = np.fft.irfft2(
        np.fft.rfft2(rng.normal(size=(768, 1024))) / np.maximum(np.hypot(fy, fx), 1 / 768)
    )
    found["1/f noise"] = np.clip(128 + 45 * grey / grey.std(), 0, 255).astype(np.uint8)
    found["page"] = page(rng)
    return found


def page(rng: np.random.Generator) -> Pixels:
    """Return a rendered page of a table: strokes as dense as Chinese text, on white, at 120 dpi."""
    from PIL import Image, ImageDraw

    whole = Image.new("L", (992, 1403), 255)
    draw = ImageDraw.Draw(whole)
    for y in range(60, 1340, 30):
        draw.line([(50, y + 22), (940, y + 22)], fill=160)
        for x in range(60, 930, 18):
            if rng.random() < 0.25:
                continue
            for _ in range(4):
                a, b = rng.integers(0, 15, 2), rng.integers(0, 15, 2)
                draw.line([(x + a[0], y + a[1]), (x + b[0], y + b[1])], fill=0, width=2)
    return np.asarray(whole)


def jpeg(pixels: Pixels, quality: int) -> Pixels:
    """Return a picture as JPEG leaves it."""
    from PIL import Image

    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "JPEG", quality=quality)
    return np.asarray(Image.open(out))


def sized(pixels: Pixels, x: float, y: float | None = None) -> Pixels:
    """Return a picture in another size."""
    from PIL import Image

    whole = Image.fromarray(pixels)
    size = (round(whole.width * x), round(whole.height * (y or x)))
    return np.asarray(whole.resize(size, Image.Resampling.BICUBIC))


def turned(pixels: Pixels, degrees: float) -> Pixels:
    """Return a picture turned."""
    from PIL import Image

    return np.asarray(Image.fromarray(pixels).rotate(degrees, Image.Resampling.BICUBIC))


def half(pixels: Pixels, rng: np.random.Generator, share: float = 0.5) -> Pixels:
    """Return a part of a picture, of a share of its area, somewhere."""
    h, w = (int(side * sqrt(share)) for side in pixels.shape[:2])
    y, x = (
        int(rng.integers(0, whole - part + 1))
        for whole, part in zip(pixels.shape[:2], (h, w), strict=True)
    )
    return pixels[y : y + h, x : x + w]


def pictures(trials: int) -> None:
    """Print what pictures survive."""
    rng = np.random.default_rng(1)
    attacks: dict[str, Callable[[Pixels], Pixels]] = {
        "as is": lambda p: p,
        "JPEG 75": lambda p: jpeg(p, 75),
        "JPEG 50": lambda p: jpeg(p, 50),
        "scaled to 50 %, JPEG 75": lambda p: jpeg(sized(p, 0.5), 75),
        "scaled to 75 %, JPEG 75": lambda p: jpeg(sized(p, 0.75), 75),
        "scaled to 130 %, JPEG 75": lambda p: jpeg(sized(p, 1.3), 75),
        "scaled to 200 %, JPEG 75": lambda p: jpeg(sized(p, 2.0), 75),
        "half of it, JPEG 75": lambda p: jpeg(half(p, rng), 75),
        "half of it, scaled to 70 %, JPEG 75": lambda p: jpeg(sized(half(p, rng), 0.7), 75),
        "a quarter of it, JPEG 75": lambda p: jpeg(half(p, rng, 0.25), 75),
        "stretched by 0.5 % one way": lambda p: sized(p, 1.005, 1.0),
        "stretched by 3 % one way": lambda p: sized(p, 1.03, 1.0),
        "turned by 0.2 degrees": lambda p: turned(p, 0.2),
        "turned by 1 degree": lambda p: turned(p, 1.0),
        "turned by 3 degrees, scaled to 80 %, JPEG 75": lambda p: jpeg(
            sized(turned(p, 3.0), 0.8), 75
        ),
        "blurred to 25 %": lambda p: sized(sized(p, 0.25), 4.0),
        "noise of 8 levels": lambda p: np.clip(p + rng.normal(0, 8, p.shape), 0, 255).astype(
            np.uint8
        ),
        "darker, more contrast": lambda p: np.clip(p * 1.2 - 40.0, 0, 255).astype(np.uint8),
        "mean of two copies": lambda p: p,
    }
    for name, source in photographs().items():
        chosen = [int(rng.integers(200)) for _ in range(trials)]
        made = [image.mark(source, KEY, name, COPIES[t]) for t in chosen]
        error = np.mean((made[0].astype(float) - source) ** 2)
        head(
            f"{name}, {source.shape[1]} x {source.shape[0]}, PSNR {10 * np.log10(255**2 / error):.1f} dB"
        )
        spent = 0.0
        for attack, change in attacks.items():
            values = []
            for pixels, truth in zip(made, chosen, strict=True):
                if attack == "mean of two copies":
                    second = image.mark(source, KEY, name, COPIES[(truth + 1) % 200])
                    pixels = ((pixels.astype(int) + second) // 2).astype(np.uint8)
                start = time.process_time()
                found = image.observe(change(pixels), KEY)
                spent = time.process_time() - start
                values.append(
                    np.zeros(200) if found is None else image.evidence(found, KEY, name, COPIES)
                )
            row(attack, values, chosen)
        print(f"reading the last took {spent:.1f} s")


PLAIN = "".join(
    f"第{n}条 各部门须于{n % 12 + 1}月{n % 28 + 1}日前核对CRM系统里{n * 37}名客户的记录……"
    f"名单按A{n}类联系——不得外传，违者按第{n % 9}项处理。责任人每周五前报送进度，逾期说明原因。\n"
    for n in range(60)
)


def texts(trials: int) -> None:
    """Print what running text survives."""
    rng = np.random.default_rng(2)

    def part(t: str, size: int) -> str:
        start = int(rng.integers(0, len(t) - size))
        return t[start : start + size]

    attacks: dict[str, Callable[[str], str]] = {
        "as is": lambda t: t,
        "200 characters": lambda t: part(t, 200),
        "400 characters": lambda t: part(t, 400),
        "400 characters, zero-width taken out": lambda t: part(t.replace("\u200b", ""), 400),
        "1,000 characters, zero-width taken out": lambda t: part(t.replace("\u200b", ""), 1000),
        "all, NFKC and zero-width taken out": lambda t: unicodedata.normalize("NFKC", t).replace(
            "\u200b", ""
        ),
        "all, every blank taken out": lambda t: "".join(c for c in t if not c.isspace()),
        "all but words taken out": text.skeleton,
    }
    places = text.slots(PLAIN)
    head(f"running text, {len(PLAIN)} characters, {len(places)} positions")
    for attack, change in attacks.items():
        values, truth = [], []
        for _ in range(trials):
            mine = int(rng.integers(200))
            leak = change(
                paper.mark(
                    PLAIN.encode(), name="a.txt", key=KEY, document="t", copy=COPIES[mine]
                ).decode()
            )
            found = paper.read(
                leak.encode(),
                PLAIN.encode(),
                leak_name="a.txt",
                name="a.txt",
                key=KEY,
                document="t",
                copies=COPIES,
            )
            values.append(np.array(list(found.log2_evidence.values())))
            truth.append(mine)
        row(attack, values, truth)


def main() -> None:
    """Print the tables."""
    trials = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    print(
        f"threshold {THRESHOLD:.1f} bits, {trials} trials for text, {max(3, trials // 5)} for pictures"
    )
    texts(trials)
    pictures(max(3, trials // 5))


if __name__ == "__main__":
    main()
