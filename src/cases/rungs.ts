import type { Target } from "../core/content.ts";
import { mayHandleCases } from "../people/index.ts";
import type { CaseStores } from "./case-deps.ts";
import type { Case } from "./case-store.ts";
import type { Rung } from "./deadlines.ts";
import type { HostTimes } from "./host-times.ts";
import { roomsOf } from "./places.ts";
import { onDuty } from "./roster.ts";
import { staffName } from "./words.ts";

/** Whom a step of the ladder reaches: ids of persons, and `room` or `operator` for those who are reached as such. */
export interface Reached {
  readonly told: readonly string[];
  /** Private chats of the persons meant. */
  readonly alone: readonly Target[];
  readonly rooms: readonly Target[];
  /** Of the persons whom only the room can call. */
  readonly names: readonly string[];
}

const NOBODY: Reached = { told: [], alone: [], rooms: [], names: [] };

/** Who stands on a rung now and has not been told yet; nobody is told of her own plea. */
export async function reach(
  stores: CaseStores,
  one: Case,
  rung: Rung,
  times: HostTimes,
  now: number,
  toldBefore: ReadonlySet<string>,
): Promise<Reached> {
  const { hostId, personId, view } = one;
  if (rung === "operator") return await reachOperator(stores, personId, toldBefore);
  const staff = hostId === undefined ? [] : await stores.people.staffOf(hostId);
  const working = new Set(
    staff.flatMap((member) =>
      mayHandleCases({ roles: [{ hostId, role: member.role }] }, hostId) ? [member.personId] : [],
    ),
  );
  const meant = async (): Promise<readonly string[]> => {
    switch (rung) {
      case "assignee":
        return view.assigneeId === undefined ? [] : [view.assigneeId];
      case "duty":
      case "backup":
        return onDuty(await stores.rosters.roster(hostId, now), times, rung, now);
      case "host":
        return staff.flatMap((member) => (member.role === "host" ? [member.personId] : []));
      case "everyone":
        return [...working];
    }
  };
  // Whoever has left the staff since she was put on the roster reads nothing of cases.
  const persons = (await meant()).filter(
    (id) => id !== personId && !toldBefore.has(id) && (working.has(id) || id === view.assigneeId),
  );
  const rooms = hostId === undefined ? [] : await roomsOf(stores.people, hostId);
  return await waysTo(stores, one, persons, rooms, rung === "everyone" && !toldBefore.has("room"));
}

async function waysTo(
  stores: CaseStores,
  one: Case,
  persons: readonly string[],
  rooms: readonly Target[],
  callsRoom: boolean,
): Promise<Reached> {
  const alone: Target[] = [];
  const told: string[] = [];
  const names: string[] = [];
  for (const personId of persons) {
    const chats = await stores.people.privateChatsOf(personId);
    alone.push(...chats.map(({ platform, chatId }) => ({ platform, chatId })));
    if (chats.length === 0 && rooms.length > 0) names.push(await staffName(stores, one.hostId, personId));
    if (chats.length > 0 || rooms.length > 0) told.push(personId);
  }
  const inRoom = rooms.length > 0 && (callsRoom || names.length > 0);
  if (callsRoom && rooms.length > 0) told.push("room");
  return { told, alone, rooms: inRoom ? rooms : [], names };
}

async function reachOperator(
  stores: CaseStores,
  personId: string,
  toldBefore: ReadonlySet<string>,
): Promise<Reached> {
  if (toldBefore.has("operator")) return NOBODY;
  const chats = await stores.people.operatorChats();
  const own = await stores.people.privateChatsOf(personId);
  const alone = chats
    .filter(
      (chat) => !own.some(({ platform, chatId }) => platform === chat.platform && chatId === chat.chatId),
    )
    .map(({ platform, chatId }) => ({ platform, chatId }));
  return alone.length === 0 ? NOBODY : { ...NOBODY, told: ["operator"], alone };
}

export const isReached = ({ told }: Reached): boolean => told.length > 0;
