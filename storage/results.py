"""Files of PARS's answers: kept as they came, shown before anything changes, applied once."""

from __future__ import annotations

from storage.outcomes import decide

__all__ = ["decide"]
