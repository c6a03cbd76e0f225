"""The column types: what goes in comes back digit for digit, or is refused; what plain SQL wrote is read."""

import json
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal, localcontext
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Column, Connection, Engine, Integer, MetaData, Table, bindparam, delete, insert, select, text
from sqlalchemy.dialects import postgresql, sqlite

from ascora_sdk.storage.sql.types import (
    JsonValue,
    Money,
    RowId,
    StoredValueError,
    Unreadable,
    UtcTimestamp,
)

CELLS = Table(
    "cells",
    MetaData(),
    Column("money", Money()),
    Column("json", JsonValue()),
    Column("moment", UtcTimestamp()),
    Column("row_id", RowId()),
    Column("place", Integer()),
    prefixes=["TEMPORARY"],
)
BRISBANE = timezone(timedelta(hours=10))

# Each example leaves the table as it found it.
in_the_database = settings(
    max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)

amounts = st.decimals(min_value=-9999999999, max_value=9999999999, places=2) | st.integers(-(10**10) + 1, 10**10 - 1)
offsets = st.integers(-86399, 86399).map(lambda seconds: timezone(timedelta(seconds=seconds)))
# A day within the calendar's ends, so that every offset has a UTC.
zoned = st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30), timezones=offsets)  # noqa: DTZ001 - bounds are naive
# PostgreSQL has neither NUL nor lone surrogates; whoever writes sees to those.
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
plain_decimals = st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**15), max_value=10**15)
leaves = st.none() | st.booleans() | st.integers(-(10**30), 10**30) | texts | plain_decimals
documents = st.recursive(leaves, lambda inner: st.lists(inner) | st.dictionaries(texts, inner), max_leaves=12)


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    with engine.connect() as connection:
        CELLS.create(connection)
        yield connection


def stored(connection: Connection, name: str, value: Any) -> Any:
    connection.execute(insert(CELLS).values({name: value}))
    found = connection.execute(select(CELLS.c[name])).scalar_one()
    connection.execute(delete(CELLS))
    return found


def written(connection: Connection, name: str, sql: str) -> Any:
    connection.execute(text(f"INSERT INTO cells ({name}) VALUES ({sql})"))
    found = connection.execute(select(CELLS.c[name])).scalar_one()
    connection.execute(delete(CELLS))
    return found


def as_text(value: Any) -> Any:
    """Show every number by its digits, so that 0.3 and 0.30 differ."""
    if isinstance(value, dict):
        return {name: as_text(item) for name, item in value.items()}
    return [as_text(item) for item in value] if isinstance(value, list) else repr(value)


@in_the_database
@given(amount=amounts)
def test_money_comes_back(connection: Connection, amount: Decimal | int) -> None:
    found = stored(connection, "money", amount)
    assert isinstance(found, Decimal)
    assert found == amount
    if isinstance(amount, Decimal):
        # DECIMAL(12, 2) knows no minus zero.
        assert str(found) == str(amount) if amount else not found


@pytest.mark.parametrize("digits", ["0.30", "0.3", "5", "0.00", "1.5000", "9999999999.99", "-9999999999.99"])
def test_sqlite_keeps_the_digits_of_money(sqlite_engine: Engine, digits: str) -> None:
    with sqlite_engine.connect() as connection:
        CELLS.create(connection)
        assert str(stored(connection, "money", Decimal(digits))) == digits


@pytest.mark.parametrize(
    ("given", "digits"), [("1E+3", "1000.00"), ("1.2E+9", "1200000000.00"), ("0E-9000", "0.00"), ("0E+9000", "0.00")]
)
def test_money_is_written_without_an_exponent(connection: Connection, given: str, digits: str) -> None:
    assert str(stored(connection, "money", Decimal(given))) == digits


