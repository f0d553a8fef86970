// Swaps server-made fragments into the page and sends what a person does. No framework, no build.
"use strict";
const { me, in: place, ticket } = document.body.dataset;
const $ = (q, from = document) => from.querySelector(q), $$ = (q, from = document) => [...from.querySelectorAll(q)];
const list = $("#messages"), modal = $("#modal");
let shown = "", shownModal = "";

async function act(what, told = {}) {
  const answer = await fetch("/page/do", { method: "POST", headers: { "Content-Type": "application/json", "X-Page-Ticket": ticket }, body: JSON.stringify({ do: what, as: me, ...told }) });
  if (answer.status === 403) { location.reload(); return {}; } // started anew meanwhile: a new page has a ticket that holds
  const said = await answer.json();
  if (said.error) toast(said.error);
  return said;
}
function toast(text) { const t = $("#toast"); t.textContent = text; t.hidden = false; clearTimeout(toast.timer); toast.timer = setTimeout(() => (t.hidden = true), 4000); }

let painting = false, again = false;
async function repaint() { // one at a time: an answer that comes late is painted over nothing newer
  again = true;
  if (painting) return;
  painting = true;
  try { while (again) { again = false; await paint(); } }
  catch { setTimeout(repaint, 1000); } // away for a moment
  finally { painting = false; }
}
async function asked(where) { const answer = await fetch(where); if (answer.status >= 500) throw new Error(where); return answer; }
async function paint() {
  const html = await (await asked(`/page/messages?as=${me}&in=${place}`)).text();
  if (html !== shown) {
    const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 160 || !shown;
    shown = html; list.innerHTML = html; $$("table[data-page]", list).forEach((t) => turn(t, 0));
    if (atEnd && place !== "home") list.scrollTop = list.scrollHeight;
  }
  const inModal = await (await asked(`/page/modal?as=${me}`)).text();
  if (inModal !== shownModal) swapModal(inModal);
  const clock = $("#clock");
  if (clock) { const told = await (await asked(`/page/clock?as=${me}`)).json(); clock.title = told.zone; $(".long", clock).textContent = `${told.text} (${told.zone})`; $(".short", clock).textContent = told.short; }
}
function swapModal(html) {
  const before = $("form", modal), typed = {}, focused = modal.contains(document.activeElement) ? document.activeElement.id : "";
  if (before) $$("[data-input]", before).forEach((e) => (typed[e.id] = e.multiple ? [...e.selectedOptions].map((o) => o.value) : [e.value, e.dataset.value]));
  shownModal = html; modal.innerHTML = html; modal.hidden = !html;
  const now = $("form", modal);
  if (now && before && now.dataset.view === before.dataset.view) { // the same view painted again: what was typed stays, and where
    $$("[data-input]", now).forEach((e) => { const was = typed[e.id]; if (!was) return;
      if (e.multiple) [...e.options].forEach((o) => (o.selected = o.selected || was.includes(o.value)));
      else { e.value = was[0]; if (was[1] !== undefined) e.dataset.value = was[1]; } });
    if (focused) document.getElementById(focused)?.focus();
  } else if (now) ($("[data-input]", now) || $("button", now)).focus();
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
  if (!t || (t.dataset.sure && !confirm(t.dataset.sure))) return;
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
  if (t.type === "radio" && t.closest("[data-dispatch]")) { await act("act", { ...source(t), block: t.closest("[data-dispatch]").dataset.dispatch, element: -1, chosen: t.value }); return; }
  if (["static_select", "datepicker", "number_input"].includes(t.dataset.type) && t.value && t.closest("[data-dispatch]")) { await act("act", { ...source(t), block: t.closest("[data-dispatch]").dataset.dispatch, element: -1, chosen: t.value }); return; }
  if (t.dataset.choose !== undefined && t.value) { await act("act", { ...source(t), block: t.dataset.block, element: t.dataset.element, chosen: t.value }); if (t.isConnected && t.tagName === "SELECT") t.selectedIndex = 0; }
});
document.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (event.target.id === "composer") { await send(); return; }
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
    else if (type === "radio_buttons") { const on = e.querySelector(":checked"); one.selected_option = on ? { text: { type: "plain_text", text: on.dataset.label }, value: on.value } : null; }
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
  const form = input.closest("form"), menu = input.nextElementSibling, typed = input.value;
  if (!form) return; // painted anew meanwhile
  const said = await act("suggest", { view: form.dataset.view, block: input.dataset.blockId, action: input.dataset.actionId, typed });
  if (input.value !== typed) return; // more was typed meanwhile: its own answer counts
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

