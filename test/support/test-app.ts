import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type App, type AppOptions, startApp } from "../../src/app.ts";
import { loadConfig } from "../../src/config.ts";
import { createLogger } from "../../src/core/logger.ts";
import type { PlatformName } from "../../src/core/message.ts";
import type { ChatPurpose, RoleGrant } from "../../src/people/index.ts";
import type { Stores } from "../../src/storage/index.ts";
import { startDiscordStandIn } from "../standins/discord/index.ts";
import { startOutside } from "../standins/outside/server.ts";
import {
  startTelegramStandIn,
  type StandInOptions as TelegramStandInOptions,
} from "../standins/telegram/server.ts";
import { createDiscordStage } from "./discord-stage.ts";
import { createForwardClock } from "./forward-clock.ts";
import { createTelegramStage } from "./telegram-stage.ts";
import { createWebStage } from "./web-stage.ts";

export interface TestAppOptions {
  readonly telegram?: "polling" | "webhook";
  readonly discord?: true;
  /** Group robots and public pages. */
  readonly outside?: true;
  readonly setupCode?: string;
  readonly telegramStandIn?: TelegramStandInOptions;
  /** Whether Discord grants the message content intent; it does when absent. */
  readonly env?: Readonly<Record<string, string>>;
  readonly sendTimeoutMs?: number;
  /** Articles and golden questions of the test's own. */
  readonly knowledgeFolder?: string;
  readonly evaluationFile?: string;
  /** What the clock shows at the beginning, in milliseconds since 1970; as it really is when absent. */
  readonly startsAt?: number;
  /** A database of the test's own. */
  readonly openStorage?: NonNullable<AppOptions["openStorage"]>;
}

export type TestApp = Awaited<ReturnType<typeof startTestApp>>;
/** What a stage needs of the app that plays on it. */
export interface Stagehand {
  readonly clock: ReturnType<typeof createForwardClock>;
  url(): string;
  /** Resolves when this update was handled and everything that it led to was sent. */
  handled(platform: PlatformName, chatId: string, updateKey: string): Promise<void>;
  /** Resolves when every update that was accepted is handled and every due delivery sent. */
  settled(): Promise<void>;
  /** Remembers what a person typed, which must not be found in the log. */
  heard(text: string): void;
}

/** More than the slowest pace of a chat needs to fill its burst again. */
const BREATH_MS = 20_000;
const HANDLED_WITHIN_MS = 8_000;

const freePort = async (): Promise<number> => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
};

/**
 * The real app on a free port and in a folder of its own, talking over HTTP and WebSocket to stand-ins of the
 * platforms. Time jumps ahead a little before each thing that a person does, so that no pace is waited for.
 */
