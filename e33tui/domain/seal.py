"""What is sealed, and its seal (design §6).

The sealed bytes are the RFC 8785 form of :func:`content`; the seal is their SHA-256. Observations
are not in it, only their salted hash: they can be deleted and the seal still verifies.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from e33tui.domain.clock import Instant, Timing
from e33tui.domain.codec import encode
from e33tui.domain.commands import Lock
from e33tui.domain.hashing import seal_of as seal_of
from e33tui.domain.incident import NO_FRAUD_REPORT, Incident
from e33tui.domain.passage import Passage
from e33tui.domain.remark import PartId

FORMAT = "e33tui-seal/1"
SALT_BYTES = 16
Canonical = Callable[[Any], bytes]


def fingerprint(seal: str) -> str:
    """Return the 64 bits of a seal that a document's footer shows, in groups of four."""
    return " ".join(seal[start : start + 4] for start in range(0, 16, 4))


def content(passage: Passage, passage_id: str, salt: str, canonical: Canonical) -> dict[str, Any]:
    """Return what is sealed of ``passage``, as JSON values.

    Args:
        passage: the state at the moment of the lock, before it is locked.
        passage_id: the opaque id.
        salt: 128 random bits, hexadecimal.
        canonical: the RFC 8785 serialiser.
    """
    remarks = canonical([salt, [encode(remark) for remark in passage.remarks]])
    sealed = {
        "format": FORMAT,
        "passage": passage_id,
        "version": len(passage.versions) + 1,
        "previous": passage.versions[-1].seal if passage.versions else None,
        "salt": salt,
        "rubric": passage.rubric.id,
        "rubric_digest": passage.rubric.digest,
        "identification": encode(passage.identification),
        "accommodation": encode(passage.accommodation),
        "arrived": _wall(passage.arrived),
        "presence": passage.presence.value,
        "mentions": [mention.value for mention in passage.mentions],
        "ending_reason": passage.ending_reason,
        "times": {part.value: _times(passage.timing(part)) for part in PartId},
        "incidents": [_incident(entry) for entry in passage.incidents],
        "levels": dict(passage.levels),
        "global_profile": passage.global_profile,
        "note": passage.note,
        "texts": {name: encode(comment) for name, comment in passage.comments.items()},
        "amended": passage.amending,
        "amended_by": list(passage.amended_by),
        "reopen_reason": passage.reopen_reason,
        "remarks_hash": hashlib.sha256(remarks).hexdigest(),
    }
    # Only where there is any: what was sealed before there could be keeps its very bytes.
    return sealed | {"fraud": encode(passage.fraud)} if passage.fraud != NO_FRAUD_REPORT else sealed


def _incident(incident: Incident) -> dict[str, Any]:
    sealed = {"at": incident.at.wall, "text": incident.text}
    return sealed | {"kind": incident.kind.value} if incident.kind else sealed


def _times(timing: Timing) -> dict[str, Any]:
    return {
        "started": _wall(timing.started),
        "ended": _wall(timing.ended),
        "elapsed": timing.elapsed(timing.ended) if timing.ended else None,
        "adjustment": timing.adjustment,
        "pauses": [
            {"start": _wall(pause.start), "end": _wall(pause.end), "reason": pause.reason}
            for pause in timing.pauses
        ],
    }


def _wall(instant: Instant | None) -> int | None:
    return instant.wall if instant else None


def lock_intent(
    passage: Passage, passage_id: str, salt: str, canonical: Canonical, *, closing: bool = False
) -> tuple[Lock, bytes]:
    """Return the command that locks ``passage`` and announces its seal, and the bytes to seal."""
    data = canonical(content(passage, passage_id, salt, canonical))
    return Lock(len(passage.versions) + 1, salt, seal_of(data), closing), data
