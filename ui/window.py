"""The window: the shell with its pages, the palette, toasts, undo, jobs and the keyboard map."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSettings, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication

from kamdesk.app import App
from kamdesk.commands.confidential import reveal_prices
from kamdesk.doors import Doors
from kamdesk.fields import Link
from kamdesk.problems import Problem
from kamdesk.records.team import Person
from kamdesk.words import N_, _
from ui import actions, ask, style, theme
from ui.badges import ExchangeBadge
from ui.bus import Bus
from ui.copying import Copies
from ui.dropping import FileDrop
from ui.history import Trail
from ui.jobs import Job, Jobs
from ui.keys_sheet import KeysSheet
from ui.locking import IdleLock
from ui.notices import Notices
from ui.page import Part, PlaceScreen
from ui.run import FAILED, Runner
from ui.screen import Address, Context, Screen
from ui.shell.places import PLACES, Badge
from ui.shell.shell import Shell
from ui.undo_keys import UndoKeys
from ui.veil import veil
from ui.widgets.palette import Palette
from ui.widgets.palette_list import PaletteHit
from ui.widgets.toast import Toast

Pages = dict[str, Callable[[Context], Screen]]
Parts = dict[str, dict[str, Part]]
Quick = dict[str, Callable[..., object]]


def palette_actions(window: Window) -> list[actions.Action]:
    """Everything Ctrl+K offers besides records."""
    quick = window.quick
    own = [actions.Action(N_("Log visit"), "check", lambda: quick("visit"), "Ctrl+R"),
           actions.Action(N_("Log a call"), "phone", lambda: quick("call"), "Ctrl+L"),
           actions.Action(N_("Import a spreadsheet"), "file-up", lambda: quick("import")),
           actions.Action(N_("Record expense"), "receipt-text", lambda: quick("expense"), "Ctrl+G"),
           actions.Action(N_("Undo"), "undo-2", window.undo, "Ctrl+Z"),
           actions.Action(N_("Show or hide prices"), "eye", window.toggle_prices, "Ctrl+Shift+P"),
           actions.Action(N_("Change theme"), "moon", window.switch_theme),
           actions.Action(N_("Lock Kamdesk"), "lock", window.idle.lock),
           actions.Action(N_("Keys of this page"), "keyboard", window.show_keys, "F1"),
           actions.Action(N_("New task"), "square-check", lambda: quick("task"))]
    return own + actions.going(window.go) + actions.listing(window.go)


def party_actions(window: Window, party: Link, name: str) -> list[actions.Action]:
    """What Ctrl+K offers on the best record."""
    given = ((N_("Log a visit to {name}"), "check", "visit"), (N_("Log a call with {name}"), "phone", "call"))
    return [actions.Action(_(text, name=name), icon, partial(window.quick, panel, party=party))
            for text, icon, panel in given]


def show_prices(window: Window) -> None:
    """Show prices for a while, which is written down, with the reason where the setting asks it."""
    store, reason = window.app.store, ""
    if store.setting("price_reason"):
        reason = ask.line(window, _("Show prices"), _("Why do you need them?")) or ""
    if window.runner.attempt(window, reveal_prices, reason=reason) is not FAILED:
        seconds = store.setting("hide_prices_after")
        veil.open(seconds)
        window.tell(_("Prices are shown for {n} seconds without use", n=seconds))


class Window(Shell):
    """One open base in one window. Pages are made on the first visit."""

    def __init__(self, app: App, doors: Doors, *, pages: Pages | None = None, parts: Parts | None = None,
                 quick: Quick | None = None) -> None:
        """``pages`` are hand-made screens by page, ``parts`` hand-made tabs by page and tab, ``quick`` panels."""
        super().__init__()
        self.app = app
        self.bus, self.jobs = Bus(app.store, self), Jobs(self)
        self.runner = Runner(app, self)
        self.context = Context(app, self.runner, self.bus, self.jobs, self, doors)
        self._pages, self._parts, self._quick = pages or {}, parts or {}, quick or {}
        self._made: dict[str, Screen] = {}
        self._trail = Trail()
        self.toast = Toast(self.overlay_host)
        self.palette_view = Palette(self.overlay_host, actions.PaletteSearch(
            app.store, lambda: palette_actions(self), partial(party_actions, self)))
        self.palette_view.chosen.connect(self._chosen)
        self._connect()
        self._shortcuts()
        FileDrop(self, lambda path: self.quick("import", path=path))
        application = QApplication.instance()
        if application is not None:
            application.installEventFilter(UndoKeys(self))
        self.refresh()
        self.go(Address("today"))
        self.idle = IdleLock(self, app.store, doors, may_lock=lambda: not self.jobs.busy)
        self.notices = Notices(self, app.store)
        self._copies = Copies(app.store, doors, self)
        self._waiting = ExchangeBadge(self, app.store, doors, self.bus)

    def _connect(self) -> None:
        self.rail.opened.connect(lambda key: self.go(Address(key)))
        self.top.search_asked.connect(self.palette_view.ask)
        self.top.undo_asked.connect(self.undo)
        self.top.redo_asked.connect(self.redo)
        self.top.theme_asked.connect(self.switch_theme)
        self.top.alerts_asked.connect(lambda: self.go(Address("today")))
        self.jobs.started.connect(self._follow_job)
        self.bus.on(self, (), self.refresh)

    def _shortcuts(self) -> None:
        keys: dict[str, Callable[[], object]] = {
            "Ctrl+K": self.palette_view.ask, "Ctrl+Z": self.undo, "Ctrl+Y": self.redo, "Ctrl+Shift+Z": self.redo,
            "Alt+Left": lambda: self._walk(-1), "Alt+Right": lambda: self._walk(1),
            "Ctrl+F": self._focus_filter, "Ctrl+P": self._print,
            "/": self._focus_filter, "F1": self.show_keys, "?": self.show_keys, "Ctrl+Shift+N": self._plan_visit,
            "Ctrl+Shift+P": self.toggle_prices, "Ctrl+R": lambda: self._quick_here("visit"),
            "Ctrl+L": lambda: self._quick_here("call"),
            "Ctrl+G": lambda: self.quick("expense"),
        }
        for key, slot in keys.items():
            QShortcut(QKeySequence(key), self, slot)

    def show_keys(self) -> None:
        """The sheet of the keys that act on the page in front."""
        if self.overlay is None:
            title = next(place.text for place in PLACES if place.key == self._key)
            KeysSheet(self.overlay_host, self._key, _(title)).open()

    def _plan_visit(self) -> None:
        """A new visit in the plan."""
        self.go(Address("plan", "week"))
        self.page.new()

    def _focus_filter(self) -> None:
        self.page.focus_filter()

    def _print(self) -> None:
        self.page.print_page()

    @property
    def page(self) -> Screen:
        """The page in front."""
        return self._made[self._key]

    def go(self, address: Address) -> None:
        """Show a page, tab or record, and remember the way back."""
        self._trail.visit(address)
        veil.touch()
        self._show(address)

    def _walk(self, by: int) -> None:
        address = self._trail.step(by)
        if address is not None:
            self._show(address)

    def _show(self, address: Address) -> None:
        screen = self._screen(address.page)
        self._key = address.page
        self.show_page(screen)
        self.rail.set_open(address.page)
        screen.shown()
        screen.open(address)

    def _screen(self, key: str) -> Screen:
        if key not in self._made:
            title = next(place.text for place in PLACES if place.key == key)
            make = self._pages.get(key)
            self._made[key] = make(self.context) if make else PlaceScreen(self.context, key, title,
                                                                          self._parts.get(key, {}))
            counted = getattr(self._made[key], "attention_counted", None)
            if counted is not None:
                counted.connect(self._show_attention)
        return self._made[key]

    def _show_attention(self, count: int) -> None:
        """How many alerts there are, on the bell and beside Hoy."""
        self.top.set_alerts(count)
        self.rail.set_badge("today", Badge(count, "bad"))

    def tell(self, text: str, *, undo: bool = False) -> None:
        """A toast, with «Deshacer» when asked."""
        self.toast.say(text, action=_("Undo") if undo else "", on_action=self.undo if undo else None)
        self.status.set_message(text)

    def quick(self, name: str, **filled: object) -> None:
        """Open a quick panel with some fields filled."""
        if name in self._quick:
            self._quick[name](self.context, self.overlay_host, **filled)

    def _quick_here(self, name: str) -> None:
        """A quick panel about the party that is shown, if any."""
        party = self.page.subject()
        self.quick(name, **({"party": party} if party else {}))

    def undo(self) -> None:
        """Take back the last step and say which it was."""
        self.runner.turn(self.app.undo, N_("Undone: {label}"))

    def redo(self) -> None:
        """Do the step taken back last again."""
        self.runner.turn(self.app.redo, N_("Done again: {label}"))

    def toggle_prices(self) -> None:
        """Show prices for a while, or hide them."""
        if veil.is_open:
            veil.close()
        else:
            show_prices(self)

    def switch_theme(self) -> None:
        """Light to dark and back; remembered on this laptop."""
        scheme: style.Scheme = "light" if theme.shown().theme.dark else "dark"
        QSettings().setValue("theme", scheme)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            style.apply(application, scheme=scheme, scale=theme.shown().scale)

    def refresh(self) -> None:
        """What frames every page: who works here, the base, and what can be undone."""
        store = self.app.store
        undo, redo = store.undo_step(), store.redo_step()
        self.top.set_history(undo=undo.label if undo else "", redo=redo.label if redo else "")
        me = store.maybe(Person, store.me)
        self.top.set_user(me.name if me else _("Who are you?"))
        region = store.setting("region_name")
        kind = _("Encrypted base") if self.encrypted else _("Base without password")
        self.status.set_base(" · ".join(filter(None, (kind, region))), encrypted=self.encrypted)
        self.status.set_message(_("Everything is saved"))

    @property
    def encrypted(self) -> bool:
        """Whether the base has a password."""
        return bool(getattr(self.app.store, "encrypted", False))

    def _chosen(self, hit: PaletteHit) -> None:
        if isinstance(hit.target, Address):
            self.go(hit.target)
        elif callable(hit.target):
            QTimer.singleShot(0, hit.target)

    def _follow_job(self, job: Job) -> None:
        bar = self.status.job
        job.progressed.connect(lambda text, done, total: bar.show_progress(text, done=done, total=total))
        job.ended.connect(bar.finish)
        bar.cancelled.connect(job.cancel)

    def come_forward(self) -> None:
        """Somebody started the program again on this base."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.raise_()
        self.activateWindow()

    def show_problem(self, problem: Problem) -> None:
        """A Problem of the window itself: above the page in front."""
        self.page.show_problem(problem)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember the geometry and end the worker."""
        QSettings().setValue("geometry", self.saveGeometry())
        self._copies.stop()
        self.idle.stop()
        self.notices.stop()
        self.jobs.close()
        self.bus.close()
        super().closeEvent(event)