export async function startTestApp(options: TestAppOptions = {}) {
  const clock = createForwardClock(options.startsAt);
  const dataDir = await mkdtemp(join(tmpdir(), "beluga-flow-"));
  const telegram = options.telegram
    ? await startTelegramStandIn({ now: clock.now, webhookRetryBaseMs: 20, ...options.telegramStandIn })
    : undefined;
  const discord = options.discord ? await startDiscordStandIn({ now: clock.now }) : undefined;
  const outside = options.outside ? await startOutside(clock.now) : undefined;
  const port = options.telegram === "webhook" ? await freePort() : 0;
  const logs: string[] = [];
  const typed = new Set<string>();
  const config = loadConfig({
    PORT: String(port),
    DATA_DIR: dataDir,
    SETUP_CODE: options.setupCode,
    LOG_LEVEL: "debug",
    ...(telegram ? { TELEGRAM_BOT_TOKEN: telegram.token, TELEGRAM_API_ROOT: telegram.url } : {}),
    ...(options.telegram === "webhook"
      ? { TELEGRAM_WEBHOOK: "1", PUBLIC_URL: `http://127.0.0.1:${port}` }
      : {}),
    ...(discord ? { DISCORD_BOT_TOKEN: discord.token, DISCORD_API_ROOT: discord.url } : {}),
    ...options.env,
  });
  const start = async (): Promise<App> => {
    const started = await startApp({
      config,
      clock,
      logger: createLogger("debug", { write: (line) => void logs.push(line) }),
      sendTimeoutMs: options.sendTimeoutMs ?? 10_000,
      outsideRoot: outside?.url,
      ...(options.knowledgeFolder === undefined ? {} : { knowledgeFolder: options.knowledgeFolder }),
      ...(options.openStorage === undefined ? {} : { openStorage: options.openStorage }),
      ...(options.evaluationFile === undefined ? {} : { evaluationFile: options.evaluationFile }),
    });
    await discord?.waitForReady(15_000);
    return started;
  };
  let app: App | undefined = await start();
  const running = (): App => {
    if (!app) throw new Error("the app is down");
    return app;
  };

  const read = <T>(work: (stores: Stores) => Promise<T>): Promise<T> => running().transact(work);
  const isDone = (platform: PlatformName, chatId: string, updateKey: string) =>
    read(async ({ db }) => {
      const row = await db
        .selectFrom("inbox")
        .select("status")
        .where("platform", "=", platform)
        .where("chat_id", "=", chatId)
        .where("update_key", "=", updateKey)
        .executeTakeFirst();
      return row !== undefined && row.status !== "new";
    });
  const hand: Stagehand = {
    clock,
    url: () => running().url,
    settled: () => running().idle(),
    // A bare command is nobody's words, and may be part of a path.
    heard: (text) => void (text.length > 5 && !/^\/[a-z]+$/.test(text) && typed.add(text)),
    async handled(platform, chatId, updateKey) {
      const until = performance.now() + HANDLED_WITHIN_MS;
      while (!(await isDone(platform, chatId, updateKey))) {
        if (performance.now() > until) throw new Error(`${platform} ${chatId} ${updateKey} was not handled`);
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
      await running().idle();
    },
  };
  const breathe = async () => {
    await running().idle();
    clock.forward(BREATH_MS);
  };

  const stage = {
    ...(telegram ? { telegram: createTelegramStage(telegram, hand, breathe) } : {}),
    ...(discord ? { discord: createDiscordStage(discord, hand, breathe) } : {}),
  };
  const down = async () => {
    const stopping = app;
    app = undefined;
    await stopping?.stop();
  };
  return {
    clock,
    dataDir,
    logs,
    config,
    get app() {
      return running();
    },
    get telegram() {
      if (!telegram || !stage.telegram) throw new Error("started without Telegram");
      return Object.assign(stage.telegram, { standIn: telegram });
    },
    get discord() {
      if (!discord || !stage.discord) throw new Error("started without Discord");
      return Object.assign(stage.discord, { standIn: discord });
    },
    get outside() {
      if (!outside) throw new Error("started without the outside");
      return outside;
    },
    web: createWebStage(hand, breathe),
    handled: hand.handled,
    /** Reads the records, or prepares them where setting up is not the story. */
    read,
    /** All rows of a table. */
    rows: <T extends keyof Rows>(table: T): Promise<readonly Rows[T][]> =>
      read(async ({ db }) => (await db.selectFrom(table).selectAll().execute()) as unknown as Rows[T][]),
    async opensHost(hostId: string, name: string) {
      await read(({ people }) => people.createHost({ hostId, name, sample: false }, clock.now()));
    },
    async binds(
      hostId: string,
      purpose: ChatPurpose,
      group: { platform: PlatformName; chatId: string; title: string },
    ) {
      const { platform, chatId, title } = group;
      await read(async ({ people }) => {
        await people.seeChat({ platform, chatId, kind: "group", title, seesAll: true }, clock.now());
        await people.bindChat({ platform, chatId, hostId, purpose, boundBy: "test" }, clock.now());
      });
    },
    async grants(person: { platform: PlatformName; userId: string }, grant: RoleGrant): Promise<string> {
      return await read(async ({ people }) => {
        const account = { ...person, displayName: undefined, privateChatId: undefined };
        const { personId } = await people.identify(
          account,
          `p${person.platform.slice(0, 1)}${person.userId}`,
          clock.now(),
        );
        await people.grant(personId, grant, undefined, clock.now());
        return personId;
      });
    },
    breathe,
    down,
    async up() {
      app ??= await start();
    },
    /** Ends the app and the stand-ins; fails when the bot sent something invalid or logged what people wrote. */
    async stop() {
      await down();
      await telegram?.stop();
      await discord?.stop();
      await outside?.stop();
      await rm(dataDir, { recursive: true, force: true });
      const invalid = [...(telegram?.violations ?? []), ...(discord?.violations ?? [])];
      if (outside && outside.strange.length > 0) throw new Error(`asked outside: ${outside.strange[0]}`);
      if (invalid.length > 0) throw new Error(`the platform refused: ${JSON.stringify(invalid.slice(0, 3))}`);
      const log = logs.join("\n");
      const leaks = [...typed, ...[telegram?.token, discord?.token].filter((one) => one !== undefined)];
      const leaked = leaks.filter((secret) => log.includes(secret));
      if (leaked.length > 0) throw new Error(`the log holds what it must not: ${leaked.join(" | ")}`);
    },
  };
}

/** The columns of the tables that stories look at. */
interface Rows {
  broadcasts: { id: string; kind: string; state: string };
  answers: {
    id: string;
    host_id: string | null;
    outcome: string;
    article_id: string | null;
    person_id: string;
    chat_id: string;
  };
  attempts: { key: string; count: number };
  cases: {
    id: number;
    host_id: string;
    person_id: string;
    kind: string;
    level: string;
    status: string;
    assignee_id: string | null;
    expected_by: number | null;
    clock_at: number | null;
    erased_at: number | null;
  };
  sweeps: { id: string };
  forget_wishes: { person_id: string };
  case_events: { case_id: number; seq: number; type: string; data: string; sealed: string | null };
  chats: {
    platform: string;
    chat_id: string;
    host_id: string | null;
    purpose: string | null;
    status: string;
    status_reason: string | null;
    sees_all: number | null;
  };
  deliveries: {
    id: number;
    chat_id: string;
    status: string;
    lane: number;
    dedupe_key: string;
    detail: string | null;
  };
  feedback: { answer_id: string; person_id: string; helped: number };
  gap_events: { group_id: string; act: string; article_id: string | null };
  gaps: { host_id: string; question: string; near: string; count: number };
  hosts: { id: string; name: string; sample: number };
  invites: { host_id: string; purpose: string; used_by: string | null };
  inbox: { id: number; chat_id: string; update_key: string; status: string; attempts: number };
  persons: { id: string; greeted_at: number | null; children: string | null };
  roles: { person_id: string; host_id: string; role: string };
  safety_events: {
    id: number;
    host_id: string | null;
    platform: string;
    chat_id: string;
    level: string;
    kinds: string;
    rules: string;
  };
}
