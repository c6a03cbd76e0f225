"""Where records are kept; see `ascora_sdk.storage`."""
