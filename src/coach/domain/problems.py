"""Everything that can go wrong and that a person can do something about.

A problem carries a stable ``code`` (for machines and translations), a sentence in
English (the message id of the French catalogue) and the values the sentence needs.
Doors turn a problem into a page, an exit code or problem+json; nobody parses text.
"""

from __future__ import annotations


class Problem(Exception):
    """Base of all expected failures.

    ``message`` is a format string, also the message id for translation; ``values`` fill it.
    """

    code = "problem"

    def __init__(self, message: str, **values: object) -> None:
        super().__init__(message.format(**values) if values else message)
        self.message = message
        self.values = values


class NotFound(Problem):
    """The thing does not exist, or belongs to somebody else: the two are never told apart."""

    code = "not_found"


class InvalidInput(Problem):
    """What was asked cannot be done as asked; the message says what to change."""

    code = "invalid_input"

    def __init__(self, message: str, *, field: str | None = None, **values: object) -> None:
        super().__init__(message, **values)
        self.field = field


class Conflict(Problem):
    """Somebody else changed the same thing first, or it already exists."""

    code = "conflict"


class Unreadable(Problem):
    """A file from which nothing can be kept; it goes to quarantine with this reason."""

    code = "unreadable"


class TooLarge(Unreadable):
    """A file or archive over a hard limit (bytes, entries, ratio, depth)."""

    code = "too_large"


class UnsafeContent(Unreadable):
    """Content built to hurt the reader: entity bombs, path traversal, links."""

    code = "unsafe_content"


class Unavailable(Problem):
    """A service the act needs (database, disk, broker) cannot be used right now."""

    code = "unavailable"


class Busy(Unavailable):
    """It works, only not now: ``wait_s`` seconds later it should."""

    def __init__(self, message: str, *, wait_s: int, **values: object) -> None:
        super().__init__(message, **values)
        self.wait_s = wait_s


class TooOften(Problem):
    """Asked for too often; ``wait_s`` seconds later it will be done."""

    code = "too_often"

    def __init__(self, message: str, *, wait_s: int, **values: object) -> None:
        super().__init__(message, **values)
        self.wait_s = wait_s


class NotAllowed(Problem):
    """The caller is known and may not do this."""

    code = "not_allowed"
