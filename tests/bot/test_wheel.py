"""The wheel, built and installed elsewhere, is the whole program."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

SETTINGS = """
[organisation]
name = "Harbor Parts"
zone = "Europe/London"

[store]
url = "sqlite:///{store}"
"""


def run(*command: str | Path, cwd: Path, **extra: str) -> str:
    """What a command prints; an exit code other than 0 is shown with all that it said."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("AFTERWORD_", "PYTHON", "PIP_"))}
    done = subprocess.run(command, check=False, cwd=cwd, env=clean | extra, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", out, ROOT, cwd=out)
    return next(out.glob("afterword-*.whl"))


@pytest.fixture(scope="module")
def site(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with nothing but the installed wheel; what it depends on comes from the running Python."""
    folder = tmp_path_factory.mktemp("site")
    options = ["--quiet", "--no-deps", "--no-index", "--no-compile", "--disable-pip-version-check"]
    run(sys.executable, "-m", "pip", "install", *options, "--target", folder, wheel, cwd=folder)
    return folder


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A working folder of somebody who only has the program and a settings file."""
    (tmp_path / "afterword.toml").write_text(SETTINGS.format(store=tmp_path / "afterword.db"), encoding="utf-8")
    return tmp_path


def afterword(site: Path, office: Path, *arguments: str | Path) -> str:
    config = str(office / "afterword.toml")
    return run(
        sys.executable,
        site / "bin" / "afterword",
        *arguments,
        cwd=office,
        PYTHONPATH=str(site),
        AFTERWORD_CONFIG=config,
    )


def test_the_wheel_holds_the_street(wheel: Path) -> None:
    """Four packages and nothing beside them, with every file of data that is in the sources."""
    packages = ("bot", "handlers", "storage", "surveys")
    with zipfile.ZipFile(wheel) as opened:
        held = {name for name in opened.namelist() if ".dist-info/" not in name}
    data = {
        path.relative_to(ROOT).as_posix()
        for package in packages
        for path in (ROOT / package).rglob("*.*")
        if path.is_file() and path.suffix not in {".py", ".pyc"}
    }
    assert ({name.partition("/")[0] for name in held}, data - held) == (set(packages), set())


def test_it_runs_from_where_it_is_installed(site: Path, office: Path) -> None:
    """What runs is the installed program, not the checkout."""
    found = run(sys.executable, "-c", "import bot; print(bot.__file__)", cwd=office, PYTHONPATH=str(site))
    assert Path(found.strip()) == site / "bot" / "__init__.py"


def test_migrate(site: Path, office: Path) -> None:
    """`afterword migrate` makes the store and says so."""
    said = afterword(site, office, "migrate")
    assert (said.strip() != "", (office / "afterword.db").is_file()) == (True, True)


def test_read(site: Path, office: Path) -> None:
    """`afterword read` tells what a mail says, one JSON object a line."""
    (office / "mail.txt").write_text("5 4 5 N 4\n\nEverything was fine.\n", encoding="utf-8")
    lines = afterword(site, office, "read", "mail.txt", "--json").splitlines()
    assert [(line["path"], line["kind"]) for line in map(json.loads, lines)] == [("mail.txt", "reply")]


def test_as_a_module(site: Path, office: Path) -> None:
    """`python -m bot` is the same command."""
    said = run(sys.executable, "-m", "bot", "--help", cwd=office, PYTHONPATH=str(site))
    assert [word for word in ("demo", "run", "migrate", "read") if word not in said] == []
