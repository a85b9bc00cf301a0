// Draws the numbers of components/chart.html; their table stays for everyone who does not see the picture.
import { library } from "./library.js";

const PALETTE = ["--chart-1", "--chart-2", "--chart-3", "--chart-4", "--chart-5", "--chart-6"];

// Who supplies stands to the left of whom they supply; a ring of supplies ends at the last column.
// The picture's own size is taken for the span of both axes: another would draw circles as eggs.
function inColumns(nodes, links, { width, height }) {
  const column = new Map(nodes.map((node) => [node.id, 0]));
  for (let round = 1; round < Math.min(nodes.length, 4); round += 1) {
    links.forEach(({ source, target }) => column.set(target, Math.max(column.get(target), Math.min(column.get(source) + 1, 3))));
  }
  const columns = [];
  nodes.forEach((node) => (columns[column.get(node.id)] ||= []).push(node));
  const wide = width / Math.max(columns.length - 1, 1);
  return columns.flatMap((rows, at) => {
    // Every second column stands lower, so that names pass each other.
    const lower = at % 2 ? height / 12 : 0;
    const high = (height - lower) / Math.max(rows.length - 1, 1);
    return rows.map((node, row) => ({ ...node, x: at * wide, y: rows.length === 1 ? height / 2 - lower : lower + row * high }));
  });
}

function options(data, style, size) {
  const ink = style.getPropertyValue("--tblr-secondary-color").trim() || style.color;
  const line = style.getPropertyValue("--chart-line").trim();
  const common = {
    animation: !window.matchMedia("(prefers-reduced-motion: reduce)").matches,
    color: PALETTE.map((name) => style.getPropertyValue(name).trim()),
    textStyle: { fontFamily: style.fontFamily, color: ink },
    // Rich text is drawn on the canvas; the HTML tooltip would need inline styles.
    tooltip: { renderMode: "richText", trigger: data.kind === "pie" ? "item" : "axis", confine: true },
    legend: { show: data.series.length > 1 || data.kind === "pie", bottom: 0, type: "scroll", textStyle: { color: ink }, pageTextStyle: { color: ink }, pageIconColor: ink },
  };
  if (data.kind === "graph") {
    const room = { width: size.width * 0.76, height: size.height - 60 };
    return {
      ...common,
      legend: { show: false },
      tooltip: { ...common.tooltip, trigger: "item", formatter: ({ dataType, data: one }) => (dataType === "edge" ? one.goods : one.name) },
      series: [
        {
          type: "graph",
          layout: "none",
          left: "12%",
          right: "12%",
          top: 16,
          bottom: 44,
          roam: true,
          symbolSize: 14,
          edgeSymbol: ["none", "arrow"],
          edgeSymbolSize: 8,
          label: { show: true, position: "bottom", color: ink, fontSize: 11, width: Math.min(140, size.width / 4.5), overflow: "break" },
          lineStyle: { color: ink, opacity: 0.6, width: 1.5, curveness: 0.08 },
          data: inColumns(data.nodes, data.links, room),
          links: data.links,
        },
      ],
    };
  }
  if (data.kind === "pie") {
    const values = data.labels.map((name, index) => ({ name, value: data.series[0].values[index] }));
    return { ...common, series: [{ type: "pie", radius: ["45%", "70%"], center: ["50%", "44%"], label: { color: ink }, data: values }] };
  }
  // A few labels are all shown, each in as many lines as it needs.
  const few = data.labels.length <= 6;
  const axisLabel = few ? { color: ink, interval: 0, width: size.width / data.labels.length - 24, overflow: "break", lineHeight: 15 } : { color: ink };
  return {
    ...common,
    grid: { left: 8, right: 16, top: 16, bottom: data.series.length > 1 ? 36 : 8, containLabel: true },
    xAxis: { type: "category", data: data.labels, axisLabel, axisLine: { lineStyle: { color: line } }, axisTick: { show: false } },
    yAxis: { type: "value", minInterval: 1, axisLabel: { color: ink }, splitLine: { lineStyle: { color: line } } },
    series: data.series.map((series) => ({
      name: series.name,
      data: series.values,
      type: data.kind === "line" ? "line" : "bar",
      stack: data.kind === "stacked" ? "all" : undefined,
      barMaxWidth: 36,
      symbolSize: 6,
    })),
  };
}

async function draw(figure) {
  await library(figure.dataset.library);
  const picture = figure.querySelector(".chart-picture");
  const data = JSON.parse(figure.querySelector("script[type='application/json']").textContent);
  const chart = window.echarts.init(picture, null, { renderer: "svg" });
  const paint = () => chart.setOption(options(data, getComputedStyle(figure), picture.getBoundingClientRect()), true);
  paint();
  const resize = new ResizeObserver(() => {
    chart.resize();
    if (data.kind === "graph") paint();
  });
  resize.observe(picture);
  new MutationObserver(paint).observe(document.documentElement, { attributeFilter: ["data-bs-theme"] });
}

// A printed page has the numbers of every chart, whether or not somebody looked at them.
function printTables() {
  const folded = [...document.querySelectorAll(".chart-table:not([open])")];
  for (const table of folded) table.open = true;
  addEventListener("afterprint", () => folded.forEach((table) => (table.open = false)), { once: true });
}
addEventListener("beforeprint", printTables);

export function start(figures) {
  const seen = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        seen.unobserve(target);
        draw(target).catch(() => {
          // The picture is an extra: open the table instead.
          target.querySelector(".chart-picture").remove();
          target.querySelector("details").open = true;
        });
      }
    },
    { rootMargin: "200px" },
  );
  for (const figure of figures) {
    if ("started" in figure.dataset) continue;
    figure.dataset.started = "";
    seen.observe(figure);
  }
}
