"""Identification: the form's fields, prefilled; identity checked and émargement signed by one key."""

from __future__ import annotations

from dataclasses import replace

from textual.app import ComposeResult
from textual.widgets import Static

from e33tui.actions import Place
from e33tui.domain.clock import minutes_seconds
from e33tui.domain.commands import Arrive, Identify, MarkAbsent, UnmarkAbsent
from e33tui.domain.errors import E33Error
from e33tui.domain.identity import NUMBER_LIMIT, Candidate, french_date
from e33tui.domain.passage import Step
from e33tui.screens.base import bindings
from e33tui.screens.desk_screen import DeskScreen
from e33tui.screens.fields import LineInput, Refused
from e33tui.screens.form import labelled
from e33tui.screens.view import STRONG, lines, say

_FIELDS = {"number": "number", "surname": "surname", "given": "given_name"}
"""The fields by name, in the order of :class:`Candidate`, and the attribute that each corrects."""
DRAFT = "id:"
"""Begins the draft of a field that is being corrected, such as ``id:surname``."""


class IdentificationScreen(DeskScreen):
    """Who is examined, by whom."""

    TITLE = "identification"
    PLACE = Place.IDENTIFICATION
    STEP = Step.IDENTIFICATION
    BINDINGS = bindings(Place.IDENTIFICATION)

    def body(self) -> ComposeResult:
        who = self.state.identification
        labels = self.service.rubric.identification
        yield Static(say("Identification", STRONG), classes="text")
        for label, value in (
            (labels.session, who.session),
            (labels.centre, who.centre),
            (labels.date, french_date(who.date)),
        ):
            yield labelled(label, Static(say(value)))
        begun = {name: self._begun(name) for name in _FIELDS}
        yield labelled("Nom", LineInput(begun["surname"], name="surname", field="Nom"))
        yield labelled("Prénom", LineInput(begun["given"], name="given", field="Prénom"))
        yield labelled(
            "Numéro",
            LineInput(begun["number"], name="number", field="Numéro", limit=NUMBER_LIMIT),
        )
        yield Static(say("Commission", STRONG), classes="text gap")
        members = [say(member.described) for member in who.commission.members]
        yield Static(lines(members), classes="text")
        yield Static("", id="presence", classes="text gap")

    def _committed(self, name: str) -> str:
        return str(getattr(self.state.identification.candidate, _FIELDS[name]))

    def _begun(self, name: str) -> str:
        """Return what was being typed in a field when the program was cut short, or its value."""
        draft = None if self.state.locked else self.desk.draft(DRAFT + name)
        return self._committed(name) if draft is None else draft

    def ready(self) -> None:
        for field in self.query(LineInput):
            field.disabled = self.state.locked or self.desk.read_only

    def show_body(self) -> None:
        state = self.state
        words = f"Présence : {state.presence}"
        extra = state.accommodation
        if extra.presentation or extra.interview:
            words += (
                f"  ·  aménagement : + {minutes_seconds(extra.presentation * 1000)} et "
                f"+ {minutes_seconds(extra.interview * 1000)}"
            )
        if state.mentions:
            words += f"  ·  {', '.join(state.mentions)}"
        self.query_one("#presence", Static).update(say(words))

    def labels(self) -> dict[str, str]:
        absent = "annuler l’absence" if self.state.absent else "absent"
        done = "suite" if self.state.arrived else "identité vérifiée, émargement signé"
        return {"absent": absent, "next": done}

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "absent":
            return self.state.gate is None and not self.state.locked
        if action == "no_identity":
            return not self.state.absent and self.state.arrived is None
        if action == "next":
            return not self.state.absent
        return super().check_action(action, parameters)

    def on_input_changed(self, event: LineInput.Changed) -> None:
        name = event.input.id or ""
        typed = None if event.value == self._committed(name) else event.value
        self.e33.keep_draft(DRAFT + name, typed)

    def on_input_submitted(self, event: LineInput.Submitted) -> None:
        event.stop()
        self.focus_next()

    def on_refused(self, event: Refused) -> None:
        self.refuse(event.error)

    def _corrected(self) -> bool:
        """Take what was corrected in the fields; ``False`` when it was refused."""
        typed = Candidate(*(self.query_one(f"#{name}", LineInput).value for name in _FIELDS))
        who = self.state.identification
        if typed == who.candidate:
            return True
        try:
            self.service.check_number(self.desk.id, typed.number)
        except E33Error as error:
            self.refuse(error)
            return False
        if not self.do(Identify(replace(who, candidate=typed))):
            return False
        for name in _FIELDS:
            self.e33.keep_draft(DRAFT + name, None)
        return True

    def action_next(self) -> None:
        if self._corrected() and (self.state.arrived or self.do(Arrive())):
            self.go_after()

    def action_no_identity(self) -> None:
        if self._corrected() and self.do(Arrive(identity_shown=False)):
            self.go_after()

    def action_absent(self) -> None:
        if self.state.absent:
            self.do(UnmarkAbsent())
            return
        if self._corrected() and self.do(MarkAbsent()):
            self.e33.go_home(f"{self.state.identification.candidate.full_name} : absent.")

    def action_back(self) -> None:
        if self.state.locked or self._corrected():
            super().action_back()

    def action_home(self) -> None:
        if self.state.locked or self._corrected():
            super().action_home()

    def action_undo(self) -> None:
        super().action_undo()
        for name in _FIELDS:
            self.query_one(f"#{name}", LineInput).value = self._committed(name)
