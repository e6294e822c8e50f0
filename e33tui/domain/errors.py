"""One family of errors: each carries a French title and a French sentence that says what to do.

They are raised where the rule is and shown in one place (the notice line of a screen, or stderr).
"""

from __future__ import annotations

_KEY_SHOWN = 80
"""Characters of a key in a sentence."""


class E33Error(Exception):
    """Any refusal that a juror may read.

    Attributes:
        message: one French sentence (or two) that says what is wrong and what to do.
        title: a few French words naming the kind of refusal.
    """

    title = "Impossible"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class RuleError(E33Error):
    """A command that a rule of the exam forbids now.

    Attributes:
        rule: the rule's id, such as ``"R8"`` (the project's design) for tests and logs.
    """

    title = "Règle de l’épreuve"

    def __init__(self, rule: str, message: str) -> None:
        super().__init__(message)
        self.rule = rule


class ConfirmationNeededError(RuleError):
    """A command that is allowed once the commission has confirmed it."""

    title = "À confirmer"


class InputError(E33Error):
    """An entry that cannot be taken as it is.

    Attributes:
        field: the French name of the field where it happened.
    """

    title = "Saisie refusée"

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class StoreError(E33Error):
    """A file or folder that cannot be read, written or taken.

    Attributes:
        path: the file or folder concerned, as text.
        why: the reason and what to do, without the file's name; empty where there is no such part.
    """

    title = "Enregistrement"

    def __init__(self, path: object, message: str, why: str = "") -> None:
        super().__init__(message)
        self.path = str(path)
        self.why = why


class DocumentError(E33Error):
    """A document that could not be made; the record is untouched."""

    title = "Document"


class EngineMissing(DocumentError):
    """No PDF can be made on this machine as it is: says what to install."""


class RubricError(E33Error):
    """A rubric that cannot be used: says the file, the key and the reason."""

    title = "Grille"

    def __init__(self, file: object, key: str, reason: str) -> None:
        super().__init__(self.sentence(file, key, reason))
        self.file = str(file)
        self.key = key
        self.reason = reason

    @staticmethod
    def sentence(place: object, key: str, reason: str) -> str:
        """Return what is said, the key as far as it is one that can be read."""
        shown = key if len(key) <= _KEY_SHOWN else f"{key[: _KEY_SHOWN - 1]}…"
        return f"{place}, clé « {shown} » : {reason}"
