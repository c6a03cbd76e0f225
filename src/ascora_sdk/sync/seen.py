"""Which ids a listing has shown: eight bytes each, however long they are."""

from __future__ import annotations

from array import array
from typing import Final

_BUCKETS: Final = 4096


class SeenIds:
    """A set of ids that keeps no id.

    Two ids in some hundred billions may be taken for one; then a deletion is seen later, and nothing else comes of it.

    Example:
        >>> seen = SeenIds()
        >>> seen.add("c-1"), seen.add("c-1"), "c-1" in seen, "c-2" in seen, len(seen)
        (True, False, True, False, 1)
    """

    def __init__(self) -> None:
        """Begin with none."""
        self._buckets: dict[int, array[int]] = {}
        self._count = 0

    def add(self, id_: str) -> bool:
        """Add an id, and say whether it is new."""
        digest = hash(id_)
        bucket = self._buckets.setdefault(digest % _BUCKETS, array("q"))
        if digest in bucket:
            return False
        bucket.append(digest)
        self._count += 1
        return True

    def __contains__(self, id_: str) -> bool:
        """Say whether an id was added."""
        digest = hash(id_)
        return digest in self._buckets.get(digest % _BUCKETS, ())

    def __len__(self) -> int:
        """Count the ids."""
        return self._count
