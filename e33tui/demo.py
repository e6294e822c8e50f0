"""The demonstration séance: fictitious candidates at every stage of a day.

A practice séance has the same commission and candidates, none of whom has begun.

Either is made with the program's own commands on a clock of its own, in a folder beside its final
place, and moved there whole: it is complete or is not there.
"""

from __future__ import annotations

import contextlib
import shutil
import tempfile
import time
from pathlib import Path

from e33tui import rubric
from e33tui.domain.clock import Instant
from e33tui.domain.commands import (
    AddRemark,
    AnswerGate,
    Arrive,
    CandidateLeft,
    EndPart,
    PausePart,
    PlaceLevel,
    PlaceProfile,
    SetNote,
    StartPart,
    WriteText,
)
from e33tui.domain.errors import StoreError
from e33tui.domain.identity import Accommodation, Candidate, Capacity, Commission, Juror
from e33tui.domain.note import NoteBand
from e33tui.domain.passage import GateAnswer
from e33tui.domain.remark import Mark, PartId
from e33tui.domain.sitting_commands import AddCandidate, SetBands, SetUp
from e33tui.persistence.errors import explain
from e33tui.persistence.files import make_folder
from e33tui.service import Service
from e33tui.service.desk import Desk
from e33tui.store import Store, new_passage_id
from e33tui.system_clock import SystemClock

COMMISSION = Commission(
    (
        Juror("Mme", "Le Goff", Capacity.TEACHER),
        Juror("M.", "Benali", Capacity.PROFESSIONAL, "Directeur de magasin", "Atelier du Cycle"),
    )
)
_ROSTER = (
    ("0260017", "ABADIE", "Camille"),
    ("0260023", "BERNARD-NGUYỄN", "Noé"),
    ("0260031", "D’ALMEIDA", "Inès"),
    ("0260044", "KOWALSKI", "Łukasz"),
    ("0260052", "MARTIN", "Zoé"),
    ("0260068", "ŒUVRARD", "Théo"),
)
_CALLED = (0, 45, 75, 190, 245, 300)
"""Minutes after the morning's beginning at which each is summoned; the third came a little late."""
_BANDS = (NoteBand(1, 0, 15), NoteBand(2, 16, 23), NoteBand(3, 24, 31), NoteBand(4, 32, 40))
_THIRD = Accommodation(5 * 60, 8 * 60 + 20)
_REMARKS = (
    ("c1", Mark.PLUS, "enquête clients et fichier caisse croisés, données de l’année"),
    ("c3", Mark.PLUS, "carte de fidélité déjà testée en PFMP 5"),
    ("c3", Mark.QUESTION, "coût de l’action ?"),
    ("c4", Mark.NEUTRAL, "SMS et affichage, rien sur les réseaux"),
    ("c6", Mark.MINUS, "vente au rebond citée, pas provoquée"),
    ("c8", Mark.PLUS, "panier moyen et taux de retour comparés avant / après"),
    ("c10", Mark.NEUTRAL, "clair, regarde ses diapositives"),
)
_TEXTS = {
    "traiter": "Les sources sont variées et datées ; les sollicitations sont traitées avec soin "
    "et la contribution de la candidate est clairement expliquée.",
    "contribuer": "Les outils choisis conviennent à la clientèle du magasin. La complémentarité "
    "entre SMS et affichage reste à approfondir.",
    "evaluer": "Le bilan s’appuie sur deux indicateurs commerciaux pertinents ; les améliorations "
    "proposées en découlent.",
    "communiquer": "Exposé structuré, vocabulaire professionnel, écoute réelle des questions.",
    "appraisal": "Une action de fidélisation bien choisie et réellement menée. La candidate sait "
    "ce qu’elle a fait et pourquoi. L’analyse des ventes au rebond gagnerait à être poussée.",
}


class _DayClock:
    """A clock that the demonstration moves: the morning that led to now."""

    def __init__(self, now: Instant, seconds_ago: int) -> None:
        ago = seconds_ago * 1000
        self._at = Instant(now.boot, now.ticks - ago, now.wall - ago)

    def now(self) -> Instant:
        return self._at

    def advance(self, seconds: int) -> None:
        step = seconds * 1000
        self._at = Instant(self._at.boot, self._at.ticks + step, self._at.wall + step)


