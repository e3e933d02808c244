"""What the stand-in holds, and what it makes of it: every report by credit ID, refusals, verdicts that take time."""

from __future__ import annotations

import hashlib
import json
import threading
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

from defusedxml.ElementTree import ParseError, fromstring

REFUSAL = "No physician matches this name, birthday and license number."
BOARD_REFUSAL = "The board has no diplomate with this ID."


@dataclass(frozen=True)
class Report:
    """One report as it arrived: what to do, with which credits, and whose they are."""

    action: str
    credit_ids: tuple[str, ...]
    learner: str


@dataclass(frozen=True)
class Nature:
    """How the stand-in behaves. Shares are between 0 and 1; what meets whom follows from the seed.

    `refuses`: of learners, at once. `rejects`: of credits, after they were taken. `ponders`: of credits, that
    are undecided when first asked for. `keeps_doubles`: a credit that comes again is held twice, so that a
    double shows; else it is answered with 409.
    """

    seed: int = 0
    refuses: float = 0
    rejects: float = 0
    ponders: float = 0
    keeps_doubles: bool = False
    faults: dict[str, float] = field(default_factory=dict)
    late: float = 0  # seconds by which a late answer is late
    slow: float = 0  # seconds that every answer takes

    def draws(self, share: float, *what: object) -> bool:
        """Whether this one is among that share: the same for the same seed."""
        digest = hashlib.sha256(repr((self.seed, *what)).encode()).digest()
        return int.from_bytes(digest[:4]) / 2**32 < share


class Ledger:
    """What one environment holds; it outlives the server, as PARS's outlives a restart."""

    def __init__(self) -> None:
        self.held: dict[str, list[str]] = defaultdict(list)  # credit ID: a learner for each time it was saved
        self.deleted: Counter[str] = Counter()
        self.learners: dict[
            str, str
        ] = {}  # credit ID to learner: chance goes by people, for credit IDs are random
        self.asked: Counter[str] = Counter()
        self.calls: Counter[tuple[str, str]] = Counter()
        self.lock = threading.Lock()

    def save(self, report: Report, nature: Nature) -> tuple[int, str]:
        """The status and the words for a report; 201 when it is done."""
        with self.lock:
            if report.action == "delete":
                for credit_id in report.credit_ids:
                    self.deleted[credit_id] += bool(self.held.pop(credit_id, None))
                return 201, ""
            if nature.draws(nature.refuses, "refuses", report.learner):
                return 400, REFUSAL
            if any(self.held[one] for one in report.credit_ids) and not nature.keeps_doubles:
                return 409, "This credit is there already."
            for credit_id in report.credit_ids:
                self.held[credit_id].append(report.learner)
            return 201, ""

    def matches(self, report: Report, nature: Nature) -> bool:
        return not nature.draws(nature.refuses, "refuses", report.learner)

    def status(self, credit_id: str, nature: Nature) -> tuple[str, str] | None:
        """The status word and a reason; None for a credit that is not here."""
        with self.lock:
            if not self.held.get(credit_id):
                return None
            self.asked[credit_id] += 1
            if self.asked[credit_id] == 1 and nature.draws(
                nature.ponders, "ponders", self.learners[credit_id]
            ):
                return "Pending", ""
            if nature.draws(nature.rejects, "rejects", self.learners[credit_id]):
                return "Rejected", BOARD_REFUSAL
            return "Accepted", ""

    def meet(self, report: Report) -> str:
        """The learner of a report that has just arrived."""
        with self.lock:
            self.learners |= dict.fromkeys(report.credit_ids, report.learner)
        return report.learner

    def nth(self, call: str, about: str) -> int:
        """How often this call has come for the same thing, this time included."""
        with self.lock:
            self.calls[call, about] += 1
            return self.calls[call, about]

    @property
    def most_often_held(self) -> int:
        return max((len(saved) for saved in self.held.values()), default=0)


def read_json(body: bytes) -> Report:
    """Raises ValueError, KeyError, TypeError or IndexError for what is no report."""
    report: dict[str, Any] = json.loads(body)["ACCMELearnerReports"]["ActivityReports"]["ActivityReport"][0]
    certificates = report["Activity"]["Module"]["CreditCertificate"]
    name = report["Member"]["Name"]
    return Report(
        report["XtensibleInfo"]["LearnerRecordAction"],
        tuple(certificate["CreditID"] for certificate in certificates),
        f"{name['GivenName']} {name['FamilyName']} {certificates[0]['UniqueID'].get('value')}",
    )


def read_xml(body: bytes) -> Report:
    """Raises ValueError, KeyError or IndexError for what is no report."""
    try:
        root = fromstring(body, forbid_dtd=True)
    except ParseError as reason:
        raise ValueError("no XML") from reason

    def texts(name: str) -> list[str]:
        return [each.text or "" for each in root.iter() if each.tag.rpartition("}")[2] == name]

    learner = " ".join(texts("GivenName") + texts("FamilyName") + texts("LicenseNumber"))
    return Report(texts("LearnerRecordAction")[0], tuple(texts("CreditID")), learner)
