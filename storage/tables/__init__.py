"""The tables. What identifies a learner is sealed (see vault.py); what is kept plain is participation.

Sealed: birth month and day, license number, NPI, board ID and email, together in one `identity` value
a record; the answers as typed and as confirmed; reasons and before-and-after values of corrections;
files. `marks` are keyed fingerprints of identifiers, for exact search and for finding a double.
"""

from storage.tables.activities import ActivityRow, Consent, InstallationRow, LateLinkRow, ShownConsent
from storage.tables.answers import ColumnMapRow, OutcomeRow, PrevalidationRow, ResultFileRow, StatusWordRow
from storage.tables.base import Table
from storage.tables.evaluation import OpinionRow, TallyRow
from storage.tables.exports import ExportedRow, ExportFile, ExportRow, ParsTemplate
from storage.tables.letters import CorrectionLinkRow, LetterRow, ProposalRow
from storage.tables.people import (
    ApiTokenRow,
    AuditRow,
    InvitationRow,
    LimitRow,
    PersonRow,
    RecoveryCodeRow,
    SigninRow,
)
from storage.tables.pilot import HiccupRow, PilotActivityRow, PilotRow, StaffTimeRow
from storage.tables.records import Attestation, HistoryRow, MarkRow, RecordRow
from storage.tables.sheets import SheetRow
from storage.tables.transmissions import LeaseRow, RunRow, TransmissionRow

__all__ = [
    "ActivityRow",
    "ApiTokenRow",
    "Attestation",
    "AuditRow",
    "ColumnMapRow",
    "Consent",
    "CorrectionLinkRow",
    "ExportFile",
    "ExportRow",
    "ExportedRow",
    "HiccupRow",
    "HistoryRow",
    "InstallationRow",
    "InvitationRow",
    "LateLinkRow",
    "LeaseRow",
    "LetterRow",
    "LimitRow",
    "MarkRow",
    "OpinionRow",
    "OutcomeRow",
    "ParsTemplate",
    "PersonRow",
    "PilotActivityRow",
    "PilotRow",
    "PrevalidationRow",
    "ProposalRow",
    "RecordRow",
    "RecoveryCodeRow",
    "ResultFileRow",
    "RunRow",
    "SheetRow",
    "ShownConsent",
    "SigninRow",
    "StaffTimeRow",
    "StatusWordRow",
    "Table",
    "TallyRow",
    "TransmissionRow",
]
