"""Setting up the séance: session, centre, date, commission."""

from __future__ import annotations

import time
from collections.abc import Iterable

from textual.widget import Widget
from textual.widgets import Static

from e33tui.actions import Place
from e33tui.domain.identity import (
    DATE_FIELD,
    TITLES,
    Capacity,
    Commission,
    Juror,
    french_date,
)
from e33tui.domain.sitting import SetUp
from e33tui.screens.base import bindings
from e33tui.screens.fields import Choice, LineInput
from e33tui.screens.form import FormScreen, heading, labelled
from e33tui.screens.view import STRONG, say

_TITLES = tuple((title, title) for title in TITLES)
_CAPACITIES = (
    (Capacity.PROFESSIONAL, "professionnel(le) du secteur"),
    (Capacity.TEACHER, "professeur(e) d’économie-gestion"),
)
_NOBODY = Juror("Mme", "", Capacity.TEACHER)
_NO_PROFESSIONAL = Juror("M.", "", Capacity.PROFESSIONAL)


class SetupScreen(FormScreen):
    """The séance's own form."""

    TITLE = "séance"
    PLACE = Place.SETUP
    BINDINGS = bindings(Place.SETUP)

    def rows(self) -> Iterable[Widget]:
        sitting = self.service.sitting
        first, second = (sitting.commission.members or (_NOBODY, _NO_PROFESSIONAL))[:2]
        labels = self.service.rubric.identification
        day = sitting.date or time.strftime("%Y-%m-%d")
        session = sitting.session or day[:4]
        yield Static(say("Séance", STRONG), classes="text")
        yield labelled(labels.session, LineInput(session, name="session", field="Session"))
        yield labelled(
            labels.centre, LineInput(sitting.centre, name="centre", field="Centre d’examen")
        )
        yield labelled(
            labels.date, LineInput(french_date(day), name="date", field=DATE_FIELD, limit=10)
        )
        yield heading("Membre 1 · professeur(e) d’économie-gestion")
        yield labelled("Civilité", Choice(_TITLES, first.title, name="title1"))
        yield labelled("Nom", LineInput(first.name, name="name1", field="Membre 1, nom"))
        yield heading("Membre 2")
        yield labelled("Qualité", Choice(_CAPACITIES, second.capacity, name="capacity2"))
        yield labelled("Civilité", Choice(_TITLES, second.title, name="title2"))
        yield labelled("Nom", LineInput(second.name, name="name2", field="Membre 2, nom"))
        yield labelled(
            "Fonction", LineInput(second.function, name="function2", field="Membre 2, fonction")
        )
        yield labelled(
            "Entreprise", LineInput(second.company, name="company2", field="Membre 2, entreprise")
        )

    def ready(self) -> None:
        super().ready()
        self._show_trade()
        if not self.service.sitting.is_set_up:
            self.query_one("#centre").focus()
            self.notice("Nouvelle séance : complétez l’identification, puis ^N.")

    def on_choice_changed(self) -> None:
        self._show_trade()

    def _show_trade(self) -> None:
        """Only a professional has a fonction and an entreprise on the form."""
        teacher = self.value("capacity2") == Capacity.TEACHER
        for name in ("function2", "company2"):
            self.query_one(f"#{name}").disabled = teacher

    def _members(self) -> tuple[Juror, Juror]:
        first = Juror(self.value("title1"), self.value("name1"), Capacity.TEACHER)
        second = Juror(
            self.value("title2"),
            self.value("name2"),
            Capacity(self.value("capacity2")),
            self.value("function2"),
            self.value("company2"),
        )
        return first, second

    def action_save(self) -> None:
        command = SetUp(
            self.value("session"),
            self.value("centre"),
            self.value("date"),
            Commission(self._members()),
            self.service.sitting.demonstration,
        )
        self.change_sitting(
            lambda: self.service.change(command), lambda: self.taken("Séance enregistrée.")
        )

    def action_back(self) -> None:
        if self.service.sitting.is_set_up:
            super().action_back()
        else:
            self.notice("La séance n’est pas encore enregistrée : complétez-la, puis ^N.")
