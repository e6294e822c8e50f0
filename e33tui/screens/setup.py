"""Setting up the séance: session, centre, date, commission, and the commission's plages."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget

from e33tui.actions import Place
from e33tui.domain.errors import E33Error, InputError
from e33tui.domain.identity import (
    DATE_FIELD,
    TITLES,
    Capacity,
    Commission,
    Juror,
    french_date,
    parse_date,
)
from e33tui.domain.note import NoteBand, band_remarks, parse_band, show_band
from e33tui.domain.rubric import Level, Rubric
from e33tui.domain.sitting import RETENTION_FIELD, apply
from e33tui.domain.sitting_commands import (
    ReplaceMember,
    SetBands,
    SetRetention,
    SetUp,
    SittingCommand,
)
from e33tui.domain.wording import proposed_session
from e33tui.keymap import key
from e33tui.screens.base import bindings
from e33tui.screens.fields import Choice, LineInput
from e33tui.screens.form import FORM_KEYS, FormScreen, heading, labelled, offer, relabel
from e33tui.screens.grid_choice import chosen_grid, grid_choice, in_words_of
from e33tui.screens.member_change import (
    MemberChange,
    change_rows,
    earlier_rows,
    told,
    with_leaving,
)
from e33tui.screens.view import STRONG, say
from e33tui.signs import NAMELY

_TITLES = tuple((title, title) for title in TITLES)
_CAPACITIES = (
    (Capacity.PROFESSIONAL, "professionnel(le) du secteur"),
    (Capacity.TEACHER, "professeur(e) d’économie-gestion"),
)
_NOBODY = Juror("Mme", "", Capacity.TEACHER)
_NO_PROFESSIONAL = Juror("M.", "", Capacity.PROFESSIONAL)


def _band_label(level: Level) -> str:
    return f"Plage {level.number} {level.name}"


def _trade_remarks(commission: Commission) -> tuple[str, ...]:
    """Say which of a professional's fields are still empty: the form has them (rule 1)."""
    remarks = []
    for place, member in enumerate(commission.members, 1):
        fields = (("fonction", member.function), ("entreprise", member.company))
        empty = [name for name, text in fields if not text.strip()]
        if empty and member.capacity is Capacity.PROFESSIONAL:
            words = " et ".join(empty).capitalize()
            remarks.append(f"{words} du membre {place} : à compléter avant l’impression.")
    return tuple(remarks)


