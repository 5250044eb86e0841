import { type Block, type Content, type Draft, type Lane, textContent } from "../core/content.ts";
import { say } from "../core/texts/index.ts";
import { mayPromote } from "../safety/index.ts";
import type { GroupTarget, PersonTarget } from "./alert-store.ts";
import type { AlertDeps, AlertStores } from "./alerts-deps.ts";
import {
  type Broadcast,
  type BroadcastKind,
  batchOf,
  type Place,
  settingsOf,
  topicsFor,
} from "./broadcast.ts";
import { dayOf, localOf, nextOf, quietFor } from "./read-time.ts";

/** Targets whose rows are written in one transaction. */
export const PAGE = 500;
const MINUTE_MS = 60_000;
/** After somebody was in danger in a group, nothing is promoted there for this long. */
const DANGER_IN_GROUP_MS = 30 * MINUTE_MS;
/** Nor to the person herself, for this long. */
const DANGER_OF_PERSON_MS = 72 * 60 * MINUTE_MS;
/** An answer about feeding or illness stays the last word for this long. */
const AFTER_ANSWER_MS = 2 * 60 * MINUTE_MS;

const LANE_OF = {
  live: "live",
  recall: "live",
  announcement: "announcement",
  leave: "announcement",
  video: "announcement",
  article: "announcement",
  schedule: "announcement",
} as const satisfies Record<BroadcastKind, Lane>;
/** When what was over the budget of the day before is told in one message. */
const DIGEST_AT = "0 8 * * *";
/** Those that count against what a group gets in a day. */
const COUNTED: ReadonlySet<BroadcastKind> = new Set(["announcement", "video", "article"]);

export interface Page {
  readonly drafts: readonly Draft[];
  readonly place: Place;
}

/** The next messages of a broadcast, with when each may go out. */
export async function nextPage(
  deps: Pick<AlertDeps, "abilitiesOf">,
  stores: AlertStores,
  broadcast: Broadcast,
  now: number,
): Promise<Page> {
  const { audience, place } = broadcast;
  if (place.part === "groups") {
    if (audience.groups) {
      const page = await nextGroups(deps, stores, broadcast, now);
      if (page) return page;
    }
    return {
      drafts: [],
      place: { part: audience.persons ? "persons" : "done", after: "", left: place.left },
    };
  }
  const page = place.part === "persons" ? await nextPersons(deps, stores, broadcast, now) : undefined;
  return page ?? { drafts: [], place: { part: "done", after: "", left: place.left } };
}

/** This host, and those with whom both sides agreed. */
export async function hostsReached(
  { audience }: Pick<AlertStores, "audience">,
  { hostId, audience: wanted }: Pick<Broadcast, "hostId" | "audience">,
): Promise<readonly string[]> {
  if (!wanted.partners) return [hostId];
  const partners = await audience.partners(hostId);
  return [hostId, ...partners.filter(({ agreed }) => agreed === "mutual").map((partner) => partner.hostId)];
}

async function nextGroups(
  deps: Pick<AlertDeps, "abilitiesOf">,
  stores: AlertStores,
  broadcast: Broadcast,
  now: number,
): Promise<Page | undefined> {
  const { audience, kind, message, place } = broadcast;
  const hostIds = await hostsReached(stores, broadcast);
  const wanted = { ...audience, topics: topicsFor(kind) };
  const groups = await stores.audience.groups(hostIds, wanted, place.after, PAGE, now - DANGER_IN_GROUP_MS);
  const last = groups.at(-1);
  if (!last) return undefined;
  const settings = await settingsOf(stores.live, broadcast.hostId);
  const host = (await stores.people.host(broadcast.hostId))?.name ?? "";
  const isCounted = COUNTED.has(kind) && !message.edits;
  const reached = isCounted ? await withinBudget(deps, stores, broadcast, groups, now) : groups;
  const called = await mayCall(deps, stores, broadcast, reached, now);
  const drafts = reached
    // What cannot be changed there stays as it is, and needs no row that says so.
    .filter(({ platform }) => !message.edits || deps.abilitiesOf(platform)?.canEdit !== false)
    .map((group) => {
      const content = contentFor(broadcast, host, group);
      return draftOf(
        deps,
        broadcast,
        group,
        called.has(keyOf(group)) ? { ...content, mentionsAll: true } : content,
        waitUntil(broadcast, group, settings.timeZone, now),
      );
    });
  const left = place.left + groups.length - reached.length;
  return { drafts, place: { part: "groups", after: last.place, left } };
}

