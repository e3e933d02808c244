"""The tables. What identifies a learner is sealed (see vault.py); what is kept plain is participation.

Sealed: birth month and day, license number, NPI, board ID and email, together in one `identity` value
a record; the answers as typed and as confirmed; reasons and before-and-after values of corrections;
files. `marks` are keyed fingerprints of identifiers, for exact search and for finding a double.
"""

from storage.tables.activities import ActivityRow, Consent
from storage.tables.base import Table
from storage.tables.exports import ExportedRow, ExportFile, ExportRow, ParsTemplate
from storage.tables.people import ApiTokenRow, AuditRow, InvitationRow, LimitRow, PersonRow, SigninRow
from storage.tables.records import Attestation, HistoryRow, MarkRow, RecordRow

__all__ = [
    "ActivityRow",
    "ApiTokenRow",
    "Attestation",
    "AuditRow",
    "Consent",
    "ExportFile",
    "ExportRow",
    "ExportedRow",
    "HistoryRow",
    "InvitationRow",
    "LimitRow",
    "MarkRow",
    "ParsTemplate",
    "PersonRow",
    "RecordRow",
    "SigninRow",
    "Table",
]
