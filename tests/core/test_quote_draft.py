"""A quote in the making: what it holds, what it refuses, and that it never changes."""

from __future__ import annotations

import copy
import pickle
from datetime import date
from decimal import Decimal
from typing import Any

import attrs
import pytest

from ascora_sdk.codec import loads
from ascora_sdk.public import Customer, PricingMethod, QuoteDraft, QuoteSection, Reference
from ascora_sdk.public.operations.quotes import add_kits, add_sections, additions, create_quote


def body(draft: QuoteDraft) -> Any:
    content = create_quote(draft, None).content
    assert isinstance(content, bytes)
    return loads(content)


def test_each_method_gives_a_new_draft() -> None:
    empty = QuoteDraft(site_customer="c-1")
    base = empty.supply(part_number="FAN-1")
    one, other = base.kit(kit_id="k-1"), base.labour(role_name="Technician").write_in(description="Bin")
    assert (empty.supplies, base.kits, one.labour_items, other.kits) == ((), (), (), ())
    assert one.supplies == other.supplies == base.supplies == ({"partNumber": "FAN-1"},)
    assert base == empty.supply(part_number="FAN-1") != empty
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        base.quote_name = "Other"  # type: ignore[misc]  # that is the point


def test_a_draft_keeps_what_it_was_given() -> None:
    sizes = [1, 2]
    fields = {"sizes": sizes}
    draft = QuoteDraft(supplies=[fields]).kit(sizes=sizes)
    sizes.append(3)
    fields["other"] = []
    assert draft.supplies == draft.kits == ({"sizes": [1, 2]},)


def test_a_draft_can_be_copied_and_pickled() -> None:
    draft = QuoteDraft(site_customer="c-1").section("Bathroom", QuoteDraft().supply(quantity=Decimal("1.50")))
    assert copy.deepcopy(draft) == pickle.loads(pickle.dumps(draft)) == draft  # noqa: S301 - our own


def test_what_is_sent_of_a_quote() -> None:
    draft = (
        QuoteDraft(
            site_customer=Customer(customer_id="c-1", customer_name="Ada"),
            billing_customer=Reference(id="c-2", name="Insurer"),
            quote_name="Water damage",
            quotation_date=date(2026, 2, 17),
            pricing_method="FIXED-PRICE",
            address_line1="1 Wharf St",
            extra={"jobType": {"name": "Water"}},
        )
        .supply(part_number="FAN-1", quantity=Decimal("2.50"))
        .kit(kit_id="k-1", isTaxable=True)
        .labour(role_name="Technician", start_date=date(2026, 3, 1))
        .write_in(description="Bin", unit_sell_ex_tax=Decimal("12.1250"), note=None)
    )
    assert body(draft) == {
        "siteCustomer": {"id": "c-1"},
        "billingCustomer": {"id": "c-2"},
        "quoteName": "Water damage",
        "quotationDate": "2026-02-17",
        "pricingMethod": "FIXED-PRICE",
        "addressLine1": "1 Wharf St",
        "jobType": {"name": "Water"},
        "quoteSupplies": [{"partNumber": "FAN-1", "quantity": Decimal("2.50")}],
        "quoteKits": [{"kitId": "k-1", "isTaxable": True}],
        "quoteLabourItems": [{"roleName": "Technician", "startDate": "2026-03-01"}],
        "quoteWriteIns": [{"description": "Bin", "unitSellExTax": Decimal("12.1250"), "note": None}],
    }
    content = create_quote(draft, None).content
    assert isinstance(content, bytes)
    assert b"2.50" in content
    assert b"12.1250" in content


def test_a_draft_with_sections_is_priced_by_them() -> None:
    bathroom = QuoteDraft(quote_description="Tiles off").supply(part_number="FAN-1").labour(role_name="Technician")
    draft = QuoteDraft(site_customer={"id": "c-1"}).section("Bathroom", bathroom).section("Kitchen", display_order=2)
    assert draft.pricing_method is PricingMethod.SECTIONS
    assert body(draft) == {
        "siteCustomer": {"id": "c-1"},
        "pricingMethod": "SECTIONS",
        "childQuotes": [
            {
                "quoteName": "Bathroom",
                "quoteDescription": "Tiles off",
                "quoteSupplies": [{"partNumber": "FAN-1"}],
                "quoteLabourItems": [{"roleName": "Technician"}],
            },
            {"quoteName": "Kitchen", "displayOrder": 2},
        ],
    }


@pytest.mark.parametrize("method", [PricingMethod.FIXED_PRICE, "TIME-AND-MATERIALS"])
def test_a_draft_with_sections_is_priced_in_no_other_way(method: str) -> None:
    with pytest.raises(ValueError, match=f"SECTIONS.*not '{method}'"):
        QuoteDraft(pricing_method=method).section("Bathroom")
    with pytest.raises(ValueError, match="priced by them"):
        attrs.evolve(QuoteDraft().section("Bathroom"), pricing_method=method)


def test_pricing_by_sections_may_be_said() -> None:
    assert QuoteDraft(pricing_method="SECTIONS").section("Bathroom").pricing_method == PricingMethod.SECTIONS
    assert QuoteDraft(pricing_method=None).section("Bathroom").pricing_method == PricingMethod.SECTIONS


