// components/calendar.html: month, or what data-view says; every event is a link. The page has the way to other days.
import { library } from "./library.js";
import { toast } from "./toasts.js";

async function draw(element) {
  await library(element.dataset.library);
  await library(element.dataset.theme);
  const chinese = document.documentElement.lang.startsWith("zh");
  if (chinese) await library(element.dataset.chinese);
  new window.FullCalendar.Calendar(element, {
    locale: chinese ? "zh-cn" : "en-gb",
    initialView: element.dataset.view || "dayGridMonth",
    ...(element.dataset.date && { initialDate: element.dataset.date }),
    headerToolbar: false,
    firstDay: 1,
    scrollTime: "07:00:00",
    slotMinTime: "06:00:00",
    height: "auto",
    dayMaxEvents: 4,
    events: {
      url: element.dataset.calendar,
      failure: () => toast(document.getElementById("toasts").dataset.offline, "danger"),
    },
    eventDataTransform: ({ meaning = "waiting", ...event }) => ({ ...event, color: `var(--${meaning}-tint)`, contrastColor: `var(--${meaning})` }),
  }).render();
}

export function start(elements) {
  for (const element of elements) {
    if ("started" in element.dataset) continue;
    element.dataset.started = "";
    draw(element);
  }
}
