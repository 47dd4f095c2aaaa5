"""Networks on onnxruntime: the one place that sets a session up."""

from __future__ import annotations

from pathlib import Path
from typing import Any

__all__ = ["session"]


def session(model: Path | bytes, *, threads: int | None = 1) -> Any:
    """Return a session for a network, given by its file or its bytes.

    It runs on so many threads; None: on all, which wait without turning in circles. Warnings are
    not written: they tell users nothing. Raises what onnxruntime raises for a broken network.
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    if threads is None:
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    else:
        options.intra_op_num_threads = options.inter_op_num_threads = threads
    given = model if isinstance(model, bytes) else str(model)
    return onnxruntime.InferenceSession(given, options, providers=["CPUExecutionProvider"])
