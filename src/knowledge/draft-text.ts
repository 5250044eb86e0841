import { z } from "zod";
import { yamlLibrary } from "./yaml-library.ts";

const Loose = z.object({ id: z.string().optional(), title: z.string().optional() });
const ID = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const LONGEST_ID = 32;

/** Longest file that an editor may hand in, in UTF-16 units; a finished article has about 2,500. */
export const LONGEST_DRAFT = 20_000;

export interface DraftText {
  /** With one kind of line ends and without a byte-order mark. */
  readonly text: string;
  /** Where the front matter says so and it can be one. */
  readonly id: string | undefined;
  readonly title: string | undefined;
}

export type DraftRefusal =
  | { readonly code: "no-front-matter" }
  | { readonly code: "too-long"; readonly limit: number }
  | { readonly code: "bad-yaml"; readonly line: number; readonly reason: string };

/** Reads what an unfinished article must have: front matter that can be read. Everything else may still be missing. */
export function readDraft(raw: string): DraftText | DraftRefusal {
  const text = `${raw
    .toWellFormed()
    .replaceAll("\0", "")
    .replace(/^\uFEFF/, "")
    .replace(/\r\n?/g, "\n")
    .trim()}\n`;
  if (text.length > LONGEST_DRAFT) return { code: "too-long", limit: LONGEST_DRAFT };
  const lines = text.split("\n");
  const end = lines.indexOf("---", 1);
  if (lines[0] !== "---" || end === -1) return { code: "no-front-matter" };
  const document = yamlLibrary().parseDocument(lines.slice(1, end).join("\n"), {
    schema: "core",
    uniqueKeys: true,
  });
  const [error] = document.errors;
  if (error) {
    const line = (error.linePos?.[0].line ?? 0) + 1; // the first --- is line 1
    return { code: "bad-yaml", line, reason: error.message.split("\n")[0] ?? error.code };
  }
  const front = Loose.safeParse(plain(document));
  const { id, title } = front.success ? front.data : {};
  const isId = id !== undefined && ID.test(id) && id.length <= LONGEST_ID;
  return { text, id: isId ? id : undefined, title: title?.slice(0, 60) };
}

/** Aliases could make a small file enormous, so none are expanded. */
function plain(document: { toJS(options: { maxAliasCount: number }): unknown }): unknown {
  try {
    return document.toJS({ maxAliasCount: 0 });
  } catch {
    return undefined;
  }
}

/** YAML reads JSON's quoted text as it is, whatever stands in it. */
const quoted = (text: string): string => JSON.stringify(text.replace(/\s+/g, " ").trim());

/** The beginning of an article about questions that were really asked: everything else is left open for the editor. */
export function newDraftText(
  id: string,
  questions: readonly string[],
  days: { on: string; by: string },
): string {
  const [first = ""] = questions;
  const title = `${[...first.replace(/[?？。!！\s]+$/u, "")].slice(0, 39).join("")}？`;
  const variants = [...new Set(questions.map((one) => [...one].slice(0, 60).join("")))];
  return `---
id: ${id}
title: ${quoted(title)}
topic: ""
stage: { from: 0, to: 84 }
variants:
${variants.map((one) => `  - ${quoted(one)}`).join("\n")}
keywords: []
short: ""
redFlags: []
sources: []
# sources:
#   - { publisher: 中华医学会, title: 指南的名字, year: 2024, read: original, kind: guideline }
review: { level: source-checked, reviewer: "", on: ${days.on}, by: ${days.by} }
---

## 怎么做

## 不要做

## 省钱办法

## 什么时候看医生
`;
}
