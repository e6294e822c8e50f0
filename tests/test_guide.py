"""The jurors' guide names keys that do something where it names them, and shows pictures that are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from e33tui import cli
from e33tui.actions import PLACE_TITLES, Place, actions_at
from e33tui.cli import demonstration
from e33tui.keymap import key_names
from scripts.guide_screens import NAMES

GUIDE = Path(__file__).resolve().parents[1] / "docs" / "guide-du-jury.md"
TEXT = GUIDE.read_text(encoding="utf-8")
PLACES = {title: place for place, title in PLACE_TITLES.items()}
WALK = (
    Place.HOME,
    Place.IDENTIFICATION,
    Place.GATE,
    Place.EXAM,
    Place.CANDIDATE_OUT,
    Place.PROFILE,
    Place.APPRAISAL,
    Place.LOCK,
    Place.VERSO,
)
TYPED = {"1", "4", "0", "+", "-", "?", "12,5", "⏎", "↑", "↓"}
"""What is typed as it stands, or moves in any list."""


def sections() -> dict[str, str]:
    """The guide's sections by their headings."""
    parts = re.split(r"^## (.+)$", TEXT, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_it_follows_the_walk_by_the_names_of_its_screens() -> None:
    assert [PLACES[name] for name in sections() if name in PLACES] == list(WALK)
    assert len(sections()) == len(WALK) + 1


@pytest.mark.parametrize("title", sections())
def test_every_key_is_one_of_the_screen_that_its_section_is_about(title: str) -> None:
    places = {PLACES[title]} if title in PLACES else set(WALK)
    known = {
        name
        for place in (*places, Place.EVERYWHERE)
        for action in actions_at(place)
        for name in key_names(action)
    }
    named = set(re.findall(r"`([^`\n]+)`", sections()[title]))
    assert named - TYPED <= known, named - TYPED - known
    assert named


def test_its_pictures_and_pages_are_there() -> None:
    # In pairs, small enough for the whole to be printed on two sheets of paper.
    shown = re.findall(r'<img src="([^"]+)" width="400" alt="[^"]+">', TEXT)
    assert sorted(shown) == [f"screens/guide/{name}.svg" for name in NAMES]
    for target in (*shown, *re.findall(r"\]\(([^)#]+)", TEXT)):
        assert (GUIDE.parent / target).is_file(), target
    assert "](guide-du-jury.md)" in (GUIDE.parent / "guide.md").read_text(encoding="utf-8")


def test_its_command_opens_the_practice_séance(monkeypatch: pytest.MonkeyPatch) -> None:
    (command,) = re.findall(r"^    e33tui (.+)$", TEXT, flags=re.MULTILINE)
    called: list[list[str]] = []

    def run(words: list[str]) -> int:
        called.append(words)
        return 0

    monkeypatch.setattr(demonstration, "run", run)
    assert cli.main(command.split()) == 0
    assert called == [["--entrainement"]]


def test_it_is_read_in_ten_minutes() -> None:
    """Two pages: at 120 words a minute, the screens included."""
    assert len(re.sub(r"<img .*", "", TEXT).split()) < 900
