"""Modules that wait: empty until they are used, and then the real ones."""

from __future__ import annotations

import subprocess
import sys

import pytest

from e33tui.startup.later import LATER

USES = {
    "bz2": "BZ2Compressor",
    "difflib": "SequenceMatcher",
    "lzma": "LZMADecompressor",
    "mimetypes": "guess_type",
    "pickle": "Pickler",
    "platformdirs": "PlatformDirs",
    "rich.panel": "Box",
    "rich.table": "Column",
    "ssl": "SSLContext",
    "textual.pilot": "WaitForScreenTimeout",
    "textual.types": "DirEntry",
    "urllib.parse": "urlsplit",
    "uuid": "UUID",
    # The last: it uses another of them.
    "asyncio.sslproto": "SSLProtocol",
}
"""Something of each that nobody takes by name while the program starts."""

BEGIN = """
import sys
from e33tui.startup import later
later.use()
def waits(name):
    return type(sys.modules.get(name)).__name__ == "_Later"
"""


def run(script: str) -> str:
    command = [sys.executable, "-c", BEGIN + script]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_every_module_of_the_table_becomes_the_real_one() -> None:
    assert set(USES) == set(LATER)
    run(f"""
import importlib
for name, use in {USES!r}.items():
    module = importlib.import_module(name)
    assert waits(name), name
    assert vars(module).get(use) is None, name
    found = getattr(module, use)
    assert not waits(name), name
    assert found is getattr(sys.modules[name], use), name
    parent, _, last = name.rpartition(".")
    assert not parent or getattr(sys.modules[parent], last) is sys.modules[name], name
""")


def test_a_function_taken_by_name_does_what_the_real_one_does() -> None:
    run("""
from pickle import dumps, loads
from urllib.parse import quote_from_bytes
from uuid import uuid4
from platformdirs import user_downloads_path
assert all(map(waits, ("pickle", "urllib.parse", "uuid", "platformdirs")))
assert loads(dumps([1, "é"])) == [1, "é"]
assert quote_from_bytes(b"a b") == "a%20b"
assert uuid4() != uuid4()
assert user_downloads_path().is_absolute()
assert not any(map(waits, ("pickle", "urllib.parse", "uuid", "platformdirs")))
""")


def test_a_part_of_a_package_that_waits_is_found() -> None:
    run("""
import platformdirs
assert waits("platformdirs")
import platformdirs.unix
assert platformdirs.unix.Unix is sys.modules["platformdirs.unix"].Unix
""")


def test_what_is_not_there_is_an_error_as_ever() -> None:
    """Whoever can do without a library that Python was built without must be told in time."""
    run("""
later.NEEDED["pickle"] = "no_such_library"
later.LATER["no_such_module"] = ()
sys.meta_path[0].waiting |= {"no_such_module"}
sys.modules.pop("pickle", None)
import importlib, pickle
assert not waits("pickle")
try:
    import no_such_module
except ModuleNotFoundError:
    pass
else:
    raise SystemExit("found")
import uuid
try:
    uuid.nothing
except AttributeError as error:
    assert "nothing" in str(error)
else:
    raise SystemExit("found")
""")


def test_two_threads_that_use_one_at_once_get_the_same() -> None:
    run("""
import threading
import uuid
assert waits("uuid")
sys.setswitchinterval(1e-6)
found = []
barrier = threading.Barrier(8)
def use():
    barrier.wait()
    found.append(uuid.UUID)
threads = [threading.Thread(target=use) for _ in range(8)]
for each in threads: each.start()
for each in threads: each.join()
assert len(found) == 8 and set(found) == {sys.modules["uuid"].UUID}
""")


@pytest.mark.parametrize("first", ["", "import ssl, uuid"])
def test_a_module_already_loaded_stays_what_it_is(first: str) -> None:
    run(f"""
import importlib
for name in ("ssl", "uuid"):
    sys.modules.pop(name, None)
sys.meta_path.pop(0)
{first}
later.use()
later.use()
import ssl, uuid
assert waits("ssl") is waits("uuid") is {not first}
assert len([each for each in sys.meta_path if type(each).__name__ == "_Finder"]) == 1
""")


def test_the_interface_asks_for_none_of_them() -> None:
    found = run("""
import e33tui.cli.interface, e33tui.app, e33tui.terminal.driver
import e33tui.screens.home, e33tui.screens.exam, e33tui.screens.profile, e33tui.screens.appraisal
print(*[name for name in later.LATER if name in sys.modules and not waits(name)])
print(*[name for name in later.LATER if waits(name)])
""").splitlines()
    real, waiting = (set(line.split()) for line in found)
    assert real == set()
    assert {"bz2", "lzma", "rich.panel", "rich.table"} <= waiting
    assert {"ssl", "asyncio.sslproto", "textual.types", "pickle"} <= waiting
