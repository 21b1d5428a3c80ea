"""Mails as RFC 5322 has them, in any order of their fields, and as the `mbox` files of mail programs hold them."""

import re

from desktop.definitions.terms import FileFlaw

_FIELD = re.compile(r"([\x21-\x39\x3b-\x7e]+)[ \t]*:")  # RFC 5322, 2.2 and 4.5.8 for the blank before the colon
_TELLING = frozenset(
    {
        *("from", "to", "cc", "date", "subject", "received", "return-path", "delivered-to", "message-id"),
        *("mime-version", "sender", "reply-to", "content-type", "x-mozilla-status", "x-unsent", "dkim-signature"),
        *("arc-seal", "x-gm-message-state", "authentication-results", "thread-topic", "x-ms-has-attach"),
    }
)


def is_mail(text: str, at_least: int) -> bool:
    """Whether a text begins with the fields of a mail: nothing else before the first blank line, and of the fields
    that mails have `at_least` as many as said."""
    lines = text.lstrip("\r\n").splitlines()
    if lines and re.match(r">?From \S|\d+\s*$", lines[0]):  # so a mail begins in an mbox, and in Apple Mail's files
        lines = lines[1:]
    telling: set[str] = set()
    for number, line in enumerate(lines):
        if not line.strip():
            break
        if line[0] in " \t" and number:
            continue
        field = _FIELD.match(line)
        if field is None:
            return False
        telling |= {field[1].casefold()} & _TELLING
    return len(telling) >= at_least


def mail_flaw(content: bytes) -> FileFlaw | None:
    """CUT for a mail whose last part has no end (RFC 2046, 5.1.1): the rest, often an attachment, is missing."""
    from email.errors import CloseBoundaryNotFoundDefect, StartBoundaryNotFoundDefect
    from email.parser import BytesParser
    from email.policy import compat32

    start = content.lstrip(b"\r\n").removeprefix(b"\xef\xbb\xbf")
    if re.match(rb">?From \S|\d+\s*\n", start):
        start = start.partition(b"\n")[2]
    mail = BytesParser(policy=compat32).parsebytes(start)
    missing = (CloseBoundaryNotFoundDefect, StartBoundaryNotFoundDefect)
    return FileFlaw.CUT if any(isinstance(defect, missing) for part in mail.walk() for defect in part.defects) else None
