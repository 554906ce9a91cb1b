"""The same file in every encoding gives the same figures; what is no text is refused."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.intake.importing import amounts, codes, example, take, taken, workbook

TEXT = "客服,月份,接待人数\n小美,2024-05,420\n阿文,2024-05,315\n"

ENCODED = {
    "utf-8": TEXT.encode(),
    "utf-8 with mark": codecs.BOM_UTF8 + TEXT.encode(),
    "utf-8 with two marks": codecs.BOM_UTF8 * 2 + TEXT.encode(),
    "utf-16 little": codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
    "utf-16 big": codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
    "gb18030": TEXT.encode("gb18030"),
    "windows lines": TEXT.replace("\n", "\r\n").encode("gb18030"),
    "old mac lines": TEXT.replace("\n", "\r").encode(),
    "tabs": TEXT.replace(",", "\t").encode(),
}


@pytest.mark.parametrize("content", ENCODED.values(), ids=ENCODED.keys())
def test_encodings_give_the_same_figures(content: bytes) -> None:
    batch = taken(content)
    assert [f.agent for f in batch.figures] == ["小美", "阿文"]
    assert amounts(batch) == ["420", "315"]


def test_the_byte_at_fault_is_named() -> None:
    outcome = take(b"abc,\xe5\xae\xa2\xff\xff")
    assert codes(outcome) == ["I804"]
    assert outcome.diagnostics[0].values["offset"] == "7"


@pytest.mark.parametrize("declared", ["utf-8", "utf-16"])
def test_a_declared_encoding_is_not_overruled(declared: str) -> None:
    mapping = example(changed=f"encoding: {declared}")
    assert codes(take(TEXT.encode("gb18030"), mapping)) == ["I804"]


def test_a_mark_that_contradicts_the_mapping_is_refused() -> None:
    mapping = example(changed="encoding: gb18030")
    assert codes(take(codecs.BOM_UTF8 + TEXT.encode(), mapping)) == ["I804"]


def test_declared_utf_16_needs_its_mark() -> None:
    mapping = example(changed="encoding: utf-16")
    assert amounts(taken(TEXT.encode("utf-16"), mapping)) == ["420", "315"]


def test_zero_bytes_are_no_text() -> None:
    assert codes(take(TEXT.encode() + b"\0")) == ["I803"]


@pytest.mark.parametrize("content", [b"", b"\n\n", codecs.BOM_UTF8, TEXT[:11].encode()])
def test_an_empty_file_is_refused(content: bytes) -> None:
    assert codes(take(content)) == ["I802"]


@pytest.mark.parametrize("content", [b"PK\x03\x04 torn", workbook([["客服"]])[:-40]])
def test_a_damaged_workbook_is_refused(content: bytes) -> None:
    assert codes(take(content)) == ["I805"]


def test_an_empty_workbook_is_refused() -> None:
    assert codes(take(workbook([]))) == ["I802"]


BOOK = workbook([["客服", "月份", "接待人数"], ["小美", "2024-05", 420.0]])
TORN = st.tuples(st.integers(0, len(BOOK) - 1), st.integers(0, 255))


@settings(deadline=None)  # the first example also loads the catalogue
@given(st.lists(TORN, min_size=1, max_size=6))
def test_a_torn_workbook_is_no_bug(changes: list[tuple[int, int]]) -> None:
    """Whatever bytes are changed, there is an outcome: figures, rejects or findings."""
    content = bytearray(BOOK)
    for index, byte in changes:
        content[index] = byte
    outcome = take(bytes(content))
    assert outcome.value or outcome.diagnostics


@settings(deadline=None)  # the first example also loads the catalogue
@given(st.binary(max_size=200))
def test_any_bytes_have_an_outcome(content: bytes) -> None:
    outcome = take(TEXT.encode() + content)
    assert outcome.value or outcome.diagnostics
