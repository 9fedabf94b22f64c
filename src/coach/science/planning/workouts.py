"""The catalogue of hard sessions: each a data row, and when in a plan each has its place."""

from __future__ import annotations

from dataclasses import dataclass

from coach.domain.athletes import Level
from coach.domain.goals import GoalKind, Terrain
from coach.domain.language import mark
from coach.domain.plans import Phase, SessionKind
from coach.science.planning.intensity import LONG_VMA, SHORT_VMA, STEADY, THRESHOLD, UPHILL, VMA, Effort


@dataclass(frozen=True, slots=True)
class Workout:
    """A hard session. ``length`` is metres when ``by_distance``, else seconds; ``effort`` None is goal pace.

    ``group`` names the row of MOST_WORK_MIN that bounds it; ``sets`` above 1 cuts the repeats in sets.
    """

    code: str
    kind: SessionKind
    title: str
    purpose: str
    group: str
    length: float
    by_distance: bool
    effort: Effort | None
    recovery_s: float
    fewest: int
    most: int
    sets: int = 1
    uphill: bool = False
    title_once: str | None = None


_INTERVALS, _TEMPO = SessionKind.INTERVALS, SessionKind.TEMPO
_AT_VMA = mark("{repeats} × {length} at {percent}% VMA")
_AT_GOAL = mark("{repeats} × {length} at goal pace")
_AT_GOAL_ONCE = mark("{length} at goal pace")
_AT_THRESHOLD = mark("{repeats} × {length} at threshold")
_AT_THRESHOLD_ONCE = mark("{length} at threshold")
_SPEED = mark("Short repeats near VMA: a bigger engine and a livelier stride.")
_AEROBIC_POWER = mark("Longer repeats just under VMA: more minutes near your maximal oxygen uptake.")
_LASTING = mark("Comfortably hard: the pace you could hold for about an hour, so that it lasts longer.")
_STEADILY = mark("{repeats} × {length} steady")
_STEADILY_ONCE = mark("{length} steady")
_STEADY = mark("Quicker than easy, well within yourself: the pace at which long distances are learnt.")
_GOAL = mark("Race pace, so that it feels familiar on the day.")
_STRENGTH = mark("Uphill, by effort and not by pace: strength in the legs with little impact. Jog back down.")
_PLAY = mark("Play with speed: quicker by feel, without looking at the watch, then easy until you breathe calmly.")


def _row(
    code: str,
    group: str,
    length: float,
    recovery_s: float,
    fewest: int,
    most: int,
    *,
    effort: Effort | None = None,
    seconds: bool = False,
    sets: int = 1,
) -> Workout:
    """A row of the catalogue; kind, title and purpose follow from the group."""
    titles = {
        "threshold": (_AT_THRESHOLD, _AT_THRESHOLD_ONCE),
        "goal": (_AT_GOAL, _AT_GOAL_ONCE),
        "steady": (_STEADILY, _STEADILY_ONCE),
    }
    purposes = {"threshold": _LASTING, "steady": _STEADY, "goal": _GOAL, "speed": _SPEED, "power": _AEROBIC_POWER}
    title, once = titles.get(group, (_AT_VMA, None))
    kind = _TEMPO if group in titles else _INTERVALS
    return Workout(
        code,
        kind,
        title,
        purposes[group],
        group,
        length,
        not seconds,
        effort,
        recovery_s,
        fewest,
        most,
        sets,
        title_once=once,
    )


