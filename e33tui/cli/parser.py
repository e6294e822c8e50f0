"""Reading the words of a command; apart, since the interface mostly starts without it."""

from __future__ import annotations

import argparse
from typing import NoReturn

from e33tui.cli.words import UsageError


class Parser(argparse.ArgumentParser):
    """A parser whose refusals and help are this program's own."""

    def __init__(self, *positional: str) -> None:
        """Expect the arguments ``positional``; options are added as :mod:`argparse` does it."""
        super().__init__(add_help=False, allow_abbrev=False)
        for name in positional:
            self.add_argument(name)

    def error(self, message: str) -> NoReturn:
        raise UsageError
