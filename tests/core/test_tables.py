"""Tables for notebooks: whatever stands in a record, a browser shows it as text."""

from __future__ import annotations

from datetime import datetime, timezone
from decimal import Decimal
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ascora_sdk import (
    UNSET,
    Attachment,
    Customer,
    CustomField,
    InvalidItem,
    Invoice,
    InvoiceItem,
    InvoiceStatus,
    Note,
    Page,
    Task,
    TaskStatus,
)
from ascora_sdk.models.table import html_table

OWN_TAGS = {"table", "caption", "thead", "tbody", "tr", "th", "td"}
ATTACKS = [
    "<script>alert(1)</script>",
    "</td></tr></table><img src=x onerror=alert(1)>",
    "</caption><svg/onload=alert(1)>",
    "\"><a href='javascript:alert(1)'>",
    "&lt;script&gt;",
    "&amp;lt;",
    "<!-- --><![CDATA[x]]>",
    "<\x00script>",
    "\ud800<b>",
    "<textarea><style></title>",
    "a & b &copy &#60;",
]


class Reader(HTMLParser):
    """Reads a table back as a browser would: its tags and its cells."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: list[Any] = []
        self.cells: list[str] = []
        self.open: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[Any]) -> None:
        self.tags.append(tag)
        self.open.append(tag)
        self.attributes += attrs
        if tag in {"td", "th", "caption"}:
            self.cells.append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        assert self.open[-1] in {"td", "th", "caption"}
        self.cells[-1] += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")

    unknown_decl = handle_decl = handle_pi = handle_comment


def read(html: str) -> Reader:
    reader = Reader(html)
    assert set(reader.tags) <= OWN_TAGS
    assert not reader.open
    assert reader.attributes == [("class", "tex2jax_ignore mathjax_ignore")]
    html.encode("utf-8")
    return reader


def as_shown(text: str) -> str:
    return text.encode("utf-8", "replace").decode().replace("\x00", "\N{REPLACEMENT CHARACTER}")


@pytest.mark.parametrize("text", ATTACKS, ids=ascii)
def test_everything_stays_text(text: str) -> None:
    reader = read(html_table(text, [text, "b"], [[text, [text]], [{text: text}, None]]))
    assert reader.tags.count("tr") == 3
    caption, head, _, cell, nested, mapping, empty = reader.cells
    assert (caption, head, cell, empty) == (*[as_shown(text)] * 3, "")
    assert (nested, mapping) == (as_shown(str([text])), as_shown(str({text: text})))


@given(st.lists(st.lists(st.text(), min_size=2, max_size=2), max_size=4), st.text(), st.lists(st.text(), max_size=2))
def test_any_text_stays_text(rows: list[list[str]], caption: str, head: list[str]) -> None:
    reader = read(html_table(caption, head, rows))
    # Line ends are one and the same to a browser, and to the reader.
    expected = [as_shown(text) for text in (caption, *head, *(cell for row in rows for cell in row))]
    assert reader.cells == expected


@pytest.mark.parametrize("text", ATTACKS, ids=ascii)
def test_a_record_shows_whatever_it_holds(text: str) -> None:
    moment = datetime(2026, 3, 1, tzinfo=timezone.utc)
    records: list[Any] = [
        Customer(id=text, first_name=text, custom_fields={text: [text, {text: text}]}, extra={text: {text: text}}),
        Task(id="t-1", title=text, status=TaskStatus(text or "x"), extra={text: text}),
        Note(id="n-1", job_id="j-1", user_id=text, note=text, created_at=moment),
        CustomField(name=text, label=text, type=text, required=True, options=(text, {text: text})),
        Attachment(
            id="a-1", job_id="j-1", file_name=text, file_size=3, file_type=text, file_url=text, uploaded_at=moment
        ),
    ]
    for record in records:
        reader = read(record._repr_html_())
        assert reader.cells[0] == type(record).__name__
        assert as_shown(text) in reader.cells or as_shown(text)[:4] in "".join(reader.cells)
    page: Page[Any] = Page(items=tuple(records), total=5, has_more=False, limit=5, offset=0, received=5)
    reader = read(page._repr_html_())
    assert (reader.cells[0], reader.tags.count("tr")) == ("1 to 5 of 5", 6)
    assert as_shown(text) in reader.cells


def test_a_record_shows_what_is_set() -> None:
    item = InvoiceItem(description="Fan", quantity=Decimal(3), unit_price=Decimal("12.1250"), total=Decimal("36.38"))
    invoice = Invoice(
        id="i-1",
        customer_id="c-1",
        invoice_number="INV-7",
        invoice_date=datetime(2026, 3, 1, tzinfo=timezone.utc),
        due_date=datetime(2026, 3, 1, tzinfo=timezone.utc),
        total_amount=Decimal("36.38"),
        status=InvoiceStatus.SENT,
        job_id=None,
        items=(item,),
    )
    cells = read(invoice._repr_html_()).cells
    shown = dict(zip(cells[3::2], cells[4::2], strict=True))
    assert cells[:3] == ["Invoice", "field", "value"]
    assert (shown["total_amount"], shown["status"], shown["job_id"]) == ("36.38", "sent", "")
    assert "Fan" in shown["items"]
    assert not {"paid_amount", "extra"} & set(shown)
    assert UNSET.name not in cells


def page_of(count: int, **others: Any) -> Page[Customer]:
    items = tuple(Customer(id=f"c-{number}", phone=None) for number in range(count))
    return Page(
        **{"items": items, "total": 500, "has_more": True, "limit": 200, "offset": 100, "received": count, **others}
    )


def test_a_page_shows_its_columns_and_where_it_is() -> None:
    cells = read(page_of(2)._repr_html_()).cells
    assert cells == ["101 to 102 of 500", "id", "c-0", "c-1"]


def test_a_large_page_shows_its_beginning_and_says_so() -> None:
    reader = read(page_of(200)._repr_html_())
    assert (reader.cells[0], reader.tags.count("tr")) == ("101 to 150 of 500", 51)


def test_a_page_says_what_was_left_out() -> None:
    bad = InvalidItem(index=0, item={"id": 5}, reason="id: <b>")
    assert read(page_of(1, received=2, invalid=(bad,))._repr_html_()).cells[0] == (
        "101 to 102 of 500, 1 of a wrong shape left out"
    )
    assert read(page_of(0, received=1, invalid=(bad,))._repr_html_()).cells == [
        "101 to 101 of 500, 1 of a wrong shape left out"
    ]
    assert read(page_of(0, total=0)._repr_html_()).cells == ["none of 0"]


def test_a_long_text_is_cut_before_it_is_escaped() -> None:
    cells = read(html_table("", ["a"], [["<" * 1000], ["x" * 200], ["x" * 201]])).cells
    assert cells[2:] == ["<" * 200 + "…", "x" * 200, "x" * 200 + "…"]
