"""The program, unchanged but for one thing around it: its driver, the disk's or the clock's speed.

python -m benchmarks.variant [--stock-driver] [--fsync-ms N] [--clock-speed N] DOSSIER
"""

from __future__ import annotations

import os
import sys
import time

from e33tui import __main__ as program


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


def speed_up_clock(times: int) -> None:
    """Make the program's clock run so many times faster from now on."""
    from e33tui import system_clock
    from e33tui.domain.clock import Instant

    class FastClock(system_clock.SystemClock):
        def __init__(self) -> None:
            super().__init__()
            self._start = super().now()

        def now(self) -> Instant:
            ahead = (super().now().ticks - self._start.ticks) * times
            return Instant(self._start.boot, self._start.ticks + ahead, self._start.wall + ahead)

    vars(system_clock)["SystemClock"] = FastClock


def main() -> int:
    """Start the program as everybody does, so that nothing else is different."""
    # First of all: what is loaded before would be loaded otherwise, and takes more memory.
    program.prepare()
    import argparse

    parser = argparse.ArgumentParser()
    parser.add_argument("--stock-driver", action="store_true")
    parser.add_argument("--fsync-ms", type=int, default=0)
    parser.add_argument("--clock-speed", type=int, default=1)
    parser.add_argument("folder")
    options = parser.parse_args()
    if options.stock_driver:
        use_stock_driver()
    if options.fsync_ms:
        slow_down_fsync(options.fsync_ms)
    if options.clock_speed != 1:
        speed_up_clock(options.clock_speed)
    sys.argv[1:] = [options.folder]
    return program.main()


if __name__ == "__main__":
    sys.exit(main())
