"""Rows for pandas and polars: plain values, the same columns in each row, one kind of values in a column."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ascora_sdk import (
    UNSET,
    Customer,
    CustomField,
    Invoice,
    InvoiceItem,
    InvoiceStatus,
    JobStatus,
    Page,
    Task,
    TaskStatus,
)
from ascora_sdk.models import even_rows

NOON = datetime(2026, 3, 1, 12, tzinfo=timezone.utc)
EAST = timezone(timedelta(hours=10))


def nested(depth: int) -> Any:
    value: Any = 1
    for _ in range(depth):
        value = {"a": [value]}
    return value


# One record


def test_every_field_is_there_by_its_name() -> None:
    row = Customer(id="c-1", phone=None, created_at=NOON).to_dict()
    assert list(row) == [field.name for field in attrs.fields(Customer) if field.name != "extra"]
    assert (row["id"], row["phone"], row["email"], row["created_at"]) == ("c-1", None, None, NOON)
    assert UNSET not in row.values()


def test_an_enumeration_is_its_text() -> None:
    for status in (TaskStatus.PENDING, TaskStatus("on_hold")):
        value = Task(id="t-1", title="x", status=status).to_dict()["status"]
        assert (value, type(value)) == (status.value, str)


def test_what_is_nested_is_plain() -> None:
    item = InvoiceItem(
        description="Fan", quantity=Decimal(3), unit_price=Decimal(12), total=Decimal(36), extra={"a": 1}
    )
    row = Invoice(
        id="i-1",
        customer_id="c-1",
        invoice_number="INV-7",
        invoice_date=date(2026, 3, 1),
        due_date=NOON,
        total_amount=Decimal("36.00"),
        status=InvoiceStatus.SENT,
        items=(item,),
    ).to_dict()
    assert row["items"] == [
        {"description": "Fan", "quantity": 3, "unit_price": 12, "total": 36, "tax_rate": None, "a": 1}
    ]
    options = CustomField(name="a", label="A", type="t", required=True, options=("x", 5, None)).to_dict()["options"]
    assert options == ["x", 5, None]
    deep = Customer(id="c-1", custom_fields={"a": JobStatus.PENDING, "b": (1, UNSET)}).to_dict()["custom_fields"]
    assert (deep, type(deep["a"])) == ({"a": "pending", "b": [1, None]}, str)


def test_unknown_fields_come_last_by_the_wires_names() -> None:
    row = Customer(id="c-1", extra={"shoeSize": 9, "crew": [{"a": 1}]}).to_dict()
    assert (list(row)[-2:], row["shoeSize"], row["crew"]) == (["shoeSize", "crew"], 9, [{"a": 1}])
    assert "extra" not in row


def test_an_unknown_field_takes_no_known_ones_place() -> None:
    row = Customer(id="c-1", first_name="Ada", extra={"first_name": "Eve", "id": "x", "extra": 1}).to_dict()
    assert (row["first_name"], row["id"]) == ("Ada", "c-1")
    assert (row["extra.first_name"], row["extra.id"], row["extra"]) == ("Eve", "x", 1)


def test_a_row_can_be_changed_and_its_record_stays() -> None:
    customer = Customer(id="c-1", custom_fields={"a": {"b": [1]}}, extra={"crew": [{"a": 1}]})
    row = customer.to_dict()
    row["custom_fields"]["a"]["b"].append(2)
    row["crew"][0]["a"] = 2
    row["id"] = "x"
    assert customer == Customer(id="c-1", custom_fields={"a": {"b": [1]}}, extra={"crew": [{"a": 1}]})


def test_what_is_nested_past_all_reason_does_no_harm() -> None:
    customer = Customer(id="c-1", custom_fields=nested(450))
    page = Page(items=(customer,), total=1, has_more=False, limit=1, offset=0, received=1)
    assert page.to_dicts()[0]["id"] == "c-1"


# Many


def column(*values: Any) -> list[Any]:
    """Even a column out, and give its values."""
    return [row["a"] for row in even_rows([{"a": value} for value in values])]


def test_every_row_has_every_column() -> None:
    rows = even_rows([{"id": 1}, {"id": 2, "late": "x"}, {"early": True}])
    assert rows == [
        {"id": 1, "late": None, "early": None},
        {"id": 2, "late": "x", "early": None},
        {"id": None, "late": None, "early": True},
    ]
    assert [list(row) for row in rows] == [["id", "late", "early"]] * 3


def test_no_rows_and_rows_of_nothing() -> None:
    assert even_rows([]) == []
    assert even_rows([{}, {}]) == [{}, {}]
    assert column({}, {}) == [{}, {}]
    assert column([], [[]]) == [[], [[]]]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ((date(2026, 3, 1), NOON), ["2026-03-01", "2026-03-01T12:00:00Z"]),
        ((NOON, NOON.replace(tzinfo=None)), ["2026-03-01T12:00:00Z", "2026-03-01T12:00:00"]),
        ((NOON.astimezone(EAST), None, "x"), ["2026-03-01T22:00:00+10:00", None, "x"]),
        ((1, "x", True, None), ["1", "x", "true", None]),
        ((True, 1), ["true", "1"]),
        ((Decimal("1.50"), "x"), ["1.50", "x"]),
        (({"a": "ü"}, "x"), ['{"a": "ü"}', "x"]),
        (([1, NOON], {"a": 1}), ['[1, "2026-03-01 12:00:00+00:00"]', '{"a": 1}']),
    ],
)
def test_a_column_of_several_kinds_is_text(values: tuple[Any, ...], expected: list[Any]) -> None:
    assert column(*values) == expected


@pytest.mark.parametrize(
    "values",
    [
        (date(2026, 3, 1), None, date(2026, 3, 2)),
        (NOON, NOON.astimezone(EAST)),
        (NOON.replace(tzinfo=None), None),
        ("a", "", None),
        (1, None, -5),
        (2**70, 1),
        (True, False, None),
        (None, None),
    ],
)
def test_a_column_of_one_kind_stays_as_it_is(values: tuple[Any, ...]) -> None:
    assert column(*values) == list(values)
    assert list(map(type, column(*values))) == list(map(type, values))


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (("1.5", "1.55", None, "2"), ["1.50", "1.55", None, "2.00"]),
        (("1E+3", "0.5"), ["1000.0", "0.5"]),
        (("-0.10", "1"), ["-0.10", "1.00"]),
        (("0", "0.0001"), ["0.0000", "0.0001"]),
        (("7", "8"), ["7", "8"]),
    ],
)
def test_decimals_of_a_column_have_the_same_places(values: tuple[Any, ...], expected: list[Any]) -> None:
    evened = column(*(None if value is None else Decimal(value) for value in values))
    assert [None if value is None else str(value) for value in evened] == expected


def test_a_whole_number_among_decimals_is_one() -> None:
    assert [(str(value), type(value)) for value in column(2, Decimal("1.25"))] == [
        ("2.00", Decimal),
        ("1.25", Decimal),
    ]


@pytest.mark.parametrize("value", ["1E+999999", "1E-999999", "NaN", "Infinity", "9" * 60])
def test_a_number_that_no_column_can_hold_stays_as_it_is(value: str) -> None:
    assert [str(number) for number in column(Decimal(value), Decimal("1.5"))] == [value, "1.5"]


@given(st.lists(st.decimals(allow_nan=False, allow_infinity=False) | st.integers() | st.none()))
def test_evening_out_changes_no_number(values: list[Any]) -> None:
    assert column(*values) == values


def test_what_is_nested_is_evened_out_too() -> None:
    assert column({"x": Decimal("1.5"), "y": 1}, None, {"x": Decimal("1.25"), "z": NOON}) == [
        {"x": Decimal("1.50"), "y": 1, "z": None},
        None,
        {"x": Decimal("1.25"), "y": None, "z": NOON},
    ]
    lists = column([{"p": Decimal(1)}], [], None, [{"p": Decimal("1.25"), "q": "x"}, {}])
    assert lists == [[{"p": 1, "q": None}], [], None, [{"p": Decimal("1.25"), "q": "x"}, {"p": None, "q": None}]]
    assert str(lists[0][0]["p"]) == "1.00"
    assert column([1, "x", None], [True]) == [["1", "x", None], ["true"]]


def test_a_page_evens_its_rows_out_and_a_record_does_not() -> None:
    tasks = (
        Task(id="t-1", title="x", status=TaskStatus.PENDING, due_date=date(2026, 3, 1)),
        Task(id="t-2", title="y", status=TaskStatus.PENDING, due_date=NOON, extra={"crew": 2}),
    )
    page = Page(items=tasks, total=2, has_more=False, limit=2, offset=0, received=2)
    rows = page.to_dicts()
    assert [(row["due_date"], row["crew"]) for row in rows] == [("2026-03-01", None), ("2026-03-01T12:00:00Z", 2)]
    assert tasks[0].to_dict()["due_date"] == date(2026, 3, 1)
    assert "crew" not in tasks[0].to_dict()
