"""The public functions: thin, typed, documented. The command line is a coat over these."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from menshen import detectors, taxonomy
from menshen.detectors import Explanation
from menshen.errors import UsageError
from menshen.formats.talk import said
from menshen.model import Block, Finding
from menshen.policy import DEFAULT, Policy
from menshen.report import Report
from menshen.scan import Progress, events

if TYPE_CHECKING:
    from menshen.harm import Harm
    from menshen.marks.policy import MarkPolicy
    from menshen.papers.draft import Draft
    from menshen.redact import Redacted
    from menshen.redact.restore import Restored
    from menshen.redact.verify import Compared, Look
    from menshen.release import Recipient
    from menshen.release.document import DocumentRelease
    from menshen.release.making import Release
    from menshen.release.planning import Plan
    from menshen.scam.dialogue import Message
    from menshen.store.chain import Ledger
    from menshen.store.keyring import DatasetKey, Keyring
    from menshen.tables import Source
    from menshen.trace import Verdict
    from menshen.warn import Assessment
    from menshen.who import Attribution
    from menshen.who.calls import Calls, Gave

__all__ = [
    "explain",
    "find",
    "harm",
    "paper",
    "plan",
    "redact",
    "release",
    "release_document",
    "restore",
    "scan",
    "trace",
    "trace_document",
    "verify",
    "warn",
    "who",
]


def find(
    text: str, *, types: Iterable[str] | None = None, min_score: float | None = None
) -> list[Finding]:
    """Return the personal information in a text, in order of position.

    Spans are code points of `text`, half open; `finding.value == text[start:end]`. `types` are
    taxonomy ids (`menshen types` lists them), `min_score` is a probability from 0 to 1.
    Raises `UsageError` for an unknown type or a score out of range.

    >>> [(f.type.id, f.value) for f in find("电话13800138000，车牌京A12345")]
    [('mobile_number', '13800138000'), ('vehicle_plate', '京A12345')]
    """
    return detectors.find(_block(text), policy=_policy(types, min_score))


def explain(text: str) -> list[Explanation]:
    """Return every candidate in a text, reported or not, with what spoke for and against it.

    >>> [(e.type, e.accepted) for e in explain("身份证110105194912310021")]
    [('resident_id_number', False)]
    """
    return detectors.explain(_block(text))


def scan(
    source: str | Path | Sequence[str | Path],
    *,
    policy: Policy | None = None,
    jobs: int = 1,
    progress: Progress | None = None,
) -> Report:
    """Read files and folders and return what was found, and what could not be read.

    `source` is a path, several paths, or `-` for standard input. `jobs` processes read
    documents side by side. Raises `UsageError` for a source that does not exist.
    """
    asked = [source] if isinstance(source, str | Path) else list(source)
    if jobs < 1:
        raise UsageError("jobs must be at least 1")
    return Report.collect(events(asked, policy=policy or DEFAULT, jobs=jobs, progress=progress))


def harm(
    report: Report | str | Path | Mapping[str, Any] | Sequence[str | Path],
    *,
    person: str | None = None,
    gain: float | None = None,
) -> Harm:
    """Return what a leak of what a scan found would make possible.

    `report` is a `Report`, the object or a file that `menshen scan -f json` wrote, or several such
    files; for columns without a scan see `menshen.harm.holding.of_kinds`. `person` narrows it to
    one person of the report by id; `gain` is an illegal gain in yuan to lay beside the numbers of
    criminal law. Raises `UsageError` for what is no report, and for a person who is not in it.
    """
    from menshen.harm import of
    from menshen.harm.holding import of_findings
    from menshen.harm.reading import of_report, read

    if isinstance(report, Report):
        holding = of_findings(report.findings, report.people, report.tables)
    elif isinstance(report, Mapping):
        holding = of_report(report).holding
    else:
        holding = read([report] if isinstance(report, str | Path) else report).holding
    return of(holding, person=person, gain=gain)


def who(
    calls: Calls | str | Path | Mapping[str, Any], *, given: Iterable[Gave] = ()
) -> Attribution:
    """Return who may have been the source of what callers knew: probabilities, no accusation.

    `calls` is a file (`calls.toml`), its plain values, or `Calls`; `given` adds a personal record
    of what was given to whom. Raises `UsageError` for what is wrong in the file.

    >>> entry = {"victim": "me", "when": "2025-03-02", "knew": ["gov_subsidy", "vehicle_purchase"]}
    >>> who({"call": [entry]}).cases[0].sources[0].candidate.name
    '乡镇财政/补贴经办'
    """
    from menshen.who import attributed
    from menshen.who.calls import Calls, load, parsed

    if isinstance(calls, Mapping):
        calls = parsed(calls)
    elif not isinstance(calls, Calls):
        calls = load(calls)
    return attributed(calls, given=given)


def paper(
    kind: str,
    out: str | Path,
    *,
    report: str | Path | Sequence[str | Path] = (),
    calls: Calls | str | Path | None = None,
    given: Iterable[Gave] = (),
    answers: Mapping[str, str] | None = None,
) -> Draft:
    """Draft a paper, write it to a file that ends in .docx or .html, and return the draft.

    `kind` is one of `menshen.papers.KINDS`; `report` files of scans, `calls` contacts, `given` what
    was given to whom, `answers` the text for gaps by name (`menshen.papers.gaps`). The file can be
    read by its owner alone. Raises `UsageError` where the facts a paper needs are missing.
    """
    from menshen.papers.writing import material, saved
    from menshen.who.calls import load

    reports = [report] if isinstance(report, str | Path) else report
    noted = load(calls) if isinstance(calls, str | Path) else calls
    return saved(kind, Path(out), material(reports, noted, given, answers or {}))


def warn(
    messages: str | Sequence[Message | Mapping[str, Any] | Sequence[Any]],
    *,
    model: bool = True,
    knowledge: bool = False,
) -> Assessment:
    """Say whether a message, a chat or a call is a scam, by which words, and what to do now.

    `messages` is a text (an SMS, an e-mail, an exported chat, lines `甲：…`, JSON lines) or a sequence of
    turns: `Message(speaker, text, at)`, mappings or tuples of these. Speakers are `them`, `me`, `other`
    or any label; whose side a label is on is inferred where it does not say. Without `model` only the
    grammar speaks; with `knowledge` what the caller knew raises the kinds of scam it feeds. Raises
    `UsageError` for turns without text. For a call that goes on, see `menshen.warn.Listener`.

    >>> warn("请到取款机插卡，按我说的操作").verdict
    'scam'
    >>> warn("【银行】我行不会要求您到取款机听指挥操作，谨防诈骗").verdict
    'none'
    """
    from menshen.warn import assess

    return assess(messages, model=model, knowledge=knowledge)


def release(
    table: str | Path | Source,
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
    columns: Sequence[str] = (),
    where: Sequence[str] = (),
    marks: MarkPolicy | None = None,
) -> Release:
    r"""Write a recipient's own copy of a table, and its entry in the ledger.

    `columns` and `where` (conditions such as `楼栋=3幢|5幢`) narrow what leaves; the dataset is named
    after the file unless `dataset` says otherwise. Raises `UsageError` or `PolicyError` for what
    cannot be asked, `UnreadableError` for the table, `KeyringError` where the dataset was marked
    with another key; then nothing is written. Chapter: docs/trace.md.

    >>> import tempfile, pathlib
    >>> folder = pathlib.Path(tempfile.mkdtemp())
    >>> table = folder / "业主.csv"
    >>> _ = table.write_text("\n".join(["姓名,手机", "张三,13800138000"]), encoding="utf-8")
    >>> from menshen.store.keyring import Keyring
    >>> keys = Keyring.from_master(bytes(32))
    >>> made = release(table, folder / "甲.csv", to="装修公司甲", ledger=str(folder / "台账.db"), keys=keys)
    >>> made.rows, made.columns
    (1, ('姓名', '手机'))
    """
    from menshen.release.making import release as made

    return made(
        table, out, to=to, ledger=ledger, keys=keys, dataset=dataset, purpose=purpose,
        legal_basis=legal_basis, operator=operator, approval=approval, columns=columns,
        where=where, marks=marks,
    )  # fmt: skip


def plan(
    table: str | Path | Source,
    *,
    recipients: int,
    leak: str | Sequence[str] = (),
    marks: MarkPolicy | None = None,
    eps: float = 1e-6,
) -> Plan:
    """Return what leaks of a table could still be traced by under a policy, and what would help.

    `leak` names treatment and size, such as `normalised 1%` or `as is 20`; without it the usual
    ones are looked at. Raises `UsageError` for one that is not understood.
    """
    from menshen.release.planning import plan as planned

    return planned(table, recipients=recipients, leak=leak, marks=marks, eps=eps)


def trace(
    leaks: str | Path | Sequence[str | Path],
    *,
    master: str | Path | Source | Sequence[str | Path | Source],
    ledger: Ledger | str,
    keys: Keyring | DatasetKey,
    eps: float = 1e-6,
    dataset: str | None = None,
    known_facts: str | Path | None = None,
    access_log: str | Path | None = None,
    canary_hits: Iterable[str] = (),
) -> Verdict:
    """Return which copy of a table a leak comes from, with a bound on accusing an innocent one.

    `leaks` are files of any format. The chance that any copy which did not enter the leak is accused
    is at most `eps`. Copies are named, never people. `known_facts` is a file of calls, `canary_hits`
    are the numbers of canaries that were called. Raises `UnreadableError` for a leak that cannot be
    read, `UsageError` for what cannot be asked. See `Case` for the same step by step.
    """
    from menshen.trace import Case

    case = Case(master=master, ledger=ledger, keys=keys, eps=eps, dataset=dataset)
    for leak in [leaks] if isinstance(leaks, str | Path) else leaks:
        case.add(leak)
    if known_facts is not None:
        case.add_calls(known_facts)
    if access_log is not None:
        case.add_logs(access_log)
    for number in canary_hits:
        case.add_canary_hit(number)
    return case.decide()


def redact(
    source: str | Path | Sequence[str | Path],
    out: str | Path,
    *,
    policy: Policy | None = None,
    style: str | None = None,
    vault: str | Path | None = None,
    key: bytes | None = None,
    jobs: int = 1,
    progress: Progress | None = None,
) -> Redacted:
    """Take the personal information out of files and folders, into `out`, and prove it.

    Each document keeps its format and every byte that is not replaced; it is read again, and is
    there only if nothing is left. `style` is `mask`, `block`, `label`, `surrogate`, `token`, `fpe`,
    `generalize` or `delete`; a policy may give each kind its own. `surrogate`, `token` and `fpe`
    need a `key` of 16 bytes or more; with a `vault` what was taken out can be restored.

    What cannot be read, written or proved is in `failures`, and not in `out`. Raises `UsageError`
    for what cannot be asked, `ResidueError` where the only document is left with something in it,
    `VaultError` for a vault that does not open.

    >>> import tempfile
    >>> from pathlib import Path
    >>> folder = Path(tempfile.mkdtemp())
    >>> _ = (folder / "a.txt").write_text("联系人：张三丰，电话13800138000", encoding="utf-8")
    >>> redact(folder / "a.txt", folder / "b.txt").edits
    2
    >>> (folder / "b.txt").read_text(encoding="utf-8")
    '联系人：张**，电话138****8000'
    """
    from menshen.redact import redact as redacted

    return redacted(
        source, out, policy=policy, style=style, vault=vault, key=key, jobs=jobs, progress=progress
    )


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

    Word, Excel, PDF, text and pictures; the copy has the form of its original, a picture becomes PNG.
    Marks stand in layout, blanks and pixels, never in a word or a digit. Raises `UsageError` where the
    output is of another form, `UnreadableError` for the document; then nothing is written.

    >>> import tempfile, pathlib
    >>> folder = pathlib.Path(tempfile.mkdtemp())
    >>> _ = (folder / "通知.txt").write_text("各部门须于3月1日前核对CRM系统里的记录……", encoding="utf-8")
    >>> from menshen.store.keyring import Keyring
    >>> keys, ledger = Keyring.from_master(bytes(32)), str(folder / "台账.db")
    >>> made = release_document(folder / "通知.txt", folder / "甲.txt", to="甲", ledger=ledger, keys=keys)
    >>> made.form, made.places > 5
    ('text', True)
    """
    from menshen.release.document import release_document as made

    return made(
        document, out, to=to, ledger=ledger, keys=keys, dataset=dataset, purpose=purpose,
        legal_basis=legal_basis, operator=operator, approval=approval,
    )  # fmt: skip


