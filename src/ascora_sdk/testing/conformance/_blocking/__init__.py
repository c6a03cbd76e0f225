# Generated from ../_async/__init__.py by tools/unasync; do not edit.
"""The proofs; see `ascora_sdk.testing`."""
