"""Colours as they are seen: luminance and contrast (WCAG 2.2), in grey, and by those who see fewer hues."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]

SEEN_BY: Mapping[str, Array] = {
    # Machado, Oliveira & Fernandes (2009), severity 1, on linear RGB.
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
}
_LUMINANCE = np.array([0.2126, 0.7152, 0.0722])
# Ottosson (2020), linear RGB → cone responses → Oklab.
_CONES = np.array([[0.41222147, 0.53633254, 0.05144599], [0.2119035, 0.6806995, 0.10739696], [0.08830246, 0.28171884, 0.6299787]])  # fmt: skip  # noqa: E501
_OKLAB = np.array([[0.21045426, 0.79361779, -0.00407205], [1.9779985, -2.42859221, 0.45059371], [0.02590404, 0.78277177, -0.80867577]])  # fmt: skip  # noqa: E501


def from_hex(colour: str) -> Array:
    """Return straight RGB (3,), 0 to 1."""
    return np.array([int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)])


def linear(rgb: ArrayLike) -> Array:
    """Return linear RGB of sRGB, 0 to 1."""
    rgb = np.asarray(rgb, dtype=np.float64)
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def luminance(rgb: ArrayLike) -> Array:
    """Return the relative luminance, 0 to 1."""
    found: Array = linear(rgb) @ _LUMINANCE
    return found


def saturated_red(rgb: ArrayLike) -> Array:
    """Return by how much red exceeds the rest, where it is at least 0.8 of all (WCAG 2.1's red flash), else 0."""
    red, green, blue = np.moveaxis(linear(rgb), -1, 0)
    return np.where(red >= 0.8 * (red + green + blue), red - green - blue, 0.0)


def contrast(a: ArrayLike, b: ArrayLike) -> Array:
    """Return the contrast of colours, 1 to 21."""
    one, other = luminance(a), luminance(b)
    ratio: Array = (np.maximum(one, other) + 0.05) / (np.minimum(one, other) + 0.05)
    return ratio


def over(behind: ArrayLike, rgba: ArrayLike) -> Array:
    """Return what is seen of a translucent colour before another."""
    behind, rgba = np.asarray(behind, dtype=np.float64), np.asarray(rgba, dtype=np.float64)
    alpha = rgba[..., 3:]
    mixed: Array = rgba[..., :3] * alpha + behind * (1 - alpha)
    return mixed


def difference(a: ArrayLike, b: ArrayLike, seen_by: str) -> float:
    """Return how far apart two colours are in Oklab (black to white is 1), for eyes of this kind."""
    one, other = (_oklab(SEEN_BY[seen_by] @ linear(colour)) for colour in (a, b))
    return float(np.linalg.norm(one - other))


def _oklab(rgb: Array) -> Array:
    found: Array = _OKLAB @ np.cbrt(_CONES @ np.clip(rgb, 0, 1))
    return found
