import { Routes } from "discord.js";
import { z } from "zod";
import type { Clock } from "../../core/clock.ts";
import { describeError, type Logger } from "../../core/logger.ts";
import type { InboundEvent } from "../../core/message.ts";
import type { Intake } from "../../core/platform.ts";
import { type Chats, Snowflake } from "./chats.ts";
import { snowflakeBefore } from "./decode.ts";
import { describeFailure, isChannelGone, rateLimitMs } from "./failures.ts";
import type { Inlet } from "./inlet.ts";
import type { DiscordRest } from "./rest.ts";

const PAGE = 100;
/** Reading starts a little before the last entry: messages may arrive out of the order of their ids. */
const OVERLAP_MS = 30_000;
/** How long new messages of a channel wait for its history, so that the two stay in order. */
const MOST_HOLD_MS = 15_000;
const RETRY_MS = 10_000;

export interface BackfillOptions {
  readonly rest: DiscordRest;
  readonly chats: Chats;
  readonly inlet: Inlet;
  readonly intake: Intake;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly decode: (raw: unknown) => InboundEvent | undefined;
}

interface Pending {
  after: string;
  readonly release: () => void;
  readonly released: Promise<void>;
}

/**
 * Reads what was written while the bot was away: Discord redelivers nothing of it. New messages of a channel wait until
 * its history is read (at most 15 s, and not when it cannot be read), because the last entry in the inbox is where the
 * next start reads on from.
 */
export function createBackfill(options: BackfillOptions) {
  const { rest, chats, inlet, intake, clock, logger, decode } = options;
  const pending = new Map<string, Pending>();
  const wanted = new Set<string>();
  let loading: Promise<void> | undefined;
  let worker: Promise<void> | undefined;

  async function load(): Promise<void> {
    while (!inlet.stopped) {
      try {
        for (const { chatId, messageId } of await intake.cursors("discord")) remember(chatId, messageId);
        return;
      } catch (error) {
        logger.warn(
          { error: describeError(error) },
          "discord: the last entries could not be read, trying again",
        );
        await inlet.pause(RETRY_MS);
      }
    }
  }

  function remember(chatId: string, messageId: string): void {
    if (!Snowflake.safeParse(chatId).success || !Snowflake.safeParse(messageId).success) return;
    const after = snowflakeBefore(messageId, OVERLAP_MS);
    const before = pending.get(chatId);
    if (before) {
      if (BigInt(after) < BigInt(before.after)) before.after = after;
      return;
    }
    let release = () => {};
    const released = new Promise<void>((resolve) => (release = resolve));
    pending.set(chatId, { after, release, released });
  }

  async function work(): Promise<void> {
    while (!inlet.stopped) {
      const chatId = [...wanted].find((id) => pending.has(id)) ?? pending.keys().next().value;
      const entry = chatId === undefined ? undefined : pending.get(chatId);
      if (chatId === undefined || !entry) return;
      wanted.delete(chatId);
      try {
        await read(chatId, entry);
        finish(chatId, entry);
      } catch (error) {
        if (isChannelGone(error)) {
          logger.warn(
            { chatId, failure: describeFailure(error) },
            "discord channel is gone, its history is skipped",
          );
          finish(chatId, entry);
          continue;
        }
        logger.warn(
          { chatId, failure: describeFailure(error) },
          "discord history could not be read, trying again",
        );
        // The others first; people who write here now are not kept waiting for a history that does not come.
        const limitMs = rateLimitMs(error);
        if (limitMs === undefined) entry.release();
        if (pending.get(chatId) === entry) {
          pending.delete(chatId);
          pending.set(chatId, entry);
        }
        await inlet.pause(limitMs === undefined ? RETRY_MS : limitMs * 2);
      }
    }
  }

  function finish(chatId: string, entry: Pending): void {
    if (pending.get(chatId) === entry) pending.delete(chatId);
    entry.release();
  }

  async function read(chatId: string, entry: Pending): Promise<void> {
    await chats.fetch(chatId);
    for (;;) {
      const query = { after: entry.after, limit: String(PAGE) };
      const page = await rest.read(z.array(z.unknown()), Routes.channelMessages(chatId), query);
      const raws = page.flatMap((raw) => {
        const id = z.object({ id: Snowflake }).safeParse(raw);
        return id.success ? [{ id: id.data.id, raw }] : [];
      });
      raws.sort((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1));
      const last = raws.at(-1);
      const events = raws.flatMap(({ raw }) => decode(raw) ?? []);
      if (!(await inlet.acceptUntilWritten(events)) || !last || last.id === entry.after) return;
      entry.after = last.id;
      if (page.length < PAGE) return;
    }
  }

  return {
    /** Reads on from the last entry of every chat, in the background. Call it before anything new is accepted. */
    begin(): void {
      loading = (loading ?? Promise.resolve()).then(load);
      const mine = loading;
      const run = async () => {
        await mine;
        if (loading === mine) loading = undefined;
        await work();
      };
      worker = (worker ?? Promise.resolve()).then(run);
      worker.catch((error: unknown) =>
        logger.error({ error: describeError(error) }, "discord history reading ended"),
      );
    },
    /** Resolves when new messages of this chat may be written. */
    async gate(chatId: string): Promise<void> {
      if (loading) await loading;
      const entry = pending.get(chatId);
      if (!entry || inlet.stopped) return;
      wanted.add(chatId);
      let cancel = () => {};
      const patience = new Promise<void>((resolve) => (cancel = clock.after(MOST_HOLD_MS, resolve)));
      await Promise.race([entry.released, patience]);
      cancel();
    },
    /** How many chats still have to be read. */
    left: (): number => pending.size,
    async stop(): Promise<void> {
      for (const { release } of pending.values()) release();
      await worker?.catch(() => {});
    },
  };
}

export type Backfill = ReturnType<typeof createBackfill>;
