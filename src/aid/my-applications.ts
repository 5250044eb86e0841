import { answerText, teamOf } from "../cases/index.ts";
import { type Button, textContent } from "../core/content.ts";
import type { Reply } from "../core/reply.ts";
import { say } from "../core/texts/index.ts";
import { type Actor, pointToPrivate, tell } from "../people/index.ts";
import type { AidDeps, AidStores } from "./aid-deps.ts";
import { toStaff } from "./aid-desk.ts";
import { type Application, LIVE, WITHDRAWABLE } from "./application.ts";
import { noteApplication } from "./change-application.ts";
import { reasonText } from "./reason-text.ts";
import { viewButton } from "./show-application.ts";

const SHOWN = 5;

/** `/application`: where her applications stand, only where nobody else reads. */
export async function myApplications(
  deps: AidDeps,
  stores: AidStores,
  actor: Actor,
): Promise<readonly Reply[]> {
  if (!actor.discreet) return [pointToPrivate(actor, "aa")];
  const { locale } = actor;
  const mine = await stores.aid.applicationsOf(actor.person.personId, SHOWN);
  if (mine.length === 0) return [tell(actor, "aid.mine-none")];
  const lines: string[] = [];
  for (const one of mine) {
    const programme = await stores.aid.programme(one.programmeId);
    const line = say(locale, "aid.mine-line", {
      number: one.applicationId,
      title: programme?.title ?? "",
      status: say(locale, `aid.mine-status.${one.status}`),
    });
    const reason = one.status === "refused" ? await reasonText(stores, locale, one) : undefined;
    lines.push(reason === undefined ? line : `${line}\n${reason}`);
  }
  const rows = mine.flatMap((one) => {
    const button = myButton(deps, actor, one);
    return button ? [[button]] : [];
  });
  return [answerText(actor, "aid.mine", { list: lines.join("\n") }, rows)];
}

/** What she can do herself: take it back, or ask somebody else to look at a refusal. */
export function myButton(
  { signer }: Pick<AidDeps, "signer">,
  { locale }: Pick<Actor, "locale">,
  { applicationId, status, hasAppealed }: Application,
): Button | undefined {
  const number = applicationId;
  if (WITHDRAWABLE.has(status)) {
    return {
      label: say(locale, "aid.button-withdraw", { number }),
      data: signer.sign("afu", String(number)),
    };
  }
  if (status !== "refused" || hasAppealed) return undefined;
  return { label: say(locale, "aid.button-appeal", { number }), data: signer.sign("afz", String(number)) };
}

async function ownOf(
  { aid }: AidStores,
  actor: Actor,
  applicationId: number,
): Promise<Application | undefined> {
  const held = await aid.lock(applicationId);
  return held?.personId === actor.person.personId ? held : undefined;
}

/** Takes it back at any time before it is on its way; how to reach her is erased at once. */
export async function withdrawApplication(
  deps: AidDeps,
  stores: AidStores,
  actor: Actor,
  applicationId: number,
): Promise<readonly Reply[]> {
  const held = await ownOf(stores, actor, applicationId);
  if (!held || !WITHDRAWABLE.has(held.status)) return [tell(actor, "people.button-stale")];
  const at = deps.clock.now();
  const one = await noteApplication(stores, held, { status: "withdrawn" }, { type: "withdrawn", at });
  await stores.aid.eraseContact(applicationId);
  const number = applicationId;
  return [
    tell(actor, "aid.withdrawn", { number }),
    ...(await toStaff(stores, one, textContent(say("zh", "aid.withdrawn-told", { number })))),
  ];
}

/** Asks that somebody else looks at a refusal, once. */
export async function appealRefusal(
  deps: AidDeps,
  stores: AidStores,
  actor: Actor,
  applicationId: number,
): Promise<readonly Reply[]> {
  const held = await ownOf(stores, actor, applicationId);
  if (held?.status !== "refused" || held.hasAppealed) return [tell(actor, "people.button-stale")];
  const mine = await stores.aid.applicationsOf(actor.person.personId, 20);
  const other = mine.find((one) => one.programmeId === held.programmeId && LIVE.includes(one.status));
  if (other) return [tell(actor, "aid.applied-already", { number: other.applicationId })];
  const at = deps.clock.now();
  const change = { status: "appealed", hasAppealed: true } as const;
  const one = await noteApplication(stores, held, change, { type: "appealed", at });
  const number = applicationId;
  const told = textContent(say("zh", "aid.appealed-told", { number }), [
    [viewButton(deps.signer, "zh", one)],
  ]);
  const team = await teamOf(stores.people, one.hostId, actor.locale);
  return [tell(actor, "aid.appealed", { number, team }), ...(await toStaff(stores, one, told))];
}