@pytest.mark.parametrize(
    ("amount", "why"),
    [
        (Decimal("0.301"), "more than 2 decimals"),
        (Decimal("1E-3"), "more than 2 decimals"),
        (Decimal("9999999999.999"), "more than 2 decimals"),
        (Decimal("0.30" + "0" * 40 + "1"), "more than 2 decimals"),
        (Decimal(10**10), "more than 10 digits"),
        (Decimal("-10000000000.00"), "more than 10 digits"),
        (Decimal("1E+999999"), "more than 10 digits"),
        (Decimal("NaN"), "no amount"),
        (Decimal("sNaN"), "no amount"),
        (Decimal("-Infinity"), "no amount"),
        (0.3, "not float 0.3"),
        (True, "not bool"),
        ("0.30", "not str"),
    ],
    ids=str,
)
def test_money_that_would_be_changed_is_refused(connection: Connection, amount: Any, why: str) -> None:
    # The error is ours and not SQLAlchemy's, which would carry the row's other values.
    with pytest.raises(StoredValueError, match=why) as caught:
        connection.execute(insert(CELLS).values(money=amount))
    assert isinstance(caught.value, ValueError)


def test_money_is_exact_in_any_decimal_context(connection: Connection) -> None:
    with localcontext() as context:
        context.prec = 3
        assert str(stored(connection, "money", Decimal("1234567890.12"))) == "1234567890.12"
        with pytest.raises(StoredValueError):
            connection.execute(insert(CELLS).values(money=Decimal("1234567890.123")))


@pytest.mark.parametrize(("sql", "amount"), [("5", "5"), ("1.5", "1.5"), ("'0.30'", "0.30"), ("-0.1", "-0.1")])
def test_money_written_by_plain_sql_is_read(connection: Connection, sql: str, amount: str) -> None:
    assert written(connection, "money", sql) == Decimal(amount)


@in_the_database
@given(document=documents)
def test_json_comes_back(connection: Connection, document: Any) -> None:
    found = stored(connection, "json", document)
    assert found == document
    if document is not None and "-0" not in repr(document):
        assert as_text(found) == as_text(document)


def test_json_keeps_digits_wherever_it_is_read(connection: Connection) -> None:
    price = {"price": Decimal("0.10"), "long": Decimal("12345678901234567890.123456789012345678900")}
    returned = connection.execute(insert(CELLS).values(json=price).returning(CELLS.c.json)).scalar_one()
    labelled = connection.execute(select(CELLS.c.json.label("other"))).scalar_one()
    inner = select(CELLS.c.json, CELLS.c.place).subquery()
    outer = connection.execute(select(inner.c.json)).scalar_one()
    every = connection.execute(select(CELLS)).one().json
    for found in (returned, labelled, outer, every):
        assert as_text(found) == as_text(price)


def test_json_in_many_rows_at_once(connection: Connection) -> None:
    rows = [{"json": {"n": Decimal(f"{number}.50")}, "place": number} for number in range(50)]
    connection.execute(insert(CELLS).returning(CELLS.c.json, sort_by_parameter_order=True), rows)
    found = connection.execute(select(CELLS.c.json).order_by(CELLS.c.place)).scalars().all()
    assert as_text(found) == as_text([row["json"] for row in rows])


def test_none_is_null_and_null_within_is_kept(connection: Connection) -> None:
    for column in CELLS.c:
        assert stored(connection, column.name, None) is None
    connection.execute(insert(CELLS).values(json=None))
    assert connection.execute(text("SELECT count(*) FROM cells WHERE json IS NULL")).scalar() == 1
    connection.execute(delete(CELLS))
    assert stored(connection, "json", {"a": None}) == {"a": None}
    assert written(connection, "json", "'null'") is None


@pytest.mark.parametrize("value", [{"a": object()}, {"a": Decimal("NaN")}, float("inf")], ids=["object", "NaN", "inf"])
def test_what_json_has_no_form_for_is_refused(connection: Connection, value: Any) -> None:
    with pytest.raises(StoredValueError):
        connection.execute(insert(CELLS).values(json=value))


def test_json_of_postgres_is_jsonb_to_plain_sql(postgres_engine: Engine) -> None:
    with postgres_engine.connect() as connection:
        CELLS.create(connection)
        connection.execute(insert(CELLS).values(json={"a": {"b": "x"}}))
        assert connection.execute(text("SELECT json -> 'a' ->> 'b' FROM cells")).scalar() == "x"


