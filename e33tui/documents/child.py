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
from collections.abc import Callable
from types import ModuleType
from typing import Any, NoReturn, TypeVar

from e33tui.documents.job import Job, Outcome, identifier
from e33tui.documents.page import verso_html
from e33tui.documents.resources import Refused, read_resource
from e33tui.domain.verso import Verso

T = TypeVar("T")

_FILE_LIMIT = 64 * 2**20
"""Bytes of the largest file written: a copy of a font for the text engine."""
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


def write_pdf(engine: ModuleType, html: str, file_identifier: str) -> bytes:
    """Return the PDF of a page, tagged for PDF/UA-1.

    Args:
        engine: the PDF engine, as loaded by :func:`main`.
        html: the page; it can use nothing but the package's own files.
        file_identifier: what the file's identifier is made from, so that the same page gives the
            same bytes.

    Raises:
        FatalURLFetchingError: the page asked for anything else.
    """
    document = engine.HTML(string=html, base_url=None, url_fetcher=_fetcher(engine))
    pdf: bytes = document.write_pdf(
        pdf_variant="pdf/ua-1", pdf_identifier=file_identifier.encode("ascii")
    )
    return pdf


def _make(engine: ModuleType, job: Job) -> bytes:
    _limit_memory(job.memory_mb)
    return _verso_pdf(engine, job.verso)


def _verso_pdf(engine: ModuleType, verso: Verso) -> bytes:
    return write_pdf(engine, verso_html(verso), identifier(verso))


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
    except BaseException as error:
        _fail(Outcome.FAILED, error)


def _fail(outcome: Outcome, error: BaseException) -> NoReturn:
    frame = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{os.path.basename(frame.filename)}:{frame.lineno}"
    os.write(2, f"{type(error).__name__} {place}\n".encode("ascii", "replace"))
    os._exit(outcome)
