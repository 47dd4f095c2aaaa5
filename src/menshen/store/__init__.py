"""What menshen keeps between runs: the chained ledger and the keys. Nothing here is needed to find."""
