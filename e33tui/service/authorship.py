"""Who works here and on which terminal: the account and the terminal, which prove no person."""

from __future__ import annotations

import os
import pwd
import socket

from e33tui.domain.text import visible

_ACCOUNT, _MACHINE, _TERMINAL = 20, 16, 10
"""Characters kept of each, so that no line of the history grows with a machine's name."""


def author() -> str:
    """Return who enters what is done now: ``jury1@salle3 pts/2``.

    The account is the one that the system knows: no variable of the environment changes it.
    """
    machine = socket.gethostname().partition(".")[0][:_MACHINE]
    who = account()[:_ACCOUNT]
    at = f"{who}@{machine}" if machine else who
    return visible(f"{at} {terminal()[-_TERMINAL:]}".rstrip())


def account() -> str:
    """Return the account that this process runs as, by its name if it has one."""
    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:
        return str(os.geteuid())


def terminal() -> str:
    """Return the terminal's name, such as ``pts/2``; empty where there is none."""
    try:
        return os.ttyname(0).removeprefix("/dev/")
    except OSError:
        return ""


def terminal_label() -> str:
    """Return what tells a person which terminal this is: account, machine, terminal."""
    user = os.environ.get("USER", "") or account()
    return visible(" ".join(part for part in (user, socket.gethostname(), terminal()) if part))
