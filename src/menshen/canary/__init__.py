"""Canaries: people who do not exist, placed in copies of a table to ring when it is sold."""
