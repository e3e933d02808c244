"""What is in the database after everything fell over, against what the phones were told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from sqlalchemy import func, select, text

from storage import audit, codes
from storage.attestations import RECEIVED
from storage.database import Database
from storage.tables import Attestation, AuditRow, RecordRow


@dataclass(frozen=True)
class Remains:
    """Counts of what must not be; `whole` is what SQLite says of its file, and the audit chains of themselves."""

    rows: int
    lost: int
    doubled: int
    orphans: int
    told_otherwise: int
    whole: bool

    @property
    def sound(self) -> bool:
        return self.whole and not (self.lost or self.doubled or self.orphans or self.told_otherwise)

    def figures(self) -> dict[str, float]:
        return asdict(self)


def remains(database: Database, acked: Mapping[str, str]) -> Remains:
    """Look at what is left. `acked`: submission id to the reference the phone was shown."""
    with database.read() as session:
        stored = {
            row.submission_id: codes.format_reference(row.reference)
            for row in session.execute(select(Attestation.submission_id, Attestation.reference))
        }
        people = select(RecordRow.last_name).group_by(RecordRow.last_name).having(func.count() > 1)
        doubled = session.scalars(people).all()
        said, kept = (set(session.scalars(select(each.id))) for each in (Attestation, RecordRow))
        told = set(session.scalars(select(AuditRow.subject).where(AuditRow.action == RECEIVED)))
        broken = [chain for chain in audit.chains(session) if audit.first_broken(session, chain)]
        whole = session.execute(text("PRAGMA integrity_check")).scalar_one() == "ok"
    return Remains(
        rows=len(stored),
        lost=len(acked.keys() - stored.keys()),
        doubled=len(doubled),
        orphans=len((said | kept | told) - (said & kept & told)),
        told_otherwise=sum(stored.get(sent, shown) != shown for sent, shown in acked.items()),
        whole=whole and not broken,
    )
