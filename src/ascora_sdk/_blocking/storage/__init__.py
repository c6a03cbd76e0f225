# Generated from ../../_async/storage/__init__.py by tools/unasync; do not edit.
"""Where records are kept; see `ascora_sdk.storage`."""
