"""From a passage to the reports about it: constat, *fiche d'incident*, *procès-verbal*.

What the record knows is filled in, the rest is left to be written by hand and signed.
"""

from __future__ import annotations

from collections.abc import Sequence

from e33tui.domain.clock import Instant, PartStatus, clock_time, minutes_seconds
from e33tui.domain.commands import AnswerGate
from e33tui.domain.errors import DocumentError
from e33tui.domain.incident import (
    DECLINED_WORDS,
    KIND_WORDS,
    Countersignature,
    Incident,
    IncidentKind,
)
from e33tui.domain.journal import Line, taken_back
from e33tui.domain.list_content import FOR_THE_CENTRE, heading
from e33tui.domain.passage import Ending, GateAnswer, Mention, Passage
from e33tui.domain.rubric import Rubric
from e33tui.domain.sheets import Choice, Heading, Pairs, Report, Section
from e33tui.domain.wording import capitalised, head_named, identification_fields, reserved_document

NOT_WITHOUT_PRESENTATION = (
    "Ce passage ne dit pas que le candidat est sans présentation numérique : il n’y a pas de "
    "constat à éditer."
)
NO_INCIDENT = (
    "Rien n’est consigné pour ce candidat, ni incident, ni difficulté technique, ni interruption : "
    "consignez-le d’abord depuis le passage."
)
_MEDICAL = "N’écrire ni diagnostic ni autre indication médicale."
_COMPLETED = "l’oral s’est poursuivi jusqu’à son terme"
_CENTRE_TOLD = "Chef de centre prévenu à"
_CENTRE_SIGNS = "Chef de centre (nom et signature)"
_EXCLUDED = "exclusion prononcée par le chef de centre"


def gate_answered(lines: Sequence[Line]) -> Instant | None:
    """Return when the gate's answer in force was given; ``None`` while there is none."""
    gone = taken_back(lines)
    answers = [
        line.at
        for number, line in enumerate(lines, 1)
        if isinstance(line.command, AnswerGate) and number not in gone
    ]
    return answers[-1] if answers else None


def constat(passage: Passage, at: Instant | None) -> Report:
    """Return the *constat* of a missing presentation, to be signed before the candidate leaves.

    Args:
        passage: a passage whose gate was answered by *aucune présentation numérique*.
        at: when it was; ``None`` leaves the hour to be written.

    Raises:
        DocumentError: it was answered otherwise, or not at all.
    """
    if not passage.not_examined:
        raise DocumentError(NOT_WITHOUT_PRESENTATION)
    gate = passage.rubric.gate
    hour = clock_time(at) if at else ""
    return Report(
        _about(passage, "Constat d’absence de présentation numérique", FOR_THE_CENTRE),
        (
            Section(
                "Constat",
                text="La commission d’interrogation constate que le candidat ou la candidate n’a "
                f"aucune présentation numérique.\n{gate.title}\u00a0: {gate.reminder}",
                facts=(("Heure du constat", hour),),
            ),
            Section("Ce qui a été essayé ou proposé", lines=3),
            Section("Déclaration du (de la) candidat(e)", lines=4),
            _signed_by_candidate(
                passage, "Signature du (de la) candidat(e)", "signe ce constat", "refuse de signer"
            ),
            _signed_by_members(passage),
        ),
    )


def has_incident(passage: Passage) -> bool:
    """Tell whether a *fiche d'incident* has something to report."""
    return bool(_recorded(passage))


def incident_sheet(passage: Passage) -> Report:
    """Return the *fiche d'incident* of a passage of which the record has something to report.

    Raises:
        DocumentError: it has nothing.
    """
    facts = _recorded(passage)
    if not facts:
        raise DocumentError(NO_INCIDENT)
    return Report(
        _about(passage, "Fiche d’incident", reserved_document(passage.rubric)),
        (
            Section("Faits consignés", facts=facts),
            Section("Nature", choices=_kinds(passage)),
            Section("Précisions", text=_MEDICAL, lines=6),
            Section(
                "Suites",
                facts=((head_named(passage.rubric, _CENTRE_TOLD), ""),),
                choices=_consequences(passage),
                signers=(head_named(passage.rubric, _CENTRE_SIGNS),),
            ),
            _signed_by_members(passage),
        ),
    )


