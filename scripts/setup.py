"""Sets the project up: what the system lacks, the virtual environment, the locked packages.

scripts/setup runs it with the Python that the environment is to use; it needs nothing but
the standard library. What it made is described by a stamp, written last: without a stamp
that fits, the environment is made anew, so that running it again repairs a broken attempt.
"""

from __future__ import annotations

import ctypes
import fcntl
import hashlib
import importlib.util
import json
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "setup.json"
LOCK = ROOT / "requirements-dev.lock"
FONTS = Path("/usr/share/fonts")
AGAIN = "Then run the same command again."

# Shared library -> the Debian and Ubuntu package that brings it. WeasyPrint loads them.
LIBRARIES = {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
}


class SetupError(Exception):
    """The set-up cannot go on; the message says what to do."""


@dataclass(frozen=True)
class Font:
    """A font that documents take for a script which the package's own font does not draw."""

    script: str
    file: str
    package: str


FALLBACK_FONTS = (
    Font("Arabic", "DejaVuSans.ttf", "fonts-dejavu-core"),
    Font("Chinese", "DroidSansFallbackFull.ttf", "fonts-droid-fallback"),
)


@dataclass(frozen=True)
class Lack:
    """Something that pip cannot bring: its name, its package, whether nothing works without."""

    what: str
    package: str
    essential: bool = True


