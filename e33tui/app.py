"""The application: its screens, the keys that work everywhere, and how it ends."""

from __future__ import annotations

import contextlib
from collections.abc import Coroutine, Iterable, Iterator
from contextvars import Context, copy_context
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import App, SystemCommand
from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.driver import Driver
from textual.events import Event, InputEvent, Key, Paste, Resize
from textual.geometry import Offset, Size
from textual.reactive import Reactive
from textual.screen import Screen
from textual.theme import Theme

from e33tui.actions import ACTIONS, Place
from e33tui.domain.clock import Instant
from e33tui.hints import NO_HINTS, Hints
from e33tui.keymap import DEFAULT as TABLE_KEYS
from e33tui.keymap import Keymap
from e33tui.keymap import use as use_keys
from e33tui.look import DEFAULT, Look, ThemeName, look, use
from e33tui.screens import routes
from e33tui.screens.base import PlaceScreen
from e33tui.screens.blank import Blank
from e33tui.screens.help import Help
from e33tui.screens.in_thread import in_thread
from e33tui.screens.keeping import Keeping
from e33tui.screens.keys_ahead import KeysAhead
from e33tui.screens.layout import TurningLayout
from e33tui.screens.memory import Memory
from e33tui.screens.save_view import SaveMark
from e33tui.screens.too_small import TooSmall, too_small
from e33tui.screens.ways import Ways
from e33tui.service import Service
from e33tui.theme import THEME

if TYPE_CHECKING:
    from e33tui.service.desk import Desk

WATCH_PERIOD = 0.5
"""Seconds between two looks at whether another terminal asks for the passage."""

UNSAVED = "Attention : tout n’a pas pu être enregistré. Vérifiez le disque."
UNSAVED_COPIED = (
    "Attention : le disque de la séance n’a pas tout pris ; tout est dans la copie : {}."
)


