"""Test classes that prove what a host implements; see `ascora_sdk.testing`."""

import pytest

# So that a proof that fails shows its values, as a test of the host's own does.
pytest.register_assert_rewrite(f"{__name__}._async", f"{__name__}._blocking")