def main(arguments: Sequence[str]) -> int:
    """Set the project up, or with ``--check`` only tell by the exit code whether it is."""
    if list(arguments) == ["--check"]:
        return 0 if read_stamp() == wanted_stamp() else 1
    try:
        with alone():
            set_up()
    except SetupError as error:
        print(f"e33tui set-up: {error}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"e33tui set-up: {error}. Put that right. {AGAIN}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\ne33tui set-up: interrupted. Run the same command again.", file=sys.stderr)
        return 130
    return 0


def set_up() -> None:
    """Make what is missing, and nothing else."""
    stamp, wanted = read_stamp(), wanted_stamp()
    if stamp == wanted and works():
        return  # Another call has just finished it.
    complete_system()
    STAMP.unlink(missing_ok=True)
    if not works() or {**stamp, "project": ""} != {**wanted, "project": ""}:
        make_environment()
    install_project()
    write_stamp(wanted)
    say("ready.")


def say(message: str) -> None:
    """Tell the person at the terminal what goes on, at once."""
    print(f"e33tui set-up: {message}", flush=True)


@contextmanager
def alone() -> Iterator[None]:
    """Hold the set-up's lock, waiting for another set-up of this checkout to end.

    Child processes inherit it: a pip that outlives a killed set-up is waited for too.
    """
    with (ROOT / ".setup.lock").open("a") as file:
        os.set_inheritable(file.fileno(), True)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("waiting for another set-up to end…")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


# The stamp


def wanted_stamp() -> dict[str, str]:
    """Describe the environment that this Python should make of the files as they are now."""
    return {
        "root": str(ROOT),
        "python": "{}.{}".format(*sys.version_info),
        "lock": digest(LOCK),
        "setup": digest(Path(__file__)),
        "project": digest(ROOT / "pyproject.toml"),
    }


def digest(file: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def read_stamp() -> dict[str, str]:
    """Return the stamp of the environment that is there; empty where none can be read."""
    try:
        stamp = json.loads(STAMP.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def write_stamp(stamp: dict[str, str]) -> None:
    """Write the stamp whole or not at all."""
    unfinished = STAMP.with_suffix(".new")
    unfinished.write_text(json.dumps(stamp, indent=2) + "\n", "utf-8")
    unfinished.replace(STAMP)


# What the system has to bring


def complete_system() -> None:
    """Install with apt what pip cannot bring, or say what to type.

    Raises:
        SetupError: something needed is missing and could not be installed from here.
    """
    lacks = find_lacks()
    if not lacks:
        return
    if shutil.which("apt-get"):
        install_with_apt(lacks)
        lacks = find_lacks()
    if any(lack.essential for lack in lacks):
        raise SetupError(f"the system still lacks {listed(lacks)}. Install that. {AGAIN}")
    if lacks:
        say(f"going on without {listed(lacks)}: documents will show [?] for its letters.")


def find_lacks() -> list[Lack]:
    """List what this system lacks among the things that pip cannot bring."""
    lacks = []
    if not importlib.util.find_spec("ensurepip"):
        lacks.append(Lack("Python's venv module", "python{}.{}-venv".format(*sys.version_info)))
    lacks += [Lack(name, package) for name, package in LIBRARIES.items() if not loads(name)]
    lacks += [
        Lack(f"a font for {font.script}", font.package, essential=False)
        for font in FALLBACK_FONTS
        if not is_there(font)
    ]
    return lacks


def listed(lacks: Sequence[Lack]) -> str:
    """Name what is lacking, for a sentence."""
    return ", ".join(lack.what for lack in lacks)


def loads(library: str) -> bool:
    """Tell whether the dynamic loader finds a shared library, as WeasyPrint will ask it."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def is_there(font: Font) -> bool:
    """Tell whether a font is installed: the documents look for that file and no other."""
    return any(FONTS.rglob(font.file))


def install_with_apt(lacks: Sequence[Lack]) -> None:
    """Install the packages, where the user may; fonts apart, so that they hinder nothing.

    Raises:
        SetupError: the user may not; the message holds the one command to type.
    """
    packages = [lack.package for lack in lacks]
    rights = find_rights()
    if rights is None:
        command = apt_command(packages)
        raise SetupError(f"this system lacks {listed(lacks)}. Type:\n\n    {command}\n\n{AGAIN}")
    say(f"installing with apt: {' '.join(packages)}")
    apt(rights, "update")
    for essential in (True, False):
        group = [lack.package for lack in lacks if lack.essential is essential]
        if group:
            apt(rights, "install", "--no-install-recommends", *group)


def find_rights() -> list[str] | None:
    """Return the words to put before a command to run it as root, or None without the right."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo"):
        trial = subprocess.run(["sudo", "-n", "true"], check=False, capture_output=True)
        if trial.returncode == 0:
            return ["sudo", "-n"]
    return None


def apt_command(packages: Sequence[str]) -> str:
    """Return the command to type, for sudo where it is installed, otherwise for su."""
    names = " ".join(packages)
    update, install = "apt-get update", f"apt-get install -y --no-install-recommends {names}"
    if shutil.which("sudo"):
        return f"sudo {update} && sudo {install}"
    return f"su - -c '{update} && {install}'"


def apt(rights: Sequence[str], *arguments: str) -> None:
    """Run apt-get without a question; what it printed is shown if it failed.

    A failure is not the end: find_lacks decides afterwards. An update often fails in part.
    """
    command = [*rights, "env", "DEBIAN_FRONTEND=noninteractive", "LC_ALL=C.UTF-8"]
    command += ["apt-get", "-y", "-o", "DPkg::Lock::Timeout=300", *arguments]
    done = subprocess.run(
        command,
        check=False,
        close_fds=False,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    if done.returncode != 0:
        print(done.stdout.decode(errors="replace").strip(), file=sys.stderr)


# The virtual environment


def works() -> bool:
    """Tell whether the environment's Python starts: it may be half-made, or its base gone."""
    try:
        trial = subprocess.run([PYTHON, "-I", "-c", ""], check=False, capture_output=True)
    except OSError:
        return False
    return trial.returncode == 0


def make_environment() -> None:
    """Make the environment anew and install into it what the lock names, by its hashes."""
    remove(VENV)
    say("making .venv and installing the locked packages (a minute or two)…")
    run(sys.executable, "-I", "-m", "venv", str(VENV))
    pip("--require-hashes", "--requirement", str(LOCK))


def remove(path: Path) -> None:
    """Remove a folder with all it holds, or the link that stands in its place."""
    if path.is_symlink() or path.is_file():
        path.unlink()
    elif path.exists():
        shutil.rmtree(path)


def install_project() -> None:
    """Install the project as an editable package, and see that its heavy imports work.

    A session without docstrings takes a tenth less memory; a source that changes later is loaded whole.
    """
    pip("--no-deps", "--no-build-isolation", "--editable", str(ROOT))
    run(str(PYTHON), "-I", "-c", "import e33tui, textual, tinydb, weasyprint")
    run(str(PYTHON), "-I", "-m", "e33tui.startup.prepare")


def pip(*arguments: str) -> None:
    """Run the environment's pip, whatever the user's own settings of pip are aiming at."""
    run(str(PYTHON), "-I", "-m", "pip", "install", "--quiet", *arguments)


def run(*command: str) -> None:
    """Run a command of the set-up; it inherits the lock (see ``alone``).

    Raises:
        SetupError: it failed; what it printed stands above the message.
    """
    settings = {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1", "PIP_USER": "0"}
    done = subprocess.run(
        command, check=False, close_fds=False, cwd=ROOT, env={**os.environ, **settings}
    )
    if done.returncode != 0:
        raise SetupError(f"this failed: {shlex.join(command)}. Put it right. {AGAIN}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
