// A board: cards move by drag or by their menu; the server has the last word.
import { failureText, toast } from "./toasts.js";

function recount(board) {
  for (const column of board.querySelectorAll("[data-column]")) column.querySelector("[data-count]").textContent = column.querySelectorAll("[data-card]").length;
}

async function move(board, card, target) {
  const home = card.parentElement;
  const neighbour = card.nextElementSibling;
  if (home.closest("[data-column]").dataset.column === target) return;
  board.querySelector(`[data-column="${CSS.escape(target)}"] .board-cards`).prepend(card);
  card.setAttribute("aria-busy", "true");
  recount(board);
  const token = JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
  let status = 0;
  try {
    const answer = await fetch(card.dataset.moveUrl, {
      method: "POST",
      headers: { "X-CSRFToken": token, Accept: "application/json" },
      body: new URLSearchParams({ to: target }),
    });
    status = answer.status;
    if (!answer.ok) {
      const reason = answer.headers.get("Content-Type")?.includes("json") ? (await answer.json()).error : "";
      throw new Error(reason);
    }
    card.querySelector("a").focus();
  } catch (error) {
    home.insertBefore(card, neighbour);
    recount(board);
    toast((status && error.message) || failureText(status), "danger");
  } finally {
    card.removeAttribute("aria-busy");
  }
}

export function start(boards) {
  for (const board of boards) {
    if ("started" in board.dataset) continue;
    board.dataset.started = "";
    let dragged = null;
    board.addEventListener("dragstart", (event) => {
      dragged = event.target.closest("[data-move-url]");
      if (!dragged) return;
      event.dataTransfer.effectAllowed = "move";
      dragged.classList.add("dragged");
    });
    board.addEventListener("dragover", (event) => {
      const column = event.target.closest("[data-column]");
      if (!dragged || !column) return;
      event.preventDefault();
      for (const other of board.querySelectorAll(".drop-here")) if (other !== column) other.classList.remove("drop-here");
      column.classList.add("drop-here");
    });
    board.addEventListener("drop", (event) => {
      const column = event.target.closest("[data-column]");
      if (!dragged || !column) return;
      event.preventDefault();
      move(board, dragged, column.dataset.column);
    });
    board.addEventListener("dragend", () => {
      dragged?.classList.remove("dragged");
      dragged = null;
      for (const column of board.querySelectorAll(".drop-here")) column.classList.remove("drop-here");
    });
    board.addEventListener("click", (event) => {
      const choice = event.target.closest("[data-move-to]");
      if (choice) move(board, choice.closest("[data-card]"), choice.dataset.moveTo);
    });
  }
}
