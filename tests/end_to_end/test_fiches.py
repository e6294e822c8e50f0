"""Each way to a fiche by real keys, read back from the record and from the document.

One program plays the day; the two ways that a passage can be taken have a candidate each.
"""

from __future__ import annotations

from e33tui.domain.commands import EndPart, PlaceLevel, Reopen
from e33tui.domain.passage import Mention, Passage, Progress
from tests.end_to_end import commission as act
from tests.end_to_end import oral, sheet
from tests.end_to_end.day import Day, Person, plain
from tests.end_to_end.oral import OBSERVATION
from tests.end_to_end.record import commands_in, sealed_in

NORMAL = Person("0260301", "ARNAUD", "Léa")
LIVE = Person("0260302", "BENOÎT", "Noé")
FOLLOWING = Person("0260312", "LEFÈVRE", "Raphaël")
PEOPLE = (NORMAL, FOLLOWING, LIVE)

LEVELS = "1234321434"
FIRST = "L’enquête est datée, 40 réponses exploitées."
APPRAISAL = "Oral clair, tenu dans le temps."


def crosses(levels: str) -> dict[str, int]:
    return {f"c{place}": int(level) for place, level in enumerate(levels, 1)}


def examine_two(day: Day) -> None:
    """Examine the first candidate and at once the next, once; nothing is written yet."""
    if day.find(NORMAL) is None:
        terminal = oral.examine(day, NORMAL)
        # One key from the neutral screen to the next candidate's first screen.
        terminal.press("^E", until="émargement signé")
        day.at_work(FOLLOWING)
        left = day.record(NORMAL, lambda passage: passage.oral_over)
        assert left.progress is Progress.TO_WRITE
        terminal.press("^N", until="Présentation numérique ?")
        act.start_presentation(terminal)
        act.observe(terminal, "- chiffres Obsidienne non datés")
        act.start_interview(terminal)
        act.end_early(terminal)
        day.go_home()
        terminal.wait_for("à rédiger :")


def lock_normal(day: Day) -> Passage:
    """Take the first candidate through the whole walk, once; levels after the oral."""
    examine_two(day)
    known = day.find(NORMAL)
    if known is None or not known.locked:
        terminal = day.terminal
        day.open(NORMAL, "Le candidat est-il sorti ?")
        sheet.show_grid(terminal)
        sheet.place_crosses(terminal, LEVELS)
        sheet.give_note(terminal, "13,5")
        sheet.write_texts(terminal, {1: FIRST}, APPRAISAL)
        sheet.lock(terminal)
        day.go_home()
    return day.record(NORMAL, lambda passage: passage.locked)


def test_the_next_candidate_never_waits(day: Day) -> None:
    examine_two(day)
    following = day.record(FOLLOWING, lambda passage: passage.oral_over)
    assert [remark.text for remark in following.remarks] == ["chiffres Obsidienne non datés"]


def test_what_was_left_to_be_written_is_the_candidates_own(day: Day) -> None:
    assert lock_normal(day).note == 27
    assert not day.record(FOLLOWING, lambda passage: passage.oral_over).levels


def test_normal(day: Day) -> None:
    passage = lock_normal(day)
    assert dict(passage.levels) == crosses(LEVELS)
    assert passage.note == 27
    assert [comment.text for comment in passage.comments.values()].count("") == 3
    assert [remark.text for remark in passage.remarks] == [OBSERVATION[2:]]
    assert passage.mentions == ()
    done = commands_in(day.folder, NORMAL.number)
    over = max(place for place, one in enumerate(done) if isinstance(one, EndPart))
    assert all(not isinstance(one, PlaceLevel) for one in done[:over])
    verso = day.printed(NORMAL)
    for text in (FIRST, "Rien à signaler.", APPRAISAL, "13,5/ 20"):
        assert plain(text) in verso
    assert "quartz" not in day.held(NORMAL)
    day.assert_verified()


def lock_live(day: Day) -> Passage:
    """Take a candidate without identity document through the walk, once; levels during the oral."""
    known = day.find(LIVE)
    if known is None or not known.locked:
        terminal = day.terminal
        day.open(LIVE, "émargement signé")
        terminal.press("^E", until="Présentation numérique ?")
        act.start_presentation(terminal)
        act.observe(terminal, OBSERVATION)
        # As the keys of an AZERTY keyboard give them, and the last from the number pad.
        act.place_levels(terminal, *"&é\"'3")
        act.start_interview(terminal)
        act.place_levels(terminal, *"é&'\"", "pad 4")
        act.end_early(terminal)
        terminal.press("^N", until="Profil global")
        sheet.await_note(terminal)
        sheet.give_note(terminal, "14")
        sheet.write_texts(terminal, sheet.NOTHING, APPRAISAL)
        sheet.lock(terminal)
        day.go_home()
    return day.record(LIVE, lambda passage: passage.locked)


def test_levels_placed_during_the_oral_are_carried_over(day: Day) -> None:
    passage = lock_live(day)
    assert dict(passage.levels) == crosses(LEVELS)
    assert passage.note == 28
    done = commands_in(day.folder, LIVE.number)
    over = max(place for place, one in enumerate(done) if isinstance(one, EndPart))
    placed = [place for place, one in enumerate(done) if isinstance(one, PlaceLevel)]
    assert len(placed) == 10
    assert max(placed) < over
    assert "14/20" in day.printed(LIVE)


def test_a_missing_identity_document_is_a_mention_and_not_on_the_verso(day: Day) -> None:
    passage = lock_live(day)
    assert passage.arrived is not None
    assert passage.mentions == (Mention.NO_IDENTITY,)
    everything = day.held(LIVE)
    for telling in (Mention.NO_IDENTITY, "pièce", "identité non", "sans pièce"):
        assert plain(telling).casefold() not in everything


def test_reopened_after_the_lock(day: Day) -> None:
    lock_normal(day)
    earlier = day.verso(NORMAL)
    assert earlier is not None
    before = earlier.read_bytes()
    day.open(NORMAL, "Fiche verrouillée")
    day.terminal.press("^Y", until="Rouvrir la fiche")
    day.terminal.type("Harmonisation Topaze")
    day.terminal.press("⏎", until="Profil global")
    sheet.await_note(day.terminal)
    day.terminal.press("^U")
    day.terminal.wait_until(lambda: "13" not in day.terminal.before_cursor, "an empty field")
    sheet.give_note(day.terminal, "15,5")
    day.terminal.press("^N", until="Tout est là")
    sheet.lock(day.terminal, version=2)
    day.go_home()
    passage = day.record(NORMAL, lambda passage: len(passage.versions) == 2)
    assert (passage.locked, passage.note) == (True, 31)
    assert passage.reopen_reason == "Harmonisation Topaze"
    done = commands_in(day.folder, NORMAL.number)
    assert [one.reason for one in done if isinstance(one, Reopen)] == ["Harmonisation Topaze"]
    assert len(sealed_in(day.folder, NORMAL.number)) == 2
    verso = day.verso(NORMAL)
    assert verso is not None
    assert verso.read_bytes() != before
    assert "15,5/20" in day.printed(NORMAL)
    everything = day.held(NORMAL)
    for telling in ("13,5/20", "topaze", "harmonisation", "rectifi", "rouvert", "version2"):
        assert telling not in everything
    day.assert_verified()


def test_the_day_ends_well(day: Day) -> None:
    assert act.leave(day.terminal) == 0
    day.assert_verified()