_ROWS = (
    Workout(
        "hills",
        _INTERVALS,
        mark("{repeats} × {length} uphill"),
        _STRENGTH,
        "hills",
        45,
        False,
        UPHILL,
        90,
        5,
        12,
        uphill=True,
    ),
    Workout(
        "short_hills",
        _INTERVALS,
        mark("{repeats} × {length} uphill"),
        _STRENGTH,
        "hills",
        30,
        False,
        UPHILL,
        75,
        6,
        14,
        uphill=True,
    ),
    Workout(
        "long_hills",
        _INTERVALS,
        mark("{repeats} × {length} uphill"),
        mark("Longer climbs at a steady effort: the strength to keep running where others walk. Jog back down."),
        "climbs",
        120,
        False,
        UPHILL,
        120,
        3,
        9,
        uphill=True,
    ),
    Workout(
        "fartlek",
        _TEMPO,
        mark("Fartlek: {repeats} × {length} quicker"),
        _PLAY,
        "fartlek",
        60,
        False,
        Effort(83, 93),
        90,
        4,
        12,
    ),
    Workout(
        "long_fartlek",
        _TEMPO,
        mark("Fartlek: {repeats} × {length} quicker"),
        _PLAY,
        "fartlek",
        120,
        False,
        Effort(83, 90),
        120,
        3,
        8,
    ),
    Workout(
        "thirties",
        _INTERVALS,
        mark("{sets} × {repeats} × 30/30"),
        _SPEED,
        "speed",
        30,
        False,
        SHORT_VMA,
        30,
        10,
        30,
        sets=2,
    ),
    _row("200", "speed", 200, 45, 6, 20, effort=SHORT_VMA),
    _row("300", "speed", 300, 60, 5, 14, effort=SHORT_VMA),
    _row("400", "speed", 400, 75, 4, 12, effort=VMA),
    _row("500", "power", 500, 90, 4, 10, effort=VMA),
    _row("800", "power", 800, 120, 3, 8, effort=LONG_VMA),
    _row("1000", "power", 1000, 150, 3, 7, effort=LONG_VMA),
    _row("1200", "power", 1200, 180, 3, 6, effort=LONG_VMA),
    _row("threshold_5", "threshold", 300, 60, 2, 7, effort=THRESHOLD, seconds=True),
    _row("threshold_8", "threshold", 480, 120, 2, 5, effort=THRESHOLD, seconds=True),
    _row("threshold_10", "threshold", 600, 120, 2, 4, effort=THRESHOLD, seconds=True),
    _row("threshold_15", "threshold", 900, 180, 1, 3, effort=THRESHOLD, seconds=True),
    _row("threshold_20", "threshold", 1200, 180, 1, 2, effort=THRESHOLD, seconds=True),
    Workout(
        "test",
        _INTERVALS,
        mark("VMA test: {length} as far as you can"),
        mark("Half-Cooper: run evenly, all you have. The metres divided by 100 are your VMA in km/h."),
        "test",
        360,
        False,
        VMA,
        0,
        1,
        1,
        title_once=mark("VMA test: {length} as far as you can"),
    ),
    _row("steady_10", "steady", 600, 120, 1, 3, effort=STEADY, seconds=True),
    _row("steady_15", "steady", 900, 120, 1, 3, effort=STEADY, seconds=True),
    _row("steady_20", "steady", 1200, 120, 1, 2, effort=STEADY, seconds=True),
    _row("steady_30", "steady", 1800, 120, 1, 1, effort=STEADY, seconds=True),
    _row("threshold_2k", "threshold", 2000, 90, 2, 6, effort=THRESHOLD),
    _row("threshold_3k", "threshold", 3000, 120, 2, 4, effort=THRESHOLD),
    _row("goal_400", "goal", 400, 60, 4, 12),
    _row("goal_500", "goal", 500, 75, 4, 10),
    _row("goal_1000", "goal", 1000, 90, 3, 10),
    _row("goal_1500", "goal", 1500, 120, 3, 6),
    _row("goal_2000", "goal", 2000, 150, 2, 6),
    _row("goal_3000", "goal", 3000, 180, 2, 5),
    _row("goal_5000", "goal", 5000, 180, 1, 4),
    _row("goal_3min", "goal", 180, 90, 3, 8, seconds=True),
    _row("goal_1min", "goal", 60, 60, 3, 8, seconds=True),
)

TEST = "test"

WORKOUTS = {workout.code: workout for workout in _ROWS}

