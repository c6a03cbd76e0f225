# Generated from ../_async/__init__.py by tools/unasync; do not edit.
"""The shell: everything that waits, written once; its blocking twin is generated."""
