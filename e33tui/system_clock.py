"""The machine's clocks, for the domain's :class:`~e33tui.domain.clock.Clock`."""

from __future__ import annotations

import time
from pathlib import Path

from e33tui.domain.clock import Instant

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
_BOOT_DIGITS = 12
"""48 bits tell one boot from another; the whole identity would weigh on every journal line."""


class SystemClock:
    """The boot-time clock, which counts suspended time, with the wall clock beside it."""

    def __init__(self) -> None:
        try:
            self._boot = _BOOT_ID.read_text().strip().replace("-", "")[:_BOOT_DIGITS]
        except OSError:
            # Without an identity no two runs may be taken for the same boot.
            self._boot = f"?{time.time_ns():x}"[:_BOOT_DIGITS]

    def now(self) -> Instant:
        """Return the present moment."""
        ticks = time.clock_gettime_ns(time.CLOCK_BOOTTIME) // 1_000_000
        return Instant(self._boot, ticks, time.time_ns() // 1_000_000)
