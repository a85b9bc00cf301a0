// Forms: nothing typed is lost by leaving, nothing is sent twice.
const changed = new Set();

function snapshot(form) {
  return new URLSearchParams([...new FormData(form)].map(([name, value]) => [name, typeof value === "string" ? value : value.name])).toString();
}

export function guardForms(root) {
  for (const form of root.querySelectorAll("form[data-guard]:not([data-guarded])")) {
    form.dataset.guarded = "";
    // Tom Select writes into its field while starting: what counts is the state after that.
    const before = snapshot(form);
    const rejected = form.querySelector(".error-summary") !== null;
    if (rejected) changed.add(form);
    form.addEventListener("input", () => update(form, before, rejected));
    form.addEventListener("change", () => update(form, before, rejected));
    form.addEventListener("submit", () => changed.delete(form));
  }
}

function update(form, before, rejected) {
  if (rejected || snapshot(form) !== before) changed.add(form);
  else changed.delete(form);
}

// A form with a line for each of many: an answer that asks for words unfolds them; one button gives all the same answer.
export function startLines(root) {
  for (const button of root.querySelectorAll("button[data-choose-all][hidden]")) button.hidden = false;
}

document.addEventListener("change", (event) => {
  const more = event.target.closest("[data-line]")?.querySelector("details[data-unfold-for]");
  if (more?.dataset.unfoldFor.split(" ").includes(event.target.value)) more.open = true;
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-choose-all]");
  if (!button) return;
  const lines = document.getElementById(button.getAttribute("aria-controls"));
  for (const radio of lines.querySelectorAll("input[type=radio]")) if (radio.value === button.dataset.chooseAll) radio.checked = true;
  lines.dispatchEvent(new Event("change", { bubbles: true }));
});

window.addEventListener("beforeunload", (event) => {
  if ([...changed].some((form) => form.isConnected)) event.preventDefault();
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if ("sent" in form.dataset) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "";
  event.submitter?.setAttribute("aria-busy", "true");
});

// Back from the next page, or a download that left this page standing: the form may be sent again.
const release = () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  for (const button of document.querySelectorAll("[aria-busy=true]")) button.removeAttribute("aria-busy");
};
window.addEventListener("pageshow", release);
document.addEventListener("htmx:afterRequest", release);
window.addEventListener("focus", release);
