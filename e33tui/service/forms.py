"""What is typed into the séance's own forms and not taken yet: it survives a cut like any other text."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from e33tui.domain.errors import StoreError
from e33tui.persistence.form_drafts import FormDraft
from e33tui.store import Store


class BegunForms:
    """The forms of one séance that were begun on this terminal, or on one that ended.

    Attributes:
        damage: what is wrong with their file, one French sentence; empty as a rule.
    """

    def __init__(self, store: Store) -> None:
        """Take up what programs that ended have left."""
        self.damage = ""
        self._store = store
        try:
            left = store.forms.adopt()
        except StoreError as error:
            left, self.damage = FormDraft(), error.message
        self._forms = {name: dict(values) for name, values in left.forms.items()}
        self._shown = left.shown
        self._saved = left

    @property
    def shown(self) -> str:
        """The form that is on the screen, or was when the program was cut short, if it was begun."""
        return self._shown if self._shown in self._forms else ""

    def show(self, form: str) -> None:
        """Note which form is on the screen; empty: none."""
        self._shown = form

    def begun(self, form: str) -> Mapping[str, str]:
        """Return what was typed into a form and not taken, by field."""
        return self._forms.get(form, {})

    def pass_over(self, form: str, names: Collection[str]) -> None:
        """Take back fields that a form does not have; :attr:`damage` tells of them."""
        if names:
            values = self._forms.get(form, {})
            self.keep(form, {name: values[name] for name in values if name not in names})
            self.damage = self._store.forms.doubt().message

    def keep(self, form: str, values: Mapping[str, str]) -> None:
        """Keep what was typed into a form; nothing, once it is taken or as it was."""
        if values:
            self._forms[form] = dict(values)
        else:
            self._forms.pop(form, None)

    def in_memory(self) -> FormDraft:
        """Return all of it as it is now."""
        return FormDraft({name: dict(values) for name, values in self._forms.items()}, self.shown)

    def save(self) -> None:
        """Have it brought to the disk, if it changed; called at most half a second after a key."""
        draft = self.in_memory()
        if draft != self._saved:
            self._saved = draft
            self._store.submit_forms(draft)