MOST_WORK_MIN = {
    "hills": (6, 8, 10),
    "climbs": (8, 14, 20),
    "fartlek": (10, 12, 16),
    "speed": (8, 12, 16),
    "power": (12, 18, 24),
    "threshold": (20, 30, 40),
    "steady": (25, 45, 60),
    "5k": (12, 16, 20),
    "10k": (20, 27, 34),
    "half": (24, 36, 48),
    "marathon": (40, 54, 68),
    "ultra": (40, 54, 68),
    "test": (6, 6, 6),
}
"""Most minutes of work in one session for beginner, intermediate, advanced; goal pace by distance."""

_LEVELS = (Level.BEGINNER, Level.INTERMEDIATE, Level.ADVANCED)

_GENTLE_SHORT = (("fartlek", "short_hills", "threshold_5", "long_fartlek"), ("fartlek", "threshold_5"))
_GENTLE_LONG = (("long_fartlek", "threshold_5", "fartlek", "threshold_8"), ("threshold_5", "steady_10", "threshold_8"))
EARLY_GENTLE = {
    GoalKind.FIVE_K: _GENTLE_SHORT,
    GoalKind.TEN_K: (("fartlek", "threshold_5", "short_hills", "long_fartlek"), ("threshold_5", "fartlek")),
    GoalKind.HALF_MARATHON: (("threshold_5", "fartlek", "short_hills", "threshold_8"), ("threshold_5", "threshold_8")),
    GoalKind.MARATHON: _GENTLE_LONG,
    GoalKind.ULTRA: (("short_hills", *_GENTLE_LONG[0]), _GENTLE_LONG[1]),
    GoalKind.FITNESS: (("fartlek", "threshold_5", "short_hills", "long_fartlek"), ("fartlek", "threshold_5")),
    GoalKind.ENDURANCE: (_GENTLE_LONG[0][1:], ("steady_10", "threshold_5", "long_fartlek")),
    GoalKind.SPEED: (("short_hills", "fartlek", "thirties"), _GENTLE_SHORT[1]),
}
"""A beginner's one hard session before the specific weeks, in even and in odd weeks."""

BASE = {
    GoalKind.FIVE_K: (("hills", "thirties", "short_hills", "fartlek"), ("threshold_5", "long_fartlek", "threshold_8")),
    GoalKind.TEN_K: (("fartlek", "thirties", "hills", "long_fartlek"), ("threshold_8", "threshold_5", "threshold_10")),
    GoalKind.HALF_MARATHON: (
        ("long_fartlek", "hills", "threshold_5", "fartlek"),
        ("threshold_8", "threshold_10", "threshold_15"),
    ),
    GoalKind.MARATHON: (
        ("threshold_5", "long_fartlek", "hills", "steady_15"),
        ("steady_15", "threshold_10", "steady_20", "threshold_15"),
    ),
    GoalKind.ULTRA: (
        ("hills", "long_fartlek", "short_hills", "threshold_5"),
        ("threshold_10", "steady_20", "threshold_15", "steady_30"),
    ),
    GoalKind.FITNESS: (("hills", "fartlek", "thirties", "long_fartlek"), ("threshold_8", "threshold_5")),
    GoalKind.ENDURANCE: (
        ("hills", "threshold_8", "long_fartlek", "steady_15"),
        ("steady_15", "threshold_8", "steady_20", "threshold_10"),
    ),
    GoalKind.SPEED: (("thirties", "short_hills", "200", "hills"), ("threshold_5", "fartlek", "threshold_8")),
}
"""The base by goal: hills and short repeats before a 5 km, cruise intervals before a half, steady running above."""

_HARD_BUILD = ("thirties", "400", "300", "500", "200", "800")
_THRESHOLDS = ("threshold_8", "threshold_10", "threshold_15", "threshold_20")

