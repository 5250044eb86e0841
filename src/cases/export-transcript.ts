import { textContent } from "../core/content.ts";
import { maskPersonalData } from "../core/mask.ts";
import type { Reply } from "../core/reply.ts";
import { type Locale, say } from "../core/texts/index.ts";
import { type Actor, isOperator, mayManage, pointToPrivate, tell, toActor } from "../people/index.ts";
import { appendAll } from "./append-event.ts";
import type { CaseEvent } from "./case.ts";
import type { CaseDeps, CaseStores } from "./case-deps.ts";
import type { Case } from "./case-store.ts";
import { caseFor } from "./desk.ts";
import { timesOf } from "./host-times.ts";
import { historyOf } from "./join-cases.ts";
import { deskOf, toRooms } from "./places.ts";
import { purposeOf, staffName, wordsOf } from "./words.ts";

/** Far more than anybody writes; a longer case says how much of it is missing. */
const MOST_EVENTS = 20_000;

/**
 * `/transcript 17`: a case as a file, in private, for the host, the operator, and who has it in hand. Telephone numbers,
 * IDs and addresses are masked; with `whole` the host and the operator read them too. Recorded as a read, and the staff
 * room hears of it.
 */
export async function exportTranscript(
  deps: CaseDeps,
  stores: CaseStores,
  actor: Actor,
  caseId: number,
  whole: boolean,
): Promise<readonly Reply[]> {
  // Who has no right to any case is told that first, and nothing about the place.
  const found = await caseFor(stores, actor, caseId);
  if (!found.ok) return [found.refusal];
  if (!actor.discreet || actor.chat?.kind === "group") {
    return [pointToPrivate(actor, `t-${found.value.caseId}`)];
  }
  const { hostId, view } = found.value;
  const by = actor.person.personId;
  const isHost = hostId === undefined ? isOperator(actor.person) : mayManage(actor.person, hostId);
  if (!isHost && (whole || view.assigneeId !== by)) {
    const who = say(actor.locale, whole ? "people.who.operator-or-host" : "cases.who-transcript");
    return [tell(actor, "people.not-allowed", { who })];
  }
  const now = deps.clock.now();
  const file = whole ? "whole" : "masked";
  const one = await appendAll(stores, found.value, now, [{ type: "read", by, file }]);
  const text = await transcriptOf(
    stores,
    actor.locale,
    one,
    now,
    whole ? (words) => words : maskPersonalData,
  );
  const number = one.caseId;
  const who = await staffName(stores, hostId, by);
  const told = textContent(say("zh", `cases.transcript-told-${file}`, { who, number }));
  return [
    toActor(
      {
        ...textContent(say(actor.locale, `cases.transcript-${file}`, { number })),
        file: { name: `case-${number}.txt`, text },
      },
      purposeOf(one, "told"),
    ),
    ...toRooms(await deskOf(stores.people, one), purposeOf(one, "told", one.view.seq), told),
  ];
}

/** Who wrote, as everybody in the case knows her: the fan by her alias, the staff by name, the bot as such. */
async function transcriptOf(
  stores: CaseStores,
  locale: Locale,
  one: Case,
  now: number,
  mask: (words: string) => string,
): Promise<string> {
  const { zone } = await timesOf(stores, one.hostId);
  const events = await historyOf(stores.cases, one.caseId, MOST_EVENTS + 1);
  const shown = events.slice(-MOST_EVENTS);
  const names = new Map<string, string>();
  const nameOf = async (personId: string): Promise<string> => {
    const known = names.get(personId) ?? (await staffName(stores, one.hostId, personId));
    names.set(personId, known);
    return known;
  };
  const lines: string[] = [];
  for (const event of shown) {
    lines.push(`${instantText(zone, event.at)}  ${await lineOf(locale, one, event, nameOf, mask)}`);
  }
  const head = say(locale, "cases.transcript-head", {
    number: one.caseId,
    kind: say(locale, `cases.kind.${one.view.kind}`),
    status: say(locale, `cases.status.${one.view.status}`),
    at: instantText(zone, now),
    zone,
  });
  const missing =
    events.length > shown.length ? [say(locale, "cases.transcript-cut", { most: MOST_EVENTS })] : [];
  return [head, ...missing, "", ...lines, ""].join("\n");
}

/** "2026-11-22 20:15:07 GMT+8". */
function instantText(zone: string, at: number): string {
  const parts = new Intl.DateTimeFormat("sv-SE", {
    timeZone: zone,
    dateStyle: "short",
    timeStyle: "medium",
  }).format(at);
  const offset = new Intl.DateTimeFormat("en", { timeZone: zone, timeZoneName: "shortOffset" })
    .formatToParts(at)
    .find(({ type }) => type === "timeZoneName")?.value;
  return `${parts} ${offset ?? ""}`.trim();
}

async function lineOf(
  locale: Locale,
  { view }: Case,
  event: CaseEvent,
  nameOf: (personId: string) => Promise<string>,
  mask: (words: string) => string,
): Promise<string> {
  const fan = say(locale, "cases.fan", { alias: view.alias });
  const words = (text: string | undefined, media: Parameters<typeof wordsOf>[2] = []) =>
    mask(wordsOf(locale, text, media));
  const by = "by" in event && event.by !== undefined ? await nameOf(event.by) : "";
  switch (event.type) {
    case "opened":
      return event.text === undefined ? say(locale, "cases.event.opened") : `${fan}: ${words(event.text)}`;
    case "fan-wrote":
      return `${fan}: ${words(event.text, event.media)}`;
    case "staff-wrote":
      return `${by}（${event.as}）: ${words(event.text, event.media)}${event.held === true ? say(locale, "cases.transcript-held") : ""}`;
    case "staff-edited":
      return `${by}（${say(locale, "cases.event.staff-edited")}）: ${words(event.text)}`;
    case "staff-withdrew":
      return say(locale, "cases.event.staff-withdrew");
    case "note":
      return `${by}（${say(locale, "cases.event.note")}）: ${words(event.text)}`;
    case "edited":
      return `${fan}（${say(locale, "cases.event.edited")}）: ${words(event.text)}`;
    case "deleted":
      return `${fan}（${say(locale, "cases.transcript-deleted")}）`;
    case "form-answered":
      return `${fan}（${event.field}）: ${words(event.text)}`;
    case "rated":
      return `${fan}: ${say(locale, "cases.event.rated", { stars: event.stars })}`;
    case "rated-words":
      return `${fan}: ${words(event.text)}`;
    case "transferred":
      return `${by} ${say(locale, "cases.event.transferred")} → ${await nameOf(event.to)}`;
    case "revealed":
      return `${by} ${say(locale, "cases.event.revealed")}: ${words(event.text)}`;
    case "read":
      return `${by} ${say(locale, event.file === undefined ? "cases.event.read" : "cases.event.exported")}`;
    case "joined":
      return say(locale, "cases.event.joined", { number: event.other });
    case "joined-to":
      return say(locale, "cases.event.joined-to", { number: event.into });
    case "acknowledged":
    case "taken":
    case "raised":
    case "closed":
    case "reopened":
    case "asked-human":
    case "ladder-step":
      return `${by} ${say(locale, `cases.event.${event.type}`)}`.trim();
    case "promised":
    case "undelivered":
    case "delivered":
      return say(locale, `cases.event.${event.type}`);
  }
}
