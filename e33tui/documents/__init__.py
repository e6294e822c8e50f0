"""The documents: a page's content in, finished bytes out.

The PDF engine lives in a child process (:mod:`e33tui.documents.child`, the only module that
imports it), so that nothing a page holds can slow, block or bring down the interface.
"""

from __future__ import annotations

from e33tui.documents.card import Card, CardRow, CardSection
from e33tui.documents.kinds import Content
from e33tui.documents.page import make_html
from e33tui.documents.press import Rendered
from e33tui.documents.render import make_pdf, make_pdfs, one_child
from e33tui.documents.worker import stop_rendering

__all__ = [
    "Card",
    "CardRow",
    "CardSection",
    "Content",
    "Rendered",
    "make_html",
    "make_pdf",
    "make_pdfs",
    "one_child",
    "stop_rendering",
]
