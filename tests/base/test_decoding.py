"""Texts of other programs: by their mark, else UTF-8, else as Windows writes them."""

import pytest

from desktop.base.decoding import NoTextError, decoded, is_cut

WORDS = "Société Œuvre, 1 500 €\r\nАва\r\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le-marked", "utf-16-be-marked", "utf-32", "utf-32-be-marked"]
)
def test_a_text_is_read_in_every_encoding_that_editors_offer(encoding: str) -> None:
    plain = encoding.removesuffix("-marked")
    content = ("\ufeff" + WORDS if encoding.endswith("-marked") else WORDS).encode(plain)
    assert decoded(content) == WORDS


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16-le", "utf-16-be"])
def test_western_texts_are_read_without_a_mark_too(encoding: str) -> None:
    words = "Société Œuvre : 1500 euros, naïf\n"
    assert decoded(words.encode(encoding)) == words


@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\n\0\0", b"\0\1\2\3", b"PK\x03\x04\0\0", b"abc\0def"])
def test_what_is_no_text_is_said_to_be_none(content: bytes) -> None:
    with pytest.raises(NoTextError):
        decoded(content)


def test_an_odd_byte_of_windows_is_no_reason_to_lose_a_text() -> None:
    assert decoded(b"d\xe9j\xe0 \x81") == "déjà \x81"


def test_a_text_cut_inside_a_character_is_known_and_read_up_to_there() -> None:
    cut = WORDS.encode("utf-16")[:-1]
    assert is_cut(cut) and decoded(cut) == WORDS[:-1]
    cut = "Société".encode()[:-1]
    assert is_cut(cut) and decoded(cut) == "Sociét"
    assert not is_cut(WORDS.encode())