const keyOf = ({ platform, chatId }: Pick<GroupTarget, "platform" | "chatId">): string =>
  `${platform} ${chatId}`;

/** The groups that have room for one more today. Where a chat takes digests, what is too much comes in the next one. */
async function withinBudget(
  { abilitiesOf }: Pick<AlertDeps, "abilitiesOf">,
  { audience, live, robots }: AlertStores,
  { id, hostId }: Broadcast,
  groups: readonly GroupTarget[],
  now: number,
): Promise<readonly GroupTarget[]> {
  const { timeZone, groupDayBudget } = await settingsOf(live, hostId);
  const today = dayOf(now, timeZone);
  const spend = async (from: readonly GroupTarget[], day: string, budgetOf: (one: GroupTarget) => number) => {
    const asked = from.map((one) => ({ platform: one.platform, chatId: one.chatId, budget: budgetOf(one) }));
    const may = new Set((await audience.spend(asked, day)).map(keyOf));
    return {
      within: from.filter((one) => may.has(keyOf(one))),
      over: from.filter((one) => !may.has(keyOf(one))),
    };
  };
  const digests = groups.filter(({ platform }) => abilitiesOf(platform)?.digestAbove !== undefined);
  const minute = await spend(
    digests,
    `${today} ${Math.floor(now / MINUTE_MS)}`,
    ({ platform }) => abilitiesOf(platform)?.digestAbove ?? 0,
  );
  const hasDigest = new Set(digests.map(keyOf));
  const crowded = new Set(minute.over.map(keyOf));
  const left = groups.filter((group) => !crowded.has(keyOf(group)));
  const day = await spend(left, today, ({ dayBudget }) => dayBudget ?? groupDayBudget);
  for (const group of minute.over) await robots.holdOver(group, id, now + 2 * MINUTE_MS);
  const morning = nextOf(DIGEST_AT, timeZone, now) ?? now;
  for (const group of day.over) if (hasDigest.has(keyOf(group))) await robots.holdOver(group, id, morning);
  return day.within;
}

/** Where everybody is called with it: the host allowed it, it can be done there, and this week's calls are not used up. */
async function mayCall(
  { abilitiesOf }: Pick<AlertDeps, "abilitiesOf">,
  { audience, live }: AlertStores,
  { hostId, message }: Broadcast,
  groups: readonly GroupTarget[],
  now: number,
): Promise<ReadonlySet<string>> {
  if (!message.mentionsAll || message.edits) return new Set();
  const { timeZone } = await settingsOf(live, hostId);
  const asked = groups.flatMap(({ platform, chatId, mentionWeek: budget }) =>
    budget && abilitiesOf(platform)?.mentionsEverybody ? [{ platform, chatId, budget }] : [],
  );
  const daysSinceMonday = (localOf(now, timeZone).weekday + 6) % 7;
  const monday = dayOf(now - daysSinceMonday * 24 * 60 * MINUTE_MS, timeZone);
  return new Set((await audience.spend(asked, `${monday} calls`)).map(keyOf));
}

