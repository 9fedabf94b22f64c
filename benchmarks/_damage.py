"""Files damaged on purpose: cut short, bits flipped. The same seed damages in the same way."""

from __future__ import annotations

import random
from collections.abc import Iterator


def cuts(data: bytes, times: int, chance: random.Random) -> Iterator[bytes]:
    """The file's beginning, up to ``times`` random places."""
    for _ in range(times):
        yield data[: chance.randrange(len(data))] if data else data


def flips(data: bytes, times: int, chance: random.Random) -> Iterator[bytes]:
    """The file ``times`` times, each with one random bit turned."""
    for _ in range(times):
        turned = bytearray(data)
        if turned:
            turned[chance.randrange(len(turned))] ^= 1 << chance.randrange(8)
        yield bytes(turned)
