"""A candidate added or corrected by hand."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget

from e33tui.actions import Place
from e33tui.domain.errors import E33Error
from e33tui.domain.identity import (
    HOUR_FIELD,
    NO_EXTRA_TIME,
    NUMBER_LIMIT,
    Accommodation,
    Candidate,
    check_candidate,
    parse_hour,
)
from e33tui.domain.roster import Entry
from e33tui.domain.sitting import Sitting
from e33tui.domain.sitting_commands import EditCandidate
from e33tui.screens.base import bindings
from e33tui.screens.extra_time import extra_rows, follow_choice, read_extra, written
from e33tui.screens.fields import LineInput
from e33tui.screens.form import FORM_KEYS, FormScreen, labelled
from e33tui.screens.view import STRONG, say


class CandidateScreen(FormScreen):
    """The form's two candidate fields, the hour of the convocation, and extra time."""

    TITLE = "candidat"
    PLACE = Place.CANDIDATE
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.CANDIDATE), *FORM_KEYS]

    def __init__(self, entry: Entry | None) -> None:
        """Edit ``entry``, or add a candidate when there is none."""
        super().__init__()
        self._entry = entry

    @classmethod
    def again(cls, form: str, sitting: Sitting) -> CandidateScreen | None:
        """Return the screen of a form that was begun; ``None`` if its candidate is gone."""
        for entry in (None, *sitting.roster):
            screen = cls(entry)
            if screen.form == form:
                return screen
        return None

    @property
    def form(self) -> str:
        return f"{self.PLACE} {self._entry.passage if self._entry else ''}"

    def title_left(self) -> Content:
        return say(" Candidat" if self._entry else " Nouveau candidat", STRONG)

    def rows(self) -> Iterable[Widget]:
        who = self._entry.candidate if self._entry else Candidate("", "")
        rubric = self.service.rubric
        yield labelled("Nom", LineInput(who.surname, name="surname", field="Nom"))
        yield labelled("Prénom", LineInput(who.given_name, name="given", field="Prénom"))
        yield labelled(
            "Numéro", LineInput(who.number, name="number", field="Numéro", limit=NUMBER_LIMIT)
        )
        hour = self._entry.convocation if self._entry else ""
        yield labelled(HOUR_FIELD, LineInput(hour, name="hour", field=HOUR_FIELD, limit=10))
        yield from extra_rows(rubric, written(rubric, self._extra()))

    def _extra(self) -> Accommodation:
        return self._entry.accommodation if self._entry else NO_EXTRA_TIME

    def ready(self) -> None:
        super().ready()
        follow_choice(self)

    def action_save(self) -> None:
        number, surname, given = (self.value(name) for name in ("number", "surname", "given"))
        try:
            # Before the extra time, which stands below: faults are told in the fields' order.
            check_candidate(number, surname, given)
            hour = parse_hour(self.value("hour"))
            extra = read_extra(self, self.service.rubric, self._extra())
        except E33Error as error:
            self.refuse(error)
            return

        def change() -> None:
            if self._entry is None:
                passage = self.service.add_candidate(number, surname, given, extra, hour)
            else:
                passage, school = self._entry.passage, self._entry.school
                who = Candidate(number, surname, given)
                self.service.change(EditCandidate(passage, who, extra, hour, school))
            # The list stands on who was entered.
            self.e33.last_passage = passage

        self.change_sitting(change, lambda: self.taken("Candidat enregistré."))
