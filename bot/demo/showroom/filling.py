"""What a visitor does in a form or the app's home: press, send, close; what was typed stays typed."""

from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.datastructures import FormData

from bot.demo.showroom.acting import done
from bot.demo.showroom.forms import pressed, typed
from bot.demo.showroom.rooms import room
from bot.demo.showroom.visit import Visit, newest
from bot.demo.workspace.acts import Acts
from bot.demo.workspace.records import View
from bot.demo.workspace.refusal import NothingThere, Unanswered

Deed = Callable[[Acts, Visit, View, FormData], Awaitable[None]]


def filling(acts: Acts, visit: Visit) -> APIRouter:
    """The routes that act in a view."""
    router = APIRouter(prefix="/slack/{user}/{channel}/view/{view}")

    @router.post("/{what}")
    async def act(request: Request, user: str, channel: str, view: str, what: str) -> Response:
        here = room(acts.workspace, user, channel)
        form = await request.form()

        async def do() -> None:
            await DEEDS.get(what, _unknown)(acts, visit, _view(acts, user, view), form)

        return await done(here, do())

    return router


async def _press(acts: Acts, _visit: Visit, view: View, form: FormData) -> None:
    kept = await _kept(acts, view, typed(view, form))
    await acts.press_in_view(view.user, view.id, *pressed(kept.blocks, form))


async def _submit(acts: Acts, visit: Visit, view: View, form: FormData) -> None:
    values, since = typed(view, form), newest(acts.workspace)
    try:
        reply = await acts.submit(view.user, view.id, values)
    except Unanswered:
        await _kept(acts, view, values)
        raise
    if not (reply and reply.get("errors")):
        visit.sent(view.user, since)


async def _close(acts: Acts, _visit: Visit, view: View, _form: FormData) -> None:
    await acts.close(view.user, view.id)


async def _unknown(_acts: Acts, _visit: Visit, _view: View, _form: FormData) -> None:
    raise NothingThere("nobody can do that")


DEEDS: dict[str, Deed] = {"press": _press, "submit": _submit, "close": _close}


async def _kept(acts: Acts, view: View, values: dict[str, Any]) -> View:
    """The form with what was typed into it, as a person's screen keeps it while they press something else."""
    for block in view.blocks:
        if block["block_id"] in values and not block.get("dispatch_action"):
            await acts.press_in_view(view.user, view.id, block["element"]["action_id"], values[block["block_id"]])
    return _view(acts, view.user, view.id)


def _view(acts: Acts, user: str, view: str) -> View:
    found = acts.workspace.find_view(view)
    if found is None or found.user != user:
        raise NothingThere(f"{user} has no view {view} open")
    return found
