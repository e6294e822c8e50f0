"""What a passage's texts had better not say, looked for among the whole day before the lock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from e33tui.domain.guard import GuardRemark, Sheet, guard

if TYPE_CHECKING:
    from e33tui.domain.passage import Passage
    from e33tui.service import Service


def to_reread(service: Service, passage: str, state: Passage) -> tuple[GuardRemark, ...]:
    """Return what the commission may want to read again; mostly nothing.

    It reads what changed of the day on the disk, so that it blocks. A passage that cannot be read
    counts by its candidate alone.

    Args:
        service: the séance.
        passage: whose texts they are.
        state: that passage as it is about to be locked.
    """
    if not state.gives_verso:
        return ()
    others = [
        Sheet(row.candidate, _texts(row.passage))
        for row in service.rows()
        if row.entry.passage != passage
    ]
    own = Sheet(state.identification.candidate, _texts(state))
    return guard(own, state.rubric, others)


def _texts(state: Passage | None) -> dict[str, str]:
    """Return the communicable texts as they are committed; none before a passage has begun."""
    if state is None:
        return {}
    return {name: comment.text for name, comment in state.comments.items() if comment.text}
