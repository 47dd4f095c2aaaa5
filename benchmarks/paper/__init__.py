"""How much of what is planted into simulated scans is found, and what reading one costs."""
