import type { AidDeps, AidStore, ProductStore } from "./aid/index.ts";
import type { AlertDeps, AlertStores, KeptSubscription, Wake } from "./alerts/index.ts";
import type {
  AnsweringDeps,
  AnswerStore,
  Asker,
  GapStore,
  Helpers,
  KeptAnswer,
  RecentQuestions,
  Transcriber,
} from "./answering/index.ts";
import type { CaseDeps, CaseStore, RosterStore } from "./cases/index.ts";
import type { Ahead } from "./consider-ahead.ts";
import type { Clock } from "./core/clock.ts";
import { languageOf } from "./core/language.ts";
import type { Logger } from "./core/logger.ts";
import type { ButtonEvent, InboundEvent, MessageEvent } from "./core/message.ts";
import type { PersonRows } from "./core/person-data.ts";
import type { Platform } from "./core/platform.ts";
import { orderedId, type Random } from "./core/random.ts";
import { type Locale, localeOf } from "./core/texts/index.ts";
import type { Transact } from "./core/transact.ts";
import type { CouponDeps, CouponDesk, CouponStore } from "./coupons/index.ts";
import type { Delivery, InboxStore, KeptMessage, Lease, OutboxStore, ThreadStore } from "./delivery/index.ts";
import type { AfterCommit, EditingDeps, Publisher } from "./editing/index.ts";
import type { ArticleStore } from "./knowledge/index.ts";
import type { Actor, Chat, ChatAdmin, LinkStore, PeopleDeps, PeopleStore, Person } from "./people/index.ts";
import type { ForgetStore, PrivacyDeps } from "./privacy/index.ts";
import type {
  Hotlines,
  KeptAlarm,
  QuietStore,
  SafetyEventStore,
  Triage,
  TriageContext,
} from "./safety/index.ts";

export interface RouterStores {
  readonly inbox: InboxStore;
  readonly outbox: OutboxStore;
  readonly threads: Pick<ThreadStore, "placeOf">;
  readonly people: PeopleStore;
  readonly answers: AnswerStore;
  readonly articles: ArticleStore;
  readonly gaps: GapStore;
  readonly safety: SafetyEventStore;
  readonly cases: CaseStore;
  readonly quiet: QuietStore;
  readonly rosters: RosterStore;
  readonly aid: AidStore;
  readonly coupons: CouponStore;
  readonly products: ProductStore;
  readonly live: AlertStores["live"];
  readonly broadcasts: AlertStores["broadcasts"];
  readonly audience: AlertStores["audience"];
  readonly links: LinkStore;
  readonly forgets: ForgetStore;
  readonly personRows: {
    readonly answers: PersonRows<KeptAnswer>;
    readonly alarms: PersonRows<KeptAlarm>;
    readonly subscriptions: PersonRows<KeptSubscription>;
    readonly messages: PersonRows<KeptMessage>;
  };
  readonly robots: AlertStores["robots"];
  readonly probes: AlertStores["probes"];
}

export interface RouterDeps {
  readonly transact: Transact<RouterStores>;
  readonly platforms: ReadonlyMap<string, Platform>;
  readonly triage: (text: string, context?: TriageContext) => Triage;
  readonly hotlines: Hotlines;
  readonly answering: AnsweringDeps;
  readonly editing: EditingDeps & { readonly publisher: Publisher };
  readonly cases: CaseDeps;
  readonly aid: AidDeps;
  readonly coupons: CouponDeps & { readonly desk: CouponDesk };
  readonly alerts: AlertDeps & {
    readonly hookKey: Uint8Array;
    readonly publicUrl: string | undefined;
    readonly wake: Wake;
  };
  readonly privacy: PrivacyDeps<RouterStores>;
  /** What each person asked last, for a question that goes on from there. */
  readonly recent: RecentQuestions;
  /** Models, where any is configured. */
  readonly helpers?: Helpers | undefined;
  readonly transcriber?: Transcriber | undefined;
  readonly people: PeopleDeps & {
    readonly configuredSetupCode: string | undefined;
  };
  /** For rows that are offered as soon as they are committed. */
  readonly lease: () => Lease;
  /** What was committed and may be sent now. */
  readonly offer: (deliveries: readonly Delivery[]) => void;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  /** Where a private message came from, and whose fan writes there. */
  readonly onPlaced?: (scene: Scene) => void;
  /** All that was to be said about an update is committed. */
  readonly onHandled?: (event: InboundEvent) => void;
  readonly onTriaged?: (triage: Triage) => void;
  readonly onDecided?: (outcome: string) => void;
  readonly onTranscribed?: (outcome: string) => void;
}

