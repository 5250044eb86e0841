import type { Action, Block, Content, Draft, MediaRef, Target } from "../core/content.ts";
import type { Abilities } from "../core/platform.ts";
import { type Random, randomId } from "../core/random.ts";
import { splitAtSentences } from "../core/split-text.ts";
import { mediaNote } from "./media-note.ts";
import type { NewDelivery } from "./outbox-store.ts";

const lengthOf = (block: Block): number =>
  block.kind === "list" ? block.items.reduce((sum, item) => sum + item.length + 3, 0) : block.text.length;

/** Blank line between blocks. */
const GAP = 2;

/** A block that is too long by itself, as several. */
function splitBlock(block: Block, maxLength: number): readonly Block[] {
  if (lengthOf(block) <= maxLength) return [block];
  if (block.kind !== "list") {
    return splitAtSentences(block.text, maxLength).map((text) => ({ kind: block.kind, text }));
  }
  const lists: { kind: "list"; items: string[] }[] = [];
  let length = Number.POSITIVE_INFINITY;
  for (const item of block.items.flatMap((long) => splitAtSentences(long, maxLength - 3))) {
    if (length + item.length + 3 > maxLength) {
      lists.push({ kind: "list", items: [] });
      length = 0;
    }
    lists.at(-1)?.items.push(item);
    length += item.length + 3;
  }
  return lists;
}

/**
 * Cuts content into messages that fit, at block and sentence ends; buttons go with the last one, more rows or longer
 * labels than the platform shows are cut off.
 */
export function splitContent(whole: Content, abilities: Abilities): readonly Content[] {
  const { file, ...content } = abilities.files
    ? whole
    : { ...whole, blocks: withFileShown(whole), file: undefined };
  const shown = abilities.media.maxUploadBytes > 0 ? (whole.media ?? []) : [];
  const notes = (shown.length > 0 ? [] : (whole.media ?? [])).map(({ kind }) => mediaNote(kind, "not-here"));
  // Headings and lists get marks of a few characters when they are encoded.
  const maxLength = abilities.maxTextLength - 16;
  const parts: Block[][] = [[]];
  let length = 0;
  for (const block of [...content.blocks, ...notes].flatMap((long) => splitBlock(long, maxLength))) {
    const added = lengthOf(block) + GAP;
    if (length > 0 && length + added > maxLength) {
      parts.push([]);
      length = 0;
    }
    parts.at(-1)?.push(block);
    length += added;
  }
  const buttons = content.buttons
    .flatMap((row) => chunk(row, abilities.maxButtonsPerRow))
    .slice(0, abilities.maxButtonRows)
    .map((row) =>
      row.map((button) => ({ ...button, label: shorten(button.label, abilities.maxButtonLabel) })),
    );
  // What stands over a file is a caption, which is shorter than a message.
  if (file && length > LONGEST_CAPTION) parts.push([]);
  const texts = parts.map((blocks, index): Content => {
    const isLast = index === parts.length - 1;
    return { tone: content.tone, blocks, buttons: [], ...(isLast && file ? { file } : {}) };
  });
  const messages = withMedia(texts, shown, length);
  const calls = content.mentionsAll && abilities.mentionsEverybody;
  return messages.map((message, index) => ({
    ...message,
    ...(index === 0 && calls ? { mentionsAll: true } : {}),
    ...(index === messages.length - 1 ? { buttons } : {}),
  }));
}

/** Each medium as a message; the first one takes the last words as its caption where they fit and it may have one. */
function withMedia(
  texts: readonly Content[],
  media: readonly MediaRef[],
  lastLength: number,
): readonly Content[] {
  const [first, ...others] = media;
  const last = texts.at(-1);
  if (!first || !last) return texts;
  const before = texts.slice(0, -1);
  const alone = (medium: MediaRef): Content => ({ tone: "plain", blocks: [], buttons: [], media: [medium] });
  const isFree = last.file === undefined && lastLength <= LONGEST_CAPTION && !first.wordless;
  const isEmpty = last.blocks.length === 0 && last.file === undefined;
  const head = isFree ? [{ ...last, media: [first] }] : [...(isEmpty ? [] : [last]), alone(first)];
  return [...before, ...head, ...others.map(alone)];
}

/** Telegram's captions end at 1,024 UTF-16 units; headings and lists get a few more when they are encoded. */
const LONGEST_CAPTION = 900;
/** A part of a file that is shown as text: short enough that no platform cuts it in the middle of a line. */
const SHOWN_PART = 1_500;

