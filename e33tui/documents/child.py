"""The child process that makes one PDF: the only module that imports the PDF engine.

It reads one job on its standard input and writes the document on its standard output. It sets
its own limits before it looks at any content, reads no file but the package's own, and reaches no
network. On failure it says where in the code, never with which values.
"""

from __future__ import annotations

import importlib
import logging
import os
import resource
import signal
import sys
import traceback
from collections.abc import Callable, Iterable
from pathlib import Path
from types import ModuleType
from typing import Any, NoReturn, TypeVar

from e33tui.documents.job import Job, Outcome, identifier
from e33tui.documents.page import MEASURES, page_html
from e33tui.documents.resources import Refused, read_resource

T = TypeVar("T")

_FILE_LIMIT = 64 * 2**20
"""Bytes of the largest file written: a copy of a font for the text engine."""
_FONT = b"E33-Texte"
_OPTIONS = {"pdf_variant": "pdf/ua-1"}
_FORBIDDEN = ("socket.", "subprocess.", "os.exec", "os.posix_spawn", "os.system", "os.fork")


def main(seconds: float) -> NoReturn:
    """Make the document ordered on standard input, then end the process.

    Args:
        seconds: the wall time and the processor time after which the process ends itself, even
            if the program that started it is gone.
    """
    output = _private_output()
    _limit_time(seconds)
    engine = _guarded(_load_engine)
    document = _guarded(lambda: _make(engine, Job.decode(sys.stdin.buffer.read())))
    _guarded(lambda: _write(output, document))
    # The interpreter's own ending would only cost time: nothing is left to be saved.
    os._exit(Outcome.DONE)


def write_pdf(engine: ModuleType, pages: Iterable[str], file_identifier: str) -> bytes:
    """Return the PDF of the page, on one sheet where it can be, tagged for PDF/UA-1.

    Args:
        engine: the PDF engine, as loaded by :func:`main`.
        pages: the same page in HTML, drawn roomiest first; the first that takes one sheet is
            chosen, else the first. It can use nothing but the package's own files.
        file_identifier: what the file's identifier is made from, so that the same page gives the
            same bytes.

    Raises:
        FatalURLFetchingError: the page asked for anything else.
        RuntimeError: the package's font could not be used.
    """
    fetcher = _fetcher(engine)
    drawn = []
    for page in pages:
        drawn.append(engine.HTML(string=page, url_fetcher=fetcher).render(**_OPTIONS))
        # Closer lines save the second sheet; of three or more they would rarely save one.
        if len(drawn[-1].pages) != 2:
            break
    best = min(drawn, key=lambda document: len(document.pages))
    pdf: bytes = best.write_pdf(pdf_identifier=file_identifier.encode("ascii"), **_OPTIONS)
    if not any(_FONT in font.name for font in best.fonts.values()):
        # The engine only whispers when it cannot load a font, and takes whatever is installed.
        raise RuntimeError("the package's font was not used")
    return pdf


def _make(engine: ModuleType, job: Job) -> bytes:
    _limit_memory(job.memory_mb)
    pages = (page_html(job.content, measure=measure) for measure in MEASURES)
    return write_pdf(engine, pages, identifier(job.content))


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
    return engine


def _forbid(event: str, _arguments: tuple[Any, ...]) -> None:
    if event.startswith(_FORBIDDEN):
        raise PermissionError(event)


def _limit_time(seconds: float) -> None:
    processor = max(1, round(seconds + 0.5))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_FILE_LIMIT, _FILE_LIMIT))
    resource.setrlimit(resource.RLIMIT_CPU, (processor, processor + 1))
    signal.setitimer(signal.ITIMER_REAL, seconds)


def _limit_memory(mebibytes: int) -> None:
    # Set once the engine is loaded: what the limit is about is what a page's content takes, and
    # a library that could not be mapped would look like one that is not installed.
    limit = mebibytes * 2**20
    resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
    resource.setrlimit(resource.RLIMIT_AS, (2 * limit, 2 * limit))


def _private_output() -> int:
    # Libraries may print on standard output: the document has a descriptor of its own.
    output = os.dup(1)
    os.dup2(2, 1)
    return output


def _write(output: int, document: bytes) -> None:
    with open(output, "wb") as stream:
        stream.write(document)


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
