"""What a save of a passage is: its record, its draft, and the right to write them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Event
from typing import Any, cast

from e33tui.persistence.damage import remove_set_aside
from e33tui.persistence.drafts import DraftFile
from e33tui.persistence.errors import explain, shown
from e33tui.persistence.files import (
    SYSTEM,
    FileSystem,
    clean_temporaries,
    remove_name,
    temporaries_in,
)
from e33tui.persistence.jobs import Job
from e33tui.persistence.layout import PassageLayout
from e33tui.persistence.own_file import Tell, nobody
from e33tui.persistence.ownership import Held
from e33tui.persistence.passage_file import PassageFile, PassageRecord


@dataclass(frozen=True)
class PassageFiles:
    """The files of one held passage, kept open so that a save never parses them again."""

    record: PassageFile
    draft: DraftFile
    folder: Path
    fs: FileSystem = SYSTEM
    trouble: Event = field(default_factory=Event, compare=False)
    """Whether the last save did not end well, and may have left something behind."""
    tell: Tell = nobody
    told: list[str] = field(default_factory=list, compare=False)
    """What the save under way has to tell, which may not hold any more once it ends."""

    @classmethod
    def of(
        cls,
        layout: PassageLayout,
        passage_id: str,
        fs: FileSystem = SYSTEM,
        tell: Tell = nobody,
    ) -> PassageFiles:
        """Prepare the files under ``layout``; nothing is read or created yet."""
        told: list[str] = []
        record = PassageFile(layout.record, passage_id, fs, told.append)
        draft = DraftFile(layout, passage_id, fs, told.append)
        return cls(record, draft, layout.folder, fs, tell=tell, told=told)

    @contextmanager
    def saving(self) -> Iterator[None]:
        """Save here, after what an earlier save that failed could not take away itself."""
        if self.trouble.is_set():
            # Else a disk that fails for hours would be filled by what each try leaves.
            clean_temporaries(self.folder, self.fs)
        self.trouble.set()
        try:
            yield
        finally:
            while self.told:
                self.tell(self.told.pop(0))
        self.trouble.clear()

    def forget_leftovers(self) -> None:
        """Remove what failed saves left: it may hold what was erased.

        Raises:
            StoreError: it could not be removed.
        """
        try:
            left = temporaries_in(self.folder)
        except OSError as error:
            raise explain(error, self.folder, "lu") from error
        for path in left:
            remove_name(path, self.fs)

    def forget_set_aside(self) -> None:
        """Remove what was set aside, which may hold what was erased for good, and say so.

        Raises:
            StoreError: it could not be removed.
        """
        gone = remove_set_aside(self.folder, self.fs)
        if not gone:
            return
        # What this very save set aside is not kept after all.
        kept = [each for each in self.told if not any(path.name in each for path in gone)]
        names = ", ".join(map(shown, gone))
        self.told[:] = [*kept, f"{_ERASED} : {names}."]


_ERASED = (
    "Ce qui avait été mis de côté pouvait contenir une observation effacée pour toujours, et l’a "
    "été aussi"
)


@dataclass(frozen=True)
class Save:
    """One save of a passage: the record first, the draft second."""

    held: Held
    files: PassageFiles
    record: PassageRecord | None = None
    draft: Mapping[str, Any] | None = None
    forget: bool = False
    erase: bool = False

    def __call__(self) -> None:
        with self.held.writing(), self.files.saving():
            if self.record is not None:
                self.files.record.write(self.record, forget=self.forget)
            if self.draft:
                self.files.draft.write(dict(self.draft))
            elif self.draft is not None:
                self.files.draft.erase()
            if self.forget:
                # Last: a draft that cannot be read is set aside when it is saved.
                self.files.forget_leftovers()
            if self.erase:
                self.files.forget_set_aside()


def merge(earlier: Job, later: Job) -> Job:
    """Make one save of two: each part as it was given last."""
    first, second = cast("Save", earlier), cast("Save", later)
    return replace(
        second,
        record=first.record if second.record is None else second.record,
        draft=first.draft if second.draft is None else second.draft,
        forget=first.forget or second.forget,
        erase=first.erase or second.erase,
    )


def writer_key(passage_id: str) -> str:
    """Return the key under which a passage's saves go through the writer."""
    return f"passage:{passage_id}"