/** A file's text in blocks; none begins inside of an indented list, whose spaces would be lost. */
function withFileShown({ blocks, file }: Content): readonly Block[] {
  if (!file) return blocks;
  const parts: string[] = [];
  let part = "";
  for (const line of file.text.split("\n")) {
    if (part !== "" && part.length + line.length >= SHOWN_PART && !/^\s/.test(line)) {
      parts.push(part);
      part = "";
    }
    part += `${line}\n`;
  }
  return [...blocks, ...[...parts, part].map((text) => ({ kind: "text", text }) as const)];
}

function chunk<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  const chunks: T[][] = [];
  for (let start = 0; start < items.length; start += size) chunks.push(items.slice(start, start + size));
  return chunks;
}

/** Never cuts a character in two: half an emoji is no valid text. */
const shorten = (label: string, maxLength: number): string =>
  label.length <= maxLength ? label : `${label.slice(0, maxLength - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;

/** What makes a row one of its kind: purpose, target and part of what `origin` caused. */
export const dedupeKeyOf = (origin: string, { purpose, to }: Draft, part = 0): string => {
  // A chat and a thread within it are two targets.
  const thread = to.inThread ? `~${to.inThread.key.replaceAll(":", "-")}` : "";
  return `${origin}:${purpose}:${to.platform}:${to.chatId}${thread}:${part}`;
};

/** The outbox rows of one draft; `origin` is what caused it, so that doing it again makes the same keys. */
export function toDeliveries(
  draft: Draft,
  origin: string,
  abilities: Abilities,
  random: Random,
): readonly NewDelivery[] {
  const { edit, action, batch, notBefore, expiresAt } = draft;
  const together = {
    ...(batch === undefined ? {} : { batch }),
    ...(notBefore === undefined ? {} : { notBefore }),
    ...(expiresAt === undefined ? {} : { expiresAt }),
  };
  const handle = action ? undefined : draft.handle;
  const one = (content: Content) => asOneMessage(splitContent(content, abilities));
  const isOne = handle !== undefined || action !== undefined;
  const parts = isOne ? [one(draft.content)] : splitContent(draft.content, abilities);
  return parts.map((content, part) => ({
    dedupeKey: dedupeKeyOf(origin, draft, part),
    nonce: randomId(random, 20),
    lane: draft.lane,
    // An interaction's deferred answer can be filled once, by the first part.
    to: targetOfPart(draft.to, part, part === parts.length - 1),
    content,
    ...(handle === undefined ? {} : { handle, edit }),
    ...(action ? { action: { ...action, otherwise: mapContents(action.otherwise, one) } } : {}),
    ...(draft.unreached ? { unreached: unreachedOf(draft, draft.unreached, origin, random) } : {}),
    ...together,
  }));
}

/** The same for all parts: somebody is told once. */
const unreachedOf = (
  { lane, purpose }: Draft,
  { to, content }: NonNullable<Draft["unreached"]>,
  origin: string,
  random: Random,
): NewDelivery => ({
  dedupeKey: `${origin}:${purpose}:unreached:${to.platform}:${to.chatId}`,
  nonce: randomId(random, 20),
  lane,
  to,
  content,
});

function targetOfPart(to: Target, part: number, isLast: boolean): Target {
  const { inThread } = to;
  const first = part === 0 ? to : { ...to, interaction: undefined, replyToMessageId: undefined };
  if (!inThread) return first;
  const { closes, reopens, beside, ...thread } = inThread;
  const begins = part === 0 ? { reopens, beside } : {};
  return { ...first, inThread: { ...thread, ...begins, closes: isLast && closes } };
}

const mapContents = (
  { gone, failed, "no-right": noRight }: Action["otherwise"],
  change: (content: Content) => Content,
): Action["otherwise"] => ({ gone: change(gone), failed: change(failed), "no-right": change(noRight) });

/** The beginning with the buttons of the end: what is changed later has to stay one message. */
function asOneMessage(parts: readonly Content[]): Content {
  const [first, last] = [parts[0], parts.at(-1)];
  if (!first || !last || first === last) return first ?? { tone: "plain", blocks: [], buttons: [] };
  const media = parts.find((part) => part.media)?.media;
  const blocks = [...first.blocks, { kind: "small", text: "…" } as const];
  const calls = first.mentionsAll ? { mentionsAll: true } : {};
  return { ...last, blocks, ...(media ? { media } : {}), ...calls };
}
