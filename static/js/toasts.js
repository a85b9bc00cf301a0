// Short messages at the edge: what failed and that nothing typed was lost.
const area = () => document.getElementById("toasts");

export function toast(text, level = "info") {
  const element = document.createElement("div");
  element.className = `toast toast-${level}`;
  element.setAttribute("role", level === "danger" ? "alert" : "status");
  const body = document.createElement("div");
  body.className = "toast-body";
  body.textContent = text;
  const close = document.createElement("button");
  close.type = "button";
  close.className = "btn-close";
  close.dataset.bsDismiss = "toast";
  close.setAttribute("aria-label", area().dataset.close);
  element.append(body, close);
  area().append(element);
  element.addEventListener("hidden.bs.toast", () => element.remove());
  // A failure stays until it is closed.
  new window.tabler.Toast(element, { autohide: level !== "danger", delay: 5000 }).show();
}

export function failureText(status) {
  const texts = area().dataset;
  return { 0: texts.offline, 403: texts.forbidden, 404: texts.gone, 409: texts.conflict, 410: texts.gone }[status] ?? texts.failed;
}

export async function copyText(text) {
  await navigator.clipboard.writeText(text);
  toast(area().dataset.copied, "success");
}

// The server can also say something itself: HX-Trigger: {"toast": {"text": "…", "level": "success"}}.
export function watchRequests() {
  document.addEventListener("htmx:responseError", (event) => toast(failureText(event.detail.xhr.status), "danger"));
  document.addEventListener("htmx:sendError", () => toast(failureText(0), "danger"));
  document.addEventListener("htmx:timeout", () => toast(failureText(0), "danger"));
  document.addEventListener("toast", (event) => toast(event.detail.text, event.detail.level));
}
