"""The rules of the house, read from the sources themselves: who may import whom, and what no floor may use.

Every rule takes the sources as a mapping from path to text and returns its findings as sentences, so that the last
tests here can show each rule failing on sources made up for it.
"""

import ast
import re
import subprocess
import tomllib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path, PurePosixPath

import pytest

Sources = Mapping[str, str]
Rule = Callable[[Sources], list[str]]

ROOT = Path(__file__).parent.parent
STREET = ("surveys", "storage", "handlers", "bot")
ENGINES = ("sqlalchemy", "alembic", "aiosqlite", "asyncpg", "sqlite3")
VAGUE = {"util", "utils", "helper", "helpers", "common", "manager", "managers", "misc"}

CLOCKS = {
    "datetime.date.today",
    "datetime.datetime.now",
    "datetime.datetime.today",
    "datetime.datetime.utcnow",
    "email.utils.localtime",
    "email.utils.make_msgid",
    "time.monotonic",
    "time.monotonic_ns",
    "time.perf_counter",
    "time.perf_counter_ns",
    "time.sleep",
    "time.time",
    "time.time_ns",
}
OUTSIDE = (*sorted(CLOCKS), "os.environ", "os.getenv", "os.putenv", "socket")

# Put together here, so that this file does not find itself.
HOSTS = [*(rf"{name}\.org" for name in ("pypi", "pythonhosted", r"deb\.debian")), "registry" + r"\.npmjs"]
MACHINES = [f"/{name}/" for name in ("work", "farm")] + ["/tmp" + "/research"]
FOREIGN = re.compile("|".join(MACHINES + HOSTS))


def no_arrow_up(sources: Sources) -> list[str]:
    """bot -> handlers -> storage -> surveys: an import goes down the street, never up."""
    return [
        f"{module} imports {target}, which is a floor above it"
        for module, target in imports(sources)
        if floor(module) < floor(target)
    ]


def no_circle(sources: Sources) -> list[str]:
    """No module comes back to itself by way of its imports."""
    graph: dict[str, list[str]] = {}
    for module, target in imports(sources):
        graph.setdefault(module, []).append(target)
    return [f"a circle of imports: {' -> '.join(circle)}" for circle in circles(graph)]


def storage_by_its_door(sources: Sources) -> list[str]:
    """Whoever stands above storage enters it by storage.work alone."""
    return [
        f"{module} enters {target} beside storage.work"
        for module, target in imports(sources)
        if floor(module) > floor("storage") and top(target) == "storage" and target != "storage.work"
    ]


def nothing_from_outside(sources: Sources) -> list[str]:
    """Below bot/ there is no clock, no environment and no socket: times and settings are handed in."""
    return [
        f"{path} uses {name}"
        for path, tree in trees(sources)
        if floor(path.partition("/")[0]) < floor("bot")
        for name in sorted(used(tree))
        if any(f"{name}.".startswith(f"{one}.") for one in OUTSIDE)
    ]


def engines_in_storage(sources: Sources) -> list[str]:
    """Only storage knows a database engine."""
    return [
        f"{path} imports {target}"
        for path, tree in trees(sources)
        if not path.startswith("storage/")
        for target, _ in imported(tree, path)
        if top(target) in ENGINES
    ]


def no_vague_names(sources: Sources) -> list[str]:
    """A file says what it holds."""
    return [
        f"{path} is a name that says nothing"
        for path in sources
        if path.endswith(".py") and VAGUE & set(re.split(r"[/_.]", path))
    ]


def nothing_of_a_machine(sources: Sources) -> list[str]:
    """No text holds a path of somebody's machine or the host of a package registry."""
    return [
        f"{path}:{number} has {found.group()}"
        for path, text in sources.items()
        for number, line in enumerate(text.splitlines(), 1)
        if (found := FOREIGN.search(line))
    ]


def no_packages_of_tests(sources: Sources) -> list[str]:
    """Tests are imported by path (importlib mode), so an __init__.py among them would only confuse."""
    return [f"{path} has no place among tests" for path in sources if re.match(r"tests/(.*/)?__init__\.py$", path)]


RULES: tuple[Rule, ...] = (
    no_arrow_up,
    no_circle,
    storage_by_its_door,
    nothing_from_outside,
    engines_in_storage,
    no_vague_names,
    nothing_of_a_machine,
    no_packages_of_tests,
)


