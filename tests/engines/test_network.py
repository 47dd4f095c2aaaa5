"""Sessions: of a file or of bytes, on one thread or on all; a broken network is refused."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from menshen.engines import network, tagger

FILE = Path(tagger.__file__).parent / "model" / "lac.onnx"


@pytest.mark.parametrize("threads", [1, 2, None])
def test_a_network_of_a_file_and_of_its_bytes_is_the_same(threads: int | None) -> None:
    names = [
        [one.name for one in network.session(given, threads=threads).get_inputs()]
        for given in (FILE, FILE.read_bytes())
    ]
    assert names[0] == names[1] != []


def test_a_broken_network_is_refused(tmp_path: Path) -> None:
    broken = tmp_path / "broken.onnx"
    broken.write_bytes(np.arange(64, dtype=np.uint8).tobytes())
    with pytest.raises(Exception, match=r"(?i)protobuf|load model"):
        network.session(broken)
