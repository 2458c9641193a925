"""The sheets of the world's page: HTML with every word escaped."""

from fastapi.responses import HTMLResponse, Response
from jinja2 import Environment, PackageLoader, StrictUndefined

SHEETS = Environment(loader=PackageLoader("bot.demo"), autoescape=True, undefined=StrictUndefined)


def sheet(name: str, **values: object) -> Response:
    return HTMLResponse(SHEETS.get_template(name).render(values))
