import { hash } from "node:crypto";
import { textContent } from "../core/content.ts";
import { MOST_SHOWN, type Staying } from "../core/person-data.ts";
import { orderedId, randomId } from "../core/random.ts";
import type { Reply } from "../core/reply.ts";
import { type Locale, say } from "../core/texts/index.ts";
import { type Actor, pointToPrivate, tell, toActor } from "../people/index.ts";
import type { PrivacyDeps, PrivacyStores } from "./privacy-deps.ts";
import { momentOf } from "./show-data.ts";

/** A wish is confirmed within this time; an old button erases nothing. */
const CONFIRM_WITHIN_MS = 3_600_000;

/** `/forget`: what goes and what has to stay until when, said before anything is done. */
export async function askToForget<Stores extends PrivacyStores>(
  deps: PrivacyDeps<Stores>,
  stores: Stores,
  actor: Actor,
): Promise<Reply> {
  if (!actor.discreet) return pointToPrivate(actor, "forget");
  const { locale } = actor;
  const { personId } = actor.person;
  const now = deps.clock.now();
  const stays = await stayingOf(deps, stores, personId, locale, now);
  const text = say(locale, "privacy.forget-explain", { stays: staysText(locale, stays) });
  const data = deps.signer.sign("fm", `${now.toString(36)}.${digestOf(personId)}`);
  return toActor(textContent(text, [[{ label: say(locale, "privacy.forget-yes"), data }]]));
}

/** The button belongs to who was asked: pressed by anybody else it is a stale one. */
const digestOf = (personId: string): string => hash("sha256", personId, "base64url").slice(0, 16);

/**
 * "Forget me": erases everything that may go, in this transaction; what has to stay goes by itself later. The accounts go
 * with the last thing that holds them, and what is left is a receipt that names nobody.
 */
export async function forgetMe<Stores extends PrivacyStores>(
  deps: PrivacyDeps<Stores>,
  stores: Stores,
  actor: Actor,
  arg: string,
): Promise<readonly Reply[]> {
  if (!actor.discreet) return [pointToPrivate(actor, "forget")];
  const { locale } = actor;
  const { personId } = actor.person;
  const now = deps.clock.now();
  const [asked = "", whose] = arg.split(".");
  const age = now - Number.parseInt(asked, 36);
  const isHers = whose === digestOf(personId) && age >= 0 && age < CONFIRM_WITHIN_MS;
  const standing = isHers ? await stores.links.lockPersons([personId]) : undefined;
  if (!standing?.has(personId)) return [tell(actor, "people.button-stale")];

  const chats = await stores.people.privateChatsOf(personId);
  const receiptId = newReceipt(deps);
  const left = await forgetPerson(deps, stores, personId, locale, now);
  const holds = left.filter(({ holdsAccount }) => holdsAccount);
  if (holds.length > 0) await stores.forgets.addWish({ personId, receiptId }, now);
  await stores.forgets.addReceipt(receiptId, now, holds.length > 0 ? undefined : now);
  const others = chats.filter(
    ({ platform, chatId }) => platform !== actor.platform || chatId !== actor.chatId,
  );
  const done = say(locale, "privacy.forgotten", { receipt: receiptId, stays: staysText(locale, left) });
  const told = textContent(say(locale, "privacy.forgotten-other", { receipt: receiptId }));
  return [
    toActor(textContent(done), "forgotten"),
    ...others.map(
      ({ platform, chatId }): Reply => ({
        lane: "answer",
        purpose: "forgotten",
        audience: "chat",
        to: { platform, chatId },
        content: told,
      }),
    ),
  ];
}

/** Erases what may go now, of a person who is held; returns what stays. Harmless to repeat. */
export async function forgetPerson<Stores extends PrivacyStores>(
  deps: PrivacyDeps<Stores>,
  stores: Stores,
  personId: string,
  locale: Locale,
  now: number,
): Promise<readonly Staying[]> {
  const chats = await stores.people.privateChatsOf(personId);
  const before = await stores.cases.allOf(personId, MOST_SHOWN);
  for (const one of deps.data) await one.forgets(stores, personId, now);
  const after = new Set((await stores.cases.allOf(personId, MOST_SHOWN)).map(({ caseId }) => caseId));
  const caseIds = before.map(({ caseId }) => caseId).filter((caseId) => !after.has(caseId));
  if (chats.length > 0 || caseIds.length > 0) {
    await stores.forgets.addSweep(orderedId(deps.random, now), { chats, caseIds }, now);
  }
  const left = await stayingOf(deps, stores, personId, locale, now);
  if (!left.some(({ holdsAccount }) => holdsAccount)) await stores.links.forgetPerson(personId, true);
  return left;
}

async function stayingOf<Stores>(
  { data }: Pick<PrivacyDeps<Stores>, "data">,
  stores: Stores,
  personId: string,
  locale: Locale,
  now: number,
): Promise<readonly Staying[]> {
  const found: Staying[] = [];
  for (const one of data) found.push(...(await one.stays(stores, personId, locale, now)));
  return found;
}

function staysText(locale: Locale, stays: readonly Staying[]): string {
  if (stays.length === 0) return say(locale, "privacy.forget-all");
  const list = stays.map(({ line: what, until }) =>
    until === undefined
      ? say(locale, "privacy.stays-over", { what })
      : say(locale, "privacy.stays-until", { what, date: momentOf(until).slice(0, 10) }),
  );
  return say(locale, "privacy.forget-stays", { list: list.map((line) => `· ${line}`).join("\n") });
}

const newReceipt = <Stores>({ random }: PrivacyDeps<Stores>): string => {
  const id = randomId(random, 10).toUpperCase();
  return `${id.slice(0, 5)}-${id.slice(5)}`;
};
