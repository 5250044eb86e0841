import { type Block, type Content, type Draft, type Lane, textContent } from "../core/content.ts";
import { say } from "../core/texts/index.ts";
import { mayPromote } from "../safety/index.ts";
import type { GroupTarget, PersonTarget } from "./alert-store.ts";
import type { AlertStores } from "./alerts-deps.ts";
import {
  type Broadcast,
  type BroadcastKind,
  batchOf,
  type Place,
  settingsOf,
  topicsFor,
} from "./broadcast.ts";
import { dayOf, localOf, quietFor } from "./read-time.ts";

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
/** Those that count against what a group gets in a day. */
const COUNTED: ReadonlySet<BroadcastKind> = new Set(["announcement", "video", "article"]);

export interface Page {
  readonly drafts: readonly Draft[];
  readonly place: Place;
}

/** The next messages of a broadcast, with when each may go out. */
export async function nextPage(stores: AlertStores, broadcast: Broadcast, now: number): Promise<Page> {
  const { audience, place } = broadcast;
  if (place.part === "groups") {
    if (audience.groups) {
      const page = await nextGroups(stores, broadcast, now);
      if (page) return page;
    }
    return {
      drafts: [],
      place: { part: audience.persons ? "persons" : "done", after: "", left: place.left },
    };
  }
  const page = place.part === "persons" ? await nextPersons(stores, broadcast, now) : undefined;
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

async function nextGroups(stores: AlertStores, broadcast: Broadcast, now: number): Promise<Page | undefined> {
  const { audience, kind, message, place } = broadcast;
  const hostIds = await hostsReached(stores, broadcast);
  const groups = await stores.audience.groups(hostIds, audience, place.after, PAGE, now - DANGER_IN_GROUP_MS);
  const last = groups.at(-1);
  if (!last) return undefined;
  const settings = await settingsOf(stores.live, broadcast.hostId);
  const host = (await stores.people.host(broadcast.hostId))?.name ?? "";
  let allowed: readonly Pick<GroupTarget, "platform" | "chatId">[] = groups;
  if (COUNTED.has(kind) && !message.edits) {
    const asked = groups.map(({ platform, chatId, dayBudget }) => ({
      platform,
      chatId,
      budget: dayBudget ?? settings.groupDayBudget,
    }));
    allowed = await stores.audience.spend(asked, dayOf(now, settings.timeZone));
  }
  const may = new Set(allowed.map(({ platform, chatId }) => `${platform} ${chatId}`));
  const reached = groups.filter(({ platform, chatId }) => may.has(`${platform} ${chatId}`));
  const drafts = reached.map((group) =>
    draftOf(
      broadcast,
      group,
      contentFor(broadcast, host, group),
      waitUntil(broadcast, group, settings.timeZone, now),
    ),
  );
  const left = place.left + groups.length - reached.length;
  return { drafts, place: { part: "groups", after: last.place, left } };
}

async function nextPersons(
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
    handle,
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
