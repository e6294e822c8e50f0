"""The child process that makes PDFs: the only module that imports the PDF engine.

It reads jobs on its standard input and writes each document on its standard output before it
reads the next. It sets its own limits before it looks at any content, reads no file but the
package's own, and reaches no network. What cannot be made ends it: it says where in the code,
never with which values.
"""

from __future__ import annotations

import functools
import gc
import importlib
import logging
import os
import re
import resource
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterable
from pathlib import Path
from types import ModuleType
from typing import Any, BinaryIO, NoReturn, TypeVar

from e33tui.documents.job import Job, Outcome, identifier, next_frame, put_frame
from e33tui.documents.kinds import Content, sheets_of
from e33tui.documents.page import MEASURES, Measure, page_html
from e33tui.documents.resources import Refused, read_resource

T = TypeVar("T")

_FILE_LIMIT = 64 * 2**20
"""Bytes of the largest file written: a copy of a font for the text engine."""
_OWN_FONT = re.compile(rb"/[A-Z]{6}\+e33tui-")
_OPTIONS = {"pdf_variant": "pdf/a-2a"}
_FORBIDDEN = ("socket.", "subprocess.", "os.exec", "os.posix_spawn", "os.system", "os.fork")


def main(seconds: float) -> NoReturn:
    """Make the documents ordered on standard input, then end the process.

    Args:
        seconds: the wall time and the processor time after which the process ends itself unless
            it has an order by then, even if the program that started it is gone.
    """
    output = _private_output()
    _limit_time(seconds)
    engine = _guarded(_load_engine)
    while (order := _guarded(lambda: next_frame(sys.stdin.buffer))) is not None:
        _guarded(functools.partial(_answer, engine, order, output))
    # The interpreter's own ending would only cost time: nothing is left to be saved.
    os._exit(Outcome.DONE)


def draw(engine: ModuleType, pages: Iterable[str], sheets: int = 1) -> Any:
    """Return the engine's document of a page, on as few sheets as it can be.

    Args:
        engine: the PDF engine, as loaded by :func:`main`.
        pages: the same page in HTML, drawn roomiest first; the first that takes no sheet too many
            is chosen, else the first. It can use nothing but the package's own files.
        sheets: how many it takes where no text is long.

    Raises:
        FatalURLFetchingError: the page asked for anything else.
    """
    fetcher = _fetcher(engine)
    drawn = []
    for page in pages:
        drawn.append(engine.HTML(string=page, url_fetcher=fetcher).render(**_OPTIONS))
        # Closer lines save one sheet too many; of several they would rarely save one.
        if len(drawn[-1].pages) != sheets + 1:
            break
    return min(drawn, key=lambda document: len(document.pages))


def write_pdf(document: Any, file_identifier: str, *, one_side: bool = False) -> bytes:
    """Return the PDF of a document, as PDF/A-2a and PDF/UA-1.

    Args:
        document: as :func:`draw` returned it, or the sheets of several of them.
        file_identifier: what the file's identifier is made from, so that the same page gives the
            same bytes.
        one_side: propose to print on one side of the paper: what stands on the other may be
            somebody else's.

    Raises:
        RuntimeError: another font than those of the page was used.
    """
    pdf: bytes = document.write_pdf(
        pdf_identifier=file_identifier.encode("ascii"),
        finisher=functools.partial(_finish, one_side=one_side),
        **_OPTIONS,
    )
    if not all(_OWN_FONT.match(font.name) for font in document.fonts.values()):
        # The engine only whispers when it cannot load a font, and takes whatever is installed.
        raise RuntimeError("a font that is not the page's own was used")
    return pdf


def draft(content: Content, measure: Measure) -> str:
    """Return a page's HTML, with the fonts that its letters need and a mark for what has none."""
    # Like what follows, it needs the engine's own libraries: not before the engine is loaded.
    from e33tui.documents import child_fonts

    page = page_html(content, measure=measure)
    fonts = child_fonts.fonts_for(page)
    if fonts.undrawn or fonts.extra:
        undrawn = child_fonts.UNDRAWN if fonts.undrawn else ""
        page = page_html(content, measure=measure, fonts=fonts.extra, undrawn=undrawn)
    return fonts.legible(page)