SEASON: dict[tuple[GoalKind, Phase], tuple[tuple[str, ...], tuple[str, ...]]] = {
    (GoalKind.FIVE_K, Phase.BUILD): (_HARD_BUILD, ("threshold_8", "threshold_5", "threshold_10")),
    (GoalKind.FIVE_K, Phase.SPECIFIC): (("goal_1000", "400", "goal_500", "800"), ("400", "threshold_8", "300")),
    (GoalKind.TEN_K, Phase.BUILD): (_HARD_BUILD, _THRESHOLDS[:3]),
    (GoalKind.TEN_K, Phase.SPECIFIC): (
        ("goal_1000", "goal_2000", "goal_1500", "goal_500"),
        ("800", "threshold_10", "400", "500"),
    ),
    (GoalKind.HALF_MARATHON, Phase.BUILD): (("400", "thirties", "1000", "300", "800"), _THRESHOLDS),
    (GoalKind.HALF_MARATHON, Phase.SPECIFIC): (("1000", "threshold_15", "800", "500"), ("goal_2000", "goal_3000")),
    (GoalKind.MARATHON, Phase.BUILD): (("400", "1000", "thirties", "800", "500"), _THRESHOLDS[1:]),
    (GoalKind.MARATHON, Phase.SPECIFIC): (("1000", "threshold_10", "800", "threshold_15"), ("goal_3000", "goal_5000")),
    (GoalKind.ULTRA, Phase.BUILD): (("hills", "1000", "400", "short_hills", "800"), _THRESHOLDS[1:]),
    (GoalKind.ULTRA, Phase.SPECIFIC): (("hills", "threshold_10", "1000", "threshold_15"), _THRESHOLDS[1:]),
    (GoalKind.FITNESS, Phase.BUILD): (("fartlek", "hills", "thirties", "long_fartlek", "400"), _THRESHOLDS[:2]),
    (GoalKind.FITNESS, Phase.SPECIFIC): (("thirties", "long_fartlek", "400", "hills"), _THRESHOLDS[:2]),
    (GoalKind.ENDURANCE, Phase.BUILD): (("hills", "1000", "long_fartlek", "800"), _THRESHOLDS),
    (GoalKind.ENDURANCE, Phase.SPECIFIC): (("1000", "threshold_15", "hills", "threshold_20"), _THRESHOLDS[1:]),
    (GoalKind.SPEED, Phase.BUILD): (("200", "thirties", "400", "hills", "300", "500"), ("threshold_5", "fartlek")),
    (GoalKind.SPEED, Phase.SPECIFIC): (("400", "200", "500", "300", "800"), ("300", "threshold_5", "thirties")),
}
"""For a distance and a phase: the faster and the slower hard session, week after week."""

NOVICE_SPECIFIC: dict[GoalKind, tuple[str, ...]] = {
    GoalKind.FIVE_K: ("goal_400", "thirties", "goal_500", "goal_1min"),
    GoalKind.TEN_K: ("goal_500", "threshold_5", "goal_1000", "goal_3min"),
    GoalKind.HALF_MARATHON: ("goal_1000", "threshold_8", "goal_2000", "goal_3min"),
    GoalKind.MARATHON: ("goal_2000", "threshold_8", "goal_3000", "threshold_10"),
    GoalKind.ULTRA: ("short_hills", "threshold_8", "long_hills", "threshold_10"),
    GoalKind.FITNESS: ("long_fartlek", "threshold_5", "thirties", "short_hills"),
    GoalKind.ENDURANCE: ("threshold_5", "long_fartlek", "threshold_8", "hills"),
    GoalKind.SPEED: ("thirties", "200", "short_hills", "300"),
}
"""A beginner's one hard session of the week: the race's own pace and threshold, nothing at VMA but short and late."""

_ON_THE_GROUND = {"threshold_8": "threshold_2k", "threshold_15": "threshold_3k", "800": "1200"}
"""What an advanced runner does by distance, as on race day, instead of by the clock."""

_ON_TRAILS = {
    Phase.BASE: (("hills", "long_hills", "fartlek", "short_hills"), ("threshold_8", "long_fartlek", "threshold_5")),
    Phase.BUILD: (("long_hills", "thirties", "hills", "fartlek"), ("threshold_8", "threshold_10", "threshold_15")),
    Phase.SPECIFIC: (("long_hills", "long_fartlek", "hills"), ("threshold_10", "threshold_15", "threshold_20")),
}

