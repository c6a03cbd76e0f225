"""The engine: one side of a sync after the other, page by page. See `ascora_sdk.sync`."""
