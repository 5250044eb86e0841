import type { Block, Button, Content } from "../../core/content.ts";
import { MAX_BUTTON_DATA_BYTES, MAX_BUTTONS, TELEGRAM_ABILITIES } from "./limits.ts";

export type InlineButton =
  | { readonly text: string; readonly callback_data: string }
  | { readonly text: string; readonly url: string };

export interface EncodedContent {
  /** HTML with everything escaped; empty when the content says nothing, which Telegram would refuse. */
  readonly html: string;
  readonly keyboard: readonly (readonly InlineButton[])[];
  /** Buttons that Telegram would refuse: a sign of a fault elsewhere, worth a warning. */
  readonly droppedButtons: number;
}

type Style = "plain" | "bold" | "italic";
interface Segment {
  readonly text: string;
  readonly style: Style;
}

const TAG: Readonly<Record<Style, readonly [string, string]>> = {
  plain: ["", ""],
  bold: ["<b>", "</b>"],
  italic: ["<i>", "</i>"],
};

/** Control characters that Telegram refuses or drops, and marks that turn the reading direction of what follows. */
const UNWANTED =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not leave
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufffe\uffff]/g;
/** What Telegram counts as saying nothing. */
const NOTHING = /[\s\p{Cc}\p{Cf}\u115f\u1160\u2800\u3164\uffa0]/gu;
const SENTENCE_END = /[。！？!?…；;\n]|\.(?=\s)/g;

const clean = (text: string): string => text.toWellFormed().replace(/\r\n?/g, "\n").replace(UNWANTED, "");
const saysSomething = (text: string): boolean => text.replace(NOTHING, "") !== "";
const escapeHtml = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

/**
 * Turns content into Telegram's HTML and an inline keyboard. Whatever was typed is shown as typed. The result always
 * keeps Telegram's limits: a text over 4096 UTF-16 code units, which delivery has normally split before, ends at a
 * sentence; a link that Telegram takes for no button (localhost) becomes a line of text.
 */
export function encodeContent(
  content: Content,
  maxLength = TELEGRAM_ABILITIES.maxTextLength,
): EncodedContent {
  const { keyboard, links, dropped } = encodeButtons(content.buttons);
  const blocks: readonly Block[] = [...content.blocks, ...links];
  const segments = keepWithin(join(blocks), maxLength);
  const html = segments
    .map(({ text, style }) => `${TAG[style][0]}${escapeHtml(text)}${TAG[style][1]}`)
    .join("");
  const empty = !segments.some(({ text }) => saysSomething(text));
  return { html: empty ? "" : html, keyboard, droppedButtons: dropped };
}

function join(blocks: readonly Block[]): Segment[] {
  const segments: Segment[] = [];
  let previous: Block["kind"] | undefined;
  for (const block of blocks) {
    const text = textOf(block);
    if (!saysSomething(text)) continue;
    if (previous) segments.push({ text: gap(previous, block.kind), style: "plain" });
    const style = block.kind === "heading" ? "bold" : block.kind === "small" ? "italic" : "plain";
    segments.push({ text, style });
    previous = block.kind;
  }
  return segments;
}

const textOf = (block: Block): string =>
  block.kind === "list"
    ? block.items
        .map((item) => clean(item).trim())
        .filter(saysSomething)
        .map((item) => `• ${item}`)
        .join("\n")
    : clean(block.text).trim();

/** A heading stands right above what it heads, small lines and a text with its list stay together. */
const gap = (before: Block["kind"], after: Block["kind"]): string =>
  before === "heading" || after === "list" || (before === "small" && after === "small") ? "\n" : "\n\n";

function keepWithin(segments: readonly Segment[], limit: number): Segment[] {
  const total = segments.reduce((sum, { text }) => sum + text.length, 0);
  if (total <= limit) return [...segments];
  const kept: Segment[] = [];
  let room = limit;
  for (const segment of segments) {
    if (segment.text.length < room) {
      kept.push(segment);
      room -= segment.text.length;
      continue;
    }
    if (room > 0) kept.push({ ...segment, text: cutAtSentence(segment.text, room) });
    break;
  }
  return kept;
}

/** At most `limit` UTF-16 code units, ending with "…": at the last sentence's end if that keeps half of it. */
function cutAtSentence(text: string, limit: number): string {
  const head = text.slice(0, limit - 1);
  let end = 0;
  for (const match of head.matchAll(SENTENCE_END)) end = match.index + 1;
  const kept = end > limit / 2 ? head.slice(0, end) : head;
  // Half of a surrogate pair at the cut is no character.
  return `${/[\ud800-\udbff]$/.test(kept) ? kept.slice(0, -1) : kept}…`;
}

function encodeButtons(rows: Content["buttons"]) {
  const links: Block[] = [];
  let dropped = 0;
  let left = MAX_BUTTONS;
  const keyboard = rows
    .map((row) =>
      row.flatMap((button): InlineButton[] => {
        const encoded = left > 0 ? encodeButton(button) : undefined;
        if (encoded) left -= 1;
        else if ("url" in button) links.push({ kind: "small", text: `${button.label}: ${button.url}` });
        else dropped += 1;
        return encoded ? [encoded] : [];
      }),
    )
    .filter((row) => row.length > 0);
  return { keyboard, links, dropped };
}

function encodeButton(button: Button): InlineButton | undefined {
  const text = shorten(clean(button.label).replaceAll("\n", " ").trim(), TELEGRAM_ABILITIES.maxButtonLabel);
  if (!saysSomething(text)) return undefined;
  // Not telegraf's Markup: that adds a key `hide` which the Bot API does not know.
  if ("url" in button) return isButtonUrl(button.url) ? { text, url: button.url } : undefined;
  const bytes = Buffer.byteLength(button.data);
  return bytes >= 1 && bytes <= MAX_BUTTON_DATA_BYTES && button.data.isWellFormed()
    ? { text, callback_data: button.data }
    : undefined;
}

function shorten(label: string, limit: number): string {
  if (label.length <= limit) return label;
  const head = label.slice(0, limit - 1);
  return `${/[\ud800-\udbff]$/.test(head) ? head.slice(0, -1) : head}…`;
}

/** Telegram wants a web link whose host has a dot; a refused link would take the whole message with it. */
function isButtonUrl(url: string): boolean {
  if (url.length > 2_048 || !url.isWellFormed() || !URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return (protocol === "https:" || protocol === "http:") && hostname.includes(".");
}
