"""The purge of a séance's observations alone: they go, and all the rest stays (design rule 15).

An oral that is on is left alone, and so is a passage that another terminal writes: what they need
is still in use. They are told, so that the same command takes them later.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from e33tui.domain.commands import AddRemark
from e33tui.domain.errors import StoreError
from e33tui.domain.journal import holds_remark
from e33tui.domain.passage import Passage, Progress
from e33tui.domain.rubric import Rubric
from e33tui.persistence.purge_entry import OBSERVATIONS
from e33tui.service.day import read_journal
from e33tui.service.draft import REMARK
from e33tui.store import HeldElsewhere, Row, Store

if TYPE_CHECKING:
    from e33tui.service.desk import Desk

ORAL = "un oral est en cours : ses observations servent encore."
NOT_SEALED = "une version verrouillée attend son scellement : ouvrez le passage, puis recommencez."
NOT_SAVED = "son enregistrement échoue. Vérifiez le disque, puis recommencez."


@dataclass(frozen=True)
class Found:
    """What one passage holds of observations.

    Attributes:
        passage: the passage's opaque id.
        remarks: how many observations its record has, those deleted and undone included.
        copies: whether a copy, a draft or a file set aside may hold some too.
        locked: whether the passage is locked.
        kept: why they must stay for now, the end of a French sentence; empty when they may go.
    """

    passage: str
    remarks: int = 0
    copies: bool = False
    locked: bool = False
    kept: str = ""

    @property
    def to_erase(self) -> bool:
        """Whether there is something to be erased, now or later."""
        return bool(self.remarks or self.copies or self.kept)


def survey(store: Store, rubric: Rubric) -> tuple[Found, ...]:
    """Return what the passages hold, those that hold nothing left out; nothing is changed.

    Raises:
        StoreError: the folder of the passages cannot be read.
    """
    found = (_look(store, rubric, passage) for passage in sorted(store.passages.ids()))
    return tuple(each for each in found if each.to_erase)


def _look(store: Store, rubric: Rubric, passage: str) -> Found:
    try:
        journal, _ = read_journal(store, rubric, passage)
        rows = store.passages.read(passage).lines
    except StoreError as error:
        return Found(passage, kept=error.message)
    state = journal.state
    remarks = sum(row.get("do") == AddRemark.do and holds_remark(row) for row in rows)
    # Undone or deleted ones may have their text in another line than the one that made them.
    copies = _may_hold(rows) or _copies_may_hold(store, passage)
    found = Found(passage, remarks, copies, state.locked)
    if not found.to_erase:
        return found
    return replace(found, kept=_kept(store, passage, state))


def _kept(store: Store, passage: str, state: Passage) -> str:
    """Return why a passage's observations must stay for now, empty when they may go."""
    holder = store.ownership.holder(passage)
    if holder is not None:
        return HeldElsewhere(store.passages.path(passage), holder).message
    return ORAL if state.progress is Progress.IN_PROGRESS else ""


def _may_hold(rows: Iterable[Row]) -> bool:
    return any(holds_remark(row) for row in rows)


def _copies_may_hold(store: Store, passage: str) -> bool:
    """Tell whether anything beside the record may hold an observation; what cannot be read may."""
    if store.passages.set_aside_of(passage) or store.passages.older_copies(passage):
        return True
    try:
        previous = store.passages.previous(passage)
        texts = store.passages.draft(passage).get("texts", {})
        return _may_hold(previous.lines if previous else ()) or any(
            str(name).startswith(REMARK) for name in texts
        )
    except (StoreError, AttributeError, TypeError):
        return True


def erase(
    store: Store,
    found: Sequence[Found],
    open_passage: Callable[[str], Desk],
    wall_ms: int,
) -> dict[str, str]:
    """Erase what may be erased; done again after a crash, it is completed.

    The register's entry comes first. Seals that a crash kept from being registered are completed
    before: without the observations their bytes could not be made again.

    Args:
        store: the séance's folder.
        found: what :func:`survey` found.
        open_passage: puts a passage on a desk.
        wall_ms: the present moment of the wall clock.

    Returns:
        why something is left, by passage, as :attr:`Found.kept`.

    Raises:
        StoreError: the register cannot be written; nothing was erased.
    """
    erasable = [each for each in found if not each.kept]
    left = {each.passage: each.kept for each in found if each.kept}
    if not erasable:
        return left
    extra: dict[str, int | str] = {
        "scope": OBSERVATIONS,
        "passages": len(erasable),
        "observations": sum(each.remarks for each in erasable),
    }
    store.register.append("purge", at=wall_ms, extra=extra)
    for each in erasable:
        why = _erase_one(each.passage, open_passage)
        if why:
            left[each.passage] = why
    return left


def _erase_one(passage: str, open_passage: Callable[[str], Desk]) -> str:
    """Erase the observations of one passage; return why that could not be, empty once done."""
    try:
        desk = open_passage(passage)
    except StoreError as error:
        return error.message
    why = ""
    if desk.state.progress is Progress.IN_PROGRESS:
        why = ORAL
    elif desk.state.versions and not desk.is_sealed():
        why = NOT_SEALED
    else:
        desk.forget_remarks()
    saved = desk.leave()
    if why or saved:
        return why
    failing = desk.save_status().error
    return failing.message if failing else NOT_SAVED
