"""Less work for a change of a part of the screen: only what lies there is rendered."""

from __future__ import annotations

from collections.abc import Iterable

from textual._compositor import Compositor
from textual.geometry import Region
from textual.strip import Strip


class PartialCompositor(Compositor):
    """The framework's, which renders every widget anew whatever has changed.

    It leans on the pinned version of Textual: a partial update shows nothing but what lies between
    the first and the last row of what changed, so that no other row is asked for.
    """

    def _get_renders(
        self, crop: Region | None = None
    ) -> Iterable[tuple[Region, Region, list[Strip]]]:
        """Yield region, clip and strips of the widgets that show on the rows of ``crop``."""
        if crop is None or crop == self.size.region:
            yield from super()._get_renders(crop)
            return
        rows = Region(0, crop.y, self.size.width, crop.height)
        for widget, (region, clip) in self.visible_widgets.items():
            within = clip.intersection(rows)
            shown = region.intersection(within)
            if shown and shown.overlaps(crop):
                yield region, within, widget.render_lines(shown.translate(-region.offset))
