"""What a create and an update send: what is named and nothing else, digit for digit, or a refusal that helps."""

import json
from datetime import date, datetime, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ascora_sdk import UNSET, Customer, Invoice, InvoiceItem, Job, JobStatus
from ascora_sdk.codec import encode
from ascora_sdk.operations.instance import CUSTOMERS, INVOICES, JOBS, record_payment, update_job_status

from .contract import OBJECTS
from .strategies import few, models

CUSTOMER = Customer(id="c-1", first_name="Ada", phone=None, created_at=datetime(2026, 2, 17, tzinfo=timezone.utc),
                    extra={"vip": True, "score": Decimal("1.50")})  # fmt: skip
JOB = {"job_title": "Dry out", "customer_id": "c-1"}
INVOICE = {
    "customer_id": "c-1",
    "invoice_number": "INV-7",
    "invoice_date": date(2026, 2, 17),
    "due_date": date(2026, 3, 17),
    "total_amount": 371,
}
SERVER_SET = ["id", "created_at", "updated_at"]


def created(collection: Any, source: Any = None, **fields: Any) -> Any:
    return json.loads(collection.create(source, fields, None).content, parse_float=Decimal)


def updated(collection: Any, target: Any, **fields: Any) -> Any:
    return json.loads(collection.update(target, fields).content, parse_float=Decimal)


def test_only_what_is_named_is_sent_and_none_is_null() -> None:
    assert created(CUSTOMERS, first_name="Ada", phone=None) == {"firstName": "Ada", "phone": None}
    assert updated(CUSTOMERS, "c-1", phone=None) == {"phone": None}
    assert updated(CUSTOMERS, "c-1", phone=UNSET, email="a@b") == {"email": "a@b"}


def test_an_object_is_sent_without_what_the_server_sets() -> None:
    sent = {"firstName": "Ada", "phone": None, "vip": True, "score": Decimal("1.50")}
    assert created(CUSTOMERS, CUSTOMER) == sent
    assert updated(CUSTOMERS, CUSTOMER) == sent
    assert CUSTOMERS.update(CUSTOMER, {}).path == "/customers/c-1"


@few
@given(st.sampled_from([(CUSTOMERS, Customer), (JOBS, Job), (INVOICES, Invoice)]), st.data())
def test_any_object_is_sent_whole_but_for_what_the_server_sets(case: Any, data: st.DataObject) -> None:
    collection, model = case
    source = data.draw(models(model))
    server_set = {field.wire for field in OBJECTS[model] if field.server_set}
    sent = json.loads(collection.create(source, {}, None).content, parse_float=Decimal)
    assert not server_set & sent.keys()
    assert sent == {name: value for name, value in encode(source).items() if name not in server_set}


def test_a_mapping_is_as_good_as_keywords() -> None:
    assert created(CUSTOMERS, {"first_name": "Ada", "id": "c-9"}) == {"firstName": "Ada"}


def test_named_fields_win_over_the_objects() -> None:
    assert created(CUSTOMERS, CUSTOMER, first_name="Eve")["firstName"] == "Eve"
    assert updated(CUSTOMERS, CUSTOMER, first_name=None)["firstName"] is None


@pytest.mark.parametrize("name", SERVER_SET)
@pytest.mark.parametrize("collection", [CUSTOMERS, JOBS, INVOICES], ids=lambda each: each.resource)
def test_what_the_server_sets_is_never_sent(collection: Any, name: str) -> None:
    value = "x-9" if name == "id" else datetime(2026, 2, 17, tzinfo=timezone.utc)
    good = {CUSTOMERS: {"phone": "1"}, JOBS: JOB, INVOICES: INVOICE}[collection]
    wire = next(field.wire for field in OBJECTS[collection.model] if field.name == name)
    for send in (
        lambda: created(collection, **good, **{name: value}),
        lambda: updated(collection, "x-1", **good, **{name: value}),
    ):
        try:
            sent = send()
        except TypeError as error:
            assert name in str(error)  # noqa: PT017 - a refusal is as good as leaving it out
        else:
            assert wire not in sent


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("firstname", "did you mean 'first_name'?"),
        ("firstName", "did you mean 'first_name'?"),
        ("emial", "did you mean 'email'?"),
        ("zzzzzz", "extra={...}"),
    ],
)
def test_a_field_that_there_is_not_is_refused_with_a_hint(name: str, hint: str) -> None:
    for send in (lambda: created(CUSTOMERS, **{name: "x"}), lambda: updated(CUSTOMERS, "c-1", **{name: "x"})):
        with pytest.raises(TypeError) as caught:
            send()
        assert f"Customer has no field {name!r}" in str(caught.value)
        assert hint in str(caught.value)


def test_unknown_fields_go_in_extra() -> None:
    extra = {"vip": True, "score": Decimal("1.50"), "at": date(2026, 2, 17), "deep": [{"a": None}]}
    sent = {"vip": True, "score": Decimal("1.50"), "at": "2026-02-17", "deep": [{"a": None}]}
    assert created(CUSTOMERS, extra=extra) == sent
    assert updated(CUSTOMERS, "c-1", extra=extra) == sent


