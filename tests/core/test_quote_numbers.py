"""Numbers of quotes and sections: dashes in paths, dots in bodies, either from the caller."""

from typing import Any

import pytest

from ascora_sdk.public.quote_numbers import in_body, in_path


@pytest.mark.parametrize("given", ["Q1234.01", "Q1234-01", " Q1234.01 "])
def test_a_section_is_named_in_either_form(given: str) -> None:
    assert (in_path(given), in_body(given)) == ("Q1234-01", "Q1234.01")


@pytest.mark.parametrize(
    "given", ["Q1234", "1234", "Q-1234", "Q-12", "2024-1234", "Q1234-1", "Q12-AB", "Q1234-\u0660\u0661"]
)
def test_what_is_no_section_stays_as_it_is(given: str) -> None:
    assert (in_path(given), in_body(given)) == (given, given)


def test_a_number_with_a_dot_keeps_its_dashes_in_a_body() -> None:
    assert (in_path("AB-12-34.01"), in_body("AB-12-34.01")) == ("AB-12-34-01", "AB-12-34.01")


@pytest.mark.parametrize("number", ["Q1", "Q1.01", "Q1-01", "AB-1.02"])
def test_writing_a_number_twice_changes_no_more(number: str) -> None:
    assert in_path(in_path(number)) == in_path(number)
    assert in_body(in_body(number)) == in_body(number)
    assert in_path(in_body(number)) == in_path(number)


@pytest.mark.parametrize("write", [in_path, in_body])
@pytest.mark.parametrize(
    ("wrong", "kind"), [("", ValueError), ("  ", ValueError), (None, TypeError), (1234, TypeError)]
)
def test_what_is_no_number_is_refused(write: Any, wrong: Any, kind: type[Exception]) -> None:
    with pytest.raises(kind, match="quote number"):
        write(wrong)
