"""The program on a disk of its own that can be filled, or that fails as it is told.

``poor_disk.py FOLDER [--small MOUNT BACK]`` runs ``e33tui FOLDER``. Each call that changes the disk
fails with the number that stands in the file named by ``E33TUI_TEST_FAULT``, while there is one.
With ``--small`` FOLDER's content is first copied to a disk of one megabyte, mounted on MOUNT for
this program alone; it is worked on there, and copied to BACK at the end.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

FAULT = "E33TUI_TEST_FAULT"
CALLS = ("create", "write", "fsync", "link", "replace", "unlink", "mkdir", "fsync_dir")
MOUNT = 'mount -t tmpfs -o size=1m,mode=0700 none "$1"'
_WORK = f"""{MOUNT} && cp -a "$2" "$1/" || exit 99
mount="$1" back="$3"
shift 3
"$@"
code=$?
cp -a "$mount/." "$back"
exit $code"""
_ALONE = ("unshare", "--map-root-user", "--mount", "--propagation", "private", "sh", "-c")


def can_mount(folder: Path) -> bool:
    """Tell whether this account may mount a disk for one program alone."""
    try:
        done = subprocess.run([*_ALONE, MOUNT, "sh", str(folder)], capture_output=True, check=False)
    except FileNotFoundError:
        return False
    return done.returncode == 0


def install() -> None:
    """Make the calls fail while there is a file that says so."""
    from e33tui.persistence.files import FileSystem

    told = Path(os.environ[FAULT])

    def failing(name: str) -> None:
        real = getattr(FileSystem, name)

        def call(*arguments: Any) -> Any:
            if told.exists():
                code = int(told.read_text())
                raise OSError(code, os.strerror(code))
            return real(*arguments)

        setattr(FileSystem, name, call)

    for name in CALLS:
        failing(name)


def main(folder: str, *small: str) -> int:
    if small:
        _, mount, back = small
        again = (sys.executable, "-m", __spec__.name, str(Path(mount) / Path(folder).name))
        words = [*_ALONE, _WORK, "sh", mount, folder, back, *again]
        os.execvp(words[0], words)
    install()
    from e33tui import cli

    return cli.main([folder])


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
