"""What a long trial measured, on the terminal while it runs."""

from __future__ import annotations


def tell(what: str, **figures: float) -> None:
    """A line of figures; numbers that are not whole with one digit after the point."""
    words = (
        f"{name.replace('_', ' ')} {value:,.1f}"
        if isinstance(value, float)
        else f"{name.replace('_', ' ')} {value:,}"
        for name, value in figures.items()
    )
    print(f"{what}: {', '.join(words)}", flush=True)  # noqa: T201
