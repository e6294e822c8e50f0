"""The neutral screen's code: set, looked up and taken away, for all terminals of a séance."""

from __future__ import annotations

from e33tui.domain.errors import StoreError
from e33tui.domain.screen_code import RULE, ScreenCode, seal_code
from e33tui.persistence.screen_code import ScreenCodeFile

NOT_HERE = "Ce poste ne sait pas garder un code : l’écran neutre reste sans code."


class CodeOfScreen:
    """The code of one séance's neutral screens.

    Attributes:
        is_set: whether there was one when this program last looked; asking it waits for nothing.
    """

    def __init__(self, file: ScreenCodeFile, *, is_set: bool) -> None:
        """Begin with what was seen when the séance was opened."""
        self._file = file
        self.is_set = is_set

    @property
    def removal(self) -> str:
        """The command that takes a forgotten code away."""
        return self._file.removal

    def read(self) -> ScreenCode | None:
        """Return what is kept of the code now, ``None`` when there is none; it waits for the disk.

        Raises:
            StoreError: nobody can tell which code it is.
        """
        found = self._file.read()
        self.is_set = found is not None
        return found

    def change(self, text: str) -> None:
        """Ask for a code from now on, on all terminals; it waits for the disk.

        Raises:
            InputError: it is no code.
            StoreError: it cannot be kept; nothing has changed.
        """
        try:
            code = seal_code(text)
        except (AttributeError, ValueError, MemoryError) as error:
            # A library of the system's that lacks the hash, or forbids it.
            raise StoreError("", NOT_HERE) from error
        self._file.write(code)
        self.is_set = True

    def remove(self) -> None:
        """Ask for no code any more; it waits for the disk.

        Raises:
            StoreError: it cannot be removed.
        """
        self._file.remove()
        self.is_set = False


__all__ = ["RULE", "CodeOfScreen"]
