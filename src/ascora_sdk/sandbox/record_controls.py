"""What a test can do to the records of a sandbox, past its API."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Any

from .attachments import attach, shown, take_content
from .contract import WITH_CUSTOM_FIELDS
from .generator import Record
from .handlers import Service


class RecordControls:
    """The controls of a sandbox that look into its records and change them."""

    def __init__(self, service: Service) -> None:
        """Work on what the API works on."""
        self._service = service
        self._account = service.account
        self._seeds: list[tuple[str, Record]] = []

    def get(self, kind: str, record_id: str) -> Record:
        """Give a record.

        Args:
            kind: `customer`, `job`, `invoice`, `task`, `note` or `attachment`.
            record_id: its id.

        Raises:
            KeyError: if there is no such record.
        """
        with self._account.lock:
            return self._shown(self._account.get(kind, record_id))

    def records(self, kind: str) -> Iterator[Record]:
        """Yield a kind's records in the order of creation."""
        return (shown(self._service, record) for record in self._account.snapshot(kind))

    def count(self, kind: str) -> int:
        """Count a kind's records."""
        with self._account.lock:
            return len(self._account.table(kind))

    def add(self, kind: str, /, **fields: Any) -> Record:
        """Add a record as somebody at the server would.

        Args:
            kind: the kind of record.
            **fields: the wire's fields, money as `Decimal`; what the server gives (id, time stamps, who did it) is
                given if absent. A note and an attachment name their job in `jobId`; an attachment may bring its
                bytes as `content`.

        Returns:
            The whole record.

        Raises:
            ValueError: if the contract refuses it, or the id is taken, or there is no such job.

        Example:
            >>> sandbox.add("job", jobTitle="Dry out", customerId="c-1")["status"]
            'pending'
            >>> sandbox.add("attachment", jobId="j-1", fileName="a.txt", content=b"wet")["fileSize"]
            3
        """
        with self._account.lock:
            if kind != "attachment":
                return deepcopy(self._account.create(kind, fields))
            content = take_content(self._account, fields)
            return self._shown(attach(self._account, fields, content or self._account.files.keep(b"")))

    def seed(
        self,
        *,
        customers: Iterable[Mapping[str, Any]] = (),
        jobs: Iterable[Mapping[str, Any]] = (),
        invoices: Iterable[Mapping[str, Any]] = (),
        tasks: Iterable[Mapping[str, Any]] = (),
        notes: Iterable[Mapping[str, Any]] = (),
        attachments: Iterable[Mapping[str, Any]] = (),
    ) -> None:
        """Add records of your own to the beginning, to which `reset` goes back.

        Each is as `add` takes it, in this order of kinds, so that a note finds its job.

        Args:
            customers: customers, by the wire's names of fields.
            jobs: jobs.
            invoices: invoices.
            tasks: tasks.
            notes: notes, each with the `jobId` of its job.
            attachments: attachments, each with the `jobId` of its job and its bytes as `content`.

        Raises:
            ValueError: if the contract refuses one; those before it stay.

        Example:
            >>> sandbox.seed(
            ...     customers=[{"id": "c-7", "firstName": "Ada"}], jobs=[{"jobTitle": "Dry", "customerId": "c-7"}]
            ... )
        """
        groups = (
            ("customer", customers), ("job", jobs), ("invoice", invoices), ("task", tasks), ("note", notes),
            ("attachment", attachments),
        )  # fmt: skip
        for kind, group in groups:
            for number, fields in enumerate(group):
                seed = deepcopy(dict(fields))
                try:
                    self.add(kind, **deepcopy(seed))
                except ValueError as error:
                    raise ValueError(f"{kind}s[{number}]: {error}") from None
                self._seeds.append((kind, seed))

    def edit(self, kind: str, record_id: str, /, **fields: Any) -> Record:
        """Change a record as somebody at the server would: updatedAt moves too, unless it is named.

        An attachment's `content` changes its bytes, and its fileSize with them unless that is named.

        Returns:
            The whole record.

        Raises:
            KeyError: if there is no such record.
            ValueError: if the contract refuses the change.
        """
        with self._account.lock:
            content = take_content(self._account, fields) if kind == "attachment" else None
            if content is not None:
                fields = {"fileSize": content.size, **fields}
            record = self._account.update(kind, record_id, fields)
            if content is not None:
                self._account.keep_content(record_id, content)
            return self._shown(record)

    def remove(self, kind: str, record_id: str) -> None:
        """Take a record out; a job takes its notes and attachments along.

        Raises:
            KeyError: if there is no such record.
        """
        with self._account.lock:
            self._account.delete(kind, record_id)

    def plant(self, kind: str, record: Mapping[str, Any]) -> None:
        r"""Put a record in as it is, valid or not, in place of the one with its id if there is one.

        An attachment keeps the bytes that it had; `add` and `edit` give it some.

        Example:
            >>> sandbox.plant("customer", {"id": None, "phone": 5, "notes": "\x00 \ud800"})
            >>> sandbox.plant("attachment", {**sandbox.get("attachment", "a-1"), "fileUrl": "ftp://elsewhere.example/"})
        """
        with self._account.lock:
            self._account.plant(kind, record)

    def payments(self, invoice_id: str) -> list[Record]:
        """List the payments that an invoice received over the API, in their order."""
        with self._account.lock:
            return self._account.payments(invoice_id)

    def file(self, attachment_id: str) -> bytes:
        """Give an attachment's bytes.

        Raises:
            KeyError: if there is no such attachment, or it was planted and never had any.
            FileNotFoundError: if they are over 1 MiB, and the sandbox stopped since.

        Example:
            >>> sandbox.file("a-1")
            b'wet'
        """
        with self._account.lock:
            self._account.get("attachment", attachment_id)
            content = self._account.content(attachment_id)
        if content is None:
            raise KeyError(attachment_id, "has no bytes: add or edit the attachment with content=b'...'")
        return content.read()

    def define_custom_field(
        self,
        kind: str,
        name: str,
        *,
        label: str | None = None,
        type: str = "text",  # noqa: A002 - the wire's name
        required: bool = False,
        options: Sequence[str] | None = None,
        **more: Any,
    ) -> Record:
        """Define a custom field of a kind of record, in place of the one with its name if there is one.

        Args:
            kind: `customer`, `job` or `invoice`.
            name: the field's name in `customFields`.
            label: what people see; the name if there is none.
            type: what it holds, in the server's own words.
            required: whether it must be filled in.
            options: what it may hold, if that is a list.
            **more: fields that the contract doesn't know.

        Returns:
            The definition as the API lists it.

        Raises:
            ValueError: if records of that kind have no custom fields.

        Example:
            >>> sandbox.define_custom_field("job", "insurer", type="select", options=["NRMA", "Suncorp"])["label"]
            'insurer'
        """
        if kind not in WITH_CUSTOM_FIELDS:
            raise ValueError(kind, f"is none of {', '.join(WITH_CUSTOM_FIELDS)}")
        definition = {"name": name, "label": name if label is None else label, "type": type, "required": required}
        if options is not None:
            definition["options"] = list(options)
        with self._account.lock:
            self._account.define_custom_field(kind, {**definition, **more})
        return deepcopy({**definition, **more})

    def _begin_again(self) -> None:
        """Keep nothing but the generated records, the seeds and the definitions of custom fields."""
        with self._account.lock:
            self._account.begin_again()
            for kind, fields in self._seeds:
                self.add(kind, **deepcopy(fields))

    def _shown(self, record: Record) -> Record:
        return deepcopy(shown(self._service, record))
