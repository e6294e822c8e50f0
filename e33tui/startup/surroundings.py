"""What a process was started with, put right before anything else is loaded.

The libraries obey variables of their own: a log with every letter that is typed, pictures of the
screen, a driver of one's choice. And where standard input or an output was closed, the next file
that is opened would take its number, and what is said would be written into it. A crash of the
machine's own code is to leave no picture of the memory either: names, notes and texts would lie in a
file that no purge knows of.
"""

from __future__ import annotations

import os
import resource
import sys
from typing import Final

LIBRARIES: Final = ("TEXTUAL", "UNICODE_VERSION")
"""How the variables begin that Textual and Rich read for themselves."""
OWN: Final = {"TEXTUAL_FPS": "120"}
"""What this program tells them: a change of the screen that takes two turns of its clock is there in
17 ms, not in 33. What is drawn is the same, byte for byte: only what changed is sent."""
_STANDARD: Final = (
    ("stdin", "r", os.O_RDWR),
    # Whoever asks for something and closes what it is said on is to be told so: it cannot be written.
    ("stdout", "w", os.O_RDONLY),
    ("stderr", "w", os.O_RDWR),
)


def put_right() -> None:
    """Set the libraries' variables, open what was closed of the standard streams, want no core files."""
    # The children inherit it; lowering the one that may be raised again is always allowed.
    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
    for name in [name for name in os.environ if name.startswith(LIBRARIES)]:
        del os.environ[name]
    os.environ.update(OWN)
    for number, (name, mode, access) in enumerate(_STANDARD):
        try:
            os.fstat(number)
        except OSError:
            # The system gives the lowest number that is free: this one.
            os.set_inheritable(os.open(os.devnull, access), True)
            stream = open(number, mode, buffering=1, closefd=False)  # noqa: SIM115
            setattr(sys, name, stream)
            setattr(sys, f"__{name}__", stream)
