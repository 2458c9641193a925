"""Enquiries in Slack: logged by command or form, looked after on their cards until delivery. For the staff."""

import re
from datetime import date
from functools import partial

from handlers.enquiryload import found, mine, one, open_ones, promised
from handlers.slack.acts import Act
from handlers.slack.complaints import LONGEST_ANSWER, LONGEST_ECHO, by, may_own, refusing
from handlers.slack.door import Door, Refused, Reply
from handlers.slack.rights import Right
from handlers.steps.enquiring.agreeing import agree, amend, know, name_order
from handlers.steps.enquiring.fulfilling import delivery_of, fulfil
from handlers.steps.enquiring.keeping import own
from handlers.steps.enquiring.receiving import Asked, log, told_in_line
from handlers.steps.enquiring.replying import Reply as Told
from handlers.steps.enquiring.replying import reply
from handlers.steps.enquiring.scrutinising import Wanted, commit, end, newest, resolve, scrutinise, understand
from handlers.words import enquiryforms as forms
from handlers.words.blocks import columns, escaped
from handlers.words.complaints import PERSON
from handlers.words.dialogs import notice
from handlers.words.enquiries import OFFER, QUERY, REPLY, card, enquiry_list
from surveys.agreement import check, check_open
from surveys.enquiry import Enquiry, State
from surveys.entry import Kind

NAME = re.compile(r"e-?(\d{1,9})", re.IGNORECASE)
LOOKS = ("mine", "open", "promises")
KINDS = {REPLY: Kind.REPLY, QUERY: Kind.QUESTION, OFFER: Kind.OFFER}


async def typed(door: Door, act: Act, reply: Reply) -> None:
    """`/enquiry [ADDRESS] words...` is kept at once; without words a form asks for them."""
    word, _, rest = act.value.partition(" ")
    if NAME.fullmatch(act.value) or word.lower() == "find" or (word.lower() in LOOKS and not rest):
        await _looked(door, act, reply, word.lower(), rest.strip())
        return
    await door.rights.may(act.user, Right.LOG)
    email, words = told_in_line(act.value)
    if not words:
        await reply.ack()
        await door.open(act, forms.enquire_form())
        return
    await reply.ack(escaped(await _kept(door, act, Asked(words, email)), LONGEST_ANSWER))


async def filled_in(door: Door, act: Act, reply: Reply) -> None:
    """The form of an enquiry was sent."""
    await door.rights.may(act.user, Right.LOG)
    asked = Asked(act.given["words"], act.given.get("email", "").lower(), act.given.get("name", ""), "form")
    await reply.ack(response_action="update", view=notice("Kept", await _kept(door, act, asked)))


async def replying(kind: str, door: Door, act: Act, reply: Reply) -> None:
    enquiry = await _wanted(door, act, reply)
    await door.open(act, forms.reply_form(enquiry, kind, by_mail=enquiry.customer_id is not None))


async def replied(kind: str, door: Door, act: Act, answer: Reply) -> None:
    await door.rights.staff_only(act.user)
    told = Told(KINDS[kind], act.given["words"], in_person=act.given["how"] == PERSON)
    with refusing(act, "words"):
        await reply(door.office, int(act.about), told, **by(door, act))
    await answer.ack()


async def scrutinising(door: Door, act: Act, reply: Reply) -> None:
    enquiry = await _wanted(door, act, reply, State.SCRUTINISED)
    async with door.office.store.read() as work:
        edition = await newest(work, enquiry)
    await door.open(act, forms.scrutinise_form(enquiry, edition))


async def scrutinised(door: Door, act: Act, reply: Reply) -> None:
    await door.rights.staff_only(act.user)
    with refusing(act, "lines"):
        await scrutinise(door.office, int(act.about), _written(act), **by(door, act))
    await reply.ack()


