"""Charts: round axes, shapes that stay in their box, a table and a sentence for each, nothing lost in bad data."""

from __future__ import annotations

import itertools
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamdesk.charts import (
    BandLine,
    Box,
    ChartData,
    Circle,
    Drawing,
    Funnel,
    GroupedBars,
    Heat,
    Hit,
    Line,
    Mark,
    Polygon,
    Polyline,
    Rect,
    SalesBars,
    Series,
    Sparkline,
    StackedBars,
    Strip,
    TargetBars,
    TargetRow,
    Text,
    Unit,
    axis_ticks,
    layout,
    nice_max,
)

BOX = Box(10, 20, 600, 180)
MONEY = Unit("money", "MXN")
MONTHS = ("dic", "ene", "feb", "mar")
SALES = SalesBars(
    MONTHS, (800_000_000, 720_000_000, None, 842_000_000), (800_000_000, None, 9 * 10**8, 1_040_000_000), MONEY
)
ALL: tuple[ChartData, ...] = (
    SALES,
    SalesBars(MONTHS, (-5, 3, -2, None)),
    TargetBars((TargetRow("Jalisco", 90, 100), TargetRow("Colima", -20, 50), TargetRow("Nayarit", None, 10))),
    TargetBars((TargetRow("A", Decimal("99.5"), 100),), Unit("percent")),
    TargetBars((TargetRow("Debe", -20), TargetRow("Poco", -5))),
    StackedBars(("",), ("Por vencer", "Vencida"), ((300, 100),)),
    StackedBars(("Jalisco", "Colima"), ("a", "b", "c", "d"), ((1, 2, 3, 4), (5, -2, 0, 1))),
    BandLine(MONTHS, (5, None, 6, None), (None, None, None, 7), (None, None, None, 4), (None, None, None, 9)),
    BandLine(MONTHS, (5, 6, 7, 8)),
    Sparkline((3, 4, None, 6)),
    Sparkline((3,)),
    GroupedBars(
        ("Uno", "Un nombre bastante más largo que su sitio"), (Series("Plan", (3, -4)), Series("Real", (None, 5)))
    ),
    Funnel(("Prospecto", "Contrato"), (40, 5)),
    Funnel(("Prospecto", "Contrato"), (40, 0)),
    Heat(("a", "b"), ("x", "y"), ((1, None), (3, 4))),
    Heat(("a",), ("x",), ((2,),)),
    Strip(MONTHS, tuple(Mark(index * 0.4, f"Contrato {index}") for index in range(10))),
)
EMPTY: tuple[ChartData, ...] = (
    SalesBars((), ()),
    SalesBars(MONTHS, (None,) * 4),
    TargetBars(()),
    StackedBars(("Jalisco",), ("a",), ((0,),)),
    BandLine(MONTHS, (None,) * 4),
    Sparkline(()),
    GroupedBars((), ()),
    Funnel(("a", "b"), (0, 0)),
    Heat((), (), ()),
    Strip(MONTHS, ()),
)


def measure(text: str, size: float, weight: int) -> float:
    """A typewriter font."""
    return len(text) * size * (0.6 if weight > 500 else 0.55)


def draw(data: ChartData, box: Box = BOX) -> Drawing:
    """The chart with the typewriter."""
    return layout(data, box, measure=measure)


def spans(drawing: Drawing) -> list[tuple[float, float, float, float]]:
    """Left, top, right, bottom of every shape; text by its width and size."""
    return [span(shape) for shape in drawing.shapes]


def span(shape: object) -> tuple[float, float, float, float]:
    """Left, top, right, bottom."""
    match shape:
        case Rect():
            return shape.x, shape.y, shape.x + shape.width, shape.y + shape.height
        case Line():
            return shape.x1, min(shape.y1, shape.y2), shape.x2, max(shape.y1, shape.y2)
        case Circle():
            return shape.x, shape.y, shape.x, shape.y
        case Polyline() | Polygon():
            xs, ys = zip(*shape.points, strict=True)
            return min(xs), min(ys), max(xs), max(ys)
        case Text():
            width = measure(shape.text, shape.size, shape.weight)
            left = shape.x - {"start": 0, "middle": width / 2, "end": width}[shape.anchor]
            return left, shape.y - shape.size * 0.75, left + width, shape.y
    raise AssertionError(shape)


