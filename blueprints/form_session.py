"""Flask's signed cookie, which holds the CSRF token of the desk's forms: looked at only where there is one.

Learners' pages use no cookie. Flask would build a signer, and the attributes of a cookie, for each of their requests.
"""

from __future__ import annotations

from flask import Flask, Request, Response
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin


class FormSessions(SecureCookieSessionInterface):
    """Flask's own sessions, without the work for a visitor who has none and is given none."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        if self.get_cookie_name(app) not in request.cookies:
            return self.session_class()
        return super().open_session(app, request)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        if session.accessed or session.modified:
            super().save_session(app, session, response)
