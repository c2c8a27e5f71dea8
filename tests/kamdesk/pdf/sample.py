"""A made-up monthly summary shaped like R03: eight pages, every kind of block, names that try to break out."""

from __future__ import annotations

from decimal import Decimal

from kamdesk.charts import (
    BandLine,
    Funnel,
    GroupedBars,
    Heat,
    Mark,
    SalesBars,
    Series,
    Sparkline,
    StackedBars,
    Strip,
    TargetBars,
    TargetRow,
    Unit,
)
from kamdesk.reports.model import (
    Card,
    Cards,
    Cell,
    Chart,
    Cited,
    Column,
    Exclusions,
    Fact,
    Facts,
    Field,
    Fields,
    Heading,
    Meter,
    Note,
    Paragraph,
    Report,
    Row,
    Section,
    Side,
    Signature,
    SignatureBox,
    Status,
    Table,
)
from kamdesk.words import money, number, percent

MONEY, SHARE = Unit("money", "MXN", 0), Unit("percent")
MONTHS = ("dic", "ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov")
SALES = tuple(round(million * 10**8) for million in (8, 7.2, 7.8, 8.9, 8.4, 9, 9.6, 8.8, 9.9, 10.2, 9.7, 8.42))
TARGETS = tuple(round(million * 10**8) for million in (8, 7.8, 8, 8.6, 8.8, 9, 9.2, 9.4, 9.6, 9.8, 10, 10.4))
MARKETS = ("Jalisco", "Michoacán", "Colima", "Nayarit")
AGES = ("Por vencer", "1–30 días", "31–60 días", "Más de 60 días")
NASTY = (
    'Hospital <Central> & "S.A."',
    "<b>Farmacia</b> <a href='http://x'>El Ángel</a> &amp; hijos",
    "Clínica 😀👩‍⚕️ Salud",
    "مستشفى الملك Rey Fahd",
    "בית חולים \u202eabc\u202c Sharón",
    '=HYPERLINK("http://x";"y")',
    "N\u0303andu\u0301 Café Cıty \u200bspace",
    "".join(chr(ord("a") + index % 26) for index in range(200)),
    "Distribuidora\tFarmacéutica\ndel Bajío \\par {\\rtf} %s {0} $x$",
    "日本病院 Ωμέγα Больница ₡ ₲ → ≥",
    "Unidad Médica de Alta Especialidad «Dr. Bernardo Sepúlveda Gutiérrez» del Centro Médico Nacional Siglo XXI",
)
CLIENTS = (
    "Hospital Ángeles del Pedregal",
    "IMSS HGZ 48",
    "Farmacias Guadalajara",
    "Hospital San José",
    "ISSSTE Occidente",
)
INTRO = (
    "Noviembre cerró con cuatro días hábiles menos que octubre. La caída de Michoacán se explica por el cambio de "
    "distribuidor: Medistar dejó de surtir el día 9 y el nuevo contrato empezó el 20. Sin ese efecto la región "
    "habría llegado al 94 % de su objetivo.\n\nPara diciembre se esperan dos pedidos de Jalisco por $1.1 M."
)


def sample() -> Report:
    """The whole report, eight pages on letter paper."""
    sections = (
        _summary(),
        _sales(),
        _receivables(),
        _visits(),
        _institutions(),
        _promotion(),
        _distributors(),
        _budget(),
    )
    return Report(
        code="R03",
        title="Resumen mensual",
        company="Farmacéutica Ejemplo, S. A. de C. V.",
        period="noviembre 2025",
        scope="Región Occidente",
        number="2025-114",
        manager="Laura Benítez",
        reader="Gerencia general",
        data_through="24 nov 2025",
        mark="Uso interno",
        language="es-MX",
        sections=sections,
    )


