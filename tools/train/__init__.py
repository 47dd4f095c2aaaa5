"""Training of the model that ships in `menshen/engines/model`; see `python -m tools.train --help`."""