// the composer: grows with its lines; Enter sends, Shift+Enter is a new line, ↑ brings back what was typed before
const composer = $("#text"), offers = $("#offers"), key = `typed ${me}`;
let back = 0; // how many lines ago what stands in the composer was typed
const lines = () => JSON.parse(sessionStorage.getItem(key) || "[]");
function write(text) { composer.value = text; grow(); composer.setSelectionRange(text.length, text.length); }
function grow() { composer.style.height = "auto"; composer.style.height = `${composer.scrollHeight + 2}px`; }
async function send() {
  const text = composer.value;
  if (!text.trim()) return;
  sessionStorage.setItem(key, JSON.stringify([...lines(), text].slice(-50)));
  back = 0; write(""); offers.hidden = true;
  await act("type", { in: place, text });
}
async function sendFiles(input) {
  const read = (f) => new Promise((done) => { const r = new FileReader(); r.onload = () => done({ name: f.name, content: r.result.split(",")[1] || "" }); r.readAsDataURL(f); });
  const files = await Promise.all([...input.files].map(read)), text = composer.value;
  input.value = ""; write("");
  if (files.length) await act("files", { in: place, files, text });
}
$("#files")?.addEventListener("change", (event) => sendFiles(event.target));
function recall(by) { // true when there was a line to show; one that was changed stays
  const typed = lines(), here = back ? typed[typed.length - back] : "";
  if (composer.value !== here || back + by < 0 || back + by > typed.length) return false;
  back += by; write(back ? typed[typed.length - back] : "");
  return true;
}
function wanted() { return composer.value.slice(0, composer.selectionStart).match(/^\/\S*$|(?<!\S)[@#][^\n@#]*$/)?.[0] ?? ""; }
function offer() {
  const typed = wanted().toLowerCase(), found = typed ? JSON.parse(offers.dataset.offers).filter((o) => o.toLowerCase().startsWith(typed) && o.length > typed.length) : [];
  offers.replaceChildren(...found.slice(0, 8).map((o, n) => { const li = document.createElement("li"); li.textContent = li.dataset.offer = o; li.setAttribute("role", "option"); li.setAttribute("aria-selected", String(!n)); return li; }));
  offers.hidden = !found.length;
}
function take(li) { // what was begun becomes what was offered
  const end = composer.selectionStart, begun = end - wanted().length;
  composer.setRangeText(`${li.dataset.offer} `, begun, end, "end"); offers.hidden = true; grow(); composer.focus();
}
composer?.addEventListener("input", () => { grow(); offer(); });
composer?.addEventListener("blur", () => setTimeout(() => (offers.hidden = true), 200));
offers?.addEventListener("mousedown", (event) => { event.preventDefault(); if (event.target.dataset.offer) take(event.target); });
composer?.addEventListener("keydown", (event) => {
  if (event.isComposing) return; // Enter ends the word that an input method is composing
  const marked = offers.hidden ? null : $("[aria-selected=true]", offers), next = { ArrowDown: marked?.nextSibling, ArrowUp: marked?.previousSibling }[event.key];
  if (event.key === "Enter" && !event.shiftKey) { event.preventDefault(); send(); }
  else if (event.key === "Escape" && marked) { event.stopPropagation(); offers.hidden = true; }
  else if (event.key === "Tab" && marked && !event.shiftKey) { event.preventDefault(); take(marked); }
  else if (next) { event.preventDefault(); marked.setAttribute("aria-selected", "false"); next.setAttribute("aria-selected", "true"); }
  else if (!marked && event.key === "ArrowUp" && recall(1)) event.preventDefault();
  else if (!marked && event.key === "ArrowDown" && recall(-1)) event.preventDefault();
});

function listen() {
  let opened = false;
  const socket = new WebSocket(`ws://${location.host}/page/live?ticket=${ticket}`);
  socket.onopen = () => { opened = true; repaint(); };
  socket.onmessage = repaint;
  socket.onclose = () => setTimeout(async () => { // refused, though the page is there: it was started anew
    if (!opened && (await fetch("/static/page.css").catch(() => null))?.ok) location.reload();
    else listen();
  }, 1000);
}
$("nav [aria-current]")?.scrollIntoView({ inline: "center", block: "nearest" });
if (place === "home") act("home");
listen(); setInterval(() => { if ($("#clock") && document.visibilityState === "visible") repaint(); }, 20000);
