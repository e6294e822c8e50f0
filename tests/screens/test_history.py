"""The history on the screen: behind its own key, in order, each sealed version read from its bytes."""

from __future__ import annotations

from pathlib import Path

import pytest

from e33tui.domain.commands import PlaceLevel, SetNote, WriteText
from e33tui.domain.passage import Step
from e33tui.domain.wording import RESERVED
from e33tui.screens.history import CHANGES, HistoryScreen, VersionSheet
from e33tui.screens.history_view import change_lines, version_lines, version_option
from e33tui.service import Service
from e33tui.service.authorship import author
from tests.screens.support import FIRST, SIZES, Juror, at_work, check_frame, sitting
from tests.screens.test_every_screen import check_blank, check_commands, check_footer, check_help
from tests.store.support import tree
from tests.support.domain import rubric

NARROW = 57
"""Columns for a text on the narrowest terminal."""
LONG = "Une appréciation qui prend de la place. " * 60 + "Fin."


def harmonised(service: Service) -> None:
    """Reopen the first passage, change a cross, the note and a long text, and lock it again."""
    desk = service.open(FIRST)
    desk.reopen("Harmonisation")
    desk.do(PlaceLevel("c3", 4))
    desk.do(SetNote(29))
    desk.do(WriteText("appraisal", LONG))
    desk.lock().result(10)
    assert desk.leave()


async def show_history(juror: Juror) -> None:
    await juror.open()
    await juror.until(lambda: juror.step is not None, "the passage")
    await juror.press("ctrl+t")
    await juror.until(lambda: juror.where == "history", "the history")


async def show_version(juror: Juror, key: str = "enter") -> None:
    await juror.press(key)
    await juror.until(lambda: is_read(juror), "the version")


def is_read(juror: Juror) -> bool:
    """Tell whether a version is there, its text too: what is scrolled before would be passed over."""
    return isinstance(juror.app.screen, VersionSheet) and RESERVED in juror.text()


def sealed_file(service: Service, number: int) -> Path:
    return service.folder / "passages" / FIRST / "scelles" / f"{number:04d}.json"


async def read_to_the_end(juror: Juror) -> str:
    """Page down until nothing new comes, and return all that was read."""
    seen: list[str] = []
    while (now := juror.text()) not in seen:
        seen.append(now)
        await juror.press("pagedown")
    return "\n".join(seen)


async def test_versions_and_changes_at_every_size(tmp_path: Path) -> None:
    with sitting(tmp_path, state="locked_complete") as service:
        harmonised(service)
        async with at_work(service, SIZES[0]) as juror:
            await show_history(juror)
            for size in SIZES:
                await juror.resize(*size)
                check_frame(juror)
                assert juror.lines()[0].startswith(" E33  LEFÈVRE Zoé  n° 0123456")
                assert juror.lines()[1].startswith(" Historique · 2 versions scellées")
                for shown in (RESERVED, "Version 1 · ", "Harmonisation", "Version 2 · ", CHANGES):
                    assert shown in juror.text()
            await juror.resize(*SIZES[0])
            read = await read_to_the_end(juror)
            for change in (
                f"{author()} · Version scellée : aucune → 1",
                "3 Averti → 4 Expert",
                "Note : 13,5 → 14,5",
                "Fin. »",
                "Version scellée : 1 → 2",
            ):
                assert change in read


async def test_its_keys_its_help_and_the_blank(tmp_path: Path) -> None:
    with sitting(tmp_path, state="locked_complete") as service:
        async with at_work(service) as juror:
            await show_history(juror)
            await check_blank(juror)
            await juror.resize(180, 90)
            screen = juror.app.place()
            assert isinstance(screen, HistoryScreen)
            check_footer(juror, screen)
            await check_help(juror, screen)
            check_commands(screen)


async def test_each_version_says_what_was_sealed_and_hides_as_everything(tmp_path: Path) -> None:
    with sitting(tmp_path, state="locked_complete") as service:
        harmonised(service)
        async with at_work(service, SIZES[0]) as juror:
            await show_history(juror)
            await juror.press("home")
            await show_version(juror)
            assert juror.lines()[0].startswith(" E33  LEFÈVRE Zoé  n° 0123456 · version 1")
            read = await read_to_the_end(juror)
            assert "3 Pertinence de l’action proposée : 3 Averti" in read
            assert "Note : 13,5 / 20" in read
            assert "Échanges précis." in read
            await juror.press("ctrl+o")
            assert juror.text() == "^O"
            await juror.press("ctrl+o", "ctrl+r")
            assert juror.where == "history"
            assert juror.app.screen is juror.app.place()
            await juror.press("end")
            await show_version(juror, "ctrl+n")
            await juror.resize(*SIZES[1])
            read = await read_to_the_end(juror)
            assert "3 Pertinence de l’action proposée : 4 Expert" in read
            assert "Motif de la réouverture : Harmonisation" in read


