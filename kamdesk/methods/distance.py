"""Distances on the map: great circle, and by road as the settings estimate it."""

from __future__ import annotations

import math
from collections.abc import Sequence

EARTH_KM = 6371.0088  # mean radius, IUGG
TRAVEL_FACTOR = 1.4

Point = tuple[float, float]  # latitude, longitude in degrees


def great_circle_km(a: Point, b: Point) -> float:
    """Kilometres between two points on the sphere (haversine formula, Sinnott 1984)."""
    lat_a, lat_b = math.radians(a[0]), math.radians(b[0])
    half = (math.sin((lat_b - lat_a) / 2) ** 2
            + math.cos(lat_a) * math.cos(lat_b) * math.sin(math.radians(b[1] - a[1]) / 2) ** 2)
    return 2 * EARTH_KM * math.asin(math.sqrt(min(1.0, half)))


def road_matrix(points: Sequence[Point | None], *, factor: float = TRAVEL_FACTOR) -> list[list[float]]:
    """Kilometres by road between every two points: great circle × ``factor``; 0 from or to an unknown place."""
    matrix = [[0.0] * len(points) for _point in points]
    for i, a in enumerate(points):
        for j in range(i):
            b = points[j]
            if a is not None and b is not None:
                matrix[i][j] = matrix[j][i] = great_circle_km(a, b) * factor
    return matrix


def farthest_first(matrix: Sequence[Sequence[float]], candidates: Sequence[int], *, count: int,
                   origin: int | None = None) -> list[int]:
    """Up to ``count`` candidates, each the farthest from ``origin`` and those chosen before (tie: first listed)."""
    nearest = {node: matrix[origin][node] if origin is not None else math.inf for node in candidates}
    chosen: list[int] = []
    while nearest and len(chosen) < count:
        best = max(nearest, key=nearest.__getitem__)
        del nearest[best]
        chosen.append(best)
        nearest = {node: min(distance, matrix[best][node]) for node, distance in nearest.items()}
    return chosen
