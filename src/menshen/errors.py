"""The errors of menshen.

```
MenshenError
├── UsageError(ValueError)       the caller asked for something that cannot be done
│   └── PolicyError              a policy file says something menshen does not know
├── UnreadableError              a document could not be read; recorded in the report, never dropped
│   ├── EncryptedError           it is protected by a password
│   └── UnsupportedFormatError   menshen has no reader for this kind of file
├── LedgerError                  a ledger is not intact, or cannot be reached
├── KeyringError                 a keyring does not open, or lacks the key that is asked for
├── ResidueError                 a redacted document was read again and something was left in it
├── VaultError                   a vault does not open with this key, or was changed
└── FactsError                   a table shipped with menshen is broken
```

Messages carry places, types and counts, never a value that was read from a document.
"""


class MenshenError(Exception):
    """Anything menshen raises on purpose."""

    exit_code = 1


class UsageError(MenshenError, ValueError):
    """The caller asked for something that cannot be done; the message says what to do instead."""

    exit_code = 2


class PolicyError(UsageError):
    """A policy file holds an unknown key or a value out of range; the message names the place."""


class UnreadableError(MenshenError):
    """A document could not be read. It is reported as a failure and makes the exit code 3."""

    exit_code = 3


class EncryptedError(UnreadableError):
    """A document is protected by a password."""


class UnsupportedFormatError(UnreadableError):
    """There is no reader for this kind of document."""


class LedgerError(MenshenError):
    """A ledger is not intact, or cannot be read or written; the message names the place."""

    exit_code = 4


class KeyringError(MenshenError):
    """A keyring does not open, or lacks a key; the message names file and dataset, never a key."""

    exit_code = 4


class ResidueError(MenshenError):
    """A redacted document was read again and something was left in it; nothing was written."""

    exit_code = 4


class VaultError(MenshenError):
    """A vault does not open with this key, or was changed or cut; nothing of it is given out."""

    exit_code = 4


class FactsError(MenshenError):
    """A table shipped with menshen is broken; the message names file and line."""

    exit_code = 1
