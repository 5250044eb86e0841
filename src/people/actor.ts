import type { Clock } from "../core/clock.ts";
import { type Content, textContent } from "../core/content.ts";
import type { PlatformName } from "../core/message.ts";
import type { Random } from "../core/random.ts";
import type { PrivateWay, Reply } from "../core/reply.ts";
import type { ButtonSigner } from "../core/signed-data.ts";
import { type Locale, say, type TextKey } from "../core/texts/index.ts";
import type { Chat, PeopleStore, Person } from "./people-store.ts";

export interface PeopleDeps {
  readonly clock: Clock;
  readonly random: Random;
  readonly signer: ButtonSigner;
}

/** Who does something, where, and how the bot can reach that person or be added to a group. */
export interface Actor {
  readonly platform: PlatformName;
  readonly chatId: string;
  readonly chat: Chat | undefined;
  /** A thread within the chat, or the chat to which this one belongs as a thread. */
  readonly threadId?: string | undefined;
  readonly parentId?: string | undefined;
  readonly person: Person;
  readonly locale: Locale;
  /** True when nobody else sees what is written here: a private chat, or a command only the bot sees. */
  readonly discreet: boolean;
  readonly way: PrivateWay & { inviteLink(payload: string): string | undefined };
}

export type Stores = { readonly people: PeopleStore };

/** To the actor alone. */
export const toActor = (content: Content, purpose = "people"): Reply => ({
  lane: "answer",
  purpose,
  audience: "person",
  content,
});

/** To the chat in which it was said. */
export const toChat = (content: Content, purpose = "people"): Reply => ({
  lane: "answer",
  purpose,
  audience: "chat",
  content,
});

/** A sentence that reveals nothing: said where it was asked, so that nobody is refused in silence. */
export function tell(actor: Actor, key: TextKey, values: Record<string, string | number> = {}): Reply {
  const content = textContent(say(actor.locale, key, values));
  return actor.discreet ? toActor(content) : toChat(content);
}

/** Said in a group about something that belongs into a private chat. */
export function pointToPrivate(actor: Actor, payload: string): Reply {
  const url = actor.way.deepLink(payload);
  const buttons = url === undefined ? [] : [[{ label: say(actor.locale, "people.open-private"), url }]];
  return toChat(textContent(say(actor.locale, "people.only-private"), buttons));
}
