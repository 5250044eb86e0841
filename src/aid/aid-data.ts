import { textContent } from "../core/content.ts";
import { type KeptItem, MOST_SHOWN, type PersonData } from "../core/person-data.ts";
import type { Reply } from "../core/reply.ts";
import { type Locale, say } from "../core/texts/index.ts";
import type { AidStores } from "./aid-deps.ts";
import { toStaff } from "./aid-desk.ts";
import { type Application, LIVE, WITHDRAWABLE } from "./application.ts";
import { toldText } from "./ask-applicant.ts";
import { noteApplication } from "./change-application.ts";

/** Furthest along first: of two in one programme that one goes on. */
const ALONG = ["delivered", "handed", "handling", "approved", "appealed", "sent"];
const rank = ({ status, applicationId }: Application): readonly [number, number] => [
  ALONG.indexOf(status),
  applicationId,
];

/** Applications for help: what was told, and how to reach her, as long as they are there. */
export const aidData: PersonData<AidStores> = {
  async shows(stores, personId, locale) {
    const items: KeptItem[] = [];
    for (const one of await stores.aid.applicationsOf(personId, MOST_SHOWN)) {
      items.push(await applicationItem(stores, one, locale));
    }
    const form = await stores.aid.form(personId);
    if (form) {
      const line = say(locale, "privacy.line.form", { told: Object.values(form.answers).join("；") });
      items.push({ at: form.updatedAt, line, data: { form: form.kind, answers: form.answers } });
    }
    return [{ title: "privacy.section.aid", items }];
  },

  async stays({ aid }, personId, locale, now) {
    const found = [];
    for (const { applicationId: number, status, programmeId } of await aid.applicationsOf(
      personId,
      MOST_SHOWN,
    )) {
      const isUnderWay = LIVE.includes(status) && status !== "delivered";
      if (isUnderWay) {
        const line = say(locale, "privacy.stays.application", { number });
        found.push({ line, until: undefined, holdsAccount: true });
      } else if (status === "delivered") {
        // Whoever has had her pack is not given a second one while there are some.
        const until = (await aid.programme(programmeId))?.until ?? 0;
        if (until <= now) continue;
        found.push({ line: say(locale, "privacy.stays.helped", { number }), until, holdsAccount: false });
      }
    }
    return found;
  },

  async forgets({ aid, products }, personId, now) {
    await aid.dropForm(personId);
    await products.forgetReports(personId);
    for (const { applicationId, status, programmeId } of await aid.applicationsOf(personId, MOST_SHOWN)) {
      if (LIVE.includes(status) && status !== "delivered") continue;
      const isOver = status !== "delivered" || ((await aid.programme(programmeId))?.until ?? 0) <= now;
      await aid.eraseApplication(applicationId, isOver, now);
    }
  },

  async merges(stores, fromId, intoId, locale, now) {
    const { aid, products } = stores;
    await products.moveReports(fromId, intoId);
    // A form is sealed for its person, so it is written anew.
    const form = await aid.form(fromId);
    if (form && !(await aid.form(intoId))) await aid.keepForm(intoId, form);
    await aid.dropForm(fromId);
    const theirs = (await aid.applicationsOf(fromId, MOST_SHOWN)).filter(isLive);
    const hers = (await aid.applicationsOf(intoId, MOST_SHOWN)).filter(isLive);
    const lines: string[] = [];
    const replies: Reply[] = [];
    for (const one of [...theirs].sort((a, b) => a.applicationId - b.applicationId)) {
      const twin = hers.find(({ programmeId }) => programmeId === one.programmeId);
      if (!twin) continue;
      const [kept, spare] = [one, twin].sort((a, b) => compare(rank(a), rank(b)));
      if (!kept || !spare) continue;
      lines.push(
        say(locale, "privacy.joined-application", { number: kept.applicationId, other: spare.applicationId }),
      );
      const held = await aid.lock(spare.applicationId);
      if (held && WITHDRAWABLE.has(held.status)) {
        const ended = { type: "withdrawn", at: now } as const;
        const done = await noteApplication(stores, held, { status: "withdrawn" }, ended);
        await aid.eraseContact(spare.applicationId);
        const values = { number: kept.applicationId, other: spare.applicationId };
        replies.push(...(await toStaff(stores, done, textContent(say("zh", "aid.joined-told", values)))));
      }
      // What is with her already stays beside the other one.
    }
    await aid.moveApplications(fromId, intoId);
    return { lines, replies };
  },
};

const isLive = ({ status }: Application): boolean => LIVE.includes(status);
const compare = (one: readonly [number, number], other: readonly [number, number]): number =>
  one[0] - other[0] || one[1] - other[1];

async function applicationItem(
  { aid }: AidStores,
  { applicationId: number, programmeId, status, sentAt, statusAt }: Application,
  locale: Locale,
): Promise<KeptItem> {
  const { answers, contact } = await aid.told(number);
  const programme = await aid.programme(programmeId);
  const line = say(locale, "privacy.line.application", {
    number,
    title: programme?.title ?? "",
    status: say(locale, `aid.mine-status.${status}`),
    told: [answers ? toldText(locale, answers) : say(locale, "aid.erased"), contact ?? ""].join(" "),
  });
  return { at: sentAt, line, data: { number, status, sentAt, statusAt, answers, contact } };
}
