"""JSON text to models and back; nothing is coerced, nothing is lost."""

from .decode import DecodeError, decode, decode_each
from .encode import encode, encode_fields, fields_of, writable
from .json_text import NUMBER_TAG, canonical, dumps, loads
from .naming import wire_name

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
    "wire_name",
    "writable",
]
