"""What holds a secret does not show it."""

import copy
import pickle
import time
from collections.abc import Callable
from typing import Any

import attrs
import pytest

from ascora_sdk import ClientConfig, Headers, Request, Response, Secret
from ascora_sdk.http import mask_secrets, mask_url
from ascora_sdk.http.redaction import SECRET_HEADERS

TOKEN = "sEcReT-token"
CONFIG = ClientConfig(api_url="https://a.example/v1", api_token=TOKEN, company_code="ACME")

SHOWS: dict[str, Callable[[Any], str]] = {
    "repr": repr,
    "str": str,
    "f-string": lambda value: f"{value}",
    "f-string of repr": lambda value: f"{value!r:>80}",
    "format": "{}".format,
    "percent": lambda value: "%s %r" % (value, value),  # noqa: UP031
    "in a list": lambda value: str([value]),
    "in a mapping": lambda value: str({"token": value}),
    "as an error's argument": lambda value: repr(ValueError(value)),
}
HOLDERS: dict[str, Any] = {
    "secret": Secret(TOKEN),
    "secret of a secret": Secret(Secret(TOKEN)),
    "config": CONFIG,
    "evolved config": attrs.evolve(CONFIG, timeout=5),
    "headers": Headers({name.upper(): f"Bearer {TOKEN}" for name in SECRET_HEADERS}),
    "request": Request(
        method="GET",
        url=f"https://u:{TOKEN}@a.example/x?token={TOKEN}",
        headers=Headers({"Authorization": f"Bearer {TOKEN}"}),
        content=TOKEN.encode(),
        timeout=1,
    ),
    "response": Response(status=200, headers=Headers({"Set-Cookie": TOKEN}), body=TOKEN.encode()),
}


@pytest.mark.parametrize("holder", HOLDERS.values(), ids=HOLDERS)
@pytest.mark.parametrize("show", SHOWS.values(), ids=SHOWS)
def test_nothing_that_holds_a_secret_shows_it(holder: Any, show: Callable[[Any], str]) -> None:
    assert "sEcReT" not in show(holder)


def test_a_secret_with_a_format_of_its_own_stays_one() -> None:
    try:
        text = f"{Secret(TOKEN):>20}"
    except TypeError as error:
        text = str(error)
    assert "sEcReT" not in text


def test_a_secret_gives_itself_to_who_asks_by_name() -> None:
    assert Secret(TOKEN).reveal() == TOKEN
    assert Secret(Secret(TOKEN)).reveal() == TOKEN


def test_secrets_compare_by_their_text_and_with_nothing_else() -> None:
    assert Secret("a") == Secret("a")
    assert Secret("a") != Secret("b")
    assert Secret("a") != "a"
    assert len({Secret("a"), Secret("a"), Secret("b")}) == 2


def test_a_secret_has_no_attributes_to_look_through() -> None:
    assert not hasattr(Secret(TOKEN), "__dict__")
    with pytest.raises(AttributeError):
        Secret(TOKEN).other = 1  # type: ignore[attr-defined]


@pytest.mark.parametrize("protocol", range(2, pickle.HIGHEST_PROTOCOL + 1))
def test_a_config_goes_to_another_process_and_back(protocol: int) -> None:
    assert pickle.loads(pickle.dumps(CONFIG, protocol)) == CONFIG  # noqa: S301 - our own
    assert copy.deepcopy(CONFIG) == CONFIG


def test_what_is_no_secret_is_shown() -> None:
    assert repr(Headers({"Retry-After": "3", "Cookie": "x"})) == "Headers({'retry-after': '3', 'cookie': '***'})"
    assert repr(CONFIG).startswith("ClientConfig(api_url='https://a.example/v1', api_token=Secret('***')")
    assert "https://a.example/x?limit=5" in repr(Request(method="GET", url="https://a.example/x?limit=5", timeout=1))


URLS = {
    "https://a.example/x": "https://a.example/x",
    "https://a.example/x?limit=50&q=a+b": "https://a.example/x?limit=50&q=a+b",
    "https://a.example/x?token=abc&limit=50": "https://a.example/x?token=***&limit=50",
    "https://a.example/x?limit=50&api_key=abc": "https://a.example/x?limit=50&api_key=***",
    "https://a.example/x?API-KEY=abc": "https://a.example/x?API-KEY=***",
    "https://a.example/x?access_token=abc#part": "https://a.example/x?access_token=***#part",
    "https://a.example/x?password=&x=1": "https://a.example/x?password=***&x=1",
    "https://a.example/x?signature=a%3Db%26c": "https://a.example/x?signature=***",
    "https://a.example/x?token=abc=def": "https://a.example/x?token=***",
    "https://ada:pw@a.example/x": "https://***@a.example/x",
    "https://ada:p%40w@a.example:8443/x": "https://***@a.example:8443/x",
    "https://ada@pw@a.example/x": "https://***@a.example/x",
    "https://tok@a.example/x": "https://***@a.example/x",
    "/customers?token=abc": "/customers?token=***",
    "": "",
}


@pytest.mark.parametrize(("url", "masked"), URLS.items())
def test_a_urls_secrets_are_masked_and_nothing_else(url: str, masked: str) -> None:
    assert mask_url(url) == masked


@pytest.mark.parametrize("url", ["https://[", "https://[::1/x?token=abc", "\0", "https://a.example:port/x"])
def test_a_url_that_is_none_can_still_be_shown(url: str) -> None:
    assert "abc" not in repr(Request(method="GET", url=url, timeout=1))


@pytest.mark.parametrize("query", ["token-" * 300, "q=" + "a-" * 1000, "q=" + "key." * 400])
def test_a_long_url_is_masked_in_no_time(query: str) -> None:
    began = time.process_time()
    mask_url(f"https://a.example/x?{query}")
    assert time.process_time() - began < 0.1


def test_every_secret_is_masked_wherever_it_stands() -> None:
    assert mask_secrets("a1 b2 a1b2", (Secret("a1"), Secret("b2"))) == "*** *** ******"
    assert mask_secrets("nothing here", ()) == "nothing here"


def test_a_secret_that_begins_another_does_not_uncover_it() -> None:
    assert "cdef" not in mask_secrets("x abcdef y", (Secret("ab"), Secret("abcdef")))
