"""The verso carries what the form's verso carries, and nothing of the recto (design rule 11)."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import replace
from types import MappingProxyType

import pytest

from e33tui.domain.clock import Pause
from e33tui.domain.commands import Arrive, RecordIncident, SetNote, TickRemark, WriteText
from e33tui.domain.errors import DocumentError
from e33tui.domain.identity import Accommodation
from e33tui.domain.passage import Comment, Ending, Passage
from e33tui.domain.remark import Mark, PartId, Remark
from e33tui.domain.seal import fingerprint
from e33tui.domain.verso import Verso, VersoComment
from e33tui.domain.verso_content import preview, verso
from tests.support.domain import FakeClock, journal_at, locking, play, rubric
from tests.support.marked import marked_rubric

WORD = "RESERVEAUJURY"


def _marked_passage() -> Passage:
    """A locked passage with a marked word in everything that only the jury may read."""
    clock = FakeClock()
    journal = play(
        journal_at("complete", clock),
        clock,
        Arrive(identity_shown=False),
        RecordIncident(f"incident {WORD}"),
        locking,
    )
    passage = journal.state
    pause = Pause(clock.now(), clock.now(), f"motif {WORD}")
    remark = Remark(99, f"observation {WORD}", Mark.MINUS, "c1", PartId.INTERVIEW, 1, WORD)
    return replace(
        passage,
        rubric=marked_rubric(lambda _: WORD),
        levels=MappingProxyType(dict.fromkeys(passage.levels, 1)),
        remarks=(*passage.remarks, remark),
        interview=replace(passage.interview, pauses=(pause,)),
        accommodation=Accommodation(300, 500),
        ending_reason=f"raison {WORD}",
        reopen_reason=f"harmonisation {WORD}",
        amended_by=(WORD,),
        comments=MappingProxyType({**passage.comments, "c1": Comment(f"hors fiche {WORD}")}),
    )


def _texts(value: object) -> list[str]:
    """Every text in a document's content, however deep."""
    if isinstance(value, str):
        return [value]
    if dataclasses.is_dataclass(value):
        return [t for f in dataclasses.fields(value) for t in _texts(getattr(value, f.name))]
    if isinstance(value, tuple):
        return [text for item in value for text in _texts(item)]
    assert value is None
    return []


@pytest.mark.parametrize("make", [verso, preview])
def test_nothing_of_what_only_the_jury_may_read_is_on_it(make: Callable[[Passage], Verso]) -> None:
    passage = _marked_passage()
    texts = _texts(make(passage))
    assert "Commentaire : traiter." in texts
    assert [text for text in texts if WORD in text] == []


def test_the_marked_words_are_where_only_the_jury_looks() -> None:
    assert repr(_marked_passage()).count(WORD) > 100


@pytest.mark.parametrize("level", [1, 2, 3, 4])
def test_levels_and_profile_leave_no_trace(level: int) -> None:
    passage = _marked_passage()
    levels = MappingProxyType(dict.fromkeys(passage.levels, level))
    assert verso(replace(passage, levels=levels, global_profile=level)) == verso(passage)
    assert verso(replace(passage, levels=MappingProxyType({}), remarks=())) == verso(passage)


def test_it_holds_the_forms_headings_in_the_forms_order() -> None:
    passage = journal_at("locked_complete").state
    plan = rubric().verso
    assert verso(passage) == Verso(
        title="Fiche de commentaires\u00a0–\u00a0E33",
        exam=plan.exam,
        subtest=plan.subtest,
        subject=plan.subject,
        identification=(
            ("Session", "2026"),
            ("Centre d’examen", "Lycée Jean-Moulin, Draguignan"),
            ("Date de l’épreuve", "22/06/2026"),
            ("Nom et prénom du (de la) candidat(e)", "LEFÈVRE Zoé"),
            ("Numéro du (de la) candidat(e)", "0123456"),
        ),
        comments_title=plan.comments_title,
        comments_lead=plan.comments_lead,
        comments=tuple(
            VersoComment(text.heading, words)
            for text, words in zip(
                rubric().comments,
                (
                    "Commentaire : traiter.",
                    "Commentaire : contribuer.",
                    "Commentaire : evaluer.",
                    "Rien à signaler.",
                ),
                strict=True,
            )
        ),
        appraisal_title=plan.appraisal_title,
        appraisal="Oral structuré.\nÉchanges précis.",
        statement=None,
        members_title=plan.members_title,
        members=tuple(member.described for member in passage.commission.members),
        note_title=plan.note_title,
        note="13,5",
        note_out_of=plan.note_out_of,
        proposal="Note proposée, sous réserve de la délibération du jury.",
        fingerprint=fingerprint(passage.versions[-1].seal),
    )


