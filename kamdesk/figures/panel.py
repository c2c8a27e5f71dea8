"""Which visits are due to whom in a period: the rules of the team applied to the classes of parties (F01)."""

from __future__ import annotations

from kamdesk.fields import Id
from kamdesk.figures.facts import Facts, Key, PanelPart, PartyClass, Turn
from kamdesk.figures.model import Ask
from kamdesk.methods.months import month_range, month_start
from kamdesk.methods.turns import Rule, in_turn, rule_for, window
from kamdesk.records.frequencies import VisitFrequency
from kamdesk.store import Reader

SAME_RULE = {"subdistributor": "distributor"}  # rules name distributors and agents only


def rules(reader: Reader) -> list[Rule]:
    """The visit frequencies of the team as rules."""
    return [rule_of(each) for each in reader.find(VisitFrequency)]


def rule_of(each: VisitFrequency) -> Rule:
    """A visit frequency as a rule."""
    return Rule(each.id, each.name, each.visits or 0, each.months, frozenset(each.applies_to),
                each.segment or each.grade or "", each.min_gap_days or 0)


def class_of(turn: str) -> PartyClass:
    """The class a turn names: «c|category|segment|own rule|phase», «d|role|grade||0» for the network."""
    sort, category, level, override, phase = turn.split("|")
    return PartyClass(turn, category, level, override or None, int(phase), is_client=sort == "c")


def rule_of_party(rules: list[Rule], of: PartyClass) -> Rule | None:
    """The rule that the parties of a class follow."""
    return rule_for(rules, category=SAME_RULE.get(of.category, of.category), level=of.level, is_client=of.is_client,
                    override=of.override)


def turns_of(facts: Facts, ask: Ask) -> list[Turn]:
    """Visits due to each class: the months of the period together, those with closed cycles one by one."""
    known, start = rules(facts.reader), facts.reader.setting("fiscal_start")
    months = month_range(ask.period.first_month, ask.period.last_month)
    closed = facts.visits.closed_months(ask)
    found = []
    for each in facts.visits.classes():
        rule = rule_of_party(known, each)
        due = [month for month in months if rule and in_turn(rule, month, phase=each.phase, fiscal_start=start)]
        if rule:
            found += _turns(rule, each.id, due, closed)
    return found


def _turns(rule: Rule, id_: Id, due: list[str], closed: set[str]) -> list[Turn]:
    together = [month for month in due if month not in closed]
    turns = [Turn(id_, month, rule.visits, month_start(window(rule, month)[0])) for month in due if month in closed]
    if together:
        turns.append(Turn(id_, "", rule.visits * len(together), month_start(window(rule, together[0])[0])))
    return turns


def panel(facts: Facts, ask: Ask) -> dict[Key, PanelPart]:
    """The panel by key; the whole is there even when nobody is in turn."""
    found = dict(facts.visits.panel(ask, turns_of(facts, ask), ask.until))
    return found if ask.by else {None: found.get(None, PanelPart())}
