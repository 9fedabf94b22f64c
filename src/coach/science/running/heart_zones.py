"""Five heart-rate zones beside the shares of VMA that plans are written in."""

from __future__ import annotations

ZONE_SHARES = ((0.0, 62.0), (62.0, 75.0), (75.0, 83.0), (83.0, 91.0), (91.0, 100.0))
"""Per cent of VMA at the ends of zones 1 to 5: easiest jog, easy, steady, threshold, hard."""


def share_of_max(vma_share: float) -> float:
    """Per cent of the maximal heart rate at a per cent of VMA: 0.64 x share + 37 (Swain, 1994), 100 at most."""
    return min(0.64 * vma_share + 37.0, 100.0)


def zone_beats(zone: int, max_hr: int) -> tuple[int | None, int]:
    """Beats per minute at the low and high end of a zone (1 to 5); zone 1 has no low end, zone 5 ends at ``max_hr``."""
    low, high = ZONE_SHARES[zone - 1]
    top = max_hr if zone == len(ZONE_SHARES) else round(share_of_max(high) * max_hr / 100)
    return (round(share_of_max(low) * max_hr / 100) if low else None), top
