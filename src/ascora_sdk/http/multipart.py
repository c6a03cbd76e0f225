"""The form in which a file is sent (`multipart/form-data`): what stands before its bytes, and what after them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import attrs

_LINE: Final = "\r\n"


@attrs.frozen(kw_only=True)
class Frame:
    """What stands around a file's bytes in a form.

    Attributes:
        content_type: The header that tells how the form is cut.
        head: What stands before the file's bytes.
        tail: What stands after them.
    """

    content_type: str
    head: bytes
    tail: bytes

    def length(self, size: int) -> int:
        """Count the bytes of the whole form around a file of `size` bytes."""
        return len(self.head) + size + len(self.tail)


def framed(*, fields: Mapping[str, str], name: str, file_name: str, file_type: str, boundary: str) -> Frame:
    r"""Put a file into a form, after fields of text.

    Args:
        fields: Texts by name.
        name: The name of the file's part.
        file_name: The file's own name, of any characters.
        file_type: The file's media type.
        boundary: A text that stands nowhere in the file.

    Example:
        >>> frame = framed(fields={}, name="file", file_name="wet wall.jpg", file_type="image/jpeg", boundary="b")
        >>> frame.head.split(b"\r\n")[1]
        b'Content-Disposition: form-data; name="file"; filename="wet wall.jpg"'
    """
    texts = "".join(
        f"--{boundary}{_LINE}Content-Disposition: form-data; name={_quoted(field)}{_LINE}{_LINE}{text}{_LINE}"
        for field, text in fields.items()
    )
    disposition = f"Content-Disposition: form-data; name={_quoted(name)}; filename={_quoted(file_name)}"
    file = f"--{boundary}{_LINE}{disposition}{_LINE}Content-Type: {file_type}{_LINE}{_LINE}"
    return Frame(
        content_type=f"multipart/form-data; boundary={boundary}",
        head=f"{texts}{file}".encode(),
        tail=f"{_LINE}--{boundary}--{_LINE}".encode(),
    )


def new_boundary(random: Callable[[], float]) -> str:
    """Make a boundary that stands in a file by no chance worth the name.

    Args:
        random: Gives a number from 0 to 1.
    """
    return f"ascora-{int(random() * 2**53):014x}{int(random() * 2**53):014x}"


def _quoted(text: str) -> str:
    # As browsers do (HTML, "multipart/form-data"): other characters stand as they are, in UTF-8.
    for char, escape in (('"', "%22"), ("\r", "%0D"), ("\n", "%0A")):
        text = text.replace(char, escape)
    return f'"{text}"'
