import { type SessionInfo, WebSocketManager, WebSocketShardEvents } from "@discordjs/ws";
import { GatewayIntentBits, Routes } from "discord.js";
import { z } from "zod";
import type { Clock } from "../../core/clock.ts";
import type { Logger } from "../../core/logger.ts";
import type { Random } from "../../core/random.ts";
import { describeFailure, rateLimitMs } from "./failures.ts";
import { type DiscordRest, isUnauthorized } from "./rest.ts";

/** Pauses between connections, in milliseconds; doubled after each failure, reset once a connection has lasted. */
export interface ReconnectPauses {
  readonly firstMs: number;
  readonly mostMs: number;
  /** How long a connection must have worked to count as healthy: a READY alone proves nothing. */
  readonly healthyAfterMs: number;
  /** For what only the operator can mend: a refused token, wrong intents. */
  readonly refusedMs: number;
  /** Discord lets a bot identify once in 5 s. */
  readonly betweenIdentifiesMs: number;
}

export const RECONNECT_PAUSES: ReconnectPauses = {
  firstMs: 1_000,
  mostMs: 60_000,
  healthyAfterMs: 60_000,
  refusedMs: 5 * 60_000,
  betweenIdentifiesMs: 5_000,
};

export interface Dispatch {
  readonly type: string;
  readonly data: unknown;
  /** The same for the same event when Discord replays it: session and sequence number. */
  readonly key: string;
}

export interface GatewayOptions {
  readonly token: string;
  readonly rest: DiscordRest;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly pauses: ReconnectPauses;
  /** A new session began: what was missed before it will not be redelivered. */
  readonly onReady: (ready: unknown) => void;
  readonly onDispatch: (dispatch: Dispatch) => void;
}

export interface GatewayState {
  readonly connected: boolean;
  /** Whether the text of messages that do not address the bot is seen. */
  readonly seesAllText: boolean;
  readonly trouble: "token-refused" | "intents-refused" | "closed" | "unreachable" | undefined;
  readonly closeCode: number | undefined;
}

const CLOSE = { tokenRefused: 4004, invalidIntents: 4013, disallowedIntents: 4014 } as const;
/** After these a session cannot be resumed. @see https://discord.com/developers/docs/topics/opcodes-and-status-codes#gateway */
const ENDS_SESSION: ReadonlySet<number> = new Set([
  1000, 4003, 4004, 4005, 4007, 4010, 4011, 4012, 4013, 4014,
]);
const NEEDS_OPERATOR: ReadonlySet<number> = new Set([4004, 4010, 4011, 4012, 4013]);

const { Guilds, GuildMessages, DirectMessages, MessageContent } = GatewayIntentBits;
const GatewayBot = z.object({
  url: z.url({ protocol: /^wss?$/ }),
  session_start_limit: z.object({ remaining: z.number(), reset_after: z.number() }),
});
const never = new Promise<never>(() => {});

/**
 * Keeps one gateway connection. Each connection is a fresh discord.js manager that ends with its first close: its own
 * reconnecting waits half a second whatever happened, for ever. We pause longer each time and hand the session over.
 */
