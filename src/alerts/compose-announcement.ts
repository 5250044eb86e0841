import { type Block, type Button, type Content, type MediaRef, textContent } from "../core/content.ts";
import { type PlatformName, TARGET_NAMES } from "../core/message.ts";
import type { Abilities } from "../core/platform.ts";
import { randomId } from "../core/random.ts";
import type { Reply } from "../core/reply.ts";
import { say, type TextKey } from "../core/texts/index.ts";
import { type Actor, mayBind } from "../people/index.ts";
import type { AlertDeps, AlertStores, Wake } from "./alerts-deps.ts";
import {
  BEGINNING,
  BROADCAST_KINDS,
  type Broadcast,
  type BroadcastKind,
  batchOf,
  Message,
  settingsOf,
  topicsFor,
} from "./broadcast.ts";
import { findingsText, here, hostHere, isReply, refuse, sayHere } from "./desk.ts";
import { contentFor, hostsReached } from "./next-page.ts";
import { readAnnouncement, sells, wordsOf } from "./read-announcement.ts";

/** Replies to a message with one of these handles are meant for the announcement. */
const ASKED = /^an:new(?:\.([a-z]+))?$/;
const PREVIEW = /^an:([0-9a-z]{12})$/;
const PROGRESS = /^bp:([0-9a-z]{12})$/;

export interface Said {
  readonly text: string;
  readonly media: readonly MediaRef[];
}

/** `/announce`, with the text behind it or as a reply to `quoted`; alone it asks for the text. */
export async function composeAnnouncement(
  deps: AlertDeps,
  stores: AlertStores,
  actor: Actor,
  said: Said,
  kind: BroadcastKind = "announcement",
): Promise<Reply> {
  const host = await hostHere(stores, actor);
  if (isReply(host)) return host;
  if (said.text.trim() === "") {
    const content = textContent(say(actor.locale, "alerts.ask-text"));
    return here(actor, content, "ask-text", `an:new.${kind}`);
  }
  return await draft(deps, stores, actor, { hostId: host.hostId, said, kind, id: undefined });
}

/**
 * A reply to the question for the text, to a preview (the words change) or to a receipt (what was sent changes).
 * Undefined when it replies to nothing of an announcement.
 */
export async function hearAnnouncement(
  deps: AlertDeps,
  stores: AlertStores,
  actor: Actor,
  said: Said,
  replyToMessageId: string,
  wake: Wake,
): Promise<Reply | undefined> {
  if (!isAtDesk(actor) || said.text.trim() === "") return undefined;
  const handle = await stores.outbox.handleOf(actor.platform, [actor.chatId], replyToMessageId);
  const asked = ASKED.exec(handle ?? "");
  if (asked) {
    const kind = BROADCAST_KINDS.find((one) => one === asked[1]);
    return await composeAnnouncement(deps, stores, actor, said, kind);
  }
  const previewed = PREVIEW.exec(handle ?? "")?.[1];
  const sent = PROGRESS.exec(handle ?? "")?.[1];
  const id = previewed ?? sent;
  const found = id === undefined ? undefined : await stores.broadcasts.broadcast(id);
  if (!found) return undefined;
  if (!mayBind(actor.person, found.hostId)) return refuse(actor);
  const { hostId, kind } = found;
  if (previewed !== undefined) return await draft(deps, stores, actor, { hostId, said, kind, id: found.id });
  if (found.kind === "live") return undefined;
  return await changeSent(deps, stores, actor, found, said, wake);
}

/** Whether a message of the staff is a reply that `hearAnnouncement` takes: then its words are meant for others. */
export async function isForAnnouncement(
  { outbox }: Pick<AlertStores, "outbox">,
  actor: Actor,
  replyToMessageId: string,
): Promise<boolean> {
  if (!isAtDesk(actor)) return false;
  const handle = (await outbox.handleOf(actor.platform, [actor.chatId], replyToMessageId)) ?? "";
  return [ASKED, PREVIEW, PROGRESS].some((known) => known.test(handle));
}

const isAtDesk = ({ chat, discreet, person }: Actor): boolean =>
  chat?.purpose === "staff" || (discreet && person.roles.length > 0);