class SetupScreen(FormScreen):
    """The séance's own form."""

    TITLE = "séance"
    PLACE = Place.SETUP
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.SETUP), *FORM_KEYS]

    _worded: Rubric

    def rows(self) -> Iterable[Widget]:
        sitting = self.service.sitting
        first, second = (sitting.commission.members or (_NOBODY, _NO_PROFESSIONAL))[:2]
        labels = self.service.rubric.identification
        yield labelled("Grille", grid_choice(self.service))
        day = sitting.date or time.strftime("%Y-%m-%d")
        session = sitting.session or proposed_session(self.service.rubric, day)
        yield labelled(labels.session, LineInput(session, name="session", field="Session"))
        yield labelled(
            labels.centre, LineInput(sitting.centre, name="centre", field="Centre d’examen")
        )
        yield labelled(
            labels.date, LineInput(french_date(day), name="date", field=DATE_FIELD, limit=10)
        )
        yield heading(f"Membre 1{NAMELY}professeur(e) d’économie-gestion")
        yield from earlier_rows(0, sitting)
        yield labelled("Civilité", Choice(_TITLES, first.title, name="title1"))
        yield labelled("Nom", LineInput(first.name, name="name1", field="Membre 1, nom"))
        yield from change_rows(0)
        yield heading("Membre 2")
        yield from earlier_rows(1, sitting)
        yield labelled("Qualité", Choice(_CAPACITIES, second.capacity, name="capacity2"))
        yield labelled("Civilité", Choice(_TITLES, second.title, name="title2"))
        yield labelled("Nom", LineInput(second.name, name="name2", field="Membre 2, nom"))
        yield from change_rows(1)
        yield labelled(
            "Fonction", LineInput(second.function, name="function2", field="Membre 2, fonction")
        )
        yield labelled(
            "Entreprise", LineInput(second.company, name="company2", field="Membre 2, entreprise")
        )

        yield heading("Plages de notation, facultatives (par exemple 8 à 11,5)")
        for level in self.service.rubric.levels:
            yield labelled(_band_label(level), self._band(level))
        yield heading("Données de la séance, facultatif (la règle du centre)")
        keep = french_date(sitting.keep_until)
        yield labelled(
            RETENTION_FIELD, LineInput(keep, name="keep", field=RETENTION_FIELD, limit=10)
        )

    def _band(self, level: Level) -> LineInput:
        rubric, bands = self.service.rubric, self.service.sitting.bands
        shown = next(
            (show_band(band, rubric.note) for band in bands if band.level == level.number), ""
        )
        return LineInput(shown, name=f"band{level.number}", field=_band_label(level), limit=20)

    @property
    def rubric(self) -> Rubric:
        """The grid that is chosen on the form."""
        return chosen_grid(self)

    def code(self) -> Content:
        # What is chosen counts once it is saved; the first line already says which it is.
        code = self.rubric.code if self.is_mounted else self.e33.code
        return say(f" {code}  ", STRONG)

    def _word_for_grid(self) -> None:
        """Name the first fields as the chosen grid's form does, and propose its session."""
        self.show_head()
        before, self._worded = self._worded, self.rubric
        session, day = self.query_one("#session", LineInput), self._day()
        if before is not self.rubric and session.value == proposed_session(before, day):
            session.value = proposed_session(self.rubric, day)
        labels = self.rubric.identification
        for name in ("session", "centre", "date"):
            relabel(self.query_one(f"#{name}"), getattr(labels, name))

    def _day(self) -> str:
        """Return the date that is typed; while it is none, the one the form began with."""
        try:
            return parse_date(self.value("date"))
        except InputError:
            return self.service.sitting.date or time.strftime("%Y-%m-%d")

    def ready(self) -> None:
        self._seen = self.service.sitting
        self._worded = self.service.rubric
        self._changes = MemberChange(self, 0), MemberChange(self, 1)
        super().ready()
        self.watch(self.query_one("#capacity2", Choice), "index", self._offer_trade)
        self.watch(self.query_one("#rubric", Choice), "index", self._word_for_grid)
        if not self.service.sitting.is_set_up:
            self.query_one("#centre").focus()
            if not self._notice.text:
                self.notice(
                    f"Nouvelle séance : complétez l’identification, puis {key('save')} ; "
                    f"{key('model')} reprend celle d’une autre."
                )

    def _offer_trade(self) -> None:
        """Only a professional has a fonction and an entreprise on the form."""
        teacher = self.value("capacity2") == Capacity.TEACHER
        for name in ("function2", "company2"):
            offer(self.query_one(f"#{name}"), when=not teacher)

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

    def _bands(self) -> tuple[NoteBand, ...]:
        """Return the plages that were typed; an empty field is none.

        Raises:
            InputError: one that is no plage.
        """
        rubric = self.rubric
        # A grid with more levels than the one on the form has its other plages set later.
        typed = {
            level: self.value(f"band{level.number}").strip()
            for level in rubric.levels
            if level.number in self.service.rubric.level_numbers
        }
        return tuple(
            NoteBand(level.number, *parse_band(text, rubric.note, _band_label(level)))
            for level, text in typed.items()
            if text
        )

    def _replacements(self, members: tuple[Juror, Juror]) -> tuple[ReplaceMember, ...]:
        """Return who sits instead of a member from an hour on.

        Raises:
            InputError: a new name of which it is open what it means, or an hour that cannot be taken.
        """
        date = self.service.sitting.date
        changes = (
            change.replacement(member, date)
            for change, member in zip(self._changes, members, strict=True)
        )
        return tuple(change for change in changes if change is not None)

    def action_save(self) -> None:
        sitting, members = self.service.sitting, self._members()
        try:
            replaced = self._replacements(members)
            before = with_leaving(Commission(members), sitting.commission, replaced)
            set_up = SetUp(
                self.value("session"),
                self.value("centre"),
                self.value("date"),
                before,
                sitting.demonstration,
                self.rubric.id,
            )
            # Judged before what stands below: faults are told in the fields' order.
            dated = apply(sitting, set_up)
            for change in replaced:
                dated = apply(dated, change)
            bands = self._bands()
            retention = SetRetention(self.value("keep"))
            kept = apply(dated, retention).keep_until
        except E33Error as error:
            self.refuse(error)
            return
        commands: list[SittingCommand] = [set_up, *replaced]
        if bands != sitting.bands:
            commands.append(SetBands(bands))
        if kept != sitting.keep_until:
            commands.append(retention)
        remarks = (
            *told(replaced, sitting.commission),
            *_trade_remarks(dated.commission),
            *band_remarks(bands, self.rubric),
        )
        said = " ".join(("Séance enregistrée.", *remarks))
        self.change_sitting(
            lambda: self.service.change(*commands, seen=self._seen), lambda: self.taken(said)
        )

    def refuse(self, error: E33Error) -> None:
        super().refuse(in_words_of(error, self.rubric))
        for change in self._changes:
            change.go_to(error)

    def action_model(self) -> None:
        """Fill the form from a previous séance."""
        from e33tui.screens.model import take_model

        self.run_worker(take_model(self), exclusive=True)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        # Before the séance is set up there is nothing to go back to; afterwards it has its own.
        if action == "model":
            return not self.service.sitting.is_set_up
        return self.service.sitting.is_set_up if action == "back" else True
