"""Trace: which copy leaked, with a bound on accusing an innocent one.

`Case` takes in what turned up and decides; `trace` is the same in one call. The decision
mathematics is in `evidence`, `dealt` and `models`, its proofs in docs/proofs/bound.md.
"""

from menshen.trace.case import Case
from menshen.trace.verdict import CopyVerdict, Verdict

__all__ = ["Case", "CopyVerdict", "Verdict"]
