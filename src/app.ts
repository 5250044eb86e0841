import { createHmac, randomBytes } from "node:crypto";
import { aidData, isStopped, startAidKeeping } from "./aid/index.ts";
import {
  type AlertJobDeps,
  receiveHook,
  robotGoneDrafts,
  startAlerts,
  subscriptionsData,
} from "./alerts/index.ts";
import { answersData, createRecentQuestions, suggestQuestions } from "./answering/index.ts";
import { casesData, startLadder } from "./cases/index.ts";
import { COMMANDS } from "./command-list.ts";
import { isAnsweredLater } from "./commands.ts";
import { type Config, ConfigError } from "./config.ts";
import { createAskOutside } from "./core/ask-outside.ts";
import { type Clock, systemClock } from "./core/clock.ts";
import type { Draft } from "./core/content.ts";
import type { Logger } from "./core/logger.ts";
import type { Intake, Platform } from "./core/platform.ts";
import { type Random, systemRandom } from "./core/random.ts";
import { createButtonSigner } from "./core/signed-data.ts";
import { createTextSealer } from "./core/text-sealer.ts";
import { couponsData } from "./coupons/index.ts";
import { createDispatcher, createInbox, messagesData, toDeliveries } from "./delivery/index.ts";
import { type EditingDeps, startReviewNotices } from "./editing/index.ts";
import { createFirstWords } from "./first-word.ts";
import { closeServer, createHttpApp, listen } from "./http-server.ts";
import { checkRules, loadShipped, prepareSegmenter, type Shipped } from "./knowledge/index.ts";
import { EVALUATION_FILE, KNOWLEDGE_FOLDER } from "./knowledge-folder.ts";
import { createMetrics } from "./metrics.ts";
import { openCluster } from "./open-cluster.ts";
import { openCoupons } from "./open-coupons.ts";
import { openEditing } from "./open-editing.ts";
import { peopleData, prepareSetupCode } from "./people/index.ts";
import { createRobotPlatforms, readRobotAddress } from "./platforms/robots/index.ts";
import { createWebPlatform } from "./platforms/web/index.ts";
import { countMissingKeys, startKeyRotation, startTimeKeeping } from "./privacy/index.ts";
import { createKuaishouProbe } from "./probes/index.ts";
import { createRouter } from "./router.ts";
import {
  createGuard,
  createTriage,
  isUrgent,
  loadHotlines,
  rememberTriage,
  safetyData,
} from "./safety/index.ts";
import { openSampleRoom, SAMPLE_ROOM } from "./sample-room.ts";
import { createRoomStore, type Opened, openStorage, type Stores } from "./storage/index.ts";

export interface AppOptions {
  readonly config: Config;
  readonly logger: Logger;
  readonly clock?: Clock;
  readonly random?: Random;
  /** Opens the database; tests put a slow one here. */
  readonly openStorage?: typeof openStorage;
  readonly knowledgeFolder?: string;
  /** The articles, being loaded already; otherwise they are loaded from `knowledgeFolder` here. */
  readonly shipped?: Promise<Shipped> | undefined;
  /** Golden questions, JSON lines; none are asked where the file is absent. */
  readonly evaluationFile?: string;
  /** Longest wait for one send, in milliseconds. */
  readonly sendTimeoutMs?: number;
  /** Tests put their stand-ins of group robots and live pages here; see `createAskOutside`. */
  readonly outsideRoot?: string | undefined;
}

export interface App {
  readonly url: string;
  /** To be shown to the owner; undefined once somebody is operator. */
  readonly setupCode: string | undefined;
  readonly transact: Opened<Stores>["transact"];
  /** Takes nothing new, ends what is under way, closes everything; at most about 10 s. */
  stop(): Promise<void>;
  /** Resolves when every accepted update is handled and every due delivery settled. */
  idle(): Promise<void>;
}

const SEND_TIMEOUT_MS = 15_000;
/** Longer than any send may take, so that a lease never ends under a send that still runs. */
const LEASE_MARGIN_MS = 15_000;
const STOP_WITHIN_MS = 9_000;
/** How soon another process on the same database gives out what was published, and no longer what was retired. */
const LIBRARY_POLL_MS = 2_000;

