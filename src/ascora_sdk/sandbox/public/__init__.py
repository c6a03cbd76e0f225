"""The public API of the sandbox, on a socket, with records and controls of its own."""

from .controls import PublicControls as PublicControls
from .faults import Refusal as Refusal
from .settings import PublicAccount as PublicAccount