def _finish(document: Any, pdf: Any, *, one_side: bool) -> None:
    from e33tui.documents import child_letters, child_metadata, child_tags

    if one_side:
        pdf.catalog["ViewerPreferences"]["Duplex"] = "/Simplex"
    child_metadata.identify(pdf)
    child_letters.tell_letters(document, pdf)
    child_tags.repair(document, pdf)


def _answer(engine: ModuleType, order: bytes, output: BinaryIO) -> None:
    job = Job.decode(order)
    _limit_time(job.seconds)
    _limit_memory(job.memory_mb)
    put_frame(output, _make(engine, job))


def _make(engine: ModuleType, job: Job) -> bytes:
    drawn = [
        draw(
            engine,
            (draft(content, measure) for measure in MEASURES),
            sheets_of(content),
        )
        for content in job.contents
    ]
    sheets = [sheet for document in drawn for sheet in document.pages]
    whole = drawn[0] if len(drawn) == 1 else drawn[0].copy(sheets)
    return write_pdf(whole, identifier(*job.contents), one_side=len(drawn) > 1)


def _fetcher(engine: ModuleType) -> Callable[[str], Any]:
    urls = importlib.import_module(f"{engine.__name__}.urls")

    def fetch(url: str) -> Any:
        try:
            content, media_type = read_resource(url)
        except Refused as refusal:
            # Texts are escaped, so no content can come here; if one does, there is no document.
            raise urls.FatalURLFetchingError("address refused") from refusal
        return urls.URLFetcherResponse(url, content, {"Content-Type": media_type})

    return fetch


def _load_engine() -> ModuleType:
    try:
        engine = importlib.import_module("weasyprint")
    except ImportError as error:
        _fail(Outcome.NO_ENGINE, error)
    except OSError as error:
        _fail(Outcome.NO_LIBRARY, error)
    # Its messages may quote the page.
    logging.disable(logging.CRITICAL)
    sys.addaudithook(_forbid)
    # What is loaded stays: looked through for each document, it would take a tenth of its time.
    gc.freeze()
    return engine


def _forbid(event: str, _arguments: tuple[Any, ...]) -> None:
    if event.startswith(_FORBIDDEN):
        raise PermissionError(event)


def _limit_time(seconds: float) -> None:
    """Give the process this much more time, of the clock and of the processor."""
    processor = round(time.process_time() + seconds + 1)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_FSIZE, _FILE_LIMIT)
    _limit(resource.RLIMIT_CPU, processor)
    signal.setitimer(signal.ITIMER_REAL, seconds)


def _limit_memory(mebibytes: int) -> None:
    # Set once the engine is loaded: what the limit is about is what a page's content takes, and
    # a library that could not be mapped would look like one that is not installed.
    limit = mebibytes * 2**20
    _limit(resource.RLIMIT_DATA, limit)
    _limit(resource.RLIMIT_AS, 2 * limit)


def _limit(kind: int, most: int) -> None:
    """Set a limit that the next job may have raised again: no content can reach the call."""
    _, hard = resource.getrlimit(kind)
    resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _private_output() -> BinaryIO:
    # Libraries may print on standard output: the documents have a descriptor of their own.
    output = os.dup(1)
    os.dup2(2, 1)
    return os.fdopen(output, "wb")


def _guarded(action: Callable[[], T]) -> T:
    try:
        return action()
    except MemoryError:
        os._exit(Outcome.OUT_OF_MEMORY)
    except BaseException as error:  # noqa: BLE001 - the engine's refusal is no Exception
        _fail(Outcome.FAILED, error)


def _fail(outcome: Outcome, error: BaseException) -> NoReturn:
    frame = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{Path(frame.filename).name}:{frame.lineno}"
    os.write(2, f"{type(error).__name__} {place}\n".encode("ascii", "replace"))
    os._exit(outcome)