def floor(module: str) -> int:
    return STREET.index(top(module))


def top(module: str) -> str:
    return module.partition(".")[0]


def trees(sources: Sources) -> Iterator[tuple[str, ast.Module]]:
    for path, text in sources.items():
        if path.endswith(".py") and path.partition("/")[0] in STREET:
            yield path, ast.parse(text, path)


def module_of(path: str) -> str:
    parts = PurePosixPath(path).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(sources: Sources) -> list[tuple[str, str]]:
    """Every import inside the house as (module, imported module), wherever in the file it stands."""
    known = {module_of(path) for path, _ in trees(sources)}
    return [
        (module_of(path), whole if whole in known else base)
        for path, tree in trees(sources)
        for base, whole in imported(tree, path)
        if top(base) in STREET
    ]


def imported(tree: ast.Module, path: str) -> Iterator[tuple[str, str]]:
    """(`a.b`, `a.b.c`) for `from a.b import c`, since c may be a module or a name; (`a.b`, `a.b`) for `import a.b`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for name in node.names:
                yield name.name, name.name
        elif isinstance(node, ast.ImportFrom):
            base = absolute(node, path)
            for name in node.names:
                yield base, f"{base}.{name.name}"


def absolute(node: ast.ImportFrom, path: str) -> str:
    if not node.level:
        return node.module or ""
    package = PurePosixPath(path).parts[: -node.level]
    return ".".join([*package, *filter(None, [node.module])])


def circles(graph: Mapping[str, list[str]]) -> Iterator[list[str]]:
    """Each circle that a walk along the arrows meets, from its first module back to it."""
    done: set[str] = set()

    def walk(module: str, way: list[str]) -> Iterator[list[str]]:
        if module in way:
            yield [*way[way.index(module) :], module]
        elif module not in done:
            for target in graph.get(module, []):
                yield from walk(target, [*way, module])
            done.add(module)

    for module in list(graph):
        yield from walk(module, [])


def used(tree: ast.Module) -> set[str]:
    """The full names of what a file takes from its imports: `dt.datetime.now` and `datetime.now` are one name."""
    aliases: dict[str, str] = {}
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
            aliases |= {
                name.asname or top(name.name): name.name if name.asname else top(name.name) for name in node.names
            }
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found |= {f"{node.module}.{name.name}" for name in node.names}
            aliases |= {name.asname or name.name: f"{node.module}.{name.name}" for name in node.names}
    dotted = (ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Attribute))
    return found | {f"{aliases[top(name)]}.{name.partition('.')[2]}" for name in dotted if top(name) in aliases}


def sources_of_the_house() -> Sources:
    """All text that is in git or would be added to it; every file of the street where there is no git."""
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        names = subprocess.run(listing, cwd=ROOT, check=True, capture_output=True, text=True).stdout.split("\0")
    except (OSError, subprocess.CalledProcessError):
        names = [
            str(path.relative_to(ROOT)) for top in (*STREET, "tests", "docs") for path in (ROOT / top).rglob("*.*")
        ]
    raw = {name: (ROOT / name).read_bytes() for name in names if (ROOT / name).is_file()}
    return {name: content.decode(errors="replace") for name, content in raw.items() if b"\0" not in content}


@pytest.fixture(scope="module")
def house() -> Sources:
    return sources_of_the_house()


def test_the_whole_street_is_read(house: Sources) -> None:
    """A rule that read nothing would find nothing: every floor of the street has sources."""
    assert {path.partition("/")[0] for path, _ in trees(house)} == set(STREET)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_house_keeps(rule: Rule, house: Sources) -> None:
    """The house keeps each of its rules."""
    assert rule(house) == []


def test_every_dependency_has_its_reason(house: Sources) -> None:
    """The decision on dependencies has a row for each of them, and for no other."""
    project = tomllib.loads(house["pyproject.toml"])
    extras = project["project"]["optional-dependencies"].values()
    wanted = [project["project"]["dependencies"], *extras, *project["dependency-groups"].values()]
    names = {re.split(r"[<>=;\[ ]", one)[0] for group in wanted for one in group}
    rows = re.findall(
        r"^\| ([a-z][\w.,\- ]*) \| (?!reason)", house["docs/decisions/0009-dependencies.md"], re.MULTILINE
    )
    assert sorted({name for row in rows for name in row.split(", ")}) == sorted(names)


BROKEN = [
    (no_arrow_up, {"surveys/a.py": "from storage.work import Work"}),
    (no_arrow_up, {"storage/a.py": "def f():\n    import handlers.mail"}),
    (no_arrow_up, {"handlers/steps/a.py": "from bot import settings"}),
    (no_circle, {"surveys/a.py": "from surveys import b", "surveys/b.py": "import surveys.a"}),
    (
        no_circle,
        {"surveys/a.py": "from . import b", "surveys/b.py": "from .c import x", "surveys/c.py": "from .a import y"},
    ),
    (
        no_circle,
        {"handlers/mail/__init__.py": "from handlers.mail.a import x", "handlers/mail/a.py": "from . import y"},
    ),
    (storage_by_its_door, {"bot/cli.py": "from storage.customers import Customers"}),
    (storage_by_its_door, {"handlers/a.py": "from storage import tables", "storage/tables.py": ""}),
    (storage_by_its_door, {"handlers/a.py": "import storage"}),
    (nothing_from_outside, {"surveys/a.py": "from datetime import datetime\ndatetime.now()"}),
    (nothing_from_outside, {"storage/a.py": "import datetime as dt\nx = dt.datetime.now"}),
    (nothing_from_outside, {"handlers/a.py": "import time\ntime.time()"}),
    (nothing_from_outside, {"handlers/a.py": "from time import monotonic as tick"}),
    (nothing_from_outside, {"handlers/a.py": "import os\nos.environ['HOME']"}),
    (nothing_from_outside, {"handlers/a.py": "from os import environ"}),
    (nothing_from_outside, {"storage/a.py": "import socket"}),
    (engines_in_storage, {"handlers/a.py": "from sqlalchemy import select"}),
    (engines_in_storage, {"bot/a.py": "import sqlalchemy.ext.asyncio"}),
    (no_vague_names, {"handlers/utils.py": ""}),
    (no_vague_names, {"bot/smtp_helpers.py": ""}),
    (no_vague_names, {"tests/common/a.py": ""}),
    (nothing_of_a_machine, {"docs/a.md": f"one\nsee {MACHINES[0]}main"}),
    (nothing_of_a_machine, {"locks/a.txt": "--index-url https://" + "pypi" + ".org/simple"}),
    (no_packages_of_tests, {"tests/__init__.py": ""}),
    (no_packages_of_tests, {"tests/surveys/__init__.py": ""}),
]

SOUND = [
    (no_arrow_up, {"bot/a.py": "from surveys.question import parse\nfrom handlers import mail"}),
    (no_circle, {"surveys/a.py": "from surveys import b, c", "surveys/b.py": "import surveys.c", "surveys/c.py": ""}),
    (storage_by_its_door, {"bot/a.py": "from storage.work import Work", "storage/a.py": "from storage import b"}),
    (storage_by_its_door, {"handlers/a.py": "from storage import work", "storage/work.py": ""}),
    (nothing_from_outside, {"bot/a.py": "import os, socket, time\ntime.time(), os.environ"}),
    (nothing_from_outside, {"surveys/a.py": "from datetime import datetime, time\ntime(10), datetime.combine"}),
    (nothing_from_outside, {"surveys/a.py": "import os.path\nos.path.join('environ')\nself.time.time()"}),
    (engines_in_storage, {"storage/a.py": "import sqlalchemy as sa"}),
    (no_vague_names, {"surveys/commonplace.py": "", "docs/common.md": ""}),
    (nothing_of_a_machine, {"docs/a.md": "a framework/room, an artwork/frame"}),
    (no_packages_of_tests, {"bot/__init__.py": "", "tests/test_x.py": ""}),
]


@pytest.mark.parametrize(("rule", "sources"), BROKEN)
def test_a_broken_rule_is_found(rule: Rule, sources: Sources) -> None:
    """Each rule finds a source that breaks it, exactly once."""
    assert len(rule(sources)) == 1


@pytest.mark.parametrize(("rule", "sources"), SOUND)
def test_a_kept_rule_is_silent(rule: Rule, sources: Sources) -> None:
    """No rule objects to what the house allows."""
    assert rule(sources) == []


def test_every_rule_is_shown_failing() -> None:
    """A new rule comes with a source that breaks it."""
    assert {rule for rule, _ in BROKEN} == set(RULES)
