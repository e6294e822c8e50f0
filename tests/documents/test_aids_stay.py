"""What helps a commission stays on its screens: no relance, phrase or extract is on a paper or on record."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from e33tui import aids
from e33tui.aids import EXTRACTS, PHRASES, PROMPTS
from e33tui.documents import Content, Rendered
from e33tui.domain.passage import Step
from tests.documents.leaks import leaks
from tests.documents.made import Maker
from tests.screens.support import FIRST, Juror, at_work, sitting
from tests.support.domain import journal_at
from tests.support.marked import word, words_in

SHIPPED = Path(aids.__file__).parent / "rubrics"
OWN = 'format = 1\nmode = "remplacer"'
PATIENCE = 20.0


def marked(name: str, pattern: str, what: str) -> str:
    """Return a file that ships, with a marked word in each text that ``pattern`` ends behind."""
    text = (SHIPPED / name).read_text(encoding="utf-8")
    found, count = re.subn(pattern, rf"\1 {word(what)}\2", text, flags=re.MULTILINE)
    assert count > 20, name
    return found


@pytest.fixture
def _marked_aids(tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A centre's own relances and phrases in the place of all that ship, and marked extracts."""
    relances = marked(PROMPTS.name, r'^(texte = ".*)(\\u00A0\?")$', "relance")
    phrases = marked(PHRASES.name, r'^(  ".*)(\.",)$', "phrase")
    own = home / ".config" / "e33tui"
    own.mkdir(parents=True)
    (own / PROMPTS.name).write_text(relances.replace("format = 1", OWN, 1), encoding="utf-8")
    (own / PHRASES.name).write_text(phrases.replace("format = 1", OWN, 1), encoding="utf-8")
    shipped = Path(shutil.copytree(SHIPPED, tmp_path / "rubrics"))
    extracts = marked(EXTRACTS, r'^(  ".*)(",)$', "extract")
    extracts = re.sub(r'^(00\d = ".*)"$', rf'\1 {word("title")}"', extracts, flags=re.MULTILINE)
    (shipped / EXTRACTS).write_text(extracts, encoding="utf-8")
    monkeypatch.setattr(aids, "_DATA", shipped)


async def look(juror: Juror, key: str, what: str) -> None:
    """Have one of the aids shown, and read it."""
    await juror.press(key)
    await juror.until(lambda: what in words_in(juror.text()), what)


async def examine_with_all_aids(juror: Juror) -> None:
    """Look at every aid, insert an observation, and write the rest."""
    await juror.open()
    await look(juror, "left", "relance")
    await juror.press("home")
    await juror.until(lambda: "Repères" in juror.text(), "the reference")
    await look(juror, "pagedown", "extract")
    await juror.type("données datées")
    await juror.press("enter")
    begun = len(journal_at("interview_running").lines)
    for line in journal_at("complete").lines[begun:]:
        juror.desk.do(line.command)
    await juror.go_to(Step.APPRAISAL)
    await look(juror, "ctrl+k", "phrase")
    await juror.press("ctrl+r")
    await juror.until(lambda: not juror.asked, "the list closed")
    # Half typed, it is a draft beside the record.
    await juror.press("tab", "ctrl+k")
    await juror.until(lambda: juror.asked, "the list again")
    await juror.type("donnees")
    assert "phrase" in words_in(juror.text())
    await juror.press("ctrl+r")


@pytest.mark.usefixtures("_marked_aids")
async def test_no_aid_is_on_a_paper_or_in_the_record(tmp_path: Path, maker: Maker) -> None:
    def printed(content: Content) -> Rendered:
        return maker.pdf(content)

    folder = tmp_path / "seance"
    with sitting(folder, state="interview_running", renderer=printed) as service:
        async with at_work(service) as juror:
            await examine_with_all_aids(juror)
            juror.desk.lock().result(PATIENCE)
            assert juror.desk.leave()
        papers = service.exports
        made = [issue(FIRST) for issue in (papers.verso, papers.page, papers.dossier)]
    assert [path.suffix for path in made] == [".pdf", ".html", ".pdf"]
    assert "données datées" in (folder / "passages" / FIRST / "passage.json").read_text("utf-8")
    assert leaks(folder) == {}
