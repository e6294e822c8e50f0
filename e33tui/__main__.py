"""``python -m e33tui``, and the command ``e33tui``."""

from __future__ import annotations

import sys


def prepare() -> None:
    """Put right what the process was started with, and load no more than it needs from now on."""
    from e33tui.startup import surroundings

    surroundings.put_right()
    from e33tui.startup import lean

    lean.use()
    from e33tui.startup import later

    later.use()
    from e33tui.startup import hashes

    hashes.use()


def main() -> int:
    """Run one command; what keeps a session small comes before all that it is to keep small."""
    prepare()
    from e33tui.cli import main as run

    return run()


if __name__ == "__main__":
    sys.exit(main())
