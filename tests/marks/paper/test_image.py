"""The mark in pictures: found after JPEG, scaling and cropping, by nobody without the key."""

from __future__ import annotations

import io
from functools import cache

import numpy as np
import pytest

from menshen.errors import UsageError
from menshen.marks.paper import image
from menshen.store.keyring import Keyring

Image = pytest.importorskip("PIL.Image")
MASTER = Keyring.from_master(bytes(range(32)))
KEY = MASTER.key("通知", "trace")
COPIES = [f"r{n}" for n in range(100)]
Pixels = np.ndarray[tuple[int, ...], np.dtype[np.uint8]]


@cache
def picture() -> Pixels:
    """Return a picture with the spectrum of natural ones: power falls with frequency squared."""
    rng = np.random.default_rng(3)
    side = 512
    fy, fx = np.fft.fftfreq(side)[:, None], np.fft.rfftfreq(side)[None, :]
    spectrum = np.fft.rfft2(rng.normal(size=(side, side))) / np.maximum(np.hypot(fy, fx), 1 / side)
    grey = np.fft.irfft2(spectrum)
    return np.array(np.clip(128 + 45 * grey / grey.std(), 0, 255), dtype=np.uint8)


@cache
def marked() -> Pixels:
    return image.mark(picture(), KEY, "d-1", "r7")


def through(pixels: Pixels, scale: float = 1.0, quality: int = 100) -> Pixels:
    whole = Image.fromarray(pixels)
    size = (round(whole.width * scale), round(whole.height * scale))
    out = io.BytesIO()
    whole.resize(size, Image.Resampling.BICUBIC).save(out, "JPEG", quality=quality)
    return np.asarray(Image.open(out))


def found(pixels: Pixels) -> tuple[str, float]:
    seen = image.observe(pixels, KEY)
    assert seen is not None
    values = image.evidence(seen, KEY, "d-1", COPIES)
    return COPIES[int(values.argmax())], float(values.max())


@pytest.mark.parametrize(
    ("scale", "quality"), [(1.0, 100), (1.0, 75), (0.5, 90), (0.5, 75), (2.0, 75), (0.83, 75)]
)
def test_it_survives_jpeg_and_scaling(scale: float, quality: int) -> None:
    copy, evidence = found(through(marked(), scale, quality))
    assert copy == "r7"
    assert evidence > 35


@pytest.mark.parametrize("angle", [-2.5, -0.7, 1.0, 3.8])
def test_it_survives_a_scanner_that_took_it_askew(angle: float) -> None:
    whole = Image.fromarray(marked()).rotate(angle, Image.Resampling.BICUBIC, fillcolor=128)
    copy, evidence = found(through(np.asarray(whole), 0.8, 75))
    assert copy == "r7"
    assert evidence > 35


def test_it_survives_a_crop_to_half() -> None:
    copy, evidence = found(through(marked()[70:432, 101:463], 1.0, 75))
    assert copy == "r7"
    assert evidence > 35


def test_colour_is_marked_as_grey_is() -> None:
    colour = np.stack([picture(), np.rot90(picture()), picture()[::-1]], axis=2)
    made = image.mark(colour, KEY, "d-1", "r9")
    assert made.shape == colour.shape
    assert found(made)[0] == "r9"


def test_the_mark_is_faint() -> None:
    error = np.mean((marked().astype(float) - picture()) ** 2)
    assert 10 * np.log10(255**2 / error) > 36


def test_an_unmarked_picture_leads_to_nobody() -> None:
    assert found(picture())[1] < 12


def test_another_key_reads_nothing() -> None:
    other = Keyring.from_master(bytes(32)).key("通知", "trace")
    seen = image.observe(marked(), other)
    assert seen is not None
    assert image.evidence(seen, other, "d-1", COPIES).max() < 12


def test_what_is_too_small_is_said_so() -> None:
    small = np.zeros((50, 400), np.uint8)
    assert image.observe(small, KEY) is None
    with pytest.raises(UsageError):
        image.mark(small, KEY, "d-1", "r1")


def test_an_even_picture_is_read_without_a_crash() -> None:
    assert found(np.full((200, 300), 255, np.uint8))[1] < 12