def prepare(folder: Path, now: Instant | None = None, *, practice: bool = False) -> None:
    """Write the demonstration séance into ``folder``, or leave the one that is there.

    Args:
        folder: the séance's folder.
        now: the moment that its morning led to; the present one by default.
        practice: write the practice séance instead.

    Raises:
        StoreError: something else is in the way, or the folder cannot be written.
    """
    folder = folder.absolute()
    if not _is_free(folder):
        _check_existing(folder, practice)
        return
    try:
        make_folder(folder.parent)
        work = Path(tempfile.mkdtemp(prefix=".e33tui-demo-", dir=folder.parent))
    except (OSError, StoreError) as error:
        raise StoreError(
            folder, f"Le dossier {folder.parent} ne peut pas être écrit. Choisissez-en un autre."
        ) from error
    try:
        write = _write_practice if practice else _write
        write(work, now or SystemClock().now())
        with contextlib.suppress(FileNotFoundError):
            folder.rmdir()
        work.rename(folder)
    except OSError as error:
        raise StoreError(
            folder, f"La démonstration n’a pas pu être écrite dans {folder}."
        ) from error
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _is_free(folder: Path) -> bool:
    """Tell whether a folder is empty or missing.

    Raises:
        StoreError: it cannot be looked at.
    """
    try:
        folder.stat()
        return folder.is_dir() and not any(folder.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError as error:
        raise explain(error, folder, "ouvert") from error


def _check_existing(folder: Path, practice: bool) -> None:
    """Refuse a folder that holds anything else than what is to be written."""
    wanted = "un entraînement" if practice else "une démonstration"
    in_the_way = StoreError(
        folder,
        f"Le dossier {folder} contient autre chose qu’{wanted} : rien n’y a été écrit. "
        "Choisissez un autre dossier.",
    )
    try:
        store = Store.open(folder)
    except StoreError:
        raise in_the_way from None
    try:
        service = Service(store, rubric.load(), SystemClock())
        if not service.sitting.demonstration or service.is_practice != practice:
            raise in_the_way
    finally:
        store.close(1.0)


def _write(folder: Path, now: Instant) -> None:
    clock = _DayClock(now, 3 * 3600)
    service = Service(Store.open(folder, create=True), rubric.load(), clock)
    try:
        passages = [new_passage_id() for _ in _ROSTER]
        service.change(
            _set_up(service, now),
            SetBands(_BANDS),
            *(
                AddCandidate(
                    passage,
                    Candidate(*who),
                    _THIRD if place == 3 else Accommodation(),
                    _hour(clock.now().wall, _CALLED[place]),
                )
                for place, (passage, who) in enumerate(zip(passages, _ROSTER, strict=True))
            ),
        )
        _locked(service, passages[0], clock)
        _to_write(service, passages[1], clock)
        _in_interview(service, passages[2], clock)
    finally:
        service.close(60)


def _write_practice(folder: Path, now: Instant) -> None:
    """Write a séance whose candidates are all to come: one a practice, and no hour to be late for."""
    service = Service(
        Store.open(folder, create=True), rubric.shipped(rubric.PRACTICE), _DayClock(now, 0)
    )
    try:
        service.change(
            _set_up(service, now),
            *(AddCandidate(new_passage_id(), Candidate(*who)) for who in _ROSTER),
        )
    finally:
        service.close(60)


def _set_up(service: Service, now: Instant) -> SetUp:
    day = time.strftime("%Y-%m-%d", time.localtime(now.wall // 1000))
    centre = "Lycée des Métiers (fictif)"
    return SetUp(day[:4], centre, day, COMMISSION, demonstration=True, rubric=service.rubric.id)


def _hour(wall: int, minutes: int) -> str:
    """Return the hour that begins so many minutes after a wall time, down to five minutes."""
    step = 5 * 60
    seconds = (wall // 1000 + minutes * 60) // step * step
    return time.strftime("%H:%M", time.localtime(seconds))


def _present(desk: Desk, clock: _DayClock) -> None:
    """Identity, gate, presentation with its observations."""
    desk.do(Arrive())
    desk.do(AnswerGate(GateAnswer.OPEN))
    clock.advance(60)
    desk.do(StartPart(PartId.PRESENTATION))
    for criterion, mark, text in _REMARKS[:4]:
        clock.advance(150)
        desk.do(AddRemark(text, mark, criterion))
    clock.advance(210)
    desk.do(EndPart(PartId.PRESENTATION))


def _interview(desk: Desk, clock: _DayClock) -> None:
    """Start the interview and make its observations."""
    clock.advance(45)
    desk.do(StartPart(PartId.INTERVIEW))
    for criterion, mark, text in _REMARKS[4:]:
        clock.advance(200)
        desk.do(AddRemark(text, mark, criterion))


def _locked(service: Service, passage: str, clock: _DayClock) -> None:
    desk = service.open(passage)
    _present(desk, clock)
    _interview(desk, clock)
    clock.advance(15 * 60)
    desk.do(EndPart(PartId.INTERVIEW))
    desk.do(CandidateLeft())
    for place, criterion in enumerate(service.rubric.criteria):
        desk.do(PlaceLevel(criterion.id, 4 if place in (0, 7) else 2 if place == 5 else 3))
    desk.do(PlaceProfile(3))
    desk.do(SetNote(29))
    for text_id, text in _TEXTS.items():
        desk.do(WriteText(text_id, text))
    clock.advance(6 * 60)
    desk.lock().result()
    desk.leave()
    service.exports.verso_or_page(passage)


def _to_write(service: Service, passage: str, clock: _DayClock) -> None:
    desk = service.open(passage)
    _present(desk, clock)
    _interview(desk, clock)
    clock.advance(16 * 60)
    desk.do(EndPart(PartId.INTERVIEW))
    desk.do(CandidateLeft())
    for criterion in service.rubric.criteria[:6]:
        desk.do(PlaceLevel(criterion.id, 3))
    desk.leave()


def _in_interview(service: Service, passage: str, clock: _DayClock) -> None:
    desk = service.open(passage)
    _present(desk, clock)
    _interview(desk, clock)
    clock.advance(30)
    desk.do(PausePart(PartId.INTERVIEW))
    desk.leave()
