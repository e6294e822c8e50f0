"""What the framework knows of colours: the terminal's own, thin on the line, right on any ground.

What must stand out does so by attributes (bold, underline, reverse) and by words. The colours of a
theme that has some are given to those on the way out, in :mod:`e33tui.terminal.dress`.
"""

from __future__ import annotations

from textual.theme import Theme

_DEFAULT = "ansi_default"
THEME = Theme(
    "terminal",
    ansi=True,
    primary=_DEFAULT,
    secondary=_DEFAULT,
    warning=_DEFAULT,
    error=_DEFAULT,
    success=_DEFAULT,
    accent=_DEFAULT,
    foreground=_DEFAULT,
    background=_DEFAULT,
    surface=_DEFAULT,
    panel=_DEFAULT,
    boost=_DEFAULT,
    variables=dict.fromkeys(
        (
            "ansi-background",
            "ansi-foreground",
            "border",
            "border-blurred",
            "block-cursor-background",
            "block-cursor-foreground",
            "input-cursor-background",
            "input-cursor-foreground",
            "input-selection-background",
            "input-selection-foreground",
            "screen-selection-background",
            "screen-selection-foreground",
            "scrollbar",
            "scrollbar-active",
            "scrollbar-background",
            "scrollbar-background-active",
            "scrollbar-background-hover",
            "scrollbar-corner-color",
            "scrollbar-hover",
        ),
        _DEFAULT,
    )
    | {"block-cursor-text-style": "reverse", "input-cursor-text-style": "none"},
)