async function draft(
  deps: AlertDeps,
  stores: AlertStores,
  actor: Actor,
  wanted: {
    readonly hostId: string;
    readonly said: Said;
    readonly kind: BroadcastKind;
    readonly id: string | undefined;
  },
): Promise<Reply> {
  const now = deps.clock.now();
  const { hostId, said } = wanted;
  const { timeZone } = await settingsOf(stores.live, hostId);
  const read = readAnnouncement(said.text, timeZone, now);
  if (typeof read === "string") return sayHere(actor, `alerts.misread.${read}`);
  const kind = read.kind === "announcement" ? wanted.kind : read.kind;
  if (kind === "article" && sells(wordsOf(read.message))) return sayHere(actor, "alerts.misread.mixed");
  const message = Message.parse({ ...read.message, media: said.media });
  const verdict = deps.guard(wordsOf(message));
  if (verdict.outcome === "block") {
    return sayHere(actor, "alerts.refused", { findings: findingsText(actor, verdict.findings) });
  }
  const known = wanted.id === undefined ? undefined : await stores.broadcasts.broadcast(wanted.id);
  const words = {
    kind,
    message: known && said.media.length === 0 ? { ...message, media: known.message.media } : message,
    audience: read.audience,
    cron: read.when?.kind === "again" ? read.when.cron : undefined,
    // A draft keeps the time it is meant for; nobody looks at it before it is released.
    beganAt: read.when?.at,
    createdBy: actor.person.personId,
    approvedBy: undefined,
  } as const;
  const id = known?.id ?? randomId(deps.random, 12);
  if (known) {
    const changed = await stores.broadcasts.change(id, ["draft", "approval"], { ...words, state: "draft" });
    if (!changed) return sayHere(actor, "alerts.too-late");
  } else {
    await stores.broadcasts.add({
      ...words,
      id,
      hostId,
      state: "draft",
      version: 1,
      handle: `bc:${id}`,
      expiresAfterMs: kind === "leave" || kind === "schedule" ? 12 * 3_600_000 : 24 * 3_600_000,
      nextAt: undefined,
      place: BEGINNING,
      targets: 0,
      told: 0,
      createdAt: now,
    });
  }
  const found = await stores.broadcasts.broadcast(id);
  if (!found) return sayHere(actor, "people.button-stale");
  return await preview(deps, stores, actor, found, read.when?.label);
}

/** As it will look, with whom it reaches and what to press. */
async function preview(
  deps: AlertDeps,
  stores: AlertStores,
  actor: Actor,
  broadcast: Broadcast,
  label: string | undefined,
): Promise<Reply> {
  const { locale } = actor;
  const { id, hostId, message } = broadcast;
  const host = (await stores.people.host(hostId))?.name ?? "";
  const { groups, persons, list, platforms } = await reachOf(stores, broadcast);
  const verdict = deps.guard(wordsOf(message));
  const { approveAbove } = await settingsOf(stores.live, hostId);
  const needsSecond = verdict.outcome === "second" || groups > approveAbove;
  const lines = [
    say(locale, "alerts.preview-reach", {
      what: say(locale, `alerts.kind.${broadcast.kind}`),
      list,
      persons,
    }),
    ...(label === undefined ? [] : [say(locale, "alerts.preview-when", { when: label })]),
    ...message.wordings.map(({ tag, text }) => say(locale, "alerts.preview-wording", { tag, text })),
    ...degradedLines(deps, actor, message, platforms),
    ...(verdict.findings.length > 0 ? [findingsText(actor, verdict.findings)] : []),
    ...(needsSecond ? [say(locale, "alerts.preview-second")] : []),
    say(locale, "alerts.preview-change"),
  ];
  const content = contentFor(broadcast, host, undefined);
  const button = (key: Parameters<typeof say>[1], action: string): Button => ({
    label: say(locale, key),
    data: deps.signer.sign(action, id),
  });
  const card: Content = {
    ...content,
    blocks: [...content.blocks, ...lines.map((text): Block => ({ kind: "small", text }))],
    buttons: [
      ...content.buttons,
      [
        button(needsSecond ? "alerts.button.ask-second" : "alerts.button.send", "as"),
        button("alerts.button.try", "at"),
      ],
      [button("alerts.button.cancel", "ac")],
    ],
  };
  return here(actor, card, "preview", `an:${id}`);
}

