"""Arithmetic in a field: «=12*3200» → 38400, exactly and without running anything."""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable
from decimal import Decimal, DivisionByZero, InvalidOperation

from kamdesk.problems import Problem
from kamdesk.words import _, parse_amount

NUMBER = re.compile(r"\d[\d.,]*")
LONGEST = 200  # characters; nobody types more, and the parser must not be made to work
OPERATORS: dict[type[ast.operator], Callable[[Decimal, Decimal], Decimal]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv,
}


def amount(text: str) -> Decimal:
    """The number typed, or the result of a sum that starts with «=»; raises Problem with what to write instead."""
    stripped = text.strip()
    if not stripped.startswith("="):
        return parse_amount(stripped)
    return _result(stripped[1:])


def _result(text: str) -> Decimal:
    numbers: dict[str, Decimal] = {}

    def keep(found: re.Match[str]) -> str:
        name = f"_{len(numbers)}"
        numbers[name] = parse_amount(found[0])
        return f" {name} "

    plain = text.replace("×", "*").replace("÷", "/").replace("−", "-")
    try:
        return _value(ast.parse(NUMBER.sub(keep, plain[:LONGEST]).strip(), mode="eval").body, numbers)
    except (SyntaxError, InvalidOperation, RecursionError):
        raise Problem(_("“={text}” cannot be calculated. Write it like {example}.", text=text.strip(),
                        example="=12*3200")) from None
    except DivisionByZero:
        raise Problem(_("“={text}” divides by zero.", text=text.strip())) from None


def _value(node: ast.expr, numbers: dict[str, Decimal]) -> Decimal:
    match node:
        case ast.Name(id=name) if name in numbers:
            return numbers[name]
        case ast.BinOp(left=left, op=sign, right=right) if type(sign) in OPERATORS:
            return OPERATORS[type(sign)](_value(left, numbers), _value(right, numbers))
        case ast.UnaryOp(op=ast.USub(), operand=inner):
            return -_value(inner, numbers)
        case ast.UnaryOp(op=ast.UAdd(), operand=inner):
            return _value(inner, numbers)
        case _:
            raise SyntaxError
