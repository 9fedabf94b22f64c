"""Doors that close for a while on whoever knocks too often; counted in Django's cache.

The address is that of the connection. Behind a proxy this is the proxy's, unless the server in front of the pages
hands the true one over as the connection's own: a header anybody can write is not believed here.
"""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.core.cache import cache

from coach.domain.language import mark
from coach.domain.problems import TooOften

FREE_FAILURES = 5
FIRST_WAIT_S = 10
LONGEST_WAIT_S = 900
REMEMBERED_S = 3600
DEMOS_AN_HOUR = 10


def may_sign_in(address: str, email: str, now: datetime) -> None:
    """Let a try at a password pass. Raises TooOften while its wait lasts."""
    _pass(_key("sign-in", address, email), now, mark("Too many failed tries. Wait {wait}, then try again."))


def failed(address: str, email: str, now: datetime) -> None:
    """Count a wrong password: after the first few, each one doubles the wait."""
    key = _key("sign-in", address, email)
    beyond = _count(key) - FREE_FAILURES
    if beyond >= 0:
        wait_s = min(FIRST_WAIT_S * 2 ** min(beyond, 10), LONGEST_WAIT_S)
        cache.set(f"{key}:until", now.timestamp() + wait_s, REMEMBERED_S)


def succeeded(address: str, email: str) -> None:
    """Forget the failures: it was the right person."""
    key = _key("sign-in", address, email)
    cache.delete_many([f"{key}:count", f"{key}:until"])


def may_begin_demo(address: str, now: datetime) -> None:
    """Let a demo account be made. Raises TooOften after ten of one address within an hour."""
    key = _key("demo", address)
    _pass(key, now, mark("Many demo accounts were made from here. Wait {wait}, then try again."))
    if _count(key) >= DEMOS_AN_HOUR:
        cache.set(f"{key}:until", now.timestamp() + REMEMBERED_S, REMEMBERED_S)
        cache.delete(f"{key}:count")


def _pass(key: str, now: datetime, sentence: str) -> None:
    until = cache.get(f"{key}:until")
    left_s = round(until - now.timestamp()) if until else 0
    if left_s > 0:
        wait = f"{left_s} s" if left_s < 120 else f"{-(-left_s // 60)} min"
        raise TooOften(sentence, wait_s=left_s, wait=wait)


def _count(key: str) -> int:
    cache.add(f"{key}:count", 0, REMEMBERED_S)
    try:
        return int(cache.incr(f"{key}:count"))
    except ValueError:  # it expired in between
        return 1


def _key(*parts: str) -> str:
    return "throttle:" + hashlib.sha256("\n".join(parts).lower().encode("utf-8", "replace")).hexdigest()
