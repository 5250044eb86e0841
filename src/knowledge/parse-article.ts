import { createHash } from "node:crypto";
import { isNode, LineCounter, parseDocument } from "yaml";
import type { Article, Line, Sections } from "./article.ts";
import { FrontMatter } from "./article-schema.ts";
import type { Problem } from "./knowledge-error.ts";

const HEADINGS = [
  ["todo", "怎么做"],
  ["avoid", "不要做"],
  ["thrift", "省钱办法"],
  ["doctor", "什么时候看医生"],
] as const;

/** Lines of the file, counted from 1, where a variant stands; the loader names them when two articles share one. */
export interface ParsedArticle {
  readonly article: Article;
  readonly variantLines: readonly number[];
}

/**
 * Reads one article file. `fileId` is the file's name without `.md`. Gives the article or every problem found in it;
 * never throws for what a file contains.
 */
export function parseArticle(file: string, fileId: string, text: string): ParsedArticle | readonly Problem[] {
  const problems: Problem[] = [];
  const report = (line: number, reason: string) => void problems.push({ file, line, reason });

  const lines = text.replace(/^\uFEFF/, "").split(/\r?\n/);
  const end = lines.indexOf("---", 1);
  if (lines[0] !== "---" || end === -1) {
    report(1, "must begin with front matter between two lines of ---");
    return problems;
  }

  const counter = new LineCounter();
  const source = lines.slice(1, end).join("\n");
  const document = parseDocument(source, { lineCounter: counter, schema: "core", uniqueKeys: true });
  const lineAt = (offset: number) => counter.linePos(offset).line + 1; // the first --- is line 1
  for (const error of document.errors) {
    report(lineAt(error.pos[0]), `YAML: ${error.message.split("\n")[0] ?? error.code}`);
  }
  if (problems.length > 0) return problems;

  const lineOf = (path: readonly PropertyKey[]): number => {
    for (let length = path.length; length > 0; length--) {
      const node = document.getIn(path.slice(0, length), true);
      if (isNode(node) && node.range) return lineAt(node.range[0]);
    }
    return 1;
  };
  const parsed = FrontMatter.safeParse(readPlain(document));
  const sections = parseSections(lines, end + 1, report);
  if (!parsed.success) {
    for (const issue of parsed.error.issues) {
      report(lineOf(issue.path), `${issue.path.join(".") || "front matter"}: ${issue.message}`);
    }
    return problems;
  }

  const front = parsed.data;
  if (front.id !== fileId) report(lineOf(["id"]), `id: is "${front.id}" but the file is named "${fileId}"`);
  const body = lines.slice(end + 1).join("\n");
  for (const number of new Set(front.short.match(/\d+(?:\.\d+)?/g) ?? [])) {
    if (!new RegExp(`(?<![\\d.])${number.replace(".", "\\.")}(?!\\.?\\d)`).test(body)) {
      report(lineOf(["short"]), `short: the number ${number} does not stand in the body`);
    }
  }
  if (problems.length > 0 || !sections) return problems;

  const { id, title, topic, stage, variants, keywords, short, sources, review } = front;
  const revision = createHash("sha256").update(text).digest("hex").slice(0, 8);
  const article: Article = {
    id,
    revision,
    title,
    topic,
    stage: { fromMonths: stage.from, toMonths: stage.to },
    variants,
    keywords,
    short,
    sections,
    sources,
    review,
  };
  return { article, variantLines: variants.map((_, at) => lineOf(["variants", at])) };
}

/** Aliases could make a small file enormous, so none are expanded. */
function readPlain(document: ReturnType<typeof parseDocument>): unknown {
  try {
    return document.toJS({ maxAliasCount: 0 });
  } catch {
    return undefined;
  }
}

function parseSections(
  lines: readonly string[],
  start: number,
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
      const expected = HEADINGS[found.size];
      if (!expected || text !== `## ${expected[1]}`) {
        refuse(at + 1, expected ? `expected the heading "## ${expected[1]}"` : "no heading may follow here");
        // One wrong heading makes every later one look wrong; the first is what has to be mended.
        return undefined;
      }
      current = [];
      found.set(expected[0], current);
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
  const [todo, avoid, thrift, doctor] = HEADINGS.map(([key, heading]) => {
    const section = found.get(key);
    if (!section?.length) refuse(lines.length, `the section "${heading}" is missing or empty`);
    return section;
  });
  return good && todo && avoid && thrift && doctor ? { todo, avoid, thrift, doctor } : undefined;
}
