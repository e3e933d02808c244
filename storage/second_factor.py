"""A second factor: codes of an app on a phone, and recovery codes for when the phone is gone.

The app's codes are TOTP (RFC 6238) in the one form that every app takes: SHA-1, six digits, a new one every 30
seconds. The code before and the code after count as well, because clocks differ. A code that was taken, and every
code before it, is never taken again: the step is compared in the statement that moves it, so that of two servers
only one takes it. The seed is sealed; of recovery codes only a slow hash is kept.
"""

from __future__ import annotations

import base64
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.hotp import HOTP
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from sqlalchemy import CursorResult, delete, func, or_, select, update
from sqlalchemy.orm import Session

from storage import audit, codes
from storage.errors import Missing, NotAllowed
from storage.tables import InstallationRow, PersonRow, RecoveryCodeRow
from storage.vault import Unreadable

COLUMN = "people.totp"
RULE = "second factor"  # the name under which the installation keeps whether everybody needs one
SEED_BYTES = 20
DIGITS = 6
STEP = 30  # seconds
DRIFT = 1  # steps that a clock may be off, either way
RECOVERY_CODES = 10
RECOVERY_LENGTH = 10  # 50 bits behind a slow hash


@dataclass(frozen=True, slots=True)
class Offer:
    """A seed that its person has not proved yet. `seed` is base32, as an app takes it; `sealed` may stand in a form."""

    seed: str
    sealed: str

    def address(self, issuer: str, account: str) -> str:
        """The otpauth: address that the QR code says."""
        key = base64.b32decode(self.seed)
        return TOTP(key, DIGITS, SHA1(), STEP).get_provisioning_uri(account, issuer)  # noqa: S303


def offer(session: Session, person_id: str) -> Offer:
    """A new seed for that person."""
    seed = base64.b32encode(secrets.token_bytes(SEED_BYTES)).decode()
    sealed = session.info["vault"].seal(seed, COLUMN, person_id)
    return Offer(seed, base64.b64encode(sealed).decode())


def offered(session: Session, person_id: str, sealed: str) -> Offer:
    """The seed that a form brought back; raises Missing where it is not one that was offered to that person."""
    try:
        return Offer(session.info["vault"].open(base64.b64decode(sealed), COLUMN, person_id), sealed)
    except (Unreadable, ValueError):  # ValueError: not base64
        raise Missing from None


def turn_on(
    session: Session, person_id: str, new: Offer, code: str, marks: Sequence[str], *, now: datetime
) -> bool:
    """From now on sign-ins ask for a code; False where `code` is not one of the offered seed.

    `marks` are the slow hashes of the recovery codes. Raises NotAllowed where there is a second factor already.
    """
    row = _row(session, person_id)
    if row.totp is not None:
        raise NotAllowed("A second factor is on already. Turn it off first.")
    step = _step(new.seed, code, now)
    if step is None:
        return False
    row.totp, row.totp_step = base64.b64decode(new.sealed), step
    _keep(session, person_id, marks)
    _note(session, "second factor on", person_id, f"staff:{person_id}", now)
    return True


def take(session: Session, person_id: str, code: str, now: datetime) -> bool:
    """Whether it is a code of the app that nobody has used, and spend it."""
    row = _row(session, person_id)
    if row.totp is None:
        return False
    step = _step(session.info["vault"].open(row.totp, COLUMN, person_id), code, now)
    if step is None:
        return False
    unused = or_(PersonRow.totp_step.is_(None), PersonRow.totp_step < step)
    return _spent(
        session.execute(
            update(PersonRow).where(PersonRow.id == person_id, unused).values(totp_step=step),
            execution_options={"synchronize_session": False},
        )
    )


def take_recovery_code(session: Session, person_id: str, mark: str, now: datetime) -> bool:
    """Whether a recovery code with that slow hash is there and unused, and spend it."""
    spent = _spent(
        session.execute(
            update(RecoveryCodeRow)
            .where(
                RecoveryCodeRow.code_mark == mark,
                RecoveryCodeRow.person_id == person_id,
                RecoveryCodeRow.used_at.is_(None),
            )
            .values(used_at=now)
        )
    )
    if spent:
        _note(session, "recovery code used", person_id, f"staff:{person_id}", now)
    return spent