@in_the_database
@given(moment=zoned)
def test_timestamps_come_back_in_utc(connection: Connection, moment: datetime) -> None:
    found = stored(connection, "moment", moment)
    assert found == moment
    assert found.tzinfo is timezone.utc


@in_the_database
@given(moments=st.lists(zoned, max_size=8))
def test_timestamps_are_ordered_by_the_database(connection: Connection, moments: list[datetime]) -> None:
    for moment in moments:
        connection.execute(insert(CELLS).values(moment=moment))
    found = connection.execute(select(CELLS.c.moment).order_by(CELLS.c.moment)).scalars().all()
    assert found == sorted(moments)
    for moment in moments:
        later = select(CELLS.c.moment).where(CELLS.c.moment > moment)
        assert len(connection.execute(later).all()) == sum(other > moment for other in moments)
    connection.execute(delete(CELLS))


@pytest.mark.parametrize("sql", ["'2026-02-17'", "'2026-02-17 00:00:00'", "'2026-02-17T10:00:00+10:00'"])
def test_timestamps_written_by_plain_sql_are_read(sqlite_engine: Engine, sql: str) -> None:
    with sqlite_engine.connect() as connection:
        CELLS.create(connection)
        assert written(connection, "moment", sql) == datetime(2026, 2, 17, tzinfo=timezone.utc)


def test_an_id_comes_back_from_either_form(connection: Connection) -> None:
    row_id = uuid4()
    for form in (row_id, str(row_id), row_id.hex.upper()):
        found = stored(connection, "row_id", form)
        assert (type(found), found) == (UUID, row_id)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("moment", datetime(2026, 2, 17)),  # noqa: DTZ001 - it is refused
        ("moment", date(2026, 2, 17)),
        ("moment", datetime.min.replace(tzinfo=BRISBANE)),
        ("row_id", "j-1"),
        ("row_id", 7),
    ],
)
def test_what_a_column_cannot_hold_is_refused(connection: Connection, name: str, value: Any) -> None:
    with pytest.raises(StoredValueError):
        connection.execute(insert(CELLS).values({name: value}))


@pytest.mark.parametrize("name", ["money", "json", "moment", "row_id"])
def test_a_cell_that_cannot_be_read_spoils_no_other(sqlite_engine: Engine, name: str) -> None:
    with sqlite_engine.connect() as connection:
        CELLS.create(connection)
        found = written(connection, name, "'17/02/2026'")
        assert isinstance(found, Unreadable)
        assert found == "17/02/2026"
        with pytest.raises(StoredValueError, match="could not be read"):
            connection.execute(insert(CELLS).values({name: found}))


def test_money_that_is_no_number_cannot_be_read(connection: Connection) -> None:
    assert isinstance(written(connection, "money", "'NaN'"), Unreadable)


@pytest.mark.parametrize("dialect", [sqlite.dialect, postgresql.dialect])
def test_every_type_can_be_part_of_a_cached_statement(dialect: Callable[[], Any]) -> None:
    for column in CELLS.c:
        assert column.type.compile(dialect())
        statement = select(CELLS).where(column == bindparam("value"))
        assert statement._generate_cache_key() is not None


def test_the_text_on_disk_is_what_people_would_write(sqlite_engine: Engine) -> None:
    row = {
        "money": Decimal("0.30"),
        "json": {"a": Decimal("0.30"), "ü": "é"},
        "moment": datetime(2026, 2, 17, 21, 9, tzinfo=BRISBANE),
    }
    with sqlite_engine.connect() as connection:
        CELLS.create(connection)
        connection.execute(insert(CELLS).values(row))
        found = connection.execute(text("SELECT money, json, moment FROM cells")).one()
    written_json = json.dumps({"a": 0, "ü": "é"}, separators=(",", ":")).replace("0,", "0.30,", 1)
    assert tuple(found) == ("0.30", written_json, "2026-02-17T11:09:00.000000Z")
