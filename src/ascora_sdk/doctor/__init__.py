"""Looks at an account by reading alone, and says how it answers without saying what: `python -m ascora_sdk doctor`."""
