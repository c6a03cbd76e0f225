# Generated from ../../_async/public/__init__.py by tools/unasync; do not edit.
"""The public API's client."""
