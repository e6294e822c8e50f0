"""A candidate added or corrected by hand."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget

from e33tui.actions import Place
from e33tui.domain.errors import E33Error, InputError
from e33tui.domain.identity import NO_EXTRA_TIME, NUMBER_LIMIT, Accommodation, Candidate
from e33tui.domain.sitting import EditCandidate, Entry
from e33tui.screens.base import bindings
from e33tui.screens.fields import Choice, LineInput
from e33tui.screens.form import FormScreen, heading, labelled


class CandidateScreen(FormScreen):
    """The form's two candidate fields, and extra time."""

    TITLE = "candidat"
    PLACE = Place.CANDIDATE
    BINDINGS = bindings(Place.CANDIDATE)

    def __init__(self, entry: Entry | None) -> None:
        """Edit ``entry``, or add a candidate when there is none."""
        super().__init__()
        self._entry = entry

    @property
    def form(self) -> str:
        return f"{self.PLACE} {self._entry.passage if self._entry else ''}"

    def rows(self) -> Iterable[Widget]:
        who = self._entry.candidate if self._entry else Candidate("", "")
        yield heading("Candidat" if self._entry else "Nouveau candidat")
        yield labelled("Nom", LineInput(who.surname, name="surname", field="Nom"))
        yield labelled("Prénom", LineInput(who.given_name, name="given", field="Prénom"))
        yield labelled(
            "Numéro", LineInput(who.number, name="number", field="Numéro", limit=NUMBER_LIMIT)
        )
        yield labelled("Aménagement", Choice(self._extras(), self._extra(), name="extra"))

    def _extra(self) -> str:
        extra = self._entry.accommodation if self._entry else NO_EXTRA_TIME
        return f"{extra.presentation},{extra.interview}"

    def _extras(self) -> tuple[tuple[str, str], ...]:
        rubric = self.service.rubric
        third = [rubric.accommodation.extra_seconds(part.seconds) for part in rubric.parts]
        options = [
            ("0,0", "aucun"),
            (f"{third[0]},{third[1]}", rubric.accommodation.label.lower()),
        ]
        if self._extra() not in [value for value, _ in options]:
            options.append((self._extra(), "comme convenu"))
        return tuple(options)

    def action_save(self) -> None:
        presentation, interview = (int(part) for part in self.value("extra").split(","))
        extra = Accommodation(presentation, interview)
        number, surname, given = (self.value(name) for name in ("number", "surname", "given"))

        def change() -> None:
            if self._entry is None:
                self.service.add_candidate(number, surname, given, extra)
            else:
                who = Candidate(number, surname, given)
                self.service.change(EditCandidate(self._entry.passage, who, extra))

        self.change_sitting(change, lambda: self.taken("Candidat enregistré."))

    def refuse(self, error: E33Error) -> None:
        """Say why, and go to the field at fault."""
        super().refuse(error)
        names = {"Nom": "surname", "Prénom": "given", "Numéro": "number"}
        if isinstance(error, InputError) and error.field in names:
            self.query_one(f"#{names[error.field]}").focus()
