import { z } from "zod";
import type { Block, Button, Content, MediaRef } from "../../core/content.ts";
import { cleanText, cut, escapeMarkdown } from "./escape.ts";
import { BUTTON, EMBED, MAX_CONTENT } from "./limits.ts";

const COLOURS = { plain: undefined, answer: 0x2f8fb5, urgent: 0xd64545 } as const;
/** No link previews: they would push the answer off a small screen. */
const SUPPRESS_EMBEDS = 1 << 2;
/** Rings for everybody where the bot has that right on Discord, and is plain text where it has not. */
const EVERYBODY = "@everyone\n";
const WITH_LINK = /https?:\/\//;

interface Embed {
  readonly title?: string;
  readonly description?: string;
  readonly color?: number;
  readonly footer?: { readonly text: string };
}

export interface MessageBody {
  readonly content: string;
  readonly embeds: readonly Embed[];
  readonly components: readonly object[];
  readonly allowed_mentions: { readonly parse: readonly "everyone"[]; readonly replied_user: false };
  readonly flags?: number;
  readonly attachments?: readonly { readonly id: string; readonly filename: string }[];
  /** Sent beside the body, not in it. */
  readonly files?: readonly { readonly name: string; readonly data: Buffer; readonly contentType?: string }[];
}

/** What Discord is to show for `content`, with `upload` attached; everything in it stays within Discord's limits. */
export function encodeContent(content: Content, upload?: Uint8Array): MessageBody {
  const medium = content.media?.[0];
  if (!medium || !upload) return encodeWords(content);
  const { media: _, ...words } = content;
  const name = attachmentName(medium);
  const type = medium.type === undefined ? {} : { contentType: medium.type };
  const isBare = words.blocks.length === 0;
  return {
    ...encodeWords(words),
    ...(isBare ? { content: "", embeds: [] } : {}),
    attachments: [{ id: "0", filename: name }],
    files: [{ name, data: Buffer.from(upload.buffer, upload.byteOffset, upload.length), ...type }],
  };
}

const ENDINGS = { photo: "jpg", voice: "ogg", video: "mp4", file: "bin", sticker: "webp" } as const;

/** A name that Discord keeps as it is; without an ending it shows no picture. */
function attachmentName({ kind, name = "" }: MediaRef): string {
  const kept = name.replace(/[^\p{L}\p{N}._-]+/gu, "_").slice(-100);
  return /[^.]\.\w{1,8}$/.test(kept) ? kept : `${kind}.${ENDINGS[kind]}`;
}

function encodeWords(content: Content): MessageBody {
  const components = encodeButtons(content.buttons);
  // Nothing that somebody typed ever rings: these two go together, and only where the host has allowed it.
  const parse = content.mentionsAll ? (["everyone"] as const) : [];
  const call = content.mentionsAll ? EVERYBODY : "";
  const base = { components, allowed_mentions: { parse, replied_user: false } } as const;
  const text = content.blocks.map(markdown).filter(Boolean).join("\n\n").trim();
  if (content.tone === "plain" && text.length + call.length <= MAX_CONTENT) {
    return { ...base, content: text === "" ? "…" : `${call}${text}`, embeds: [], flags: SUPPRESS_EMBEDS };
  }
  return { ...base, content: call.trim(), embeds: [encodeEmbed(content)] };
}

function encodeEmbed({ blocks, tone }: Content): Embed {
  const [first, ...others] = blocks;
  const asTitle =
    first && first.kind !== "list" && others.length > 0 ? escapeMarkdown(first.text).trim() : "";
  const isTitle = asTitle !== "" && asTitle.length <= EMBED.title && !asTitle.includes("\n");
  const rest = isTitle ? others : blocks;
  // A footer is shown without Markdown, so nothing in it is escaped, and links in it cannot be pressed.
  const small = rest.filter((block) => block.kind === "small" && !WITH_LINK.test(block.text));
  const footer = cut(
    cleanText(small.map((block) => ("text" in block ? block.text : "")).join("\n")),
    EMBED.footer,
  );
  const body = rest.filter((block) => !small.includes(block));
  const room = Math.min(EMBED.description, EMBED.all - (isTitle ? asTitle.length : 0) - footer.length);
  const description = cut(body.map(markdown).filter(Boolean).join("\n\n").trim(), room);
  const colour = COLOURS[tone];
  return {
    ...(isTitle ? { title: asTitle } : {}),
    ...(description === "" && !isTitle ? { description: "…" } : description === "" ? {} : { description }),
    ...(footer.trim() === "" ? {} : { footer: { text: footer } }),
    ...(colour === undefined ? {} : { color: colour }),
  };
}

function markdown(block: Block): string {
  switch (block.kind) {
    case "text":
      return escapeMarkdown(block.text);
    case "heading":
      return wrapLines(block.text, "**", "**");
    case "small":
      return wrapLines(block.text, "-# ", "");
    case "list":
      return block.items.map((item) => `• ${escapeMarkdown(item).replace(/\n+/g, " ")}`).join("\n");
  }
}

const wrapLines = (text: string, before: string, after: string): string =>
  escapeMarkdown(text)
    .split("\n")
    .map((line) => (line.trim() === "" ? "" : `${before}${line.trim()}${after}`))
    .join("\n");

function encodeButtons(rows: Content["buttons"]): object[] {
  const seen = new Set<string>();
  const encoded = rows.slice(0, BUTTON.rows).map((row) => ({
    type: 1,
    components: row.slice(0, BUTTON.perRow).flatMap((button) => encodeButton(button, seen)),
  }));
  return encoded.filter(({ components }) => components.length > 0);
}

/** A button that Discord would refuse (two of the same data, a link that is none) is left out, not the message. */
function encodeButton(button: Button, seen: Set<string>): object[] {
  const label = cut(cleanText(button.label).trim() || "…", BUTTON.label);
  if ("url" in button) {
    const isLink = z
      .url({ protocol: /^https?$/ })
      .max(BUTTON.url)
      .safeParse(button.url).success;
    return isLink ? [{ type: 2, style: 5, label, url: button.url }] : [];
  }
  const { data } = button;
  if (data === "" || data.length > BUTTON.customId || seen.has(data) || !data.isWellFormed()) return [];
  seen.add(data);
  return [{ type: 2, style: 2, label, custom_id: data }];
}
