"""Lists in XML: how they are streamed.

Document types and entities are refused: no list has them, and they are how a file attacks its reader.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.screening.entries import tidy

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


def events(path: Path, events: tuple[str, ...]) -> Iterator[tuple[str, "Element"]]:
    """What the parser meets in the file, which is closed as soon as nobody asks for more: it can then be moved."""
    from xml.etree.ElementTree import ParseError

    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import iterparse

    with path.open("rb") as file:
        try:
            yield from iterparse(file, events=events, forbid_dtd=True)
        except DefusedXmlException:
            raise
        except (LookupError, ValueError) as error:  # an encoding that nobody knows, or of several bytes
            raise ParseError(str(error)) from error


def root_of(path: Path) -> str:
    __, root = next(events(path, ("start",)))
    return local_name(root.tag)


def elements(path: Path, tags: frozenset[str]) -> Iterator["Element"]:
    """Each element of these local names, whole and without namespaces; everything before it is forgotten."""
    trail: list[Element] = []
    for event, element in events(path, ("start", "end")):
        if event == "start":
            trail.append(element)
            continue
        trail.pop()
        if local_name(element.tag) in tags and not any(local_name(above.tag) in tags for above in trail):
            for part in element.iter():
                part.tag = local_name(part.tag)
            yield element
            trail[-1].clear()


def local_name(tag: str) -> str:
    return tag.rpartition("}")[2]


def raw_of(element: "Element") -> str:
    from xml.etree.ElementTree import tostring

    return tostring(element, encoding="unicode").strip()


def text_of(element: "Element", tag: str) -> str:
    return tidy(element.findtext(tag))


def texts(element: "Element", path: str) -> list[str]:
    return [text for part in element.findall(path) if (text := tidy(part.text))]
