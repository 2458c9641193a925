"""Which release this is, for papers that outlive it."""

import tomllib
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path


def release() -> str:
    """`afterword 0.1.0`; a checkout that was never installed has its number in `pyproject.toml`."""
    try:
        return f"afterword {version('afterword')}"
    except PackageNotFoundError:
        told = tomllib.loads((Path(__file__).parent.parent / "pyproject.toml").read_text("utf-8"))
        return f"afterword {told['project']['version']}"
