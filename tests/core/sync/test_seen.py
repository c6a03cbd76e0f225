"""Which ids a listing has shown."""

from hypothesis import given
from hypothesis import strategies as st

from ascora_sdk.sync.seen import SeenIds

from ..strategies import many, texts


@many
@given(st.lists(texts), texts)
def test_it_is_a_set_of_ids(ids: list[str], other: str) -> None:
    seen, known = SeenIds(), set[str]()
    assert len(seen) == 0
    for id_ in ids:
        assert seen.add(id_) is (id_ not in known)
        known.add(id_)
        assert len(seen) == len(known)
    assert all(id_ in seen for id_ in ids)
    assert (other in seen) is (other in known)


def test_many_ids_are_told_apart() -> None:
    seen = SeenIds()
    ids = [f"c-{number}" for number in range(20_000)]
    assert all(seen.add(id_) for id_ in ids)
    assert not any(seen.add(id_) for id_ in ids)
    assert len(seen) == len(ids)
    assert not any(f"{id_}x" in seen for id_ in ids)
