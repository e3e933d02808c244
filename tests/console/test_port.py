"""A port that another program has is said in one sentence, before a link is made for a server that cannot start."""

from __future__ import annotations

import os
import socket
import subprocess
import sys

from tests.house.files import ROOT
from tools.port import taken


def test_a_taken_port_is_said_in_one_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        run = [sys.executable, "-m", "tools.port"]
        said = subprocess.run(run, cwd=ROOT, env=os.environ | {"PORT": port}, capture_output=True, text=True)
    assert (said.returncode, said.stdout) == (1, "")
    assert said.stderr.startswith(f"Port {port} is taken")
    assert len(said.stderr.splitlines()) == 1


def test_a_free_port_and_a_wrong_one_are_left_to_the_server() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
    for environ in (
        {"PORT": str(port)},
        {"PORT": "eight"},
        {"PORT": "99999"},
        {"HOST": "192.0.2.1", "PORT": "0"},
    ):
        assert taken(environ) is None


def test_make_asks_before_it_makes_anything() -> None:
    run = (ROOT / "Makefile").read_text(encoding="utf-8").split("\nrun:")[1].splitlines()[1]
    demo = (ROOT / "tools" / "demo").read_text(encoding="utf-8")
    assert "tools.port" in run
    assert demo.index("tools.port") < demo.index("mktemp")
