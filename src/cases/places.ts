import type { Content, Lane, Target } from "../core/content.ts";
import type { Reply } from "../core/reply.ts";
import type { Actor, PeopleStore } from "../people/index.ts";
import type { FanWay } from "./case.ts";
import type { CaseDeps, CaseStores } from "./case-deps.ts";
import type { Case } from "./case-store.ts";

/** Where the staff of a host reads; where no staff room listens the operator is the one who has to look. */
export async function roomsOf(
  people: Pick<PeopleStore, "chatsOf" | "operatorChats">,
  hostId: string | undefined,
): Promise<readonly Target[]> {
  const staffed = hostId === undefined ? [] : await people.chatsOf(hostId, "staff");
  const open = staffed.filter(({ gone }) => !gone);
  const chats = open.length > 0 ? open : await people.operatorChats();
  return chats.map(({ platform, chatId }) => ({ platform, chatId }));
}

export const toRooms = (
  rooms: readonly Target[],
  purpose: string,
  content: Content,
  lane: Lane = "case",
): readonly Reply[] => rooms.map((to) => ({ lane, purpose, audience: "chat", to, content }));

const sameChat = (one: Target, other: { readonly platform: string; readonly chatId: string }): boolean =>
  one.platform === other.platform && one.chatId === other.chatId;

export const without = (
  rooms: readonly Target[],
  here: { readonly platform: string; readonly chatId: string },
): readonly Target[] => rooms.filter((room) => !sameChat(room, here));

/** Where the rest of the staff reads what one of them has done; her own room too when only she sees the answer there. */
export async function otherRooms(
  people: Pick<PeopleStore, "chatsOf" | "operatorChats">,
  hostId: string | undefined,
  actor: Actor,
): Promise<readonly Target[]> {
  const rooms = await roomsOf(people, hostId);
  const isWhispered = actor.discreet && actor.chat?.kind === "group";
  return isWhispered ? rooms : without(rooms, actor);
}

/** The way to the fan alone, the place where she was last heard first; undefined when there is none yet. */
export async function targetOf(
  deps: Pick<CaseDeps, "platforms">,
  stores: Pick<CaseStores, "people">,
  { personId, view }: { readonly personId: string; readonly view: Pick<Case["view"], "from"> },
): Promise<Target | undefined> {
  const chats = await stores.people.privateChatsOf(personId);
  const { from } = view;
  const known =
    chats.find((chat) => sameChat(chat, from)) ?? chats.find(({ platform }) => platform === from.platform);
  if (known) return { platform: known.platform, chatId: known.chatId };
  if (canWhisper(deps, from)) {
    return { platform: from.platform, chatId: from.chatId, visibleTo: from.userId };
  }
  const [other] = chats;
  return other && { platform: other.platform, chatId: other.chatId };
}

const canWhisper = ({ platforms }: Pick<CaseDeps, "platforms">, from: FanWay): boolean =>
  from.kind === "group" && from.userId !== "" && platforms.get(from.platform)?.abilities.whisper === true;

/** A word to the fan of a case; nothing when she cannot be reached alone. */
export async function toFan(
  deps: Pick<CaseDeps, "platforms">,
  stores: Pick<CaseStores, "people">,
  one: Case,
  purpose: string,
  content: Content,
): Promise<readonly Reply[]> {
  const to = await targetOf(deps, stores, one);
  return to ? [{ lane: "case", purpose, audience: "chat", to, content }] : [];
}
