import { type Content, type Draft, type Lane, type Target, textContent } from "../core/content.ts";
import type { Reply } from "../core/reply.ts";
import { say, type TextKey } from "../core/texts/index.ts";
import { type Actor, type Host, mayBind, type PeopleStore, tell } from "../people/index.ts";
import type { GuardFinding } from "../safety/index.ts";

type People = { readonly people: PeopleStore };

export const refuse = (actor: Actor): Reply =>
  tell(actor, "people.not-allowed", { who: say(actor.locale, "people.who.staff") });

/** For what is the host's own to decide. */
export const onlyHost = (actor: Actor): Reply =>
  tell(actor, "people.not-allowed", { who: say(actor.locale, "people.who.operator-or-host") });

/**
 * The host in whose name somebody acts here: of this staff room, or in private the only one this person works for.
 * Otherwise the kind refusal.
 */
export async function hostHere({ people }: People, actor: Actor): Promise<Host | Reply> {
  const { chat, person } = actor;
  if (chat?.purpose === "staff" && chat.host) {
    return mayBind(person, chat.host.hostId) ? chat.host : refuse(actor);
  }
  const mine = (await people.hosts()).filter(({ hostId }) => mayBind(person, hostId));
  if (mine.length === 0) return refuse(actor);
  const named = mine.filter(({ hostId }) => person.roles.some((grant) => grant.hostId === hostId));
  const [only] = named.length > 0 ? named : mine.filter(({ sample }) => !sample);
  const isOne = (named.length > 0 ? named : mine.filter(({ sample }) => !sample)).length === 1;
  if (!actor.discreet || !only || !isOne) return tell(actor, "alerts.in-staff-room");
  return only;
}

export const isReply = (found: object): found is Reply => "audience" in found && "lane" in found;

/** To the place where it was asked: a staff room as a whole, or the person alone. */
export const here = (actor: Actor, content: Content, purpose: string, handle?: string): Reply => ({
  lane: "answer",
  purpose,
  audience: actor.chat?.purpose === "staff" ? "chat" : "person",
  content,
  ...(handle === undefined ? {} : { handle }),
});

export const sayHere = (
  actor: Actor,
  key: TextKey,
  values: Record<string, string | number> = {},
  buttons: Content["buttons"] = [],
): Reply => here(actor, textContent(say(actor.locale, key, values), buttons), "alerts");

/** The staff rooms of a host, other than the one that was just spoken to. */
export async function staffRooms(
  { people }: People,
  hostId: string,
  except?: { readonly platform: string; readonly chatId: string },
): Promise<readonly Target[]> {
  const rooms = await people.chatsOf(hostId, "staff");
  return rooms
    .filter(({ gone }) => !gone)
    .filter(({ platform, chatId }) => platform !== except?.platform || chatId !== except.chatId)
    .map(({ platform, chatId }) => ({ platform, chatId }));
}

/** One message to each of these rooms. */
export const toRooms = (
  rooms: readonly Target[],
  content: Content,
  purpose: string,
  lane: Lane = "answer",
): readonly Draft[] => rooms.map((to) => ({ lane, purpose, to, content }));

/** What the guard found, one line a rule, with a better wording. */
export function findingsText(actor: Pick<Actor, "locale">, findings: readonly GuardFinding[]): string {
  return findings
    .map(({ law, words, better }) =>
      say(actor.locale, "alerts.finding", {
        law,
        words: words.slice(0, 5).join("、"),
        better: better[actor.locale],
      }),
    )
    .join("\n\n");
}
