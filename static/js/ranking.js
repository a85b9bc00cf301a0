// Ranked lists: a number beside each name, and the same by dragging, buttons and arrow keys. The numbers are
// what is sent; equal ones are a tie, and stay one until one of the two is moved.
const EDGE = 72;

const field = (item) => item.querySelector("input.rank-number");
const number = (item) => Number.parseInt(field(item).value, 10) || 0;
const items = (list) => [...list.querySelectorAll(":scope > [data-rank]")];

class Ranking {
  constructor(root) {
    this.list = root.querySelector("[data-rank-list]");
    this.said = root.querySelector("[data-rank-said]");
    this.divider = this.list.querySelector("[data-rank-divider]");
    const tools = root.querySelector("template[data-rank-tools]");
    for (const item of items(this.list)) this.equip(item, tools);
    this.divider.hidden = false;
    this.refresh();
  }

  equip(item, tools) {
    const made = tools.content.cloneNode(true);
    for (const button of made.querySelectorAll("[data-label]")) {
      button.setAttribute("aria-label", button.dataset.label.replace("{name}", item.dataset.rank));
      button.title = button.dataset.title ?? "";
    }
    const handle = made.querySelector("[data-rank-handle]");
    handle.addEventListener("pointerdown", (event) => this.drag(event, item, handle));
    handle.addEventListener("keydown", (event) => this.press(event, item, handle));
    for (const button of made.querySelectorAll("[data-rank-act]")) {
      button.addEventListener("click", () => this.act(item, button));
    }
    item.prepend(handle);
    item.append(made);
    field(item).addEventListener("change", () => {
      this.sort();
      this.tell(item);
      field(item).focus();
    });
  }

  get ranked() {
    return items(this.list).filter((item) => item.compareDocumentPosition(this.divider) & Node.DOCUMENT_POSITION_FOLLOWING);
  }

  act(item, button) {
    const ranked = this.ranked;
    const at = ranked.indexOf(item);
    switch (button.dataset.rankAct) {
      case "up":
        this.put(item, ranked[at - 1] ?? item);
        break;
      case "down":
        this.put(item, at + 1 < ranked.length ? ranked[at + 1].nextElementSibling : item);
        break;
      case "on":
        this.put(item, this.divider);
        break;
      case "off":
        this.put(item, this.divider.nextElementSibling);
    }
    (button.hidden ? item.querySelector("[data-rank-handle]") : button).focus();
  }

  press(event, item, handle) {
    const ranked = this.ranked;
    const at = ranked.indexOf(item);
    const before = {
      ArrowUp: at < 0 ? this.divider : ranked[at - 1],
      ArrowDown: at < 0 ? null : ranked[at + 1]?.nextElementSibling,
      Home: ranked[0],
      End: this.divider,
    }[event.key];
    if (!before) return;
    event.preventDefault();
    this.put(item, before);
    handle.focus();
  }

  // The item goes before another line; what stands below the divider has no number.
  put(item, before) {
    if (before === item) return;
    const old = new Map(items(this.list).map((one) => [one, number(one)]));
    this.list.insertBefore(item, before);
    const ranked = this.ranked;
    let place = 0;
    ranked.forEach((one, at) => {
      const above = ranked[at - 1];
      const tied = above && one !== item && above !== item && old.get(one) > 0 && old.get(one) === old.get(above);
      if (!tied) place += 1;
      field(one).value = place;
    });
    for (const one of items(this.list)) if (!ranked.includes(one)) field(one).value = "";
    this.refresh();
    this.tell(item);
    this.list.dispatchEvent(new Event("input", { bubbles: true }));
  }

  // After somebody typed numbers: the order is theirs, the numbers stay as they typed them.
  sort() {
    const all = items(this.list);
    const ranked = all.filter((item) => number(item) > 0).sort((one, other) => number(one) - number(other));
    for (const item of ranked) this.list.insertBefore(item, this.divider);
    let last = this.divider;
    for (const item of all.filter((one) => !number(one))) {
      last.after(item);
      last = item;
    }
    this.refresh();
  }

  refresh() {
    const ranked = this.ranked;
    for (const item of items(this.list)) {
      const at = ranked.indexOf(item);
      for (const button of item.querySelectorAll("[data-rank-act]")) {
        const name = button.dataset.rankAct;
        button.hidden = (name === "on") === at >= 0;
        button.setAttribute("aria-disabled", String((name === "up" && at === 0) || (name === "down" && at === ranked.length - 1)));
      }
    }
  }

  tell(item) {
    const ranked = this.ranked;
    const text = ranked.includes(item) ? this.said.dataset.moved : this.said.dataset.gone;
    const words = { name: item.dataset.rank, place: number(item), count: ranked.length };
    this.said.textContent = text.replace(/\{(\w+)\}/g, (_all, name) => words[name]);
  }

  // The line follows the pointer, and goes where it is let go: nothing is moved in between, because a
  // browser that sees the touched element leave its place forgets the touch.
  drag(event, item, handle) {
    if (event.button !== 0) return;
    event.preventDefault();
    handle.focus();
    handle.setPointerCapture(event.pointerId);
    item.classList.add("rank-dragged");
    const start = event.clientY + window.scrollY;
    let y = event.clientY;
    let target = item;
    let frame = 0;

    const show = () => {
      item.style.transform = `translateY(${y + window.scrollY - start}px)`;
      const others = [...this.list.children].filter((line) => line !== item && !line.hidden);
      const below = others.find((line) => {
        const box = line.getBoundingClientRect();
        return y < box.top + box.height / 2;
      });
      for (const line of others) line.classList.remove("rank-drop-before", "rank-drop-after");
      target = below ?? null;
      if (target === item.nextElementSibling) target = item;
      else if (below) below.classList.add("rank-drop-before");
      else others.at(-1)?.classList.add("rank-drop-after");
    };
    const scroll = () => {
      const by = y < EDGE ? -10 : y > window.innerHeight - EDGE ? 10 : 0;
      if (by) {
        window.scrollBy(0, by);
        show();
      }
      frame = requestAnimationFrame(scroll);
    };
    const follow = (moved) => {
      y = moved.clientY;
      show();
    };
    const stop = (ended) => {
      cancelAnimationFrame(frame);
      for (const [name, listener] of listeners) handle.removeEventListener(name, listener);
      item.style.transform = "";
      for (const line of this.list.children) line.classList.remove("rank-dragged", "rank-drop-before", "rank-drop-after");
      if (ended.type === "pointerup") {
        this.put(item, target);
        handle.focus();
      }
    };
    const escape = (pressed) => pressed.key === "Escape" && stop(pressed);
    const listeners = [["pointermove", follow], ["pointerup", stop], ["pointercancel", stop], ["keydown", escape]];
    for (const [name, listener] of listeners) handle.addEventListener(name, listener);
    frame = requestAnimationFrame(scroll);
  }
}

export function start(elements) {
  for (const element of elements) {
    if (element.dataset.ranking) continue;
    element.dataset.ranking = "on";
    new Ranking(element);
  }
}