export function createGateway(options: GatewayOptions) {
  const { token, rest, clock, random, logger, pauses } = options;
  let session: SessionInfo | null = null;
  let current: { dead: boolean; manager?: WebSocketManager } = { dead: true };
  let stopped = true;
  let failures = 0;
  let readyAt: number | undefined;
  let lastIdentifyAt = Number.NEGATIVE_INFINITY;
  let cancelPause = () => {};
  let seesAllText = true;
  let trouble: GatewayState["trouble"];
  let closeCode: number | undefined;

  async function connect(): Promise<void> {
    const connection: typeof current = { dead: false };
    current = connection;
    try {
      const info = await rest.read(GatewayBot, Routes.gatewayBot());
      if (connection.dead) return;
      if (info.session_start_limit.remaining < 1 && session === null) {
        return end(connection, { atLeastMs: info.session_start_limit.reset_after });
      }
      if (session === null) lastIdentifyAt = clock.now();
      connection.manager = openManager(connection, info.url);
      await connection.manager.connect();
    } catch (error) {
      if (connection.dead) return;
      trouble = isUnauthorized(error) ? "token-refused" : "unreachable";
      logger.warn({ failure: describeFailure(error) }, "discord gateway could not be reached");
      connection.dead = true;
      void close(connection.manager);
      end(connection, {
        atLeastMs: trouble === "token-refused" ? pauses.refusedMs : (rateLimitMs(error) ?? 0),
      });
    }
  }

  function openManager(connection: typeof current, url: string): WebSocketManager {
    const manager = new WebSocketManager({
      token,
      rest: rest.client,
      intents: Guilds | GuildMessages | DirectMessages | (seesAllText ? MessageContent : 0),
      shardCount: 1,
      shardIds: [0],
      handshakeTimeout: 15_000,
      helloTimeout: 15_000,
      readyTimeout: 15_000,
      // A dead connection's shard asks here before it would reconnect by itself, and is left waiting.
      retrieveSessionInfo: () => (connection.dead ? never : session),
      updateSessionInfo(_shardId, info) {
        if (connection.dead) return;
        const isUrl = info !== null && GatewayBot.shape.url.safeParse(info.resumeURL).success;
        session = info && { ...info, resumeURL: isUrl ? info.resumeURL : url };
      },
      buildIdentifyThrottler: () => ({ waitForIdentify: async () => {} }),
    });
    const whileAlive = (work: () => void) => {
      if (!connection.dead) work();
    };
    let greeted = false;
    manager.on(WebSocketShardEvents.Hello, () =>
      whileAlive(() => {
        // A close that came before READY is not always reported; a second greeting shows that discord.js reconnected.
        if (greeted) {
          trouble = "closed";
          end(connection, { atLeastMs: 0 });
          void close(manager);
        }
        greeted = true;
      }),
    );
    const onUp = () => {
      readyAt = clock.now();
      trouble = undefined;
      closeCode = undefined;
    };
    manager.on(WebSocketShardEvents.Ready, ({ data }) =>
      whileAlive(() => {
        onUp();
        options.onReady(data);
      }),
    );
    manager.on(WebSocketShardEvents.Resumed, () => whileAlive(onUp));
    manager.on(WebSocketShardEvents.Dispatch, ({ data }) =>
      whileAlive(() => {
        const key = `${session?.sessionId ?? "none"}:${data.s}`;
        options.onDispatch({ type: data.t, data: data.d, key });
      }),
    );
    manager.on(WebSocketShardEvents.Error, ({ error }) =>
      whileAlive(() => logger.warn({ failure: describeFailure(error) }, "discord gateway error")),
    );
    manager.on(WebSocketShardEvents.Closed, ({ code }) =>
      whileAlive(() => {
        connection.dead = true;
        onClosed(connection, code);
      }),
    );
    return manager;
  }

  function onClosed(connection: typeof current, code: number): void {
    closeCode = code;
    trouble = "closed";
    if (ENDS_SESSION.has(code)) session = null;
    if (code === CLOSE.tokenRefused) trouble = "token-refused";
    if (code === CLOSE.disallowedIntents && seesAllText) {
      seesAllText = false;
      logger.warn({}, "discord does not grant the message content intent; going on without it");
    } else if (code === CLOSE.disallowedIntents || code === CLOSE.invalidIntents) trouble = "intents-refused";
    const needsOperator = NEEDS_OPERATOR.has(code) || trouble === "intents-refused";
    end(connection, { atLeastMs: needsOperator ? pauses.refusedMs : 0 });
  }

  function end(connection: typeof current, { atLeastMs }: { atLeastMs: number }): void {
    connection.dead = true;
    if (stopped || connection !== current) return;
    if (readyAt !== undefined && clock.now() - readyAt >= pauses.healthyAfterMs) failures = 0;
    readyAt = undefined;
    const grown = Math.min(pauses.mostMs, pauses.firstMs * 2 ** Math.min(failures, 20));
    failures += 1;
    const untilIdentify = session === null ? lastIdentifyAt + pauses.betweenIdentifiesMs - clock.now() : 0;
    const pauseMs = Math.max(grown * (0.5 + random.fraction() / 2), atLeastMs, untilIdentify);
    logger.info({ closeCode, pauseMs: Math.round(pauseMs), failures }, "discord gateway closed, pausing");
    cancelPause = clock.after(pauseMs, () => void connect());
  }

  return {
    /** Connects in the background and stays connected until `stop`. */
    start(): void {
      stopped = false;
      void connect();
    },
    /** Closes the connection for good; resolves when it is closed, or after 2 s. */
    async stop(): Promise<void> {
      stopped = true;
      cancelPause();
      current.dead = true;
      readyAt = undefined;
      const closed = close(current.manager);
      let cancel = () => {};
      await Promise.race([closed, new Promise<void>((resolve) => (cancel = clock.after(2_000, resolve)))]);
      cancel();
    },
    state: (): GatewayState => ({ connected: readyAt !== undefined, seesAllText, trouble, closeCode }),
  };
}

async function close(manager: WebSocketManager | undefined): Promise<void> {
  try {
    await manager?.destroy({ code: 1000 });
  } catch {
    // It was closed already, or never opened.
  }
}
