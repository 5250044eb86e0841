import { countReport, type ProductStore } from "./aid/index.ts";
import { type AlertStores, alarmRobots } from "./alerts/index.ts";
import {
  type CaseDeps,
  type CaseStore,
  messageRef,
  type OpenedByAlarm,
  openFromAlarm,
} from "./cases/index.ts";
import { type Content, mediaOf } from "./core/content.ts";
import { kindsOf, type MessageEvent } from "./core/message.ts";
import type { PrivateWay, Reply } from "./core/reply.ts";
import { type Locale, say } from "./core/texts/index.ts";
import {
  ACTS,
  isUrgent,
  needsOf,
  quietAfterDanger,
  raiseAlarm,
  staffAlert,
  type Triage,
} from "./safety/index.ts";
import type { RouterDeps, RouterStores } from "./scene.ts";

/** What is known about a text that was raised; when all else failed that is little more than the chat. */
export interface Raised {
  readonly event: MessageEvent;
  readonly inboxId: number;
  readonly triage: Triage;
  readonly hostId: string | undefined;
  /** Undefined: nothing but the alarm itself may be tried, and no case is opened. */
  readonly personId: string | undefined;
  readonly title: string | undefined;
  readonly place: "private" | "group";
  /** Said among the staff, where words about fans are no plea of whoever wrote them. */
  readonly amongStaff: boolean;
  readonly locale: Locale;
  readonly way: PrivateWay;
}

interface AlarmDeps extends Pick<RouterDeps, "clock" | "hotlines" | "people"> {
  readonly cases: CaseDeps;
}
interface AlarmStores extends Pick<RouterStores, "people" | "safety" | "quiet" | "rosters" | "threads"> {
  readonly cases: CaseStore;
  readonly products: ProductStore;
  readonly robots: AlertStores["robots"];
}

/** Records what triage raised, tells the person what to do, and the staff that it happened: by the card of a case. */
export async function soundAlarm(
  deps: AlarmDeps,
  stores: AlarmStores,
  raised: Raised,
): Promise<readonly Reply[]> {
  const { event, triage, hostId } = raised;
  const now = deps.clock.now();
  const number = await stores.safety.addEvent(
    {
      hostId,
      platform: event.platform,
      chatId: event.chat.chatId,
      personId: raised.personId,
      inboxId: raised.inboxId,
      level: triage.level,
      kinds: triage.kinds,
      rules: triage.rules,
      words: triage.words,
      messageId: event.messageId,
      userId: event.sender.userId,
      locale: raised.locale,
    },
    now,
  );
  const { personId } = raised;
  if (isUrgent(triage) && personId !== undefined) await quietAfterDanger(stores.quiet, personId, now);
  // Staff who talk about goods and hard times ask for nothing themselves.
  if (!isUrgent(triage) && raised.amongStaff) return [];
  const isRepeated = !isUrgent(triage) && (await isRepeatedNeed(stores, raised, now));
  const opened = await openCase(deps, stores, raised);
  const stopped = opened ? await countProduct(deps, stores, raised) : [];
  const alarm = { ...raised, hotlines: deps.hotlines, now: new Date(now), invite: opened?.invite };
  // Whose case has just been opened again is answered again.
  const isKnown = isRepeated && opened?.isNew !== true;
  const cards = isKnown ? [] : raiseAlarm(alarm).map((card) => withPromise(card, opened));
  const robots = isUrgent(triage) ? await alarmRobots(stores, hostId) : [];
  if (opened)
    return [...cards, ...inviteAlone(raised, opened, cards), ...opened.replies, ...stopped, ...robots];
  // A harsh word to the bot alone hurts nobody; who complains of one in private is answered there.
  const isNeed = needsOf(triage).some((kind) => kind !== "hostility" || raised.place === "group");
  const isForStaff = isUrgent(triage) || (isNeed && !isRepeated);
  return isForStaff ? [...cards, ...(await alertStaff(deps, stores, raised, number)), ...robots] : cards;
}

