"""The configuration, from arguments and from the environment: each mistake is told under its name."""

from typing import Any

import pytest

from ascora_sdk import ClientConfig, ConfigurationError, RetryPolicy, Secret

GOOD = {"ASCORA_INSTANCE": "acme", "ASCORA_API_TOKEN": "sEcReT", "ASCORA_COMPANY_CODE": "ACME"}
ARGUMENTS: dict[str, Any] = {"api_url": "https://a.example/v1", "api_token": "sEcReT", "company_code": "ACME"}


def test_the_environment_alone_is_enough() -> None:
    config = ClientConfig.from_env(GOOD)
    assert config.api_url == "https://acme.ascora.com/api/v1"
    assert config.api_token == Secret("sEcReT")
    assert config.company_code == "ACME"
    assert (config.timeout, config.retry) == (30.0, RetryPolicy(max_retries=3, retry_delay=1.0))


def test_the_defaults_are_the_same_either_way() -> None:
    assert ClientConfig.from_env({**GOOD, "ASCORA_API_URL": ARGUMENTS["api_url"]}) == ClientConfig(**ARGUMENTS)


READ = [
    ({"ASCORA_REQUEST_TIMEOUT_MS": "2500"}, "timeout", 2.5),
    ({"ASCORA_REQUEST_TIMEOUT_MS": "0.5"}, "timeout", 0.0005),
    ({"ASCORA_REQUEST_TIMEOUT_MS": ""}, "timeout", 30.0),
    ({"ASCORA_MAX_RETRIES": "0"}, "retry.max_retries", 0),
    ({"ASCORA_MAX_RETRIES": "7"}, "retry.max_retries", 7),
    ({"ASCORA_MAX_RETRIES": ""}, "retry.max_retries", 3),
    ({"ASCORA_RETRY_DELAY_MS": "250"}, "retry.retry_delay", 0.25),
    ({"ASCORA_RETRY_DELAY_MS": "0"}, "retry.retry_delay", 0.0),
    ({"ASCORA_RETRY_DELAY_MS": ""}, "retry.retry_delay", 1.0),
    ({"ASCORA_INSTANCE": "acme-qld-2"}, "api_url", "https://acme-qld-2.ascora.com/api/v1"),
    ({"ASCORA_API_URL": "https://b.example/v2/"}, "api_url", "https://b.example/v2"),
    ({"ASCORA_API_URL": ""}, "api_url", "https://acme.ascora.com/api/v1"),
    ({"ASCORA_API_URL_TEMPLATE": "https://{instance}.b.example"}, "api_url", "https://acme.b.example"),
    ({"ASCORA_API_URL_TEMPLATE": "https://b.example/{instance}/v1"}, "api_url", "https://b.example/acme/v1"),
    ({"ASCORA_API_URL_TEMPLATE": "https://b.example/v1", "ASCORA_INSTANCE": ""}, "api_url", "https://b.example/v1"),
    ({"ASCORA_API_URL_TEMPLATE": ""}, "api_url", "https://acme.ascora.com/api/v1"),
    (
        {"ASCORA_API_URL": "https://whole.example", "ASCORA_API_URL_TEMPLATE": "https://{instance}.b.example"},
        "api_url",
        "https://whole.example",
    ),
    ({"ASCORA_API_URL": "https://whole.example", "ASCORA_INSTANCE": "no good/"}, "api_url", "https://whole.example"),
    ({"ASCORA_WEBHOOK_SECRET": "x", "ENCRYPTION_KEY": "y", "UNRELATED": "z"}, "company_code", "ACME"),
]


@pytest.mark.parametrize(("environ", "name", "value"), READ, ids=lambda each: str(each)[:60])
def test_a_variable_is_read(environ: dict[str, str], name: str, value: Any) -> None:
    config: Any = ClientConfig.from_env({**GOOD, **environ})
    for part in name.split("."):
        config = getattr(config, part)
    assert (config, type(config)) == (value, type(value))


