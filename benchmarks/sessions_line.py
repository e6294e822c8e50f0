"""How a session reaches its program: through an OpenSSH server of one's own, or a bare pty."""

from __future__ import annotations

import getpass
import os
import shlex
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from time import perf_counter, sleep
from typing import Final

from benchmarks.terminal import NotMeasured

SSH_PATIENCE: Final = 10.0
"""Seconds that the server may take to begin, and to take one command."""
_CONFIG: Final = """\
Port {port}
ListenAddress 127.0.0.1
HostKey {folder}/host_key
AuthorizedKeysFile {folder}/login_key.pub
AuthenticationMethods publickey
PermitRootLogin yes
StrictModes no
UsePAM no
PidFile none
PrintMotd no
PrintLastLog no
MaxStartups 200
LogLevel FATAL
"""


class Ptys:
    """Each program in a pseudo-terminal of this machine, with nothing in between."""

    name = "ptys"
    server: int | None = None

    def command(self, program: Sequence[str], environment: Mapping[str, str]) -> list[str]:
        """Return what a terminal runs so that ``program`` runs behind it."""
        return list(program)


class OpenSsh:
    """Each program behind a client and a server of OpenSSH, on the loopback.

    Attributes:
        server: the server's process id; what it starts are its children.
    """

    name = "OpenSSH"

    def __init__(self, folder: Path, port: int, server: int) -> None:
        self._folder = folder
        self._port = port
        self.server: int | None = server

    def command(self, program: Sequence[str], environment: Mapping[str, str]) -> list[str]:
        """Return the client's command; the server gives the program a terminal of its own."""
        # The client's terminal is the program's; the rest would be the account's own.
        kept = [f"{name}={text}" for name, text in environment.items() if name != "TERM"]
        inside = shlex.join(["cd", environment["PYTHONPATH"]]) + " && exec "
        inside += shlex.join(["env", *kept, *program])
        return [*self._client(), "-tt", "127.0.0.1", inside]

    def answers(self) -> bool:
        """Tell whether a command comes through."""
        trial = [*self._client(), "127.0.0.1", "true"]
        return subprocess.run(trial, check=False, capture_output=True).returncode == 0

    def _client(self) -> list[str]:
        settings = (
            f"UserKnownHostsFile={self._folder}/known_hosts",
            "StrictHostKeyChecking=yes",
            "IdentitiesOnly=yes",
            "BatchMode=yes",
            "ControlMaster=no",
            "LogLevel=ERROR",
            f"ConnectTimeout={SSH_PATIENCE:.0f}",
        )
        given = [word for setting in settings for word in ("-o", setting)]
        key = ["-i", str(self._folder / "login_key"), "-l", getpass.getuser()]
        return [_find("ssh"), "-F", "none", "-p", str(self._port), *key, *given]


Way = Ptys | OpenSsh


@contextmanager
def best_way(folder: Path) -> Iterator[Way]:
    """Yield OpenSSH where it is installed and runs for this account, else pseudo-terminals.

    Args:
        folder: an empty one, for the server's keys and settings.
    """
    if not (_find("sshd") and _find("ssh") and _find("ssh-keygen")):
        yield Ptys()
        return
    way, server = _start(folder)
    try:
        yield way or Ptys()
    finally:
        server.terminate()
        server.wait()


def _start(folder: Path) -> tuple[OpenSsh | None, subprocess.Popen[bytes]]:
    folder.mkdir(mode=0o700)
    for name in ("host_key", "login_key"):
        make = [_find("ssh-keygen"), "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)]
        subprocess.run(make, check=True)
    port = _free_port()
    host = (folder / "host_key.pub").read_text()
    (folder / "known_hosts").write_text(f"[127.0.0.1]:{port} {host}")
    (folder / "config").write_text(_CONFIG.format(port=port, folder=folder))
    if os.geteuid() == 0:
        # The server of root wants this empty folder, which a booted system makes.
        with suppress(OSError):
            Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)
    server = subprocess.Popen([_find("sshd"), "-D", "-e", "-f", str(folder / "config")])
    way = OpenSsh(folder, port, server.pid)
    if _listens(server, port) and way.answers():
        return way, server
    print("\nOpenSSH is there but takes no session: ptys instead.", file=sys.stderr)
    return None, server


def _listens(server: subprocess.Popen[bytes], port: int) -> bool:
    end = perf_counter() + SSH_PATIENCE
    while server.poll() is None and perf_counter() < end:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
        sleep(0.05)
    return False


def _free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def _find(name: str) -> str:
    return shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin") or ""


# What the system tells about processes


def programs_on(folder: Path) -> list[int]:
    """Return the processes of the program whose command names a séance's folder.

    A shell or a client that carries the same words in one is none.
    """
    found: list[int] = []
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            words = (entry / "cmdline").read_bytes().split(b"\0")
            if str(folder).encode() in words and b"e33tui" in words:
                found.append(int(entry.name))
    return found


def descendants(pid: int) -> list[int]:
    """Return the processes that come from one, itself left out."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            parents[int(entry.name)] = _parent(entry)
    found: list[int] = []
    wave = {pid}
    while wave:
        wave = {child for child, parent in parents.items() if parent in wave}
        found += wave
    return found


def command_name(pid: int) -> str:
    """Return the name of a process's program, cut as the system cuts it; empty if it is gone."""
    with suppress(OSError):
        return Path(f"/proc/{pid}/comm").read_text().strip()
    return ""


def _parent(entry: Path) -> int:
    return int((entry / "stat").read_text(errors="replace").rpartition(")")[2].split()[1])


def pss_mb(pid: int) -> float:
    """Return a process's proportional memory in megabytes (10⁶ bytes).

    A page that several processes share counts in each with its part.

    Raises:
        NotMeasured: the system does not say, or the process has ended.
    """
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024 / 1e6
    raise NotMeasured("the system does not say what part of the memory a process has")


def cpu_seconds(pid: int) -> float:
    """Return the processor's seconds that a process has taken; 0 once it has ended."""
    with suppress(OSError):
        fields = Path(f"/proc/{pid}/stat").read_text(errors="replace").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return 0.0
