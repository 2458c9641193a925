// Keeps the page up to date while the story plays. Everything on it works without this.
"use strict";

const PERIOD = 1000;
const told = new WeakMap();   // what the server last said of a piece of the page
let shown = document.body.dataset.revision;

async function look() {
  if (!document.hidden) {
    const { revision } = await (await fetch("/revision")).json();
    if (revision !== shown && await refresh()) shown = revision;
  }
}

async function refresh() {
  const answer = await fetch(location.pathname + location.search);
  if (!answer.ok) return false;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const mine of document.querySelectorAll("[data-live]")) {
    const theirs = fresh.querySelector(`[data-live="${mine.dataset.live}"]`);
    if (theirs) "keyed" in mine.dataset ? each(mine, theirs) : whole(mine, theirs);
  }
  document.querySelector(".shell").inert = document.querySelector(".dialog") !== null;
  return true;
}

function whole(mine, theirs) {
  if (told.get(mine) === theirs.innerHTML || busy(mine)) return;
  const focused = trace(mine);
  told.set(mine, theirs.innerHTML);
  mine.replaceChildren(...theirs.childNodes);
  (focused ? mine.querySelector(focused) : mine.querySelector(".dialog [autofocus]"))?.focus();
}

function each(mine, theirs) {
  const there = new Map([...mine.children].map((child) => [child.dataset.key, child]));
  let place = mine.firstElementChild;
  for (const next of [...theirs.children]) {
    const child = there.get(next.dataset.key);
    there.delete(next.dataset.key);
    const kept = child && (told.get(child) === next.outerHTML || busy(child)) ? child : next;
    if (kept === next) told.set(next, next.outerHTML);
    if (child && kept === next) {
      const focused = trace(child);
      if (place === child) place = next;
      child.replaceWith(next);
      if (focused) next.querySelector(focused)?.focus();
    } else if (kept !== place) {
      mine.insertBefore(kept, place);
    }
    place = kept.nextElementSibling;
  }
  for (const gone of there.values()) gone.remove();
}

// Somebody is writing, choosing or reading a menu there.
function busy(piece) {
  const active = document.activeElement;
  return (piece.contains(active) && active.matches("input, select, textarea"))
    || piece.querySelector("details[open], :popover-open") !== null
    || [...piece.querySelectorAll("input, select, textarea")].some(changed);
}

function changed(field) {
  if (field.type === "hidden") return false;
  if (field.options) {
    const set = [...field.options].filter((option) => option.defaultSelected);
    const now = [...field.selectedOptions];
    return set.length || field.multiple ? set.length !== now.length || set.some((one) => !now.includes(one)) : field.selectedIndex > 0;
  }
  return field.value !== field.defaultValue || field.checked !== field.defaultChecked;
}

// How to find again what has the focus once its piece is another.
function trace(piece) {
  const active = document.activeElement;
  if (!piece.contains(active) || active === piece) return null;
  if (active.id) return `#${CSS.escape(active.id)}`;
  for (const name of ["href", "value", "aria-label"]) {
    const value = active.getAttribute(name);
    if (value) return `${active.localName}[${name}="${CSS.escape(value)}"]`;
  }
  return null;
}

async function go() {
  try { await look(); } catch { /* the world has ended, or is busy: look again later */ }
  setTimeout(go, PERIOD);
}

document.addEventListener("keydown", (event) => {
  const field = event.target;
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing && field.matches("textarea[data-enter]")) {
    event.preventDefault();
    field.form.requestSubmit();
  }
  if (event.key === "Escape") document.querySelectorAll("details.menu[open]").forEach((menu) => { menu.open = false; });
});
document.addEventListener("click", (event) => {
  document.querySelectorAll("details.menu[open]").forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
});

for (const piece of document.querySelectorAll("[data-live]")) {
  if ("keyed" in piece.dataset) for (const child of piece.children) told.set(child, child.outerHTML);
  else told.set(piece, piece.innerHTML);
}
setTimeout(go, PERIOD);
