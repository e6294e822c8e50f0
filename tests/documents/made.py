"""Documents for the tests that only read them: each is made once a run, by one child a process.

Most of what a document costs is the engine's start. That one made after others, or in another
process, is the same file, is what ``test_batch.py`` and ``test_pdf.py`` prove, by the program's own ways.
"""

from __future__ import annotations

import fcntl
import hashlib
from pathlib import Path

from e33tui.documents import Content, Rendered
from e33tui.documents.job import identifier
from e33tui.documents.press import Press
from e33tui.domain.errors import DocumentError

_SECONDS, _MEBIBYTES = 60.0, 512


class Maker:
    """Makes documents, or finds them where another process of the same run has put them."""

    def __init__(self, folder: Path) -> None:
        """Make nothing yet.

        Args:
            folder: this run's own, shared by its processes; what an earlier one made is nobody's.
        """
        self._folder = folder
        self._folder.mkdir(exist_ok=True)
        self._press: Press | None = None

    def pdf(self, *contents: Content) -> Rendered:
        """Return what :func:`e33tui.documents.make_pdf` would."""
        file = self._folder / f"{identifier(*contents)}.pdf"
        with file.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not file.exists():
                file.write_bytes(self._made(*contents).data)
        data = file.read_bytes()
        return Rendered(data, hashlib.sha256(data).hexdigest())

    def _made(self, *contents: Content) -> Rendered:
        self._press = self._press or Press()
        try:
            return self._press.make(*contents, timeout=_SECONDS, memory_mb=_MEBIBYTES)
        except DocumentError:
            # A service that was closed has ended every child of this process, ours too.
            self.rest()
            self._press = Press()
            return self._press.make(*contents, timeout=_SECONDS, memory_mb=_MEBIBYTES)

    def rest(self) -> None:
        """End the child until another document is wanted: some tests count those that are there."""
        if self._press is not None:
            with self._press:
                self._press = None
