"""Who made the device (FIT profile, types `manufacturer` and `garmin_product`)."""

from __future__ import annotations

from coach.connectors.files.fit.messages import Messages, Value
from coach.domain.activities import Device

_MANUFACTURERS = {
    1: "Garmin", 2: "Garmin", 6: "SRM", 7: "Quarq", 9: "Saris", 13: "Garmin", 14: "Nautilus", 15: "Garmin", 16: "Timex",
    23: "Suunto", 28: "TrainingPeaks", 32: "Wahoo Fitness", 37: "Magellan", 40: "Concept2", 41: "Shimano", 45: "Xplova",
    48: "Pioneer", 59: "Mio", 68: "CatEye", 70: "Sigma Sport", 89: "Tacx", 95: "Stryd", 107: "Magene", 108: "Giant",
    111: "Technogym", 115: "iGPSport", 123: "Polar", 129: "COROS", 132: "CYCPLUS", 140: "Decathlon", 144: "Zwift",
    258: "Lezyne", 260: "Zwift", 263: "Favero Electronics", 265: "Strava", 267: "Bryton", 268: "SRAM",
    281: "TrainerRoad", 284: "Rouvy", 289: "Hammerhead", 294: "COROS", 309: "FORM", 310: "Decathlon", 331: "MyWhoosh",
    339: "Zepp", 340: "Peloton", 348: "Huawei",
}  # fmt: skip

_GARMIN = {
    717: "Forerunner 405", 988: "Forerunner 60", 1018: "Forerunner 310XT", 1036: "Edge 500", 1124: "Forerunner 110",
    1169: "Edge 800", 1325: "Edge 200", 1328: "Forerunner 910XT", 1345: "Forerunner 610", 1482: "Forerunner 10",
    1551: "fenix", 1561: "Edge 510", 1567: "Edge 810", 1623: "Forerunner 620", 1632: "Forerunner 220",
    1765: "Forerunner 920XT", 1836: "Edge 1000", 1903: "Forerunner 15", 1907: "vívoactive", 1967: "fenix 2",
    1988: "epix", 2050: "fenix 3", 2067: "Edge 520", 2148: "Forerunner 25", 2153: "Forerunner 225",
    2156: "Forerunner 630", 2157: "Forerunner 230", 2158: "Forerunner 735XT", 2337: "vívoactive HR", 2413: "fenix 3 HR",
    2431: "Forerunner 235", 2503: "Forerunner 35", 2530: "Edge 820", 2544: "fenix 5S", 2604: "fenix 5X",
    2691: "Forerunner 935", 2697: "fenix 5", 2700: "vívoactive 3", 2713: "Edge 1030", 2886: "Forerunner 645",
    2888: "Forerunner 645 Music", 2900: "fenix 5S Plus", 3076: "Forerunner 245", 3077: "Forerunner 245 Music",
    3110: "fenix 5 Plus", 3111: "fenix 5X Plus", 3113: "Forerunner 945", 3121: "Edge 530", 3122: "Edge 830",
    3224: "vívoactive 4S", 3225: "vívoactive 4", 3226: "Venu", 3282: "Forerunner 45", 3288: "fenix 6S",
    3289: "fenix 6", 3290: "fenix 6", 3291: "fenix 6X", 3466: "Instinct Solar", 3558: "Edge 130 Plus",
    3570: "Edge 1030 Plus", 3589: "Forerunner 745", 3600: "Venu Sq", 3638: "Enduro", 3652: "Forerunner 945 LTE",
    3703: "Venu 2", 3704: "Venu 2S", 3843: "Edge 1040", 3851: "Venu 2 Plus", 3869: "Forerunner 55", 3888: "Instinct 2",
    3889: "Instinct 2S", 3905: "fenix 7S", 3906: "fenix 7", 3907: "fenix 7X", 3943: "epix Gen 2",
    3990: "Forerunner 255 Music", 3991: "Forerunner 255S Music", 3992: "Forerunner 255", 3993: "Forerunner 255S",
    4024: "Forerunner 955", 4061: "Edge 540", 4062: "Edge 840", 4257: "Forerunner 265", 4258: "Forerunner 265S",
    4260: "Venu 3", 4261: "Venu 3S", 4312: "epix Pro 42 mm", 4313: "epix Pro 47 mm", 4314: "epix Pro 51 mm",
    4315: "Forerunner 965", 4341: "Enduro 2", 4374: "fenix 7S Pro", 4375: "fenix 7 Pro", 4376: "fenix 7X Pro",
    4426: "vívoactive 5", 4432: "Forerunner 165", 4433: "Forerunner 165 Music", 4440: "Edge 1050",
    4534: "fenix 8 43 mm", 4536: "fenix 8", 4565: "Forerunner 970", 4570: "Forerunner 570", 4575: "Enduro 3",
    4586: "Instinct 3", 4625: "vívoactive 6",
}  # fmt: skip

_GARMIN_MAKERS = (1, 2, 13, 15)


def device_of(
    file_id: dict[int, Value], device_info: Messages | None, creator: Messages | None, row_limit: int
) -> Device:
    """The recording device, from the file's identity, its own device_info line (index 0) and its software."""
    own: dict[int, Value] = {}
    if device_info is not None:
        for row in device_info.table({0, 2, 3, 4, 5, 27}, limit=row_limit):
            if row.get(0) == 0:
                own = {**own, **row}
    software = own.get(5)
    if software is None and creator is not None:
        software = next((row[0] for row in creator.table({0}, limit=8) if 0 in row), None)
    manufacturer = _whole(file_id.get(1, own.get(2)))
    serial = file_id.get(3, own.get(3))
    return Device(
        manufacturer=None if manufacturer is None else _MANUFACTURERS.get(manufacturer),
        product=_product(manufacturer, file_id.get(2, own.get(4)), file_id.get(8, own.get(27))),
        serial=None if serial is None else str(serial),
        software=f"{software / 100:.2f}" if isinstance(software, int) else None,
    )


def _product(manufacturer: int | None, number: Value | None, name: Value | None) -> str | None:
    if isinstance(name, str):
        return name
    if not isinstance(number, int):
        return None
    return _GARMIN.get(number, str(number)) if manufacturer in _GARMIN_MAKERS else str(number)


def _whole(value: Value | None) -> int | None:
    return value if isinstance(value, int) else None
