"""Identification: the form's fields, prefilled; identity checked and émargement signed by one key."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import ClassVar

from textual.binding import BindingType
from textual.widget import Widget
from textual.widgets import Static

from e33tui.actions import Place
from e33tui.domain.clock import PartStatus
from e33tui.domain.commands import Accommodate, Arrive, Identify, MarkAbsent, UnmarkAbsent
from e33tui.domain.errors import E33Error
from e33tui.domain.identity import (
    NUMBER_LIMIT,
    Accommodation,
    Candidate,
    Commission,
    check_candidate,
    french_date,
)
from e33tui.domain.passage import Presence, Progress, Step
from e33tui.keymap import key
from e33tui.screens.base import bindings
from e33tui.screens.day_view import arrival_text, beside, lost_text, presence_symbol
from e33tui.screens.desk_screen import DeskScreen
from e33tui.screens.extra_time import (
    CHOICE,
    MEASURES,
    extra_rows,
    follow_choice,
    read_extra,
    written,
)
from e33tui.screens.fields import Choice, LineInput
from e33tui.screens.form import FORM_KEYS, WithRows, labelled, offer
from e33tui.screens.in_thread import in_thread
from e33tui.screens.keybar import Labels
from e33tui.screens.view import STRONG, lines, say
from e33tui.signs import SEPARATOR

_WHO = {"number": "number", "surname": "surname", "given": "given_name"}
"""The fields by name, in the order of :class:`Candidate`, and the attribute that each corrects."""
_COMMISSION = "commission"
_OWN, _PRESENT = "own", "present"
_COMMISSIONS = ((_OWN, "celle de ce passage"), (_PRESENT, "celle de la séance"))
_FIELDS = (*_WHO, CHOICE, *MEASURES, _COMMISSION)
DRAFT = "id:"
"""Begins the draft of a field that is being corrected, such as ``id:surname``."""
TAKEN_ELSEWHERE = "! {} Corrigez l’un des deux sur son écran d’identification."
KEPT = "! Correction gardée, pas encore enregistrée. "
CHANGED = "La commission a changé depuis : celle de la séance examinera, sauf choix contraire ici."


class IdentificationScreen(WithRows, DeskScreen):
    """Who is examined, by whom."""

    TITLE = "identification"
    PLACE = Place.IDENTIFICATION
    STEP = Step.IDENTIFICATION
    HINT = "Vérifiez identité et émargement, puis {next}."
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.IDENTIFICATION), *FORM_KEYS]

    def rows(self) -> Iterable[Widget]:
        who, rubric = self.state.identification, self.service.rubric
        labels = rubric.identification
        yield Static("", id="presence", classes="text")
        for label, value in (
            (labels.session, who.session),
            (labels.centre, who.centre),
            (labels.date, french_date(who.date)),
        ):
            yield labelled(label, Static(say(value)))
        self._present = self.service.sitting.commission
        begun = self._begun()
        yield labelled("Nom", LineInput(begun["surname"], name="surname", field="Nom"))
        yield labelled("Prénom", LineInput(begun["given"], name="given", field="Prénom"))
        yield labelled(
            "Numéro",
            LineInput(begun["number"], name="number", field="Numéro", limit=NUMBER_LIMIT),
        )
        yield from extra_rows(rubric, begun)
        yield Static(say("Commission", STRONG), classes="text gap")
        yield labelled("  Qui examine", Choice(_COMMISSIONS, begun[_COMMISSION], name=_COMMISSION))
        yield Static("", id="members", classes="text")

    @property
    def _may_change(self) -> bool:
        """Whether another commission sits now than this passage has, which may take it."""
        return self.writable and self.state.commission != self._present

    def _committed(self) -> dict[str, str]:
        who = self.state.identification.candidate
        names = {name: str(getattr(who, attribute)) for name, attribute in _WHO.items()}
        extra = written(self.service.rubric, self.state.accommodation)
        return {**names, **extra, _COMMISSION: _OWN}

    def _begun(self) -> dict[str, str]:
        """Return what the fields show: what was being typed when one left, or what is committed."""
        committed = self._committed()
        if self.state.locked:
            return committed
        to_come = self.state.progress is Progress.TO_COME and self.state.gate is None
        if self._may_change and to_come:
            # Whoever sits now will examine; the members who left have not.
            committed[_COMMISSION] = _PRESENT
        drafts = {name: self.desk.draft(DRAFT + name) for name in _FIELDS}
        typed = {name: text for name, text in drafts.items() if text is not None}
        return {**committed, **typed}

    def ready(self) -> None:
        follow_choice(self)
        for field in self.query("LineInput, Choice") if not self.writable else ():
            field.disabled = True
        choice = self.query_one(f"#{_COMMISSION}", Choice)
        self.watch(choice, "index", self._show_members, init=False)
        if choice.value == _PRESENT and not self._notice.text:
            self.notice(CHANGED)

    def _show_members(self) -> None:
        offer(self.query_one(f"#{_COMMISSION}"), when=self._may_change)
        members = self._chosen().members
        self.query_one("#members", Static).update(lines(say(each.described) for each in members))

    def _chosen(self) -> Commission:
        """Return who examines, as the form says now."""
        present = self._typed(_COMMISSION) == _PRESENT
        return self._present if present else self.state.commission

    def hint(self) -> None:
        # Come back to, it would be spent on what has been done already.
        if self.state.presence is Presence.EXPECTED:
            super().hint()

    def show_body(self) -> None:
        state = self.state
        said = [beside(presence_symbol(state.presence), arrival_text(state)), *state.mentions]
        said += lost_text(state.identification.candidate)
        if state.presence is Presence.EXPECTED:
            said.append(f"{key('next')} : identité vérifiée, émargement signé")
        self.query_one("#presence", Static).update(say(str(SEPARATOR).join(said)))
        self._show_members()

    def labels(self) -> Labels:
        state = self.state
        shown = ("sans pièce d’identité", "sans pièce")
        if state.arrived and not state.identity_shown:
            shown = ("pièce présentée", "pièce")
        signed = ("identité vérifiée, émargement signé", "émargement")
        return {
            "absent": "annuler l’absence" if state.absent else "absent",
            "next": "suite" if self._is_settled() else signed,
            "no_identity": shown,
        }

    def can(self, action: str) -> bool:
        state = self.state
        match action:
            case "absent":
                # After the clôture no oral is held any more that an absence could give way to.
                return state.gate is None and state.ending is None and not state.closed
            case "no_identity":
                waiting = state.presentation.status is PartStatus.WAITING and not state.ending
                return waiting and not state.absent
            case "next":
                if self.writable and state.closed:
                    return True
                return not state.absent and (self.writable or state.arrived is not None)
        return super().can(action)

    # -- Fields ---------------------------------------------------------------------------------

    def _typed(self, name: str) -> str:
        field = self.query_one(f"#{name}")
        assert isinstance(field, Choice | LineInput)
        return field.value

    def _put(self, name: str, value: str) -> None:
        field = self.query_one(f"#{name}")
        if isinstance(field, Choice):
            field.choose(value)
        elif isinstance(field, LineInput):
            field.value = value
        self._keep(name)

    def _keep(self, name: str) -> None:
        """Keep what stands in a field as a draft, as long as it is not what is committed."""
        typed = self._typed(name)
        self.keep_draft(DRAFT + name, None if typed == self._committed()[name] else typed)

    def on_input_changed(self, event: LineInput.Changed) -> None:
        self._keep(event.input.id or "")

    def on_choice_changed(self, event: Choice.Changed) -> None:
        self._keep(event.choice.id or "")

    def keep_entry(self) -> None:
        for name in self._committed():
            self._keep(name)

    def take_entry(self) -> bool:
        """Take what was corrected in the fields; ``False`` when it was refused."""
        if not self.writable:
            return True
        who = self.state.identification
        typed = Candidate(*(self._typed(name) for name in _WHO))
        try:
            extra = self._judge(typed)
        except E33Error as error:
            self.refuse(error)
            return False
        wanted = replace(who, candidate=typed, commission=self._chosen())
        if wanted != who:
            if not self.do(Identify(wanted)):
                return False
            if typed.number != who.candidate.number:
                # Not this screen's, which may be left before the disk has answered.
                self.e33.run_worker(self._check_elsewhere(typed.number))
        if extra != self.state.accommodation and not self.do(Accommodate(extra)):
            return False
        for name, value in self._committed().items():
            self._put(name, value)
        return True

    def settle_entry(self) -> str:
        return "" if self.take_entry() else KEPT + self._notice.text.removeprefix("! ")

    def _judge(self, typed: Candidate) -> Accommodation:
        """Tell the first fault in the order of the fields, or return the extra time."""
        if typed != self.state.identification.candidate:
            check_candidate(typed.number, typed.surname, typed.given_name)
            self.service.changes.check_number(self.desk.id, typed.number)
        return read_extra(self, self.service.rubric, self.state.accommodation)

    async def _check_elsewhere(self, number: str) -> None:
        """Tell of a number that another terminal has just given to somebody else."""
        await in_thread(self.service.rows)
        try:
            self.service.changes.check_number(self.desk.id, number)
        except E33Error as error:
            self.e33.notice(TAKEN_ELSEWHERE.format(error.message), warning=True)

    # -- Keys -----------------------------------------------------------------------------------

    def action_next(self) -> None:
        if self.take_entry() and (self._is_settled() or self.do(Arrive())):
            self.go_after()

    def _is_settled(self) -> bool:
        """Whether the candidate has come, or is not expected any more: the séance is closed."""
        return self.state.arrived is not None or (self.state.closed and self.state.absent)

    def action_no_identity(self) -> None:
        """Arrive without an identity document; after the arrival, say whether there was one."""
        if not self.take_entry():
            return
        if self.state.arrived:
            self.do(Arrive(identity_shown=not self.state.identity_shown))
        elif self.do(Arrive(identity_shown=False)):
            self.go_after()

    def action_absent(self) -> None:
        if self.state.absent:
            self.do(UnmarkAbsent())
        elif self.take_entry() and self.do(MarkAbsent()):
            who = self.state.identification.candidate.full_name
            way_back = f"{key('absent')} sur sa ligne annule l’absence."
            self.e33.ways.go_home(f"{who} : absent. {way_back}", onward=True)

    def action_undo(self) -> None:
        """Give a field its committed text back; else take back the last change."""
        committed = self._committed()
        typed = {name for name in _FIELDS if self._typed(name) != committed[name]}
        here = self.focused.id if self.focused else None
        if here in typed:
            self._put(here, committed[here])
            self.notice("Saisie annulée : le champ est comme avant.")
            return
        super().action_undo()
        for name, value in self._committed().items():
            if name not in typed:
                self._put(name, value)
