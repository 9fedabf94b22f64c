"""A runner's curve: the population's, drawn to the races known, and its doubt. Arrays in, arrays out.

The departure from the population is a Gaussian process over log distance whose partial correlations are all positive
(a constant of the runner and an Ornstein-Uhlenbeck process), each race a convex loss. Hence, by construction: a
faster race anywhere never slows a prediction anywhere (the most probable curve of such a model follows its data).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from coach.science.running.race_model import FEATURES, HALF, SHORTEST, Array, Model, Runners, basis, place, ramp

Rows = npt.NDArray[np.intp]

ROUNDS = 80
SETTLED = 1e-8
STEPS = (0.5, 0.25, 0.1, 0.03, 0.01, 0.001, 0.0)
MIDDLE = HALF
VOLUME = FEATURES.index("volume")

KNOTS_M = np.unique(
    np.concatenate(
        [
            np.geomspace(1000.0, 100_000.0, 41),
            [1609.344, 3000.0, 5000.0, 8046.72, 10_000.0, 15_000.0, 16_093.44, 20_000.0, 21_097.5, 42_195.0, 50_000.0],
        ]
    )
)
KNOTS = place(KNOTS_M)
HALF_KNOT = int(np.argmin(np.abs(KNOTS - HALF)))
USUAL_HALF = 8.756
"""Log of the survey's median half marathon, 1:46 (seconds)."""

RECORDS_BEGIN = 0.30
RECORDS_SLOPE, RECORDS_FADE = 0.035, 0.07
"""From a half marathon of 1:19 on, the curve bends towards that of records: set by them, not fitted to the survey."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Races of n runners, at most k each: places, logs of seconds, extra variance (all (n, k)).

    ``counts`` is false where a runner has no k-th race; ``extra`` is the variance its age adds. ``slow_weight`` is
    whether a race counts for the runner being slower than believed (1, or 0 for efforts in training), then with
    ``slow_extra`` in the place of ``extra``. On the other side it is taken at its word up to ``fast_knee`` standard
    deviations, of ``fast_sd`` where that is above zero (a device recorded it), of the race day otherwise.
    """

    at: Array
    log_s: Array
    extra: Array
    slow_weight: Array
    slow_extra: Array
    fast_knee: Array
    fast_sd: Array
    counts: Array

    def of(self, rows: Rows) -> Evidence:
        """The evidence of some of the runners."""
        return Evidence(
            *(self.at[rows], self.log_s[rows], self.extra[rows], self.slow_weight[rows], self.slow_extra[rows]),
            *(self.fast_knee[rows], self.fast_sd[rows], self.counts[rows]),
        )


@dataclass(frozen=True, slots=True)
class Curves:
    """Curves of n runners over KNOTS: log of seconds (n, knots) and its variance without the race day."""

    log_s: Array
    variance: Array
    day_variance: Array
    """(n,): what a race day adds."""
    weights: Array
    """(n, k): the precision each race came to count with."""


def _own(model: Model, who: Runners, at: Array) -> Array:
    """Standard deviation (n, places) of the departure a runner keeps at every distance; places (n, m) or (m,)."""
    rows = basis(model, at)[..., 1:]
    spelled = "nij,nmi,nmj->nm" if at.ndim == 2 else "nij,mi,mj->nm"
    from_facts = np.einsum(spelled, who.doubt, rows, rows, optimize=True)
    return np.asarray(np.sqrt(model.own**2 + np.maximum(from_facts, 0.0)))


def expected(model: Model, who: Runners, at: Array) -> Array:
    """Log of seconds the population runs at places (m,) or (n, m), given the facts: (n, m)."""
    rows = basis(model, at)
    spelled = "nf,nmf->nm" if at.ndim == 2 else "nf,mf->nm"
    return np.asarray(at + np.einsum(spelled, who.features, rows[..., 1:]) + rows[..., 0])


def _believed(model: Model, who: Runners, at: Array, lead: Array) -> Array:
    """As expected, with the lesser fade of those who lead the survey by ``lead`` (n,) in log of time."""
    fade = RECORDS_SLOPE * (at - SHORTEST) + RECORDS_FADE * ramp(at)
    return np.asarray(expected(model, who, at) - lead[:, None] * fade)


def day_variance(model: Model, who: Runners) -> Array:
    """Variance of the log of the time from one race day to the next: (n,)."""
    volume = np.clip(who.features[:, VOLUME], -1.5, 1.0)
    return np.asarray(model.noise.sd**2 * np.exp(model.noise.per_volume * volume))


