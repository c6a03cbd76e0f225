"""Paths: split while still percent-encoded, so that an escaped slash in an id stays inside its segment."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote

from .contract import BASE_PATH

Segments = tuple[str, ...]
_ANY = "*"


def split_path(raw_path: str, base_path: str = BASE_PATH) -> Segments | None:
    """Cut a raw path below the base into segments, each decoded once; None if it lies elsewhere.

    Example:
        >>> split_path("/api/v1/customers/a%2Fb")
        ('customers', 'a/b')
    """
    rest = raw_path.removeprefix(f"{base_path}/")
    return None if rest == raw_path else tuple(unquote(segment) for segment in rest.split("/"))


@dataclass(frozen=True)
class RoutePattern:
    """Which requests a route or a fault is for, such as `GET /customers/{id}`, `* /customers`, `POST *` or `*`.

    A segment in braces stands for any segment that isn't empty.
    """

    method: str
    segments: Segments | None

    @classmethod
    def parse(cls, text: str) -> RoutePattern:
        """Read a pattern.

        Raises:
            ValueError: if it is neither `*`, `METHOD *` nor `METHOD /path`.
        """
        method, _, path = text.partition(" ")
        if text == _ANY or (method and path == _ANY):
            return cls(method.upper(), None)
        if not method or not path.startswith("/"):
            raise ValueError(text, "is no route: write it like 'GET /customers/{id}', '* /customers' or '*'")
        return cls(method.upper(), tuple(path[1:].split("/")))

    def takes_method(self, method: str) -> bool:
        """Tell whether the method is one of this pattern's."""
        return self.method in {_ANY, method}

    def bind(self, segments: Segments | None) -> Segments | None:
        """Give what the braces stand for in a path, None if the path isn't this pattern's."""
        if self.segments is None:
            return ()
        if segments is None or len(segments) != len(self.segments):
            return None
        bound: list[str] = []
        for expected, actual in zip(self.segments, segments, strict=True):
            if expected.startswith("{") and actual:
                bound.append(actual)
            elif expected != actual:
                return None
        return tuple(bound)