async def test_going_back_leads_where_one_came_from(tmp_path: Path) -> None:
    with sitting(tmp_path, state="reopened") as service:
        async with at_work(service) as juror:
            await juror.open()
            for step in (Step.PROFILE, Step.IDENTIFICATION):
                juror.app.ways.go_to(step)
                await juror.until(lambda step=step: juror.at(step), step)  # type: ignore[misc]
                await juror.press("ctrl+t")
                await juror.until(lambda: juror.where == "history", "the history")
                await juror.press("ctrl+r")
                await juror.until(lambda step=step: juror.where == step, step)  # type: ignore[misc]


async def test_what_is_being_typed_is_taken_before_or_stays_a_draft(tmp_path: Path) -> None:
    with sitting(tmp_path, state="reopened") as service:
        async with at_work(service) as juror:
            await juror.open()
            juror.app.ways.go_to(Step.APPRAISAL)
            await juror.until(lambda: juror.where == "appraisal", "the texts")
            await juror.type("Net. ")
            await juror.press("ctrl+t")
            await juror.until(lambda: juror.where == "history", "the history")
            read = await read_to_the_end(juror)
            assert "Net." in read
            changed = [c for c in juror.desk.history if c.what.startswith("text.")]
            assert "Net." in str(changed[-1].new)


@pytest.mark.parametrize("state", ["expected", "complete"])
async def test_before_the_first_lock_the_key_does_nothing(tmp_path: Path, state: str) -> None:
    with sitting(tmp_path, state=state) as service:
        async with at_work(service) as juror:
            await juror.open()
            where = juror.where
            await juror.press("ctrl+t")
            assert juror.where == where
            assert "historique" not in juror.text()


async def test_it_is_never_one_key_from_the_screens_with_a_candidate(tmp_path: Path) -> None:
    with sitting(tmp_path, state="locked_complete") as service:
        async with at_work(service) as juror:
            await juror.open()
            juror.app.ways.go_to(Step.INTERVIEW)
            await juror.until(lambda: juror.where == "exam", "the grid")
            await juror.press("ctrl+t")
            assert juror.where == "exam"


async def test_a_version_that_was_changed_is_said_and_not_shown(tmp_path: Path) -> None:
    with sitting(tmp_path, state="locked_complete") as service:
        harmonised(service)
        path = sealed_file(service, 1)
        path.chmod(0o600)
        path.write_bytes(path.read_bytes().replace(b'"note":27', b'"note":40'))
        async with at_work(service, SIZES[0]) as juror:
            await show_history(juror)
            await juror.press("home", "enter")
            await juror.until(lambda: "modifié depuis" in juror.text(), "what is wrong")
            assert not isinstance(juror.app.screen, VersionSheet)
            assert "20" not in juror.text().split("Son contenu")[1]
            await juror.press("end")
            await show_version(juror)


async def test_nothing_comes_up_over_a_screen_that_was_blanked(tmp_path: Path) -> None:
    with sitting(tmp_path, state="locked_complete") as service:
        async with at_work(service) as juror:
            await show_history(juror)
            await juror.key("enter", "\r")
            await juror.key("ctrl+o", None)
            await juror.until(lambda: all(w.is_finished for w in juror.app.workers), "the file")
            assert juror.text() == "^O"
            await juror.press("ctrl+o")


async def test_who_only_looks_reads_it_too_and_nothing_is_written(tmp_path: Path) -> None:
    with sitting(tmp_path, state="locked_complete") as service:
        looking = Service(service._store, rubric(), service._clock).look(FIRST)
        before = tree(tmp_path)
        async with at_work(service) as juror:
            juror.app.ways.show(looking)
            await juror.until(lambda: juror.where == "verso", "the verso")
            await juror.press("ctrl+t")
            await juror.until(lambda: juror.where == "history", "the history")
            await show_version(juror)
            await juror.press("escape", "tab", "down", "pagedown", "1", "ctrl+z", "x", "ctrl+r")
            await juror.until(lambda: juror.where == "verso", "the verso")
        assert tree(tmp_path) == before


def test_a_foreign_text_in_it_is_never_obeyed_or_cut(tmp_path: Path) -> None:
    hostile = "[/b] ção 汉字汉字 \u202e" + "x" * 200
    with sitting(tmp_path, state="locked_complete") as service:
        desk = service.open(FIRST)
        desk.reopen("[/b] ]")
        past = service.past(FIRST) if desk.leave() else None
        assert past is not None
        (version,) = past.versions
        text = service.sealed_text(FIRST, version)
        shown = [
            version_option(version, NARROW),
            *version_lines(text, NARROW),
            *change_lines(past.history, rubric(), NARROW),
        ]
        assert max(line.cell_length for each in shown for line in each.split("\n")) <= NARROW
        assert "[/b] ]" in version_option(version, NARROW).plain
    (change,) = [c for c in past.history if c.what == "reopen_reason"]
    changed = type(change)(change.at, hostile, "text.appraisal", hostile, "a\nb")
    told = change_lines([changed], rubric(), NARROW)
    assert max(line.cell_length for line in told) <= NARROW
    plain = "".join(line.plain for line in told)
    assert "\u202e" not in plain
    assert plain.count("x") >= 400