async def resolving(door: Door, act: Act, reply: Reply) -> None:
    enquiry = await _wanted(door, act, reply)
    async with door.office.store.read() as work:
        waiting = await work.questions.open_of(enquiry.id)
    if not waiting:
        raise Refused(f"No question on {enquiry.name} is open.")
    await door.open(act, forms.resolve_form(enquiry, waiting))


async def resolved(door: Door, act: Act, reply: Reply) -> None:
    await door.rights.staff_only(act.user)
    chosen = [int(one) for one in act.given["questions"].split(",") if one]
    if not chosen:
        raise Refused("Tick what was answered.", "questions")
    with refusing(act, "words"):
        await resolve(door.office, int(act.about), chosen, act.given["words"], **by(door, act))
    await reply.ack()


async def understood(door: Door, act: Act, reply: Reply) -> None:
    await door.rights.staff_only(act.user)
    with refusing(act):
        await understand(door.office, int(act.value), **by(door, act))
    await reply.ack()


async def agreeing(door: Door, act: Act, reply: Reply) -> None:
    """The customer's last words are proposed as their confirmation."""
    enquiry = await _wanted(door, act, reply, State.AGREED)
    async with door.office.store.read() as work:
        edition = await newest(work, enquiry)
        heard = [one.words for one in await work.entries.of_enquiry(enquiry.id) if one.kind is Kind.CUSTOMER]
    if edition:
        await door.open(act, forms.agree_form(enquiry, edition, heard[-1] if heard else ""))


async def agreed(door: Door, act: Act, reply: Reply) -> None:
    await door.rights.staff_only(act.user)
    with refusing(act, "words"):
        await agree(door.office, int(act.about), act.given["words"], act.given.get("order", ""), **by(door, act))
    await reply.ack()


async def changing(door: Door, act: Act, reply: Reply) -> None:
    enquiry = await _wanted(door, act, reply, State.CHANGED)
    async with door.office.store.read() as work:
        edition = await newest(work, enquiry)
    await door.open(act, forms.change_form(enquiry, edition))


async def changed(door: Door, act: Act, reply: Reply) -> None:
    await door.rights.staff_only(act.user)
    concerned = [one for one in act.given["concerned"].split(",") if one]
    with refusing(act, "why"):
        await amend(door.office, int(act.about), _written(act), concerned, **by(door, act))
    await reply.ack()


async def known(door: Door, act: Act, reply: Reply) -> None:
    """Somebody whom a change concerns says that they know; they need not be of the staff."""
    with refusing(act):
        enquiry = await know(door.office, int(act.value), **by(door, act))
    await reply.ack()
    await reply.tell(f"Noted: you know of the change of {enquiry.name}.")


async def ordering(door: Door, act: Act, reply: Reply) -> None:
    await door.open(act, forms.order_form(await _wanted(door, act, reply)))


async def ordered(door: Door, act: Act, reply: Reply) -> None:
    await door.rights.staff_only(act.user)
    with refusing(act, "order"):
        await name_order(door.office, int(act.about), act.given["order"], **by(door, act))
    await reply.ack()


async def fulfilling(door: Door, act: Act, reply: Reply) -> None:
    enquiry = await _wanted(door, act, reply, State.FULFILLED)
    async with door.office.store.read() as work:
        edition = await work.editions.of_number(enquiry.id, enquiry.agreed)
        delivery = await delivery_of(work, enquiry)
    if delivery is None or edition is None:
        order = f"Order {escaped(enquiry.order, 80)} is" if enquiry.order else "Its order is"
        raise Refused(f"{order} not delivered yet, as far as we were told.")
    await door.open(act, forms.fulfil_form(enquiry, edition))


async def fulfilled(door: Door, act: Act, reply: Reply) -> None:
    await door.rights.staff_only(act.user)
    lines = {name: value for name, value in act.given.items() if name.startswith("line")}
    met = {int(name.removeprefix("line")): value == forms.YES for name, value in lines.items()}
    with refusing(act, "remark"):
        await fulfil(door.office, int(act.about), met, act.given.get("remark", ""), **by(door, act))
    await reply.ack()


