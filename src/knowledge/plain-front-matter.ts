/**
 * Reads front matter that is written as the articles write it: `key: value` lines, `- item` lines below a key, and one-
 * line `{}` and `[]` with nothing nested in them. Gives what YAML (core schema) would give; undefined for everything
 * else, also for what is wrong, which the YAML library then reads and explains. Takes a tenth of its time, and hundreds
 * of articles are read before the bot can answer.
 */
export function readPlainFrontMatter(lines: readonly string[]): Record<string, unknown> | undefined {
  const front: Record<string, unknown> = {};
  for (let at = 0; at < lines.length; ) {
    const line = lines[at++] ?? "";
    const [, key, rest] = LINE.exec(line) ?? [];
    if (key === undefined || ODD.test(line) || Object.hasOwn(front, key) || key === "__proto__")
      return undefined;
    if (rest !== undefined) {
      const value = readValue(rest);
      if (value === undefined) return undefined;
      front[key] = value;
      continue;
    }
    const items: unknown[] = [];
    for (; lines[at]?.startsWith("  - "); at++) {
      const item = ODD.test(lines[at] ?? "") ? undefined : readValue(lines[at]?.slice(4) ?? "");
      if (item === undefined) return undefined;
      items.push(item);
    }
    if (items.length === 0) return undefined;
    front[key] = items;
  }
  return front;
}

// As keys, too, YAML takes null, true and false for themselves.
const LINE = /^(?!(?:null|true|false):)([a-z]+):(?: (.*))?$/iu;
const PAIR = /^(?!(?:null|true|false):)([a-z]+): +(.*)$/iu;
/** Every white space but the plain one, and control characters. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const ODD = /[^\S ]|[\u0000-\u001f\u007f-\u009f]/u;

type Scalar = string | number;

function readValue(text: string): unknown {
  const inner = text.slice(1, -1);
  if (text.startsWith("[") && text.endsWith("]")) return readAll(split(inner), readInFlow);
  if (text.startsWith("{") && text.endsWith("}")) {
    const map: Record<string, Scalar> = {};
    for (const part of split(inner)) {
      const [, key, written = ""] = PAIR.exec(part) ?? [];
      const value = readInFlow(written);
      if (key === undefined || value === undefined || Object.hasOwn(map, key)) return undefined;
      map[key] = value;
    }
    return map;
  }
  return readScalar(text);
}

function readAll(parts: readonly string[], read: (part: string) => Scalar | undefined): Scalar[] | undefined {
  const values: Scalar[] = [];
  for (const part of parts) {
    const value = read(part);
    if (value === undefined) return undefined;
    values.push(value);
  }
  return values;
}

/** At commas outside of double quotes; one part that is nothing when that does not come out even. */
function split(inner: string): readonly string[] {
  const parts: readonly string[] = inner.match(/(?:"(?:[^"\\]|\\.)*"|[^",])+/gu) ?? [];
  return parts.join(",") === inner ? parts.map((part) => part.trim()) : [""];
}

const readInFlow = (text: string): Scalar | undefined =>
  !text.startsWith('"') && /[[\]{},"]/u.test(text) ? undefined : readScalar(text);

function readScalar(text: string): Scalar | undefined {
  const quoted = /^"((?:[^"\\]|\\["\\])*)"$/u.exec(text)?.[1];
  if (quoted !== undefined) return quoted.includes("\\") ? quoted.replace(/\\(.)/gu, "$1") : quoted;
  // Where it begins with a sign of YAML's, or has a colon or comment in it, the library decides.
  if (/^[-?:,[\]{}#&*!|>'"%@`\s]|\s$|:(?:$|\s)|\s#/u.test(text) || text === "") return undefined;
  if (/^(?:0|[1-9]\d{0,14})$/u.test(text)) return Number(text);
  if (/^(?:~|null|true|false)$/iu.test(text)) return undefined;
  // A digit and a letter that no number has: 3C, 5G.
  if (/^[1-9]\d*[a-df-z]\w*$/iu.test(text)) return text;
  if (/^[\d.+][\w.+-]*$/u.test(text) && !/^\d{4}-\d{2}-\d{2}$/u.test(text)) return undefined;
  return text;
}