/** One update from a person, with everything known about who, where and in which role. */
export interface Scene {
  readonly event: MessageEvent | ButtonEvent;
  readonly platform: Platform;
  readonly person: Person;
  readonly chat: Chat | undefined;
  readonly hostId: string | undefined;
  readonly locale: Locale;
  readonly discreet: boolean;
  readonly chatAdmin: ChatAdmin;
  /** For what may only begin once this update's effects are written. */
  readonly afterCommit: AfterCommit;
  /** The text of a file that an editor handed in. */
  readonly document?: { readonly text: string } | "unreadable" | undefined;
  /** What was considered with the help of a model before this transaction began. */
  readonly ahead?: Ahead | undefined;
}

/** The language somebody writes in, whatever the phone is set to. */
export const localeFor = (event: MessageEvent | ButtonEvent): Locale =>
  (event.kind === "message" ? languageOf(event.text) : undefined) ?? localeOf(event.sender.language);

/** Looks up (and at first sight writes down) the person, the group and its host. */
export async function setScene(
  deps: RouterDeps,
  { people }: Pick<RouterStores, "people">,
  event: MessageEvent | ButtonEvent,
  platform: Platform,
  chatAdmin: ChatAdmin,
  afterCommit: AfterCommit,
): Promise<Scene> {
  const now = deps.clock.now();
  const { chat, sender } = event;
  const person = await people.identify(
    {
      platform: event.platform,
      userId: sender.userId,
      displayName: sender.displayName,
      privateChatId: chat.kind === "private" ? chat.chatId : undefined,
    },
    orderedId(deps.random, now),
    now,
  );
  const known = chat.kind === "group" ? await people.chat(event.platform, chat.chatId) : undefined;
  if (
    chat.kind === "group" &&
    (!known || known.gone || (chat.title !== undefined && known.title !== chat.title))
  ) {
    await people.seeChat(
      {
        platform: event.platform,
        chatId: chat.chatId,
        kind: "group",
        title: chat.title,
      },
      now,
    );
  }
  const place = known ?? unboundChat(event);
  // A thread belongs to whom its channel belongs.
  const bound = place.host || !chat.parentId ? place : await people.chat(event.platform, chat.parentId);
  const host = bound?.host;
  if (host && host.hostId !== person.lastHostId) await people.rememberHost(person.personId, host.hostId);
  return {
    event,
    platform,
    person,
    chat: { ...place, host, purpose: bound?.purpose },
    hostId: host?.hostId ?? (chat.kind === "private" ? person.lastHostId : undefined),
    locale: localeFor(event),
    discreet:
      chat.kind === "private" ||
      event.interaction?.ephemeral === true ||
      (event.kind === "message" && event.discreet === true) ||
      // A button whose answer only its presser sees, on a platform that can show one.
      (event.kind === "button" && platform.abilities.whisper),
    chatAdmin,
    afterCommit,
  };
}

const unboundChat = ({ platform, chat }: MessageEvent | ButtonEvent): Chat => ({
  platform,
  chatId: chat.chatId,
  kind: chat.kind,
  title: chat.title,
  host: undefined,
  purpose: undefined,
  gone: false,
  seesAll: undefined,
});

export const actorOf = ({ event, person, chat, locale, discreet, platform }: Scene): Actor => ({
  platform: event.platform,
  chatId: event.chat.chatId,
  chat,
  threadId: event.chat.threadId,
  parentId: event.chat.parentId,
  person,
  locale,
  discreet,
  way: platform,
});

export const askerOf = ({ event, person, hostId, locale, platform }: Scene): Asker => ({
  platform: event.platform,
  chatId: event.chat.chatId,
  place: event.chat.kind,
  personId: person.personId,
  hostId,
  locale,
  way: platform,
});
