import { type Draft, type Target, textContent } from "./core/content.ts";
import type { Reply } from "./core/reply.ts";
import { say } from "./core/texts/index.ts";
import type { Scene } from "./scene.ts";

/** The chat, or the interaction, that the update came from. */
const here = ({ event }: Scene, reply?: Reply): Target => ({
  platform: event.platform,
  chatId: event.chat.chatId,
  threadId: event.chat.threadId,
  replyToMessageId:
    event.kind === "message" && event.chat.kind === "group" && !reply?.detached ? event.messageId : undefined,
  interaction: event.interaction,
});

/** The way to the sender alone; undefined when this platform has none yet. */
function alone(scene: Scene): Target | undefined {
  const { event, person, platform } = scene;
  const whisper: Target = { ...here(scene), visibleTo: event.sender.userId };
  if (event.chat.kind === "private") return here(scene);
  if (event.interaction?.ephemeral) return whisper;
  if (event.kind === "message" && event.discreet) return whisper;
  if (person.privateChatId !== undefined) return { platform: event.platform, chatId: person.privateChatId };
  return platform.abilities.whisper ? { ...whisper, interaction: undefined } : undefined;
}

/** Where a reply goes; nowhere when a person cannot be reached alone and the group needs no word instead. */
export function address(scene: Scene, reply: Reply): readonly Draft[] {
  const { lane, purpose, content, otherwise, handle, edit, action, unreached } = reply;
  const said = { lane, purpose, content, handle, edit, action, unreached };
  if (reply.to) return [{ ...said, to: reply.to }];
  const { event } = scene;
  const discreet = event.kind === "message" && event.discreet === true;
  if (reply.audience === "chat" && !discreet) return [{ ...said, to: here(scene, reply) }];
  const to = alone(scene);
  if (to) return [{ ...said, to }];
  return otherwise ? [{ lane, purpose, content: otherwise, to: here(scene, reply) }] : [];
}

/** A deferred answer that nobody fills would say "thinking…" for a quarter of an hour. */
export function closeInteraction(scene: Scene, drafts: readonly Draft[]): readonly Draft[] {
  const { event, locale } = scene;
  if (!event.interaction || drafts.some(({ to }) => to.interaction)) return [];
  const to: Target = { ...here(scene), visibleTo: event.sender.userId };
  return [{ lane: "answer", purpose: "noted", content: textContent(say(locale, "reply.noted")), to }];
}

/** The same replies, of which the first answer says that a bot is speaking; undefined when there is none. */
export function introduce({ locale }: Scene, replies: readonly Reply[]): readonly Reply[] | undefined {
  // A card about danger says so in its own words.
  const index = replies.findIndex(
    ({ to, lane, content }) => to === undefined && lane === "answer" && content.tone !== "urgent",
  );
  const first = replies[index];
  if (!first) return undefined;
  const text = say(locale, "reply.first-contact");
  // The greeting says so by itself.
  if (first.content.blocks.some((said) => said.kind !== "list" && said.text.includes(text))) return replies;
  const block = { kind: "small", text } as const;
  return replies.with(index, {
    ...first,
    content: { ...first.content, blocks: [...first.content.blocks, block] },
  });
}
