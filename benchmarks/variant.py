"""The program, unchanged but for one thing around it: its driver, or the disk's speed.

python -m benchmarks.variant [--stock-driver] [--fsync-ms N] DOSSIER
"""

from __future__ import annotations

import argparse
import os
import sys
import time


def use_stock_driver() -> None:
    """Put Textual's own driver in the place of the project's."""
    from textual.drivers.linux_driver import LinuxDriver

    from e33tui.terminal import driver

    vars(driver)["E33Driver"] = LinuxDriver


def slow_down_fsync(milliseconds: int) -> None:
    """Make every fsync of this process take so much longer."""
    real = os.fsync

    def slow_fsync(descriptor: int) -> None:
        time.sleep(milliseconds / 1000)
        real(descriptor)

    vars(os)["fsync"] = slow_fsync


def main() -> int:
    """Start the program's own command line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--stock-driver", action="store_true")
    parser.add_argument("--fsync-ms", type=int, default=0)
    parser.add_argument("folder")
    options = parser.parse_args()
    if options.stock_driver:
        use_stock_driver()
    if options.fsync_ms:
        slow_down_fsync(options.fsync_ms)
    from e33tui.cli import main as run

    return run([options.folder])


if __name__ == "__main__":
    sys.exit(main())
