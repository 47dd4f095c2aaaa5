"""How well scams are recognised, and the sources of leaks ranked."""