def left(session: Session, person_id: str) -> int:
    """How many recovery codes are still unused."""
    unused = (RecoveryCodeRow.person_id == person_id, RecoveryCodeRow.used_at.is_(None))
    return session.scalar(select(func.count()).select_from(RecoveryCodeRow).where(*unused)) or 0


def renew(session: Session, person_id: str, marks: Sequence[str], *, now: datetime) -> None:
    """Other recovery codes in place of those from before."""
    if _row(session, person_id).totp is None:
        raise NotAllowed("There is no second factor.")
    _keep(session, person_id, marks)
    _note(session, "recovery codes renewed", person_id, f"staff:{person_id}", now)


def turn_off(session: Session, person_id: str, *, actor: str, now: datetime) -> None:
    """Sign-ins ask for the password alone again. Raises Missing where nothing is on."""
    row = _row(session, person_id)
    if row.totp is None:
        raise Missing
    row.totp = row.totp_step = None
    session.execute(delete(RecoveryCodeRow).where(RecoveryCodeRow.person_id == person_id))
    _note(session, "second factor off", person_id, actor, now)


def required(session: Session) -> bool:
    """Whether everybody must have a second factor."""
    return session.get(InstallationRow, RULE) is not None


def require(session: Session, everybody: bool, *, actor: str, now: datetime) -> None:
    """Ask everybody for a second factor, from the next sign-in on, or leave it to each."""
    if everybody == required(session):
        return
    if everybody:
        session.add(InstallationRow(name=RULE, value=b"required"))
    else:
        session.execute(delete(InstallationRow).where(InstallationRow.name == RULE))
    action = "second factor required" if everybody else "second factor left to each"
    audit.add(session, audit.INSTALLATION, action, actor=actor, subject=audit.INSTALLATION, now=now)


def new_recovery_codes() -> list[str]:
    """Ten random codes, in the spelling that `compact` gives."""
    return [codes.new(RECOVERY_LENGTH) for _ in range(RECOVERY_CODES)]


def printed(code: str) -> str:
    """K7M4P9QX2T as K7M4P-9QX2T."""
    return f"{code[: RECOVERY_LENGTH // 2]}-{code[RECOVERY_LENGTH // 2 :]}"


def compact(typed: str) -> str:
    """A code of either kind as typed, without spaces and hyphens and in capitals; "" where it is neither."""
    code = "".join(typed.split()).replace("-", "").upper()
    recovery = len(code) == RECOVERY_LENGTH and set(code) <= set(codes.ALPHABET)
    return code if is_of_the_app(code) or recovery else ""


def is_of_the_app(code: str) -> bool:
    """Whether a compact code is one of the app, by its form."""
    return len(code) == DIGITS and code.isascii() and code.isdigit()


def _step(seed: str, code: str, now: datetime) -> int | None:
    """The time step whose code this is; the newest, should two be alike."""
    hotp = HOTP(base64.b32decode(seed), DIGITS, SHA1())  # noqa: S303
    current = int(now.timestamp()) // STEP
    around = range(current + DRIFT, current - DRIFT - 1, -1)
    right = [step for step in around if hmac.compare_digest(hotp.generate(step), code.encode())]
    return right[0] if right else None


def _row(session: Session, person_id: str) -> PersonRow:
    row = session.get(PersonRow, person_id)
    if row is None:
        raise Missing
    return row


def _keep(session: Session, person_id: str, marks: Sequence[str]) -> None:
    session.execute(delete(RecoveryCodeRow).where(RecoveryCodeRow.person_id == person_id))
    session.add_all(RecoveryCodeRow(code_mark=mark, person_id=person_id) for mark in marks)


def _spent(result: object) -> bool:
    return isinstance(result, CursorResult) and result.rowcount == 1


def _note(session: Session, action: str, person_id: str, actor: str, now: datetime) -> None:
    audit.add(session, audit.INSTALLATION, action, actor=actor, subject=person_id, now=now)
