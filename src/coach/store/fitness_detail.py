"""A fitness snapshot as JSON, and back: every field, so that nobody needs to compute it again to read it."""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping
from dataclasses import asdict, fields, is_dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any

from coach.domain.fitness import Fitness

VERSION = 2
"""Goes up when a snapshot kept before can no longer be read as one."""


def written(fitness: Fitness) -> dict[str, Any]:
    """The snapshot as values JSON knows; dates are ISO days."""
    return {"version": VERSION, "fitness": _plain(asdict(fitness))}


def read(detail: Mapping[str, Any]) -> Fitness | None:
    """The snapshot kept, or None where it is of an earlier shape."""
    if detail.get("version") != VERSION:
        return None
    found: Fitness = _built(Fitness, detail["fitness"])
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value


def _built(kind: Any, value: Any) -> Any:
    """``value`` as the type ``kind``: dataclasses, tuples, dates, enumerations, or as it is."""
    if value is None:
        return None
    if is_dataclass(kind) and isinstance(kind, type):
        hints = _hints(kind)
        return kind(**{name: _built(hints[name], each) for name, each in value.items() if name in hints})
    if typing.get_origin(kind) in (types.UnionType, typing.Union):
        return _built(next(one for one in typing.get_args(kind) if one is not type(None)), value)
    if typing.get_origin(kind) is tuple:
        kinds = typing.get_args(kind)
        each_kind = kinds if Ellipsis not in kinds else (kinds[0],) * len(value)
        return tuple(_built(one, each) for one, each in zip(each_kind, value, strict=True))
    if isinstance(kind, type) and issubclass(kind, date | StrEnum):
        return date.fromisoformat(value) if issubclass(kind, date) else kind(value)
    return value


@cache
def _hints(kind: type) -> dict[str, Any]:
    known = typing.get_type_hints(kind)
    return {field.name: known[field.name] for field in fields(kind)}
