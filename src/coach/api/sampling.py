"""Samples as JSON arrays: the columns asked for, in as many points as asked for."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from coach.api.schemas_activities import SamplesBody
from coach.domain.language import mark
from coach.domain.problems import InvalidInput
from coach.science.recordings import COLUMNS, Column, Samples

_DECIMALS = {"latitude": 7, "longitude": 7}
_DECIMALS_OTHERWISE = 3


def body(samples: Samples, wanted: str | None, points: int | None) -> SamplesBody:
    """The columns named in ``wanted`` (with commas; all when None), averaged down to at most ``points``.

    A known column that the activity lacks is left out. Each point is the mean of the samples it stands for,
    missing ones apart, at the time of their first; a point is null when all of them are missing.

    Raises:
        InvalidInput: a column is neither known nor in this activity.
    """
    every = {**samples.columns, **samples.extra}
    chosen = _chosen(every, wanted)
    count = len(samples)
    if points is None or points >= count:
        time, shown = samples.time, chosen
    else:
        starts = np.linspace(0, count, points, endpoint=False).astype(np.intp)
        time, shown = samples.time[starts], {name: _means(values, starts) for name, values in chosen.items()}
    return SamplesBody.model_construct(
        recorded=count,
        points=len(time),
        time_s=np.round(time, _DECIMALS_OTHERWISE).tolist(),
        columns={name: _plain(name, values) for name, values in shown.items()},
    )


def _chosen(every: dict[str, Column], wanted: str | None) -> dict[str, Column]:
    if wanted is None:
        return every
    names = [name.strip() for name in wanted.split(",") if name.strip()]
    for name in names:
        if name not in every and name not in COLUMNS:
            raise InvalidInput(
                mark("This activity has no column {name}. It has: {columns}."),
                field="columns",
                name=name[:50],
                columns=", ".join(every),
            )
    return {name: every[name] for name in names if name in every}


def _means(values: Column, starts: NDArray[np.intp]) -> Column:
    """Mean of each piece that begins at ``starts``, missing samples apart, shape (len(starts),)."""
    present = np.isfinite(values)
    sums = np.add.reduceat(np.where(present, values, 0.0), starts)
    counts = np.add.reduceat(present.astype(np.float64), starts)
    means: Column = np.divide(sums, counts, out=np.full(len(starts), np.nan), where=counts > 0)
    return means


def _plain(name: str, values: Column) -> list[float | None]:
    rounded = np.round(values, _DECIMALS.get(name, _DECIMALS_OTHERWISE)).astype(object)
    rounded[~np.isfinite(values)] = None
    plain: list[float | None] = rounded.tolist()
    return plain
