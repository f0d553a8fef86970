// Swaps server-made fragments into the page and sends what a person does. No framework, no build.
"use strict";
const me = document.body.dataset.me, place = document.body.dataset.in;
const $ = (q, from = document) => from.querySelector(q), $$ = (q, from = document) => [...from.querySelectorAll(q)];
const list = $("#messages"), modal = $("#modal");
let shown = "", shownModal = "";

async function act(what, told = {}) {
  const answer = await fetch("/page/do", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ do: what, as: me, ...told }) });
  const said = await answer.json();
  if (said.error) toast(said.error);
  return said;
}
function toast(text) { const t = $("#toast"); t.textContent = text; t.hidden = false; clearTimeout(toast.timer); toast.timer = setTimeout(() => (t.hidden = true), 4000); }

async function repaint() {
  const html = await (await fetch(`/page/messages?as=${me}&in=${place}`)).text();
  if (html !== shown) {
    const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 160 || !shown;
    shown = html; list.innerHTML = html; $$("table[data-page]", list).forEach((t) => turn(t, 0));
    if (atEnd && place !== "home") list.scrollTop = list.scrollHeight;
  }
  const inModal = await (await fetch(`/page/modal?as=${me}`)).text();
  if (inModal !== shownModal) swapModal(inModal);
  const clock = $("#clock");
  if (clock) { const told = await (await fetch(`/page/clock?as=${me}`)).json(); clock.textContent = `${told.text} (${told.zone})`; }
}
function swapModal(html) {
  const before = $("form", modal), typed = {};
  if (before) $$("[data-input]", before).forEach((e) => (typed[e.id] = e.multiple ? [...e.selectedOptions].map((o) => o.value) : [e.value, e.dataset.value]));
  shownModal = html; modal.innerHTML = html; modal.hidden = !html;
  const now = $("form", modal);
  if (now && before && now.dataset.view === before.dataset.view) // the same view painted again: what was typed stays
    $$("[data-input]", now).forEach((e) => { const was = typed[e.id]; if (!was) return;
      if (e.multiple) [...e.options].forEach((o) => (o.selected = o.selected || was.includes(o.value)));
      else { e.value = was[0]; if (was[1] !== undefined) e.dataset.value = was[1]; } });
  else if (now) ($("[data-input]", now) || $("button", now)).focus();
  else $("#text")?.focus();
}
function source(element) { // where an element stands: on a message or in a view
  const view = element.closest("[data-view]");
  return view ? { view: view.dataset.view, values: view.tagName === "FORM" ? values(view) : {} } : { in: place, ts: element.closest(".message").dataset.ts };
}
function turn(table, by) {
  const rows = $$("tbody tr", table), size = +table.dataset.page, last = Math.ceil(rows.length / size) - 1;
  const page = Math.max(0, Math.min(last, +(table.dataset.at || 0) + by)); table.dataset.at = page;
  rows.forEach((r, n) => (r.hidden = Math.floor(n / size) !== page));
  const said = $(".pages span", table.parentElement); if (said) said.textContent = `${page + 1} of ${last + 1}`;
}

