"""Made-up country and the ways through it: the same place has the same altitude on every run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from coach.science.running.simulated_runner import Runner

Column = NDArray[np.float64]

METRES_PER_DEGREE = 111_320.0

HILL_FOOT_M = 2000.0
"""How far from home the foot of the hill for repeats lies."""
HILL_REPEAT_M = 300.0
"""From the foot to where a repeat turns, metres."""

_HILL_BEARING = -0.9
_HILL_CENTRE_M = HILL_FOOT_M + 420.0
_HILL_HEIGHT_M = 42.0
_HILL_WIDTH_M = 230.0
_TRACK = (-800.0, 500.0)
_TRACK_STRAIGHT_M = 84.39
_TRACK_RADIUS_M = (400 - 2 * _TRACK_STRAIGHT_M) / (2 * np.pi)


class Course(Protocol):
    """A way to run: where one is after so many metres. East and north of home, in metres, shape (n,) each."""

    def place(self, distance_m: Column) -> tuple[Column, Column]:
        """East and north at each distance."""
        ...


@dataclass(frozen=True, slots=True)
class Terrain:
    """Altitude as a sum of long waves, a hill for repeats, and a flat athletics ground."""

    base_m: float
    waves: NDArray[np.float64]
    """Rows: east and north wave numbers in rad/m, phase in rad, amplitude in m; shape (4, k)."""

    def altitude(self, east: Column, north: Column) -> Column:
        """Metres above the sea at each place, shape (n,)."""
        open_country = self._open_country(east, north)
        ground = self._open_country(np.array([_TRACK[0]]), np.array([_TRACK[1]]))[0]
        flatness: Column = np.exp(-((np.hypot(east - _TRACK[0], north - _TRACK[1]) / 260) ** 4))
        altitude: Column = self.base_m + open_country * (1 - flatness) + ground * flatness
        return altitude

    def _open_country(self, east: Column, north: Column) -> Column:
        kx, ky, phase, amplitude = self.waves
        swell = np.zeros_like(east)
        for wave in range(kx.shape[0]):
            swell += amplitude[wave] * np.sin(kx[wave] * east + ky[wave] * north + phase[wave])
        hill_east, hill_north = _HILL_CENTRE_M * np.cos(_HILL_BEARING), _HILL_CENTRE_M * np.sin(_HILL_BEARING)
        away = (east - hill_east) ** 2 + (north - hill_north) ** 2
        hill: Column = _HILL_HEIGHT_M * np.exp(-away / (2 * _HILL_WIDTH_M**2))
        return swell + hill


def terrain_around(runner: Runner, seed: int) -> Terrain:
    """The country around the runner's home; one seed, one country. Gradients are about 3 % on average."""
    rng = np.random.default_rng([seed, 7])
    lengths = np.geomspace(600, 9000, 12)
    bearings = rng.uniform(0, 2 * np.pi, lengths.shape)
    return Terrain(
        runner.altitude_m,
        np.stack(
            [
                2 * np.pi / lengths * np.cos(bearings),
                2 * np.pi / lengths * np.sin(bearings),
                rng.uniform(0, 2 * np.pi, lengths.shape),
                0.0018 * runner.hilliness * lengths,
            ]
        ),
    )


@dataclass(frozen=True, slots=True)
class Loop:
    """A closed way from home and back, run as often as the distance asks."""

    along_m: Column
    east: Column
    north: Column

    def place(self, distance_m: Column) -> tuple[Column, Column]:
        """East and north at each distance."""
        there = np.mod(distance_m, self.along_m[-1])
        return np.interp(there, self.along_m, self.east), np.interp(there, self.along_m, self.north)


def loop_of(length_m: float, seed: int) -> Loop:
    """A rounded loop of that length through home; the same length and seed are the same road."""
    rng = np.random.default_rng([seed, round(length_m), 11])
    angle = np.linspace(0, 2 * np.pi, max(400, round(length_m / 10)))
    radius = np.ones_like(angle)
    for harmonic in range(2, 7):
        radius += rng.normal(0, 0.28 / harmonic) * np.cos(harmonic * angle + rng.uniform(0, 2 * np.pi))
    turned = angle + rng.uniform(0, 2 * np.pi)
    east, north = radius * np.cos(turned), radius * np.sin(turned)
    along = np.concatenate([[0.0], np.cumsum(np.hypot(np.diff(east), np.diff(north)))])
    size = length_m / along[-1]
    return Loop(along * size, (east - east[0]) * size, (north - north[0]) * size)


@dataclass(frozen=True, slots=True)
class HillRepeats:
    """From home to the foot of the hill, up and down so many times, and home again."""

    repeats: int

    def place(self, distance_m: Column) -> tuple[Column, Column]:
        """East and north at each distance."""
        top = HILL_FOOT_M + HILL_REPEAT_M
        turns = [0.0, HILL_FOOT_M, *([top, HILL_FOOT_M] * self.repeats), 0.0]
        at = np.concatenate([[0.0], np.cumsum(np.abs(np.diff(turns)))])
        away = np.interp(distance_m, at, turns)
        return away * np.cos(_HILL_BEARING), away * np.sin(_HILL_BEARING)


@dataclass(frozen=True, slots=True)
class Track:
    """Lane one of a 400 m track."""

    def place(self, distance_m: Column) -> tuple[Column, Column]:
        """East and north at each distance."""
        bend = np.pi * _TRACK_RADIUS_M
        along = np.mod(distance_m, 400.0)
        second_half = along >= _TRACK_STRAIGHT_M + bend
        half = np.where(second_half, along - _TRACK_STRAIGHT_M - bend, along)
        turned = np.clip(half - _TRACK_STRAIGHT_M, 0, None) / _TRACK_RADIUS_M
        east = np.minimum(half, _TRACK_STRAIGHT_M) - _TRACK_STRAIGHT_M / 2 + _TRACK_RADIUS_M * np.sin(turned)
        north = -_TRACK_RADIUS_M * np.cos(turned)
        side = np.where(second_half, -1.0, 1.0)
        return _TRACK[0] + side * east, _TRACK[1] + side * north


def degrees(runner: Runner, east: Column, north: Column) -> tuple[Column, Column]:
    """Latitude and longitude of places near the runner's home (a flat earth is right to centimetres a kilometre)."""
    latitude = runner.latitude + north / METRES_PER_DEGREE
    longitude = runner.longitude + east / (METRES_PER_DEGREE * np.cos(np.radians(runner.latitude)))
    return latitude, longitude
