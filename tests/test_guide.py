"""The jurors' guide names keys that do something where it names them, and shows pictures that are there."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import pytest
from markdown_it import MarkdownIt

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
PRINT = """<style>
@page { size: A4; margin: 18mm }
body { font: 10.5pt/1.35 "DejaVu Sans" }
h1 { font-size: 1.5em; margin: 0 0 .4em }
h2 { font-size: 1.2em; margin: .7em 0 .3em }
p, ul, pre, table { margin: .4em 0 }
ul { padding-left: 1.4em }
th, td { width: 50%; padding: 1px; font-weight: normal; text-align: left }
img { max-width: 100% }
</style>"""
PRINTED = "import sys, weasyprint; print(len(weasyprint.HTML(sys.stdin).render().pages))"
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
    """At 120 words a minute, the screens included."""
    assert len(re.sub(r"<img .*", "", TEXT).split()) < 900


def test_it_prints_on_two_pages() -> None:
    """In the widest of the usual fonts, at 10.5 points; an empty picture takes a screen's room."""
    screen = (GUIDE.parent / f"screens/guide/{NAMES[0]}.svg").read_text(encoding="utf-8")
    empty = f"data:image/svg+xml,{quote(screen.partition('>')[0] + '/>')}"
    page = MarkdownIt("commonmark").enable("table").render(TEXT)
    page = re.sub(r'src="[^"]+"', lambda _: f'src="{empty}"', page)
    printed = subprocess.run(
        [sys.executable, "-c", PRINTED],
        input=PRINT + page,
        capture_output=True,
        text=True,
        check=True,
    )
    assert printed.stdout.split() == ["2"]
