import {
  aliasOf,
  answerText,
  atCaseDesk,
  otherRooms,
  roomsOf,
  staffName,
  targetOf,
  toRooms,
} from "../cases/index.ts";
import { type Content, textContent } from "../core/content.ts";
import type { Reply } from "../core/reply.ts";
import { ok, type Result, refuse } from "../core/result.ts";
import { type Locale, say } from "../core/texts/index.ts";
import { type Actor, mayHandleCases, mayManage, tell } from "../people/index.ts";
import type { AidDeps, AidStores } from "./aid-deps.ts";
import type { Application } from "./application.ts";
import type { Programme } from "./programme.ts";
import { purposeOf } from "./words.ts";

/** In a staff room only what is its own host's. */
const isHere = (actor: Actor, hostId: string): boolean =>
  actor.discreet || actor.chat?.host?.hostId === hostId;

/** The programme that whoever may manage it speaks of; one of another host is as unknown as one that does not exist. */
export async function programmeFor(
  { aid }: AidStores,
  actor: Actor,
  programmeId: number,
): Promise<Result<Programme, Reply>> {
  const refusal = atCaseDesk(actor);
  if (refusal) return refuse(refusal);
  const found = await aid.programme(programmeId);
  if (!found || !mayHandleCases(actor.person, found.hostId) || !isHere(actor, found.hostId)) {
    return refuse(answerText(actor, "aid.unknown"));
  }
  if (mayManage(actor.person, found.hostId)) return ok(found);
  return refuse(tell(actor, "people.not-allowed", { who: say(actor.locale, "people.who.operator-or-host") }));
}

/** The host whose programme is to be opened here. */
export async function hostManaged({ people }: AidStores, actor: Actor): Promise<Result<string, Reply>> {
  const refusal = atCaseDesk(actor);
  if (refusal) return refuse(refusal);
  const hosts = (await people.hosts()).filter(
    ({ hostId, sample }) => !sample && mayManage(actor.person, hostId) && isHere(actor, hostId),
  );
  if (hosts.length === 0) {
    return refuse(
      tell(actor, "people.not-allowed", { who: say(actor.locale, "people.who.operator-or-host") }),
    );
  }
  const meant =
    hosts.length === 1 ? hosts[0] : hosts.find(({ hostId }) => hostId === actor.person.lastHostId);
  return meant ? ok(meant.hostId) : refuse(answerText(actor, "aid.which-host"));
}

/**
 * The application that a member of the staff speaks of, locked; or the refusal. Whoever knows its person, or is its
 * person, has nothing to do with it.
 */
export async function applicationFor(
  { aid }: AidStores,
  actor: Actor,
  applicationId: number,
): Promise<Result<Application, Reply>> {
  const refusal = atCaseDesk(actor);
  if (refusal) return refuse(refusal);
  const found = await aid.lock(applicationId);
  if (!found || !mayHandleCases(actor.person, found.hostId) || !isHere(actor, found.hostId)) {
    return refuse(answerText(actor, "aid.unknown"));
  }
  const me = actor.person.personId;
  if (found.personId === me) return refuse(answerText(actor, "aid.your-own"));
  const events = await aid.events(applicationId);
  if (events.some(({ type, by }) => type === "stepped-back" && by === me)) {
    return refuse(answerText(actor, "aid.stepped-back-already", { number: applicationId }));
  }
  return ok(found);
}

/** Where an application stands, for whoever comes too late. */
export async function comesTooLate(
  stores: AidStores,
  actor: Actor,
  { applicationId, status, hostId, approvedBy, handledBy }: Application,
): Promise<Reply> {
  const by = handledBy ?? approvedBy;
  return answerText(actor, "aid.moved-on", {
    number: applicationId,
    status: say(actor.locale, `aid.status.${status}`),
    who: by === undefined ? "" : `（${await staffName(stores, hostId, by)}）`,
  });
}

export const applicantName = (locale: Locale, { applicationId }: Application): string =>
  say(locale, "cases.fan", { alias: aliasOf(applicationId) });

/** A word to the applicant, in private; nothing when there is no way to her. */
export async function toApplicant(
  deps: Pick<AidDeps, "platforms">,
  stores: AidStores,
  one: Application,
  content: Content,
): Promise<readonly Reply[]> {
  const to = await targetOf(deps, stores, { personId: one.personId, view: one });
  return to ? [{ lane: "case", purpose: purposeOf(one, "applicant"), audience: "chat", to, content }] : [];
}

/** The same sentence where it was done and in the other rooms, so that nobody does it twice. */
export async function tellStaff(
  stores: AidStores,
  actor: Actor,
  one: Application,
  text: string,
  buttons: Content["buttons"] = [],
): Promise<readonly Reply[]> {
  const content = textContent(text, buttons);
  const rooms = await otherRooms(stores.people, one.hostId, actor);
  return [
    {
      lane: "case",
      purpose: purposeOf(one, "told"),
      audience: actor.discreet ? "person" : "chat",
      content,
    },
    ...toRooms(rooms, purposeOf(one, "told", one.seq), content),
  ];
}

/** To every room of the host's staff. */
export const toStaff = async (
  stores: AidStores,
  one: Application,
  content: Content,
): Promise<readonly Reply[]> =>
  toRooms(await roomsOf(stores.people, one.hostId), purposeOf(one, "card", one.seq), content);