async def committing(door: Door, act: Act, reply: Reply) -> None:
    await door.open(act, forms.commit_form(await _wanted(door, act, reply)))


async def committed(door: Door, act: Act, reply: Reply) -> None:
    await door.rights.staff_only(act.user)
    with refusing(act, "words"):
        await commit(door.office, int(act.about), act.given["words"], **by(door, act))
    await reply.ack()


async def owning(door: Door, act: Act, reply: Reply) -> None:
    await door.open(act, forms.own_form(await _wanted(door, act, reply), act.user))


async def owned(door: Door, act: Act, reply: Reply) -> None:
    await door.rights.staff_only(act.user)
    await may_own(door, act.given["owner"])
    with refusing(act, "owner"):
        await own(door.office, int(act.about), act.given["owner"], **by(door, act))
    await reply.ack()


async def ending(door: Door, act: Act, reply: Reply) -> None:
    await door.rights.may(act.user, Right.CLOSE)
    await door.open(act, forms.end_form(await _wanted(door, act, reply)))


async def ended(door: Door, act: Act, reply: Reply) -> None:
    await door.rights.may(act.user, Right.CLOSE)
    target = State(act.given["ending"])
    with refusing(act, "words"):
        told = target is State.DECLINED
        await end(door.office, int(act.about), target, act.given["words"], told=told, **by(door, act))
    await reply.ack()


sending = {kind: partial(replying, kind) for kind in KINDS}
sent = {kind: partial(replied, kind) for kind in KINDS}


async def _looked(door: Door, act: Act, reply: Reply, word: str, rest: str) -> None:
    """To the person who asks alone; it changes nothing."""
    await door.rights.staff_only(act.user)
    if word not in LOOKS:
        await door.rights.may(act.user, Right.SEE)
    if name := NAME.fullmatch(act.value):
        shown = await one(door.office, int(name[1]))
        if shown is None:
            raise Refused(f"There is no enquiry E-{name[1]}.")
        await reply.ack(act.value, blocks=card(shown)["blocks"])
    elif word == "promises":
        lines = await promised(door.office, door.now())
        await reply.ack(
            "What we promise", blocks=[columns(lines or ["Nothing is promised: write it into the settings."])]
        )
    else:
        if word == "find" and not rest:
            raise Refused("Which words? Write: find WORDS")
        titles = {"mine": "Your enquiries", "open": "Open enquiries", "find": f"Enquiries with '{rest}'"}
        ways = {"mine": partial(mine, door.office, act.user), "open": partial(open_ones, door.office)}
        cards = await ways.get(word, partial(found, door.office, rest))()
        await reply.ack(
            escaped(titles[word], 120), blocks=enquiry_list(titles[word] if cards else "There is none.", cards)
        )


async def _kept(door: Door, act: Act, asked: Asked) -> str:
    """The answer to somebody who logged something, after it was committed."""
    with refusing(act, "email"):
        enquiry, new = await log(door.office, asked, act.user, door.now(), door.tick())
    said = " ".join(enquiry.words.split())
    echo = said if len(said) <= LONGEST_ECHO else f"{said[:LONGEST_ECHO]}..."
    return f"{enquiry.name} is kept{'' if new else ' already'}: {echo}"


async def _wanted(door: Door, act: Act, reply: Reply, target: State | None = None) -> Enquiry:
    """The enquiry of a pressed button; it may have moved on since the card was drawn."""
    await door.rights.staff_only(act.user)
    await reply.ack()
    async with door.office.store.read() as work:
        enquiry = await work.enquiries.get(int(act.value))
    with refusing(act):
        check(enquiry, target) if target else check_open(enquiry)
    return enquiry


def _written(act: Act) -> Wanted:
    given = act.given
    return Wanted(
        text=given["lines"],
        due_on=date.fromisoformat(given["due"]) if given.get("due") else None,
        checked=tuple(one for one in given.get("checked", "").split(",") if one),
        remark=given.get("remark", ""),
        why=given.get("why", ""),
    )
