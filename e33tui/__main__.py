"""``python -m e33tui``."""

from __future__ import annotations

import sys

from e33tui.cli import main

if __name__ == "__main__":
    sys.exit(main())