@pytest.mark.parametrize(
    ("value", "top"), [(8.42, 10), (10.4, 12), (12, 12), (99, 100), (101, 120), (0, 1), (0.07, 0.08)]
)
def test_axis_ends_on_a_round_number(value: float, top: float) -> None:
    assert float(nice_max(value)) == pytest.approx(top)


@given(st.decimals(-(10**12), 10**12, places=2), st.decimals(-(10**12), 10**12, places=2))
def test_axis_holds_its_values_with_at_most_five_lines(one: Decimal, other: Decimal) -> None:
    low, high = sorted((one, other))
    ticks = axis_ticks(low, high)
    assert ticks[0] <= min(low, 0)
    assert ticks[-1] >= max(high, 0)
    assert 0 in ticks
    assert 2 <= len(ticks) <= 5
    assert len({after - before for before, after in itertools.pairwise(ticks)}) == 1


@pytest.mark.parametrize("data", ALL, ids=lambda data: type(data).__name__)
@pytest.mark.parametrize("box", [BOX, Box(0, 0, 240, 120)], ids=["wide", "small"])
def test_everything_stays_in_its_box(data: ChartData, box: Box) -> None:
    drawing = draw(data, box)
    assert drawing.shapes
    for left, top, right, bottom in spans(drawing):
        assert left >= box.x - 12
        assert right <= box.right + 8
        assert top >= box.y - 4
        assert bottom <= box.bottom + 3


@pytest.mark.parametrize("data", ALL, ids=lambda data: type(data).__name__)
def test_each_chart_has_a_table_and_a_sentence(data: ChartData) -> None:
    head, *rows = data.table()
    assert rows
    assert all(len(row) == len(head) for row in rows)
    assert all(len(short) == len(head) for short in data.table(short=True))
    assert data.summary()
    assert "{" not in data.summary()


@pytest.mark.parametrize("data", EMPTY, ids=lambda data: type(data).__name__)
def test_no_data_says_so(data: ChartData) -> None:
    assert data.empty
    assert draw(data).texts == ("sin datos",)


def test_sales_bars_pale_but_the_current_month_with_a_tick_for_each_target() -> None:
    rects = [shape for shape in draw(SALES).shapes if isinstance(shape, Rect)]
    bars = [rect for rect in rects if rect.colour == "c1" and rect.width > 20]
    ticks = [rect for rect in rects if rect.colour == "text" and rect.width > 20]
    assert [bar.alpha for bar in bars] == [0.57, 0.57, 1.0]
    assert [tick.height for tick in ticks] == [2.0, 2.0, 2.0]
    assert SALES.summary() == "mar: $8.42 M, 81 % del objetivo de $10.40 M".replace("2 M", "2\u202fM").replace(
        "1 %", "1\u202f%"
    ).replace("0 M", "0\u202fM")
    assert SALES.table()[3] == ("feb", "—", "$9,000,000.00")


def test_a_bar_is_as_high_as_its_value() -> None:
    drawing = draw(GroupedBars(("a", "b"), (Series("s", (30, 60)),)))
    small, large = (shape for shape in drawing.shapes if isinstance(shape, Rect) and shape.colour == "c1")
    assert large.height == pytest.approx(2 * small.height)
    assert small.y + small.height == pytest.approx(large.y + large.height)


def test_negative_values_go_the_other_way() -> None:
    drawing = draw(GroupedBars(("a", "b"), (Series("s", (30, -30)),)))
    up, down = (shape for shape in drawing.shapes if isinstance(shape, Rect) and shape.colour == "c1")
    assert up.y + up.height == pytest.approx(down.y)
    assert up.height == pytest.approx(down.height)


def test_one_series_has_no_legend_and_more_name_themselves() -> None:
    one, two = Series("Plan", (1, 2)), Series("Real", (2, 3))
    assert "Plan" not in draw(GroupedBars(("a", "b"), (one,))).texts
    assert {"Plan", "Real"} <= set(draw(GroupedBars(("a", "b"), (one, two))).texts)


