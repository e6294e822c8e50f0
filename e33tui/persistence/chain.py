"""The register compared with itself: every entry with its hash, its place and the one before it."""

from __future__ import annotations

from e33tui.persistence.finding import Finding
from e33tui.persistence.register import GENESIS, Entry, entry_of
from e33tui.persistence.storage import Row


def check_chain(rows: list[Row], file: str) -> tuple[list[Entry], list[Finding]]:
    """Return the entries that can be read, and what is wrong with their chain.

    Args:
        rows: the register's rows, in their order.
        file: the register, as it is shown.
    """
    entries: list[Entry] = []
    findings: list[Finding] = []
    previous = GENESIS
    for place, row in enumerate(rows, start=1):
        entry = entry_of(row)
        if entry is None or row["hash"] != entry.hash:
            findings.append(
                Finding("changed", file, f"{file} : l’inscription {place} a été modifiée.")
            )
            previous = str(row.get("hash"))
        else:
            entries.append(entry)
            if entry.n != place or entry.previous != previous:
                findings.append(_out_of_place(entry, place, file))
            previous = entry.hash
    return entries, findings


def _out_of_place(entry: Entry, place: int, file: str) -> Finding:
    if entry.n != place:
        return Finding(
            "reordered",
            file,
            f"{file} : l’inscription {entry.n} se trouve à la place {place} ; "
            "une inscription a été retirée, ajoutée ou déplacée.",
        )
    return Finding("chain", file, f"{file} : la chaîne est rompue avant l’inscription {entry.n}.")


def _unknown_head(entries: list[Entry], head: str, file: str) -> str:
    """Return what a head that is none of the entries' tells; it may be the print of a version."""
    if any(entry.seal and entry.seal.startswith(head) for entry in entries):
        return (
            f"{file} : {head[:16]}… est l’empreinte d’une version scellée, pas celle du registre. "
            "Donnez la tête du registre, que « e33tui verifier » affiche."
        )
    return (
        f"{file} : l’empreinte de tête {head[:16]}… n’y figure pas ; "
        "la fin a été coupée, ou le registre a été réécrit."
    )


def check_head(entries: list[Entry], head: str, file: str) -> list[Finding]:
    """Look for a head among the entries; those after it are told, not blamed.

    Args:
        entries: the register's.
        head: the first digits of an entry's hash.
        file: the register, as it is shown.
    """
    if GENESIS.startswith(head):
        later = entries
    else:
        places = [place for place, entry in enumerate(entries) if entry.hash.startswith(head)]
        if not places:
            return [Finding("head", file, _unknown_head(entries, head, file))]
        later = entries[places[-1] + 1 :]
    return [
        Finding(
            "later",
            file,
            f"{file} : inscription {entry.n} ({_NAMES[entry.kind]}) postérieure à l’empreinte.",
            serious=False,
        )
        for entry in later
    ]


_NAMES = {
    "lock": "verrouillage",
    "reopen": "réouverture",
    "amend": "rectification",
    "close": "clôture",
    "purge": "purge",
}
