// Cuts a CSV file into parts at the ends of records, by the rules with which the server reads records: a file that is
// sent in parts must give the same rows as the whole file.

/** A longer record is refused by the server, which then goes on with the line after its first one. In UTF-16 units. */
const MAX_RECORD = 128 * 1024;

const QUOTE = 34;
const CR = 13;
const LF = 10;

/** A CSV file that is read part by part; only one part is in memory. */
export class Parts {
  #file;
  #offset = 0;
  #rest = new Uint8Array(0);
  #header = null;
  #separator = 0;
  #line = 1;

  constructor(file) {
    this.#file = file;
  }

  /** The bytes of the header line; null before the first part. */
  get header() {
    return this.#header;
  }

  /** The byte between two cells. */
  get separator() {
    return this.#separator;
  }

  /**
   * Returns the next part, of about so many bytes: its body with the header line, the line of the file with its first
   * row, and the number of bytes of the file read so far. Returns null at the end.
   */
  async next(size) {
    if (this.#offset === this.#file.size && this.#rest.length === 0 && this.#header !== null) {
      return null;
    }
    for (;;) {
      const read = await this.#file.slice(this.#offset, this.#offset + size).arrayBuffer();
      this.#offset = Math.min(this.#offset + size, this.#file.size);
      const bytes = join(this.#rest, new Uint8Array(read));
      const isLast = this.#offset === this.#file.size;
      const start = this.#header === null ? this.#readHeader(bytes, isLast) : 0;
      const end = start < 0 ? start : lastRecordEnd(bytes, start, this.#separator, isLast);
      if (end > start || isLast) {
        const line = this.#line;
        this.#line += lineEnds(bytes.subarray(start, end));
        this.#rest = bytes.slice(end);
        return { body: new Blob([this.#header, bytes.subarray(start, end)]), line, read: this.#offset - this.#rest.length };
      }
      this.#rest = this.#header === null ? bytes : bytes.slice(start);
    }
  }

  /** Returns the offset behind the header line; -1 if it has not been read to its end. */
  #readHeader(bytes, isLast) {
    const lineEnd = afterLine(bytes, 0, isLast);
    if (lineEnd < 0 && bytes.length <= 4 * MAX_RECORD) {
      return -1;
    }
    this.#separator = separatorOf(bytes.subarray(0, lineEnd < 0 ? bytes.length : lineEnd));
    const mark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
    // Without an end, it is for the server to say what is wrong.
    const end = lineEnd < 0 ? bytes.length : recordEnd(bytes, mark, this.#separator, isLast);
    if (end >= 0) {
      this.#header = bytes.slice(0, end);
      this.#line = 1 + lineEnds(this.#header);
    }
    return end;
  }
}

function join(first, second) {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

/** The comma, semicolon or tab that is most frequent outside quotes. */
export function separatorOf(line) {
  const candidates = [44, 59, 9];
  const counts = [0, 0, 0];
  let quoted = false;
  for (const byte of line) {
    if (byte === QUOTE) {
      quoted = !quoted;
    } else if (!quoted && candidates.includes(byte)) {
      counts[candidates.indexOf(byte)]++;
    }
  }
  return candidates[counts.indexOf(Math.max(...counts))];
}

function lastRecordEnd(bytes, start, separator, isLast) {
  let end = start;
  for (let next = end; next >= 0; next = end < bytes.length ? recordEnd(bytes, end, separator, isLast) : -1) {
    end = next;
  }
  return isLast ? bytes.length : end;
}

/** Returns the offset behind the record that starts here; -1 if more bytes are needed to find it. */
function recordEnd(bytes, start, separator, isLast) {
  let quoted = false;
  let isFieldStart = true;
  let checkAt = start + MAX_RECORD;
  for (let i = start; i < bytes.length; i++) {
    const byte = bytes[i];
    if (quoted) {
      if (byte === QUOTE) {
        if (i + 1 === bytes.length && !isLast) {
          return -1;
        }
        const next = bytes[i + 1];
        if (next === QUOTE) {
          i++;
        } else if (next === undefined || next === separator || next === CR || next === LF) {
          quoted = false;
        } else {
          return afterLine(bytes, start, isLast);
        }
      } else if (i > checkAt) {
        const length = characters(bytes, start, i);
        if (length > MAX_RECORD) {
          return afterLine(bytes, start, isLast);
        }
        checkAt = i + MAX_RECORD - length;
      }
    } else if (byte === LF || byte === CR) {
      return afterEnd(bytes, i, isLast);
    } else if (byte === separator) {
      isFieldStart = true;
    } else {
      quoted = byte === QUOTE && isFieldStart;
      isFieldStart = false;
    }
  }
  if (!isLast) {
    return -1;
  }
  return quoted ? afterLine(bytes, start, isLast) : bytes.length;
}

/** Returns the offset behind the line that starts here, regardless of quotes. */
function afterLine(bytes, start, isLast) {
  for (let i = start; i < bytes.length; i++) {
    if (bytes[i] === LF || bytes[i] === CR) {
      return afterEnd(bytes, i, isLast);
    }
  }
  return isLast ? bytes.length : -1;
}

function afterEnd(bytes, i, isLast) {
  if (bytes[i] === LF) {
    return i + 1;
  }
  if (i + 1 === bytes.length) {
    return isLast ? i + 1 : -1;
  }
  return bytes[i + 1] === LF ? i + 2 : i + 1;
}

function lineEnds(bytes) {
  let count = 0;
  for (let i = 0; i < bytes.length; i++) {
    if (bytes[i] === LF || (bytes[i] === CR && bytes[i + 1] !== LF)) {
      count++;
    }
  }
  return count;
}

/** The number of UTF-16 units. */
function characters(bytes, start, end) {
  let count = 0;
  for (let i = start; i < end; i++) {
    count += bytes[i] >= 0xf0 ? 2 : (bytes[i] & 0xc0) === 0x80 ? 0 : 1;
  }
  return count;
}

/** Reads the records of the server's CSV, one at a time. */
export class Records {
  #text;
  #separator;

  /** The offset behind the last record. */
  position = 0;

  constructor(text, separator) {
    this.#text = text;
    this.#separator = separator;
  }

  /** Returns the cells of the next record; null at the end. */
  next() {
    const text = this.#text;
    if (this.position >= text.length) {
      return null;
    }
    const cells = [];
    for (;;) {
      if (text[this.position] === '"') {
        cells.push(this.#quoted());
      } else {
        const start = this.position;
        while (this.position < text.length && text[this.position] !== this.#separator
            && text[this.position] !== "\r" && text[this.position] !== "\n") {
          this.position++;
        }
        cells.push(text.slice(start, this.position));
      }
      const end = text[this.position++];
      if (end !== this.#separator) {
        this.position += end === "\r" && text[this.position] === "\n" ? 1 : 0;
        return cells;
      }
    }
  }

  #quoted() {
    const text = this.#text;
    let cell = "";
    for (;;) {
      const end = text.indexOf('"', this.position + 1);
      cell += text.slice(this.position + 1, end < 0 ? text.length : end);
      this.position = end < 0 ? text.length : end + 1;
      if (text[this.position] !== '"') {
        return cell;
      }
      cell += '"';
    }
  }
}