@pytest.mark.parametrize(
    ("items", "named"),
    [
        (QuoteDraft(site_customer="c-1"), "site_customer"),
        (QuoteDraft(quote_name="Kitchen"), "quote_name"),
        (QuoteDraft(pricing_method="FIXED-PRICE"), "pricing_method"),
        (QuoteDraft(pricing_method="SECTIONS").section("Shower"), "pricing_method"),
    ],
)
def test_a_section_holds_nothing_that_belongs_to_the_quote(items: QuoteDraft, named: str) -> None:
    with pytest.raises(ValueError, match=f"section 'Bathroom': {named} belong"):
        QuoteDraft().section("Bathroom", items)


@pytest.mark.parametrize("add", ["supply", "kit", "labour", "write_in"])
def test_an_item_that_cannot_be_sent_is_refused_at_once(add: str) -> None:
    with pytest.raises(TypeError, match=r"unitSellExTax: a float .* Decimal\('1.5'\)"):
        getattr(QuoteDraft(), add)(unit_sell_ex_tax=1.5)
    with pytest.raises(TypeError, match=r"tiers\[0\]"):
        getattr(QuoteDraft(), add)(tiers=[0.5])
    with pytest.raises(ValueError, match="not a number that JSON can carry"):
        getattr(QuoteDraft(), add)(quantity=Decimal("NaN"))
    with pytest.raises(TypeError, match="at least one field"):
        getattr(QuoteDraft(), add)()
    with pytest.raises(TypeError, match="twice"):
        getattr(QuoteDraft(), add)(part_number="a", partNumber="b")


@pytest.mark.parametrize(
    "wrong",
    [
        {"site_customer": ""},
        {"site_customer": Reference(name="Ada")},
        {"billing_customer": {"name": "Ada"}},
        {"site_customer": 7},
        {"supplies": "FAN-1"},
        {"supplies": {"part_number": "FAN-1"}},
        {"kits": ["KIT-1"]},
        {"sections": ["Bathroom"]},
    ],
    ids=str,
)
def test_a_draft_refuses_what_is_wrong(wrong: dict[str, Any]) -> None:
    with pytest.raises(TypeError):
        QuoteDraft(**wrong)


@pytest.mark.parametrize("name", ["", " ", None, 1])
def test_a_section_has_a_name(name: Any) -> None:
    with pytest.raises(TypeError, match="needs a name"):
        QuoteSection(name=name)
    with pytest.raises(TypeError, match="needs a name"):
        QuoteDraft().section(name)


def test_a_sections_items_are_a_draft() -> None:
    with pytest.raises(TypeError, match="as a QuoteDraft, not list"):
        QuoteDraft().section("Bathroom", [])  # type: ignore[arg-type]  # that is the point


@pytest.mark.parametrize(
    ("draft", "kind"),
    [
        (QuoteDraft(), TypeError),
        (QuoteDraft(site_customer="c-1", quote_name=7), TypeError),  # type: ignore[arg-type]  # that is the point
        (QuoteDraft(site_customer="c-1", extra={"quoteName": "Two"}), ValueError),
        ({"siteCustomer": {"id": "c-1"}}, TypeError),
    ],
    ids=str,
)
def test_what_cannot_be_created_is_refused(draft: Any, kind: type[Exception]) -> None:
    with pytest.raises(kind):
        create_quote(draft, None)


def test_what_is_added_is_in_order_and_counted() -> None:
    draft = QuoteDraft().section("Attic").write_in(a=1).labour(a=1).labour(a=2).kit(a=1).supply(a=1).supply(a=2)
    asked = additions("Q1", draft)
    assert [one.what for one in asked] == ["2 supplies", "1 kit", "2 labour items", "1 write-in", "1 section"]
    assert [one.operation.path.rpartition("/")[2] for one in asked] == [
        "AddSupplies",
        "AddKits",
        "AddLabourItems",
        "AddWriteIns",
        "AddQuoteSections",
    ]
    assert not any(one.operation.repeatable for one in asked)


@pytest.mark.parametrize(
    ("draft", "named"),
    [
        (QuoteDraft(), "empty"),
        (QuoteDraft(quote_name="Other").kit(a=1), "quote_name"),
        (QuoteDraft(pricing_method="FIXED-PRICE").kit(a=1), "pricing_method"),
        (QuoteDraft().section("Bathroom", QuoteDraft().kit(a=1)), "'Bathroom' has more"),
        (QuoteDraft().section("Bathroom", QuoteDraft(quote_description="Tiles")), "'Bathroom' has more"),
    ],
    ids=str,
)
def test_what_cannot_be_added_is_refused(draft: QuoteDraft, named: str) -> None:
    with pytest.raises(ValueError, match=named):
        additions("Q1", draft)


@pytest.mark.parametrize("wrong", ["KIT-1", {"kit_id": "k-1"}, None, ["KIT-1"], [{}], [{"quantity": 1.5}]], ids=str)
def test_a_list_of_items_is_one(wrong: Any) -> None:
    with pytest.raises(TypeError):
        add_kits("Q1", wrong)


def test_an_empty_list_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing to add"):
        add_kits("Q1", [])
    with pytest.raises(ValueError, match="nothing to add"):
        add_sections("Q1", [])
    with pytest.raises(TypeError, match="list of sections"):
        add_sections("Q1", "Bathroom")
