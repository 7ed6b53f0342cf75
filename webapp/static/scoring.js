// Sends a file in parts, one after another, and shows what comes of it. Each part names the model, so that the server
// keeps nothing between them.
import { Parts, Records } from "./parts.js";
import { number, Tally } from "./tally.js";
import { calibration, curve, histogram, scatter } from "./charts.js";

/** The first rows are there at once, and progress is seen on slow connections. In bytes. */
const MIN_PART = 64 * 1024;
const MAX_PART = 1024 * 1024;

/** The time that a part should take, from which the size of the next one follows. In milliseconds. */
const PART_TIME = 250;

const PAINT_EVERY = 250;
const MAX_ATTEMPTS = 60;
const MAX_COLUMNS = 30;

const section = document.querySelector("section.file");
const summary = section.querySelector(".summary");
const input = section.querySelector("input[type=file]");
const model = JSON.parse(section.dataset.model);

/** The elements of a run, and the texts in the language of the page. */
let elements = null;
let texts = {};

let run = null;

/** Scores a file in place of an earlier one. */
export async function score(file) {
  if (elements === null) {
    const response = await fetch(section.dataset.run);
    if (!response.ok) {
      throw new Error(response.status);
    }
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    elements = page.querySelector(".run");
    texts = JSON.parse(elements.dataset.texts);
  }
  run?.end();
  run = new Run(file);
  await run.score();
}

/** A sentence for the user; everything else that is thrown is a fault. */
class Refusal extends Error {
  constructor(sentences, canReload = false) {
    super(sentences[0]);
    this.sentences = sentences;
    this.canReload = canReload;
  }
}

class Run {
  #file;
  #parts;
  #abort = new AbortController();
  #view;
  #output = [];
  #url = null;
  #tally = null;
  #truth = null;
  #features = new Set();
  #shownClass = 0;
  #separator = ",";
  #decimal = "";
  #renamed = [];
  #read = 0;
  #started = performance.now();
  #timer;