def _wander(model: Model, one: Array, other: Array) -> Array:
    gaps = np.abs(one[..., :, None] - other[..., None, :])
    return np.asarray(model.wander**2 * np.exp(-gaps / model.reach))


@dataclass(frozen=True, slots=True)
class _Loss:
    """What races cost a curve that lies ``off`` them: the loss, its pull towards them and its curvature, (n, k) each.

    Pseudo-Huber on each side, and a little of a parabola so that no race ever stops pulling. ``lean`` is the pull a
    hair away from the race for each hair.
    """

    cost: Array
    pull: Array
    bend: Array
    lean: Array


def _loss(model: Model, off: Array, variance: Array, shown: Evidence) -> _Loss:
    noise = model.noise
    rest = 1.0 / noise.tail**2

    def side(spread: Array, knee: Array | float) -> tuple[Array, Array, Array, Array]:
        root = np.sqrt(1.0 + off * off / spread / knee**2)
        return (
            np.asarray(knee**2 * (root - 1.0) + rest * off * off / 2),
            np.asarray((1.0 / (spread * root) + rest) * off),
            np.asarray(1.0 / (spread * root**3) + rest),
            np.asarray(1.0 / spread + rest),
        )

    fast = side(np.where(shown.fast_sd > 0, shown.fast_sd**2 + shown.extra, variance), shown.fast_knee)
    slow = [shown.slow_weight * each for each in side(variance - shown.extra + shown.slow_extra, noise.slow)]
    cost, pull, bend, _ = (np.where(off > 0, *both) for both in zip(slow, fast, strict=True))
    return _Loss(cost, pull, bend, np.maximum(fast[-1], slow[-1]))


def prior_covariance(model: Model, who: Runners, at: Array) -> Array:
    """Covariance (n, k, k) of the runners' departures at their places (n, k)."""
    own = _own(model, who, at)
    return np.asarray(own[:, :, None] * own[:, None, :] + _wander(model, at, at))


def curves(model: Model, who: Runners, shown: Evidence) -> Curves:
    """The most probable curve of each runner, over KNOTS, with its variance.

    Those who turn out faster than nearly all of the survey are drawn again against a population that fades less, as
    records do; the faster of the two curves holds.
    """
    lead = np.zeros(len(who.features))
    drawn = _drawn(model, who, shown, lead)
    lead = np.maximum(-RECORDS_BEGIN - (drawn.log_s[:, HALF_KNOT] - USUAL_HALF), 0.0)
    rows = np.flatnonzero(lead)
    if not len(rows):
        return drawn
    again = _drawn(model, who.of(rows), shown.of(rows), lead[rows])
    drawn.log_s[rows] = np.minimum(drawn.log_s[rows], again.log_s)
    return drawn


def _drawn(model: Model, who: Runners, shown: Evidence, lead: Array) -> Curves:
    day = day_variance(model, who)
    places = np.concatenate([shown.at, np.full((len(day), 1), MIDDLE)], axis=1)
    between = prior_covariance(model, who, places)
    beyond = np.where(shown.counts, shown.log_s - _believed(model, who, shown.at, lead), 0.0)
    weights, pull = _settled(model, between, beyond, day[:, None] + shown.extra, shown)
    own_there, own_knots = _own(model, who, places), _own(model, who, KNOTS)
    knots = np.broadcast_to(KNOTS, (len(day), len(KNOTS)))
    toward = own_knots[:, :, None] * own_there[:, None, :] + _wander(model, knots, places)
    log_s = _believed(model, who, KNOTS, lead) + mean_shift(model, who, KNOTS) + np.einsum("nmk,nk->nm", toward, pull)
    identity = np.eye(between.shape[1])
    learned = np.linalg.solve(identity + weights[:, :, None] * between, weights[:, :, None] * toward.transpose(0, 2, 1))
    whole = own_knots**2 + model.wander**2
    left = np.maximum(whole - np.einsum("nmk,nkm->nm", toward, learned), 1e-9)
    return Curves(_never_faster(log_s), left, day, weights[:, :-1])


