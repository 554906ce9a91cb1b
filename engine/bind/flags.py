"""The `flags` section meets the catalogue of order flags: names looked up, rules tested."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from engine.bind.checks.b321_unknown_word import UNKNOWN_WORD
from engine.bind.checks.b344_test_unreadable import TEST_UNREADABLE
from engine.bind.checks.b381_unknown_colour import UNKNOWN_COLOUR
from engine.bind.checks.b382_unknown_flag_source import UNKNOWN_FLAG_SOURCE
from engine.bind.checks.b383_unknown_fact import UNKNOWN_FACT
from engine.bind.checks.b384_unknown_field import UNKNOWN_FIELD
from engine.bind.flag_cells import canonical, given
from engine.bind.flag_model import ANY, FIELDS, BoundFlagRule, BoundFlags, FlagFact
from engine.bind.flag_space import flag_mistakes
from engine.catalog.flags import FlagCatalog, OrderFact
from engine.core.closest import closest
from engine.core.diagnostic import Diagnostic, Outcome, in_order
from engine.policy.flag_rules import NONE, FlagRule, FlagRules, MemoPart, MemoTemplate
from engine.policy.model import Reference, Test


def bind_flags(rules: FlagRules, catalog: FlagCatalog) -> Outcome[BoundFlags]:
    """Look every name up; then hold the rules against every order that can occur."""
    binding = _Binding(rules, catalog)
    bound = binding.bound()
    found = list(binding.found)
    if not any(d.is_error for d in found):
        found.extend(flag_mistakes(bound, rules))
    has_errors = any(d.is_error for d in found)
    return Outcome(None if has_errors else bound, in_order(found))


@dataclass
class _Binding:
    rules: FlagRules
    catalog: FlagCatalog
    found: list[Diagnostic] = field(default_factory=list)
    facts: dict[str, FlagFact] = field(default_factory=dict)

    def bound(self) -> BoundFlags:
        policy = self.rules
        colour_of = self._codes()
        rows = [self._tests(rule.tests) for rule in policy.rules]
        orders = tuple(self._order(case.order) for case in policy.cases)
        facts = tuple(self.facts.values())
        return BoundFlags(
            heading=policy.heading,
            source=policy.source.name,
            colour_of=colour_of,
            code_of={colour: code for code, colour in reversed(colour_of.items())},
            colour_words={
                id_: (id_, one["zh"], one["en"]) for id_, one in self.catalog.colours.items()
            },
            meanings={self.colour(name): text for name, text in policy.meanings},
            statuses={**self.catalog.statuses, **self._statuses()},
            blank=tuple(self._column(name) for name in policy.blank),
            facts=facts,
            searched=self.searched(),
            handled_by=policy.handled_by,
            names=policy.names,
            date=policy.date,
            keeps_memo=policy.keeps_memo,
            upload=policy.upload,
            hit=policy.hit,
            rules=tuple(self._rule(r, row) for r, row in zip(policy.rules, rows, strict=True)),
            otherwise=self._otherwise(),
            voids=tuple(self.colour(name) for name in policy.voids),
            cases=policy.cases,
            case_orders=orders,
            is_chinese=self._is_chinese(),
        )

    def colour(self, name: Reference) -> str:
        colour = self.catalog.colour(name.name)
        if colour is None:
            known = _spoken(self.catalog.colours, self._is_chinese())
            near = closest(name.name, known)
            self.found.append(
                UNKNOWN_COLOUR.at(name.span, colour=name.name, known=", ".join(known), closest=near)
            )
        return colour or name.name

    def _is_chinese(self) -> bool:
        """The language that the rules are written in."""
        written = (r.colour.name for r in self.rules.rules)
        return any("\u4e00" <= letter <= "\u9fff" for word in written for letter in word)

    def _otherwise(self) -> str | None:
        name = self.rules.otherwise
        return None if name is None or name.name == NONE else self.colour(name)

    def _codes(self) -> dict[str, str]:
        """Code → colour of the source; its own list stands in place of the known one."""
        wanted, own = self.rules.source, dict(self.rules.codes)
        lists = {
            name.name: {code: self.colour(colour) for code, colour in codes}
            for name, codes in own.items()
        }
        known = self.catalog.source(wanted.name)
        for name in (wanted.name, *((known.id, *known.labels.values()) if known else ())):
            if name in lists:
                return lists[name]
        if known is None:
            names = [*lists, *(s.id for s in self.catalog.sources)]
            self.found.append(
                UNKNOWN_FLAG_SOURCE.at(
                    wanted.span, source=wanted.name, known=", ".join(names),
                    closest=closest(wanted.name, names),
                )
            )  # fmt: skip
        return dict(known.codes) if known else {}

    def _statuses(self) -> Mapping[str, str]:
        stage = self.catalog.fact("stage")
        words = stage.words or {} if stage else {}
        found: dict[str, str] = {}
        for status, name in self.rules.statuses:
            stages = {n: id_ for id_, said in words.items() for n in (id_, *said.values())}
            if name.name not in stages:
                known = ", ".join(_spoken(words, self._is_chinese()))
                near = closest(name.name, list(stages))
                self.found.append(
                    UNKNOWN_WORD.at(name.span, word=name.name, known=known, closest=near)
                )
            found[status] = stages.get(name.name, name.name)
        return found

    def _column(self, name: Reference) -> str:
        column = self.catalog.column(name.name)
        if column is None:
            self._unknown(name, _spoken(self.catalog.columns, self._is_chinese()))
        return column or name.name

    def _unknown(self, name: Reference, known: list[str]) -> None:
        near = closest(name.name, known)
        self.found.append(
            UNKNOWN_FACT.at(name.span, fact=name.name, known=", ".join(known), closest=near)
        )

    def searched(self) -> tuple[FlagFact, ...]:
        return tuple(
            FlagFact(
                key=one.heading.name, shown=one.heading.name, kind="yes_no", words=None,
                searched=one.words, columns=one.columns,
            )
            for one in self.rules.words
        )  # fmt: skip

    def _fact(self, name: Reference) -> FlagFact | None:
        """A fact under the name that the author first used for it."""
        own = next((one for one in self.searched() if one.key == name.name), None)
        known = self.catalog.fact(name.name)
        if own is None and known is None:
            language = "zh" if self._is_chinese() else "en"
            shown = [*(w.key for w in self.searched()),
                     *(f.labels[language] for f in self.catalog.facts)]  # fmt: skip
            self._unknown(name, shown)
            return None
        fact = own or (_known(known, name.name) if known else None)
        return self.facts.setdefault(fact.key, fact) if fact else None

    def _tests(self, tests: tuple[tuple[Reference, Test], ...]) -> dict[str, str]:
        row: dict[str, str] = {}
        for name, test in tests:
            fact = self._fact(name)
            if fact is None:
                continue
            cell = canonical(test.text, fact)
            if cell is None:
                self.found.append(TEST_UNREADABLE.at(test.span, written=test.text))
            row[fact.key] = cell or ANY
        return row

    def _order(self, order: tuple[tuple[Reference, Test], ...]) -> Mapping[str, str]:
        found: dict[str, str] = {}
        for name, cell in order:
            fact = self._fact(name)
            value = given(cell.text, fact) if fact else None
            if fact is not None and value is None:
                self.found.append(TEST_UNREADABLE.at(cell.span, written=cell.text))
            if fact is not None and value is not None:
                found[fact.key] = value
        return found

    def _rule(self, rule: FlagRule, row: Mapping[str, str]) -> BoundFlagRule:
        return BoundFlagRule(
            heading=rule.heading,
            tests=tuple(row.get(key, ANY) for key in self.facts),
            colour=self.colour(rule.colour),
            memo=self._memo(rule.memo) if rule.memo else None,
            reason=rule.reason,
            responsible=rule.responsible,
            deadline=rule.deadline,
            severity=rule.severity,
            cite=rule.heading.cite or self.rules.heading.cite,
        )

    def _memo(self, memo: MemoTemplate) -> MemoTemplate:
        return replace(memo, parts=tuple(self._part(part, memo) for part in memo.parts))

    def _part(self, part: MemoPart, memo: MemoTemplate) -> MemoPart:
        if not part.field:
            return part
        own = [one.key for one in self.searched()]
        for id_, names in FIELDS.items():
            if part.field in names and part.field not in own:
                return MemoPart(field=id_)
        if part.field not in own:
            known = [*(names[1 if self._is_chinese() else 0] for names in FIELDS.values()), *own]
            near = closest(part.field, known)
            self.found.append(
                UNKNOWN_FIELD.at(memo.span, field=part.field, known=", ".join(known), closest=near)
            )
        return part


def _known(fact: OrderFact, name: str) -> FlagFact:
    language = "zh" if any("\u4e00" <= letter <= "\u9fff" for letter in name) else "en"
    words = fact.words
    return FlagFact(
        key=fact.id,
        shown=name,
        kind=fact.kind,
        words=tuple(words) if words is not None else None,
        said={id_: said[language] for id_, said in words.items()} if words else {},
    )


def _spoken(known: Mapping[str, Mapping[str, str]], is_chinese: bool) -> list[str]:
    return list(_names(known, "zh" if is_chinese else "en"))


def _names(known: Mapping[str, Mapping[str, str]], language: str) -> Iterator[str]:
    return (said[language] for said in known.values())
