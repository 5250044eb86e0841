import type { Block, Content } from "../core/content.ts";
import type { Reply } from "../core/reply.ts";
import { type Locale, say } from "../core/texts/index.ts";
import { type Actor, mayManage } from "../people/index.ts";
import { appendAll } from "./append-event.ts";
import type { CaseEvent } from "./case.ts";
import type { CaseDeps, CaseStores } from "./case-deps.ts";
import { isPrivateMatter } from "./case-kind.ts";
import type { Case } from "./case-store.ts";
import { answerTo, caseFor } from "./desk.ts";
import { zoneOf } from "./host-times.ts";
import { historyOf } from "./join-cases.ts";
import { cardButtons, headText } from "./show-card.ts";
import { cut, durationText, momentText, purposeOf, staffName, wordsOf } from "./words.ts";

const EVENTS_READ = 60;
const LINES_SHOWN = 12;
const READS_SHOWN = 5;
const WORDS_SHOWN = 300;
/** Looking again so soon is the same look. */
const SAME_LOOK_MS = 10 * 60_000;

/** `/case 17`: what it is about, who has it, and what was last said. Reading about distress or hardship is recorded. */
export async function showCase(
  deps: CaseDeps,
  stores: CaseStores,
  actor: Actor,
  caseId: number,
): Promise<readonly Reply[]> {
  const found = await caseFor(stores, actor, caseId);
  if (!found.ok) return [found.refusal];
  const now = deps.clock.now();
  const by = actor.person.personId;
  const events = await historyOf(stores.cases, found.value.caseId, EVENTS_READ);
  const isRecorded = isPrivateMatter(found.value.view.kind);
  const again = events.some(
    (event) => event.type === "read" && event.by === by && now - event.at < SAME_LOOK_MS,
  );
  const one =
    isRecorded && !again ? await appendAll(stores, found.value, now, [{ type: "read", by }]) : found.value;
  return [answerTo(actor, await wholeCase(deps, stores, actor, one, events, now), purposeOf(one, "card"))];
}

async function wholeCase(
  deps: CaseDeps,
  stores: CaseStores,
  actor: Actor,
  one: Case,
  events: readonly CaseEvent[],
  now: number,
): Promise<Content> {
  const { locale } = actor;
  const { view } = one;
  const zone = await zoneOf(stores, one.hostId);
  const names = new Map<string, string>();
  const nameOf = async (personId: string): Promise<string> => {
    const known = names.get(personId) ?? (await staffName(stores, one.hostId, personId));
    names.set(personId, known);
    return known;
  };
  const lines: string[] = [];
  for (const event of events) {
    const line = await lineOf(locale, event, nameOf);
    if (line !== undefined) lines.push(`${momentText(locale, event.at, now, zone)} ${line}`);
  }
  const reads: string[] = [];
  for (const event of events.filter(({ type }) => type === "read").slice(-READS_SHOWN)) {
    if (event.type !== "read") continue;
    const how = event.file === undefined ? "" : ` ${say(locale, "cases.event.exported")}`;
    reads.push(`${await nameOf(event.by)} ${momentText(locale, event.at, now, zone)}${how}`);
  }
  const facts = [
    say(locale, "cases.card-kind", { kinds: say(locale, `cases.kind.${view.kind}`) }),
    say(locale, "cases.view-status", {
      status: say(locale, `cases.status.${view.status}`),
      who: view.assigneeId === undefined ? say(locale, "cases.nobody") : await nameOf(view.assigneeId),
    }),
    ...(view.waitingSince === undefined
      ? []
      : [say(locale, "cases.waits", { time: durationText(locale, now - view.waitingSince) })]),
    ...(view.expectedBy === undefined
      ? []
      : [say(locale, "cases.card-due", { when: momentText(locale, view.expectedBy, now, zone) })]),
    // Who read is the host's to know.
    ...(reads.length > 0 && one.hostId !== undefined && mayManage(actor.person, one.hostId)
      ? [say(locale, "cases.view-reads", { list: reads.join("、") })]
      : []),
  ];
  const blocks: Block[] = [
    { kind: "heading", text: headText(locale, one) },
    { kind: "text", text: facts.join("\n") },
    ...(lines.length === 0 ? [] : [{ kind: "list", items: lines.slice(-LINES_SHOWN) } as const]),
    ...(view.status === "open"
      ? [{ kind: "small", text: say(locale, "cases.card-how", { number: one.caseId }) } as const]
      : []),
  ];
  return {
    tone: "plain",
    blocks,
    buttons: view.status === "open" ? cardButtons(deps.signer, locale, one) : [],
  };
}

async function lineOf(
  locale: Locale,
  event: CaseEvent,
  nameOf: (personId: string) => Promise<string>,
): Promise<string | undefined> {
  const by = "by" in event && event.by !== undefined ? await nameOf(event.by) : "";
  const words = (text: string | undefined, media: Parameters<typeof wordsOf>[2] = []) =>
    cut(wordsOf(locale, text, media), WORDS_SHOWN);
  const fan = say(locale, "cases.event.fan");
  switch (event.type) {
    case "fan-wrote":
      return `${fan}: ${words(event.text, event.media)}`;
    case "opened":
      return event.text === undefined ? say(locale, "cases.event.opened") : `${fan}: ${words(event.text)}`;
    case "staff-wrote":
      return `${by}: ${words(event.text)}`;
    case "staff-edited":
      return `${by} (${say(locale, "cases.event.staff-edited")}): ${words(event.text)}`;
    case "staff-withdrew":
      return say(locale, "cases.event.staff-withdrew");
    case "deleted":
      return `${fan}: ${say(locale, "cases.event.deleted")}`;
    case "note":
      return `${by} (${say(locale, "cases.event.note")}): ${words(event.text)}`;
    case "rated":
      return `${fan}: ${say(locale, "cases.event.rated", { stars: event.stars })}`;
    case "rated-words":
    case "form-answered":
      return `${fan}: ${words(event.text)}`;
    case "edited":
      return `${fan} (${say(locale, "cases.event.edited")}): ${words(event.text)}`;
    case "transferred":
      return `${by} ${say(locale, "cases.event.transferred")} → ${await nameOf(event.to)}`;
    case "revealed":
      return `${by} ${say(locale, "cases.event.revealed")}: ${words(event.text)}`;
    case "acknowledged":
    case "taken":
    case "raised":
    case "closed":
    case "reopened":
    case "asked-human":
    case "ladder-step":
      return `${by === "" ? "" : `${by} `}${say(locale, `cases.event.${event.type}`)}`;
    case "joined":
      return say(locale, "cases.event.joined", { number: event.other });
    case "joined-to":
      return say(locale, "cases.event.joined-to", { number: event.into });
    case "read":
    case "promised":
    case "undelivered":
    case "delivered":
      return undefined;
  }
}
