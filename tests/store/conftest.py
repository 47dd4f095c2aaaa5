"""Addresses of fresh ledgers: a SQLite file, and a schema of its own in PostgreSQL."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

POSTGRES = os.environ.get("MENSHEN_TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432/test")


@pytest.fixture
def postgres() -> Iterator[str]:
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


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "postgres":
        return str(request.getfixturevalue("postgres"))
    return str(tmp_path / "ledger.db")