_SHARPEN = {
    GoalKind.FIVE_K: ("goal_500", "goal_400", "goal_1min"),
    GoalKind.TEN_K: ("goal_1000", "goal_500", "goal_1min"),
    GoalKind.HALF_MARATHON: ("goal_2000", "goal_1000", "goal_3min", "goal_1min"),
    GoalKind.MARATHON: ("goal_3000", "goal_2000", "goal_1000", "goal_3min", "goal_1min"),
    GoalKind.ULTRA: ("goal_3000", "goal_2000", "goal_1000", "goal_3min", "goal_1min"),
}


_KEEP_UP = {
    GoalKind.FIVE_K: ("300", "200", "400"),
    GoalKind.TEN_K: ("400", "300", "threshold_5"),
    GoalKind.HALF_MARATHON: ("threshold_8", "threshold_5"),
    GoalKind.MARATHON: ("threshold_8", "threshold_5"),
    GoalKind.ULTRA: ("threshold_8", "threshold_5"),
}
"""The second hard session of a taper week: another pace than the race's, little of it."""


def before_a_race(terrain: Terrain) -> tuple[Workout, ...]:
    """The hard sessions to try in the days before a race on the way: quick, short, soon over."""
    codes = ("thirties", "fartlek") if terrain is Terrain.TRAIL else ("400", "300", "200", "thirties", "fartlek")
    return tuple(WORKOUTS[code] for code in codes)


def most_work_s(workout: Workout, kind: GoalKind, level: Level) -> float:
    """The most seconds of work this session may hold for a level."""
    row = kind.model.value if workout.group == "goal" else workout.group
    return MOST_WORK_MIN[row][_LEVELS.index(level)] * 60.0


def choices(
    kind: GoalKind, phase: Phase, level: Level, slot: int, turn: int, terrain: Terrain = Terrain.ROAD
) -> tuple[Workout, ...]:
    """The hard sessions to try, best first: the turn's own, the others of the phase, then a fartlek.

    ``slot`` 0 is the faster session of a week and 1 the slower one; ``turn`` counts weeks. On trails nothing is asked
    by distance; on hilly ground climbs come every other week.
    """
    codes = _codes(kind, phase, level, slot, turn)
    if level is Level.ADVANCED:
        codes = tuple(_ON_THE_GROUND.get(code, code) for code in codes)
    if terrain is Terrain.TRAIL:
        own = _turned(_ON_TRAILS[phase][slot], turn) if phase in _ON_TRAILS and level is not Level.BEGINNER else ()
        codes = (*own, *(code for code in codes if not WORKOUTS[code].by_distance))
    elif terrain is Terrain.HILLY and phase in (Phase.BUILD, Phase.SPECIFIC) and slot == 0 and turn % 4 < 2:
        codes = ("short_hills" if level is Level.BEGINNER else "long_hills", "hills", *codes)
    return tuple(WORKOUTS[code] for code in dict.fromkeys((*codes, "fartlek")))


def _codes(kind: GoalKind, phase: Phase, level: Level, slot: int, turn: int) -> tuple[str, ...]:
    """The codes of a phase, the turn's own first, wherever they are run."""
    if phase in (Phase.TAPER, Phase.RACE):
        return _KEEP_UP[kind] if slot else _SHARPEN[kind]
    if level is Level.BEGINNER:
        own = NOVICE_SPECIFIC[_like(kind)] if phase is Phase.SPECIFIC else EARLY_GENTLE[_like(kind)][slot]
        return _turned(own, turn)
    if phase is Phase.BASE:
        return _turned(BASE[_like(kind)][slot], turn)
    in_little_room = _SHARPEN[kind] if kind.races and slot and phase is Phase.SPECIFIC else ("400",)
    return (*_turned(SEASON[_like(kind), phase][slot], turn), *in_little_room)


def _like(kind: GoalKind) -> GoalKind:
    """Whose season a goal follows: a return is built up like general fitness."""
    return GoalKind.FITNESS if kind is GoalKind.RETURN else kind


def _turned(codes: tuple[str, ...], turn: int) -> tuple[str, ...]:
    """The same codes, starting from the one whose turn it is."""
    at = turn % len(codes)
    return codes[at:] + codes[:at]