def trace_document(
    leaks: str | Path | Sequence[str | Path],
    *,
    document: str | Path,
    ledger: Ledger | str,
    keys: Keyring | DatasetKey,
    eps: float = 1e-6,
    texts: Sequence[str] = (),
) -> Verdict:
    """Return which copy of a document leaked files, or pasted `texts`, come from.

    `document` is the original that was released, byte for byte. The chance that any copy which did not
    leak is accused is at most `eps`. A leaked file of another form than the original's is read as
    text. What cannot be read or compared stands in `details.failures`.
    """
    from menshen.trace.document import trace_document as traced

    given = [leaks] if isinstance(leaks, str | Path) else leaks
    return traced(given, document=document, ledger=ledger, keys=keys, eps=eps, texts=texts)


def restore(
    source: str | Path | Sequence[str | Path], out: str | Path, *, vault: str | Path, key: bytes
) -> Restored:
    """Put the values back that a vault knows: byte for byte where the document is as written.

    In a document that was changed since, each stand-in that is known gets the value it stands for.
    Raises `VaultError` for a wrong key or a vault that was changed, and gives nothing out.
    """
    from menshen.redact.restore import restore as restored

    return restored(source, out, vault=vault, key=key)


def verify(
    original: str | Path,
    redacted: str | Path,
    *,
    policy: Policy | None = None,
    look: Look | None = None,
) -> Compared:
    """Compare a source with its redacted copy: what was in it by kind, and what of it is left.

    `look` is called with each pair and both its documents as they were read, as by
    `menshen.redact.beside.Sights`, which makes pictures of their pages.
    """
    from menshen.redact.verify import verify as verified

    return verified(original, redacted, policy=policy, look=look)


def _block(text: str) -> Block:
    """Return a text as a block; a chat with who speaks in it."""
    return Block("text", 0, text, said(text))


def _policy(types: Iterable[str] | None, min_score: float | None) -> Policy:
    if min_score is not None and not 0 <= min_score <= 1:
        raise UsageError("min_score is a probability: give a number from 0 to 1")
    if isinstance(types, str):
        raise UsageError("types is a list of taxonomy ids, not one string")
    chosen = None if types is None else frozenset(taxonomy.get(t).id for t in types)
    return Policy(types=chosen, min_score=DEFAULT.min_score if min_score is None else min_score)
