"""Column types that give back what went in, digit for digit, on SQLite and on PostgreSQL."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime, timezone
from decimal import Context, Decimal
from typing import Any, ClassVar, Final, TypeVar
from uuid import UUID

from sqlalchemy import Dialect, Numeric, Text, Uuid, cast, type_coerce
from sqlalchemy.dialects.postgresql import ARRAY, TIMESTAMP
from sqlalchemy.exc import DontWrapMixin
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.types import TypeDecorator, TypeEngine, UserDefinedType

from ...codec import dumps, loads
from ...codec.dates import parse_date_or_datetime

T = TypeVar("T")

POSTGRESQL: Final = "postgresql"
SQLITE: Final = "sqlite"

_PLACES: Final = 2
_WHOLE_DIGITS: Final = 10
_CENT: Final = Decimal("0.01")
_LIMIT: Final = Decimal(10) ** _WHOLE_DIGITS
# Wide enough for any amount that fits; the caller's own decimal context must not round or trap here.
_EXACT: Final = Context(prec=_WHOLE_DIGITS + _PLACES, traps=[])


class StoredValueError(DontWrapMixin, ValueError):
    """A value that its column cannot hold without changing it.

    SQLAlchemy lets it through as it is, so that no error text carries the other values of the row.
    """


class Unreadable(str):
    """What plain SQL wrote into a column that it has not the form of, as text.

    It is handed out in place of the value, so that one bad cell spoils its own record and not the page it is read with;
    writing it is refused.
    """

    __slots__ = ()


class _Exact(TypeDecorator[T]):
    """A type that has text on SQLite, and on PostgreSQL text or the type that it names as its `native`."""

    impl = Text
    cache_ok = True
    native: ClassVar[TypeEngine[Any] | None] = None

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Choose the database's type."""
        native = self.native if dialect.name == POSTGRESQL else None
        return dialect.type_descriptor(native or Text())

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        """Turn a value into what the driver is given; `None` is NULL."""
        if value is None:
            return None
        if isinstance(value, Unreadable):
            raise StoredValueError(f"{value!r} could not be read, and is not written back")
        fit = self.fit(value)
        return fit if self.native is not None and dialect.name == POSTGRESQL else self._text(fit)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        """Turn what the driver gives into a value."""
        if value is None:
            return None
        try:
            return self._read(value)
        except (ValueError, TypeError, ArithmeticError):
            return Unreadable(value)

    def fit(self, value: Any) -> Any:
        """Refuse a value that the column cannot hold; give it as PostgreSQL's driver takes it."""
        raise NotImplementedError

    def _text(self, fit: Any) -> str:
        return str(fit)

    def _read(self, stored: Any) -> T:
        raise NotImplementedError


class RowId(_Exact[UUID]):
    """A row's own id: UUID on PostgreSQL, its lower-case text with dashes on SQLite."""

    cache_ok = True
    native = Uuid(as_uuid=True)

    def fit(self, value: Any) -> UUID:
        """Take a UUID, or the text of one."""
        try:
            return value if isinstance(value, UUID) else UUID(value)
        except (ValueError, TypeError, AttributeError):
            raise StoredValueError(f"{value!r} is no UUID") from None

    def _read(self, stored: Any) -> UUID:
        return stored if isinstance(stored, UUID) else UUID(stored)


class Money(_Exact[Decimal]):
    """An amount of at most 10 digits before the point and 2 after it; nothing is ever rounded.

    DECIMAL(12, 2) on PostgreSQL. On SQLite it is text, since every number type there goes through a float. What plain
    SQL wrote on SQLite, such as `1.5`, is read as well.
    """

    cache_ok = True
    native = Numeric(_WHOLE_DIGITS + _PLACES, _PLACES)

    def fit(self, value: Any) -> Decimal:
        """Refuse floats, what is no number, and digits that have no place."""
        if isinstance(value, bool) or not isinstance(value, (Decimal, int)):
            raise StoredValueError(f"money is a Decimal, not {type(value).__name__} {value!r}")
        amount = Decimal(value)
        if not amount.is_finite():
            raise StoredValueError(f"{amount} is no amount of money")
        if amount.copy_abs() >= _LIMIT:
            raise StoredValueError(f"{amount} has more than {_WHOLE_DIGITS} digits before the point")
        cents = amount.quantize(_CENT, context=_EXACT)
        if cents != amount:
            raise StoredValueError(f"{amount} has more than {_PLACES} decimals; round it as your books do")
        # Digits as they came, but for a form that only an exponent keeps short, as in 1E+3 or 0E-9000.
        return amount if -_EXACT.prec <= amount.as_tuple().exponent <= 0 else cents  # type: ignore[operator]

    def _text(self, fit: Decimal) -> str:
        return f"{fit:f}"

    def _read(self, stored: Any) -> Decimal:
        amount = Decimal(repr(stored) if isinstance(stored, float) else stored)
        if not amount.is_finite():
            raise ValueError("not finite")
        return amount


