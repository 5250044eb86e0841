import type { Content, MediaRef } from "../core/content.ts";
import { type Random, randomId } from "../core/random.ts";
import { type Locale, say } from "../core/texts/index.ts";
import type { CaseMedia } from "./case.ts";
import { wordsOf } from "./words.ts";

/** A message of the staff as the fan reads it: who speaks, the words, and the code by which it can be checked. */
export const staffMessage = (
  locale: Locale,
  number: number,
  said: {
    readonly as: string;
    readonly text?: string | undefined;
    readonly code: string;
    readonly media?: CaseMedia | undefined;
    readonly files?: readonly MediaRef[] | undefined;
    /** These are other words than the first ones. */
    readonly isChanged?: boolean | undefined;
  },
): Content => ({
  tone: "plain",
  blocks: [
    {
      kind: "small",
      text: `${say(locale, "cases.signed", { as: said.as, number })}${said.isChanged ? say(locale, "cases.changed-mark") : ""}`,
    },
    { kind: "text", text: wordsOf(locale, said.text, said.media) },
    { kind: "small", text: say(locale, "cases.code-line", { code: showCode(said.code) }) },
  ],
  buttons: [],
  media: said.files ?? [],
});

/** What stands in place of words that were taken back. */
export const withdrawnMessage = (locale: Locale, number: number, as: string): Content => ({
  tone: "plain",
  blocks: [
    { kind: "small", text: say(locale, "cases.signed", { as, number }) },
    { kind: "text", text: say(locale, "cases.withdrawn-fan") },
  ],
  buttons: [],
});

/** Names what was said to the fan by an event, so that it can be changed: only words are, a picture stays. */
export const saidHandle = (caseId: number, seq: number): string => `case-said:${caseId}:${seq}`;

/** 32 characters that nobody takes for one another: no I, L, O, U, and people may type them in lower case. */
const CODE_LENGTH = 8;
export const newCode = (random: Random): string => randomId(random, CODE_LENGTH).toUpperCase();

export const showCode = (code: string): string => `${code.slice(0, 4)}-${code.slice(4)}`;

/** What people type for a code, as it is kept; undefined when it can be none. */
export function readCode(typed: string): string | undefined {
  const code = typed
    .normalize("NFKC")
    .toUpperCase()
    .replace(/[\s-—–]+/g, "")
    .replaceAll("O", "0")
    .replace(/[IL]/g, "1");
  return /^[0-9A-HJKMNP-TV-Z]{8}$/.test(code) ? code : undefined;
}

/** A message of the staff that somebody passes on: its words and its code. */
export function readPassedOn(text: string): { readonly code: string; readonly words: string } | undefined {
  const match = /(?:验真码|Code)\s*[:：]?\s*([0-9A-Za-z]{4}[-—–]?[0-9A-Za-z]{4})/u.exec(text);
  const code = match && readCode(match[1] ?? "");
  return code ? { code, words: text.slice(0, match.index) } : undefined;
}

/** Only letters and figures: what copying and passing on leaves as it was. */
export const bareWords = (text: string): string =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "");
