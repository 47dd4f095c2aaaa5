"""What holds for all tests."""

from __future__ import annotations

import os
import signal

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # A shell starts background jobs deaf to Ctrl-C, and their children inherit it; the tests of
    # interruption need programs that can hear.
    signal.signal(signal.SIGINT, signal.default_int_handler)

# Old workbooks are read without LibreOffice unless a test asks for it: starting it takes seconds.
os.environ.setdefault("MENSHEN_SOFFICE", "")
