"""Checking seals and register; it reads, tells, and changes nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path

from e33tui.domain.errors import StoreError
from e33tui.domain.frozen import dataclass
from e33tui.persistence.chain import check_chain, check_head
from e33tui.persistence.errors import DamagedFile, shown
from e33tui.persistence.finding import Finding, is_sound
from e33tui.persistence.issued import Issued
from e33tui.persistence.layout import Layout, previous_of
from e33tui.persistence.purge_entry import OBSERVATIONS, is_whole_purge
from e33tui.persistence.reading import read_own
from e33tui.persistence.register import (
    SEALING,
    Entry,
    parse_head,
    rows_in_file,
)
from e33tui.persistence.seals import SealedFile, Seals, files_in, folders_in

Version = tuple[str, int]
"""A passage's id and the number of one of its sealed versions."""
Announced = Callable[[Collection[Version]], Mapping[Version, str]]
"""Given the registered versions, returns the seals of others that the passages' files announce."""


_LOOKS = 3
"""How often a séance is looked at that others change meanwhile."""


def nothing_announced(_: Collection[Version]) -> Mapping[Version, str]:
    """Know of no passage's file."""
    return {}


def verify(
    layout: Layout, head: str | None = None, announced: Announced = nothing_announced
) -> list[Finding]:
    """Compare every sealed version with the register, and the register with itself.

    With a head every change, addition, removal and reordering up to it is found; without one, all
    but a cut tail or a full rewrite. Others may be at work: what they add meanwhile is no finding.

    Args:
        layout: the séance.
        head: the hash of an entry known from elsewhere, or its first 16 digits or more.
        announced: asked, once register and sealed versions are read, for the seals of the
            versions that a passage's file announces and that are not registered: a crash may have
            kept one from being registered, or even sealed; a version of which a document was
            issued was both.

    Raises:
        NewerFormat: a later version of the program wrote the register.
        StoreError: the system refuses to read something, or the head is not one.
    """
    wanted = None if head is None else parse_head(head)
    for _ in range(_LOOKS):
        data, findings = _look(layout, wanted, announced)
        if is_sound(findings) or _unchanged(layout.register, data):
            break
    return findings


def _unchanged(register: Path, data: bytes | None) -> bool:
    try:
        return read_own(register) == data
    except DamagedFile:
        return True


def _look(
    layout: Layout, wanted: str | None, announced: Announced
) -> tuple[bytes | None, list[Finding]]:
    """Return the register's bytes, and what was found.

    What is written first is read last, so that whoever locks meanwhile is not taken for a forger:
    the announcement goes before the sealed file, the register after it, documents at the end.
    """
    file = shown(layout.register)
    issued, unreadable = _issued(layout)
    data = None
    try:
        data = read_own(layout.register)
        rows = [] if data is None else rows_in_file(data, layout.register)
    except DamagedFile as error:
        return data, [Finding("changed", file, f"{file} a été modifié : {error.reason}.")]
    entries, findings = check_chain(rows, file)
    if wanted is not None:
        findings += check_head(entries, wanted, file)
    if data is None and previous_of(layout.register).exists():
        findings.append(_no_register(file))
    sealed, closed = _sealed_files(layout)
    known = _Known(announced(kept_versions(entries)), issued, no_register=data is None)
    findings += unreadable + closed
    findings += _check_sealed(Seals(layout), sealed, entries, known)
    return data, findings + _check_purged(layout, entries)


@dataclass(frozen=True)
class _Known:
    """What the séance knows of its versions beside the register.

    Attributes:
        announced: seals, by version, that the passages' files announce and the register lacks.
        issued: versions of which a document was issued, which none is before it is registered.
        no_register: there is no register.
    """

    announced: Mapping[Version, str]
    issued: frozenset[Version]
    no_register: bool


def _issued(layout: Layout) -> tuple[frozenset[Version], list[Finding]]:
    """Return the versions of which a document was issued, and what is wrong with their list."""
    try:
        documents = Issued(layout).documents()
    except DamagedFile as error:
        return frozenset(), [Finding("changed", shown(layout.issued), error.message)]
    except StoreError as error:
        return frozenset(), [Finding.of(error)]
    return frozenset((d.passage, d.version) for d in documents if d.passage and d.version), []


def _sealed_files(layout: Layout) -> tuple[list[SealedFile], list[Finding]]:
    """Return what lies where sealed versions do, and the folders that cannot be looked into."""
    files: list[SealedFile] = []
    findings: list[Finding] = []
    for folder in folders_in(layout.passages):
        place = layout.passage(folder.name).sealed
        if place.is_symlink():
            findings.append(_is_link(shown(place)))
        try:
            files += files_in(place, folder.name)
        except StoreError as error:
            findings.append(Finding.of(error))
    return files, findings


def _is_link(file: str) -> Finding:
    message = f"{file} est un lien vers un autre dossier : ce qui s’y trouve n’est pas protégé."
    return Finding("changed", file, message)


def _no_register(file: str) -> Finding:
    message = f"{file} a été supprimé : la version qui le précédait est encore là."
    return Finding("removed", file, message)


