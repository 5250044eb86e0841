import { answerText, staffName, teamOf } from "../cases/index.ts";
import { type Button, textContent } from "../core/content.ts";
import type { Reply } from "../core/reply.ts";
import { say } from "../core/texts/index.ts";
import type { Actor } from "../people/index.ts";
import type { AidDeps, AidStores } from "./aid-deps.ts";
import { applicationFor, comesTooLate, tellStaff, toApplicant } from "./aid-desk.ts";
import { type Application, REFUSAL_REASONS, type RefusalReason, TO_REVIEW } from "./application.ts";
import { noteApplication } from "./change-application.ts";
import { myButton } from "./my-applications.ts";
import { reasonText } from "./reason-text.ts";

const MOST_WORDS = 300;

const mayBeRefused = ({ status }: Application): boolean =>
  TO_REVIEW.includes(status) || status === "approved";

/** The button "refuse": asks for a plain reason, of a list or in own words. */
export async function chooseRefusal(
  deps: AidDeps,
  stores: AidStores,
  actor: Actor,
  applicationId: number,
): Promise<readonly Reply[]> {
  const found = await applicationFor(stores, actor, applicationId);
  if (!found.ok) return [found.refusal];
  if (!mayBeRefused(found.value)) return [await comesTooLate(stores, actor, found.value)];
  const { locale } = actor;
  const rows = REFUSAL_REASONS.filter((reason) => reason !== "other").map((reason): Button[] => [
    {
      label: say(locale, `aid.reason-short.${reason}`),
      data: deps.signer.sign("apq", `${applicationId}.${reason}`),
    },
  ]);
  return [answerText(actor, "aid.refuse-why", { number: applicationId }, rows)];
}

export const isReason = (word: string): word is RefusalReason => REFUSAL_REASONS.some((one) => one === word);

/** Refuses with a plain reason; whoever was refused may ask that somebody else looks at it, once. */
export async function refuseApplication(
  deps: AidDeps,
  stores: AidStores,
  actor: Actor,
  applicationId: number,
  reason: RefusalReason,
  words: string,
): Promise<readonly Reply[]> {
  const found = await applicationFor(stores, actor, applicationId);
  if (!found.ok) return [found.refusal];
  const held = found.value;
  const number = applicationId;
  if (!mayBeRefused(held)) return [await comesTooLate(stores, actor, held)];
  const by = actor.person.personId;
  if (held.status === "appealed" && held.refusedBy === by) {
    return [answerText(actor, "aid.other-decides", { number })];
  }
  const text = words.trim();
  if ([...text].length > MOST_WORDS) return [answerText(actor, "aid.too-long", { most: MOST_WORDS })];
  if (reason === "other" && text === "") return [answerText(actor, "aid.refuse-usage", { number })];
  const one = await noteApplication(
    stores,
    held,
    {
      status: "refused",
      reason,
      refusedBy: held.refusedBy ?? by,
      approvedBy: undefined,
      handledBy: undefined,
    },
    { type: "refused", by, text: text === "" ? undefined : text, at: deps.clock.now() },
  );
  const who = await staffName(stores, one.hostId, by);
  const { locale } = one.from;
  const appeal = myButton(deps, { locale }, one);
  const told = say(locale, appeal ? "aid.refused" : "aid.refused-again", {
    number,
    team: await teamOf(stores.people, one.hostId, locale),
    reason: (await reasonText(stores, locale, one)) ?? "",
  });
  return [
    ...(await tellStaff(stores, actor, one, say("zh", "aid.refused-told", { number, who }))),
    ...(await toApplicant(deps, stores, one, textContent(told, appeal ? [[appeal]] : []))),
  ];
}
