"""Hidden values in another form: as a digest, in base64 or hexadecimal digits, as initials with a day."""

import base64
import binascii
import hashlib
import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from desktop.base.places import currencies
from desktop.documents.leaks.folding import Folded, folded
from desktop.documents.leaks.hidden import HiddenKind, HiddenValue

ALGORITHMS = ("md5", "sha1", "sha224", "sha256", "sha384", "sha512", "sha3_256", "blake2b", "blake2s")
DIGITS = 12  # hexadecimal digits of a digest by which it is known: as few are printed as a fingerprint
SURE = 12  # bytes of one in base64
_MAKERS = [getattr(hashlib, name) for name in ALGORITHMS]
BASE64 = re.compile(r"[A-Za-z0-9+/_-]{16,}|[A-Za-z0-9+/_-]{8,15}={1,2}")
HEXADECIMAL = re.compile(r"[0-9a-fA-F]{10,}")
SHORTEST = 9  # signs of base64 or of hexadecimal digits that are looked at
_DIGITS = re.compile(rf"[0-9a-f]{{{DIGITS},}}")
_AFTER_A_SIGN = re.compile(r"(?<=[-_/+])")
_STANDARD = str.maketrans("-_", "+/")


class Digests:
    """The usual digests of the usual forms of every value: as typed, in capitals, without accents, with its days."""

    def __init__(self, hidden: Sequence[HiddenValue]) -> None:
        self._hidden = hidden
        self._known: dict[bytes, int] = {}  # the places of the values by the first bytes of their digests
        for place, value in enumerate(hidden):
            self._known.update(dict.fromkeys([digest[: DIGITS // 2] for digest in _digests(value)], place))

    def matches(self, compared: Folded) -> Iterator[int]:
        """The values of which a digest stands in hexadecimal digits in a text, in groups of them too, by places."""
        run, digests = compared.run, self._known
        digits = list(_DIGITS.finditer(run))
        starts = compared.starts() if digits else []
        for match in digits:
            first, last = bisect_left(starts, match.start()), bisect_right(starts, match.end() - DIGITS)
            begun = (bytes.fromhex(run[start : start + DIGITS]) for start in starts[first:last])
            yield from (digests[digest] for digest in begun if digest in digests)

    def in_base64(self, part: str) -> Iterator[int]:
        """The values of which a digest stands in base64 in what is written without a space, by their places."""
        for match in BASE64.finditer(part) if len(part) >= SHORTEST else ():
            starts = (0, *(sign.start() for sign in _AFTER_A_SIGN.finditer(match[0])))
            for start in starts:
                begun = _from_base64(match[0][start : start + SURE // 3 * 4])
                place = self._known.get(begun[: DIGITS // 2])
                if place is not None and begun in {digest[:SURE] for digest in _digests(self._hidden[place])}:
                    yield place


def _digests(value: HiddenValue) -> list[bytes]:
    forms = _written(value)
    return [make(form, usedforsecurity=False).digest() for make in _MAKERS for form in forms]


def _written(value: HiddenValue) -> set[bytes]:
    """The usual forms of a value, as bytes that are digested."""
    text = " ".join(value.text.split())
    compared = folded(text)
    plain = " ".join(compared.words)
    forms = {value.text, text, text.lower(), text.upper(), plain, plain.upper(), plain.title(), compared.run}
    if value.kind is HiddenKind.PERSON:
        first, _space, last = text.rpartition(" ")
        forms |= {f"{last} {first}", f"{last}, {first}", f"{last} {first}".lower(), f"{last.upper()} {first}"}
        for day in value.days:
            forms |= {
                f"{form}{sign}{day.isoformat()}" for form in (text, text.lower(), plain) for sign in ("", " ", "|")
            }
    if value.kind in (HiddenKind.NUMBER, HiddenKind.ADDRESS):
        forms |= {"".join(text.split()), "".join(filter(str.isdecimal, text)) or text}
    written = {form.encode("utf-8", "surrogatepass") for form in forms}
    return (
        written
        | {form.encode("utf-16-le", "surrogatepass") for form in (text, text.lower())}
        | {f"{text}\n".encode("utf-8", "surrogatepass")}
    )


def decoded_texts(text: str) -> Iterator[str]:
    """What stands in base64 or in hexadecimal digits in a text without a space, where it is text itself."""
    if len(text) < SHORTEST:
        return
    for match in BASE64.finditer(text):
        yield from _as_text(_from_base64(match[0]))
    for match in HEXADECIMAL.finditer(text):
        yield from _as_text(bytes.fromhex(match[0][: len(match[0]) // 2 * 2]))


def _from_base64(letters: str) -> bytes:
    letters = letters.rstrip("=")
    over = len(letters) % 4  # of a run without its filling, or one that was cut
    letters = letters[: len(letters) - (over == 1)] + ("", "", "==", "=")[over]
    try:
        return base64.b64decode(letters.translate(_STANDARD))
    except (binascii.Error, ValueError):
        return b""


def _as_text(content: bytes) -> Iterator[str]:
    for encoding in ("utf-8", "utf-16-le"):
        text = content.decode(encoding, "ignore")
        if sum(map(str.isalnum, text)) > len(content) // 4:
            yield text


# --- initials with a day

_CAPITAL = "[A-ZÀ-ÖØ-Þ]"
_INITIALS = re.compile(  # begins with a sign by which the expression is looked up quickly, and only then with a word
    rf"{_CAPITAL}(?<=\b.)(?:(?:\.[ -]{{0,2}}{_CAPITAL}){{1,4}}\b|{_CAPITAL}{{1,4}}\b|(?: {_CAPITAL}){{1,4}}\b)",
    re.DOTALL,
)
_IN_A_NAME = re.compile(r"(?<![^\W_])[^\W\d_]{2,5}(?![^\W_])")  # of a file: people write them small there
_BESIDE, _CLOSE = 60, 3  # characters around initials within which a day stands; of two letters, right beside them
_NUMERIC = re.compile(
    r"(?<!\d)(?:(?P<year>\d{4})[-./ _]?(?P<month>\d{2})[-./ _]?(?P<day>\d{2})"
    r"|(?P<first>\d{1,2})[-./ _](?P<second>\d{1,2})[-./ _](?P<then>\d{4}|\d{2})|(?P<digits>\d{6}))(?!\d)"
)
_WORDED = re.compile(
    r"(?<!\d)(?P<day>\d{1,2})(?:er|st|nd|rd|th|º)?\s+(?:de\s+|of\s+)?(?P<month>[^\W\d_]{3,10})\.?,?\s+(?:de\s+)?(?P<year>\d{4})"
    r"|(?P<named>[^\W\d_]{3,10})\.?\s+(?P<on>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<of>\d{4})"
)
_NAMES_OF_MONTHS = (  # how they begin in the three languages, without accents
    *("jan ene", "feb fev", "mar", "apr avr abr", "may mai", "jun juin"),
    *("jul juil", "aug aou ago", "sep", "oct", "nov", "dec dic"),
)
_MONTHS = {name: number for number, names in enumerate(_NAMES_OF_MONTHS, 1) for name in names.split()}


class Initials:
    """The initials of every hidden person of whom a day is given."""

    def __init__(self, hidden: Sequence[HiddenValue]) -> None:
        self._of: defaultdict[str, list[int]] = defaultdict(list)
        self._days = {place: frozenset(value.days) for place, value in enumerate(hidden) if value.days}
        for place in self._days:
            for letters in _initials(hidden[place].text):
                self._of[letters].append(place)
        self._years = {letters: self._years_of(places) for letters, places in self._of.items()}
        self._money = {folded(code).run for code, _name in currencies("en")}
        self._letters: dict[str, str] = {}  # of initials as they were written; empty where they are nobody's

    def _years_of(self, places: Sequence[int]) -> frozenset[str]:
        return frozenset(f"{day.year % 100:02}" for place in places for day in self._days[place])

    def matches(self, text: str, *, is_name: bool) -> Iterator[int]:
        """The persons whose initials stand beside one of their days in a text, by their places.

        Two letters without full stops count right beside the day alone, and codes of currencies do not: both stand
        beside days in any register.
        """
        if not self._of:
            return
        for match in (_IN_A_NAME if is_name else _INITIALS).finditer(text):
            written = match[0]
            letters = self._letters.get(written)
            if letters is None:
                letters = self._letters[written] = self._known(written)
            if not letters:
                continue
            near = _CLOSE if len(letters) == 2 and written.isalpha() else _BESIDE
            around = _Around(text, match.start(), match.end(), near)
            if any(year in around.text for year in self._years[letters]):  # no day is written without it
                days = set(around.days())
                yield from (place for place in self._of[letters] if not days.isdisjoint(self._days[place]))

    def _known(self, written: str) -> str:
        letters = "".join(folded(written).words)
        return "" if letters not in self._of or (written.isalpha() and letters in self._money) else letters


def _initials(name: str) -> set[str]:
    words = [word for word in name.split() if len(word) > 1]
    whole = [part[0] for word in words for part in re.split(r"[-‐‑]", word) if part]
    short = [word[0] for word in words]
    series = [*(letters[at:] + letters[:at] for letters in (whole, short) for at in (0, len(letters) - 1))]
    return {folded("".join(letters)).run for letters in series if len(letters) > 1}


class _Around:
    """What stands around initials, as far as a day may reach that is so near."""

    def __init__(self, text: str, start: int, end: int, near: int) -> None:
        room = 30  # characters of a day in words
        shift = max(0, start - near - room)
        self.text = text[shift : end + near + room]
        self._start, self._end, self._near = start - shift, end - shift, near

    def days(self) -> Iterator[date]:
        """The days that stand so near."""
        for expression in (_NUMERIC, _WORDED):
            for match in expression.finditer(self.text):
                apart = max(match.start() - self._end, self._start - match.end())
                if apart <= self._near:
                    yield from _read(match)


def _read(match: re.Match[str]) -> Iterator[date]:
    parts = match.groupdict()
    if named := parts.get("named") or (match.re is _WORDED and parts["month"]):
        letters = folded(str(named)).run
        month = _MONTHS.get(letters[:4]) or _MONTHS.get(letters[:3])
        if month:
            yield from _date(parts["year"] or parts["of"], month, parts["day"] or parts["on"])
        return
    if digits := parts.get("digits"):
        yield from _date(digits[:2], digits[2:4], digits[4:])
        yield from _date(digits[4:], digits[2:4], digits[:2])
    elif parts["year"]:
        yield from _date(parts["year"], parts["month"], parts["day"])
        whole = parts["year"] + parts["month"] + parts["day"]
        yield from _date(whole[4:], whole[2:4], whole[:2])
    else:
        yield from _date(parts["then"], parts["second"], parts["first"])
        yield from _date(parts["then"], parts["first"], parts["second"])


def _date(year: str | int, month: str | int, day: str | int) -> Iterator[date]:
    """The day, in either century where the year has two figures; nothing for what is no day."""
    for century in (0,) if int(year) > 99 else (1900, 2000):
        try:
            yield date(int(year) + century, int(month), int(day))
        except ValueError:
            continue
