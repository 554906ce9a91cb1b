"""What is laid out how: one text before, one after."""

from __future__ import annotations

import textwrap

import pytest

from engine.source.pieces import NotCertainError
from engine.source.read import read
from engine.source.tidy import tidy
from tests.pipeline import ROOT, relative

PAIRS = {
    "indents are two blanks, lists stand in": (
        """\
        pay:
            a:
                  amount: 1
        list:
        - x
        -   k: 1
            l: 2
        """,
        """\
        pay:
          a:
            amount: 1

        list:
          - x
          - k: 1
            l: 2
        """,
    ),
    "one blank behind a colon and a comma, none inside of brackets": (
        "a:   {b:1 ,c:   [ 1,2 , 3 ]}\n",
        "a: {b:1, c: [1, 2, 3]}\n",
    ),
    "values below each other stay so": (
        """\
        kpi:
            one:    {weight: 1}
            three:  {weight: 2}
            fourth: {weight: 3}
            five:     1
        """,
        """\
        kpi:
          one:    {weight: 1}
          three:  {weight: 2}
          fourth: {weight: 3}
          five: 1
        """,
    ),
    "cells of rows stand below each other, a Chinese character counts two": (
        """\
        tables:
          t:
            rows:
              - [95, 卓越, 1800]  # best
              - [∞, C, "1,5"]
              - [0, 不及格, [a,b]]
        """,
        """\
        tables:
          t:
            rows:
              - [95, 卓越,   1800]  # best
              - [∞,  C,      "1,5"]
              - [0,  不及格, [a, b]]
        """,
    ),
    "sections are parted by one empty line, with the comments above them": (
        """\


        # about the file
        format: 1
        shop: s
        # about pay
        pay:
          a: 1



          b: 2
        # about cases
        cases:
          - x
        """,
        """\
        # about the file
        format: 1
        shop: s

        # about pay
        pay:
          a: 1

          b: 2

        # about cases
        cases:
          - x
        """,
    ),
    "comments stay with what they stood below": (
        """\
        a:
            # of b
            b: 1   # one
            # end of a
        # of c
        c: 2     # two
        # end
        """,
        """\
        a:
          # of b
          b: 1   # one
          # end of a

        # of c
        c: 2     # two
        # end
        """,
    ),
    "the text of a block moves as one": (
        """\
        a:
              b: |
                     20000 × 1%
                       + 30

                     =
              c: |1-
                 x
        """,
        """\
        a:
          b: |
            20000 × 1%
              + 30

            =
          c: |1-
             x
        """,
    ),
    "quoted text keeps its blanks": (
        """\
        a:
            b: "one   two
                three"
            c: 'it''s ,  {x'
        """,
        """\
        a:
          b: "one   two
              three"
          c: 'it''s ,  {x'
        """,
    ),
    "full-width signs are text": (
        "a:   [ 1，2 ]\nb: 甲：乙\n",
        "a: [1，2]\nb: 甲：乙\n",
    ),
    "empty lines that belong to a block stay": (
        "a: |+\n    x\n\n\nb: 1\n",
        "a: |+\n  x\n\n\nb: 1\n",
    ),
}


def laid_out(text: str) -> str:
    document = read("x.yaml", text.encode()).value
    assert document is not None
    return tidy(document)


@pytest.mark.parametrize("name", PAIRS)
def test_laid_out(name: str) -> None:
    before, after = (textwrap.dedent(text) for text in PAIRS[name])
    assert after == laid_out(before)
    assert after == laid_out(after)


@pytest.mark.parametrize(
    "text", ["? a\n: 1\n", "{a: 1}\n", "%YAML 1.1\n---\na: 1\n", "a: 1\n...\n"]
)
def test_what_is_not_certain_is_left_alone(text: str) -> None:
    with pytest.raises(NotCertainError):
        laid_out(text)


@pytest.mark.parametrize("folder", ["policies", "schemas", "engine/app/starter"])
def test_what_is_shipped_is_laid_out(folder: str) -> None:
    paths = sorted((ROOT / folder).rglob("*.yaml"))
    assert paths
    untidy = [relative(p) for p in paths if laid_out(p.read_text("utf-8")) != p.read_text("utf-8")]
    assert not untidy