WRONG = [
    ("ASCORA_API_TOKEN", None),
    ("ASCORA_API_TOKEN", ""),
    ("ASCORA_API_TOKEN", "   "),
    ("ASCORA_API_TOKEN", "sEcReT\n"),
    ("ASCORA_API_TOKEN", " sEcReT"),
    ("ASCORA_API_TOKEN", "sEcReTé"),
    ("ASCORA_API_TOKEN", "sEcReT\r\nX-Evil: 1"),
    ("ASCORA_COMPANY_CODE", None),
    ("ASCORA_COMPANY_CODE", ""),
    ("ASCORA_COMPANY_CODE", "AC\nME"),
    ("ASCORA_INSTANCE", None),
    ("ASCORA_INSTANCE", ""),
    ("ASCORA_INSTANCE", "evil.example/"),
    ("ASCORA_INSTANCE", "a@b"),
    ("ASCORA_INSTANCE", "a b"),
    ("ASCORA_INSTANCE", "-"),
    ("ASCORA_API_URL", "acme"),
    ("ASCORA_API_URL", "ftp://a.example"),
    ("ASCORA_API_URL", "https://u:sEcReT@a.example"),
    ("ASCORA_API_URL", "https://a.example?token=sEcReT"),
    ("ASCORA_API_URL", "https://[::1"),
    ("ASCORA_API_URL_TEMPLATE", "{instance}"),
    ("ASCORA_MAX_RETRIES", "three"),
    ("ASCORA_MAX_RETRIES", "2.5"),
    ("ASCORA_MAX_RETRIES", "-1"),
    ("ASCORA_MAX_RETRIES", "9" * 5000),
    ("ASCORA_RETRY_DELAY_MS", "soon"),
    ("ASCORA_RETRY_DELAY_MS", "-1"),
    ("ASCORA_RETRY_DELAY_MS", "nan"),
    ("ASCORA_RETRY_DELAY_MS", "inf"),
    ("ASCORA_REQUEST_TIMEOUT_MS", "30s"),
    ("ASCORA_REQUEST_TIMEOUT_MS", "-1"),
    ("ASCORA_REQUEST_TIMEOUT_MS", "0"),
    ("ASCORA_REQUEST_TIMEOUT_MS", "nan"),
    ("ASCORA_REQUEST_TIMEOUT_MS", "inf"),
    ("ASCORA_REQUEST_TIMEOUT_MS", "1e999"),
]


def without(name: str, value: str | None) -> dict[str, str]:
    return {**GOOD, name: value} if value is not None else {key: kept for key, kept in GOOD.items() if key != name}


@pytest.mark.parametrize(("name", "value"), WRONG, ids=lambda each: ascii(each)[:40])
def test_a_wrong_variable_is_named_and_the_token_is_not_repeated(name: str, value: str | None) -> None:
    with pytest.raises(ConfigurationError) as caught:
        ClientConfig.from_env(without(name, value))
    assert name.removesuffix("_TEMPLATE") in str(caught.value)
    assert "sEcReT" not in str(caught.value)
    assert len(str(caught.value)) < 300
    assert str(caught.value).isprintable()


WRONG_ARGUMENTS = [
    ("api_url", ""),
    ("api_url", None),
    ("api_url", 7),
    ("api_url", b"https://a.example"),
    ("api_url", "a.example"),
    ("api_url", "https://u:sEcReT@a.example"),
    ("api_token", ""),
    ("api_token", None),
    ("api_token", 7),
    ("api_token", b"sEcReT"),
    ("api_token", "sEcReT\0"),
    ("api_token", Secret("")),
    ("company_code", ""),
    ("company_code", None),
    ("company_code", 7),
    ("company_code", "ACME "),
    ("timeout", 0),
    ("timeout", -1),
    ("timeout", float("nan")),
    ("timeout", None),
    ("timeout", "30"),
]


@pytest.mark.parametrize(("name", "value"), WRONG_ARGUMENTS, ids=repr)
def test_a_wrong_argument_is_named_and_the_token_is_not_repeated(name: str, value: Any) -> None:
    with pytest.raises(ConfigurationError) as caught:
        ClientConfig(**{**ARGUMENTS, name: value})
    assert name in str(caught.value)
    assert "sEcReT" not in str(caught.value)


def test_the_process_environment_is_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {**GOOD, "ASCORA_MAX_RETRIES": "1"}.items():
        monkeypatch.setenv(name, value)
    for name in ("ASCORA_API_URL", "ASCORA_API_URL_TEMPLATE", "ASCORA_RETRY_DELAY_MS", "ASCORA_REQUEST_TIMEOUT_MS"):
        monkeypatch.delenv(name, raising=False)
    assert ClientConfig.from_env() == ClientConfig.from_env({**GOOD, "ASCORA_MAX_RETRIES": "1"})
