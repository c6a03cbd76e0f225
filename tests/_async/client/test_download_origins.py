"""The credentials go to the API's own origin alone, wherever the API says that a file lies."""

from __future__ import annotations

import io
import logging
from collections.abc import Callable, Iterator

import pytest

from ascora_sdk import AscoraApiError, AsyncAscoraClient, AuthenticationError, Headers, Hooks
from ascora_sdk.sandbox import CutBody, Drop, ReceivedRequest, Redirect, Sandbox, Status

from ...client.shown import all_shown
from ...client.sockets import closed_port_url

MakeClient = Callable[..., AsyncAscoraClient]
FILE = "GET /files/{id}"
CONTENT = b"wet wall" * 10_000
TOKEN = "tok-Zq8_never-to-be-shown"
CODE = "CODE-77"


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    """The API, which has a file of its own."""
    with Sandbox(customers=1, jobs=2, api_token=TOKEN, company_code=CODE) as sandbox:
        sandbox.add("attachment", id="a-1", jobId="j-1", fileName="own.jpg", fileType="image/jpeg", content=CONTENT)
        yield sandbox


@pytest.fixture
def elsewhere() -> Iterator[Sandbox]:
    """Another host, which has a file too and asks for no credentials."""
    with Sandbox(customers=1, jobs=1, files_elsewhere=True) as sandbox:
        sandbox.add("attachment", id="a-9", jobId="j-1", fileName="other.jpg", fileType="image/jpeg", content=CONTENT)
        yield sandbox


def lead(sandbox: Sandbox, url: str) -> None:
    sandbox.plant("attachment", {**sandbox.get("attachment", "a-1"), "fileUrl": url})


def has_credentials(request: ReceivedRequest) -> bool:
    assert ("authorization" in request.headers) == ("x-company-code" in request.headers)
    shown = f"{request.headers.items()} {request.query} {request.raw_path}"
    assert (TOKEN in shown) == (CODE in shown) == ("authorization" in request.headers)
    return "authorization" in request.headers


async def fetched(client: AsyncAscoraClient, **options: object) -> bytes:
    memory = io.BytesIO()
    await client.jobs.attachments.download("j-1", "a-1", memory, **options)
    return memory.getvalue()


async def test_at_home_they_are_sent(sandbox: Sandbox, client: AsyncAscoraClient) -> None:
    assert await fetched(client) == CONTENT
    for url in ("files/a-1", "/api/v1/files/a-1", sandbox.files_url.replace("http:", "") + "/a-1?x=1#part"):
        lead(sandbox, url)
        assert await fetched(client) == CONTENT
    assert {has_credentials(request) for request in sandbox.requests} == {True}


async def test_elsewhere_they_are_not_in_any_try(
    sandbox: Sandbox, elsewhere: Sandbox, client: AsyncAscoraClient
) -> None:
    lead(sandbox, f"{elsewhere.files_url}/a-9")
    for fault in (Drop(), CutBody(), Status(429)):
        elsewhere.fault(FILE, fault)
    assert await fetched(client) == CONTENT
    assert [has_credentials(request) for request in elsewhere.requests] == [False] * 4


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
async def test_a_redirect_elsewhere_takes_none_along(
    sandbox: Sandbox, elsewhere: Sandbox, client: AsyncAscoraClient, code: int
) -> None:
    sandbox.fault(FILE, Redirect(f"{elsewhere.files_url}/a-9", code))
    elsewhere.fault(FILE, Status(500))
    assert await fetched(client) == CONTENT
    assert [has_credentials(request) for request in elsewhere.requests] == [False] * 2


async def test_there_and_back_again(sandbox: Sandbox, elsewhere: Sandbox, client: AsyncAscoraClient) -> None:
    seen: list[tuple[str, int | None]] = []
    hooks = Hooks(after_attempt=lambda attempt, result: seen.append((attempt.template, result.status)))
    sandbox.fault(FILE, Redirect(f"{elsewhere.files_url}/a-9", 302))
    elsewhere.fault(FILE, Redirect("a-9?again=1", 301))
    elsewhere.fault(FILE, Redirect(f"{sandbox.files_url}/a-1", 308))
    assert await fetched(client.with_options(hooks=[hooks])) == CONTENT
    assert [has_credentials(request) for request in elsewhere.requests] == [False, False]
    assert [has_credentials(request) for request in sandbox.requests] == [True, True, True]
    assert elsewhere.requests[1].query["again"] == "1"
    assert [template for template, _ in seen] == ["/jobs/{id}/attachments/{attachmentId}", *["{fileUrl}"] * 4]


async def test_an_upload_follows_nobody(sandbox: Sandbox, elsewhere: Sandbox, client: AsyncAscoraClient) -> None:
    for code in (301, 302, 303, 307, 308):
        sandbox.fault("POST *", Redirect(f"{elsewhere.files_url}/a-9", code))
        with pytest.raises(AscoraApiError, match="redirects") as caught:
            await client.jobs.attachments.add("j-1", CONTENT, file_name="a")
        assert (caught.value.status_code, caught.value.attempts) == (code, 1)
    assert elsewhere.requests == ()


