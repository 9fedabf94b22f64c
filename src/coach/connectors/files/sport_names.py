"""What files, exports and account languages call a sport."""

from __future__ import annotations

import re
import unicodedata

from coach.domain.sports import Sport

_NAMES: dict[Sport, str] = {
    Sport.TRAIL_RUN: ("trail run|trail running|trail|trailrun|course de trail|traillauf|carrera de trail|trail corsa"),
    Sport.TRACK_RUN: ("track run|track running|piste|bahnlauf"),
    Sport.TREADMILL_RUN: (
        "treadmill|treadmill running|indoor run|indoor running|virtual run|virtualrun|tapis de course|"
        "course virtuelle|laufband|virtueller lauf|cinta de correr"
    ),
    Sport.RUN: (
        "run|running|jogging|jog|street running|ultra run|obstacle run|course|course a pied|footing|"
        "lauf|laufen|carrera|correr|corsa|corrida|hardlopen|hardloop|lopen|ultramarathon|9"
    ),
    Sport.INDOOR_RIDE: (
        "indoor cycling|indoor ride|virtual ride|virtualride|virtual cycling|spinning|home trainer|"
        "velo virtuel|sortie virtuelle a velo|sortie a velo virtuelle|virtuelle radfahrt|"
        "bicicleta virtual|17"
    ),
    Sport.MOUNTAIN_BIKE: (
        "mountain biking|mountain bike ride|mountain bike|mountainbikeride|mtb|vtt|sortie vtt|"
        "mountainbike|mountainbike fahrt|e mountain bike ride|downhill biking"
    ),
    Sport.RIDE: (
        "ride|cycling|biking|bike|bicycle|road biking|road cycling|gravel ride|gravelride|"
        "gravel cycling|e bike ride|ebikeride|handcycle|velomobile|velo|cyclisme|sortie a velo|"
        "sortie velo|radfahrt|radfahren|rad|fahrrad|radsport|bicicleta|ciclismo|vuelta ciclista|"
        "giro|giro in bici|bici|pedalada|fietsrit|fietsen|1|18|19|cyclocross|recumbent cycling|"
        "commuting"
    ),
    Sport.OPEN_WATER_SWIM: ("open water swimming|open water swim|eau libre|nage en eau libre|freiwasser"),
    Sport.SWIM: ("swim|swimming|lap swimming|pool swim|natation|schwimmen|natacion|nuoto|natacao|zwemmen|16"),
    Sport.HIKE: (
        "hike|hiking|randonnee|wanderung|wandern|wandering|caminata|senderismo|excursion|escursione|"
        "caminhada|trekking|mountaineering|snowshoe|snowshoeing|raquettes|wandeltocht|4|13"
    ),
    Sport.WALK: (
        "walk|walking|casual walking|speed walking|marche|spaziergang|gehen|caminar|camminata|"
        "passeio|wandelen|wandeling|10"
    ),
    Sport.STRENGTH: (
        "strength|strength training|weight training|weighttraining|weights|musculation|"
        "entrainement aux poids|krafttraining|gewichtstraining|entrenamiento con pesas|pesas|pesi|"
        "sollevamento pesi|musculacao"
    ),
    Sport.CARDIO: (
        "cardio|indoor cardio|fitness equipment|workout|crossfit|hiit|high intensity interval training|"
        "elliptical|stair stepper|stairstepper|stair climbing|entrainement|training|entrenamiento|"
        "allenamento|aerobics|jump rope|11"
    ),
    Sport.ROWING: ("rowing|indoor rowing|virtual row|row|aviron|rudern|remo|canottaggio|roeien|23"),
    Sport.PADDLE: (
        "paddling|kayaking|canoeing|stand up paddling|standuppaddling|sup|paddle|"
        "stand up paddleboarding|kayak|canoe|kajak|paddelsport|21|22|24"
    ),
    Sport.CROSS_COUNTRY_SKI: (
        "cross country skiing|cross country ski|nordic ski|nordicski|nordic skiing|roller ski|"
        "rollerski|cross country classic skiing|skate skiing|cross country skiing ws|skate skiing ws|"
        "ski de fond|ski nordique|langlauf|esqui de fondo|sci di fondo|7|8"
    ),
    Sport.ALPINE_SKI: (
        "alpine ski|alpineski|alpine skiing|resort skiing|resort skiing snowboarding|"
        "resort skiing snowboarding ws|snowboard|snowboarding|backcountry ski|backcountryski|"
        "backcountry skiing|backcountry skiing snowboarding|downhill skiing|ski alpin|esqui alpino|"
        "sci alpino|2|3|12"
    ),
    Sport.TRANSITION: (
        "transition|transition v2|swim to bike transition|bike to run transition|swimtobiketransition|"
        "biketoruntransition"
    ),
}
"""Names after ``_plain``, several languages together. The numbers are what Strava writes into GPX files."""

_BY_NAME = {name: sport for sport, names in _NAMES.items() for name in names.split("|")}
_WORDS = re.compile(r"[^a-z0-9]+")
_INNER_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def _plain(name: str) -> str:
    spread = _INNER_CAPITAL.sub(" ", name)
    bare = unicodedata.normalize("NFKD", spread).encode("ascii", "ignore").decode().lower()
    return _WORDS.sub(" ", bare).strip()


def sport_named(name: str | None) -> Sport | None:
    """The sport a file or export means by ``name`` ("trail_running", "Course à pied", "9"); None when unknown."""
    return _BY_NAME.get(_plain(name)) if name else None
