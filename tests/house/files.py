"""The files of this project, for the tests that hold the house together."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CODE = ("addresses.py", "app.py", "config.py", "keys.py", "pars", "storage", "delivery", "blueprints")
NOT_OURS = {".venv", ".git", "instance", "__pycache__", "vendor", "node_modules", "test-results", "mutants"}


def ours(*suffixes: str, under: tuple[str, ...] = (".",)) -> list[Path]:
    """Every file of ours with one of these suffixes, below these paths, in a fixed order."""
    found: list[Path] = []
    for name in under:
        start = ROOT / name
        candidates = start.rglob("*") if start.is_dir() else [start]
        found += [
            path for path in candidates if path.is_file() and path.suffix in suffixes and not _foreign(path)
        ]
    return sorted(set(found))


def _foreign(path: Path) -> bool:
    parts = path.relative_to(ROOT).parts
    return any(part in NOT_OURS or part.endswith(("_cache", ".egg-info")) for part in parts)


def named(path: Path) -> str:
    """The path as a reader of a failure wants it."""
    return path.relative_to(ROOT).as_posix()
