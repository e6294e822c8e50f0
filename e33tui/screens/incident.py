"""What happens beside an oral: its kind by one letter, then a line; no clock stops (rule 14)."""

from __future__ import annotations

from e33tui.actions import Place
from e33tui.domain.clock import Instant, between, clock_time
from e33tui.domain.commands import Countersign, RecordIncident, StateCandidate, StateMember
from e33tui.domain.incident import KIND_WORDS, Incident, IncidentKind
from e33tui.keymap import key, undoes
from e33tui.screens.desk_screen import DeskScreen
from e33tui.screens.dialogs import Ask, Menu
from e33tui.screens.view import shorten

BESIDE = RecordIncident | StateMember | StateCandidate | Countersign
"""What is recorded beside an oral: also where nothing else is taken back, as it is out of sight."""
DRAFT = "ask:incident"
_REPORT = "report"
_LETTERS = {
    IncidentKind.TECHNICAL: "t",
    IncidentKind.HEALTH: "s",
    IncidentKind.OTHER: "a",
    IncidentKind.FRAUD: "f",
}
_ASKED = {
    IncidentKind.TECHNICAL: "Ce qui ne marche pas, et ce qui a été fait. L’horloge continue.",
    IncidentKind.HEALTH: "Le fait seul, comme « sorti de la salle, revenu » : jamais de diagnostic, "
    "de maladie ni de traitement. L’horloge continue.",
    IncidentKind.OTHER: "Les faits seulement. L’horloge continue.",
    IncidentKind.FRAUD: "Ce qui a été vu, sans en conclure. L’oral continue ; d’autres faits peuvent "
    "suivre, puis le procès-verbal.",
}
LATEST = 3
"""How many of the incidents already recorded are shown."""
WIDTH = 52
"""Columns of a line in a question."""


async def record_incident(screen: DeskScreen) -> None:
    """Ask for the kind, then for the line; or lead to the procès-verbal that has been begun."""
    asked = screen.desk.now()
    report = ((_REPORT, "p", "procès-verbal : déclarations, contreseing"),)
    options = (
        ("", "n", "rien à noter"),
        *((kind.value, _LETTERS[kind], _choice(kind)) for kind in IncidentKind),
        *(report if screen.state.suspects_fraud else ()),
    )
    answer = await screen.app.push_screen_wait(Menu("Incident", options, _already(screen)))
    if answer == _REPORT:
        open_fraud_report(screen)
    elif answer:
        await record(screen, IncidentKind(answer), asked)


def _choice(kind: IncidentKind) -> str:
    return "santé, sans diagnostic" if kind is IncidentKind.HEALTH else KIND_WORDS[kind]


def _already(screen: DeskScreen) -> str:
    return "\n".join(_line(one) for one in screen.state.incidents[-LATEST:])


def _line(incident: Incident) -> str:
    kind = f" {KIND_WORDS[incident.kind]} :" if incident.kind else ""
    return shorten(f"{clock_time(incident.at)}{kind} {incident.text}", WIDTH)


async def record(screen: DeskScreen, kind: IncidentKind, asked: Instant | None = None) -> None:
    """Ask what happened and record it, with the moment of the question."""
    asked = asked or screen.desk.now()
    field = "Faits" if kind is IncidentKind.FRAUD else "Incident"
    title = f"Incident : {KIND_WORDS[kind]}"
    text = await screen.app.push_screen_wait(Ask(title, field, _ASKED[kind], draft=DRAFT))
    if not text:
        return
    ago = between(asked, screen.desk.now())
    if not screen.do(RecordIncident(text, kind, ago)):
        # Refused, it is still to be given: the question asked again has it.
        screen.keep_draft(DRAFT, text)
        return
    at = clock_time(screen.state.incidents[-1].at)
    if kind is not IncidentKind.FRAUD:
        then = f" Fiche : {key('command_palette')}, « documents du passage »."
        screen.notice(f"Incident noté à {at}. {undoes()}.{then}")
    elif screen.PLACE is Place.FRAUD:
        screen.notice(f"Faits notés à {at}. {undoes()}.")
    else:
        then = f"{key('incident')} puis p : procès-verbal."
        screen.notice(f"Faits notés à {at}. {undoes()}. {then}")


def open_fraud_report(screen: DeskScreen) -> None:
    """Show the procès-verbal; from there one comes back to this screen."""
    from e33tui.screens.fraud import FraudScreen

    said = screen.settle_entry()
    report = FraudScreen(screen.desk, screen.step)
    screen.e33.ways.switch_to(report)
    if said:
        report.notice(said)
