"""What holds for each test."""

import pytest
from hypothesis import HealthCheck, settings

# A busy machine is slow, and that is no failure; what fails says how to see it again.
settings.register_profile("tests", deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow])
# What decides on a change is to say the same of it twice; by hand each run looks at other examples.
settings.register_profile("fixed", settings.get_profile("tests"), derandomize=True)
settings.load_profile("tests")


def pytest_itemcollected(item: pytest.Item) -> None:
    # The processes that share the suite have to call each test by the same name.
    if " at 0x" in item.nodeid:
        raise pytest.UsageError(f"the name of {item.nodeid} holds an address: say ids= for its values")
