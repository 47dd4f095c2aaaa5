"""Canaries: people who do not exist, placed in copies of a table to ring when it is sold.

`mint` makes them up for a table and seals them in the ledger, `deal` says which of them a recipient
gets, `record_hit` notes a call, `hits` and `rings` list them, `evidence` weighs them; `retire` ends them.
"""

from menshen.canary.desk import (
    Canary,
    Hit,
    Minted,
    Pool,
    Ring,
    blinded,
    deal,
    hits,
    mint,
    pools,
    record_hit,
    retire,
    rings,
)
from menshen.canary.evidence import e_value, evidence
from menshen.canary.rows import Tell
from menshen.canary.table import Table, read

__all__ = [
    "Canary",
    "Hit",
    "Minted",
    "Pool",
    "Ring",
    "Table",
    "Tell",
    "blinded",
    "deal",
    "e_value",
    "evidence",
    "hits",
    "mint",
    "pools",
    "read",
    "record_hit",
    "retire",
    "rings",
]
