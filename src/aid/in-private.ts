import type { FanWay } from "../cases/index.ts";
import { textContent } from "../core/content.ts";
import type { Reply } from "../core/reply.ts";
import { say } from "../core/texts/index.ts";
import { type Actor, toActor } from "../people/index.ts";

/** In a group what is typed is read by all: what asks for an answer goes where it can be given alone. */
export function inPrivate(actor: Actor, from: FanWay, asked: Reply): readonly Reply[] {
  if (actor.chat?.kind !== "group") return [asked];
  const { platform, chatId, locale } = actor;
  return [
    { ...asked, to: { platform, chatId, visibleTo: from.userId } },
    toActor(textContent(say(locale, "aid.in-private"))),
  ];
}
