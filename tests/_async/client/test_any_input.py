"""Whatever the id and whatever the body: it arrives or is refused, it is a model or one of the six errors."""

from __future__ import annotations

import json
from collections.abc import Callable
from urllib.parse import unquote

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ascora_sdk import AscoraApiError, AsyncAscoraClient, AsyncPage, Customer
from ascora_sdk.sandbox import Sandbox, Status

MakeClient = Callable[..., AsyncAscoraClient]
FEW = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])

scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
values = st.recursive(
    scalars, lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=9), inner), max_leaves=9
)
names = st.sampled_from(["id", "firstName", "phone", "customFields", "createdAt", "extra", "", "__class__"])
records = st.fixed_dictionaries({"id": st.text()}) | st.dictionaries(names, values)
envelopes = st.fixed_dictionaries(
    {"data": st.lists(records | values, max_size=3), "total": st.integers(-1, 4), "hasMore": st.booleans()}
)


@FEW
@given(id_=st.text(st.characters()) | st.text("./%?#\\ ;:@&=+$,", max_size=6))
@example(id_="..")
@example(id_="a/../b")
async def test_any_text_arrives_as_an_id_or_is_refused(sandbox: Sandbox, client: AsyncAscoraClient, id_: str) -> None:
    sandbox.clear_requests()
    try:
        await client.customers.delete(id_)
    except AscoraApiError:
        pass
    except ValueError:
        assert sandbox.requests == ()
        assert not id_.strip() or id_ in {".", ".."} or not _is_utf8(id_)
        return
    (request,) = sandbox.requests
    assert request.raw_path.count("/") == 4
    assert unquote(request.raw_path.rpartition("/")[2]) == id_


def _is_utf8(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


@FEW
@given(body=st.binary(max_size=50) | (records | values | envelopes).map(lambda value: json.dumps(value).encode()))
@example(body=b"\xef\xbb\xbf{}")
@example(body=b'{"id": "a", "createdAt": "2026-02-30T00:00:00Z"}')
@example(body=b'{"id": "a", "createdAt": "0000-01-01T00:00:00Z"}')
@example(body=b'{"id": "a", "createdAt": ""}')
@example(body=b'{"id": ' + b"9" * 5000 + b"}")
@example(body=b'{"id": "a", "x": ' + b"9" * 5000 + b"}")
@example(body=b'{"id": "a", "id": "b"}')
async def test_any_body_is_a_model_or_one_of_the_six(sandbox: Sandbox, client: AsyncAscoraClient, body: bytes) -> None:
    sandbox.clear_faults()
    sandbox.fault("*", Status(200, body), times=None)
    for call, kind in (
        (client.customers.get, Customer),
        (client.customers.search, list),
        (client.jobs.delete, type(None)),
        (_first_page(client), AsyncPage),
    ):
        try:
            got = await call("c-1")
        except AscoraApiError as error:
            told = str(error)
        else:
            told = "a model"
            assert isinstance(got, kind)
            assert isinstance(repr(got), str)
        assert "\n" not in told


@FEW
@given(status=st.integers(300, 599), body=st.binary(max_size=60) | values.map(lambda value: json.dumps(value).encode()))
async def test_any_refusal_is_one_of_the_six(
    sandbox: Sandbox, client: AsyncAscoraClient, status: int, body: bytes
) -> None:
    sandbox.clear_faults()
    sandbox.fault("*", Status(status, b"" if status == 304 else body), times=None)
    with pytest.raises(AscoraApiError) as caught:
        await client.with_options(max_retries=0).customers.get("c-1")
    assert caught.value.status_code == status
    assert len(str(caught.value).splitlines()) == 1


def _first_page(client: AsyncAscoraClient) -> Callable[..., object]:
    async def fetch(_: str) -> AsyncPage[Customer]:
        return await client.customers.list(lenient=True)

    return fetch