document.addEventListener("click", async (event) => {
  const t = event.target.closest("[data-act],[data-close],[data-clock],[data-shortcut],[data-page-by],[data-option]");
  if (!t) return;
  if (t.dataset.act !== undefined) { t.disabled = true; await act("act", { ...source(t), block: t.dataset.block, element: t.dataset.element }); t.disabled = false; }
  else if (t.dataset.close !== undefined) await act("close");
  else if (t.dataset.clock) await act("clock", { by: t.dataset.clock });
  else if (t.dataset.shortcut) await act("shortcut", { callback: t.dataset.shortcut, in: place, ts: t.closest(".message").dataset.ts });
  else if (t.dataset.pageBy) turn($("table", t.closest(".table")), +t.dataset.pageBy);
  else if (t.dataset.option !== undefined) choose(t);
});
document.addEventListener("change", async (event) => {
  const t = event.target;
  if (t.id === "as") { location.href = `/?as=${t.value}` + (place.startsWith("C") || place === "home" ? `&in=${place}` : ""); return; }
  if (t.dataset.choose !== undefined && t.value) { await act("act", { ...source(t), block: t.dataset.block, element: t.dataset.element, chosen: t.value }); if (t.isConnected && t.tagName === "SELECT") t.selectedIndex = 0; }
});
document.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (event.target.id === "composer") { const input = $("#text"), text = input.value; input.value = ""; await act("type", { in: place, text }); return; }
  const form = event.target, said = await act("submit", { view: form.dataset.view, values: values(form) });
  $$("[data-error]", form).forEach((e) => (e.textContent = (said.errors || {})[e.dataset.error] || ""));
  $$("[data-error]", form).find((e) => e.textContent)?.scrollIntoView({ block: "center" });
});
function values(form) {
  const found = {};
  for (const e of $$("[data-input]", form)) {
    const type = e.dataset.type, one = { type }, option = (o) => ({ text: { type: "plain_text", text: o.textContent || e.value }, value: o.value });
    if (type === "datepicker") one.selected_date = e.value || null;
    else if (type === "static_select") one.selected_option = e.value ? option(e.selectedOptions[0]) : null;
    else if (type === "multi_static_select") one.selected_options = [...e.selectedOptions].map(option);
    else if (type === "conversations_select") one.selected_conversation = e.value || null;
    else if (type === "external_select") one.selected_option = e.dataset.value ? { text: { type: "plain_text", text: e.value }, value: e.dataset.value } : null;
    else one.value = e.value || null;
    (found[e.dataset.blockId] ||= {})[e.dataset.actionId] = one;
  }
  return found;
}
// typeahead of external selects
const suggest = debounce(async (input) => {
  const form = input.closest("form"), menu = input.nextElementSibling;
  const said = await act("suggest", { view: form.dataset.view, block: input.dataset.blockId, action: input.dataset.actionId, typed: input.value });
  menu.innerHTML = ""; (said.options || []).forEach((o, n) => { const li = document.createElement("li"); li.textContent = o.text.text; li.dataset.option = o.value; li.setAttribute("role", "option"); if (!n) li.setAttribute("aria-selected", "true"); menu.append(li); });
  menu.hidden = !menu.children.length; input.setAttribute("aria-expanded", String(!menu.hidden));
}, 120);
function debounce(work, wait) { let timer; return (...a) => { clearTimeout(timer); timer = setTimeout(() => work(...a), wait); }; }
function choose(li) {
  const input = li.parentElement.previousElementSibling, block = input.closest("[data-dispatch]");
  input.value = li.textContent; input.dataset.value = li.dataset.option; li.parentElement.hidden = true;
  if (block) act("act", { ...source(input), block: block.dataset.dispatch, element: -1, chosen: { text: { type: "plain_text", text: input.value }, value: input.dataset.value } });
}
document.addEventListener("input", (event) => { const t = event.target; if (t.dataset.type === "external_select") { t.dataset.value = ""; suggest(t); } });
document.addEventListener("focusin", (event) => { const t = event.target; if (t.dataset?.type === "external_select" && !t.value) suggest(t); });
document.addEventListener("focusout", (event) => { const t = event.target; if (t.dataset?.type === "external_select") setTimeout(() => (t.nextElementSibling.hidden = true), 200); });
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !modal.hidden) { act("close"); return; }
  const t = event.target, menu = t.dataset?.type === "external_select" ? t.nextElementSibling : null;
  if (!menu || menu.hidden || !["ArrowDown", "ArrowUp", "Enter"].includes(event.key)) return;
  event.preventDefault();
  const items = [...menu.children], at = items.findIndex((i) => i.getAttribute("aria-selected") === "true");
  if (event.key === "Enter") { if (items[at]) choose(items[at]); return; }
  const next = Math.max(0, Math.min(items.length - 1, at + (event.key === "ArrowDown" ? 1 : -1)));
  items.forEach((i, n) => i.setAttribute("aria-selected", String(n === next))); items[next].scrollIntoView({ block: "nearest" });
});
document.addEventListener("mousedown", (event) => { if (event.target.dataset?.option !== undefined) event.preventDefault(); });

function listen() {
  const socket = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/page/live`);
  socket.onopen = repaint; socket.onmessage = repaint; socket.onclose = () => setTimeout(listen, 1000);
}
if (place === "home") act("home");
listen(); setInterval(() => { if ($("#clock") && document.visibilityState === "visible") repaint(); }, 20000);
