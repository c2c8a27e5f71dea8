"""What would follow for the credit of a distributor if one factor had another value."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QWidget

from kamdesk.figures.score import Judged
from kamdesk.selling.credit_words import FACTOR_NAMES
from kamdesk.words import _, money, number
from ui.labels import ElidedLabel, label
from ui.widgets.cards import TitledCard


class Simulation(TitledCard):
    """What would follow if one factor had another value."""

    def __init__(self, judged: Judged) -> None:
        super().__init__(_("What if"))
        self._judged = judged
        self.factor = QComboBox()
        self.factor.setAccessibleName(_("Factor"))
        for each in judged.opinion.factors:
            self.factor.addItem(_(FACTOR_NAMES[each.name]), each.name)
        self.value = QLineEdit()
        self.value.setAccessibleName(_("Value of the factor"))
        self.value.setPlaceholderText(_("for instance 10"))
        self.value.setFixedWidth(110)
        self.answer = ElidedLabel(role="strong", least=120)
        host = QWidget()
        row = QHBoxLayout(host)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(label(_("If"), tone="text2"))
        row.addWidget(self.factor)
        row.addWidget(label(_("were"), tone="text2"))
        row.addWidget(self.value)
        row.addWidget(self.answer, 1)
        self.add(host)
        self.value.textChanged.connect(lambda _text: self._tell())
        self.factor.currentIndexChanged.connect(lambda _at: self._tell())
        self._tell()

    def _tell(self) -> None:
        try:
            value = Decimal(self.value.text().strip().replace(",", "."))
        except ArithmeticError:
            self.answer.setText(_("Days for payment, per cent for the others."))
            return
        opinion = self._judged.again(str(self.factor.currentData()), Fraction(value))
        if opinion.score is None or opinion.limit is None:
            self.answer.setText(_("Still too little would be known."))
            return
        score = Decimal(opinion.score.numerator) / opinion.score.denominator
        self.answer.setText(_("{score}/100, band {band}: {limit}", score=number(score, 1),
                              band=(opinion.band or "").upper(), limit=money(opinion.limit, decimals=0)))
