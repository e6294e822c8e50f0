"""The program, with Ctrl+\\ pressed just before the terminal is its own and just after.

``quitting ARGUMENTS…`` runs ``e33tui ARGUMENTS``.
"""

from __future__ import annotations

import os
import signal
import sys

from e33tui import cli
from e33tui.terminal.driver import E33Driver


class QuittingDriver(E33Driver):
    def start_application_mode(self) -> None:
        os.kill(os.getpid(), signal.SIGQUIT)
        super().start_application_mode()

    def close(self) -> None:
        super().close()
        os.kill(os.getpid(), signal.SIGQUIT)


if __name__ == "__main__":
    vars(sys.modules[E33Driver.__module__])["E33Driver"] = QuittingDriver
    sys.exit(cli.main(sys.argv[1:]))
