"""One drawn set: 20 px squares, 1.5 px strokes, the colour of the text they stand in."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString

from coach.web.design.drawings import inline

PATHS = {
    "mark": '<path d="M2 15c2.5 0 2.5-9 5-9s2.5 6 5 6 3.5-8 6-8"/>',
    "today": (
        '<circle cx="10" cy="10" r="3.5"/><path d="M10 1.8v2M10 16.2v2M1.8 10h2M16.2 10h2M4.2 4.2l1.4 1.4'
        'M14.4 14.4l1.4 1.4M4.2 15.8l1.4-1.4M14.4 5.6l1.4-1.4"/>'
    ),
    "plan": '<rect x="2.5" y="4" width="15" height="13.5" rx="2"/><path d="M2.5 8.5h15M6.5 2v4M13.5 2v4"/>',
    "activities": '<path d="M2.5 5h2M7.5 5h10M2.5 10h2M7.5 10h10M2.5 15h2M7.5 15h10"/>',
    "fitness": '<path d="M2.5 16.5h15M4 13l4-5 3.5 3L16.5 4"/>',
    "import": '<path d="M10 3v9.5M6 9l4 4 4-4M3 14v1.5a2 2 0 0 0 2 2h10a2 2 0 0 0 2-2V14"/>',
    "download": '<path d="M10 3v9.5M6 9l4 4 4-4M3.5 17h13"/>',
    "person": '<circle cx="10" cy="6.5" r="3.5"/><path d="M3 17.5c.8-3.5 3.5-5 7-5s6.2 1.5 7 5"/>',
    "done": '<path d="M4 10.5l4 4 8-9"/>',
    "detour": '<path d="M10 2.5 18 17H2zM10 8v4M10 14.5v.1"/>',
    "info": '<circle cx="10" cy="10" r="7.5"/><path d="M10 9v5M10 6.2v.1"/>',
    "chevron": '<path d="M7.5 4.5 13 10l-5.5 5.5"/>',
    "back": '<path d="M12.5 4.5 7 10l5.5 5.5"/>',
    "next": '<path d="M7.5 4.5 13 10l-5.5 5.5"/>',
    "swap": '<path d="M3 7h12M12 3.5 15.5 7 12 10.5M17 13H5M8 9.5 4.5 13 8 16.5"/>',
    "bell": '<path d="M4.5 14.5c1.5-1.5 1.5-3 1.5-5.5a4 4 0 0 1 8 0c0 2.5 0 4 1.5 5.5zM8.5 17h3M10 5V3"/>',
    "link": (
        '<path d="M8 12l4-4M7 9.5 4.8 11.7a2.5 2.5 0 0 0 3.5 3.5L10.5 13M13 10.5l2.2-2.2a2.5 2.5 0 0 0-3.5-3.5L9.5 7"/>'
    ),
    "search": '<circle cx="9" cy="9" r="5.5"/><path d="M13.2 13.2 17.5 17.5"/>',
    "edit": '<path d="M3 17l.8-3.8L13.5 3.5a1.8 1.8 0 0 1 2.6 0l.4.4a1.8 1.8 0 0 1 0 2.6L6.8 16.2z"/>',
    "bin": '<path d="M3.5 5.5h13M8 5.5V3.5h4v2M5 5.5l.8 11.5h8.4L15 5.5M8.5 9v5M11.5 9v5"/>',
    "split": '<path d="M10 17.5v-6L4.5 6M10 11.5 15.5 6M4.5 10V6h4M15.5 10V6h-4"/>',
    "file": '<path d="M5 2.5h6.5L16 7v10.5H5zM11.5 2.5V7H16"/>',
    "folder": '<path d="M2.5 5h5l2 2.5h8V16h-15z"/>',
    "clock": '<circle cx="10" cy="10" r="7.5"/><path d="M10 5.5V10l3 2"/>',
    "flag": '<path d="M4.5 18V3M4.5 3.5h11l-2.5 3.7 2.5 3.8h-11"/>',
    "run": (
        '<circle cx="12.5" cy="3.5" r="1.7"/><path d="M5 9.5l3-3 3.5 1L9.5 12l3 2.5v4M9 13l-1.5 3H3.5'
        'M12 8.5l1.8 2h2.7"/>'
    ),
    "ride": (
        '<circle cx="4.8" cy="13.5" r="3"/><circle cx="15.2" cy="13.5" r="3"/><path d="'
        'M4.8 13.5 8 7.5h5l2.2 6M8 7.5l3 6M12.5 4.5H14l-1 3"/>'
    ),
    "swim": (
        '<circle cx="14.5" cy="7" r="1.7"/><path d="M2.5 16c1.9 0 1.9-1.3 3.8-1.3S8.1 16 10 16'
        's1.9-1.3 3.8-1.3S15.6 16 17.5 16M5 11.5l4-5 4.5 5.5"/>'
    ),
    "walk": (
        '<circle cx="10.5" cy="3.5" r="1.7"/><path d="M10 7.5 9 12l3 2.5v4M9 12.5l-2.5 6M10 7.5 6.5 9v3M10.5 8l3.5 3"/>'
    ),
    "cross": (
        '<circle cx="5" cy="13" r="3.2"/><circle cx="15" cy="13" r="3.2"/>'
        '<path d="M5 13l3.2-6h4.3L15 13M8.2 7l3 6H5M11 4.8h2"/>'
    ),
    "strength": '<path d="M6 5.5v9M3 7.5v5M14 5.5v9M17 7.5v5M6 10h8"/>',
    "snow": '<path d="M10 2.5v15M3.5 6.2l13 7.6M16.5 6.2l-13 7.6"/>',
    "water": (
        '<path d="M2.5 9c1.9 0 1.9-1.3 3.8-1.3S8.1 9 10 9s1.9-1.3 3.8-1.3S15.6 9 17.5 9M2.5 14'
        'c1.9 0 1.9-1.3 3.8-1.3S8.1 14 10 14s1.9-1.3 3.8-1.3S15.6 14 17.5 14"/>'
    ),
    "other": '<circle cx="10" cy="10" r="6.5"/>',
}


def drawn(name: str) -> SafeString:
    """The icon as inline SVG, silent to screen readers: the words beside it speak."""
    return format_html(
        '<svg class="icon icon-{}" viewBox="0 0 20 20" aria-hidden="true" focusable="false">{}</svg>',
        name,
        inline(PATHS[name]),
    )
