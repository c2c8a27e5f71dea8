"""A tab of a page whose kinds may have a view of their own beside the derived ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import ClassVar

from ui.page import KindView, TabPage
from ui.screen import Context
from ui.tabs import Shown

Make = Callable[[Context, Shown], KindView]


class MadeTab(TabPage):
    """A tab whose kinds in ``made`` have a view of their own."""

    made: ClassVar[Mapping[str, Make]] = {}

    def choose(self, name: str) -> KindView:
        """Show one of the kinds."""
        if name not in self._views and name in self.made:
            self._views[name] = self.made[name](self._context, self.kinds[name])
            self.stack.addWidget(self._views[name])
        return super().choose(name)
