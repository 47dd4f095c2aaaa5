"""The receipt that a recipient signs for a copy; its digest stands in the ledger."""

from __future__ import annotations

import hashlib

from menshen.release.recipient import Recipient

__all__ = ["digest", "text_for"]


def text_for(
    release: str,
    recipient: Recipient,
    dataset: str,
    purpose: str,
    basis: str,
    content: str,
    file: str,
) -> str:
    """Return the text; `content` says what the file holds, `file` is its digest."""
    lines = [
        "外发回执",
        f"编号：{release}",
        f"接收方：{recipient.name}",
        f"经办：{recipient.contact or '　'}",
        f"数据集：{dataset}",
        f"用途：{purpose or '未填写'}",
        f"合法性基础：{basis or '未填写'}",
        f"内容：{content}",
        f"文件摘要：{file}",
        "本副本为接收方专用。接收方确认已收到上述文件，仅用于所列用途，不向他人提供。",
        "接收方签章：　　　　　　　　　　日期：",
    ]
    return "\n".join(lines) + "\n"


def digest(receipt: str) -> str:
    """Return `sha256:hex` of a receipt."""
    return f"sha256:{hashlib.sha256(receipt.encode()).hexdigest()}"
