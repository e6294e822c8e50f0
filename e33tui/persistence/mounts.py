"""Which kind of file system a folder lies on.

Locks and fsync keep their promises on a local disk only: a séance on a network or FUSE file system
is warned about, not forbidden.
"""

from __future__ import annotations

import re
from pathlib import Path

# fmt: off
_REMOTE = frozenset((
    "9p", "afs", "afpfs", "beegfs", "ceph", "cifs", "coda", "davfs", "davfs2", "gfs", "gfs2",
    "glusterfs", "gpfs", "lustre", "ncp", "ncpfs", "nfs", "nfs4", "ocfs2", "orangefs", "prl_fs",
    "smb3", "smbfs", "sshfs", "vboxsf", "virtiofs", "vmhgfs",
))
# fmt: on
_OCTAL = re.compile(r"\\([0-7]{3})")
_MOUNTS = Path("/proc/self/mountinfo")


def file_system(path: Path, mounts: str | None = None) -> str:
    """Return the type of the file system that holds ``path``, ``""`` when the system does not say.

    Args:
        path: a file or folder, existing or not.
        mounts: the text of ``/proc/self/mountinfo``, read when not given.
    """
    if mounts is None:
        try:
            mounts = _MOUNTS.read_text(encoding="utf-8", errors="surrogateescape")
        except OSError:
            return ""
    place = path.resolve()
    best, kind = -1, ""
    for line in mounts.splitlines():
        point, found = _parse(line)
        # Later lines lie over earlier ones mounted at the same point, hence >=.
        if point and place.is_relative_to(point) and len(point) >= best:
            best, kind = len(point), found
    return kind


def _parse(line: str) -> tuple[str, str]:
    left, separator, right = line.partition(" - ")
    fields, kinds = left.split(), right.split()
    if not separator or len(fields) < 5 or not kinds:
        return "", ""
    return _OCTAL.sub(lambda match: chr(int(match[1], 8)), fields[4]), kinds[0]


def is_remote(path: Path, mounts: str | None = None) -> bool:
    """Tell whether ``path`` lies on a network or FUSE file system."""
    kind = file_system(path, mounts)
    return kind in _REMOTE or kind == "fuse" or kind.startswith(("fuse.", "fuseblk"))


def remote_warning(path: Path, mounts: str | None = None) -> str | None:
    """Return the French sentence that warns about ``path``'s file system, or ``None``."""
    if not is_remote(path, mounts):
        return None
    return (
        f"Ce dossier n’est pas sur un disque local ({file_system(path, mounts)}) : "
        "une coupure peut y faire perdre des saisies. Choisissez plutôt un dossier local."
    )