def _settled(model: Model, between: Array, beyond: Array, variance: Array, shown: Evidence) -> tuple[Array, Array]:
    """The precision each race counts with and its pull, at the most probable curve; the last column is the bound's.

    Newton's method on a convex loss; a step that makes it worse is cut to the best of STEPS, so that efforts which only
    speak for the faster, and turn silent on the way, are not overshot.
    """
    identity = np.eye(between.shape[1])
    spread = np.sqrt(between[:, -1, -1])[:, None]

    def loss(rows: Rows, departure: Array) -> _Loss:
        raced = _loss(model, beyond[rows] - departure[:, :-1], variance[rows], shown.of(rows))
        over = np.maximum(departure[:, -1:] - model.bound * spread[rows], 0.0)
        stiff, counts = 1.0 / spread[rows] ** 2, shown.counts[rows]
        bound = (stiff * over**2 / 2, -stiff * over, np.where(over > 0, stiff, 0.0), stiff)
        told = (raced.cost, raced.pull, raced.bend, raced.lean)
        return _Loss(*(np.concatenate([counts * own, last], axis=1) for own, last in zip(told, bound, strict=True)))

    def cost(rows: Rows, departure: Array, held: Array) -> Array:
        return np.asarray((held * departure).sum(axis=1) / 2 + loss(rows, departure).cost.sum(axis=1))

    departure, held = np.zeros(between.shape[:2]), np.zeros(between.shape[:2])
    moving = np.arange(len(between))
    for _ in range(ROUNDS):
        here, there = between[moving], departure[moving]
        now = loss(moving, there)
        unbalanced = (here @ now.pull[..., None])[..., 0] - there
        step = np.linalg.solve(identity + here * now.bend[:, None, :], unbalanced[..., None])[..., 0]
        turn = now.pull - held[moving] - now.bend * step
        share = np.ones((len(moving), 1))
        worse = np.flatnonzero(cost(moving, there + step, held[moving] + turn) > cost(moving, there, held[moving]))
        if len(worse):
            short = moving[worse]
            costs = [cost(short, there[worse] + f * step[worse], held[short] + f * turn[worse]) for f in STEPS]
            share[worse, 0] = np.asarray(STEPS)[np.argmin(np.stack(costs), axis=0)]
        departure[moving] += share * step
        held[moving] += share * turn
        moving = moving[np.max(np.abs(step), axis=1) >= SETTLED]
        if not len(moving):
            break
    at_rest = loss(np.arange(len(between)), departure)
    off = np.concatenate([beyond, np.minimum(model.bound * spread, departure[:, -1:])], axis=1) - departure
    small = np.abs(off) < 1e-12
    weights = np.where(small, at_rest.lean, at_rest.pull / np.where(small, 1.0, off))
    weights[:, -1] = np.where(at_rest.pull[:, -1] != 0, at_rest.lean[:, -1], 0.0)
    return weights, held


def _never_faster(log_s: Array) -> Array:
    """The curve with a pace that never quickens: who holds a pace over a distance holds it over any shorter one."""
    paces = log_s - KNOTS
    return np.asarray(np.minimum.accumulate(paces[:, ::-1], axis=1)[:, ::-1] + KNOTS)


def mean_shift(model: Model, who: Runners, at: Array) -> Array:
    """What leads from the middle of the likely times to their mean, in log, at places (m,): (n, m)."""
    unknown = who.doubt[:, VOLUME, VOLUME] / model.feature_covariance[VOLUME][VOLUME]
    fade = model.band.unknown_volume * np.minimum(ramp(at), 1.0)
    return between_half_and_marathon(model.band.mean_shift, at) + unknown[:, None] * fade


def between_half_and_marathon(pair: tuple[float, float], at: Array) -> Array:
    """The first of a pair up to the half marathon, the second from the marathon on, at places of any shape."""
    return np.asarray(pair[0] + (pair[1] - pair[0]) * np.minimum(ramp(at), 1.0))


def band_columns(model: Model, who: Runners, drawn: Curves, at: Array) -> Array:
    """What the width of the interval hangs on (n, 6): a constant, slowness, volume; the three again at the marathon."""
    slow = np.clip(drawn.log_s[:, HALF_KNOT] - USUAL_HALF, -0.4, 0.45)
    volume = np.clip(who.features[:, VOLUME], -1.5, 1.0)
    anywhere = np.stack([np.ones_like(slow), slow, volume], axis=1)
    return np.concatenate([anywhere, anywhere * np.minimum(ramp(at), 1.0)[:, None]], axis=1)


def at_places(curve: Array, places: Array) -> Array:
    """Curves (n, knots) at one place each (n,): straight lines between the knots."""
    right = np.clip(np.searchsorted(KNOTS, places), 1, len(KNOTS) - 1)
    share = np.clip((places - KNOTS[right - 1]) / (KNOTS[right] - KNOTS[right - 1]), 0.0, 1.0)
    rows = np.arange(len(places))
    return np.asarray(curve[rows, right - 1] * (1 - share) + curve[rows, right] * share)
