"""Puts the house together: settings, database, doors, rooms. No routes and no rules stand here."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from blueprints import api, attest, console, desk, error_pages, guard, headers, health, request_log
from blueprints.attest.doorstep import Doorstep
from blueprints.current import House
from blueprints.form_session import FormSessions
from config import Config, ConfigError
from storage.database import Database, DatabaseError
from storage.vault import Vault

INSTANCE = Path(__file__).parent / "instance"


def utc_now() -> datetime:
    return datetime.now(UTC)


def create_app(config: Config | None = None, clock: Callable[[], datetime] = utc_now) -> Flask:
    """The app for these settings; without any, for those of the environment."""
    config = config or _settings()
    app = Flask(__name__)
    app.session_interface = FormSessions()
    app.config.update(
        SECRET_KEY=config.secret_key,
        SECRET_KEY_FALLBACKS=[config.secret_key_old] if config.secret_key_old else [],
        WTF_CSRF_SECRET_KEY=config.secret_keys,  # Flask-WTF does not look at the fallbacks
        SESSION_COOKIE_NAME="__Host-attest_form" if config.secure else "attest_form",
        SESSION_COOKIE_SECURE=config.secure,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_CHECK_DEFAULT=False,  # the guard asks for it, after it knows who is asking
        WTF_CSRF_TIME_LIMIT=None,  # a form left open over lunch still works
        WTF_CSRF_SSL_STRICT=False,  # the guard checks Sec-Fetch-Site and Origin instead of the Referer
    )
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    database = _database(config)
    app.extensions["attest"] = House(config, database, clock)

    request_log.install(app)
    guard.install(app)
    headers.install(app)
    error_pages.install(app, api.problems.http_problem)
    for room in (attest.bp, desk.bp, api.bp, health.bp, console.bp):
        app.register_blueprint(room)
    guard.check_doors(app)
    app.wsgi_app = Doorstep(app, app.extensions["attest"])  # type: ignore[method-assign, assignment]
    if config.trusted_proxies:
        hops = config.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops)  # type: ignore[method-assign]
    return app


def _database(config: Config) -> Database:
    try:
        return Database(config.database_url, Vault(config.data_key, config.data_key_old))
    except (DatabaseError, ValueError):  # its words may repeat a password
        raise SystemExit("attest cannot start: ATTEST_DATABASE_URL is no address of a database.") from None


def _settings() -> Config:
    try:
        return Config.from_environment(os.environ, INSTANCE)
    except ConfigError as reason:
        raise SystemExit(f"attest cannot start: {reason}") from None
