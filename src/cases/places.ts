import type { Content, InThread, Lane, Target } from "../core/content.ts";
import type { Reply } from "../core/reply.ts";
import { say } from "../core/texts/index.ts";
import type { Actor, PeopleStore } from "../people/index.ts";
import type { FanWay } from "./case.ts";
import type { CaseDeps, CaseStores } from "./case-deps.ts";
import type { Case } from "./case-store.ts";

async function listeners(
  people: Pick<PeopleStore, "chatsOf" | "operatorChats">,
  hostId: string | undefined,
): Promise<{ readonly chats: readonly Target[]; readonly areRooms: boolean }> {
  const staffed = hostId === undefined ? [] : await people.chatsOf(hostId, "staff");
  const open = staffed.filter(({ gone }) => !gone);
  const areRooms = open.length > 0;
  const chats = areRooms ? open : await people.operatorChats();
  return { chats: chats.map(({ platform, chatId }) => ({ platform, chatId })), areRooms };
}

/** Where the staff of a host reads; where no staff room listens the operator is the one who has to look. */
export const roomsOf = async (
  people: Pick<PeopleStore, "chatsOf" | "operatorChats">,
  hostId: string | undefined,
): Promise<readonly Target[]> => (await listeners(people, hostId)).chats;

/** Names the thread of a case within each of the host's rooms. */
const threadKey = ({ caseId }: Pick<Case, "caseId">): string => `case:${caseId}`;

/**
 * Where the staff works on a case: in a thread of its own in each room of the host, where the room has such; in the
 * private chats of the operator as they are.
 */
export async function deskOf(
  people: Pick<PeopleStore, "chatsOf" | "operatorChats">,
  one: Case,
  thread: Pick<InThread, "closes" | "reopens" | "beside"> = {},
): Promise<readonly Target[]> {
  const { chats, areRooms } = await listeners(people, one.hostId);
  if (!areRooms) return chats;
  const title = say("zh", "cases.thread-title", {
    number: one.caseId,
    kind: say("zh", `cases.kind.${one.view.kind}`),
    fan: one.view.alias,
  });
  return chats.map((room) => ({ ...room, inThread: { key: threadKey(one), title, ...thread } }));
}

export const withThread = (desk: Target, more: Pick<InThread, "reopens" | "beside">): Target =>
  desk.inThread ? { ...desk, inThread: { ...desk.inThread, ...more } } : desk;

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

/** Where the rest of the staff works on a case, besides where one of them has just done something. */
export async function otherDesks(
  stores: Pick<CaseStores, "people" | "threads">,
  one: Case,
  actor: Actor,
  thread: Pick<InThread, "closes" | "reopens"> = {},
): Promise<readonly Target[]> {
  const desks = await deskOf(stores.people, one, thread);
  if (actor.discreet && actor.chat?.kind === "group") return desks;
  const others: Target[] = [];
  for (const desk of desks) if (!(await isAt(stores, one, desk, actor))) others.push(desk);
  return others;
}

/** Whether what is answered to the actor is read at this desk. */
async function isAt(
  { threads }: Pick<CaseStores, "threads">,
  one: Case,
  desk: Target,
  actor: Actor,
): Promise<boolean> {
  const { platform, chatId } = desk;
  const isInRoom = sameChat(desk, actor) || (actor.platform === platform && actor.parentId === chatId);
  if (!isInRoom) return false;
  const place = desk.inThread && (await threads.placeOf({ platform, chatId, key: threadKey(one) }));
  if (!place) return sameChat(desk, actor);
  return place.chatId === actor.chatId && place.threadId === actor.threadId;
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
