"""VO2max and oxygen uptake, ml/kg/min, by the formulas of the field; each states what it was made from."""

from __future__ import annotations


def leger_mercier(vma_kmh: float) -> float:
    """VO2max at a VMA in km/h: 1.353 + 3.163 v + 0.0122586 v2 (Léger and Mercier, 1984); 15 km/h gives 51.6."""
    return 1.353 + 3.163 * vma_kmh + 0.0122586 * vma_kmh * vma_kmh


def from_vma(vma_kmh: float) -> float:
    """VO2max at a VMA in km/h by the rule of thumb 3.5 v (Léger and Mercier, 1984): 15 km/h gives 52.5."""
    return 3.5 * vma_kmh


def cooper(metres: float) -> float:
    """VO2max from the metres run in twelve minutes: (d - 504.9) / 44.73 (Cooper, 1968); 2,800 m give 51.3."""
    return (metres - 504.9) / 44.73


def shuttle_run(last_speed_kmh: float) -> float:
    """VO2max of an adult from the last speed of the 20 m shuttle run: 5.857 v - 19.458 (Léger and others, 1988)."""
    return 5.857 * last_speed_kmh - 19.458


def running_uptake(speed_mps: float, grade: float = 0.0) -> float:
    """Uptake of running at a speed (m/s) on a grade (rise over run): 0.2 v + 0.9 v G + 3.5 (ACSM), v in m/min."""
    metres_a_minute = 60 * speed_mps
    return 0.2 * metres_a_minute + 0.9 * metres_a_minute * grade + 3.5
