"""The three stories of the requirements, as calls."""

from __future__ import annotations

from datetime import date
from typing import Any

VICTIM = "13800138000"


def call(when: date, *knew: str, **more: str) -> dict[str, Any]:
    """Return a call to the victim of the stories, who goes by his number."""
    return {"victim": VICTIM, "when": when, "knew": ["mobile_number", *knew], **more}


def house(*, given: bool = True) -> dict[str, Any]:
    """A flat is bought on 1 March; within half a month the brokers ring, then a lender."""
    calls = [
        call(
            date(2025, 3, 10),
            "person_name",
            "house_purchase",
            "house_unit",
            **{"from": "某房产中介"},
        ),
        call(
            date(2025, 3, 10),
            "person_name",
            "house_unit",
            "house_layout",
            **{"from": "某二手房公司"},
        ),
        call(
            date(2025, 3, 12),
            "person_name",
            "house_purchase",
            "mortgage_loan",
            **{"from": "某贷款公司"},
        ),
    ]
    gave = {
        "victim": VICTIM,
        "to": "某楼盘售楼处",
        "holder": "developer",
        "what": [
            "person_name", "mobile_number", "resident_id_number", "house_purchase", "house_unit",
            "house_layout", "mortgage_loan",
        ],
        "when": date(2025, 3, 1),
    }  # fmt: skip
    return {"call": calls, "gave": [gave] if given else []}


def securities(*, alias: bool = False) -> dict[str, Any]:
    """An account is opened in an app; the next day somebody recommends stocks, for years."""
    days = (date(2025, 3, 2), date(2025, 6, 1), date(2026, 2, 1))
    more = {"from": "某证券公司", **({"alias": "ZQ-7k"} if alias else {})}
    calls = [call(day, "securities_account", **more) for day in days]
    gave = [
        {
            "victim": VICTIM,
            "to": "某炒股软件",
            "holder": "broker_app",
            "when": date(2025, 3, 1),
            "alias": "zq-7k",
        },
        {
            "victim": VICTIM,
            "to": "某购物平台",
            "holder": "ecommerce",
            "when": date(2025, 2, 1),
            "alias": "dd",
        },
    ]
    return {"call": calls, "gave": gave if alias else []}


def motorcycle() -> dict[str, Any]:
    """A motorcycle is bought and a subsidy pending: the «Finance Bureau» calls about a card."""
    return {
        "call": [
            call(
                date(2025, 5, 3),
                "person_name",
                "vehicle_purchase",
                "gov_subsidy",
                **{"from": "财政局"},
            )
        ]
    }