/** The whole bot: everything is made here, in this order, and stopped in the opposite one. */
export async function startApp(options: AppOptions): Promise<App> {
  const { config, logger } = options;
  const clock = options.clock ?? systemClock;
  const random = options.random ?? systemRandom;
  const sendTimeoutMs = options.sendTimeoutMs ?? SEND_TIMEOUT_MS;
  const loading = options.shipped ?? loadShipped(options.knowledgeFolder ?? KNOWLEDGE_FOLDER);
  loading.catch(() => {}); // looked at below
  const sealer = createTextSealer(config.caseEncryptionKeys, random);
  const { storage, unlock } = await (options.openStorage ?? openStorage)({ ...config, sealer }, (error) =>
    logger.warn({ error }, "a database connection broke"),
  );
  // While another process indexes the articles.
  prepareSegmenter();
  const triage = rememberTriage(createTriage());
  const shipped = await loading.catch(async (error: unknown) => {
    await storage.close();
    unlock();
    throw error;
  });
  const { transact } = storage;
  const missingKeys = await countMissingKeys({ transact, keyIds: sealer.keyIds });
  if (missingKeys > 0) {
    await storage.close();
    unlock();
    throw new ConfigError(
      "CASE_ENCRYPTION_KEY: what people told in cases is sealed with a key that is not given here. Add it behind the new one, with a comma between them, until everything is sealed anew.",
    );
  }
  const metrics = createMetrics();

  const keyText = await transact(({ people }) =>
    people.settleSetting("signing-key", randomBytes(32).toString("hex")),
  );
  const key = (purpose: string) => createHmac("sha256", Buffer.from(keyText, "hex")).update(purpose).digest();
  const signer = createButtonSigner(key("buttons"));
  const hotlines = loadHotlines();
  const rowsOf = (origin: string, drafts: readonly Draft[]) =>
    drafts.flatMap((draft) => {
      const abilities = platformOf.get(draft.to.platform)?.abilities;
      return abilities ? toDeliveries(draft, origin, abilities, random) : [];
    });
  const post: EditingDeps["post"] = ({ outbox }, origin, drafts) =>
    outbox.enqueue(rowsOf(origin, drafts), clock.now(), dispatcher.lease());
  const { library, keeper, editing, publisher } = await openEditing({
    transact,
    clock,
    random,
    signer,
    logger,
    shipped,
    rules: checkRules,
    evaluationFile: options.evaluationFile ?? EVALUATION_FILE,
    post,
    offer: (deliveries) => dispatcher.offer(deliveries),
    pollMs: config.databaseUrl === undefined ? undefined : LIBRARY_POLL_MS,
  });
  const { knowledge, search } = library;
  const answering = { search, knowledge, clock, signer };

  const company = await openCluster({
    config,
    transact,
    clock,
    random,
    logger,
    space: key("shared state").toString("hex").slice(0, 16),
    adopt: () => inbox.adopt(),
  });
  const { cluster, shared, turns } = company;
  let ladderIdle = async () => {};

  const recent = createRecentQuestions(clock, undefined, (told) => shared?.tell("asked", told));
  shared?.hear("asked", recent.hear);
  // As with the platforms: without a model none of its libraries is loaded.
  const models =
    config.model &&
    (await import("./open-models.ts")).openModels({
      settings: config.model,
      clock,
      random,
      logger,
      transact,
      knowledge,
      recent,
      onHelped: (task, outcome) => metrics.helped.inc({ task, outcome }),
    });

  const common = { logger, clock, random, sendTimeoutMs, turns };
  // Their libraries are large: loaded only where they are used, a start without them takes half the time.
  const telegram =
    config.telegram &&
    (await import("./platforms/telegram/index.ts")).createTelegramPlatform({
      ...common,
      token: config.telegram.token,
      apiRoot: config.telegram.apiRoot,
      webhook:
        config.telegram.webhook && config.publicUrl !== undefined
          ? {
              publicUrl: config.publicUrl,
              path: `/telegram/${key("telegram path").toString("hex").slice(0, 32)}`,
              secretToken: key("telegram secret").toString("hex"),
            }
          : undefined,
    });
  const discord =
    config.discord &&
    (await import("./platforms/discord/index.ts")).createDiscordPlatform({
      ...common,
      token: config.discord.token,
      apiRoot: config.discord.apiRoot,
    });
  await openSampleRoom(transact, clock);
  const roomsOf = () =>
    transact(async ({ people }) => {
      const hosts = await people.hosts();
      const chats = await Promise.all(hosts.map(({ hostId }) => people.chatsOf(hostId, "fan")));
      return chats
        .flat()
        .filter(({ platform }) => platform === "web")
        .map((chat) => ({
          room: chat.chatId,
          title: chat.title ?? "",
          hostName: chat.host?.name ?? "",
        }));
    });
  const publicOrigin = config.publicUrl === undefined ? undefined : new URL(config.publicUrl).origin;
  const web = createWebPlatform({
    ...common,
    store: createRoomStore(transact, config.databaseUrl === undefined ? "sqlite" : "postgres", sealer),
    cookieKey: key("visitors"),
    defaultRoom: SAMPLE_ROOM,
    rooms: roomsOf,
    secureCookies: config.publicUrl?.startsWith("https:") === true,
    publicOrigin,
    onWritten: (room) => shared?.tell("room", room),
  });
  shared?.hear("room", web.refresh);
  const ask = createAskOutside({ clock, root: options.outsideRoot });
  const robots = createRobotPlatforms({
    ...common,
    ask,
    keyOf: (name, robotId) => transact((stores) => stores.robots.keysOf(name, robotId)),
  });
  const platforms: readonly Platform[] = [
    web,
    ...robots,
    ...(telegram ? [telegram] : []),
    ...(discord ? [discord] : []),
  ];

  const dispatcher = createDispatcher({
    transact,
    platforms,
    clock,
    random,
    logger,
    owner: company.owner,
    alone: cluster === undefined,
    ...(cluster ? { share: cluster.share } : {}),
    shared,
    leaseMs: sendTimeoutMs + LEASE_MARGIN_MS,
    onTargetGone: async (platform, chatId, reason) => {
      const told = await transact(async (stores) => {
        const drafts = await robotGoneDrafts(stores, platform, chatId);
        await stores.people.markChatGone(platform, chatId, reason, clock.now());
        return await post(stores, `gone:${platform}:${chatId}`, drafts);
      });
      dispatcher.offer(told);
    },
    onPrivateRefused: (delivery) => router.privateRefused(delivery),
    onTargetMoved: (platform, from, to) =>
      transact(({ people }) => people.moveChat(platform, from, to, clock.now())),
    onSettled: ({ to, lane }, outcome, tookMs) => {
      metrics.deliveries.inc({ platform: to.platform, lane, outcome });
      metrics.sendSeconds.observe({ platform: to.platform }, tookMs / 1000);
    },
  });
  const platformOf = new Map(platforms.map((platform) => [platform.name, platform]));
  const firstWords = createFirstWords({
    platforms: platformOf,
    triage,
    hotlines,
    transact,
    clock,
    random,
    logger,
  });
  const cases = { clock, random, signer, platforms: platformOf };
  const digestKey = key("aid digests");
  const aid = {
    ...cases,
    digest: (text: string) => createHmac("sha256", digestKey).update(text).digest("base64url"),
  };
  const privacy = {
    clock,
    random,
    signer,
    // People come last: whose accounts they are is what the others are found by.
    data: [
      messagesData,
      answersData,
      safetyData,
      subscriptionsData,
      casesData(cases),
      aidData,
      couponsData,
      peopleData,
    ],
  };
  const guard = createGuard();
  const coupons = openCoupons({
    transact,
    clock,
    random,
    signer,
    logger,
    platformOf: (name) => platformOf.get(name),
    lease: dispatcher.lease,
    offer: dispatcher.offer,
    guard,
    keepsTime: company.keepsTime,
  });
  const alerts: AlertJobDeps & {
    keepsTime(): boolean;
    hookKey: Uint8Array;
    publicUrl: string | undefined;
    wake(): void;
  } = {
    transact,
    clock,
    random,
    signer,
    logger,
    guard,
    keepsTime: company.keepsTime,
    isStopped,
    readRobotAddress,
    article: (id) => knowledge.byId(id),
    probe: createKuaishouProbe({ ask }),
    abilitiesOf: (name) => platformOf.get(name)?.abilities,
    post,
    queue: async ({ outbox }, origin, drafts) =>
      company.own(await outbox.enqueue(rowsOf(origin, drafts), clock.now())),
    offer(deliveries) {
      dispatcher.offer(deliveries);
      shared?.tell("outbox");
    },
    hookKey: key("live hooks"),
    publicUrl: config.publicUrl,
    wake: () => alertWorker?.wake(),
  };
  let alertWorker: ReturnType<typeof startAlerts> | undefined;
  const router = createRouter({
    transact,
    platforms: platformOf,
    triage,
    hotlines,
    answering,
    editing: { ...editing, publisher },
    cases,
    aid,
    coupons,
    alerts,
    privacy,
    recent,
    helpers: models?.helpers,
    transcriber: models?.transcriber,
    people: { clock, random, signer, configuredSetupCode: config.setupCode },
    lease: dispatcher.lease,
    offer: dispatcher.offer,
    clock,
    random,
    logger,
    onPlaced: ({ event, hostId }) => {
      if (event.chat.kind === "private") firstWords.remember(event.platform, event.chat.chatId, hostId);
    },
    onHandled: firstWords.handled,
    onTriaged: ({ level }) => metrics.triaged.inc({ level }),
    onDecided: (outcome) => metrics.decisions.inc({ outcome }),
    onTranscribed: (outcome) => metrics.helped.inc({ task: "transcribe", outcome }),
  });
  const inbox = createInbox({
    transact,
    owner: cluster && company.owner,
    handle: router.handle,
    onGivenUp: router.giveUp,
    onWritten: firstWords.written,
    clock,
    random,
    logger,
  });

  const intake: Intake = {
    async accept(events) {
      for (const { platform, kind } of events) metrics.updates.inc({ platform, kind });
      firstWords.watch(events);
      await inbox.accept(events);
      firstWords.settled(events);
    },
    notice: firstWords.watch,
    isUrgent: (text) => isUrgent(triage(text)),
    suggest: async (text, limit) =>
      suggestQuestions(answering, text, limit).map(({ id, title }) => ({
        articleId: id,
        title,
      })),
    cursors: (platform) => transact(({ inbox: store }) => store.cursors(platform)),
    answersPress: (data) => isAnsweredLater({ people: { signer } }, data),
    commands: COMMANDS,
  };
  const setupCode = await transact((stores) => prepareSetupCode({ random }, stores, config.setupCode));

  let stopping: Promise<void> | undefined;
  const notes = unusedSettings(config);
  const http = createHttpApp({
    room: web.routes(),
    liveHook: (call) => receiveHook(alerts, call),
    platforms,
    checkDatabase: async () => void (await transact(({ people }) => people.setting("signing-key"))),
    refreshMetrics: async () => {
      metrics.inboxWaiting.set(inbox.waiting());
      metrics.outboxWaiting.reset();
      for (const { lane, status, count } of await transact(({ outbox }) => outbox.counts())) {
        metrics.outboxWaiting.set({ lane: String(lane), status }, count);
      }
    },
    metrics,
    isStopping: () => stopping !== undefined,
    warnings: sealer.isOn
      ? []
      : ["CASE_ENCRYPTION_KEY is not set: what people tell in cases is readable in the database"],
    get notes() {
      return [...notes, ...company.notes(), ...(models?.degraded() ?? [])];
    },
    logger,
  });
  const { server, port } = await listen(http, telegram?.webhook, config.http.host, config.http.port).catch(
    async (error: unknown) => {
      await storage.close();
      unlock();
      throw error;
    },
  );

  // First what was left undone, then what is new: order within a chat is kept across a restart.
  await cluster?.start();
  const unfinished = await inbox.recover();
  if (unfinished > 0)
    logger.warn({ count: unfinished }, "updates were unhandled when the last process ended");
  await dispatcher.start();
  for (const platform of platforms) await platform.start(intake);
  // What the clock brings is one process's to look for.
  const endClock = company.keepTime(() => {
    const stopKeeping = startTimeKeeping<Stores>({ ...privacy, transact, logger });
    const stopRotation = startKeyRotation({ transact, keyIds: sealer.keyIds, clock, logger });
    const ladder = startLadder({ cases, transact, post, offer: dispatcher.offer, clock, logger });
    const stopNotices = startReviewNotices({ ...editing, clock, logger });
    const stopAid = startAidKeeping({ ...aid, transact, post, offer: dispatcher.offer, logger });
    ladderIdle = ladder.idle;
    return async () => {
      stopNotices();
      stopAid();
      await Promise.all([stopKeeping(), stopRotation(), ladder.stop()]);
    };
  });
  coupons.desk.start();
  alertWorker = startAlerts(alerts);
  publisher.wake(); // what was requested when the last process ended
  void models?.ready(); // indexing by meaning goes on by itself
  for (const note of notes) logger.warn({ note }, "a setting has no effect yet");

  async function stopAll(): Promise<void> {
    firstWords.stop();
    await within(STOP_WITHIN_MS, async () => {
      await Promise.all(platforms.map((platform) => platform.stop()));
      await Promise.all([inbox.stop(), closeServer(server, 2_000)]);
      await endClock();
      await coupons.desk.stop();
      await alertWorker?.stop();
      await publisher.stop();
      await keeper.stop();
      await dispatcher.stop();
    });
    await within(2_000, company.stop);
    await storage.close();
    unlock();
  }

  const host = config.http.host.includes(":") ? `[${config.http.host}]` : config.http.host;
  return {
    url: `http://${host}:${port}`,
    setupCode,
    transact,
    stop() {
      stopping ??= stopAll();
      return stopping;
    },
    async idle() {
      await inbox.idle();
      await ladderIdle();
      await coupons.desk.idle();
      await alertWorker?.idle();
      await publisher.idle();
      await keeper.idle();
      await dispatcher.idle();
    },
  };
}

/** Settings that are known and checked but that nothing uses yet; said at start so that nobody relies on them. */
function unusedSettings({ model }: Config): string[] {
  return [
    ...(model === undefined || model.model || model.embeddingModel || model.transcriptionModel
      ? []
      : ["OPENAI_API_KEY or OPENAI_BASE_URL is set, but no OPENAI_*MODEL, so no model takes part"]),
  ];
}

/** Waits for `work`, but not longer than `limitMs`: what is still open then is in the database. */
async function within(limitMs: number, work: () => Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, limitMs);
  });
  try {
    await Promise.race([work(), late]);
  } finally {
    clearTimeout(timer);
  }
}
