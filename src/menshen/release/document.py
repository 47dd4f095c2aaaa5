"""The release of a document: a copy with marks in its layout, text or picture, and its ledger entry.

A document is marked as a whole and told apart by its content: the copies of one version have the
digest of the original in common. What can carry a mark is in `menshen.marks.paper`.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePath
from typing import Any

from menshen.copies import copy_id, document_digest
from menshen.errors import MenshenError, UnreadableError, UsageError
from menshen.marks import paper
from menshen.marks.code import Code
from menshen.release.receipt import digest, text_for
from menshen.release.recipient import Recipient
from menshen.store.chain import Ledger
from menshen.store.keyring import DatasetKey, Keyring, release_key
from menshen.store.records import ReleasedDocument
from menshen.tables.replaced import Replaced

__all__ = ["DocumentRelease", "is_document", "release_document"]

_ALWAYS = frozenset((".docx", ".pdf", ".md", ".png", ".jpg", ".jpeg", ".bmp", ".tif", ".tiff"))
_HEAD = 1 << 16
_LINES = 20


@dataclass(frozen=True, slots=True)
class DocumentRelease:
    """A document that was released: its id, the copy, the digests of file and ledger.

    `places` is how many bits of mark the whole copy carries: an accusation among n copies needs
    log2(n/ε) of them at least. `receipt` is the text the recipient signs.
    """

    id: str
    copy: str
    recipient: str
    dataset: str
    form: str
    places: int
    digest: str
    head: str
    receipt: str = field(default="", repr=False)

    def record(self) -> dict[str, Any]:
        """Return the release as JSON."""
        return asdict(self)


def is_document(name: str) -> bool:
    """Say whether a file is released as a document rather than as a table.

    Word, PDF, Markdown and pictures are documents; a `.txt` is one unless its lines are divided
    into equally many cells. A workbook is a table unless it is asked for as a document.

    >>> is_document("通知.docx"), is_document("业主.csv"), is_document("业主.xlsx")
    (True, False, False)
    """
    suffix = PurePath(name).suffix.lower()
    return suffix in _ALWAYS or (suffix == ".txt" and not _is_table(Path(name)))


def _is_table(path: Path) -> bool:
    """Say whether the first lines of a text are divided into equally many cells, two at least."""
    try:
        with path.open("rb") as file:
            raw = file.read(_HEAD)
    except OSError:
        return False
    lines = [line for line in raw.splitlines()[:_LINES] if line.strip()]
    widths = [{line.count(sign) for line in lines} for sign in (b",", b"\t", b";", b"|")]
    return len(lines) > 1 and any(len(width) == 1 and width != {0} for width in widths)


def release_document(
    document: str | Path,
    out: str | Path,
    *,
    to: Recipient | str,
    ledger: Ledger | str,
    keys: Keyring | DatasetKey,
    dataset: str | None = None,
    purpose: str = "",
    legal_basis: str = "",
    operator: str = "",
    approval: str = "",
) -> DocumentRelease:
    """Write a recipient's own copy of a document, and its entry in the ledger.

    `dataset` names the key, the document's name by default. Raises `UsageError` where the output is
    of another form, `UnreadableError` for the document; then nothing is written.
    """
    recipient = to if isinstance(to, Recipient) else Recipient(to)
    source, target = Path(document), Path(out)
    form = paper.form_of(source.name)
    _same_form(form, source, target)
    data = _read(source)
    book = Ledger.open(ledger) if isinstance(ledger, str) else ledger
    name = dataset or (keys.dataset if isinstance(keys, DatasetKey) else source.stem)
    former = {r.key_id for _, r in ReleasedDocument.all(book) if r.dataset == name}
    key = release_key(keys, name, former)
    number = Code(key).number(recipient.name)
    original, copy = document_digest(data), copy_id(number)
    with _named(source):
        marked = paper.mark(data, name=source.name, key=key, document=original, copy=copy)
        places = paper.places(data, name=source.name, key=key)
    if not places:
        raise UsageError(f"{source}: has no place that could carry a mark")
    _put(target, marked)
    entry = ReleasedDocument(
        release=f"r-{secrets.token_hex(6)}", dataset=name, recipient=recipient.name,
        key_id=key.id, original=original, form=form, places=places, file=document_digest(marked),
        purpose=purpose, legal_basis=legal_basis, operator=operator, approval=approval,
    )  # fmt: skip
    try:
        return _entered(entry, recipient, source.name, copy, book)
    except BaseException:
        target.unlink(missing_ok=True)
        raise


def _entered(
    entry: ReleasedDocument, recipient: Recipient, name: str, copy: str, book: Ledger
) -> DocumentRelease:
    from dataclasses import replace

    receipt = text_for(
        entry.release, recipient, entry.dataset, entry.purpose, entry.legal_basis,
        f"文件“{name}”，原件摘要 {entry.original}", entry.file,
    )  # fmt: skip
    written = replace(entry, receipt=digest(receipt)).write(book)
    return DocumentRelease(
        entry.release, copy, entry.recipient, entry.dataset, entry.form, entry.places, entry.file,
        f"{written.seq}:{written.digest}", receipt,
    )  # fmt: skip


def _same_form(form: paper.Form, source: Path, target: Path) -> None:
    theirs = paper.form_of(target.name)
    if theirs != form:
        raise UsageError(f"{target}: a copy has the form of its original, {source.suffix}")
    if form == "image" and target.suffix.lower() != ".png":
        raise UsageError(f"{target}: a marked picture is written as PNG; name it .png")


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnreadableError(f"{path}: {error.strerror or 'cannot be read'}") from None


@contextmanager
def _named(path: Path) -> Iterator[None]:
    """Put the file's name before a complaint that lacks it."""
    try:
        yield
    except MenshenError as error:
        if str(error).startswith(path.name):
            raise
        raise type(error)(f"{path}: {error}") from None


def _put(path: Path, data: bytes) -> None:
    out = Replaced(path)
    failed = True
    try:
        out.file.write(data)
        failed = False
    finally:
        out.done(failed=failed)
