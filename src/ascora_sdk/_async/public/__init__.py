"""The public API's client."""