  constructor(file) {
    this.#file = file;
    this.#parts = new Parts(file);
    this.#view = document.importNode(elements, true);
    section.querySelectorAll(".problems").forEach((problems) => problems.remove());
    section.append(this.#view);
    this.#find(".cancel").addEventListener("click", () => this.#cancel());
    this.#find(".truth select").addEventListener("change", (event) => this.#chooseTruth(Number(event.target.value)));
    this.#find(".class select").addEventListener("change", (event) => {
      this.#shownClass = Number(event.target.value);
      this.#paintTruth();
    });
    this.#timer = setInterval(() => this.#paint(), PAINT_EVERY);
    summary.textContent = t("predicting", file.name);
  }

  #find(selector) {
    return this.#view.querySelector(selector);
  }

  async score() {
    const isOwn = () => run === this;
    try {
      this.#features = await this.#readFeatures();
      let size = MIN_PART;
      for (let part = await this.#parts.next(size); part !== null; part = await this.#parts.next(size)) {
        const start = performance.now();
        const text = await this.#send(part);
        if (!isOwn()) {
          return;
        }
        this.#add(text);
        this.#read = part.read;
        const took = performance.now() - start;
        size = Math.round(Math.max(MIN_PART, Math.min(MAX_PART, size * Math.min(2, PART_TIME / took))));
        if (this.#output.length === 1) {
          this.#paintFirstRows();
          this.#paint();
        }
      }
      this.#finish();
    } catch (error) {
      if (!isOwn()) {
        return;
      }
      this.end();
      if (!(error instanceof Refusal)) {
        console.error(error);
      }
      this.#refuse(error instanceof Refusal ? error : new Refusal([t("unreadable", error.message)]));
    }
  }

  /** The names of the features, in lower case: the other columns may hold the truth. */
  async #readFeatures() {
    const response = await fetch(section.querySelector("a[href$='template.csv']").href, { signal: this.#abort.signal });
    const names = response.ok ? new Records(await response.text(), ",").next() ?? [] : [];
    return new Set(names.map((name) => name.toLowerCase()));
  }

  /** Returns the server's answer to a part; waits where the server is busy. */
  async #send(part) {
    for (let attempt = 1; ; attempt++) {
      let response = await this.#post(part);
      if (response === null) {
        // A server that refuses a request may close the connection before it has read it, and the browser then tells
        // nothing. The header line alone is always read.
        response = await this.#post({ body: new Blob([this.#parts.header]), line: 1 });
        if (response === null || (response.ok && attempt >= 3)) {
          throw new Refusal([t("broke", rows(this.#tally?.rows ?? 0))]);
        }
        if (response.ok) {
          continue;
        }
      }
      if (response.ok) {
        if (this.#output.length === 0) {
          this.#renamed = (response.headers.get("Onward-Renamed-Columns") ?? "")
            .split(", ")
            .filter((column) => column.includes("="))
            .map((column) => column.split("=").map(decodeURIComponent));
        }
        return response.text();
      }
      const seconds = Number(response.headers.get("Retry-After"));
      if (response.status !== 503 || !(seconds > 0) || attempt === MAX_ATTEMPTS) {
        throw await refusal(response);
      }
      await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
      this.#abort.signal.throwIfAborted();
    }
  }

  /** Returns null if there is no response. */
  async #post(part) {
    const query = new URLSearchParams({ line: part.line });
    if (this.#decimal !== "") {
      query.set("decimal", this.#decimal);
    }
    try {
      return await fetch(section.dataset.predictions + "?" + query, {
        method: "POST",
        body: part.body,
        signal: this.#abort.signal,
        headers: {
          "Content-Type": "text/csv",
          "Accept": "text/csv, application/problem+json;q=0.9",
          "If-Match": `"${model.sha256}"`,
        },
      });
    } catch (error) {
      this.#abort.signal.throwIfAborted();
      return null;
    }
  }

  /** Adds the server's answer to a part. */
  #add(text) {
    const isFirst = this.#output.length === 0;
    if (isFirst) {
      this.#separator = String.fromCharCode(this.#parts.separator);
    }
    const records = new Records(text, this.#separator);
    const header = records.next();
    const start = records.position;
    if (isFirst) {
      this.#tally = new Tally(model, header);
    }
    const candidates = isFirst ? this.#truthColumns() : [];
    const tally = this.#tally;
    const held = [];
    for (let cells = records.next(); cells !== null; cells = records.next()) {
      tally.add(cells);
      if (candidates.length > 0) {
        held.push(cells);
      }
      this.#truth?.add(cells);
      if (this.#decimal === "" && this.#separator !== ",") {
        const score = cells.slice(tally.inputs, -1).find((cell) => /^-?\d+[.,]\d/.test(cell));
        this.#decimal = score === undefined ? "" : score.includes(",") ? "comma" : "point";
      }
    }
    if (isFirst) {
      this.#offerTruth(candidates, held);
    }
    this.#output.push(new Blob([isFirst ? text : text.slice(start)]));
  }

  /** The columns of the file that are not features. */
  #truthColumns() {
    return model.kind === "outputs" ? [] : this.#tally.header
      .slice(0, this.#tally.inputs)
      .map((name, column) => ({ name, column }))
      .filter(({ name }) => !this.#features.has(name.toLowerCase()));
  }

  /** Offers the columns, and takes the first in which only classes are found, or the one with the name of the value. */
  #offerTruth(candidates, held) {
    const isClass = model.kind === "classes";
    const found = candidates.filter(({ name, column }) => {
      if (!isClass) {
        // Any number could be an identifier.
        return [model.values[0].name, model.values[0].title].some((own) => own.toLowerCase() === name.trim().toLowerCase())
          && held.some((cells) => Number.isFinite(number((cells[column] ?? "").trim())));
      }
      const truth = this.#tally.truth(column);
      const texts = held.map((cells) => cells[column] ?? "").filter((text) => text.trim() !== "");
      return texts.length > 0 && texts.every((text) => truth.position(text) >= 0);
    });
    this.#find(".truth").hidden = candidates.length === 0;
    if (!isClass) {
      this.#find(".truth h3").textContent = this.#find(".truth h3").dataset.values;
      this.#find(".truth label span").textContent = this.#find(".truth label span").dataset.values;
    }
    const select = this.#find(".truth select");
    select.append(option(t("none"), "-1"), ...candidates.map(({ name, column }) => option(name, column)));
    this.#find(".class select").append(...model.labels.map((label, i) => option(label.title, i)));
    this.#shownClass = model.labels.length === 2 ? 1 : 0;
    this.#find(".class select").value = this.#shownClass;
    if (found.length > 0) {
      select.value = found[0].column;
      this.#truth = this.#tally.truth(found[0].column);
      held.forEach((cells) => this.#truth.add(cells));
    }
  }

  /** Counts again from what was received; the file is not sent again. */
  async #chooseTruth(column) {
    const truth = column < 0 ? null : this.#tally.truth(column);
    this.#truth = truth;
    if (truth !== null) {
      const received = [...this.#output];
      for (const [i, blob] of received.entries()) {
        const text = await blob.text();
        if (this.#truth !== truth) {
          return;
        }
        const records = new Records(text, this.#separator);
        if (i === 0) {
          records.next();
        }
        for (let cells = records.next(); cells !== null; cells = records.next()) {
          truth.add(cells);
        }
      }
    }
    this.#paintTruth();
  }

  #finish() {
    clearInterval(this.#timer);
    this.#read = this.#file.size;
    this.#paint();
    this.#find(".progress").remove();
    const name = this.#file.name.replace(/\.csv$/i, "") + "-scored.csv";
    this.#url = URL.createObjectURL(new Blob(this.#output, { type: "text/csv" }));
    const link = this.#find(".download a");
    link.href = this.#url;
    link.download = name;
    link.textContent = t("download", name);
    this.#find(".download").hidden = false;
    summary.textContent = this.#inWords();
  }

  #inWords() {
    const { rows: total, problems } = this.#tally;
    return t(problems === 0 ? "predicted" : "predicted-problems", rows(total), count(total - problems), count(problems))
      + this.#renamed.map(([column, feature]) => " " + t("renamed", column, feature)).join("");
  }

  #cancel() {
    this.end();
    run = null;
    summary.textContent = t("cancelled", rows(this.#tally?.rows ?? 0));
    this.#tally = null;
    input.value = "";
    input.focus();
  }

  /** Ends the request in flight and drops everything that was received. */
  end() {
    this.#abort.abort();
    clearInterval(this.#timer);
    this.#view.remove();
    this.#output = [];
    this.#truth = null;
    if (this.#url !== null) {
      URL.revokeObjectURL(this.#url);
    }
  }

  #refuse(refusal) {
    summary.textContent = "";
    const problems = document.createElement("div");
    problems.className = "problems";
    const title = text("h3", t("refused"));
    title.id = "file-problems-title";
    title.tabIndex = -1;
    const list = document.createElement("ul");
    list.append(...refusal.sentences.map((sentence) => text("li", sentence)));
    problems.append(title, list);
    if (refusal.canReload) {
      const again = text("a", t("reload"));
      again.href = location.href;
      problems.append(again);
    }
    section.querySelector("form").before(problems);
    title.focus();
  }

  #paint() {
    const seconds = (performance.now() - this.#started) / 1000;
    const progress = this.#view.querySelector("progress");
    if (progress !== null) {
      progress.value = this.#read / Math.max(1, this.#file.size);
      this.#find(".now").textContent =
        t("progress", bytes(this.#read), bytes(this.#file.size), rows(this.#tally?.rows ?? 0), seconds.toFixed(1));
    }
    if (this.#tally !== null) {
      this.#paintCounts();
      this.#paintProblems();
      this.#paintTruth();
    }
  }

  #paintCounts() {
    const tally = this.#tally;
    const predicted = [...tally.labels.values()].reduce((sum, one) => sum + one, 0);
    const found = [...tally.labels].filter(([, one]) => one > 0 || tally.labels.size <= 10)
      .sort(([, first], [, second]) => second - first);
    this.#find(".counts").hidden = tally.labels.size === 0;
    this.#find(".counts tbody").replaceChildren(...found.slice(0, 20).map(([label, one]) => row(
      named(label), count(one), predicted === 0 ? "" : percent(one / predicted))));
    this.#find(".counts .more").textContent = found.length > 20 ? counted("more-classes", found.length - 20) : "";
    const bins = tally.hasScores ? tally.histogram.trimmed() : null;
    this.#find(".scores").hidden = bins === null;
    if (bins !== null) {
      const caption = scoreCaption(tally);
      this.#find(".scores figcaption").textContent = caption;
      const format = model.probabilities ? (share) => Math.round(share * 100) + " %" : readable;
      this.#find(".scores .plot").replaceChildren(histogram(bins, format,
        t("range", caption, format(bins.from), format(bins.to))));
    }
  }

  #paintProblems() {
    const { listedProblems, problems } = this.#tally;
    const box = this.#find(".bad");
    box.hidden = problems === 0;
    box.querySelector("summary").textContent = t("problems", rows(problems));
    const body = box.querySelector("tbody");
    listedProblems.slice(body.rows.length).forEach(({ row: position, problem }) =>
      body.append(row(count(position), problem)));
    box.querySelector(".more").textContent = problems > listedProblems.length
      ? t("more-problems", count(problems - listedProblems.length)) : "";
  }

  #paintFirstRows() {
    const tally = this.#tally;
    const columns = tally.header.slice(0, Math.min(tally.inputs, MAX_COLUMNS));
    this.#find(".first").hidden = tally.firstRows.length === 0;
    this.#find(".first thead").replaceChildren(headings(t("row"), t("prediction"),
      ...(tally.hasScores && model.kind === "classes" ? [t(model.probabilities ? "probability" : "score")] : []), ...columns));
    this.#find(".first tbody").replaceChildren(...tally.firstRows.map((cells, i) => {
      const { label, score, problem } = tally.prediction(cells);
      const isClass = model.kind === "classes";
      const answer = problem !== "" ? marked(problem)
        : isClass ? named(label)
          : model.kind === "values" ? readable(score) + unit() : cells.slice(tally.inputs, -1).join(", ");
      return row(count(i + 1), answer,
        ...(tally.hasScores && isClass ? [Number.isFinite(score) ? (model.probabilities ? probability(score) : readable(score)) : ""] : []),
        ...cells.slice(0, columns.length));
    }));
    this.#find(".first .more").textContent = tally.inputs > columns.length
      ? counted("more-columns", tally.inputs - columns.length) : "";
  }

  #paintTruth() {
    const truth = this.#truth;
    const shown = this.#find(".evaluation");
    shown.hidden = truth === null || truth.rows === 0;
    const isClass = model.kind === "classes";
    this.#find(".class").hidden = shown.hidden || !isClass || truth.all.length === 0;
    this.#find(".truth .more").textContent = truth !== null && truth.unknown > 0
      ? t(isClass ? "unknown" : "no-number", rows(truth.unknown)) : "";
    this.#find(".scatter").hidden = isClass;
    if (shown.hidden) {
      return;
    }
    if (!isClass) {
      this.#paintErrors(truth);
      return;
    }
    this.#find(".accuracy").textContent =
      t("accuracy", percent(truth.right / truth.rows), count(truth.right), rows(truth.rows));
    this.#find(".confusion").hidden = truth.confusion === null;
    if (truth.confusion !== null) {
      this.#find(".confusion thead").replaceChildren(
        headings(t("true-class"), ...model.labels.map((label) => t("predicted-class", label.title))));
      this.#find(".confusion tbody").replaceChildren(...truth.confusion.map((counts, i) =>
        row(model.labels[i].title, ...counts.map(count))));
    }
    this.#paintCurves(truth);
  }

  #paintErrors(truth) {
    [".confusion", ".calibration", ".roc"].forEach((name) => {
      this.#find(name).hidden = true;
    });
    const r2 = Number.isFinite(truth.r2) ? truth.r2.toFixed(3) : "–";
    this.#find(".accuracy").textContent = t("errors",
      readable(truth.meanAbsoluteError) + unit(), readable(truth.rootMeanSquareError) + unit(), r2, rows(truth.rows));
    this.#find(".scatter .plot").replaceChildren(scatter(truth.sample, readable, t("scatter", rows(truth.sample.length))));
  }

  #paintCurves(truth) {
    const title = model.labels[this.#shownClass].title;
    const bins = truth.all.length === 0 ? [] : truth.calibration(this.#shownClass);
    this.#find(".calibration").hidden = bins.length === 0;
    if (bins.length > 0) {
      this.#find(".calibration .plot").replaceChildren(calibration(bins,
        t("calibration", title, bins.map((bin) => t("calibration-point", percent(bin.predicted), percent(bin.observed))).join("; "))));
    }
    const roc = truth.all.length === 0 ? null : truth.roc(this.#shownClass);
    this.#find(".roc").hidden = roc === null;
    if (roc !== null) {
      this.#find(".roc .area").textContent = t("area", roc.area.toFixed(3));
      this.#find(".roc .plot").replaceChildren(curve(roc.points, t("roc", title, roc.area.toFixed(3))));
    }
  }
}

