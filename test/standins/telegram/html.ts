/** A text as Telegram stores it: markup parsed away, entities in UTF-16 code units. */
export interface ParsedText {
  readonly text: string;
  readonly entities: readonly { type: string; offset: number; length: number; url?: string }[];
}

/** What Telegram answers with 400, worded as it words it. */
export class BadRequest extends Error {}

const TAGS: Readonly<Record<string, string>> = {
  b: "bold",
  strong: "bold",
  i: "italic",
  em: "italic",
  u: "underline",
  ins: "underline",
  s: "strikethrough",
  strike: "strikethrough",
  del: "strikethrough",
  "tg-spoiler": "spoiler",
  span: "spoiler",
  a: "text_link",
  code: "code",
  pre: "pre",
  blockquote: "blockquote",
};
const NAMED: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"' };

/** Characters that Telegram treats as nothing when it asks whether a message says anything. */
const NOTHING = /[\s\p{Cc}\p{Cf}\u115f\u1160\u2800\u3164\uffa0]/gu;

/**
 * Parses Telegram's HTML as the Bot API does: four named and all numeric character references, only its own tags,
 * each closed in order. Throws `BadRequest` otherwise.
 * @see https://core.telegram.org/bots/api#html-style
 */
export function parseHtml(html: string): ParsedText {
  let text = "";
  const open: { tag: string; offset: number; url?: string }[] = [];
  const entities: { type: string; offset: number; length: number; url?: string }[] = [];
  let at = 0;
  const byteOffset = () => Buffer.byteLength(html.slice(0, at));
  const fail = (what: string): never => {
    throw new BadRequest(`can't parse entities: ${what} at byte offset ${byteOffset()}`);
  };
  while (at < html.length) {
    const char = html[at] ?? "";
    if (char === "&") {
      const match = /^&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(lt|gt|amp|quot));/.exec(html.slice(at, at + 12));
      if (match) {
        const [whole, decimal, hex, name] = match;
        const code = decimal ? Number(decimal) : hex ? Number.parseInt(hex, 16) : undefined;
        if (code !== undefined && (code === 0 || code > 0x10ffff)) fail("Wrong character reference");
        text += name ? (NAMED[name] ?? "") : String.fromCodePoint(code ?? 32);
        at += whole.length;
        continue;
      }
    }
    if (char !== "<") {
      text += char;
      at += 1;
      continue;
    }
    const match = /^<(\/?)([a-zA-Z][\w-]*)((?:\s+[\w-]+(?:="[^"]*"|='[^']*'|=[^\s"'>]+)?)*)\s*>/.exec(
      html.slice(at),
    );
    if (!match) return fail('Unsupported start tag ""');
    const [whole, slash, rawTag = "", attributes = ""] = match;
    const tag = rawTag.toLowerCase();
    const type = TAGS[tag];
    if (!type) return fail(`Unsupported start tag "${tag}"`);
    if (slash) {
      const last = open.pop();
      if (!last) return fail("Unexpected end tag");
      if (last.tag !== tag) return fail(`Unmatched end tag, expected "</${last.tag}>", found "</${tag}>"`);
      const length = text.length - last.offset;
      if (length > 0)
        entities.push({ type, offset: last.offset, length, ...(last.url ? { url: last.url } : {}) });
    } else {
      if (tag === "span" && !/class=["']?tg-spoiler/.test(attributes))
        fail('Tag "span" must have class "tg-spoiler"');
      const url = /href=(?:"([^"]*)"|'([^']*)'|(\S+))/.exec(attributes);
      open.push({ tag, offset: text.length, ...(url ? { url: url[1] ?? url[2] ?? url[3] ?? "" } : {}) });
    }
    at += whole.length;
  }
  const unclosed = open.at(-1);
  if (unclosed) fail(`Can't find end tag corresponding to start tag "${unclosed.tag}"`);
  return { text, entities: entities.sort((one, other) => one.offset - other.offset) };
}

/** Checks what the Bot API checks in the text of a message, and trims it as it does. */
export function readText(params: { text: string; parse_mode?: string }, longest = 4096): ParsedText {
  if (!params.text.isWellFormed()) throw new BadRequest("strings must be encoded in UTF-8");
  if (params.parse_mode !== undefined && params.parse_mode !== "HTML") {
    throw new BadRequest("unsupported parse_mode in this stand-in");
  }
  const parsed = params.parse_mode ? parseHtml(params.text) : { text: params.text, entities: [] };
  if (parsed.text.replace(NOTHING, "") === "") throw new BadRequest("message text is empty");
  const lead = parsed.text.length - parsed.text.trimStart().length;
  const text = parsed.text.trim();
  if (text.length > longest) throw new BadRequest("message is too long");
  const entities = parsed.entities
    .map((entity) => {
      const from = Math.max(0, entity.offset - lead);
      return {
        ...entity,
        offset: from,
        length: Math.min(text.length, entity.offset + entity.length - lead) - from,
      };
    })
    .filter(({ length }) => length > 0);
  return { text, entities };
}
