"""`run.py` without a command: everything a newcomer needs, in one process tree."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from types import FrameType
from typing import Any

import click

import config
from app.cli import demo
from app.cli.answers import application
from app.cli.setting_up import bring_up_to_date

PARTS = ("web", "worker")
STOP_SECONDS = 15
UP_SECONDS = 60


def run_together() -> None:
    """Migrate, seed, start both children, tell where; stop both when told to or when one of them ends."""
    os.environ.setdefault(config.PREFIX + "DEMO", "1")
    # The address and the accounts should stay in sight.
    os.environ.setdefault(config.PREFIX + "LOG_LEVEL", "WARNING")
    with application() as app:
        settings = app.config
        _check_port(settings["HOST"], settings["PORT"])
        bring_up_to_date()
        if settings["DEMO"]:
            demo.seed_once()
        lines = demo.account_lines() if settings["DEMO"] else []
    sys.exit(_keep(f"http://{_shown(settings['HOST'])}:{settings['PORT']}/", lines))


def _keep(address: str, lines: list[str]) -> int:
    """Run the children until the end; the exit code is 0 when we were told to stop."""
    told = threading.Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        told.set()

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)
    children = {part: _spawn(part) for part in PARTS}
    try:
        if _wait_until_up(address, told, children):
            click.echo("\n".join(["", f"LinGrid 邻格  {address}", *lines, "", "Ctrl-C stops it."]))
        while not told.is_set() and all(child.poll() is None for child in children.values()):
            told.wait(0.2)
    finally:
        dead = [part for part, child in children.items() if child.poll() is not None]
        _stop(children)
    for part in dead if not told.is_set() else []:
        click.echo(f"{part} ended with code {children[part].returncode}", err=True)
    return 0 if told.is_set() else 1


def _spawn(part: str) -> "subprocess.Popen[Any]":
    # A session of its own: Ctrl-C reaches us alone, and we let both finish what they are doing.
    return subprocess.Popen([sys.executable, str(config.ROOT / "run.py"), part], start_new_session=True)


def _stop(children: dict[str, "subprocess.Popen[Any]"]) -> None:
    for child in children.values():
        if child.poll() is None:
            child.send_signal(signal.SIGTERM)
    end = time.monotonic() + STOP_SECONDS
    for child in children.values():
        try:
            child.wait(max(0.1, end - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def _wait_until_up(address: str, told: threading.Event, children: dict[str, "subprocess.Popen[Any]"]) -> bool:
    end = time.monotonic() + UP_SECONDS
    while time.monotonic() < end and not told.is_set() and all(c.poll() is None for c in children.values()):
        try:
            with urllib.request.urlopen(f"{address}healthz", timeout=2) as answer:  # noqa: S310 (our own http address)
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            told.wait(0.2)
    return False


def _check_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise config.WrongSetting(
                f"{config.PREFIX}PORT {port} on {host} cannot be used: {error.strerror}; choose another"
            ) from None


def _shown(host: str) -> str:
    """What to type into a browser on this machine."""
    if host in ("0.0.0.0", "::"):  # noqa: S104 (compared, not bound)
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host
