// Search, anchors, and models that open where they are mentioned. The page reads well
// without it: then a model's name is a link to its table.
"use strict";

const operations = [...document.querySelectorAll(".op")];
const models = [...document.querySelectorAll(".model")];
const search = document.getElementById("search");
const builtOnly = document.getElementById("built");
const found = document.getElementById("found");

// What of an entry is searched: all of its text, as it stood before models opened in it.
const texts = new Map([...operations, ...models].map((entry) => [entry, entry.textContent.toLowerCase()]));

function filter() {
  const wanted = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  const matches = (entry) => wanted.every((word) => texts.get(entry).includes(word));
  for (const entry of operations) {
    entry.hidden = !matches(entry) || (builtOnly.checked && entry.classList.contains("later"));
  }
  for (const entry of models) entry.hidden = !matches(entry);
  for (const group of document.querySelectorAll(".group, section")) {
    group.hidden = !group.querySelector("details:not([hidden])");
  }
  const count = (entries) => entries.filter((entry) => !entry.hidden).length;
  found.textContent = wanted.length || builtOnly.checked
    ? `${count(operations)} operations, ${count(models)} models` : "";
}

// openTarget opens what the address points at, and clears a search that hides it.
function openTarget() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  if (target.closest("[hidden]")) {
    search.value = "";
    builtOnly.checked = false;
    filter();
  }
  if (target.matches("details")) target.open = true;
  target.scrollIntoView();
}

// toggleModel shows a model's table below the place that mentions it, or takes it away.
function toggleModel(link) {
  const place = link.closest("td, dd");
  const shown = place.querySelector(`:scope > .inline[data-of="${link.dataset.model}"]`);
  if (shown) {
    shown.remove();
    link.setAttribute("aria-expanded", "false");
    return;
  }
  const box = document.createElement("div");
  box.className = "inline";
  box.dataset.of = link.dataset.model;
  const body = document.getElementById("model-" + link.dataset.model).querySelector(".body").cloneNode(true);
  for (const nested of body.querySelectorAll(".inline")) nested.remove();
  markLinks(body);
  box.append(...body.childNodes);
  place.append(box);
  link.setAttribute("aria-expanded", "true");
}

function markLinks(root) {
  for (const link of root.querySelectorAll("a.ref")) link.setAttribute("aria-expanded", "false");
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a.ref");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  toggleModel(link);
});
document.addEventListener("keydown", (event) => {
  if (event.key === "/" && document.activeElement !== search) {
    event.preventDefault();
    search.focus();
  }
});
search.addEventListener("input", filter);
builtOnly.addEventListener("change", filter);
window.addEventListener("hashchange", openTarget);
markLinks(document);
filter();
openTarget();
