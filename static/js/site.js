// Starts what the markup asks for with data attributes, on load and in everything htmx brings in.
import { startBulk } from "./bulk.js";
import { askFirst } from "./confirm.js";
import { guardForms, startLines } from "./forms.js";
import { copyText, toast, watchRequests } from "./toasts.js";

function enhanceSelects(root) {
  for (const select of root.querySelectorAll("select[data-enhance]:not(.tomselected)")) {
    const url = select.dataset.url;
    const name = select.labels[0]?.textContent.replace("*", "").trim() ?? select.getAttribute("aria-label") ?? "";
    new TomSelect(select, {
      plugins: select.multiple ? ["remove_button"] : ["dropdown_input"],
      allowEmptyOption: !select.multiple && !select.required,
      maxOptions: 200,
      render: {
        no_results: () => {
          const said = document.getElementById("toasts").dataset.nothing;
          return Object.assign(document.createElement("div"), { className: "no-results", textContent: said });
        },
      },
      // Names are already sorted by the server (by pinyin where they are Chinese).
      sortField: [{ field: "$order" }, { field: "$score" }],
      ...(url && {
        valueField: "value",
        labelField: "text",
        searchField: [],
        preload: "focus",
        load(query, done) {
          fetch(`${url}${url.includes("?") ? "&" : "?"}q=${encodeURIComponent(query)}`, { headers: { Accept: "application/json" } })
            .then((answer) => (answer.ok ? answer.json() : Promise.reject(answer)))
            .then((found) => {
              this.clearOptions((option) => this.items.includes(String(option.value)));
              done(found.results);
            })
            .catch(() => {
              toast(document.getElementById("toasts").dataset.offline, "danger");
              done();
            });
        },
      }),
    });
    // The control that replaces it carries its name.
    select.setAttribute("aria-hidden", "true");
    select.tomselect.wrapper.querySelector(".items-placeholder")?.setAttribute("aria-label", name);
  }
}

function showTooltips(root) {
  for (const element of root.querySelectorAll("[data-bs-toggle=tooltip]")) window.tabler.Tooltip.getOrCreateInstance(element);
}

async function loadFor(root, selector, load) {
  const elements = root.querySelectorAll(selector);
  if (elements.length) (await load()).start(elements);
}

function start(root) {
  enhanceSelects(root);
  showTooltips(root);
  startBulk(root);
  guardForms(root);
  startLines(root);
  showOpenTab(root);
  root.querySelector("[data-focus]")?.focus();
  loadFor(root, "[data-chart]", () => import("./chart.js"));
  loadFor(root, "[data-calendar]", () => import("./calendar.js"));
  loadFor(root, "[data-board]", () => import("./board.js"));
  loadFor(root, "[data-ranking]", () => import("./ranking.js"));
}

// A "/" anywhere outside a field goes to the search.
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, [contenteditable=true]")) return;
  const search = document.getElementById("global-search");
  if (!search) return;
  event.preventDefault();
  search.focus();
  search.select();
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copy]");
  if (button) copyText(button.dataset.copy);
  if (event.target.closest("[data-print]")) window.print();
});

// Which groups of the sidebar are folded, for the server to draw them so.
document.addEventListener("click", (event) => {
  const clicked = event.target.closest(".sidebar-heading")?.parentElement;
  if (!clicked) return;
  const folded = [...document.querySelectorAll(".sidebar-group")].filter((group) => group.open === (group === clicked));
  const secure = location.protocol === "https:" ? "; secure" : "";
  document.cookie = `folded=${folded.map((group) => group.dataset.group).join(".")}; path=/; max-age=31536000; samesite=lax${secure}`;
});

// A list's address says only what narrows it.
document.addEventListener("htmx:configRequest", (event) => {
  if (event.target.id !== "list-tools") return;
  const { parameters } = event.detail;
  for (const name of Object.keys(parameters)) if (parameters[name] === "") delete parameters[name];
});

// On a phone a bar of pages or tabs is wider than the screen: the one that is open stands in it.
function showOpenTab(root) {
  for (const open of root.querySelectorAll(".me-bar [aria-current], .tabs-scroll [aria-current]")) {
    open.scrollIntoView({ inline: "center", block: "nearest" });
  }
}

askFirst();
watchRequests();
document.addEventListener("htmx:load", (event) => {
  if (event.detail.elt !== document.body) start(event.detail.elt.parentElement ?? event.detail.elt);
});
start(document);
