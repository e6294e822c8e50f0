"""What the texts had better not say: one quiet line before the lock, which keeps nobody from it."""

from __future__ import annotations

from pathlib import Path

import pytest

from e33tui.domain.commands import WriteText
from e33tui.domain.passage import Step
from e33tui.service.rereading import to_reread
from tests.screens.support import EACH_SIZE, FIRST, SECOND, at_work, bring, go_to_stage, sitting
from tests.support.domain import FakeClock

REREAD = "À relire, "
SAME = "Le candidat présente son action avec méthode et en mesure les effets."


@pytest.mark.parametrize("size", EACH_SIZE)
async def test_a_text_that_names_another_candidate_is_told_of_and_may_be_kept(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    with sitting(tmp_path, state="complete") as service:
        desk = service.open(FIRST)
        desk.do(WriteText("appraisal", "Plus clair que Maëlys N’GUYEN-BAÏLE."))
        assert desk.leave()
        async with at_work(service, size) as juror:
            await go_to_stage(juror, "lock")
            await juror.until(lambda: REREAD in juror.text(), "the line")
            said = "« N’GUYEN-BAÏLE » désigne un autre candidat de la séance."
            assert f"{said} ⏎ y mène." in " ".join(juror.text().replace("\xa0", " ").split())
            await juror.press("enter")
            await juror.until(lambda: juror.at(Step.APPRAISAL), "the text")
            assert "[5✓]" in juror.text()
            await juror.press("ctrl+n")
            await juror.until(lambda: REREAD in juror.text(), "the line, as long as it is true")
            await juror.press("ctrl+n")
            await juror.until(lambda: juror.state.locked, "the lock")
            await juror.until(lambda: juror.at(Step.VERSO), "the verso")


async def test_what_is_the_same_as_another_candidates_is_told_until_it_is_undone(
    tmp_path: Path,
) -> None:
    clock = FakeClock()
    with sitting(tmp_path, state="complete", clock=clock) as service:
        bring(service, clock, "complete", SECOND)
        for passage in (FIRST, SECOND):
            desk = service.open(passage)
            desk.do(WriteText("traiter", SAME))
            assert desk.leave()
        async with at_work(service) as juror:
            await go_to_stage(juror, "lock")
            await juror.until(lambda: REREAD in juror.text(), "the line")
            assert "ce texte est aussi celui de N’GUYEN-BAÏLE Maëlys." in juror.text()
            juror.desk.do(WriteText("traiter", "Autrement dit."))
            await juror.press("ctrl+r")
            await juror.until(lambda: juror.at(Step.APPRAISAL), "the texts")
            await juror.press("ctrl+n")
            await juror.until(lambda: "Tout est là." in juror.text(), "the lock's screen")
            await juror.until(
                lambda: all(w.is_finished for w in juror.app.workers), "it was looked for"
            )
            assert REREAD not in juror.text()


async def test_nothing_is_said_of_ordinary_words(tmp_path: Path) -> None:
    with sitting(tmp_path, state="complete") as service:
        desk = service.open(FIRST)
        desk.do(WriteText("appraisal", "Le client averti, un expert-comptable, consulte la fiche."))
        assert desk.leave()
        async with at_work(service) as juror:
            await go_to_stage(juror, "lock")
            await juror.until(lambda: all(w.is_finished for w in juror.app.workers), "looked for")
            assert "Tout est là." in juror.text()
            assert REREAD not in juror.text()


async def test_nothing_is_said_of_texts_that_nobody_is_given(tmp_path: Path) -> None:
    with sitting(tmp_path, state="excluded") as service:
        desk = service.open(FIRST)
        desk.do(WriteText("appraisal", "Ensemble de niveau 3."))
        assert to_reread(service, FIRST, desk.state) == ()
        assert not desk.state.gives_verso
