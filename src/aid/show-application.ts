import { answerText, answerTo, atCaseDesk, momentText, staffName, whose, zoneOf } from "../cases/index.ts";
import { type Button, type Content, textContent } from "../core/content.ts";
import type { Reply } from "../core/reply.ts";
import type { ButtonSigner } from "../core/signed-data.ts";
import { type Locale, say } from "../core/texts/index.ts";
import { type Actor, mayManage } from "../people/index.ts";
import type { AidDeps, AidStores } from "./aid-deps.ts";
import { applicantName, applicationFor } from "./aid-desk.ts";
import { type Application, TO_HAND_OVER, TO_REVIEW } from "./application.ts";
import { toldText } from "./ask-applicant.ts";
import { noteApplication } from "./change-application.ts";
import { leftText, purposeOf } from "./words.ts";

const SHOWN = 20;
const BUTTONS = 5;
const DUPLICATES_SHOWN = 5;
const READS_SHOWN = 5;
/** Looking again so soon is the same look. */
const SAME_LOOK_MS = 10 * 60_000;

export const viewButton = (signer: ButtonSigner, locale: Locale, { applicationId }: Application): Button => ({
  label: say(locale, "aid.button-view", { number: applicationId }),
  data: signer.sign("apv", String(applicationId)),
});

/** What can be done with an application as it stands; each of them is checked again when it is pressed. */
export function deskButtons(signer: ButtonSigner, locale: Locale, one: Application): Content["buttons"] {
  const button = (
    key: "approve" | "refuse" | "know-her" | "take" | "handed" | "give-back" | "delivered",
    action: string,
  ): Button => ({
    label: say(locale, `aid.button-${key}`),
    data: signer.sign(action, String(one.applicationId)),
  });
  const knows = button("know-her", "apk");
  switch (one.status) {
    case "sent":
    case "appealed":
      return [[button("approve", "apa"), button("refuse", "apr"), knows]];
    case "approved":
      return [[button("take", "apt"), button("refuse", "apr"), knows]];
    case "handling":
      return [[button("handed", "aph"), button("give-back", "apg"), knows]];
    case "handed":
      return [[button("delivered", "apd")]];
    case "delivered":
    case "refused":
    case "withdrawn":
    case "expired":
      return [];
  }
}

/** `/applications`: what waits for a decision, and what waits to be handed over. */
export async function listApplications(
  deps: AidDeps,
  stores: AidStores,
  actor: Actor,
): Promise<readonly Reply[]> {
  const refusal = atCaseDesk(actor);
  if (refusal) return [refusal];
  const { locale } = actor;
  const found = await stores.aid.applications(whose(actor), [...TO_REVIEW, ...TO_HAND_OVER], SHOWN);
  if (found.length === 0) return [answerText(actor, "aid.list-none")];
  const zones = new Map<string, string>();
  for (const { hostId } of found) zones.set(hostId, await zoneOf(stores, hostId));
  const lines = found.map((one) =>
    say(locale, "aid.list-line", {
      number: one.applicationId,
      fan: applicantName(locale, one),
      status: say(locale, `aid.status.${one.status}`),
      when: momentText(locale, one.statusAt, deps.clock.now(), zones.get(one.hostId)),
    }),
  );
  const buttons = found.slice(0, BUTTONS).map((one) => [viewButton(deps.signer, locale, one)]);
  return [answerText(actor, "aid.list", { list: lines.join("\n") }, buttons)];
}

/**
 * What an applicant told, to one member of the staff alone and recorded; never who she is or how to reach her. Others
 * that may be of the same family are named, and decided by nobody but people.
 */
export async function showApplication(
  deps: AidDeps,
  stores: AidStores,
  actor: Actor,
  applicationId: number,
): Promise<readonly Reply[]> {
  const found = await applicationFor(stores, actor, applicationId);
  if (!found.ok) return [found.refusal];
  const by = actor.person.personId;
  const now = deps.clock.now();
  const events = await stores.aid.events(applicationId);
  const again = events.some(
    (event) => event.type === "read" && event.by === by && now - event.at < SAME_LOOK_MS,
  );
  const one = again
    ? found.value
    : await noteApplication(stores, found.value, {}, { type: "read", by, at: now });
  const { locale } = actor;
  const programme = await stores.aid.programme(one.programmeId);
  const { answers } = await stores.aid.told(applicationId);
  const duplicates = await stores.aid.duplicatesOf(applicationId, DUPLICATES_SHOWN);
  const reads: string[] = [];
  if (mayManage(actor.person, one.hostId)) {
    const zone = await zoneOf(stores, one.hostId);
    for (const event of events.filter(({ type }) => type === "read").slice(-READS_SHOWN)) {
      const name = event.by === undefined ? "" : await staffName(stores, one.hostId, event.by);
      reads.push(`${name} ${momentText(locale, event.at, now, zone)}`);
    }
  }
  const lines = [
    say(locale, "aid.view", {
      number: applicationId,
      fan: applicantName(locale, one),
      title: programme?.title ?? "",
      status: say(locale, `aid.status.${one.status}`),
      left: programme ? leftText(locale, programme) : "",
    }),
    answers ? toldText(locale, answers) : say(locale, "aid.erased"),
    ...(duplicates.length === 0
      ? []
      : [
          say(locale, "aid.duplicates", {
            list: duplicates
              .map((same) =>
                say(locale, "aid.duplicate", {
                  number: same.applicationId,
                  by: same.by
                    .map((kind) => say(locale, `aid.same.${kind}`))
                    .join(locale === "zh" ? "、" : ", "),
                  status: say(locale, `aid.status.${same.status}`),
                }),
              )
              .join("\n"),
          }),
        ]),
    // Who read is the host's to know.
    ...(reads.length === 0 ? [] : [say(locale, "aid.reads", { list: reads.join("、") })]),
    say(locale, "aid.view-how"),
  ];
  const content = textContent(lines.join("\n\n"), deskButtons(deps.signer, locale, one));
  return [
    {
      ...answerTo(actor, content, purposeOf(one, "card")),
      audience: "person",
      otherwise: textContent(say(locale, "aid.alone-only", { number: applicationId })),
    },
  ];
}
