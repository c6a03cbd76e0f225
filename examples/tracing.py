"""OpenTelemetry: one span for each try of each call, by two hooks; named by the path's template, so no id is in it.

Needs opentelemetry-sdk. In a program of your own, give the provider an exporter that leads to your collector.
"""

from __future__ import annotations

import asyncio

from opentelemetry import propagate, trace
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind, StatusCode, format_span_id, format_trace_id

from ascora_sdk import AscoraClient, AsyncAscoraClient, Attempt, AttemptResult, Hooks, NotFoundError
from ascora_sdk.sandbox import Drop, Sandbox, Status

SPAN = "my-integration.span"


def traced(tracer: trace.Tracer) -> Hooks:
    """Make the hooks that trace a client; they serve a blocking client and an async one alike."""

    def begin(attempt: Attempt) -> None:
        # Not attempt.url: it holds ids and search texts, and makes of each customer a series of its own.
        attributes: dict[str, str | int] = {"http.request.method": attempt.method, "url.template": attempt.template}
        if attempt.number > 1:
            attributes["http.request.resend_count"] = attempt.number - 1
        span = tracer.start_span(f"{attempt.method} {attempt.template}", kind=SpanKind.CLIENT, attributes=attributes)
        attempt.notes[SPAN] = span
        propagate.inject(attempt.headers, context=trace.set_span_in_context(span))

    def end(attempt: Attempt, result: AttemptResult) -> None:
        span: trace.Span = attempt.notes[SPAN]
        if result.status is not None:
            span.set_attribute("http.response.status_code", result.status)
        if result.failure is not None or (result.status is not None and result.status >= 400):
            # The kind of failure alone: its words may name a host or a file.
            span.set_attribute("error.type", type(result.failure).__name__ if result.failure else str(result.status))
            span.set_status(StatusCode.ERROR)
        span.end()

    return Hooks(before_attempt=begin, after_attempt=end)


def work(client: AscoraClient, tracer: trace.Tracer) -> None:
    """Do what an integration may do, within a span of its own."""
    with tracer.start_as_current_span("book a visit"):
        customer = client.customers.search("customer2@")[0]
        job = client.jobs.create(job_title="Dry out", customer_id=customer.id)
        client.jobs.notes.add(job.id, "Two fans, three days")
        client.jobs.update_status(job.id, "scheduled")
        try:
            client.tasks.get("t-99")
        except NotFoundError:
            client.tasks.schedule(title="Fetch the fans", job_id=job.id)


async def work_at_once(client: AsyncAscoraClient, tracer: trace.Tracer) -> None:
    """Make several calls at once: each finds its own span again."""
    with tracer.start_as_current_span("look around"):
        await asyncio.gather(client.jobs.get("j-1"), client.customers.get("c-1"), client.custom_fields.list("job"))


def show(spans: tuple[ReadableSpan, ...]) -> None:
    """Print the spans as a table."""
    print(f"{'span':<30} {'try':>3}  {'outcome':<17} {'trace':<8}")
    for span in spans:
        attributes = span.attributes or {}
        number = int(str(attributes.get("http.request.resend_count", 0))) + 1
        outcome = attributes.get("http.response.status_code", attributes.get("error.type", ""))
        context = span.get_span_context()
        print(f"{span.name:<30} {number:>3}  {outcome!s:<17} {format_trace_id(context.trace_id)[:8]}")


def main() -> None:
    """Work against a sandbox that is in a bad mood, and look at the spans."""
    exporter = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    tracer = provider.get_tracer("my-integration")
    with Sandbox(customers=3, jobs=2) as sandbox:
        sandbox.fault("GET /customers/search", Drop())
        sandbox.fault("POST /jobs", Status(503, headers={"Retry-After": "0"}))
        arguments = {
            "api_url": sandbox.api_url,
            "api_token": sandbox.api_token,
            "company_code": sandbox.company_code,
        }
        with AscoraClient(**arguments, hooks=[traced(tracer)]) as client:
            work(client, tracer)

        async def look_around() -> None:
            async with AsyncAscoraClient(**arguments, hooks=[traced(tracer)]) as client:
                await work_at_once(client, tracer)

        asyncio.run(look_around())
        spans = exporter.get_finished_spans()
        show(spans)
        check(spans, sandbox)


def check(spans: tuple[ReadableSpan, ...], sandbox: Sandbox) -> None:
    """See that every try has its span, that the server was told of each, and that no span tells too much."""
    tries = [span for span in spans if span.kind is SpanKind.CLIENT]
    assert len(tries) == len(sandbox.requests)
    assert len({span.get_span_context().trace_id for span in spans}) == 2
    # A traceparent: version, trace, span, flags.
    told = {tuple(request.headers["traceparent"].split("-")[1:3]) for request in sandbox.requests}
    contexts = [span.get_span_context() for span in tries]
    assert told == {(format_trace_id(one.trace_id), format_span_id(one.span_id)) for one in contexts}
    private = [record["id"] for kind in ("customer", "job", "note", "task") for record in sandbox.records(kind)]
    private += ["t-99", "customer2", "Dry out", "Two fans", sandbox.api_token, sandbox.company_code, "127.0.0.1"]
    for span in tries:
        # Traces' and spans' own numbers are chance, and may spell anything.
        shown = [span.name, repr(dict(span.attributes or {})), repr(span.events), str(span.status.description)]
        assert not [text for text in private if any(text in one for one in shown)], shown


if __name__ == "__main__":
    main()
