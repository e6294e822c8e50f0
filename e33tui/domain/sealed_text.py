"""What a sealed version says, from its own bytes, in words: identification, times, crosses, texts.

Whoever calls this has compared the bytes with their seal first: what is here is read, not judged.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from e33tui.domain.clock import minutes_seconds
from e33tui.domain.codec import decode
from e33tui.domain.identity import Accommodation, Identification
from e33tui.domain.incident import (
    DECLINED_WORDS,
    KIND_WORDS,
    SIGNATURE_WORDS,
    FraudReport,
    IncidentKind,
)
from e33tui.domain.passage import Comment
from e33tui.domain.remark import PartId
from e33tui.domain.rubric import PartPlan, Rubric
from e33tui.domain.seal import FORMAT, fingerprint
from e33tui.domain.verso_content import NOTHING_TO_REPORT
from e33tui.domain.wording import (
    correction,
    identification_fields,
    level_words,
    moment,
    note_words,
)

Row = tuple[str, str]
"""What it is about, and what is so."""
OTHER_WORDING = (
    "Les intitulés sont ceux de la grille d’aujourd’hui, qui a été corrigée depuis ce verrouillage."
)
NO_TEXT = "Rien d’écrit."


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the rows under it."""

    title: str
    rows: tuple[Row, ...]


def sections(data: bytes, rubric: Rubric) -> tuple[Section, ...]:
    """Return what the sealed bytes of one version say, in the form's order.

    Raises:
        ValueError: they are not a sealed version that this program can read.
    """
    try:
        content: Mapping[str, Any] = json.loads(data)
        if content["format"] != FORMAT:
            raise ValueError(f"unknown format {content['format']!r:.40}")
        found = (
            Section("Identification", _identification(content, rubric)),
            Section("Déroulé", _course(content, rubric)),
            Section("Procès-verbal", _fraud(content)),
            Section("Grille", _grid(content, rubric)),
            Section("Note et appréciation", _texts(content, rubric)),
            Section("Version", _origin(content, rubric)),
        )
    except (LookupError, TypeError, AttributeError) as error:
        raise ValueError(f"not a sealed version: {error}") from None
    return tuple(section for section in found if section.rows)


def _identification(content: Mapping[str, Any], rubric: Rubric) -> tuple[Row, ...]:
    who = decode(Identification, content["identification"])
    commission = rubric.identification.commission
    members = ((commission, member.described) for member in who.commission.members)
    return (*identification_fields(rubric, who), *members)


def _course(content: Mapping[str, Any], rubric: Rubric) -> tuple[Row, ...]:
    rows = [("Présence", content["presence"])]
    if content["arrived"] is not None:
        rows.append(("Arrivée", moment(content["arrived"])))
    rows.append(("Mentions", ", ".join(content["mentions"]) or "aucune"))
    if content["ending_reason"]:
        rows.append(("Motif de la fin du passage", content["ending_reason"]))
    extra = decode(Accommodation, content["accommodation"])
    for part, seconds in (
        (PartId.PRESENTATION, extra.presentation),
        (PartId.INTERVIEW, extra.interview),
    ):
        plan = rubric.part(part.value)
        if seconds:
            rows.append((f"Temps supplémentaire, {plan.name}", minutes_seconds(seconds * 1000)))
        rows += _times(content["times"][part.value], plan)
    return (*rows, *(_incident(each) for each in content["incidents"]))


def _incident(incident: Mapping[str, Any]) -> Row:
    kind = incident.get("kind")
    name = f"Incident ({KIND_WORDS[IncidentKind(kind)]})" if kind else "Incident"
    return name, f"{moment(incident['at'])} {incident['text']}"


def _fraud(content: Mapping[str, Any]) -> tuple[Row, ...]:
    """Return what the procès-verbal says beside its facts; nothing where there is none."""
    if "fraud" not in content:
        return ()
    report = decode(FraudReport, content["fraud"])
    said = DECLINED_WORDS if report.declined else report.candidate
    return (
        *((f"Déclaration de {each.member}", each.text) for each in report.statements),
        *([("Déclaration du candidat", said)] if said else []),
        ("Contreseing du candidat", SIGNATURE_WORDS[report.countersignature]),
    )


def _times(times: Mapping[str, Any], plan: PartPlan) -> list[Row]:
    name = f"{plan.name} · {plan.title}"
    if times["started"] is None:
        return [(name, "pas commencé")]
    span = f"début {moment(times['started'])}"
    if times["ended"] is not None:
        span += f", fin {moment(times['ended'])}, durée {minutes_seconds(times['elapsed'])}"
    rows = [(name, span)]
    if times["adjustment"]:
        rows.append((f"{name}, correction de l’horloge", correction(times["adjustment"])))
    return rows + [(f"{name}, pause", _pause(pause)) for pause in times["pauses"]]


def _pause(pause: Mapping[str, Any]) -> str:
    until = "" if pause["end"] is None else f" à {moment(pause['end'])}"
    return f"de {moment(pause['start'])}{until}, {pause['reason'] or 'sans motif'}"


def _grid(content: Mapping[str, Any], rubric: Rubric) -> tuple[Row, ...]:
    levels = content["levels"]
    rows = [
        (f"{criterion.number} {criterion.title}", _level(levels.get(criterion.id), rubric))
        for criterion in rubric.criteria
    ]
    return (*rows, ("Profil global", _level(content["global_profile"], rubric, "aucun")))


def _level(number: int | None, rubric: Rubric, nothing: str = "aucune croix") -> str:
    return nothing if number is None else level_words(number, rubric)


def _texts(content: Mapping[str, Any], rubric: Rubric) -> tuple[Row, ...]:
    note = content["note"]
    out_of = f" / {rubric.note.maximum}"
    rows = [("Note", "aucune" if note is None else f"{note_words(note, rubric)}{out_of}")]
    for plan in rubric.texts:
        comment = decode(Comment, content["texts"].get(plan.id, {}))
        rows.append(
            (plan.heading, NOTHING_TO_REPORT if comment.nothing else comment.text or NO_TEXT)
        )
    return tuple(rows)


def _origin(content: Mapping[str, Any], rubric: Rubric) -> tuple[Row, ...]:
    """Return what ties this version to the one before, and what of the record is not in it."""
    rows = []
    if content["reopen_reason"]:
        rows.append(("Motif de la réouverture", content["reopen_reason"]))
    if content["amended"]:
        rows.append(("Rectification décidée par", " ; ".join(content["amended_by"])))
    if content["previous"] is not None:
        rows.append(("Empreinte de la version précédente", fingerprint(content["previous"])))
    if content["rubric_digest"] != rubric.digest:
        rows.append(("Grille", OTHER_WORDING))
    return tuple(rows)
