"""How well text stands out from its ground, as WCAG 2 measures it."""

from __future__ import annotations

#: What WCAG AA asks of text.
LEAST = 4.5
_DARK_UP_TO = 0.04045


def contrast(one: str, other: str) -> float:
    """The contrast of two colours (#RRGGBB), from 1 (the same) to 21 (black on white)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def too_little(ink: str, ground: str) -> str | None:
    """By how much text of a colour does not stand out from its ground; None where it does."""
    found = contrast(ink, ground)
    if found >= LEAST:
        return None
    below = int(found * 100) / 100  # never rounded up to what would do
    return f"text {ink} on {ground} has a contrast of {below:.2f} to 1, and needs {LEAST:g} to 1"


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= _DARK_UP_TO else float(((part + 0.055) / 1.055) ** 2.4)