def _check_sealed(
    seals: Seals,
    files: list[SealedFile],
    entries: list[Entry],
    known: _Known,
) -> list[Finding]:
    expected, purged = _expected(entries), _purged(entries)
    places = {entry.seal: (entry.passage, entry.version) for entry in expected.values()}
    findings: list[Finding] = []
    present: set[Version] = set()
    for found in files:
        if found.version is None:
            findings.append(_added(found, known.no_register))
            continue
        version = (found.passage, found.version)
        present.add(version)
        entry = expected.get(version)
        if entry is None:
            findings.append(_unregistered(found, version, known))
        elif _is_purged(entry, purged):
            findings.append(_not_purged(found.path))
        else:
            findings += _compare(found, entry, places)
    missing = [entry for version, entry in expected.items() if version not in present]
    findings += [_removed(seals, entry) for entry in missing if not _is_purged(entry, purged)]
    nowhere = [each for each in known.announced if each not in present and each not in expected]
    return findings + [
        _only_announced(seals, version, known)
        for version in nowhere
        if version[0] not in purged and None not in purged
    ]


def _expected(entries: Sequence[Entry]) -> dict[Version, Entry]:
    return {
        (entry.passage, entry.version): entry
        for entry in entries
        if entry.kind in SEALING and entry.passage is not None and entry.version is not None
    }


def _purged(entries: Sequence[Entry]) -> dict[str | None, int]:
    """Return, per passage (``None``: all of them), the last entry that says it was purged whole."""
    return {
        entry.passage: entry.n
        for entry in entries
        if entry.kind == "purge" and entry.extra.get("scope") != OBSERVATIONS
    }


def _check_purged(layout: Layout, entries: list[Entry]) -> list[Finding]:
    """Tell what a purge of the whole séance should have removed, sealed versions apart."""
    if not any(is_whole_purge(entry) for entry in entries):
        return []
    from e33tui.persistence.inventory import Kind, take_stock
    from e33tui.persistence.opening import default_exports

    items = take_stock(layout, default_exports(layout.folder)).items
    return [_not_purged(item.path) for item in items if item.kind is not Kind.SEALED]


def _is_purged(entry: Entry, purged: dict[str | None, int]) -> bool:
    return entry.n < max(purged.get(entry.passage, 0), purged.get(None, 0))


def _digest(found: SealedFile) -> str | None:
    """Return a file's hash, ``None`` when it cannot be read; the bytes are not parsed."""
    try:
        data = read_own(found.path)
    except StoreError:
        return None
    return None if data is None else hashlib.sha256(data).hexdigest()


def _compare(
    found: SealedFile, entry: Entry, places: dict[str | None, tuple[str | None, int | None]]
) -> list[Finding]:
    digest = _digest(found)
    if digest == entry.seal:
        return []
    file = shown(found.path)
    if digest is None:
        return [Finding("changed", file, f"{file} ne peut pas être lu.")]
    other = places.get(digest)
    if other is not None:
        name = f"passages/{other[0]}/scelles/{other[1]:04d}.json"
        message = f"{file} a été déplacé : il contient la version scellée {name}."
        return [Finding("reordered", file, message)]
    return [Finding("changed", file, f"{file} a été modifié depuis son verrouillage.")]


def _removed(seals: Seals, entry: Entry) -> Finding:
    file = shown(seals.path(str(entry.passage), entry.version or 0))
    return Finding("removed", file, f"{file} a été supprimé : le registre l’annonce.")


def _only_announced(seals: Seals, version: Version, known: _Known) -> Finding:
    """Tell of a version that is neither sealed nor registered, though its passage announces it."""
    file = shown(seals.path(*version))
    if version in known.issued:
        return _struck_out(file)
    return Finding(
        "pending",
        file,
        f"{file} n’existe pas encore : la version {version[1]} de ce passage est en attente de "
        "scellement. Ouvrez le passage, puis vérifiez de nouveau.",
        serious=False,
    )


def _struck_out(file: str) -> Finding:
    message = f"{file} n’est plus au registre, alors qu’un document de cette version a été produit."
    return Finding("removed", file, message)


def _unregistered(found: SealedFile, version: Version, known: _Known) -> Finding:
    announced = known.announced.get(version)
    if announced is not None and _digest(found) == announced:
        file = shown(found.path)
        if version in known.issued:
            return _struck_out(file)
        return Finding(
            "pending",
            file,
            f"{file} est scellé mais pas encore inscrit au registre ; "
            "la prochaine ouverture de la séance l’inscrira.",
            serious=False,
        )
    return _added(found, known.no_register)


def _added(found: SealedFile, no_register: bool) -> Finding:
    file = shown(found.path)
    if no_register:
        return Finding("added", file, f"{file} n’est pas au registre : registre.json manque.")
    return Finding("added", file, f"{file} a été ajouté : il n’est pas au registre.")


def _not_purged(path: Path) -> Finding:
    file = shown(path)
    return Finding("purged", file, f"{file} aurait dû disparaître avec la purge inscrite.")


def kept_versions(entries: Sequence[Entry]) -> list[Version]:
    """Return the versions that the register has and that no purge has taken."""
    purged = _purged(entries)
    return [v for v, entry in _expected(entries).items() if not _is_purged(entry, purged)]