async def test_a_circle_ends(sandbox: Sandbox, elsewhere: Sandbox, client: AsyncAscoraClient) -> None:
    sandbox.fault(FILE, Redirect(f"{elsewhere.files_url}/a-9"), times=None)
    elsewhere.fault(FILE, Redirect(f"{sandbox.files_url}/a-1"), times=None)
    with pytest.raises(AscoraApiError, match="redirects more than 5 times") as caught:
        await fetched(client)
    assert caught.value.status_code == 307
    assert len([request for request in (*sandbox.requests, *elsewhere.requests) if "files" in request.path]) == 6


@pytest.mark.parametrize(
    "location", ["", "ftp://a.example/x", "http://ada:pw@a.example/", "//", "http://[", "mailto:a"]
)
async def test_a_redirect_to_nowhere(sandbox: Sandbox, client: AsyncAscoraClient, location: str) -> None:
    sandbox.fault(FILE, Redirect(location, 302), times=None)
    with pytest.raises(AscoraApiError) as caught:
        await fetched(client)
    assert "pw" not in str(caught.value)
    assert TOKEN not in all_shown(caught.value)


@pytest.mark.parametrize(
    "url",
    [
        "",
        " ",
        "ftp://a.example/x",
        "http://ada:pw@a.example/x",
        "http:\\\\a.example",
        "http://[::1",
        "http://a:99999/",
        "mailto:a",
    ],
)
async def test_an_address_that_is_none(sandbox: Sandbox, client: AsyncAscoraClient, url: str) -> None:
    lead(sandbox, url)
    with pytest.raises(AscoraApiError, match="'a-1' has no address to fetch it from") as caught:
        await fetched(client)
    assert "pw" not in str(caught.value)
    assert len(sandbox.requests) == 1


async def test_refused_elsewhere_is_no_matter_of_the_credentials(
    sandbox: Sandbox, elsewhere: Sandbox, client: AsyncAscoraClient
) -> None:
    sandbox.fault(FILE, Status(401))
    with pytest.raises(AuthenticationError):
        await fetched(client)
    lead(sandbox, f"{elsewhere.files_url}/a-9")
    for status in (401, 403):
        elsewhere.fault(FILE, Status(status))
        with pytest.raises(AscoraApiError, match="address may have run out") as caught:
            await fetched(client)
        assert not isinstance(caught.value, AuthenticationError)
        assert caught.value.status_code == status


async def test_a_rate_limit_elsewhere_holds_nothing_up_here(
    sandbox: Sandbox, elsewhere: Sandbox, client: AsyncAscoraClient
) -> None:
    lead(sandbox, f"{elsewhere.files_url}/a-9")
    elsewhere.fault(FILE, Status(429, headers={"Retry-After": "60"}))
    with pytest.raises(AscoraApiError):
        await fetched(client, max_retries=0)
    sandbox.fault("*", Status(500))
    with pytest.raises(AscoraApiError):
        await client.jobs.attachments.list("j-1", max_retries=0)


async def test_what_opens_a_signed_address_is_shown_to_nobody(
    sandbox: Sandbox, elsewhere: Sandbox, client: AsyncAscoraClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "ascora_sdk")
    query = "X-Amz-Signature=sig-never-to-be-shown&sig=sig-never-to-be-shown"
    seen: list[str] = []
    hooks = Hooks(before_attempt=lambda attempt: seen.append(attempt.url))
    for url in (f"{elsewhere.files_url}/a-9?{query}", f"{closed_port_url()}/a-9?{query}"):
        lead(sandbox, url)
        elsewhere.fault(FILE, Status(500))
        with pytest.raises(AscoraApiError) as caught:
            await fetched(client.with_options(max_retries=0, hooks=[hooks]))
        seen += [str(caught.value), repr(vars(caught.value))]
    seen += [f"{record.getMessage()} {record.args!r}" for record in caplog.records]
    assert not [text for text in seen if "never-to-be-shown" in text]
    assert elsewhere.requests[0].query["sig"] == "sig-never-to-be-shown"


async def test_no_cookie_is_kept_or_sent(sandbox: Sandbox, elsewhere: Sandbox, client: AsyncAscoraClient) -> None:
    sandbox.fault("GET /jobs/{id}/attachments", Status(200, '{"data": []}', headers={"Set-Cookie": "session=secret"}))
    assert await client.jobs.attachments.list("j-1") == []
    lead(sandbox, f"{elsewhere.files_url}/a-9")
    assert await fetched(client) == CONTENT
    assert not [request for request in (*sandbox.requests, *elsewhere.requests) if "cookie" in request.headers]


async def test_what_opens_a_file_is_not_shown(sandbox: Sandbox, elsewhere: Sandbox, client: AsyncAscoraClient) -> None:
    secret = "never-shown"
    lead(sandbox, f"{elsewhere.files_url}/a-9?jwt={secret}&hmac={secret}&X-Amz-Signature={secret}")
    elsewhere.fault(FILE, Status(404))
    seen: list[str] = []
    watched = client.with_options(hooks=[Hooks(before_attempt=lambda attempt: seen.append(attempt.url))])
    with pytest.raises(AscoraApiError) as caught:
        await fetched(watched)
    assert seen[-1].endswith("/a-9?***")
    assert not [text for text in (*seen, caught.value.url, str(caught.value), repr(caught.value)) if secret in text]


def test_a_redirects_address_is_not_shown_whole() -> None:
    headers = Headers({"Location": "https://files.example/a-1?X-Amz-Signature=never-shown"})
    assert repr(headers) == "Headers({'location': 'https://files.example/a-1?***'})"
