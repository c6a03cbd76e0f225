# Generated from ../../_async/sync/__init__.py by tools/unasync; do not edit.
"""The engine: one side of a sync after the other, page by page. See `ascora_sdk.sync`."""
