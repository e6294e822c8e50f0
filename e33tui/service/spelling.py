"""The spelling of a text, by an optional library and a French dictionary that the system may have."""

from __future__ import annotations

import contextlib
import importlib.util
import json
import os
import select
import subprocess
import sys
import threading
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from e33tui import spelling_child
from e33tui.domain.spelling import words_of

LIBRARY: Final = "hunspell"
VARIABLE: Final = "E33TUI_DICTIONNAIRE"
"""Names a dictionary: its ``.dic`` or ``.aff``, or both without their endings."""
SECONDS: Final = 30.0
"""How long an answer may take, the dictionary's loading on a busy machine included."""
_FOLDERS: Final = ("/usr/share/hunspell", "/usr/share/myspell/dicts", "/usr/share/myspell")
_NAMES: Final = ("fr_FR", "fr", "fr-toutesvariantes", "fr-classique", "fr-moderne")


def dictionary() -> Path | None:
    """Return where a French dictionary lies, without its ending, or ``None``; reads the disk."""
    named = os.environ.get(VARIABLE)
    if named:
        # A name that leads to no home is left as it is, and leads nowhere.
        path = Path(os.path.expanduser(named))  # noqa: PTH111
        found = [path.with_suffix("") if path.suffix in (".dic", ".aff") else path]
    else:
        found = [Path(folder, name) for folder in _FOLDERS for name in _NAMES]
    return next((each for each in found if _is_whole(each)), None)


def _is_whole(path: Path) -> bool:
    return all(path.with_name(f"{path.name}{end}").is_file() for end in (".dic", ".aff"))


def command() -> tuple[str, ...]:
    """Return what looks words up; empty without the library or a dictionary. Reads the disk."""
    if importlib.util.find_spec(LIBRARY) is None:
        return ()
    found = dictionary()
    if found is None:
        return ()
    # By its path, and alone: it needs nothing of this program, nor of the folder one is in.
    return (sys.executable, "-I", "-X", "utf8", spelling_child.__file__, str(found))


class Spelling:
    """Looks the words of texts up; every method waits for a process, so that none is for the loop.

    Without the library or a dictionary, and once anything went wrong, no word is unknown: nobody is
    kept from writing.
    """

    def __init__(self, vocabulary: Iterable[str] = (), asked: Sequence[str] | None = None) -> None:
        """Args:
        vocabulary: texts whose words count as known, such as a bank of phrases.
        asked: the command that looks words up; by default as it is installed.
        """
        self._known = {word for text in vocabulary for word in words_of(text)}
        self._unknown: set[str] = set()
        self._asked = asked
        self._child: subprocess.Popen[str] | None = None
        self._mutex = threading.Lock()
        self._off = False

    def unknown(self, text: str) -> tuple[str, ...]:
        """Return the words of ``text`` that the dictionary does not have, in their order."""
        words = words_of(text)
        with self._mutex:
            new = [word for word in words if word not in self._known | self._unknown]
            if new and not self._off:
                try:
                    self._look_up(new)
                except (OSError, ValueError, TypeError):
                    self._off = True
                    self._end()
        return tuple(word for word in words if word in self._unknown)

    def close(self) -> None:
        """End what looks words up, at once: whoever waits for its answer has none."""
        if self._child is not None:
            self._child.kill()
        with self._mutex:
            self._off = True
            self._end()

    def _look_up(self, words: list[str]) -> None:
        """Sort new words.

        Raises:
            OSError, ValueError, TypeError: the process did not start, ended, does not answer, or says
                something else.
        """
        if self._child is None:
            asked = command() if self._asked is None else self._asked
            if not asked:
                self._off = True
                return
            self._child = subprocess.Popen(
                asked,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                encoding="utf-8",
            )
        assert self._child.stdin is not None
        assert self._child.stdout is not None
        self._child.stdin.write(json.dumps(words) + "\n")
        self._child.stdin.flush()
        # An answer is one line and read whole: what is there to read is the beginning of this one.
        if not select.select([self._child.stdout], [], [], SECONDS)[0]:
            raise TimeoutError
        told = set(json.loads(self._child.stdout.readline()))
        self._unknown |= told.intersection(words)
        self._known |= set(words) - told

    def _end(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            child.kill()
            with contextlib.suppress(OSError):
                child.communicate()
