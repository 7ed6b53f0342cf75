// Charts as SVG, in the colours of the style sheet. Their numbers are also in a table or a sentence beside them.

const WIDTH = 320;
const HEIGHT = 160;
const LEFT = 42;
const BOTTOM = 18;
const TOP = 8;
const RIGHT = 6;

function element(name, attributes, ...children) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", name);
  Object.entries(attributes).forEach(([key, value]) => node.setAttribute(key, value));
  node.append(...children);
  return node;
}

function chart(label, ...children) {
  return element("svg", { class: "graph", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": label }, ...children);
}

const x = (share) => (LEFT + share * (WIDTH - LEFT - RIGHT)).toFixed(1);
const y = (share) => (HEIGHT - BOTTOM - share * (HEIGHT - BOTTOM - TOP)).toFixed(1);

function axes(bottom, left) {
  return [
    element("path", { class: "axis", d: `M${x(0)} ${y(1)}V${y(0)}H${x(1)}` }),
    ...bottom.map(([share, text], i) => element("text", {
      x: x(share), y: HEIGHT - 4, "text-anchor": i === 0 ? "start" : i === bottom.length - 1 ? "end" : "middle" }, text)),
    ...left.map(([share, text]) => element("text", { x: LEFT - 5, y: Number(y(share)) + 4, "text-anchor": "end" }, text)),
  ];
}

/** Bars of a histogram from tally.js. */
export function histogram(bins, format, label) {
  const most = Math.max(...bins.counts);
  const step = 1 / bins.counts.length;
  const bars = bins.counts.map((count, i) => element("rect", {
    class: "bar",
    x: x(i * step),
    y: y(count / most),
    width: Math.max(0.5, (x((i + 1) * step) - x(i * step)) - 1).toFixed(1),
    height: (y(0) - y(count / most)).toFixed(1),
  }));
  return chart(label, ...bars, ...axes(
    [[0, format(bins.from)], [0.5, format((bins.from + bins.to) / 2)], [1, format(bins.to)]],
    [[1, compact(most)], [0, "0"]]));
}

function compact(count) {
  return count < 10_000 ? String(count) : count < 999_500 ? Math.round(count / 1000) + "k" : (count / 1e6).toFixed(1) + "M";
}

const SHARES = [[0, "0"], [0.5, "50 %"], [1, "100 %"]];

/** A line from 0 to 1 in both directions, with the diagonal. */
export function curve(points, label) {
  return chart(label,
    element("path", { class: "diagonal", d: `M${x(0)} ${y(0)}L${x(1)} ${y(1)}` }),
    element("polyline", { class: "curve", points: points.map((point) => `${x(point.x)},${y(point.y)}`).join(" ") }),
    ...axes(SHARES, SHARES));
}

/** True values by predicted ones, on the same scale, with the diagonal. */
export function scatter(points, format, label) {
  const all = points.flatMap((point) => [point.predicted, point.truth]);
  const low = Math.min(...all);
  const width = Math.max(...all) - low || 1;
  const share = (value) => (value - low) / width;
  const ends = [[0, format(low)], [1, format(low + width)]];
  return chart(label,
    element("path", { class: "diagonal", d: `M${x(0)} ${y(0)}L${x(1)} ${y(1)}` }),
    ...points.map((point) => element("circle", {
      class: "point", cx: x(share(point.predicted)), cy: y(share(point.truth)), r: 2 })),
    ...axes(ends, ends));
}

/** Points whose size shows the number of rows, with the diagonal. */
export function calibration(bins, label) {
  const most = Math.max(...bins.map((bin) => bin.count));
  return chart(label,
    element("path", { class: "diagonal", d: `M${x(0)} ${y(0)}L${x(1)} ${y(1)}` }),
    element("polyline", { class: "curve", points: bins.map((bin) => `${x(bin.predicted)},${y(bin.observed)}`).join(" ") }),
    ...bins.map((bin) => element("circle", {
      class: "bar", cx: x(bin.predicted), cy: y(bin.observed), r: (2 + 4 * Math.sqrt(bin.count / most)).toFixed(1) })),
    ...axes(SHARES, SHARES));
}