class E33App(App[int], inherit_bindings=False):
    """The interface of one séance."""

    TITLE = "e33tui"
    CSS_PATH = "e33tui.tcss"
    ENABLE_COMMAND_PALETTE = True
    ESCAPE_TO_MINIMIZE = False
    # A finger that slides over a text selects nothing: there is no clipboard to copy it to.
    ALLOW_SELECT = False
    theme: Reactive[str] = Reactive(THEME.name)
    _own_context: Context
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(",".join(a.keys), a.id, a.label, id=a.id, show=False, priority=True)
        for a in ACTIONS
        if Place.EVERYWHERE in a.places and a.keys
    ]

    def __init__(
        self,
        service: Service,
        driver_class: type[Driver] | None = None,
        hints: Hints = NO_HINTS,
        look: Look = DEFAULT,
        keymap: Keymap = TABLE_KEYS,
    ) -> None:
        use(look)
        use_keys(keymap)
        super().__init__(driver_class=driver_class)
        self._take_keys(keymap)
        self.set_class(look.plain, "-plain")
        self.set_class(look.touch, "-touch")
        self.service = service
        self.hints = hints
        self.desk: Desk | None = None
        self.ways = Ways(self)
        self.keeping = Keeping(self)
        self.layout = TurningLayout(self)
        self._ahead = KeysAhead(self)
        self.memory = Memory(self)
        self.last_passage = ""
        self.passages_read = False
        self.last_words = ""
        self.save_mark = SaveMark()
        self.animation_level = "none"
        self._asks_to_leave = False

    def _take_keys(self, keymap: Keymap) -> None:
        """Have the framework know the account's own keys, for actions that had none too."""
        self._keys_warning = keymap.warning
        if keymap.changed:
            self._keymap = keymap.bindings()
            for action in ACTIONS:
                if Place.EVERYWHERE in action.places and not action.keys:
                    for each in keymap.keys(action):
                        self._bindings.bind(each, action.id, show=False, priority=True)

    def get_theme(self, theme_name: str) -> Theme | None:
        """Know this program's theme from the first style sheet on, so that it is read once."""
        return THEME if theme_name == THEME.name else super().get_theme(theme_name)

    def on_mount(self) -> None:
        self._own_context = copy_context()
        self.memory.set_apart()
        self.layout.fit(self.size)
        first = routes.first(self.service)
        if self._keys_warning:
            # What the séance itself has to tell comes first.
            said = filter(None, (self.service.warning, self._keys_warning))
            first.notice(f"! {' '.join(said)}")
        self.push_screen(first)
        self._watcher = self.set_interval(WATCH_PERIOD, self._watch)
        self._cover(self.size)
        self.layout.ask_for_taps()
        self.call_after_refresh(self.memory.begin)

    def on_resize(self, event: Resize) -> None:
        self.layout.fit(event.size)
        self._cover(event.size)

    def _cover(self, size: Size) -> None:
        """Cover a screen that the terminal cannot hold; enlarged, it takes the very next key.

        Under a question, or the neutral screen, the cover knows itself when to go.
        """
        covered = any(isinstance(screen, TooSmall) for screen in self.screen_stack)
        if self.place() and too_small(size) and not covered:
            self.push_screen(TooSmall())
        elif isinstance(self.screen, TooSmall) and not too_small(size):
            self.screen.dismiss(None)

    # -- State for the screens --------------------------------------------------------------

    @property
    def code(self) -> str:
        """What every screen's first line begins with: the code of the séance's grid."""
        return self.service.rubric.code

    def now(self) -> Instant:
        """Return the present moment."""
        return self.service.now()

    def _watch(self) -> None:
        """Note that a running clock is watched; let go of a passage that is taken over."""
        if self.keeping.ended:
            return
        self.service.beat()
        for said in self.service.news():
            self.notice(f"! {said}", warning=True)
        if self.desk is not None and self.desk.to_ask is not None and not self.ways.opening:
            # The machine slept, passage in hand.
            from e33tui.screens.opening import settle_gap

            self.work(settle_gap(self, self.desk))
        self.keeping.keep_place()
        self.service.save_drafts()
        if self.desk is not None and self.desk.requested():
            from e33tui.screens.giving_way import ASKED, Given, give_way

            desk, self.desk = self.desk, None
            given = Given(ASKED)
            self.ways.switch_to(routes.home(), given)
            self.work(give_way(self, desk, given))

    @property
    def cursor_point(self) -> Offset | None:
        """Where the terminal's cursor stands, though nothing is typed there: in the plain mode."""
        if not look().plain:
            return None
        from e33tui.screens.pointer import point

        return point(self.screen) if self.screen_stack else None

    # -- The screens --------------------------------------------------------------------------

    def place(self) -> PlaceScreen | None:
        """Return the screen under any question."""
        found = [screen for screen in self.screen_stack if isinstance(screen, PlaceScreen)]
        return found[-1] if found else None

    def notice(self, text: str, *, warning: bool = False) -> None:
        """Say one sentence on the present screen."""
        if screen := self.place():
            screen.notice(text, warning=warning)

    def work(self, work: Coroutine[Any, Any, None]) -> None:
        """Do ``work`` as the program's own.

        In the context of the screen that asked for it, the ones that it shows would keep that one in
        memory for as long as they stand.
        """
        self._own_context.copy().run(self.run_worker, work)

    def push_screen(self, screen: Screen[Any] | str, *args: Any, **options: Any) -> Any:
        """Put a screen on top, but under the neutral one: nothing shows through that."""
        self.memory.look_soon(screen)
        with self.under_blank():
            return super().push_screen(screen, *args, **options)

    def pop_screen(self) -> AwaitComplete:
        """Take the screen on top away, and its memory soon after."""
        self.memory.look_soon()
        return super().pop_screen()

    @contextlib.contextmanager
    def under_blank(self) -> Iterator[None]:
        """Have what is done to the screens done under the neutral one; nothing is painted meanwhile."""
        blank = self._screen_stack.pop() if self.blanked else None
        try:
            yield
        finally:
            if blank is not None:
                self._screen_stack.append(blank)

    @property
    def blanked(self) -> bool:
        """Whether the neutral screen hides everything."""
        return bool(self.screen_stack) and isinstance(self.screen, Blank)

    async def on_event(self, event: Event) -> None:
        """Keep keys back that come before the screen they are meant for; let those go that come after all."""
        if isinstance(event, InputEvent | Paste) and not self._screen_stack:
            return
        if isinstance(event, Key | Paste) and not event.is_forwarded and self._ahead.keep(event):
            return
        await super().on_event(event)

    def hand_over(self, event: Key | Paste) -> None:
        """Have a key or a paste take effect after those that came before it."""
        if self._driver is not None:
            self._driver.send_message(event)

    def ask_driver(self, name: str, *values: object) -> None:
        """Have the driver do what only one of this program's own can."""
        method = getattr(self._driver, name, None)
        if method is not None:
            method(*values)

    # -- Keys that work everywhere ------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave its own keys to what stands over a screen; a blanked one knows two."""
        if self.blanked:
            return action in ("blank", "repaint")
        match action:
            case "help":
                return not isinstance(self.screen, TooSmall | Help)
            case "command_palette" | "touch":
                return isinstance(self.screen, PlaceScreen)
            case "theme":
                return not look().plain
        return True

    def key_backspace(self) -> None:
        """Take a letter back in the text under the cover: only what is on top has its bindings."""
        if isinstance(self.screen, TooSmall):
            take_back = getattr(self.screen.text, "action_delete_left", None)
            if take_back is not None:
                take_back()

    def action_blank(self) -> None:
        """Hide the screen at once; show it again, if no code is asked for."""
        if isinstance(self.screen, Blank):
            self.screen.again()
        else:
            self.push_screen(Blank())

    def action_help(self) -> None:
        """Show the keys of the present screen."""
        if screen := self.place():
            self.push_screen(routes.help_screen(screen))

    def action_repaint(self) -> None:
        """Paint the whole screen anew, and all that it is made of."""
        for widget in self.screen.query("*"):
            widget.refresh()
        self.ask_driver("full_repaint")

    def action_command_palette(self) -> None:
        """Offer the commands of the present screen by name, in French."""
        screen = self.place()
        if screen is not None and look().touch:
            from e33tui.screens.touch_more import show_commands

            show_commands(screen)
            return
        from e33tui.screens.palette import Palette

        self.push_screen(Palette())

    def action_theme(self) -> None:
        """Show the colours of the next theme."""
        names = list(ThemeName)
        theme = names[(names.index(look().theme) + 1) % len(names)]
        use(replace(look(), theme=theme))
        self.ask_driver("dress_anew")
        self.refresh()
        self.notice(f"Thème {theme}.")

    def action_touch(self) -> None:
        """Change between the keyboard's layout and the finger's; what is typed stays."""
        self.layout.turn()

    def action_copy(self) -> None:
        """Save a copy of the séance in another folder."""
        self.run_worker(routes.save_copy(self))

    def action_screen_code(self) -> None:
        """Set the code that the neutral screen asks for, or take it away."""
        from e33tui.screens.screen_code import change_code

        self.run_worker(change_code(self))

    def action_leave(self) -> None:
        """Leave the program; everything is on the disk first."""
        screen = self.place()
        if screen and screen.meant_to_copy():
            return
        if not self._asks_to_leave:
            self._asks_to_leave = True
            self.run_worker(self._leave())

    async def _leave(self) -> None:
        leaving = await routes.confirm_leaving(self)
        self._asks_to_leave = False
        if leaving:
            await self.finish()

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Offer this program's own commands, none of the framework's."""
        place = self.place()
        return routes.commands(place) if place else ()

    def copy_to_clipboard(self, text: str) -> None:
        """Send no clipboard sequence, ever."""

    # -- The end ------------------------------------------------------------------------------

    async def terminal_lost(self, reason: str) -> None:
        """Save everything when the terminal is gone or the process is asked to end."""
        await self.finish()
        # Nobody reads, and a stalled line would hold the process.
        self.last_words = ""

    async def finish(self) -> None:
        """Bring everything to the disk and end; what is typed from now on is no longer taken."""
        self.keeping.end()
        if not await in_thread(self.service.close):
            self.last_words = self._unsaved_words()
        self.exit(1 if self.last_words else 0)

    def _unsaved_words(self) -> str:
        service = self.service
        return UNSAVED_COPIED.format(service.copy_folder) if service.copied else UNSAVED

    def _handle_exception(self, error: Exception) -> None:
        """Save, say one sentence, keep a file without personal data; never show a traceback."""
        self._return_code = 1
        if self._exception is None:
            from e33tui.crash import report

            # What follows from the first error must not hide it, nor keep the end from coming.
            self._exception = error
            saved = False
            with contextlib.suppress(Exception):
                self.keeping.keep_all()
            with contextlib.suppress(Exception):
                saved = self.service.close()
            self.last_words = report(error, self.service.folder, saved=saved)
            self._exception_event.set()
        self._close_messages_no_wait()
