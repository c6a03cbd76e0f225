"""`python -m ascora_sdk doctor`."""

from __future__ import annotations

import sys


def main() -> int:
    """Run a command of the package."""
    match sys.argv[1:]:
        case ["doctor", *arguments]:
            from .doctor.command import main as doctor

            return doctor(arguments)
        case _:
            print("usage: python -m ascora_sdk doctor [--api instance|public] [--json]", file=sys.stderr)
            return 2


if __name__ == "__main__":
    sys.exit(main())
