import type { EditOr, Lane } from "../../src/core/content.ts";
import { textContent } from "../../src/core/content.ts";
import type { MessageEvent, PlatformName } from "../../src/core/message.ts";
import type { NewDelivery } from "../../src/delivery/index.ts";

export const AT = Date.parse("2026-11-22T12:00:00Z");

let count = 0;
const next = (): string => {
  count += 1;
  return String(count);
};

/** A delivery as a feature would enqueue it; each call makes another one. */
export function delivery(
  values: {
    lane?: Lane;
    platform?: PlatformName;
    chatId?: string;
    text?: string;
    dedupeKey?: string;
    handle?: string;
    edit?: EditOr;
  } = {},
): NewDelivery {
  const number = next();
  const { lane = "answer", platform = "telegram", chatId = "1", text = number } = values;
  return {
    dedupeKey: values.dedupeKey ?? `key ${number}`,
    nonce: `nonce${number}`,
    lane,
    to: { platform, chatId },
    content: textContent(text),
    ...(values.handle === undefined ? {} : { handle: values.handle, edit: values.edit }),
  };
}

/** A message as an adapter would decode it. */
export function message(
  values: {
    platform?: MessageEvent["platform"];
    chatId?: string;
    updateKey?: string;
    messageId?: string;
    text?: string;
  } = {},
): MessageEvent {
  const number = next();
  const { platform = "telegram", chatId = "1", messageId = number } = values;
  return {
    kind: "message",
    platform,
    chat: { chatId, kind: "group", title: "妈妈群" },
    updateKey: values.updateKey ?? `m:${messageId}`,
    sentAt: AT,
    messageId,
    sender: { userId: "501", language: "zh-hans" },
    text: values.text ?? `新生儿要吃维生素D3吗 🐳 ${number}`,
    edited: false,
    addressed: "mention",
    media: [],
  };
}
