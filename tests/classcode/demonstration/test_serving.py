"""Showing the demonstration: one command, two children, one end."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import click
import pytest

from classcode import i18n
from classcode.config import Config
from classcode.demonstration import PASSWORD, serve
from tests.classcode.demonstration.conftest import ROOT, config_in


def a_free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_a_port_in_use_is_a_sentence_with_the_line_to_run(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        with (
            i18n.reader("en"),
            pytest.raises(click.ClickException, match=f"PORT {port} .*PORT={port + 1} make demo"),
        ):
            serve(config_in(tmp_path, port=port), lambda line: None)


@pytest.mark.slow
def test_the_command_serves_until_it_is_told_to_stop_and_leaves_no_child(built: Config) -> None:
    port = a_free_port()
    database = {"VAR_DIR": str(built.var_dir), "DATABASE_URL": built.database_url}
    environment = os.environ | database | {"PORT": str(port), "LANG": "en_GB.UTF-8"}
    command = [sys.executable, "-u", "-m", "classcode", "demo"]
    with subprocess.Popen(command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        said = ""
        for line in process.stdout:
            said += line
            if "Ctrl-C" in line:
                break
        process.send_signal(signal.SIGTERM)
        said += process.stdout.read()  # ends when the children, who share it, have ended too

    assert process.returncode == 0
    assert f"http://127.0.0.1:{port}/" in said
    assert PASSWORD in said
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0


@pytest.mark.slow
def test_when_one_child_ends_all_end_with_a_message(tmp_path: Path) -> None:
    port = a_free_port()
    # A worker that finds no schema ends at once; the web goes with it.
    environment = os.environ | {"DATABASE_URL": f"sqlite:///{tmp_path / 'empty.sqlite3'}"}
    code = (
        "from classcode import demonstration; from classcode.config import load; "
        "demonstration.serve(load(), print)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=environment | {"ENVIRONMENT": "demo", "VAR_DIR": str(tmp_path), "PORT": str(port)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert done.returncode == 1
    assert "classcode db upgrade" in done.stderr
