"""Migration scripts; run by `migrate`, one at a time, and never imported."""