def fraud_report(passage: Passage) -> Report:
    """Return the *procès-verbal* of a suspected fraud: what is recorded, and room for the rest.

    Of the recorded incidents it has those alone that were said to be of this matter.
    """
    excluded, report = passage.ending is Ending.EXCLUDED, passage.fraud
    said = f"{capitalised(DECLINED_WORDS)}." if report.declined else report.candidate
    return Report(
        _about(passage, "Procès-verbal de suspicion de fraude", FOR_THE_CENTRE),
        (
            _suspicion(passage),
            Section("Documents ou matériels retenus", lines=2),
            *(
                _stated(f"Déclaration de {name}", report.statement(name))
                for name in stating(passage)
            ),
            _stated("Déclaration du (de la) candidat(e)", said),
            Section("Déclarations de témoins", lines=2),
            Section(
                "Suite donnée",
                facts=((head_named(passage.rubric, _CENTRE_TOLD), ""),),
                choices=(
                    Choice(_COMPLETED, _is_completed(passage)),
                    Choice(head_named(passage.rubric, _EXCLUDED), excluded),
                ),
                signers=(head_named(passage.rubric, _CENTRE_SIGNS),),
                half=True,
            ),
            _countersigned(passage),
            _signed_by_members(passage),
        ),
    )


def stating(passage: Passage) -> tuple[str, ...]:
    """Return who states something in the procès-verbal: the commission, and whoever was in it then."""
    members = (f"{member.title} {member.name}".strip() for member in passage.commission.members)
    stated = (each.member for each in passage.fraud.statements)
    return tuple(dict.fromkeys((*members, *stated)))


def _suspicion(passage: Passage) -> Section:
    facts = tuple(_fact(passage.rubric, each) for each in passage.incidents if each.suspected_fraud)
    if facts:
        return Section("Faits constatés", facts=facts, lines=2)
    return Section("Faits constatés", facts=(("Heure des faits", ""),), lines=6)


def _stated(title: str, text: str) -> Section:
    return Section(title, text=text, lines=0 if text else 3)


def _countersigned(passage: Passage) -> Section:
    title, answer = "Contreseing du (de la) candidat(e)", passage.fraud.countersignature
    signs = Choice("contresigne ce procès-verbal", answer is Countersignature.SIGNS)
    refuses = Choice("refuse de contresigner", answer is Countersignature.REFUSES)
    if refuses.chosen:
        return Section(title, text="A refusé de signer.", choices=(signs, refuses), half=True)
    name = passage.identification.candidate.full_name
    return Section(title, choices=(signs, refuses), signers=(name,), half=True)


def _about(passage: Passage, title: str, destination: str) -> Heading:
    fields = identification_fields(passage.rubric, passage.identification)
    return heading(passage.rubric, title, destination, fields)


def _recorded(passage: Passage) -> Pairs:
    found = [
        _fact(passage.rubric, incident, KIND_WORDS[incident.kind] if incident.kind else "")
        for incident in passage.incidents
        if not incident.suspected_fraud
    ]
    if passage.gate is GateAnswer.TECHNICAL:
        found.append(("Présentation numérique", "difficulté technique, épreuve reportée"))
    if passage.cut_short:
        found.append((_ending_words(passage), passage.ending_reason))
    return tuple(found)


def _fact(rubric: Rubric, incident: Incident, kind: str = "") -> tuple[str, str]:
    """Return when something happened, on the clock that was on too, and what it was."""
    when = f"À {clock_time(incident.at)}"
    if incident.part is not None:
        when += f", {rubric.part(incident.part.value).name} {minutes_seconds(incident.elapsed)}"
    return f"{when} ({kind})" if kind else when, incident.text


def _kinds(passage: Passage) -> tuple[Choice, ...]:
    """Return the kinds to tick; those alone are ticked that were said."""
    said = {incident.kind for incident in passage.incidents}
    if passage.gate is GateAnswer.TECHNICAL:
        said.add(IncidentKind.TECHNICAL)
    return (
        Choice("technique", IncidentKind.TECHNICAL in said),
        Choice("santé (le fait seul, sans indication médicale)", IncidentKind.HEALTH in said),
        Choice("autre", IncidentKind.OTHER in said),
    )


def _ending_words(passage: Passage) -> str:
    mention = Mention.EXCLUDED if passage.ending is Ending.EXCLUDED else Mention.INTERRUPTED
    return capitalised(head_named(passage.rubric, mention.value))


def _consequences(passage: Passage) -> tuple[Choice, ...]:
    mentions = (Mention.INTERRUPTED, Mention.WITHDREW, Mention.EXCLUDED, Mention.TO_RESUMMON)
    return (
        Choice(_COMPLETED, _is_completed(passage)),
        *(
            Choice(head_named(passage.rubric, mention.value), mention in passage.mentions)
            for mention in mentions
        ),
    )


def _is_completed(passage: Passage) -> bool:
    return passage.ending is None and passage.interview.status is PartStatus.ENDED


def _signed_by_candidate(passage: Passage, title: str, signs: str, refuses: str) -> Section:
    name = passage.identification.candidate.full_name
    return Section(title, choices=(Choice(signs), Choice(refuses)), signers=(name,))


def _signed_by_members(passage: Passage) -> Section:
    members = tuple(member.described for member in passage.commission.members)
    return Section(passage.rubric.verso.members_title, signers=members)
