"""The questionnaires that come with the project: wording, scales and translations as data."""

from functools import cache
from importlib.resources import files

from surveys.question import Questionnaire, parse


class UnknownQuestionnaire(ValueError):
    """There is no questionnaire of this name."""


def names() -> tuple[str, ...]:
    found = (file.name for file in files(__name__).iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in found if name.endswith(".toml")))


@cache
def load(name: str) -> Questionnaire:
    """The questionnaire of this name, read once from the package's own data.

    Raises: UnknownQuestionnaire, naming those there are.
    """
    if name not in names():
        raise UnknownQuestionnaire(f"no questionnaire '{name}'; there are {', '.join(names())}")
    return parse(files(__name__).joinpath(f"{name}.toml").read_text("utf-8"))