def test_a_legend_is_cut_only_when_it_does_not_fit() -> None:
    data = GroupedBars(("a",), (Series("A", (1,)), Series("Una serie con nombre largo", (2,))))
    assert "Una serie con nombre largo" in draw(data, Box(0, 0, 220, 100)).texts
    assert any(text.endswith("…") for text in draw(data, Box(0, 0, 150, 100)).texts)


def test_more_than_four_series_or_parts_are_refused() -> None:
    with pytest.raises(ValueError, match="at most 4"):
        GroupedBars(("a",), tuple(Series(str(number), (1,)) for number in range(5)))
    with pytest.raises(ValueError, match="at most 4"):
        StackedBars(("a",), ("1", "2", "3", "4", "5"), ((1, 1, 1, 1, 1),))


def test_ageing_lists_amount_and_share() -> None:
    data = StackedBars(("",), ("Por vencer", "Más de 60 días"), ((75_000_00, 25_000_00),), MONEY)
    assert {"$75,000.00", "75\u202f%", "$25,000.00", "25\u202f%"} <= set(draw(data).texts)
    bars = [shape for shape in draw(data).shapes if isinstance(shape, Rect) and shape.height > 10]
    assert bars[0].width / bars[1].width == pytest.approx(3, rel=0.02)


def test_percent_rows_stand_beside_their_target() -> None:
    data = TargetBars((TargetRow("Segmento B", 85, 90),), Unit("percent"))
    assert {"85\u202f%", "/ 90\u202f%"} <= set(draw(data).texts)
    assert data.table()[0] == ("", "Real", "Objetivo")


def test_strip_counts_what_has_no_room() -> None:
    crowd = Strip(MONTHS, tuple(Mark(1.1, f"Contrato {index}") for index in range(30)))
    shown = [text for text in draw(crowd).texts if text.startswith("Contrato")]
    assert f"y {30 - len(shown)} más" in draw(crowd).texts
    assert len(crowd.table()) == 31


def test_every_value_answers_the_pointer() -> None:
    hits = draw(SALES).hits
    assert [hit.index for hit in hits] == [0, 1, 2, 3]
    assert isinstance(hits[3], Hit)
    assert hits[3].text == "mar · $8,420,000.00 / $10,400,000.00"


def test_axis_labels_share_a_magnitude() -> None:
    texts = draw(SalesBars(MONTHS, (300_000_00, 0, 0, 900_000_00), unit=MONEY)).texts
    assert {"0", "0.25 M", "0.5 M", "0.75 M", "1 M"} <= set(texts)
    assert Unit("money", "MXN").axis(Decimal(25_000_00), top=Decimal(100_000_00)) == "25 mil"
    assert Unit("percent").axis(Decimal("2.5"), top=Decimal(10)) == "2.5\u202f%"
    assert Unit("money", "CLP").axis(Decimal(20_000_000), top=Decimal(20_000_000)) == "20 M"


values = st.lists(st.none() | st.integers(-(10**14), 10**14), min_size=1, max_size=24)


@given(values, st.floats(60, 1200), st.floats(30, 600))
def test_any_values_and_any_box_make_a_drawing(numbers: list[int | None], width: float, height: float) -> None:
    labels, row = tuple(f"m{index}" for index in range(len(numbers))), tuple(numbers)
    known = tuple(number or 0 for number in numbers)
    charts: tuple[ChartData, ...] = (
        SalesBars(labels, row, row[::-1], MONEY),
        BandLine(labels, row, row, row, row, MONEY),
        Sparkline(row),
        GroupedBars(labels, (Series("a", row), Series("b", row)), MONEY),
        TargetBars(tuple(TargetRow(label, value, value) for label, value in zip(labels, row, strict=True)), MONEY),
        StackedBars(labels, ("a",), tuple((value,) for value in known), MONEY),
        Funnel(labels, known),
        Heat(labels, ("x",), tuple((value,) for value in row), MONEY),
    )
    for data in charts:
        assert draw(data, Box(0, 0, width, height)).shapes
        assert data.table()
