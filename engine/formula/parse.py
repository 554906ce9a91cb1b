"""`FormulaText` → `Expression`. Python's own parser reads the structure; every leaf is a
placeholder, so that no literal or name of the author's is ever evaluated or normalised."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from engine.core.closest import closest
from engine.core.diagnostic import Diagnostic, Outcome, in_order
from engine.core.span import Span, within
from engine.formula.checks.b302_formula_unreadable import FORMULA_UNREADABLE
from engine.formula.checks.b303_formula_forbidden import FORMULA_FORBIDDEN
from engine.formula.checks.b304_formula_too_large import FORMULA_TOO_LARGE
from engine.formula.checks.b305_unknown_function import UNKNOWN_FUNCTION
from engine.formula.checks.b306_wrong_arguments import WRONG_ARGUMENTS
from engine.formula.checks.b307_comma_ambiguous import COMMA_AMBIGUOUS
from engine.formula.functions import BY_NAME
from engine.formula.nodes import (
    Arithmetic,
    Call,
    ColumnOf,
    Comparison,
    Expression,
    Logic,
    Name,
    Negation,
    Negative,
    Number,
)
from engine.formula.tokens import Token, tokens

LONGEST = 1000
DEEPEST = 30

_ARITHMETIC: dict[type[ast.operator], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
}
_COMPARISONS: dict[type[ast.cmpop], str] = {
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Eq: "=",
    ast.NotEq: "!=",
}


def parse(text: str, span: Span) -> Outcome[Expression]:
    """Read one formula; `span` is where it stands."""
    if len(text) > LONGEST:
        return Outcome(
            None, (FORMULA_TOO_LARGE.at(span, longest=str(LONGEST), deepest=str(DEEPEST)),)
        )
    pieces = tuple(tokens(text))
    found = list(_forbidden(pieces, span))
    if not found and _deepest(pieces) > DEEPEST:
        found.append(FORMULA_TOO_LARGE.at(span, longest=str(LONGEST), deepest=str(DEEPEST)))
    if found:
        return Outcome(None, in_order(found))
    reader = _Reader(pieces, span)
    expression = reader.read()
    return Outcome(None if reader.found else expression, in_order(reader.found))


def _forbidden(pieces: Sequence[Token], span: Span) -> Iterator[Diagnostic]:
    depth = 0
    for piece in pieces:
        place = within(span, piece.start, piece.end)
        if piece.kind == "wrong":
            yield FORMULA_FORBIDDEN.at(place, written=piece.text)
        depth += (piece.kind == "open") - (piece.kind == "close")
        # min(5,100) and the number 5,100 look alike: inside brackets the author must choose
        if depth and piece.kind == "number" and ("," in piece.text or "，" in piece.text):
            plainly = piece.text.replace(",", "").replace("，", "")
            spaced = ", ".join(piece.text.replace("，", ",").split(","))
            yield COMMA_AMBIGUOUS.at(place, written=piece.text, plainly=plainly, spaced=spaced)


def _deepest(pieces: Sequence[Token]) -> int:
    depth = deepest = 0
    for piece in pieces:
        depth += (piece.kind == "open") - (piece.kind == "close")
        deepest = max(deepest, depth)
    # a chain of signs nests as deep as brackets do
    signs = run = 0
    for piece in pieces:
        run = run + 1 if piece.kind == "operator" else 0
        signs = max(signs, run)
    return max(deepest, signs)


class _UnreadableError(Exception):
    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__()
        self.diagnostic = diagnostic


@dataclass
class _Reader:
    """Translates one formula; `_starts` maps a column of the placeholder text to its token."""

    pieces: Sequence[Token]
    span: Span
    found: list[Diagnostic] = field(default_factory=list)

    def read(self) -> Expression | None:
        alone = self._alone()
        if alone is not None:
            return alone
        source, starts = self._placeholder_text()
        try:
            tree = ast.parse(source, mode="eval")
        except (SyntaxError, RecursionError, MemoryError) as error:
            self.found.append(self._unreadable(getattr(error, "offset", None), starts))
            return None
        try:
            return self._node(tree.body)
        except _UnreadableError as error:
            self.found.append(error.diagnostic)
            return None

    def _alone(self) -> Expression | None:
        """A number, a name or a column by itself, which most formulas are, needs no parser."""
        kinds = [piece.kind for piece in self.pieces]
        if kinds in (["name"], ["number"]):
            return self._leaf(ast.Name("p0"))
        if kinds == ["name", "dot", "name"]:
            return self._column(ast.Attribute(ast.Name("p0"), "p2"))
        return None

    def _placeholder_text(self) -> tuple[str, list[int]]:
        parts: list[str] = []
        starts: list[int] = []
        column = 0
        for index, piece in enumerate(self.pieces):
            match piece.kind:
                case "name" | "number":
                    part = f"p{index}"
                case "open" | "close" | "comma" | "dot":
                    part = {"open": "(", "close": ")", "comma": ",", "dot": "."}[piece.kind]
                case _:
                    part = piece.text
            # no blank around a dot: Python would still read it, but keep the text tight
            starts.append(column)
            parts.append(part + " ")
            column += len(part) + 1
        return "".join(parts), starts

    def _unreadable(self, offset: int | None, starts: list[int]) -> Diagnostic:
        if offset is None or not self.pieces:
            return FORMULA_UNREADABLE.at(self.span, written="")
        index = max((i for i, s in enumerate(starts) if s < offset), default=0)
        piece = self.pieces[index]
        return FORMULA_UNREADABLE.at(within(self.span, piece.start, piece.end), written=piece.text)

    def _token(self, placeholder: str) -> Token:
        return self.pieces[int(placeholder[1:])]

    def _place(self, node: ast.expr) -> Span:
        """From the first to the last token that the Python node covers."""
        covered = [
            self._token(n.id if isinstance(n, ast.Name) else n.attr)
            for n in ast.walk(node)
            if isinstance(n, ast.Name | ast.Attribute)
        ]
        if not covered:
            return self.span
        return within(self.span, min(t.start for t in covered), max(t.end for t in covered))

    def _refuse(self, node: ast.expr, written: str) -> _UnreadableError:
        return _UnreadableError(FORMULA_FORBIDDEN.at(self._place(node), written=written))

    def _node(self, node: ast.expr) -> Expression:
        match node:
            case ast.Name():
                return self._leaf(node)
            case ast.Attribute():
                return self._column(node)
            case ast.UnaryOp():
                return self._unary(node)
            case ast.BinOp():
                return self._arithmetic(node)
            case ast.Compare():
                return self._comparison(node)
            case ast.BoolOp():
                word = "and" if isinstance(node.op, ast.And) else "or"
                operands = tuple(self._node(v) for v in node.values)
                return Logic(word, operands, self._place(node))  # type: ignore[arg-type]
            case ast.Call():
                return self._call(node)
            case _:
                raise self._refuse(node, self._text(node))

    def _text(self, node: ast.expr) -> str:
        span = self._place(node)
        if span.line != self.span.line:
            return ""
        start = span.column - self.span.column
        end = span.end_column - self.span.column
        return " ".join(t.text for t in self.pieces if start <= t.start < end)

    def _leaf(self, node: ast.Name) -> Number | Name:
        token = self._token(node.id)
        span = within(self.span, token.start, token.end)
        if token.amount is not None:
            return Number(token.amount, token.is_ratio, span)
        return Name(token.text, span)

    def _column(self, node: ast.Attribute) -> ColumnOf:
        column = self._token(node.attr)
        if not isinstance(node.value, ast.Name) or column.kind != "name":
            raise self._refuse(node, "." + column.text)
        table = self._leaf(node.value)
        if not isinstance(table, Name):
            raise self._refuse(node, "." + column.text)
        name = Name(column.text, within(self.span, column.start, column.end))
        return ColumnOf(table, name, self._place(node))

    def _unary(self, node: ast.UnaryOp) -> Expression:
        operand = self._node(node.operand)
        match node.op:
            case ast.USub():
                return Negative(operand, self._place(node))
            case ast.UAdd():
                return operand
            case ast.Not():
                return Negation(operand, self._place(node))
            case _:
                raise self._refuse(node, "~")

    def _arithmetic(self, node: ast.BinOp) -> Expression:
        sign = _ARITHMETIC.get(type(node.op))
        if sign is None:
            raise self._refuse(node, type(node.op).__name__)
        left, right = self._node(node.left), self._node(node.right)
        return Arithmetic(sign, left, right, self._place(node))  # type: ignore[arg-type]

    def _comparison(self, node: ast.Compare) -> Expression:
        """A chain such as 60 <= x < 85 means both comparisons."""
        operands = [self._node(n) for n in (node.left, *node.comparators)]
        place = self._place(node)
        links: list[Expression] = []
        for index, op in enumerate(node.ops):
            sign = _COMPARISONS.get(type(op))
            if sign is None:
                raise self._refuse(node, type(op).__name__)
            links.append(Comparison(sign, operands[index], operands[index + 1], place))  # type: ignore[arg-type]
        return links[0] if len(links) == 1 else Logic("and", tuple(links), place)

    def _call(self, node: ast.Call) -> Call:
        if not isinstance(node.func, ast.Name) or node.keywords:
            raise self._refuse(node, self._text(node.func))
        if any(isinstance(a, ast.Starred) for a in node.args):
            raise self._refuse(node, "*")
        token = self._token(node.func.id)
        name = Name(token.text, within(self.span, token.start, token.end))
        function = BY_NAME.get(token.text)
        if function is None:
            near = closest(token.text, BY_NAME)
            raise _UnreadableError(
                UNKNOWN_FUNCTION.at(
                    name.span, name=token.text, closest=near, known=", ".join(BY_NAME)
                )
            )
        count = len(node.args)
        if count < function.least or (function.most is not None and count > function.most):
            raise _UnreadableError(
                WRONG_ARGUMENTS.at(
                    name.span, name=token.text, count=str(count), usage=function.usage
                )
            )
        arguments = tuple(self._node(a) for a in node.args)
        return Call(Name(function.name, name.span), arguments, self._place(node))
