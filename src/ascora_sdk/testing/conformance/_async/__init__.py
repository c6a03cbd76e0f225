"""The proofs; see `ascora_sdk.testing`."""
