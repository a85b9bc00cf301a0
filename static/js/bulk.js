// Selecting rows: a bar with the exact count and what can be done with them.
export function startBulk(root) {
  for (const form of root.querySelectorAll("form[data-bulk]:not([data-started])")) {
    form.dataset.started = "";
    const bar = form.querySelector(".bulk-bar");
    const count = bar.querySelector(".bulk-count");
    const page = form.querySelector("[data-select-page]");
    const all = form.elements.all_matching;
    const rows = () => [...form.querySelectorAll("input[name=selected]")];
    const show = () => {
      const chosen = rows().filter((box) => box.checked).length;
      for (const box of rows()) box.closest("tr").classList.toggle("selected", box.checked);
      page.checked = chosen > 0 && chosen === rows().length;
      page.indeterminate = chosen > 0 && !page.checked;
      bar.hidden = chosen === 0;
      if (all && chosen === 0) all.checked = false;
      count.textContent = count.dataset.text.replace("{n}", chosen);
      count.classList.toggle("text-decoration-line-through", Boolean(all?.checked));
    };
    form.addEventListener("change", (event) => {
      if (event.target === page) for (const box of rows()) box.checked = page.checked;
      show();
    });
    form.addEventListener("click", (event) => {
      if (!event.target.closest("[data-bulk-clear]")) return;
      for (const box of rows()) box.checked = false;
      show();
      page.focus();
    });
    show();
  }
}
