"""Which column probably feeds which field: from headings in Spanish and English, checked against the cells."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache

from kamdesk.fields import Field
from kamdesk.kinds import kind_of
from kamdesk.problems import Problem
from kamdesk.sheets.cells import Cell, is_blank, shown
from kamdesk.sheets.mapping import KEYED, TREE, SheetMapping, Target, target
from kamdesk.sheets.synonyms import CHOICE_WORDS, GENERIC, NEUTRAL, OLD, SHORT, SMALL, SUBJECTS, SYNONYMS
from kamdesk.sheets.tables import Table
from kamdesk.sheets.values import Format, convert, options
from kamdesk.words import _, fold

SAMPLE = 60  # cells of a column looked at
ENOUGH = 0.45  # score from which a column is proposed
FITTING = 0.5  # share of a sample that must fit the type of the field
KEYS = ("code", "tax_id", "number", "document", "name")


def propose(table: Table, kind: str) -> SheetMapping:
    """The mapping that headings and content suggest; each heading and each target is used once, best first."""
    about = kind_of(kind)
    scores = []
    for position, header in enumerate(table.headers):
        sample = [cell for cell in _some(table, position) if not is_blank(cell)]
        for phrase_target, phrases in _phrases(kind).items():
            # «Estado de la venta» is not the state where it was made: what a place is called has no subject.
            score = heading_score(header, phrases, "" if phrase_target.part in TREE else kind)
            if score >= ENOUGH and sample and _fits(sample, about.fields[phrase_target.field], phrase_target, kind):
                scores.append((score, -position, header, phrase_target))
    columns: dict[str, Target] = {}
    for _score, _position, header, each in sorted(scores, key=lambda entry: entry[:2], reverse=True):
        if header not in columns and each not in columns.values() and not _taken(each, columns.values()):
            columns[header] = each
    ordered = {header: columns[header] for header in table.headers if header in columns}
    mapping = SheetMapping(kind, ordered, needs=("on",) if kind == "payment" else ())
    return replace(mapping, key=propose_key(table, mapping), choices=propose_choices(table, mapping))


def best(found: Sequence[Table], kind: str) -> tuple[Table, SheetMapping]:
    """The table of a workbook that suits a kind best, by fields found, then rows, with its proposed mapping."""
    pairs = [(table, propose(table, kind)) for table in found]
    return max(pairs, key=lambda pair: (len(pair[1].columns), len(pair[0].rows)))


def _taken(each: Target, others: Iterable[Target]) -> bool:
    """A whole field and its parts exclude one another; the city of a sheet does not exclude its region."""
    return any(other.field == each.field and (not other.part or not each.part) for other in others)


def _some(table: Table, position: int) -> Iterable[Cell]:
    step = max(1, len(table.rows) // SAMPLE)
    return (cells[position] for _number, cells in table.rows[::step][:SAMPLE])


@cache
def _phrases(kind: str) -> dict[Target, tuple[tuple[str, ...], ...]]:
    """Every target of a kind with the phrases that name it, as word tuples."""
    about = kind_of(kind)
    found: dict[Target, tuple[tuple[str, ...], ...]] = {}
    for each in about.stored:
        own = [each.name.replace("_", " "), each.label, _(each.label)]
        found[Target(each.name)] = tuple(dict.fromkeys(words_of(phrase) for phrase in own))
    for text, phrases in SYNONYMS.get(kind, {}).items():
        each_target = target(text)
        if each_target.field in about.fields:
            found[each_target] = tuple(map(words_of, phrases.split("|"))) + found.get(each_target, ())
    return found


@cache
def words_of(text: str) -> tuple[str, ...]:
    """The words of a heading: «EstablecimientoCodigo», «Cód. Provincia» and «LAT [grados]» alike."""
    text = re.sub(r"\[.*?\]|\(.*?\)", " ", text)
    text = re.sub(r"(?<=[a-záéíóúñ])(?=[A-ZÁÉÍÓÚÑ])", " ", text)
    words = re.split(
        r"[^a-z0-9]+", fold(text.replace("n°", "numero ").replace("N°", "numero ").replace("Nº", "numero "))
    )
    words = [SHORT.get(word, word) for word in words if word and word not in SMALL]
    return tuple(word[:-1] if len(word) > 4 and word.endswith("s") else word for word in words)  # noqa: PLR2004


def heading_score(header: str, phrases: Sequence[tuple[str, ...]], kind: str) -> float:
    """1 for the usual name of a target, less for rarer names and for words that do not belong to it."""
    words = words_of(header)
    subjects = SUBJECTS.get(kind, "").split()
    bare = frozenset(word for word in words if word not in subjects) or frozenset(words)
    plain = bare - NEUTRAL
    best = max(
        (
            _likeness(words, phrase, bare=bare, plain=plain) - min(rank, 20) * 0.005
            for rank, phrase in enumerate(phrases)
            if phrase
        ),
        default=0.0,
    )
    return best - (0.3 if OLD & set(words) else 0)


def _likeness(words: tuple[str, ...], phrase: tuple[str, ...], *, bare: frozenset[str], plain: frozenset[str]) -> float:
    """How well a heading says a phrase: whole, without the subject, without «nombre», or with words to spare."""
    wanted = frozenset(phrase)
    if words == phrase:
        return 1
    if bare == wanted:
        return 0.96
    if plain == wanted:
        return 0.93
    if wanted < bare and not wanted <= GENERIC:
        return 0.75 - 0.12 * (len(bare) - len(wanted))
    return 0.55 if bare < wanted and not bare <= GENERIC else 0


def _fits(sample: Sequence[Cell], of: Field, each: Target, kind: str) -> bool:
    """Whether enough of the cells are what the field holds."""
    if of.type in ("choice", "choices"):
        guessed = sum(guess_choice(shown(cell), of) is not None for cell in sample)
        return guessed >= len(sample) * FITTING
    if of.type == "phone":
        return sum(sum(map(str.isdigit, shown(cell))) > 4 for cell in sample) >= len(sample) * FITTING  # noqa: PLR2004
    if each.part in TREE or (of.name == "name" and kind in KEYED):
        return sum(any(char.isalpha() for char in shown(cell)) for cell in sample) >= len(sample) * FITTING
    how = Format()
    good = 0
    for cell in sample:
        try:
            good += convert(cell, of, how, part=each.part) is not None
        except Problem:
            good += of.type in ("day", "month") and not each.part and _other_order(cell, of)
    return good >= len(sample) * FITTING


def _other_order(cell: Cell, of: Field) -> bool:
    try:
        return convert(cell, of, Format(order="mdy")) is not None
    except Problem:
        return False


def guess_choice(text: str, of: Field) -> str | None:
    """The option that a written value means: exactly, or by a word in it; None when nothing fits."""
    plain = fold(text)
    exact = options(of).get(plain)
    if exact:
        return exact
    for option, words in CHOICE_WORDS.get(f"{of.kind}.{of.name}", {}).items():
        if option in of.options and any(re.search(rf"\b{re.escape(word)}", plain) for word in words.split("|")):
            return option
    return None


def propose_choices(table: Table, mapping: SheetMapping) -> dict[str, dict[str, str | None]]:
    """For each column of choices, what its different values mean; one that means nothing is «other» or left empty."""
    fields, found = kind_of(mapping.kind).fields, {}
    for header, each in mapping.columns.items():
        of = fields[each.field]
        if of.type != "choice":
            continue
        cells = set(table.column(table.headers.index(header)))
        written = {fold(shown(cell)): shown(cell) for cell in cells if not is_blank(cell)}
        known, fallback = options(of), "other" if "other" in of.options else None
        found[header] = {
            text: guess_choice(written[text], of) or fallback for text in sorted(written) if text not in known
        }
    return found


def propose_key(table: Table, mapping: SheetMapping) -> tuple[str, ...]:
    """The fields that tell rows apart: a code or number filled in every row and never twice, else a combination."""
    about = kind_of(mapping.kind)
    by_field = {each.field: header for header, each in mapping.columns.items() if not each.part}
    for name in KEYS:
        if name in by_field and name in about.fields and (mapping.kind in KEYED or name != "name"):
            counts = Counter(fold(shown(cell)) for cell in table.column(table.headers.index(by_field[name])))
            if not counts[""] and max(counts.values(), default=0) == 1:
                return (name,)
    for key in (about.natural, *about.unique):
        if key and all(name in by_field for name in key):
            return key
    if mapping.kind in KEYED and "name" in by_field:
        given = {each.field for each in mapping.columns.values()}
        places = [name for name in ("territory", "address", "presentation") if name in given]
        return ("name", *places)
    return ()
