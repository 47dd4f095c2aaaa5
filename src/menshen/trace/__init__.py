"""Trace: which copy leaked, with a bound on accusing an innocent one.

`Case` takes in what turned up and decides. The decision mathematics is in `evidence`, `dealt` and
`models`; its proofs are in docs/proofs/bound.md. What decides is imported when it is asked.
"""

from menshen.trace.case import Case
from menshen.trace.verdict import CopyVerdict, Verdict

__all__ = ["Case", "CopyVerdict", "Verdict"]
