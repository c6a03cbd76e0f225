"""JSON text to models and back; nothing is coerced, nothing is lost."""

from .decode import DecodeError, decode, decode_each
from .encode import encode, encode_fields, fields_of, set_by_server
from .json_text import NUMBER_TAG, canonical, dumps, loads
from .naming import wire_name
from .shape import shape

__all__ = [
    "NUMBER_TAG",
    "DecodeError",
    "canonical",
    "decode",
    "decode_each",
    "dumps",
    "encode",
    "encode_fields",
    "fields_of",
    "loads",
    "set_by_server",
    "shape",
    "wire_name",
]
