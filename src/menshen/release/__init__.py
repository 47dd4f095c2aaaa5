"""Release: a copy of a table that is its recipient's own, and its entry in the ledger.

`making` does it, in two readings of the table: `survey` learns what it holds, `rendering` marks it;
`planning` says beforehand what a leak could still be traced by. They are imported when something is
released, so that finding information waits for none of it.
"""

from menshen.release.recipient import Recipient

__all__ = ["Recipient"]