async function refusal(response) {
  if (response.status === 412) {
    return new Refusal([t("replaced")], true);
  }
  const problem = await response.json().catch(() => ({}));
  const listed = (problem.problems ?? []).slice(0, 20).map((one) =>
    (one.line ? t("line", one.line) + ", " : "") + (one.feature ? one.feature + ": " : "") + one.message);
  const sentences = listed.length > 0 ? listed : [problem.detail ?? t("answered", response.status)];
  if (problem.total > listed.length && listed.length > 0) {
    sentences.push(t("more", count(problem.total - listed.length)));
  }
  return new Refusal(sentences);
}

function text(name, content) {
  const node = document.createElement(name);
  node.textContent = content;
  node.dir = "auto";
  return node;
}

function option(content, value) {
  const node = text("option", content);
  node.value = value;
  return node;
}

/** A row of a table, the first cell of which names it. */
function row(...cells) {
  const line = document.createElement("tr");
  cells.forEach((content, i) => {
    const cell = document.createElement(i === 0 ? "th" : "td");
    if (i === 0) {
      cell.scope = "row";
    }
    cell.dir = "auto";
    cell.append(content);
    line.append(cell);
  });
  return line;
}

function headings(...names) {
  const line = document.createElement("tr");
  line.append(...names.map((name) => {
    const cell = text("th", name);
    cell.scope = "col";
    return cell;
  }));
  return line;
}

