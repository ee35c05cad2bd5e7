"""`.ci/environment` makes .venv on machines that differ; each is played by a folder of small commands on PATH."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.house.tree import ROOT

PYTHON = """\
echo "{name} $*" >> "$LOG"
case "$*" in
  -V) echo "Python {version}" ;;
  *version_info*) [ "{version}" != 3.10.1 ] ;;
  "-c import ensurepip, venv") {ensurepip} ;;
  "-m venv "*) mkdir -p .venv/bin && cp "$VENV_PYTHON" .venv/bin/python ;;
esac
"""
UV = """\
echo "uv $*" >> "$LOG"
case "$*" in venv*) mkdir -p .venv/bin && cp "$VENV_PYTHON" .venv/bin/python ;; esac
"""
REAL = ("sh", "mkdir", "cp", "rm", "touch", "dirname", "env")


class Machine:
    """A checkout in a path with spaces, and the commands it finds."""

    def __init__(self, folder: Path) -> None:
        self.checkout = folder / "a fresh clone"
        self.bin = folder / "bin"
        self.log = folder / "log"
        self.log.touch()
        (self.checkout / ".ci").mkdir(parents=True)
        shutil.copy(ROOT / ".ci" / "environment", self.checkout / ".ci" / "environment")
        self.bin.mkdir()
        for name in REAL:
            found = shutil.which(name)
            assert found
            (self.bin / name).symlink_to(found)
        self.has("venv-python", PYTHON.format(name="venv", version="3.11.2", ensurepip="true"))
        self.has("id", "echo 1000")

    def has(self, name: str, script: str) -> None:
        (self.bin / name).write_text(f"#!/bin/sh\n{script}")
        (self.bin / name).chmod(0o755)

    def has_python(self, version: str = "3.11.2", ensurepip: str = "true") -> None:
        self.has("python3", PYTHON.format(name="python3", version=version, ensurepip=ensurepip))

    def run(self, extra: str) -> subprocess.CompletedProcess[str]:
        path, venv_python = str(self.bin), str(self.bin / "venv-python")
        return subprocess.run(  # noqa: S603
            [str(self.checkout / ".ci" / "environment"), extra],
            env={"PATH": path, "LOG": str(self.log), "VENV_PYTHON": venv_python},
            cwd=os.sep,
            capture_output=True,
            text=True,
            check=False,
        )

    @property
    def ran(self) -> list[str]:
        """What was called, without the questions about versions."""
        lines = self.log.read_text().splitlines()
        return [line for line in lines if "-c import" not in line and " -V" not in line]

    def ready(self, extra: str) -> bool:
        return (self.checkout / ".venv" / f".ready-{extra}").exists()


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_pip_installs_where_there_is_no_uv(machine: Machine) -> None:
    machine.has_python()
    done = machine.run("dev")
    assert done.returncode == 0, done.stderr
    assert machine.ran == [
        "python3 -m venv .venv",
        "venv -m pip --version",
        "venv -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .[dev]",
    ]
    assert machine.ready("dev")
    assert machine.ready("core")


def test_uv_installs_where_it_is_found(machine: Machine) -> None:
    machine.has_python()
    machine.has("uv", UV)
    done = machine.run("core")
    assert done.returncode == 0, done.stderr
    assert machine.ran == [
        f"uv venv --quiet --python {machine.bin / 'python3'} .venv",
        "uv pip install --quiet --python .venv/bin/python -c constraints.txt -e .",
    ]
    assert machine.ready("core")


def test_pip_installs_where_uv_cannot(machine: Machine) -> None:
    machine.has_python()
    machine.has("uv", UV + 'case "$*" in "pip install"*) exit 2 ;; esac')
    done = machine.run("core")
    assert done.returncode == 0, done.stderr
    assert "uv could not install; trying pip" in done.stderr
    assert machine.ran[-1].startswith("venv -m pip install")
    assert machine.ready("core")


def test_an_old_python_is_named_in_a_sentence(machine: Machine) -> None:
    machine.has_python(version="3.10.1")
    done = machine.run("core")
    assert done.returncode == 1
    assert "needs Python 3.11 or newer and python3 is Python 3.10.1" in done.stderr
    assert machine.ran == []


def test_a_machine_without_python_is_told_so(machine: Machine) -> None:
    done = machine.run("core")
    assert done.returncode == 1
    assert "there is no python3 here" in done.stderr


def test_a_python_that_cannot_make_environments_is_named(machine: Machine) -> None:
    machine.has_python(ensurepip="false")
    done = machine.run("core")
    assert done.returncode == 1
    assert "python3-venv" in done.stderr


def test_root_on_debian_gets_what_is_missing(machine: Machine) -> None:
    machine.has_python(ensurepip="false")
    machine.has("id", "echo 0")
    machine.has("apt-get", 'echo "apt-get $*" >> "$LOG"')
    done = machine.run("core")
    assert done.returncode == 0, done.stderr
    assert machine.ran[:3] == [
        "apt-get update -qq",
        "apt-get install -y -qq --no-install-recommends python3-venv",
        "python3 -m venv .venv",
    ]


def test_an_environment_that_works_is_kept_and_a_broken_one_made_again(machine: Machine) -> None:
    machine.has_python()
    machine.run("core")
    machine.run("dev")
    assert machine.ran.count("python3 -m venv .venv") == 1
    (machine.checkout / ".venv" / "bin" / "python").unlink()
    assert machine.run("dev").returncode == 0
    assert machine.ran.count("python3 -m venv .venv") == 2


def test_a_failed_install_is_not_taken_for_ready(machine: Machine) -> None:
    machine.has_python()
    machine.has("venv-python", 'case "$*" in *install*) exit 1 ;; esac')
    assert machine.run("core").returncode == 1
    assert not machine.ready("core")
