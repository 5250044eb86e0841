import type { Block, Content } from "../../core/content.ts";
import { type Locale, say } from "../../core/texts/index.ts";
import type { RoomMessage } from "./room-store.ts";
import type { PublicMessage } from "./schemas.ts";

const blockText = (block: Block): string =>
  block.kind === "list" ? block.items.map((item) => `• ${item}`).join("\n") : block.text;

export const plainText = (content: Content): string => content.blocks.map(blockText).join("\n\n");

/** The text of any message of the room, without markup. */
export const textOf = ({ content }: RoomMessage): string =>
  content.kind === "text" ? content.text : plainText(content.content);

/** Only addresses that open a page, a call or a letter; anything else (`javascript:`) is not linked. */
export function safeUrl(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined;
  return ["https:", "http:", "tel:", "mailto:"].includes(new URL(url).protocol) ? url : undefined;
}

/** A message as the JSON interface shows it to this visitor. */
export function publicMessage(message: RoomMessage, visitorId: string, locale: Locale): PublicMessage {
  const { id, room, author, authorId, authorName, visibleTo, replyToId, content, at } = message;
  const shown: Content =
    content.kind === "text"
      ? {
          tone: "plain",
          blocks: [{ kind: "text", text: content.text }],
          buttons: [],
        }
      : content.content;
  return {
    id,
    room,
    author: {
      kind: author,
      name: author === "bot" ? say(locale, "web.bot-name") : authorName,
      you: author === "visitor" && authorId === visitorId,
    },
    private: visibleTo !== null,
    replyTo: replyToId,
    tone: shown.tone,
    text: textOf(message),
    blocks: shown.blocks.map((block) =>
      block.kind === "list"
        ? { kind: block.kind, items: [...block.items] }
        : { kind: block.kind, text: block.text },
    ),
    buttons: shown.buttons.map((row) =>
      row.flatMap((button): PublicMessage["buttons"][number] => {
        if ("data" in button) return [{ label: button.label, data: button.data }];
        return safeUrl(button.url) === undefined ? [] : [{ label: button.label, url: button.url }];
      }),
    ),
    at,
  };
}
