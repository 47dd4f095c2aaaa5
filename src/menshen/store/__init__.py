"""What menshen keeps between runs: the chained ledger, the keys, the vault. None of it is needed to find."""