/** What some of the platforms reached cannot show, or cannot change afterwards. */
function degradedLines(
  { abilitiesOf }: AlertDeps,
  { locale }: Actor,
  message: Message,
  platforms: readonly PlatformName[],
): readonly string[] {
  const without = (can: (abilities: Abilities) => boolean) =>
    platforms.filter((name) => {
      const abilities = abilitiesOf(name);
      return abilities !== undefined && !can(abilities);
    });
  const line = (key: TextKey, names: readonly PlatformName[]) =>
    names.length === 0 ? [] : [say(locale, key, { list: names.join("、") })];
  const showsPictures = (abilities: Abilities) => abilities.media.maxUploadBytes > 0;
  return [
    ...(message.media.length > 0 ? line("alerts.preview-text-only", without(showsPictures)) : []),
    ...(message.mentionsAll
      ? [
          say(locale, "alerts.preview-mention"),
          ...line(
            "alerts.preview-no-mention",
            without(({ mentionsEverybody }) => mentionsEverybody),
          ),
        ]
      : []),
    ...line(
      "alerts.preview-final",
      without(({ canEdit }) => canEdit),
    ),
  ];
}

/** How many groups and persons a broadcast would reach now. */
export async function reachOf(
  stores: AlertStores,
  broadcast: Broadcast,
): Promise<{
  readonly groups: number;
  readonly persons: number;
  readonly list: string;
  readonly platforms: readonly PlatformName[];
}> {
  const { audience, hostId, kind } = broadcast;
  const counts: Readonly<Partial<Record<PlatformName, number>>> = audience.groups
    ? await stores.audience.countGroups(await hostsReached(stores, broadcast), {
        ...audience,
        topics: topicsFor(kind),
      })
    : {};
  const list = Object.entries(counts).map(([platform, count]) => `${platform} ${count}`);
  const persons =
    audience.persons && audience.tags.length === 0
      ? await stores.audience.countPersons(hostId, topicsFor(kind))
      : 0;
  const groups = Object.values(counts).reduce((sum, one) => sum + one, 0);
  const platforms = TARGET_NAMES.filter((name) => (counts[name] ?? 0) > 0);
  return { groups, persons, platforms, list: list.length === 0 ? "0" : list.join("、") };
}

/** Other words for what was sent already, where it can be changed. */
async function changeSent(
  deps: AlertDeps,
  stores: AlertStores,
  actor: Actor,
  found: Broadcast,
  said: Said,
  wake: Wake,
): Promise<Reply> {
  const { timeZone } = await settingsOf(stores.live, found.hostId);
  const read = readAnnouncement(said.text, timeZone, deps.clock.now());
  if (typeof read === "string") return sayHere(actor, `alerts.misread.${read}`);
  const verdict = deps.guard(wordsOf(read.message));
  // What was read already is not changed behind everybody's back without a second look: such words need a new message.
  if (verdict.outcome !== "pass") {
    return sayHere(actor, "alerts.refused", { findings: findingsText(actor, verdict.findings) });
  }
  const message = { ...found.message, ...read.message, mentionsAll: false };
  if (!(await sayInPlace(deps, stores, found, message))) return sayHere(actor, "alerts.too-late");
  wake();
  return sayHere(actor, "alerts.changing");
}

/** The next version of what was sent goes to everybody who has got it; only once all of it is out. */
export async function sayInPlace(
  { clock }: AlertDeps,
  { broadcasts, outbox }: AlertStores,
  found: Broadcast,
  message: Message,
): Promise<boolean> {
  const now = clock.now();
  const changed = await broadcasts.change(
    found.id,
    ["done", "stopped", "running", "sending"],
    {
      version: found.version + 1,
      message: { ...message, edits: true },
      state: "sending",
      expiresAfterMs: undefined,
      place: BEGINNING,
      targets: 0,
      beganAt: now,
      nextAt: now,
    },
    found,
  );
  if (changed) while ((await outbox.stopBatch(batchOf(found), now)) > 0);
  return changed;
}