/** A class by its title, and its label where that is another text. */
function named(label) {
  const known = model.labels.find((one) => one.name === label);
  const shown = text("span", known?.title ?? label);
  if (known !== undefined && known.title !== label) {
    shown.append(" ", text("small", label));
  }
  return shown;
}

function marked(problem) {
  const shown = text("span", problem);
  shown.className = "problem";
  return shown;
}

function unit() {
  return model.values.length === 1 && model.values[0].unit ? " " + model.values[0].unit : "";
}

function scoreCaption(tally) {
  if (model.kind === "values") {
    const of = model.values.length === 1 ? t("predictions") : t("predictions-of", model.values[0].title);
    return unit() === "" ? of : t("unit", of, unit().slice(1));
  }
  return tally.shown === null
    ? t(model.probabilities ? "probability-predicted" : "score-predicted")
    : t(model.probabilities ? "probability-of" : "score-of", tally.shown.title);
}

/** A text in the language of the page, with these values in its places. */
const t = (key, ...values) => texts[key].replace(/\{(\d)\}/g, (place, i) => values[i]);
const language = document.documentElement.lang;

/** A comma between thousands would be taken for a decimal one in other languages than English. */
const grouped = (number) => language === "en" ? number : number.replaceAll(",", "\u202f");
const count = (value) => grouped(value.toLocaleString("en"));
/** A text for a count; in French, zero is singular. */
const counted = (key, value) => t(key + (value === 1 || (value === 0 && language === "fr") ? ".one" : ".other"), count(value));
const rows = (value) => counted("rows", value);
const readable = (value) => grouped(Number(value.toPrecision(6)).toLocaleString("en", { maximumSignificantDigits: 6 }));
const percent = (share) => share < 0.0005 && share > 0 ? "< 0.1 %" : share > 0.9995 && share < 1 ? "> 99.9 %" : (share * 100).toFixed(1) + " %";

/** Never 0 % or 100 %, because no model is certain. */
const probability = (share) => percent(Math.max(1e-9, Math.min(1 - 1e-9, share)));

function bytes(size) {
  return size < 1e6 ? (size / 1e3).toFixed(0) + " kB" : (size / 1e6).toFixed(1) + " MB";
}