def test_a_training_rubric_says_so_on_its_page_and_an_exam_says_nothing() -> None:
    passage = journal_at("locked_complete").state
    assert verso(passage).notice == ""
    training = replace(passage, rubric=replace(passage.rubric, use="training"))
    for document in (verso(training), preview(training)):
        assert document == replace(document, notice="Entraînement, sans valeur d’examen")


def test_not_examined_has_its_own_factual_text_and_zero() -> None:
    document = verso(journal_at("locked_not_examined").state)
    assert document.note == "0"
    assert document.comments == ()
    assert document.appraisal == ""
    assert document.statement == rubric().gate.statement
    assert "absence de présentation numérique" in (document.statement or "")


def test_a_withdrawal_gives_a_verso_with_what_was_written() -> None:
    document = verso(journal_at("locked_withdrew").state)
    assert (document.note, document.appraisal) == ("4,5", "Abandon en cours d’entretien.")
    assert [comment.text for comment in document.comments] == ["", "", "", ""]
    assert document.statement is None


@pytest.mark.parametrize(
    "state", ["locked_interrupted", "locked_excluded", "locked_absent", "locked_technical"]
)
def test_the_endings_without_a_note_give_none(state: str) -> None:
    passage = journal_at(state).state
    for make in (verso, preview):
        with pytest.raises(DocumentError, match="pas de fiche communicable"):
            make(passage)
    forced = replace(passage, note=20)
    assert forced.gives_verso is (passage.ending is None)


@pytest.mark.parametrize("state", ["complete", "reopened", "amending", "gate_none"])
def test_it_is_made_of_a_locked_passage_and_previewed_before(state: str) -> None:
    passage = journal_at(state).state
    with pytest.raises(DocumentError, match="verrouillez-la"):
        verso(passage)
    assert preview(passage).fingerprint == ""


def test_without_a_note_there_is_nothing_to_preview() -> None:
    with pytest.raises(DocumentError):
        preview(journal_at("candidate_left").state)


def test_a_reopening_before_the_cloture_leaves_no_trace_but_the_seal() -> None:
    clock = FakeClock()
    first = verso(journal_at("locked_complete").state)
    second = verso(play(journal_at("reopened", clock), clock, locking).state)
    assert second.fingerprint != first.fingerprint
    assert replace(second, fingerprint=first.fingerprint) == first


def test_a_rectification_is_marked_with_its_day() -> None:
    assert verso(journal_at("closed").state).amended is None
    assert verso(journal_at("amended").state).amended == "Rectifié le 22/06/2026"


def test_what_a_reopened_sheet_says_now_is_what_is_printed() -> None:
    clock = FakeClock()
    changed = play(
        journal_at("reopened", clock),
        clock,
        SetNote(28),
        WriteText("communiquer", "[/b] <b>fort</b>"),
        TickRemark(5),
        locking,
    )
    document = verso(changed.state)
    assert document.note == "14"
    assert document.comments[-1].text == "[/b] <b>fort</b>"


def test_the_type_has_no_place_for_anything_of_the_recto() -> None:
    names = {field.name for field in dataclasses.fields(Verso)}
    names |= {field.name for field in dataclasses.fields(VersoComment)}
    forbidden = ("level", "cross", "descriptor", "criteri", "profile", "remark", "band", "grid")
    assert [name for name in names if any(word in name for word in forbidden)] == []


def test_an_interrupted_passage_never_gives_one_even_if_a_note_were_there() -> None:
    passage = replace(journal_at("locked_complete").state, ending=Ending.EXCLUDED)
    with pytest.raises(DocumentError):
        verso(passage)
