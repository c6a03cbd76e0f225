"""Tools that show the locals of every frame find no token in ours, whatever mistake ended the configuration."""

import traceback
from collections.abc import Iterator
from typing import Any

import pytest

from ascora_sdk import ClientConfig

TOKEN = "sEcReT-token"
ENVIRON = {"ASCORA_INSTANCE": "acme", "ASCORA_API_TOKEN": TOKEN, "ASCORA_COMPANY_CODE": "ACME"}
ARGUMENTS = {"api_url": "https://a.example/v1", "api_token": TOKEN, "company_code": "ACME"}

WRONG_VARIABLES = [
    {"ASCORA_API_URL": "acme"},
    {"ASCORA_INSTANCE": ""},
    {"ASCORA_INSTANCE": "a b"},
    {"ASCORA_API_TOKEN": f"{TOKEN}\n"},
    {"ASCORA_COMPANY_CODE": ""},
    {"ASCORA_MAX_RETRIES": "three"},
    {"ASCORA_RETRY_DELAY_MS": "-1"},
    {"ASCORA_REQUEST_TIMEOUT_MS": "0"},
]
WRONG_ARGUMENTS: list[dict[str, Any]] = [
    {"api_url": "acme"},
    {"api_token": f"{TOKEN}\n"},
    {"api_token": TOKEN.encode()},
    {"company_code": ""},
    {"timeout": 0},
    {"timeout": "30"},
]


def frames_of_ours(error: BaseException | None) -> Iterator[str]:
    while error is not None:
        told = traceback.TracebackException.from_exception(error, capture_locals=True)
        for frame in told.stack:
            if frame.filename != __file__:
                yield f"{frame.filename}:{frame.name}: {frame.locals}"
        error = error.__cause__ or error.__context__


@pytest.mark.parametrize("wrong", WRONG_VARIABLES, ids=str)
def test_no_frame_of_from_env_holds_the_token(wrong: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r".") as caught:
        ClientConfig.from_env({**ENVIRON, **wrong})
    assert not [frame for frame in frames_of_ours(caught.value) if "sEcReT" in frame]


@pytest.mark.parametrize("wrong", WRONG_VARIABLES, ids=str)
def test_no_frame_holds_the_token_of_the_process_environment(
    wrong: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {**ENVIRON, **wrong}.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(ValueError, match=r".") as caught:
        ClientConfig.from_env()
    assert not [frame for frame in frames_of_ours(caught.value) if "sEcReT" in frame]


@pytest.mark.parametrize("wrong", WRONG_ARGUMENTS, ids=str)
def test_no_frame_of_the_constructor_holds_the_token(wrong: dict[str, Any]) -> None:
    with pytest.raises((ValueError, TypeError)) as caught:
        ClientConfig(**{**ARGUMENTS, **wrong})
    assert not [frame for frame in frames_of_ours(caught.value) if "sEcReT" in frame]
