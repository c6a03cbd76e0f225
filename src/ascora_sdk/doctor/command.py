"""The command: which APIs to look at, what to print, and how to end."""

from __future__ import annotations

import json
import os
import sys
import time
from argparse import ArgumentParser
from collections.abc import Mapping, Sequence
from typing import Final
from urllib.parse import urlsplit

from .._blocking.client import AscoraClient
from .._blocking.public.client import PublicClient
from ..errors import ConfigurationError
from .certificate import certificate_of
from .examine import examine
from .findings import Diagnosis, Finding, exit_code
from .readings import INSTANCE, PUBLIC, ROWS
from .table import lines

_NO_CONFIGURATION: Final = 2
_GOOD_PAGE_SECONDS: Final = 5.0
_PAGE_SIZES: Final = (250, 100, 50, 25, 10)
_MOST_ADVISED: Final = {"instance": 250, "public": 100}
_MODELS: Final = {"instance": INSTANCE, "public": PUBLIC}


def main(arguments: Sequence[str] | None = None, environ: Mapping[str, str] | None = None) -> int:
    """Run the command.

    Args:
        arguments: What stands behind `doctor` on the command line.
        environ: The environment variables; the process's own by default.

    Returns:
        0 all well, 1 something differs, 2 nothing to go by, 3 not authorized, 4 not reachable.
    """
    options = _parser().parse_args(arguments)
    variables = dict(os.environ if environ is None else environ)
    apis = [options.api] if options.api else _configured(variables)
    if not apis:
        print("set ASCORA_API_KEY for the public API, or ASCORA_API_URL, _TOKEN and _COMPANY_CODE", file=sys.stderr)
        return _NO_CONFIGURATION
    try:
        diagnoses = [_diagnose(api, variables) for api in apis]
    except ConfigurationError as error:
        print(error, file=sys.stderr)
        return _NO_CONFIGURATION
    if options.json:
        print(json.dumps([diagnosis.as_dict() for diagnosis in diagnoses], indent=2))
    else:
        print("\n\n".join("\n".join(lines(diagnosis)) for diagnosis in diagnoses))
    return exit_code(diagnoses)


def _parser() -> ArgumentParser:
    parser = ArgumentParser(
        prog="doctor",
        description="Look at an account by reading alone. What is printed holds nobody's data: only keys, types, "
        "counts and times. Ends with 0 if all is well, 1 if something differs, 2 if there is nothing to go by, "
        "3 if the credentials are refused, 4 if the API cannot be reached.",
    )
    parser.add_argument(
        "--api", choices=["instance", "public"], help="only this one; by default those with credentials"
    )
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    return parser


def _configured(variables: Mapping[str, str]) -> list[str]:
    needed = {"instance": "ASCORA_API_TOKEN", "public": "ASCORA_API_KEY"}
    return [api for api, name in needed.items() if variables.get(name)]


def _diagnose(api: str, variables: Mapping[str, str]) -> Diagnosis:
    made = AscoraClient.from_env(variables) if api == "instance" else PublicClient.from_env(variables)
    with made as client:
        url = client._caller.config.api_url
        parts = urlsplit(url)
        once = client.with_options(max_retries=0)
        findings = tuple(examine(once, api, _MODELS[api], time.perf_counter))
        certificate = certificate_of(url, timeout=client._caller.config.timeout)
    host = f"{parts.hostname}:{parts.port}" if parts.port else str(parts.hostname)
    return Diagnosis(
        api=api, host=host, certificate=certificate, findings=findings, page_size=_page_size(api, findings)
    )


def _page_size(api: str, findings: Sequence[Finding]) -> int:
    """Advise how many rows to ask for: as many as the slowest list is likely to give within some seconds."""
    full = [finding for finding in findings if finding.rows == ROWS]
    slowest = max((finding.seconds / ROWS for finding in full), default=0.0)
    fitting = (size for size in _PAGE_SIZES if size <= _MOST_ADVISED[api] and size * slowest <= _GOOD_PAGE_SECONDS)
    return next(fitting, _PAGE_SIZES[-1])
