import type { z } from "zod";
import type { Line, Sections } from "./article.ts";
import type { Problem } from "./knowledge-error.ts";
import { readPlainFrontMatter } from "./plain-front-matter.ts";
import { yamlLibrary } from "./yaml-library.ts";

export type Headings = Readonly<Record<keyof Sections, string>>;
const ORDER = ["todo", "avoid", "thrift", "doctor"] as const satisfies readonly (keyof Sections)[];

/** A file in the two parts that it is made of; `lineOf` says where a value of the front matter stands, from 1. */
export interface Markdown<Front> {
  readonly front: Front;
  readonly sections: Sections;
  /** Everything below the front matter, as it was written. */
  readonly body: string;
  readonly lineOf: (path: readonly PropertyKey[]) => number;
}

/**
 * Reads front matter by `schema` and the four sections under `headings`, in their order. Gives undefined after every
 * problem of the file was reported; never throws for what a file contains.
 */
export function readMarkdown<Front>(
  file: string,
  text: string,
  schema: z.ZodType<Front>,
  headings: Headings,
  problems: Problem[],
): Markdown<Front> | undefined {
  const before = problems.length;
  const report = (line: number, reason: string) => void problems.push({ file, line, reason });
  const lines = text.replace(/^\uFEFF/, "").split(/\r?\n/);
  const end = lines.indexOf("---", 1);
  if (lines[0] !== "---" || end === -1) {
    report(1, "must begin with front matter between two lines of ---");
    return undefined;
  }

  const written = lines.slice(1, end);
  const plain = readPlainFrontMatter(written);
  const quick = plain && schema.safeParse(plain);
  const open = once(() => openYaml(written.join("\n")));
  if (!quick?.success) for (const problem of open().problems) report(problem.line, problem.reason);
  if (problems.length > before) return undefined;

  const lineOf = (path: readonly PropertyKey[]) => open().lineOf(path);
  const parsed = quick?.success ? quick : schema.safeParse(open().read());
  const sections = readSections(lines, end + 1, headings, report);
  if (!parsed.success) {
    for (const issue of parsed.error.issues) {
      report(lineOf(issue.path), `${issue.path.join(".") || "front matter"}: ${issue.message}`);
    }
  }
  if (!parsed.success || !sections) return undefined;
  return { front: parsed.data, sections, body: lines.slice(end + 1).join("\n"), lineOf };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** Front matter with its positions, for whatever is not plain and for everything that has to be explained. */
function openYaml(source: string) {
  const { isNode, LineCounter, parseDocument } = yamlLibrary();
  const counter = new LineCounter();
  const document = parseDocument(source, { lineCounter: counter, schema: "core", uniqueKeys: true });
  const lineAt = (offset: number) => counter.linePos(offset).line + 1; // the first --- is line 1
  return {
    problems: document.errors.map((error) => ({
      line: lineAt(error.pos[0]),
      reason: `YAML: ${error.message.split("\n")[0] ?? error.code}`,
    })),
    lineOf(path: readonly PropertyKey[]): number {
      for (let length = path.length; length > 0; length--) {
        const node = document.getIn(path.slice(0, length), true);
        if (isNode(node) && node.range) return lineAt(node.range[0]);
      }
      return 1;
    },
    read: () => readPlain(document),
  };
}

/** Aliases could make a small file enormous, so none are expanded. */
function readPlain(document: { toJS(options: { maxAliasCount: number }): unknown }): unknown {
  try {
    return document.toJS({ maxAliasCount: 0 });
  } catch {
    return undefined;
  }
}

function readSections(
  lines: readonly string[],
  start: number,
  headings: Headings,
  report: (line: number, reason: string) => void,
): Sections | undefined {
  const found = new Map<string, Line[]>();
  let current: Line[] | undefined;
  let good = true;
  const refuse = (line: number, reason: string) => {
    good = false;
    report(line, reason);
  };
  for (let at = start; at < lines.length; at++) {
    const raw = lines[at] ?? "";
    const text = raw.trim();
    if (text === "") continue;
    if (text.startsWith("#")) {
      const expected = ORDER[found.size];
      if (!expected || text !== `## ${headings[expected]}`) {
        refuse(
          at + 1,
          expected ? `expected the heading "## ${headings[expected]}"` : "no heading may follow here",
        );
        // One wrong heading makes every later one look wrong; the first is what has to be mended.
        return undefined;
      }
      current = [];
      found.set(expected, current);
    } else if (!current) {
      refuse(at + 1, "text before the first heading");
    } else if (/^\s/.test(raw)) {
      refuse(at + 1, "nested or indented lines are not allowed");
    } else if (/^([*+]\s|\d+[.)]\s|>|\||```|!?\[.*\]\(|<)|\*\*|\[[^\]]*\]\(|<\/?[a-z]/i.test(text)) {
      refuse(at + 1, 'only "- item" lines and plain paragraph lines are allowed');
    } else if (text.startsWith("-")) {
      const item = /^- (\S.*)$/.exec(text)?.[1];
      if (item === undefined) refuse(at + 1, 'a list line is "- " and text');
      else current.push({ kind: "item", text: item });
    } else {
      current.push({ kind: "paragraph", text });
    }
  }
  const [todo, avoid, thrift, doctor] = ORDER.map((key) => {
    const section = found.get(key);
    if (!section?.length) refuse(lines.length, `the section "${headings[key]}" is missing or empty`);
    return section;
  });
  return good && todo && avoid && thrift && doctor ? { todo, avoid, thrift, doctor } : undefined;
}
