"""Whatever a server or a proxy answers, an operation reads a model out of it or says that it cannot."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ascora_sdk import Customer, Headers, Invoice, Job, Response
from ascora_sdk.codec import DecodeError, dumps
from ascora_sdk.models import PageContent
from ascora_sdk.operations import Listing, ListQuery, Operation
from ascora_sdk.operations.anything import any_request
from ascora_sdk.operations.instance import (
    CUSTOMERS,
    INVOICES,
    JOBS,
    VERIFY,
    record_payment,
    search_customers,
    send_invoice,
    update_job_status,
)

from .samples import TEXT
from .strategies import few, json_values, near_objects

COLLECTIONS = {"customers": CUSTOMERS, "jobs": JOBS, "invoices": INVOICES}
PAYMENT = {"amount": 1, "payment_method": "cash", "payment_date": date(2026, 2, 17)}


def page_of(collection: Any, *, lenient: bool = False, offset: int = 0) -> Operation[Any]:
    return collection.list(ListQuery(), limit=50, offset=offset, lenient=lenient)


READERS: dict[str, tuple[Operation[Any], type[Any]]] = {
    **{f"get {name}": (each.get("x-1"), each.model) for name, each in COLLECTIONS.items()},
    **{
        f"update {name}": (each.update("x-1", {"customer_id": "c"}), each.model)
        for name, each in list(COLLECTIONS.items())[1:]
    },
    **{f"list {name}": (page_of(each), PageContent) for name, each in COLLECTIONS.items()},
    **{f"list {name} leniently": (page_of(each, lenient=True), PageContent) for name, each in COLLECTIONS.items()},
    "list raw": (CUSTOMERS.list_raw(ListQuery(), limit=50, offset=0), Listing),
    "create": (CUSTOMERS.create(None, {"phone": "1"}, None), Customer),
    "search": (search_customers("ada"), list),
    "set a status": (update_job_status("j-1", "done"), Job),
    "record a payment": (record_payment("i-1", PAYMENT, None), Invoice),
}
NOTHING = {
    "verify": VERIFY,
    "send": send_invoice("i-1", None),
    **{f"delete {name}": each.delete("x-1") for name, each in COLLECTIONS.items()},
}

every_reader = pytest.mark.parametrize(("operation", "kind"), READERS.values(), ids=READERS)


def check(operation: Operation[Any], kind: type[Any], body: bytes) -> None:
    try:
        read = operation.decode(Response(status=200, body=body))
    except DecodeError as error:
        assert str(error)  # noqa: PT017 - reading it is as good an end
        return
    assert isinstance(read, kind)


def near_answers(model: type[Any]) -> st.SearchStrategy[Any]:
    item = near_objects(model) | st.just(json.loads(TEXT[model]))
    anything = st.integers(-1, 3) | st.booleans() | json_values
    return item | st.fixed_dictionaries(
        {"data": st.lists(item, max_size=3) | json_values}, optional={"total": anything, "hasMore": anything}
    )


@every_reader
@few
@given(body=json_values.map(dumps))
def test_any_json_at_all(operation: Operation[Any], kind: type[Any], body: bytes) -> None:
    check(operation, kind, body)


@every_reader
@few
@given(body=st.sampled_from([Customer, Job, Invoice]).flatmap(near_answers).map(dumps))
@example(body=b'{"data":[],"total":0,"hasMore":false}')  # which is right, and seldom made
def test_json_that_is_nearly_right(operation: Operation[Any], kind: type[Any], body: bytes) -> None:
    check(operation, kind, body)


@every_reader
@few
@given(body=st.binary(max_size=60))
def test_any_bytes_at_all(operation: Operation[Any], kind: type[Any], body: bytes) -> None:
    check(operation, kind, body)


@pytest.mark.parametrize("operation", NOTHING.values(), ids=NOTHING)
@few
@given(body=st.binary(max_size=30))
def test_what_answers_nothing_reads_nothing(operation: Operation[Any], body: bytes) -> None:
    assert operation.decode(Response(status=200, body=body)) is None


def test_a_request_of_ones_own_gets_the_response_itself() -> None:
    response = Response(status=200, body=b"\xff")
    operation = any_request("GET", "/x", params=None, json=None, headers=None, idempotency_key=None)
    assert operation.decode(response) is response


CUT = TEXT[Customer].encode()[:-5]
WEB_PAGE = b"<!doctype html><html><body>Sign in</body></html>"


@every_reader
@pytest.mark.parametrize("body", [b"", b"null", b"{}", b"[]", WEB_PAGE, CUT, b"NaN", b'{"data":null}'], ids=repr)
def test_a_wrong_answer_is_never_taken_for_a_right_one(operation: Operation[Any], kind: type[Any], body: bytes) -> None:
    with pytest.raises(DecodeError, match=r"."):
        operation.decode(Response(status=200, headers=Headers({"Content-Type": "text/html"}), body=body))


def listing_text(total: str = "1", more: str = "false", data: str = '[{"id":"c-1"}]') -> bytes:
    return f'{{"data":{data},"total":{total},"hasMore":{more}}}'.encode()


@pytest.mark.parametrize("lenient", [False, True])
@pytest.mark.parametrize(
    ("body", "offset", "says"),
    [
        (listing_text(total="-1"), 0, "total"),
        (listing_text(total="1.0"), 0, "total"),
        (listing_text(total='"1"'), 0, "total"),
        (listing_text(total="true"), 0, "total"),
        (listing_text(total="null"), 0, "total"),
        (b'{"data":[],"hasMore":false}', 0, "total"),
        (listing_text(more="0"), 0, "hasMore"),
        (listing_text(more='"false"'), 0, "hasMore"),
        (listing_text(more="null"), 0, "hasMore"),
        (b'{"data":[],"total":0}', 0, "hasMore"),
        (listing_text(data="{}"), 0, "data"),
        (listing_text(data='"[]"'), 0, "data"),
        (listing_text(data="[]", total="3"), 0, "empty"),
        (listing_text(data="[]", total="3"), 2, "empty"),
        (listing_text(data="[]", total="3", more="true"), 3, "empty"),
    ],
)
def test_a_listing_of_another_shape_is_refused(body: bytes, offset: int, says: str, lenient: bool) -> None:
    with pytest.raises(DecodeError, match=says):
        page_of(CUSTOMERS, lenient=lenient, offset=offset).decode(Response(status=200, body=body))


def test_a_page_tells_what_the_server_said_and_what_was_asked() -> None:
    body = listing_text(total="9", more="true", data='[{"id":"c-1"},{"id":"c-2"}]')
    page = CUSTOMERS.list(ListQuery(), limit=2, offset=4, lenient=False).decode(Response(status=200, body=body))
    assert (page.total, page.has_more, page.limit, page.offset, page.received, page.invalid) == (9, True, 2, 4, 2, ())
    assert list(page) == [Customer(id="c-1"), Customer(id="c-2")]
    assert (page[1], page[:1], len(page)) == (Customer(id="c-2"), (Customer(id="c-1"),), 2)


@pytest.mark.parametrize(("total", "offset"), [("0", 0), ("3", 3), ("3", 9)])
def test_an_empty_page_at_the_end_is_an_end(total: str, offset: int) -> None:
    body = listing_text(total=total, data="[]")
    assert len(page_of(CUSTOMERS, offset=offset).decode(Response(status=200, body=body))) == 0


BAD_ITEM = listing_text(total="3", data='[{"id":"c-1"},{"id":7},{"id":"c-3"}]')


@pytest.mark.parametrize("operation", [page_of(CUSTOMERS), search_customers("a")], ids=["list", "search"])
def test_a_strict_listing_names_the_items_place(operation: Operation[Any]) -> None:
    with pytest.raises(DecodeError, match=r"^data\[1\]\.id: expected a string, got a whole number$"):
        operation.decode(Response(status=200, body=BAD_ITEM))


def test_a_lenient_listing_keeps_the_good_ones() -> None:
    page = page_of(CUSTOMERS, lenient=True).decode(Response(status=200, body=BAD_ITEM))
    assert [customer.id for customer in page] == ["c-1", "c-3"]
    assert [(bad.index, bad.item) for bad in page.invalid] == [(1, {"id": 7})]
    assert page.received == 3


@pytest.mark.parametrize(
    ("read", "path"),
    [(page_of(CUSTOMERS).decode, r"^data\[0\]: expected an object"), (search_customers("a").decode, r"^data\[0\]: ")],
    ids=["list", "search"],
)
def test_an_item_that_is_no_object_has_a_readable_path(read: Callable[[Response], Any], path: str) -> None:
    with pytest.raises(DecodeError, match=path):
        read(Response(status=200, body=listing_text(data="[null]")))
