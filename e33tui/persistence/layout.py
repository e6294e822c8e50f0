"""Where each file of a séance's folder lies.

Nothing in a path comes from a candidate: a passage is a folder with a random name.
"""

from __future__ import annotations

import re
import secrets
from pathlib import Path

from e33tui.domain.errors import StoreError
from e33tui.domain.frozen import dataclass

PREVIOUS = ".precedent"
"""What is added to a file's name to name its version before the last."""

SEALED = "scelles"
"""The name of a passage's folder of sealed versions."""

SITTING = "seance.json"
REGISTER = "registre.json"
ISSUED = "documents.json"
FORMS = "saisies.json"
SCREEN_CODE = "code-ecran.json"
DRAFT = "brouillon.json"
"""Names of files that messages speak of: the séance's own five, and a passage's draft."""

_PASSAGE_ID = re.compile(r"[0-9a-f]{16}\Z")


def new_passage_id() -> str:
    """Return a fresh opaque name for a passage: 16 lower-case hexadecimal digits."""
    return secrets.token_hex(8)


def is_passage_id(text: str) -> bool:
    """Tell whether ``text`` could name a passage."""
    return _PASSAGE_ID.match(text) is not None


def previous_of(path: Path) -> Path:
    """Return where the version before the last of ``path`` is kept."""
    return path.with_name(path.name + PREVIOUS)


@dataclass(frozen=True)
class PassageLayout:
    """The files of one passage."""

    folder: Path

    @property
    def record(self) -> Path:
        """The journal and the lasting history."""
        return self.folder / "passage.json"

    @property
    def draft(self) -> Path:
        """Texts still being typed."""
        return self.folder / DRAFT

    @property
    def lock(self) -> Path:
        """The one-writer lock; it names its holder and is never unlinked."""
        return self.folder / "verrou"

    @property
    def sealed(self) -> Path:
        """The folder of the sealed versions."""
        return self.folder / SEALED


@dataclass(frozen=True)
class Layout:
    """The files of one séance."""

    folder: Path

    @property
    def sitting(self) -> Path:
        """Commission, roster, plages."""
        return self.folder / SITTING

    @property
    def register(self) -> Path:
        """The chained register."""
        return self.folder / REGISTER

    @property
    def issued(self) -> Path:
        """The list of issued documents."""
        return self.folder / ISSUED

    @property
    def forms(self) -> Path:
        """Forms that were begun and not taken."""
        return self.folder / FORMS

    @property
    def screen_code(self) -> Path:
        """What is kept of the neutral screen's code."""
        return self.folder / SCREEN_CODE

    @property
    def passages(self) -> Path:
        """One folder per passage."""
        return self.folder / "passages"

    @property
    def locks(self) -> Path:
        """The short locks."""
        return self.folder / "verrous"

    @property
    def sitting_lock(self) -> Path:
        """Held while the séance file is re-read and written."""
        return self.locks / "seance"

    @property
    def forms_lock(self) -> Path:
        """Held while the forms that were begun are re-read and written."""
        return self.locks / "saisies"

    @property
    def register_lock(self) -> Path:
        """Held while the register or the list of documents is re-read and written."""
        return self.locks / "registre"

    @property
    def opening_lock(self) -> Path:
        """Shared by all that have the séance open; a purge has it for itself."""
        return self.locks / "ouverture"

    @property
    def exports(self) -> Path:
        """Where documents go, unless they go elsewhere."""
        return self.folder / "exports"

    @property
    def reports(self) -> Path:
        """Where the program says what went wrong, without personal data."""
        return self.folder / "erreurs"

    def passage(self, passage_id: str) -> PassageLayout:
        """Return the files of a passage.

        Raises:
            StoreError: ``passage_id`` is not an opaque id.
        """
        if not is_passage_id(passage_id):
            raise StoreError(
                self.passages, "Cet identifiant de passage n’est pas valable : rien n’a été lu."
            )
        return PassageLayout(self.passages / passage_id)
