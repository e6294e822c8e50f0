"""The driver between Textual and a terminal that may be slow, stalled or gone (design, §8).

``App(driver_class=E33Driver)``. Textual's frames are drawn into a picture, and its difference with
what the terminal shows is sent without ever blocking; while the terminal does not read, frames
replace each other in the picture and nothing piles up. It leans on the pinned version of Textual in
``App._display``, which calls ``write`` with whole frames and then ``flush``.
"""

from __future__ import annotations

import os
import shutil
import signal
from functools import partial
from typing import Any, ClassVar, Final, Literal

from textual import events
from textual.app import App
from textual.driver import Driver
from textual.geometry import Size
from textual.message import Message

from e33tui.look import look
from e33tui.terminal import caret, sequences, tty
from e33tui.terminal.ability import Ability, Letters, of_this_terminal
from e33tui.terminal.dress import dressing
from e33tui.terminal.keyboard import Keyboard
from e33tui.terminal.keys_in import Decoder
from e33tui.terminal.line import Line
from e33tui.terminal.pace import Pace
from e33tui.terminal.paint import Painter
from e33tui.terminal.screen import Picture
from e33tui.terminal.signals import Signals

Loss = Literal["hangup", "terminate", "interrupt"]
"""Why the program must end: the terminal is gone (or SIGHUP), SIGTERM or SIGQUIT, SIGINT."""

FAREWELL_PATIENCE: Final = 0.3
"""Seconds that the end waits for a stalled line."""
LOSS_PATIENCE: Final = 8.0
"""Seconds in which keys typed before the end still take effect one by one: hundreds of them, that
a line held up and delivered together, on a machine that is busy. As a rule none waits."""
RESIZE_PATIENCE: Final = 0.1
"""Seconds given to the interface to draw itself in a new size, before the old picture is shown."""

_LAST_WORDS: Final = (signal.SIGHUP, signal.SIGTERM, signal.SIGQUIT)


