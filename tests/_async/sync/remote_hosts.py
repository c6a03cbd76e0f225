"""Both APIs' sandboxes as a proof of a remote wants them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

from ascora_sdk import AsyncAscoraClient
from ascora_sdk.public import AsyncPublicClient
from ascora_sdk.sandbox import ManualClock, PublicAccount, Sandbox
from ascora_sdk.sandbox.public.contract import KINDS as PUBLIC_CONTRACT
from ascora_sdk.sync import PUBLIC_KINDS, AsyncRemote, Kind
from ascora_sdk.testing import AsyncRemoteConformance, Disturbance

from ...client.clock import AsyncFakeTime
from ...sync.disturbing import FAULTS

PUBLIC_NAMES = {"public_customer": "customer", "public_job": "job", "invoice_to_send": "invoice_to_send"}


class AsyncInstanceHost(AsyncRemoteConformance):
    """The instance API.

    Attributes:
        retries: How often the client tries again.
        wrap: What is made of the remote before it is proved.
    """

    retries: ClassVar[int] = 0
    wrap: ClassVar[Callable[[AsyncRemote], Any]] = staticmethod(lambda remote: remote)

    async def make_remote(self) -> AsyncRemote:
        self.clock = ManualClock("2026-02-17T21:09:20.313Z")
        self.sandbox = Sandbox(customers=2, jobs=2, invoices=2, clock=self.clock).start()
        self.client = AsyncAscoraClient(
            api_url=self.sandbox.api_url,
            api_token=self.sandbox.api_token,
            company_code=self.sandbox.company_code,
            max_retries=self.retries,
            runtime=AsyncFakeTime().runtime,
        )
        return self.wrap(self.client.as_remote())

    async def close_remote(self, remote: AsyncRemote) -> None:
        await self.client.close()
        self.sandbox.stop()

    async def on_server(self, kind: Kind) -> Sequence[Mapping[str, Any]]:
        return list(self.sandbox.records(kind.name))

    async def plant(self, kind: Kind, number: int) -> str:
        self.clock.advance(minutes=1)
        item = {**await self.new_item(kind, number), "shoeSize": number, "nested": {"deep": [number, None, True]}}
        return str(self.sandbox.add(kind.name, **item)["id"])

    async def edit(self, kind: Kind, id: str, number: int) -> None:
        self.clock.advance(minutes=1)
        self.sandbox.edit(kind.name, id, shoeSize=f"edited {number}")

    async def remove(self, kind: Kind, id: str) -> None:
        self.sandbox.remove(kind.name, id)

    async def disturb(self, how: Disturbance) -> bool:
        self.sandbox.fault("*", FAULTS[how])
        return True

    async def payments(self, kind: Kind, id: str) -> int:
        return len(self.sandbox.payments(id))

    async def new_payment(self, kind: Kind, id: str) -> dict[str, Any]:
        return {"invoiceId": id, "amount": 1, "paymentMethod": "cash", "paymentDate": "2026-02-17"}


class AsyncPublicHost(AsyncRemoteConformance):
    """The public API.

    Attributes:
        failures: How it refuses.
    """

    kinds = PUBLIC_KINDS
    failures: ClassVar[Any] = "status"

    async def make_remote(self) -> AsyncRemote:
        account = PublicAccount(customers=20, jobs=20, invoices_to_send=20, failures=self.failures)
        self.sandbox = Sandbox(public=account).start()
        self.client = AsyncPublicClient(
            api_key=self.sandbox.public_api_key, api_url=self.sandbox.public_url, max_retries=0
        )
        return self.client.as_remote()

    async def close_remote(self, remote: AsyncRemote) -> None:
        await self.client.close()
        self.sandbox.stop()

    async def on_server(self, kind: Kind) -> Sequence[Mapping[str, Any]]:
        name = PUBLIC_NAMES[kind.name]
        hidden = PUBLIC_CONTRACT[name].hidden
        records = self.sandbox.public.records(name)
        return [{field: value for field, value in record.items() if field not in hidden} for record in records]

    async def plant(self, kind: Kind, number: int) -> str:
        more = {"jobNumber": f"NEW{number}"} if kind.name == "public_job" else {}
        item = {**await self.new_item(kind, number), **more, "shoeSize": number, "untidy": "\0 \ud83d "}
        return str(self.sandbox.public.add(PUBLIC_NAMES[kind.name], **item)[kind.id_name])

    async def edit(self, kind: Kind, id: str, number: int) -> None:
        self.sandbox.public.edit(PUBLIC_NAMES[kind.name], id, shoeSize=f"edited {number}")

    async def remove(self, kind: Kind, id: str) -> None:
        self.sandbox.public.remove(PUBLIC_NAMES[kind.name], id)

    async def disturb(self, how: Disturbance) -> bool:
        self.sandbox.public.fault("*", FAULTS[how])
        return True

    async def new_item(self, kind: Kind, number: int) -> dict[str, Any]:
        item = await super().new_item(kind, number)
        customer = next(self.sandbox.public.records("customer"))
        to = {"id": customer["customerId"], "name": customer["customerName"]}
        return {**item, **{name: to for name in ("siteCustomer", "billingCustomer") if name in item}}
