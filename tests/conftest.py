"""What holds for all tests."""

from __future__ import annotations

import os
import secrets
import signal
from collections.abc import Iterator
from urllib.parse import quote

import pytest

POSTGRES = os.environ.get("MENSHEN_TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432/test")

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # A shell starts background jobs deaf to Ctrl-C, and their children inherit it; the tests of
    # interruption need programs that can hear.
    signal.signal(signal.SIGINT, signal.default_int_handler)

# Old workbooks are read without LibreOffice unless a test asks for it: starting it takes seconds.
os.environ.setdefault("MENSHEN_SOFFICE", "")


@pytest.fixture
def postgres() -> Iterator[str]:
    """Return the address of a schema of its own in PostgreSQL, dropped afterwards."""
    psycopg = pytest.importorskip("psycopg", reason="the driver psycopg is not installed")
    schema = f"menshen_{secrets.token_hex(6)}"
    try:
        connection = psycopg.connect(POSTGRES, autocommit=True, connect_timeout=3)
    except psycopg.OperationalError:
        pytest.skip("no PostgreSQL answers; set MENSHEN_TEST_POSTGRES")
    with connection:
        connection.execute(f"CREATE SCHEMA {schema}")
        option = quote(f"-c search_path={schema}")
        yield f"{POSTGRES}{'&' if '?' in POSTGRES else '?'}options={option}"
        connection.execute(f"DROP SCHEMA {schema} CASCADE")
    connection.close()