@pytest.mark.parametrize("wire", ["id", "firstName", "createdAt"])
def test_extra_cannot_take_a_known_fields_place(wire: str) -> None:
    for send in (
        lambda: created(CUSTOMERS, extra={wire: "x"}),
        lambda: updated(CUSTOMERS, "c-1", extra={wire: "x"}),
        lambda: updated(CUSTOMERS, Customer(id="c-1", extra={wire: "x"})),
    ):
        with pytest.raises(ValueError, match=f"extra: '{wire}' is a known field"):
            send()


@pytest.mark.parametrize("extra", [[("a", 1)], "a", 7, {"a"}], ids=repr)
def test_extra_is_a_mapping(extra: Any) -> None:
    with pytest.raises(TypeError, match="extra"):
        created(CUSTOMERS, extra=extra)


FLOATS = [
    (lambda: created(JOBS, **JOB, estimated_cost=0.1), "estimatedCost"),
    (lambda: updated(JOBS, "j-1", estimated_cost=0.1), "estimatedCost"),
    (lambda: updated(JOBS, "j-1", custom_fields={"a": [0.1]}), r"customFields\.a\[0\]"),
    (lambda: updated(JOBS, "j-1", extra={"a": 0.1}), "a"),
    (lambda: record_payment("i-1", {"amount": 0.1}, None), "amount"),
]


@pytest.mark.parametrize(("send", "path"), FLOATS, ids=[path for _, path in FLOATS])
def test_a_float_is_refused_and_told_how_to_give_it(send: Any, path: str) -> None:
    with pytest.raises(TypeError, match=rf"^{path}: a float has no exact digits; give Decimal\('0.1'\) instead"):
        send()


def test_a_float_inside_an_item_is_refused() -> None:
    item = InvoiceItem(description="Fan", quantity=3, unit_price=12.125, total=Decimal("36.38"))  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="unitPrice: a float"):
        updated(INVOICES, "i-1", items=[item])


@pytest.mark.parametrize("value", ["NaN", "sNaN", "Infinity", "-Infinity"])
def test_a_number_that_is_none_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match="estimatedCost"):
        updated(JOBS, "j-1", estimated_cost=Decimal(value))


@pytest.mark.parametrize(("collection", "good"), [(JOBS, JOB), (INVOICES, INVOICE)], ids=["job", "invoice"])
@pytest.mark.parametrize("absent", ["left out", None, UNSET], ids=str)
def test_a_new_object_needs_what_the_contract_needs(collection: Any, good: dict[str, Any], absent: Any) -> None:
    for name in good:
        fields = {key: value for key, value in good.items() if key != name or absent != "left out"}
        if absent != "left out":
            fields[name] = absent
        with pytest.raises(TypeError, match=f"a new {collection.resource} needs {name}$"):
            created(collection, **fields)


def test_a_new_object_tells_all_that_it_needs() -> None:
    with pytest.raises(TypeError, match="a new job needs customer_id, job_title"):
        created(JOBS)


@pytest.mark.parametrize("target", ["c-1", Customer(id="c-1")], ids=["an id", "an object"])
def test_an_update_of_nothing_is_refused(target: Any) -> None:
    with pytest.raises(TypeError, match="name at least one field of the customer"):
        CUSTOMERS.update(target, {})


@pytest.mark.parametrize("target", [None, 7, b"c-1", object(), ["c-1"]], ids=lambda each: type(each).__name__)
def test_an_update_needs_an_id_or_an_object(target: Any) -> None:
    with pytest.raises(TypeError, match=r"give a model|must be text"):
        CUSTOMERS.update(target, {"phone": "1"})


def test_an_object_of_another_kind_is_refused() -> None:
    with pytest.raises(TypeError, match="Customer has no field 'job_title'"):
        created(CUSTOMERS, Job(id="j-1", job_title="t", customer_id="c", status=JobStatus.PENDING))


def test_values_reach_the_wire_in_its_own_form() -> None:
    item = InvoiceItem(description="Fan", quantity=3, unit_price=Decimal("12.1250"), total=Decimal("36.38"))
    content = INVOICES.create(None, {**INVOICE, "total_amount": Decimal("36.40"), "items": (item,)}, None).content
    assert content is not None
    assert content.endswith(
        b'"totalAmount":36.40,"items":[{"description":"Fan","quantity":3,"unitPrice":12.1250,"total":36.38}]}'
    )
    assert update_job_status("j-1", JobStatus("awaiting_parts")).content == b'{"status":"awaiting_parts"}'


def test_a_payment_leaves_out_what_is_not_given() -> None:
    fields = {
        "amount": 5,
        "payment_method": "cash",
        "payment_date": date(2026, 2, 17),
        "reference": UNSET,
        "notes": None,
    }
    sent = json.loads(record_payment("i-1", fields, None).content or b"")
    assert sent == {
        "invoiceId": "i-1",
        "amount": 5,
        "paymentMethod": "cash",
        "paymentDate": "2026-02-17",
        "notes": None,
    }


def test_what_is_given_is_not_changed() -> None:
    fields, extra = {"phone": "1"}, {"vip": True}
    CUSTOMERS.create(CUSTOMER, {**fields, "extra": extra}, None)
    CUSTOMERS.update("c-1", fields)
    assert (fields, extra) == ({"phone": "1"}, {"vip": True})