class E33Driver(Driver):
    """Terminal driver that never blocks, sends only what changed, and only listed sequences.

    The app may define ``terminal_lost(reason: Loss)``, plain or async: it is called once, through
    the app's own message queue, when the terminal is gone or the process is asked to end; it saves
    and exits. Without it the app exits.
    """

    input_descriptor: ClassVar[int] = 0
    output_descriptors: ClassVar[tuple[int, ...]] = (1, 2, 0)
    """The first that is a terminal is written to."""
    mouse_reports: ClassVar[bool] = False
    """Whether presses, releases and the wheel are asked for from the start (motion never is)."""
    bell_allowed: ClassVar[bool] = False
    """Whether ``App.bell`` rings."""
    able: ClassVar[Ability | None] = None
    """What the terminal can show; None: as far as the environment tells."""

    def __init__(
        self,
        app: App[Any],
        *,
        debug: bool = False,
        mouse: bool = True,
        size: tuple[int, int] | None = None,
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._output = tty.first_terminal(self.output_descriptors)
        self._size = size or self._terminal_size()
        self._able = self.able or of_this_terminal()
        self._picture = self._blank_picture(*self._size)
        self._painter = Painter()
        self._signals = Signals(self._loop)
        self._pace = Pace(self._loop)
        self._line: Line | None = None
        self._keyboard: Keyboard | None = None
        self._before: tty.Attributes | None = None
        self._mouse_on = self._mouse_used = self.mouse_reports and mouse
        self._active = False
        self._lost = False

    @property
    def bytes_sent(self) -> int:
        """Bytes that the system took for the terminal since the start."""
        return self._line.bytes_sent if self._line else 0

    @property
    def bytes_waiting(self) -> int:
        """Bytes that wait for the terminal to read: a part of one picture at most."""
        return self._line.waiting if self._line else 0

    @property
    def mouse_on(self) -> bool:
        """Whether the terminal reports presses and the wheel; it then selects no text."""
        return self._mouse_on

    def _blank_picture(self, width: int, height: int) -> Picture:
        dress = dressing(look(), self._able)
        if self._able.letters is Letters.ALL:
            return Picture(width, height, dress=dress)
        from e33tui.terminal.letters import spelling

        return Picture(width, height, dress=dress, spell=spelling(self._able.letters))

    # Out

    def write(self, data: str) -> None:
        """Draw a frame; :meth:`flush` sends it."""
        if data == sequences.BELL:
            if self.bell_allowed and not self.bytes_waiting:
                self._painter.queue(sequences.BELL)
                self.flush()
        elif self._active and not self._lost:  # nobody looks any more, and keys wait
            self._picture.draw(data)

    def flush(self) -> None:
        """Send what differs from what the terminal shows, or leave it for when the line is free."""
        if self._active and self._line is not None and not self._line.busy:
            picture = self._picture
            cursor = self._cursor()  # first: with an error of the app's, no change may be lost
            data = self._painter.paint(picture.grid, picture.take_changed(), cursor)
            if data:
                self._line.send(data)

    def full_repaint(self) -> None:
        """Paint everything anew, for a terminal whose picture something else has spoilt."""
        self._painter.forget()
        self.flush()

    def dress_anew(self) -> None:
        """Show in the look now in force whatever is drawn from now on."""
        self._picture.dress = dressing(look(), self._able)

    def set_mouse(self, enabled: bool) -> None:
        """Ask the terminal to report presses and the wheel, or to stop."""
        if enabled == self._mouse_on:
            return
        self._mouse_on, self._mouse_used = enabled, True
        if self._keyboard is not None:
            self._keyboard.decoder = Decoder(enabled, self._able.charset)
        self._painter.queue(sequences.MOUSE_ON if enabled else sequences.MOUSE_OFF)
        self.flush()

    def _cursor(self) -> tuple[int, int] | None:
        """Return the row and column of the terminal's cursor, or None to hide it."""
        return caret.cell(self._app, self._picture.grid.width, self._picture.grid.height)

    # Beginning and end

    def start_application_mode(self) -> None:
        """Take the terminal; one that is not there is reported lost."""
        self._active, self._lost = True, False
        self._serve_signals()
        try:
            self._open()
        except OSError:
            self._loop.call_soon(self.on_hangup)
            return
        self._enter()
        assert self._keyboard is not None
        self._keyboard.start()
        self._post(self._resize_event())

    def stop_application_mode(self) -> None:
        """Give the terminal back clean, at most :data:`FAREWELL_PATIENCE` late."""
        if not self._active:
            return
        self._active = False
        self.disable_input()
        if self._line is not None:
            leave = sequences.leave(alternate=self._able.alternate, paste=self._able.paste)
            # Again, if it was sent: what a stalled line holds is thrown away.
            farewell = sequences.MOUSE_OFF * self._mouse_used + leave
            self._line.finish(farewell.encode(), FAREWELL_PATIENCE)
        if self._before is not None:
            tty.discard_input(self.input_descriptor)
            tty.restore(self.input_descriptor, self._before)
            self._before = None

    def disable_input(self) -> None:
        """Read no more keys."""
        if self._keyboard is not None:
            self._keyboard.stop()

    def close(self) -> None:
        """Close what was opened and give the signals back.

        Once the terminal is lost, those that ask to end are ignored instead: a shell that loses it
        too sends another SIGHUP, which must not kill a program that is still saving.
        """
        self.stop_application_mode()
        if self._keyboard is not None:
            self._keyboard.close()
            self._keyboard = None
        if self._line is not None:
            self._line.close()
        self._signals.give_back(ignored=_LAST_WORDS if self._lost else ())

    def _open(self) -> None:
        if self._output is None or not os.isatty(self.input_descriptor):
            raise OSError("no terminal")
        self._line = Line(
            tty.open_again(self._output, os.O_WRONLY),
            self._loop,
            on_free=self.flush,
            on_lost=self.on_hangup,
        )
        self._keyboard = Keyboard(
            tty.open_again(self.input_descriptor, os.O_RDONLY),
            self._loop,
            Decoder(self._mouse_on, self._able.charset),
            on_message=self.process_message,
            on_lost=self.on_hangup,
        )

    def _enter(self) -> None:
        """Put the terminal into this program's modes; the next picture is painted whole."""
        before = tty.make_raw(self.input_descriptor)
        self._before = self._before or before
        enter = sequences.enter(alternate=self._able.alternate, paste=self._able.paste)
        self._painter.queue(enter + (sequences.MOUSE_ON if self._mouse_on else ""))
        self.full_repaint()

    # Events

    def send_message(self, message: Message) -> None:
        """Hand a key, a paste or a press to the app, after those before it have taken effect."""
        letter = isinstance(message, events.Key) and message.is_printable
        self._pace.add(partial(self._app.post_message, message), letter=letter)

    def on_hangup(self) -> None:
        """Act on a terminal that is gone; may be called again, never raises."""
        self._lose("hangup")

    def _lose(self, reason: Loss) -> None:
        """Let the app end, once all that was typed before has reached it."""
        if self._lost:
            return
        self._lost = True
        self._pace.hurry(lambda: caret.written_text(self._app) is not None)
        if self._keyboard is not None:
            self._keyboard.read_last()
        self._pace.add(partial(self._end_app, reason))
        self._loop.call_later(LOSS_PATIENCE, self._pace.release)

    def _end_app(self, reason: Loss) -> None:
        hook = getattr(self._app, "terminal_lost", None)
        if hook is None:
            self._app.exit()
        else:
            self._app.call_later(hook, reason)

    def _serve_signals(self) -> None:
        self._signals.serve(
            {
                signal.SIGHUP: lambda: self._lose("hangup"),
                signal.SIGTERM: lambda: self._lose("terminate"),
                # Its default is an end without a save, and a core file with names in it.
                signal.SIGQUIT: lambda: self._lose("terminate"),
                signal.SIGINT: lambda: self._lose("interrupt"),
                signal.SIGWINCH: self._resized,
                signal.SIGTSTP: lambda: None,  # a stopped program would keep the record locked
                signal.SIGCONT: self._continued,
            }
        )

    def _resized(self) -> None:
        self._size = self._terminal_size()
        self._picture.resize(*self._size)
        self._painter.forget()
        self._post(self._resize_event())
        self._loop.call_later(RESIZE_PATIENCE, self.flush)

    def _continued(self) -> None:
        """Come back from a stop, in which the shell has used the terminal."""
        if self._active:
            self._enter()
            self._resized()

    def _resize_event(self) -> events.Resize:
        assert self._size is not None
        size = Size(*self._size)
        return events.Resize(size, size)

    def _post(self, message: Message) -> None:
        message.set_sender(self._app)
        self._app.post_message(message)

    def _terminal_size(self) -> tuple[int, int]:
        """Return columns and rows: the terminal's, else those before, the environment's or 80×24."""
        size = tty.window_size(self._output) if self._output is not None else None
        return size or self._size or (*shutil.get_terminal_size((80, 24)),)
