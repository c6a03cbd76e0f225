"""The sandbox: an Ascora account on loopback, with controls for tests."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timezone
from types import TracebackType

from typing_extensions import Self

from .account import Account
from .api import InstanceApi
from .app import SandboxApp
from .attachments import quoted
from .contract import BASE_PATH
from .files import FileStore
from .generator import Generator
from .handlers import Service
from .public import PublicAccount, PublicControls
from .record_controls import RecordControls
from .routes import FILE_ROUTES, ROUTES
from .server import ServerThread
from .traffic_controls import TrafficControls


def _utc_now() -> datetime:
    return datetime.now(timezone.utc)


class Sandbox(RecordControls, TrafficControls):
    """A server that speaks the instance API from its contract: keeps state, makes data, injects faults.

    On a socket of its own it speaks the public API too, over an account of its own: `public_url` and `public`.

    Every control may be used from any thread while it serves. Records are dicts with the wire's field names;
    those handed out are copies. State outlives `stop`, but for files of more than 1 MiB; a sandbox started again serves
    at the same port.

    Args:
        customers: how many generated customers there are, `c-1` and up.
        jobs: how many generated jobs, `j-1` and up, each of one of the customers.
        invoices: how many generated invoices, `i-1` and up, each of one of the customers and most of a job.
        tasks: how many generated tasks, `t-1` and up, each of one of the jobs if there are any.
        seed: decides, with the counts, every byte of the generated records.
        api_token: the token that requests must bear.
        company_code: the company code that requests must carry.
        max_page_size: the most records in a page; a longer page asked for comes shortened without a word.
        default_latency: seconds that every answer takes.
        honours_updated_since: whether lists read `updated_since` or leave it unread.
        honours_idempotency_key: whether a POST with an `Idempotency-Key` seen before gets the first answer again.
        files_elsewhere: whether attachments are downloaded from another origin, which asks for no credentials, as a
            file store with signed addresses does; else from the API's own, which does.
        clock: gives the time of changes, aware, such as a `ManualClock`.
        public: what the public API's account is made of; it is empty without.
        public_api_key: the key that requests to the public API must bear.
        host: the address to bind.
        port: the port to bind; 0 takes a free one.

    Raises:
        ValueError: if jobs or invoices are asked for without a customer to refer to.

    Example:
        >>> with Sandbox(customers=3) as sandbox:
        ...     sandbox.edit("customer", "c-1", phone="(07) 5550 0000")["id"]
        'c-1'
    """

    def __init__(
        self,
        customers: int = 0,
        jobs: int = 0,
        invoices: int = 0,
        tasks: int = 0,
        *,
        seed: int = 0,
        api_token: str = "sandbox-token",  # noqa: S107
        company_code: str = "SANDBOX",
        max_page_size: int | None = None,
        default_latency: float = 0.0,
        honours_updated_since: bool = True,
        honours_idempotency_key: bool = True,
        files_elsewhere: bool = False,
        clock: Callable[[], datetime] = _utc_now,
        public: PublicAccount | None = None,
        public_api_key: str = "sandbox-key",
        host: str = "127.0.0.1",
        port: int = 0,
    ) -> None:
        """Lay the account out; nothing listens yet."""
        if (jobs or invoices) and not customers:
            raise ValueError("jobs and invoices refer to customers: ask for at least one")
        self.api_token = api_token
        self.company_code = company_code
        self._clock = clock
        self._host = host
        self._port = port
        self._files_port = 0
        self._files_elsewhere = files_elsewhere
        self._files = FileStore()
        counts = {"customer": customers, "job": jobs, "invoice": invoices, "task": tasks}
        account = Account(Generator(seed, counts), clock, self._files)
        service = Service(account, company_code, self._file_url, max_page_size, honours_updated_since)
        RecordControls.__init__(self, service)
        TrafficControls.__init__(self)
        self._api = InstanceApi(
            service,
            ROUTES if files_elsewhere else ROUTES + FILE_ROUTES,
            credentials={"Authorization": f"Bearer {api_token}", "X-Company-Code": company_code},
            honours_idempotency_key=honours_idempotency_key,
        )
        self._file_api = InstanceApi(service, FILE_ROUTES, credentials={}, honours_idempotency_key=False)
        self._default_latency = default_latency
        self._server: ServerThread | None = None
        self._public = PublicControls(public or PublicAccount(), seed, clock, public_api_key)
        self._public_port = 0
        self._public_server: ServerThread | None = None
        self._public_lock = threading.Lock()

    # Life

    def start(self) -> Self:
        """Start serving, unless it already does.

        Returns:
            The sandbox itself.

        Raises:
            OSError: if the port cannot be bound.
        """
        if self._server is None:
            apps = [(self._app(self._api, BASE_PATH), self._port)]
            if self._files_elsewhere:
                apps.append((self._app(self._file_api, ""), self._files_port))
            self._server = ServerThread(self._host, apps)
            self._port, *others = self._server.ports
            self._files_port = others[0] if others else 0
            if self._public_port:
                try:
                    self._serve_public()
                except OSError:
                    self.stop()
                    raise
        return self

    def stop(self) -> None:
        """Stop serving at once: open connections break, waiting answers never come."""
        if self._server is not None:
            self._server.stop()
            self._server = None
        with self._public_lock:
            if self._public_server is not None:
                self._public_server.stop()
                self._public_server = None
        self._files.close()

    def __enter__(self) -> Self:
        """Start."""
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Stop."""
        self.stop()

    @property
    def api_url(self) -> str:
        """The base URL for clients.

        Raises:
            RuntimeError: if the sandbox was never started, so that its port isn't known.
        """
        if not self._port:
            raise RuntimeError("the sandbox has no address yet: enter it with `with`, or call start()")
        return f"http://{self._host}:{self._port}{BASE_PATH}"

    @property
    def environ(self) -> dict[str, str]:
        """The environment variables that lead a program here: address and credentials.

        Raises:
            RuntimeError: as `api_url` does.

        Example:
            >>> for name, value in sandbox.environ.items():
            ...     monkeypatch.setenv(name, value)
        """
        return {
            "ASCORA_API_URL": self.api_url,
            "ASCORA_API_TOKEN": self.api_token,
            "ASCORA_COMPANY_CODE": self.company_code,
        }

    @property
    def public(self) -> PublicControls:
        """The public API's records, faults and received requests."""
        return self._public

    @property
    def public_url(self) -> str:
        """The base URL for clients of the public API, which is served from the first look at this on.

        Raises:
            RuntimeError: if the sandbox does not serve, and never had a port for it.
            OSError: if no port can be bound.
        """
        self._serve_public()
        if not self._public_port:
            raise RuntimeError("the public API has no address yet: ask for it while the sandbox serves")
        return f"http://{self._host}:{self._public_port}"

    @property
    def public_api_key(self) -> str:
        """The key that requests to the public API must bear."""
        return self._public.api_key

    @property
    def clock(self) -> Callable[[], datetime]:
        """The clock that gives the time of changes."""
        return self._clock

    def reset(self) -> None:
        """Go back to the beginning, serving or not.

        The generated records and those of `seed` are as they were, all others are gone; forgotten are the requests, the
        faults and the idempotency keys, and so for the public API. Definitions of custom fields stay, and a clock shows
        what it shows.

        Example:
            >>> sandbox.remove("customer", "c-1")
            >>> sandbox.reset()
            >>> sandbox.get("customer", "c-1")["id"]
            'c-1'
        """
        self._begin_again()
        self._api.begin_again()
        self.clear_requests()
        self.clear_faults()
        self._public.reset()

    @property
    def files_url(self) -> str:
        """What the addresses of attachments' bytes start with.

        Raises:
            RuntimeError: as `api_url` does.
        """
        api_url = self.api_url
        return f"http://{self._host}:{self._files_port}/files" if self._files_elsewhere else f"{api_url}/files"

    def _file_url(self, attachment_id: str) -> str:
        # Before the first start there is no port to name yet; nobody can have asked for the address by then.
        return f"{self.files_url if self._port else 'files'}/{quoted(attachment_id)}"

    def _serve_public(self) -> None:
        # Most tests never ask for it, so they do not wait for its socket.
        with self._public_lock:
            if self._server is not None and self._public_server is None:
                app = self._public.app(self._account, self._default_latency)
                self._public_server = ServerThread(self._host, [(app, self._public_port)])
                (self._public_port,) = self._public_server.ports

    def _app(self, api: InstanceApi, base_path: str) -> SandboxApp:
        return SandboxApp(
            self._account,
            api.answer,
            rules=self._rules,
            requests=self._requests,
            base_path=base_path,
            default_latency=self._default_latency,
        )