class UtcTimestamp(_Exact[datetime]):
    """A moment of our own bookkeeping: aware, in UTC, to the microsecond.

    On SQLite it is text of one width, so that the order of the texts is the order of the moments. What plain SQL wrote
    without an offset, as `datetime('now')` does, is taken for UTC.
    """

    cache_ok = True
    native = TIMESTAMP(timezone=True)

    def fit(self, value: Any) -> datetime:
        """Refuse a time without an offset; give it in UTC."""
        if not isinstance(value, datetime) or value.utcoffset() is None:
            raise StoredValueError(f"a timestamp is a datetime with an offset, not {value!r}")
        try:
            return value.astimezone(timezone.utc)
        except OverflowError:
            raise StoredValueError(f"{value!r} is not in the calendar in UTC") from None

    def _text(self, fit: datetime) -> str:
        return f"{fit.replace(tzinfo=None).isoformat(timespec='microseconds')}Z"

    def _read(self, stored: Any) -> datetime:
        moment = stored if isinstance(stored, date) else parse_date_or_datetime(stored)
        if not isinstance(moment, datetime):
            moment = datetime(moment.year, moment.month, moment.day, tzinfo=timezone.utc)
        return moment.replace(tzinfo=timezone.utc) if moment.tzinfo is None else moment.astimezone(timezone.utc)


class _JsonbAsText(UserDefinedType[str]):
    """JSONB that goes in and comes out as text in every driver.

    PostgreSQL keeps the digits of a JSON number, but a driver that parses the JSON makes floats of them: psycopg does,
    unless the whole engine is told otherwise. So the database is asked for the text; only a select or a RETURNING
    of the column itself does that, not a function of it.
    """

    cache_ok = True

    def get_col_spec(self, **_options: Any) -> str:
        return "JSONB"

    def bind_expression(self, bindvalue: ColumnElement[Any]) -> ColumnElement[Any]:
        return cast(bindvalue, self)

    def column_expression(self, colexpr: ColumnElement[Any]) -> ColumnElement[Any]:
        return type_coerce(cast(colexpr, Text()), colexpr.type)


class JsonValue(_Exact[Any]):
    """Any JSON value, written and read by the codec, so that a `Decimal` keeps its digits; `None` is SQL's NULL.

    JSONB on PostgreSQL, which orders an object's names as it likes and writes 1E+2 as 100; text on SQLite.
    """

    cache_ok = True
    native = _JsonbAsText()

    def fit(self, value: Any) -> str:
        """Write the JSON text, which both databases take."""
        try:
            return dumps(value).decode("ascii")
        except (ValueError, TypeError) as error:
            raise StoredValueError(str(error)) from None

    def _read(self, stored: Any) -> Any:
        return loads(stored)


class JsonText(JsonValue):
    """Any JSON value as its text, which somebody else writes and reads; see `JsonValue`."""

    cache_ok = True

    def fit(self, value: Any) -> str:
        """Take the text as it is."""
        return str(value)

    def _read(self, stored: Any) -> Any:
        return str(stored)


class TextList(TypeDecorator["list[str]"]):
    """Many texts as one parameter: an array on PostgreSQL, JSON on SQLite."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Choose the database's type."""
        return dialect.type_descriptor(ARRAY(Text()) if dialect.name == POSTGRESQL else Text())

    def process_bind_param(self, value: Sequence[str] | None, dialect: Dialect) -> Any:
        """Turn the texts into what the driver is given."""
        return list(value or ()) if dialect.name == POSTGRESQL else json.dumps(list(value or ()))
