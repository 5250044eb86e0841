import type { AddressInfo } from "node:net";
import { serve } from "@hono/node-server";
import { type Clock, systemClock } from "../../src/core/clock.ts";
import type { CommandSpec } from "../../src/core/commands.ts";
import { silentLogger } from "../../src/core/logger.ts";
import type { InboundEvent } from "../../src/core/message.ts";
import type { Intake } from "../../src/core/platform.ts";
import { systemRandom } from "../../src/core/random.ts";
import {
  createWebPlatform,
  type RoomStore,
  type WebPlatform,
  type WebPlatformOptions,
} from "../../src/platforms/web/index.ts";
import { createMemoryRoomStore } from "./memory-room-store.ts";

export const COOKIE_KEY = new Uint8Array(32).fill(7);

export const ROOMS = [
  { room: "lobby", title: "王老师的妈妈群", hostName: "王老师" },
  { room: "other", title: "李姐的群", hostName: "李姐" },
];

const COMMANDS: readonly CommandSpec[] = [
  { name: "ask", aliases: ["问"], description: { zh: "问", en: "Ask" }, audience: "everyone" },
  { name: "claim", aliases: ["认领"], description: { zh: "认领", en: "Claim" }, audience: "staff" },
];

/** An inbox that keeps what it was given, once per update key, and can be told to fail. */
export interface FakeIntake extends Intake {
  readonly events: InboundEvent[];
  failing: boolean;
  onEvent: (event: InboundEvent) => void;
}

export function createFakeIntake(): FakeIntake {
  const events: InboundEvent[] = [];
  return {
    events,
    failing: false,
    onEvent: () => {},
    async accept(batch) {
      if (this.failing) throw new Error("disk full");
      for (const event of batch) {
        const known = events.some(
          ({ chat, updateKey }) => chat.chatId === event.chat.chatId && updateKey === event.updateKey,
        );
        if (known) continue;
        events.push(event);
        this.onEvent(event);
      }
    },
    isUrgent: (text) => text.includes("抽搐"),
    suggest: async () => [],
    cursors: async () => [],
    commands: COMMANDS,
  };
}

export interface RunningRoom {
  readonly url: string;
  readonly platform: WebPlatform;
  readonly intake: FakeIntake;
  readonly store: RoomStore;
  /** Stops the platform, then the server with whatever connection is left. */
  stop(): Promise<void>;
}

/** The platform behind a real HTTP server on a free (or the given) port. */
export async function startRoom(
  options: Partial<WebPlatformOptions> & { port?: number; intake?: FakeIntake; clock?: Clock } = {},
): Promise<RunningRoom> {
  const { port = 0, intake = createFakeIntake(), store = createMemoryRoomStore(), ...rest } = options;
  const platform = createWebPlatform({
    store,
    cookieKey: COOKIE_KEY,
    defaultRoom: "lobby",
    rooms: async () => ROOMS,
    logger: silentLogger,
    clock: systemClock,
    random: systemRandom,
    secureCookies: false,
    ...rest,
  });
  await platform.start(intake);
  const app = platform.routes();
  const server = await new Promise<ReturnType<typeof serve>>((resolve) => {
    const started = serve({ fetch: app.fetch, port, hostname: "127.0.0.1" }, () => resolve(started));
  });
  const { port: bound } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${bound}`,
    platform,
    intake,
    store,
    async stop() {
      await platform.stop();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        // Clients keep spare connections that never carried a request; only this ends them at once.
        if ("closeAllConnections" in server) server.closeAllConnections();
      });
    },
  };
}

/** An answer's JSON as the test expects it; what is wrong in it shows in the test's own assertions. */
export const jsonOf = async <T>(response: Response): Promise<T> => (await response.json()) as T;

export interface ErrorAnswer {
  readonly error: { readonly code: string; readonly reason: string; readonly field?: string };
}

export interface SseEvent {
  readonly id: string;
  readonly event: string;
  readonly data: string;
}

/** Reads server-sent events over a real connection; `comments` counts the heartbeats and greetings. */
export async function openEvents(url: string, headers: Record<string, string> = {}) {
  const aborter = new AbortController();
  const response = await fetch(url, { headers, signal: aborter.signal });
  if (!response.body) throw new Error("no body");
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let buffer = "";
  let comments = 0;
  const read = async (): Promise<SseEvent | { comment: string } | undefined> => {
    for (;;) {
      const end = buffer.indexOf("\n\n");
      if (end >= 0) {
        const lines = buffer.slice(0, end).split("\n");
        buffer = buffer.slice(end + 2);
        const field = (name: string) =>
          lines.filter((line) => line.startsWith(`${name}: `)).map((line) => line.slice(name.length + 2));
        const comment = lines.find((line) => line.startsWith(":"));
        if (field("data").length === 0) {
          comments += 1;
          return { comment: comment ?? "" };
        }
        return {
          id: field("id")[0] ?? "",
          event: field("event")[0] ?? "message",
          data: field("data").join("\n"),
        };
      }
      const { done, value } = await reader.read();
      if (done) return undefined;
      buffer += value;
    }
  };
  return {
    response,
    /** The next comment or event, undefined at the end. */
    read,
    /** The next event; undefined when the server ended the stream. */
    async next(): Promise<SseEvent | undefined> {
      for (;;) {
        const item = await read();
        if (item === undefined) return undefined;
        if ("data" in item) return item;
      }
    },
    comments: () => comments,
    async close() {
      aborter.abort();
      await reader.cancel().catch(() => {});
    },
  };
}
