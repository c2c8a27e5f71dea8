"""What a record requires: the list with its check marks, and «Aplicar lista»."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from kamdesk import clock
from kamdesk.commands.checklists import set_requirement
from kamdesk.fields import Link
from kamdesk.kinds import Kind, Record, kind_of
from kamdesk.problems import Problem
from kamdesk.records.checklists import REQUIREMENT_STATES, UNMET, Requirement
from kamdesk.words import _, day
from ui.labels import ElidedLabel, label
from ui.panels.checklist import open_checklist
from ui.screen import Address, Context
from ui.shell.shell import host_of
from ui.tabs import place_of
from ui.widgets.buttons import IconButton
from ui.widgets.cards import TitledCard
from ui.widgets.chips import Chip
from ui.widgets.flow import cleared
from ui.widgets.messages import MessageBar


def has_requirements(kind: Kind) -> bool:
    """Whether records of a kind have requirements."""
    return kind.name in Requirement.kind.fields["parent"].to


class RequirementsCard(TitledCard):
    """Each requirement with its mark; a click on the mark makes it ready or pending."""

    def __init__(self, context: Context) -> None:
        self._done = Chip("", status="mute", mark="")
        super().__init__(_("Requirements"), marks=[self._done])
        self._context = context
        self._parent: Record | None = None
        self._apply = IconButton("list-checks", _("Apply checklist"), on_click=self.apply)
        self.add_action(self._apply)
        self._messages, self._rows = QVBoxLayout(), QVBoxLayout()
        self._rows.setContentsMargins(16, 4, 8, 8)
        self._rows.setSpacing(2)
        self.body.addLayout(self._messages)
        self.body.addLayout(self._rows)
        context.bus.on(self, (Requirement.kind.name,), self.reread)

    def show_record(self, parent: Record, *, open_to_change: bool) -> None:
        """The requirements of a record; an archived one gets no more."""
        if self._parent is None or parent.id != self._parent.id:  # reading again takes no message away
            cleared(self._messages)
        self._parent = parent
        self._apply.setVisible(open_to_change)
        self.reread()

    def reread(self) -> None:
        """Read the list again."""
        cleared(self._rows)
        found = self.requirements()
        ready = sum(each.state not in UNMET for each in found)
        self._done.set(f"{ready}/{len(found)}", status="ok" if ready == len(found) else "warn", mark="")
        self._done.setVisible(bool(found))
        for each in found:
            self._rows.addWidget(self._entry(each))
        if not found:
            self._rows.addWidget(label(_("Apply a checklist to know what is missing."), role="small", tone="text3",
                                       wrap=True))

    def requirements(self) -> list[Requirement]:
        """The requirements shown, in their order."""
        if self._parent is None:
            return []
        own = Link(type(self._parent).kind.name, self._parent.id)
        return self._context.app.store.find(Requirement, parent=own, sort=(("order", False), ("due", False)))

    def _entry(self, requirement: Requirement) -> QWidget:
        row, names = QWidget(), QVBoxLayout()
        names.setSpacing(0)
        name = f"{requirement.name} *" if requirement.mandatory else requirement.name
        names.addWidget(ElidedLabel(name, least=40))
        facts = _facts(requirement)
        if facts:
            names.addWidget(ElidedLabel(facts, role="caption", tone="bad" if _late(requirement) else "text3", least=40))
        box = QCheckBox()
        box.setAccessibleName(requirement.name)
        box.setChecked(requirement.state == "ready")
        box.toggled.connect(lambda on: self.mark(requirement, ready=on))
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 3, 0, 3)
        layout.setSpacing(8)
        layout.addWidget(box)
        layout.addLayout(names, 1)
        layout.addWidget(IconButton("chevron-right", _("Open {name}", name=requirement.name),
                                    on_click=lambda: self._open(requirement)))
        return row

    def mark(self, requirement: Requirement, *, ready: bool) -> None:
        """Make a requirement ready, or pending again."""
        cleared(self._messages)
        self._context.runner.attempt(self, set_requirement, requirement=requirement,
                                     state="ready" if ready else "pending")
        self.reread()

    def apply(self) -> None:
        """Ask which checklist and from which deadline."""
        if self._parent is not None:
            link = Link(type(self._parent).kind.name, self._parent.id)
            title = self._context.app.store.names([link]).get(link.id, "")
            open_checklist(self._context, host_of(self), parent=self._parent, title=title)

    def show_problem(self, problem: Problem) -> None:
        """Above the list."""
        cleared(self._messages)
        self._messages.addWidget(MessageBar(problem.message, status="bad"))

    def _open(self, requirement: Requirement) -> None:
        self._context.window.go(Address(*place_of(kind_of("requirement")), "requirement", requirement.id))


def _facts(requirement: Requirement) -> str:
    """Its state where the mark does not say it, and its due day."""
    state = "" if requirement.state in ("ready", "pending") else _(REQUIREMENT_STATES[str(requirement.state)])
    return " · ".join(filter(None, (state, _("Due {date}", date=day(requirement.due)) if requirement.due else "")))


def _late(requirement: Requirement) -> bool:
    return bool(requirement.due and requirement.due < clock.today() and requirement.state in UNMET)
