"""Whether a file lies on a drive of another computer, where SQLite's locks cannot be trusted."""

from __future__ import annotations

from pathlib import Path

MOUNTS = Path("/proc/self/mounts")  # Linux; elsewhere nothing is known
OF_OTHERS = frozenset(
    {
        "afs",
        "ceph",
        "cifs",
        "fuse.glusterfs",
        "fuse.sshfs",
        "glusterfs",
        "lustre",
        "ncpfs",
        "nfs",
        "nfs4",
        "smb3",
        "smbfs",
    }
)
"""File systems on a network, by the names that Linux gives them. See https://www.sqlite.org/howtocorrupt.html, 2.1"""


def network_drive(file: Path) -> str | None:
    """The kind of network drive that this file lies on, or would, else None."""
    try:
        lines = MOUNTS.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return None
    # Spaces in a path are written as \040.
    kinds = {Path(where.replace("\\040", " ")): kind for _, where, kind, *_ in map(str.split, lines)}
    nearest = next((kinds[folder] for folder in file.absolute().parents if folder in kinds), "")
    return nearest if nearest in OF_OTHERS else None
