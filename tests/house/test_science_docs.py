"""The science is a library: what goes in and what comes out stands in each docstring."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

SCIENCE = Path(__file__).resolve().parents[2] / "src" / "coach" / "science"
ARRAYS = re.compile(r"\b(Column|NDArray|ArrayLike|Numbers|Days|Gain|ndarray)\b")
SHAPES = re.compile(r"\bshapes?\b|as ``\w+``", re.IGNORECASE)
UNITS = re.compile(
    r"\b(metres?|kilomet\w+|km|seconds?|minutes?|hours?|days?|years?|m/s|km/h|bpm|beats?|watts?|degrees?|points?|kg|VDOT"
    r"|ml/kg/min|share|shares|percent|W)\b|%|per cent|\bm\b|\bs\b|\bunit\b",
    re.IGNORECASE,
)
NAMED = re.compile(r"(_s|_m|_mps|_kmh|_km|_hr|_w|_s_per_km|_share|minutes|seconds|share)$")


def public(folder: Path) -> Iterator[tuple[str, ast.FunctionDef]]:
    """Every public function of the modules there, with its place; the made-up runners are for tests and samples."""
    for path in sorted(folder.rglob("*.py")):
        for node in ast.parse(path.read_text()).body:
            simulated = path.stem.startswith("simul")
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and not simulated:
                yield f"{path.relative_to(SCIENCE)}:{node.name}", node


def signature(node: ast.FunctionDef) -> str:
    return f"{ast.unparse(node.args)} -> {ast.unparse(node.returns) if node.returns else ''}"


def test_arrays_have_their_shape_told():
    silent = [
        place
        for place, node in public(SCIENCE)
        if ARRAYS.search(signature(node)) and not SHAPES.search(ast.get_docstring(node) or "")
    ]
    assert not silent


def test_what_is_raised_is_told():
    silent = [
        place
        for place, node in public(SCIENCE)
        if any(isinstance(inner, ast.Raise) for inner in ast.walk(node))
        and "Raises" not in (ast.get_docstring(node) or "")
    ]
    assert not silent


def test_numbers_of_running_have_their_unit_told():
    silent = []
    for place, node in public(SCIENCE / "running"):
        arguments = [*node.args.args, *node.args.kwonlyargs]
        bare = [each.arg for each in arguments if each.annotation and "float" in ast.unparse(each.annotation)]
        bare = [name for name in bare if not NAMED.search(name)]
        returned = node.returns is not None and re.search(r"\bfloat\b", ast.unparse(node.returns))
        if (bare or returned) and not UNITS.search(ast.get_docstring(node) or ""):
            silent.append(place)
    assert not silent
