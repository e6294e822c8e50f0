"""What a practice séance says to do next: one quiet line a screen, wherever nothing else is said.

It begins with the screen's own hint, and goes on with what that leaves for later.
"""

from __future__ import annotations

from e33tui.actions import Place
from e33tui.domain.clock import PartStatus
from e33tui.domain.passage import Passage, Progress
from e33tui.domain.remark import PartId
from e33tui.domain.walk import missing
from e33tui.keymap import fill
from e33tui.screens.base import PlaceScreen
from e33tui.screens.day_list import DayList
from e33tui.screens.desk_screen import DeskScreen
from e33tui.screens.part_screen import PartScreen

BEGIN = "Entraînement : {examine_next} ouvre le passage d’un candidat fictif."
RESUME = "{open} reprend le passage commencé, là où il en était."
OVER = "L’entraînement est terminé : {leave} quitte."
ARRIVAL = "Identité vérifiée, émargement signé : {next}. La dernière ligne dit les touches."
GATE = "Le candidat a ouvert sa présentation : réponse 1, puis {next}."
START = "{next} démarre l’horloge, réduite ici à quelques minutes."
MORE = "D’autres observations ; {levels} : un degré ; {next} : finir."
COVER = "{cover} mène à un critère à couvrir, {prompts} montre des relances. Notez les réponses."
ENDED = "Ce temps est terminé ; {next} : la suite."
OUT = "Le candidat sort, puis {next} ; {next_candidate} laisserait la fiche à rédiger."
NOTE = "Les croix y sont ; reste la note, que la commission choisit ({note} y mène)."
WRITE = "Croix et note y sont ; {next} : les textes."
WRITTEN = "Les textes y sont ; {next} : relire, puis verrouiller."
LOCK = "Seul ce texte est communicable. Verrouillé, il se rouvre jusqu’à la clôture."
DONE = "Seul ce verso se communique ; le jour venu, imprimez-le. Pour quitter : {leave}."

# In the touch layout: what there is to touch.
ARRIVAL_BY_FINGER = (
    "Identité vérifiée, émargement signé : {next}. « plus… » : toutes les commandes."
)
COVER_BY_FINGER = (
    "« relances » montre des questions à poser. Touchez un critère, notez les réponses."
)


def next_step(screen: PlaceScreen) -> str:
    """Return what to do next on a screen of a practice séance, one sentence; nothing where nothing is."""
    said: str | None = None
    if isinstance(screen, DayList):
        said = _of_day(screen)
    elif isinstance(screen, DeskScreen):
        state = screen.state
        if state.locked and not state.amending:
            said = DONE
        elif not screen.writable:
            return ""
        elif isinstance(screen, PartScreen):
            said = _of_part(state, screen.part)
        else:
            said = _of_step(screen.PLACE, state)
    if screen.touch and said:
        said = {ARRIVAL: ARRIVAL_BY_FINGER, COVER: COVER_BY_FINGER}.get(said, said)
    return fill(said) if said else screen.own_hint()


def _of_day(screen: DayList) -> str:
    row = screen.chosen()
    begun = row.passage.progress if row and row.passage else Progress.TO_COME
    if begun in (Progress.IN_PROGRESS, Progress.TO_WRITE):
        return RESUME
    if not screen.awaits:
        return OVER
    # By finger a candidate is touched: the screen's own hint.
    return "" if screen.touch else BEGIN


def _of_part(state: Passage, part: PartId) -> str:
    status = state.timing(part).status
    if status is PartStatus.WAITING:
        return START
    if status is PartStatus.ENDED:
        return ENDED
    if not state.remarks:
        # How an observation is typed: the screen's own hint.
        return ""
    if part is PartId.INTERVIEW and not any(each.part is part for each in state.remarks):
        return COVER
    return MORE


def _of_step(place: Place, state: Passage) -> str:
    owed = {item.id for item in missing(state) if item.step == place.value}
    if place is Place.PROFILE:
        return WRITE if not owed else NOTE if owed == {"note"} else ""
    if place is Place.APPRAISAL:
        return "" if owed else WRITTEN
    if place is Place.LOCK:
        return "" if missing(state) else LOCK
    return {
        Place.IDENTIFICATION: ARRIVAL,
        Place.GATE: GATE,
        Place.CANDIDATE_OUT: OUT,
    }.get(place, "")
