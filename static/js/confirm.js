// data-confirm="…" on a form or a submit button: asks before it is sent. Without script it is sent unasked,
// so whatever cannot be undone also has a page of its own (components/confirm.html).
let confirmed = null;

function ask(text, danger) {
  const dialog = document.getElementById("confirm-dialog");
  const go = document.getElementById("confirm-go");
  document.getElementById("confirm-text").textContent = text;
  go.classList.toggle("btn-danger", danger);
  go.classList.toggle("btn-primary", !danger);
  const modal = window.tabler.Modal.getOrCreateInstance(dialog);
  return new Promise((resolve) => {
    let answer = false;
    const accept = () => {
      answer = true;
      modal.hide();
    };
    go.addEventListener("click", accept);
    dialog.addEventListener("shown.bs.modal", () => go.focus(), { once: true });
    dialog.addEventListener(
      "hidden.bs.modal",
      () => {
        go.removeEventListener("click", accept);
        resolve(answer);
      },
      { once: true },
    );
    modal.show();
  });
}

export function askFirst() {
  document.addEventListener(
    "submit",
    async (event) => {
      const form = event.target;
      const submitter = event.submitter;
      const asking = submitter?.dataset.confirm ? submitter : form.dataset.confirm ? form : null;
      if (!asking || confirmed === form) {
        confirmed = null;
        return;
      }
      event.preventDefault();
      event.stopImmediatePropagation();
      if (await ask(asking.dataset.confirm, "confirmDanger" in asking.dataset)) {
        confirmed = form;
        form.requestSubmit(submitter ?? undefined);
      } else {
        submitter?.focus();
      }
    },
    true,
  );
  // Elements with hx-confirm ask in the same dialog.
  document.addEventListener("htmx:confirm", (event) => {
    if (!event.detail.question) return;
    event.preventDefault();
    ask(event.detail.question, "confirmDanger" in event.detail.elt.dataset).then((yes) => yes && event.detail.issueRequest(true));
  });
}
