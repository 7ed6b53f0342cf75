// Counts what the rows of a scored file show. All of it has a fixed size, however long the file is.

const BINS = 10_000;
const MAX_CLASSES = 20;
const LISTED = 20;
const LISTED_PROBLEMS = 100;
const SAMPLE = 400;

/** Counts of numbers in bins whose range doubles when a number is outside. */
export class Histogram {
  static BINS = 40;

  constructor(from, to) {
    this.from = from;
    this.to = to;
    this.counts = null;
    if (from !== undefined) {
      this.counts = new Array(Histogram.BINS).fill(0);
    }
    this.isFixed = from !== undefined;
  }

  add(number) {
    if (!Number.isFinite(number)) {
      return;
    }
    if (this.counts === null) {
      const width = Math.abs(number) / 16 || 1;
      this.from = number - width / 2;
      this.to = number + width / 2;
      this.counts = new Array(Histogram.BINS).fill(0);
    }
    while (!this.isFixed && number < this.from && Number.isFinite(this.from)) {
      this.from -= this.to - this.from;
      this.#halve((i) => Histogram.BINS / 2 + (i >> 1));
    }
    while (!this.isFixed && number > this.to && Number.isFinite(this.to)) {
      this.to += this.to - this.from;
      this.#halve((i) => i >> 1);
    }
    const bin = Math.floor((number - this.from) / (this.to - this.from) * Histogram.BINS);
    this.counts[Math.max(0, Math.min(Histogram.BINS - 1, bin))]++;
  }

  #halve(target) {
    const merged = new Array(Histogram.BINS).fill(0);
    this.counts.forEach((count, i) => {
      merged[target(i)] += count;
    });
    this.counts = merged;
  }

  /** The bins between the first and the last with a number; all of them where the range is given. */
  trimmed() {
    if (this.counts === null) {
      return null;
    }
    const used = (count) => count > 0;
    const first = this.isFixed ? 0 : this.counts.findIndex(used);
    const last = this.isFixed ? this.counts.length - 1 : this.counts.findLastIndex(used);
    const width = (this.to - this.from) / Histogram.BINS;
    return { from: this.from + first * width, to: this.from + (last + 1) * width, counts: this.counts.slice(first, last + 1) };
  }
}

/** A part of a text may keep all of the text in memory. */
const copy = (value) => JSON.parse(JSON.stringify(value));

/** The number in a cell of the server's response, which may have a decimal comma. */
export function number(cell) {
  return cell === "" ? NaN : Number(cell.replace(",", "."));
}

/** The predictions of a file so far. */
export class Tally {
  #model;
  #label;
  #error;
  #scores;

  rows = 0;
  problems = 0;
  listedProblems = [];
  firstRows = [];
  labels = new Map();

  /** @param header of the response */
  constructor(model, header) {
    this.#model = model;
    this.header = header;
    this.#error = header.length - 1;
    this.#label = model.kind === "classes" ? header.indexOf("label") : -1;
    const names = model.kind === "classes"
      ? model.labels.map((label) => (model.probabilities ? "probability_" : "score_") + label.name)
      : model.kind === "values" ? [model.values.length === 1 ? "value" : model.values[0].name] : [];
    this.#scores = names.map((name) => header.lastIndexOf(name)).filter((column) => column >= 0);
    this.inputs = model.kind === "classes"
      ? this.#label
      : this.#scores[0] ?? header.length - 1 - (model.outputs ?? 0);
    this.histogram = model.probabilities ? new Histogram(0, 1) : new Histogram();
    model.labels.forEach((label) => this.labels.set(label.name, 0));
  }

  /** The class whose probability the histogram shows; null for that of the predicted class. */
  get shown() {
    return this.#model.kind === "classes" && this.#scores.length === 2 ? this.#model.labels[1] : null;
  }

  get hasScores() {
    return this.#scores.length > 0;
  }