async function openCase(
  deps: AlarmDeps,
  stores: AlarmStores,
  raised: Raised,
): Promise<OpenedByAlarm | undefined> {
  const { event, personId, amongStaff } = raised;
  if (personId === undefined || amongStaff) return undefined;
  const { platform, chat, sender, text } = event;
  return await openFromAlarm(deps.cases, stores, {
    ...raised,
    personId,
    from: {
      platform,
      chatId: chat.chatId,
      kind: chat.kind,
      userId: sender.userId,
      locale: raised.locale,
    },
    place: chat.kind === "private" ? undefined : (raised.title ?? say("zh", "people.untitled")),
    text,
    media: kindsOf(event),
    files: mediaOf(event),
    ref: messageRef(event),
    here: { platform, chatId: chat.chatId },
  });
}

/** A report on goods that the host's list names counts toward stopping them. */
async function countProduct(
  { cases }: AlarmDeps,
  stores: AlarmStores,
  { triage, hostId, personId, event }: Raised,
): Promise<readonly Reply[]> {
  if (personId === undefined || !triage.kinds.includes("product-safety")) return [];
  return await countReport(cases, stores, { hostId, personId, text: event.text });
}

/** The card says too that somebody was told; the neutral line of a group stays as it is. */
function withPromise(card: Reply, opened: OpenedByAlarm | undefined): Reply {
  if (!opened || card.content.tone !== "urgent") return card;
  const blocks = [...card.content.blocks, { kind: "text", text: opened.promised } as const];
  return { ...card, content: { ...card.content, blocks } };
}

/** Where a group gets no card: one line that could be meant for anybody, with the way into the private chat. */
function inviteAlone(
  { place, way, locale }: Raised,
  opened: OpenedByAlarm,
  cards: readonly Reply[],
): readonly Reply[] {
  if (place === "private" || cards.length > 0 || !opened.wantsPrivacy || !opened.isNew) return [];
  const url = way.deepLink(opened.invite);
  const content: Content = {
    tone: "plain",
    blocks: [{ kind: "text", text: say(locale, "cases.group-line") }],
    buttons: url === undefined ? [] : [[{ label: say(locale, "people.open-private"), url }]],
  };
  const told: Content = {
    tone: "plain",
    blocks: [{ kind: "text", text: opened.promised }],
    buttons: [],
  };
  return [
    { lane: "answer", purpose: "case-invite", audience: "chat", content, detached: true },
    { lane: "case", purpose: "case-promise", audience: "person", content: told },
  ];
}

/** Without a case: the matched words and the place, so that somebody looks. */
async function alertStaff(
  deps: AlarmDeps,
  stores: Pick<RouterStores, "people">,
  { event, triage, hostId, title }: Raised,
  number: number,
): Promise<readonly Reply[]> {
  const staffed = hostId === undefined ? [] : await stores.people.chatsOf(hostId, "staff");
  const open = staffed.filter(({ gone }) => !gone);
  // Where no staff room listens, the operator is the one who has to look.
  const rooms = open.length > 0 ? open : await stores.people.operatorChats();
  const where = { kind: event.chat.kind, title };
  const { removes, mutes } = deps.cases.platforms.get(event.platform)?.abilities.moderates ?? {};
  const acts = ACTS.filter((act) => (act === "remove" ? removes : act === "mute" ? mutes : true));
  const content = staffAlert(triage, number, where, deps.people.signer.sign, acts);
  return rooms
    .filter(({ platform, chatId }) => platform !== event.platform || chatId !== event.chat.chatId)
    .map(
      ({ platform, chatId }): Reply => ({
        lane: isUrgent(triage) ? "distress" : "case",
        purpose: "staff-alert",
        audience: "chat",
        to: { platform, chatId },
        content,
      }),
    );
}

const NEED_PAUSE_MS = 30 * 60_000;

/** The same person about the same need again within half an hour: recorded, and said once. */
async function isRepeatedNeed(
  { people }: Pick<RouterStores, "people">,
  { triage, personId }: Raised,
  now: number,
): Promise<boolean> {
  const needs = needsOf(triage);
  if (needs.length === 0 || personId === undefined) return false;
  const key = `need:${needs.join("+")}:${personId}`;
  return (await people.countAttempt(key, NEED_PAUSE_MS, now)) > 1;
}