def long_table(rows: int = 60) -> Table:
    """Overdue invoices in four groups, with a total: more than a page."""
    made: list[Row] = []
    for index in range(rows):
        if index % 15 == 0:
            made.append(Row((MARKETS[index // 15 % 4],), "group"))
        late: Status = "bad" if index % 15 > 8 else ""
        name, age = NASTY[index % len(NASTY)], Cell(f"{index % 15 * 7} d", late)
        made.append(Row((f"FX-{1200 + index}", name, f"{index % 28 + 1} oct 2025", age, _pesos(184_000 - 735 * index))))
    made.append(Row(("Total", "", "", "", _pesos(6_250_000)), "total"))
    return Table(_columns("Factura", "Cliente*", "Vence", "Días>", "Saldo>"), tuple(made), "Saldos vencidos")


def _pesos(units: int) -> str:
    return money(units * 100, "MXN", 0)


def _columns(*titles: str) -> tuple[Column, ...]:
    """Columns from titles: «>» at the end aligns right, «*» takes the spare room."""
    return tuple(
        Column(title.rstrip(">*"), "right" if title[-1] == ">" else "left", 1.0 if title[-1] == "*" else 0.0)
        for title in titles
    )


def _summary() -> Section:
    cited = Cited("F22", "Región Occidente", "81 %", "842000000", "1040000000")
    meter = Meter(Decimal("0.81"), Decimal("0.77"))
    cards = (
        Card("Ventas del mes", "$8.42 M", "81 % de $10.40 M · a hoy 77 %", "ok", "+4 %", meter=meter, source=cited),
        Card("Contra el año anterior", percent(Decimal("6.2")), "noviembre 2024: $7.93 M", "ok", "+0.5 M"),
        Card(
            "Cobranza", "$6.15 M", "68 % de lo facturado · meta 80 %", "warn", "−12 pts", meter=Meter(Decimal("0.68"))
        ),
        Card(
            "Cartera vencida", "$1.94 M", "octubre $1.71 M", "bad", "+13 %", spark=Sparkline((140, 151, 160, 158, 194))
        ),
        Card("Presupuesto ejecutado", "74 %", "$1.48 M de $2.00 M", meter=Meter(Decimal("0.74"), Decimal("0.88"))),
        Card("Cobertura de visitas", "38 / 46", "A 12/12 · B 17/20 · C 9/14", meter=Meter(Decimal("0.83"))),
    )
    best = (
        Fact("Jalisco vendió $4.10 M, 98 % de su objetivo, la mejor marca del año.", "ok"),
        Fact("Los 12 clientes A recibieron su visita.", "ok"),
        Fact("Oncotrel creció 22 % sobre noviembre de 2024.", "ok"),
    )
    worst = (
        Fact("Nadro Centro supera su crédito en $412,300.", "bad", secrecy="credit"),
        Fact("La cobranza quedó 12 puntos bajo la meta.", "bad"),
        Fact("5 visitas a clientes C sin motivo registrado.", "warn"),
    )
    ask = (Fact("Aprobar o rechazar la ampliación de crédito de Nadro Centro antes del 28 de noviembre.", "info"),)
    return Section(
        "Resumen",
        (
            Note("Información de noviembre 2025 completa al 93 %: falta el reporte de ventas de Medistar.", "warn"),
            Cards(cards),
            Side((Facts(best, "Lo mejor"), Facts(worst, "Lo que preocupa"))),
            Facts(ask, "Por decidir"),
            Chart(SalesBars(MONTHS, SALES, TARGETS, MONEY, "Ventas"), "Ventas y objetivo, 12 meses", 112.0),
        ),
        "Mes corto por el puente del 17. Dos pedidos grandes de Jalisco pasan a diciembre.",
    )


def _sales() -> Section:
    states = (Cell("En objetivo", "ok"), Cell("Cerca", "warn"), Cell("Lejos", "bad"), Cell("Lejos", "bad"))
    values = [410_000 * (5 - index) for index in range(4)]
    markets = [
        Row((name, _pesos(value), _pesos(value + 42_000), percent(98 - 9 * index, 0), states[index]))
        for index, (name, value) in enumerate(zip(MARKETS, values, strict=True))
    ]
    markets.append(Row(("Total región", _pesos(sum(values)), _pesos(sum(values) + 168_000), "97 %", ""), "total"))
    bars = TargetBars(
        tuple(TargetRow(name, value * 100, 180_000_000) for name, value in zip(MARKETS, values, strict=True)), MONEY
    )
    later = (None,) * 9
    ahead = BandLine(
        MONTHS,
        (*SALES[:9], None, None, None),
        (*later, 980_000_000, 990_000_000, 1_030_000_000),
        (*later, 930_000_000, 920_000_000, 910_000_000),
        (*later, 1_030_000_000, 1_050_000_000, 1_130_000_000),
        MONEY,
    )
    clients = tuple(
        Row((str(index + 1), name, MARKETS[index % 4], _pesos(640_000 - 31_500 * index), percent(12 - 2 * index, 0)))
        for index, name in enumerate(NASTY)
    )
    return Section(
        "Ventas y objetivos",
        (
            Table(_columns("Mercado", "Ventas>", "Objetivo>", "Alcance>", "Estado"), tuple(markets), "Por mercado"),
            Side(
                (
                    Chart(bars, "Mercados contra objetivo", 80.0, twin=False),
                    Chart(ahead, "Pronóstico", 104.0, twin=False),
                )
            ),
            Table(
                _columns("N.º>", "Cliente*", "Mercado", "Ventas>", "Cambio>"),
                clients,
                "Mejores clientes",
                "Con factura.",
            ),
        ),
        "",
    )


def products() -> Table:
    """Products with units, amount and price: the table that gives prices away."""
    columns = (
        Column("Producto"),
        Column("Unidades", "right", secrecy="units"),
        Column("Importe", "right", secrecy="amount"),
        Column("Precio medio", "right", secrecy="price"),
    )
    rows = tuple(
        Row((name, number(1250 - 310 * index), _pesos(1_900_000 - 471_200 * index), "$1,520.00"))
        for index, name in enumerate(("Oncotrel 50 mg", "Cardiovex 20 mg", "Neurolix 5 mg"))
    )
    return Table(columns, rows, "Por producto", per_product=True)


def _receivables() -> Section:
    single = StackedBars(("",), AGES, ((431_000_000, 112_000_000, 54_000_000, 28_000_000),), MONEY)
    parts = tuple((110_000_000 - 20_000_000 * index, 30_000_000, 18_000_000 * index, 9_000_000) for index in range(4))
    overdue = tuple(
        Row(
            (
                f"FX-{1200 + index}",
                CLIENTS[index % 5],
                f"{index + 1} oct 2025",
                f"{54 - index} d",
                _pesos(184_000 - 9_350 * index),
            )
        )
        for index in range(12)
    )
    total = Row(("Total", "", "", "", _pesos(1_590_900)), "total")
    return Section(
        "Cobranza y cartera",
        (
            Side(
                (
                    Chart(single, "Cartera por antigüedad", 96.0, twin=False),
                    Chart(StackedBars(MARKETS, AGES, parts, MONEY), "Por mercado", 110.0),
                )
            ),
            Table(
                _columns("Factura", "Cliente*", "Vence", "Días>", "Saldo>"), (*overdue, total), "15 mayores vencidos"
            ),
        ),
        "Nadro pidió plazo hasta enero.",
    )


def _visits() -> Section:
    weeks = GroupedBars(
        ("Semana 44", "Semana 45", "Semana 46", "Semana 47"),
        (Series("Planificadas", (22, 24, 20, 23)), Series("Hechas", (20, 21, 14, None))),
    )
    segments = (TargetRow("Segmento A", 100, 100), TargetRow("Segmento B", 85, 90), TargetRow("Segmento C", 64, 70))
    return Section(
        "Visitas y clientes",
        (
            Side(
                (
                    Chart(weeks, "Visitas por semana", 120.0),
                    Chart(TargetBars(segments, SHARE), "Cobertura por segmento", 70.0),
                )
            ),
            Table(
                _columns("Motivo", "Visitas>"), (), "No realizadas por motivo", empty="Todas las visitas se hicieron."
            ),
            Heading("Lectura del mes"),
            Paragraph(INTRO),
        ),
        "",
    )


def _institutions() -> Section:
    marks = tuple(
        Mark(index * 0.83 % 12, f"Contrato {CLIENTS[index % 5]}", ("bad", "warn", "info")[index % 3])
        for index in range(9)
    )
    fields = (
        Field("Licitación", "LA-019-2025"),
        Field("Convocante", NASTY[0]),
        Field("Precio ofertado", "$1,520.00", "price"),
        Field("Resultado", "Pendiente; fallo el 2 de diciembre"),
    )
    return Section(
        "Instituciones",
        (
            Chart(
                Funnel(("Prospecto", "Solicitud presentada", "En comité", "Incluido"), (42, 26, 9, 5)),
                "Listados por etapa",
                96.0,
            ),
            Chart(Strip(MONTHS, marks), "Vencimientos", 96.0),
            Fields(fields, "Licitación en curso"),
        ),
        "",
    )


def _promotion() -> Section:
    plans = ("Campaña de otoño Oncotrel", "Congreso regional de cardiología", "Muestras de Neurolix")
    lift = Chart(GroupedBars(plans, (Series("Incremento", (12, -4, 7)),), SHARE), "Incremento de promociones", 110.0)
    return Section(
        "Promoción, comunicación y estrategia",
        (lift, products(), Facts((), "Directivas atrasadas", "Ninguna directiva atrasada.")),
        "",
    )


def _distributors() -> Section:
    lines = ("Cardio", "Onco", "Neuro", "Derma")
    heat = Heat(MARKETS, lines, ((12, 3, None, 7), (1, 0, 4, 5), (9, 8, 8, 2), (2, 2, 1, 11)))
    credit = TargetBars((TargetRow("Nadro Centro", 127, 100), TargetRow("Medistar", 64, 100)), SHARE)
    return Section(
        "Distribuidores y mercado",
        (
            Chart(heat, "Zonas en blanco", 96.0, twin=False),
            Chart(credit, "Uso de crédito", 44.0, "Un distribuidor supera su límite.", twin=False, secrecy="credit"),
        ),
        "",
    )


def _budget() -> Section:
    labels = ("Material promocional", "Congresos y simposios", "Muestras médicas", "Viáticos", "Combustible y peajes")
    plan = Series("Plan", (21_000_000, 40_000_000, 27_000_000, 18_600_000, 16_200_000))
    actual = Series("Real", (17_200_000, 36_100_000, 22_260_000, 14_200_000, 12_150_000))
    team = (Row(("Ana Ríos", "98 %", "41", "8.6")), Row(("José Núñez", "77 %", "35", "7.1"), indent=1))
    signers = (Signature("Gerente regional", "Laura Benítez"), Signature("Gerencia general"))
    return Section(
        "Presupuesto, equipo y cumplimiento",
        (
            Chart(GroupedBars(labels, (plan, actual), MONEY), "Plan contra real por concepto", 120.0),
            Table(_columns("Persona", "Meta>", "Visitas>", "Nota>"), team, "Equipo"),
            SignatureBox(signers, ("Aprobado", "Devuelto")),
            Exclusions(
                ("3 ventas sin producto por $18,240.", f"Cliente en disputa: {NASTY[0]}.", "2 conflictos sin decidir.")
            ),
        ),
    )