  add(cells) {
    this.rows++;
    const problem = cells[this.#error];
    const isPredicted = this.#label >= 0 ? cells[this.#label] !== "" || problem === "" : problem === "";
    if (problem !== "") {
      this.problems++;
      if (this.listedProblems.length < LISTED_PROBLEMS) {
        this.listedProblems.push({ row: this.rows, problem: copy(problem) });
      }
    }
    if (this.firstRows.length < LISTED) {
      this.firstRows.push(copy(cells));
    }
    if (!isPredicted) {
      return;
    }
    if (this.#label >= 0) {
      this.labels.set(cells[this.#label], (this.labels.get(cells[this.#label]) ?? 0) + 1);
    }
    if (this.#scores.length > 0) {
      this.histogram.add(this.#score(cells));
    }
  }

  #score(cells) {
    if (this.#model.kind === "values") {
      return number(cells[this.#scores[0]]);
    }
    if (this.shown !== null) {
      return number(cells[this.#scores[1]]);
    }
    return Math.max(...this.#scores.map((column) => number(cells[column])));
  }

  /** The prediction of a row: a label, or null; and its score, or NaN. */
  prediction(cells) {
    const label = this.#label >= 0 ? cells[this.#label] : null;
    const position = this.#model.labels.findIndex((one) => one.name === label);
    const column = this.#label >= 0 ? this.#scores[position] : this.#scores[0];
    return { label, score: column === undefined ? NaN : number(cells[column]), problem: cells[this.#error] };
  }

  /** Counts of the file's rows against the true classes or values in a column. */
  truth(column) {
    return this.#model.kind === "values"
      ? new TrueValues(column, this.#scores[0])
      : new Truth(this.#model, column, this.#label, this.#scores);
  }
}

/** What the predictions are worth, where a column has the true classes. */
class Truth {
  #model;
  #labelColumn;
  #scoreColumns;
  #names = new Map();

  constructor(model, column, labelColumn, scoreColumns) {
    this.#model = model;
    this.column = column;
    this.#labelColumn = labelColumn;
    this.#scoreColumns = scoreColumns;
    this.rows = 0;
    this.right = 0;
    this.unknown = 0;
    model.labels.forEach((label, i) => {
      this.#names.set(label.title, i);
      this.#names.set(canonical(label.name), i);
      this.#names.set(label.name, i);
    });
    const size = model.labels.length;
    const isCounted = size > 1 && size <= MAX_CLASSES;
    this.confusion = isCounted ? model.labels.map(() => new Array(size).fill(0)) : null;
    // By class: the number of rows by the bin of the score, all rows and those of the class.
    this.all = isCounted ? scoreColumns.map(() => new Float64Array(BINS)) : [];
    this.own = isCounted ? scoreColumns.map(() => new Float64Array(BINS)) : [];
  }

  /** The position of a class by its name or title; -1 for any other text. */
  position(text) {
    const stripped = text.trim();
    return this.#names.get(stripped) ?? this.#names.get(canonical(stripped)) ?? -1;
  }

  add(cells) {
    const text = cells[this.column];
    const label = cells[this.#labelColumn];
    if (text.trim() === "" || label === "") {
      return;
    }
    const truth = this.position(text);
    if (truth < 0) {
      this.unknown++;
      return;
    }
    const predicted = this.position(label);
    this.rows++;
    this.right += truth === predicted ? 1 : 0;
    if (this.confusion === null) {
      return;
    }
    this.confusion[truth][predicted]++;
    this.#scoreColumns.forEach((column, i) => {
      const score = number(cells[column]);
      if (Number.isFinite(score)) {
        const bin = this.#bin(score);
        this.all[i][bin]++;
        this.own[i][bin] += truth === i ? 1 : 0;
      }
    });
  }

  /** Scores without a range are mapped to one, which keeps their order. */
  #bin(score) {
    const share = this.#model.probabilities ? score : (1 + score / (1 + Math.abs(score))) / 2;
    return Math.max(0, Math.min(BINS - 1, Math.floor(share * BINS)));
  }

  /** Ten bins of a class's probability: the mean probability, the share of the class, and the number of rows. */
  calibration(position) {
    if (!this.#model.probabilities) {
      return [];
    }
    const bins = [];
    for (let from = 0; from < BINS; from += BINS / 10) {
      let count = 0;
      let own = 0;
      let sum = 0;
      for (let i = from; i < from + BINS / 10; i++) {
        count += this.all[position][i];
        own += this.own[position][i];
        sum += this.all[position][i] * (i + 0.5) / BINS;
      }
      if (count > 0) {
        bins.push({ predicted: sum / count, observed: own / count, count });
      }
    }
    return bins;
  }

  /** The curve of a class against all others, and the area below it; null where one of the two has no rows. */
  roc(position) {
    const own = this.own[position].reduce((sum, count) => sum + count, 0);
    const others = this.all[position].reduce((sum, count) => sum + count, 0) - own;
    if (own === 0 || others === 0) {
      return null;
    }
    const points = [{ x: 0, y: 0 }];
    let area = 0;
    let right = 0;
    let wrong = 0;
    for (let i = BINS - 1; i >= 0; i--) {
      const inBin = this.all[position][i];
      if (inBin === 0) {
        continue;
      }
      const before = { x: wrong / others, y: right / own };
      right += this.own[position][i];
      wrong += inBin - this.own[position][i];
      const point = { x: wrong / others, y: right / own };
      area += (point.x - before.x) * (point.y + before.y) / 2;
      const last = points[points.length - 1];
      if (Math.abs(point.x - last.x) + Math.abs(point.y - last.y) > 0.004) {
        points.push(point);
      }
    }
    points.push({ x: 1, y: 1 });
    return { points, area };
  }
}

/** The errors of predicted values, where a column has the true ones. */
class TrueValues {
  #predictedColumn;
  #absolute = 0;
  #squared = 0;
  #mean = 0;
  #deviation = 0;

  rows = 0;
  unknown = 0;

  /** Pairs of a predicted and a true value: as many of all rows, each with the same probability. */
  sample = [];

  constructor(column, predictedColumn) {
    this.column = column;
    this.#predictedColumn = predictedColumn;
  }

  add(cells) {
    const text = cells[this.column].trim();
    const predicted = number(cells[this.#predictedColumn]);
    if (text === "" || !Number.isFinite(predicted)) {
      return;
    }
    const truth = number(text);
    if (!Number.isFinite(truth)) {
      this.unknown++;
      return;
    }
    this.rows++;
    this.#absolute += Math.abs(predicted - truth);
    this.#squared += (predicted - truth) ** 2;
    // The sum of squared deviations, without the difference of two large numbers.
    const before = truth - this.#mean;
    this.#mean += before / this.rows;
    this.#deviation += before * (truth - this.#mean);
    const place = this.rows <= SAMPLE ? this.rows - 1 : Math.floor(Math.random() * this.rows);
    if (place < SAMPLE) {
      this.sample[place] = { predicted, truth };
    }
  }

  get meanAbsoluteError() {
    return this.#absolute / this.rows;
  }

  get rootMeanSquareError() {
    return Math.sqrt(this.#squared / this.rows);
  }

  /** The share of the variance that is explained; NaN if all true values are equal. */
  get r2() {
    return this.#deviation > 0 ? 1 - this.#squared / this.#deviation : NaN;
  }
}

/** 1 for 1.0, since tools differ in how they write whole numbers. */
function canonical(text) {
  return text !== "" && Number.isFinite(Number(text)) ? String(Number(text)) : text;
}
