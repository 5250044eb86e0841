import type { Block, Content } from "../../core/content.ts";

export interface Link {
  readonly label: string;
  readonly url: string;
}

export interface Plain {
  readonly text: string;
  /** Buttons that open a page; those that would be pressed cannot be shown. */
  readonly links: readonly Link[];
}

const blockText = (block: Block): string => {
  if (block.kind === "list") return block.items.map((item) => `• ${item}`).join("\n");
  return block.kind === "heading" ? `【${block.text}】` : block.text;
};

/** Content as plain words and the pages that its buttons open, with the word that the robot's owner asked for. */
export function toPlain({ blocks, buttons }: Content, keyword: string | undefined): Plain {
  const text = blocks.map(blockText).join("\n\n").toWellFormed();
  const links = buttons
    .flat()
    .flatMap((button) => ("url" in button && isPage(button.url) ? [{ ...button }] : []));
  const isNamed = keyword === undefined || text.includes(keyword);
  return { text: isNamed ? text : `${text}\n\n${keyword}`, links };
}

const isPage = (url: string): boolean => URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);

const bytesOf = (text: string): number => Buffer.byteLength(text);

/** The words with the links below them, in at most so many bytes: the words end early rather than a link. */
export function withLinks({ text, links }: Plain, maxBytes: number): string {
  const lines = links.map(({ label, url }) => `${label}：${url}`);
  while (lines.length > 0 && bytesOf(lines.join("\n")) > maxBytes / 2) lines.pop();
  const below = lines.length === 0 ? "" : `\n\n${lines.join("\n")}`;
  return cutBytes(text, maxBytes - bytesOf(below)) + below;
}

/** At most so many bytes, whole characters, with "…" where something is missing. */
export function cutBytes(text: string, maxBytes: number): string {
  if (bytesOf(text) <= maxBytes) return text;
  let [kept, size] = ["", bytesOf("…")];
  for (const letter of text) {
    size += bytesOf(letter);
    if (size > maxBytes) break;
    kept += letter;
  }
  return `${kept}…`;
}

export interface Card extends Link {
  readonly title: string;
  readonly description: string;
}

/** Short words with one page behind them, as a card that opens it; undefined when they are no card. */
export function asCard(
  { text, links }: Plain,
  limits: { readonly title: number; readonly description: number },
): Card | undefined {
  const [link, more] = links;
  if (!link || more) return undefined;
  const [title = "", ...rest] = text.split("\n");
  const description = rest.join("\n").trim();
  const fits =
    title.trim() !== "" && bytesOf(title) <= limits.title && bytesOf(description) <= limits.description;
  return fits ? { ...link, title, description } : undefined;
}
