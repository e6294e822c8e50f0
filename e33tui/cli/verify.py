"""``e33tui verifier``: whether sealed versions and register are what they were."""

from __future__ import annotations

from pathlib import Path

from e33tui.cli.opening import open_service
from e33tui.cli.words import Parser, say
from e33tui.domain.wording import counted
from e33tui.persistence.errors import day_and_time
from e33tui.store import is_sound

_INCOMPLETE = "Rien n’a été modifié, mais une version attend son scellement ou son inscription"


def run(words: list[str]) -> int:
    """Check a séance, changing nothing, and say what was found."""
    parser = Parser("folder")
    parser.add_argument("--tete")
    found = parser.parse_args(words)
    service = open_service(Path(found.folder), read_only=True, tolerant=True, purged=True)
    try:
        findings = service.verify(found.tete)
        for finding in findings:
            say(finding.message)
        if not is_sound(findings):
            return 1
        entries, head = service.register_summary()
        versions = service.sealed_versions()
    finally:
        service.close()
    kinds = [finding.kind for finding in findings]
    verdict = _INCOMPLETE if "pending" in kinds else "Scellés et registre intacts"
    sealed = counted(versions, "version scellée", "versions scellées")
    say(f"{verdict} : {sealed}, {_counted(entries)}.")
    if found.tete is not None:
        say(_agreement(kinds.count("later")))
    say(f"Tête du registre : {head}")
    if service.purged_at is not None:
        when = day_and_time(service.purged_at)
        say(f"Séance purgée {when} : il n’en reste que le registre.")
    return 0


def _agreement(later: int) -> str:
    if not later:
        return "L’empreinte donnée est celle de la dernière inscription."
    return f"L’empreinte donnée y figure, suivie de {_counted(later)}."


def _counted(entries: int) -> str:
    return counted(entries, "inscription", "inscriptions")
