"""Deletion: the value goes, nothing stands in its place."""

from __future__ import annotations

from menshen.model import Finding
from menshen.transforms import Setting

__all__ = ["TRANSFORM", "Delete"]


class Delete:
    """Leaves nothing."""

    id = "delete"

    def apply(self, finding: Finding, setting: Setting) -> str:  # noqa: ARG002
        """Return nothing."""
        return ""


TRANSFORM = Delete()