async function nextPersons(
  deps: Pick<AlertDeps, "abilitiesOf">,
  stores: AlertStores,
  broadcast: Broadcast,
  now: number,
): Promise<Page | undefined> {
  const { hostId, kind, place, audience } = broadcast;
  const since = { danger: now - DANGER_OF_PERSON_MS, answer: now - AFTER_ANSWER_MS };
  const persons = await stores.audience.persons(hostId, topicsFor(kind), place.after, PAGE, since);
  const last = persons.at(-1);
  if (!last) return undefined;
  const { timeZone } = await settingsOf(stores.live, hostId);
  const host = (await stores.people.host(hostId))?.name ?? "";
  const { platforms, tags } = audience;
  const left: PersonTarget[] = [];
  for (const person of persons) {
    if (kind === "recall" || (await mayPromote(stores.quiet, person, now))) left.push(person);
  }
  const drafts = left
    // Tags are of groups: who asked for certain groups asked for no persons.
    .filter(({ platform }) => tags.length === 0 && (platforms.length === 0 || platforms.includes(platform)))
    .filter(({ dangerAt }) => kind === "recall" || dangerAt === undefined)
    .map((person) =>
      draftOf(
        deps,
        broadcast,
        person,
        withLine(contentFor(broadcast, host, undefined), say("zh", "alerts.why-you")),
        waitUntil(broadcast, person, timeZone, now),
      ),
    );
  return { drafts, place: { part: "persons", after: last.personId, left: place.left } };
}

/** Quiet hours, danger and answers put it off; a recall and a change of what was said wait for nothing. */
function waitUntil(
  { kind, message }: Broadcast,
  target: Pick<GroupTarget, "quiet" | "dangerAt"> & Partial<Pick<PersonTarget, "answeredAt">>,
  timeZone: string,
  now: number,
): number | undefined {
  if (kind === "recall" || message.edits) return undefined;
  const quietMinutes = target.quiet ? quietFor(target.quiet, localOf(now, timeZone).minute) : 0;
  const until = Math.max(
    quietMinutes === 0 ? 0 : now - (now % MINUTE_MS) + quietMinutes * MINUTE_MS,
    (target.dangerAt ?? Number.NEGATIVE_INFINITY) + DANGER_IN_GROUP_MS,
    (target.answeredAt ?? Number.NEGATIVE_INFINITY) + AFTER_ANSWER_MS,
  );
  return until > now ? until : undefined;
}

function draftOf(
  { abilitiesOf }: Pick<AlertDeps, "abilitiesOf">,
  broadcast: Broadcast,
  { platform, chatId }: Pick<GroupTarget, "platform" | "chatId">,
  content: Content,
  notBefore: number | undefined,
): Draft {
  const { kind, handle, message, expiresAfterMs, beganAt, createdAt } = broadcast;
  return {
    lane: LANE_OF[kind],
    to: { platform, chatId },
    purpose: "broadcast",
    content,
    // Named for later changes: where there are none, long words may become several messages.
    handle: abilitiesOf(platform)?.canEdit === false ? undefined : handle,
    edit: message.edits ? "or-skip" : undefined,
    batch: batchOf(broadcast),
    notBefore,
    expiresAt: expiresAfterMs === undefined ? undefined : (beganAt ?? createdAt) + expiresAfterMs,
  };
}

/** The words for one group, or for nobody in particular. */
export function contentFor(
  { hostId, message }: Pick<Broadcast, "hostId" | "message">,
  host: string,
  group: Pick<GroupTarget, "title" | "hostId" | "tags"> | undefined,
): Content {
  const wording = message.wordings.find(({ tag }) => group?.tags.includes(tag));
  const text = (wording?.text ?? message.text)
    .replaceAll("{主播}", host)
    .replaceAll("{群}", group?.title ?? say("zh", "alerts.everybody"));
  const buttons = message.buttons.map((button) => [button]);
  const content: Content = {
    ...textContent(text, buttons),
    ...(message.media.length > 0 ? { media: message.media } : {}),
  };
  const isPassedOn = group !== undefined && group.hostId !== hostId;
  return isPassedOn ? withLine(content, say("zh", "alerts.passed-on", { host })) : content;
}

const withLine = (content: Content, text: string): Content => ({
  ...content,
  blocks: [...content.blocks, { kind: "small", text } satisfies Block],
});
