import { OAuth2Scopes, PermissionFlagsBits, Routes } from "discord.js";
import { z } from "zod";
import type { Clock } from "../../core/clock.ts";
import { describeError, type Logger } from "../../core/logger.ts";
import type { MembershipEvent } from "../../core/message.ts";
import type { Intake, Platform } from "../../core/platform.ts";
import type { Random } from "../../core/random.ts";
import { alwaysOurTurn, type Turns } from "../../core/turns.ts";
import { isGuildAdmin } from "./admins.ts";
import { fetchAttachment } from "./attachments.ts";
import { type Backfill, createBackfill } from "./backfill.ts";
import { createChats, Snowflake } from "./chats.ts";
import { encodeCommands } from "./commands.ts";
import { decodeDeletion, decodeMessage, readMessage } from "./decode.ts";
import { describeFailure, rateLimitMs } from "./failures.ts";
import { createGateway, type Dispatch, RECONNECT_PAUSES, type ReconnectPauses } from "./gateway.ts";
import { createInlet, type Inlet } from "./inlet.ts";
import { createOpenInteractions, receiveInteraction } from "./interactions.ts";
import { ABILITIES, PACE } from "./limits.ts";
import { createModeration } from "./moderate.ts";
import { createDiscordRest } from "./rest.ts";
import { createSender } from "./send.ts";
import { sayStatus } from "./status.ts";
import { createThreads } from "./threads.ts";

export interface DiscordOptions {
  readonly token: string;
  /** Without the version: `https://discord.com/api` when absent. */
  readonly apiRoot?: string | undefined;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly random: Random;
  readonly sendTimeoutMs: number;
  /** Where several processes have one token: one of them keeps the gateway connection, each may send. */
  readonly turns?: Turns | undefined;
  readonly pauses?: ReconnectPauses;
}

const REGISTER_RETRY_MS = 60_000;

const Ready = z.object({
  user: z.object({ id: Snowflake, username: z.string().optional().catch(undefined) }),
  application: z.object({ id: Snowflake }),
  guilds: z.array(z.object({ id: Snowflake })).catch([]),
});
const GuildGone = z.object({ id: Snowflake, unavailable: z.boolean().optional() });

/** What reading needs once it has begun. */
interface Receiving {
  readonly intake: Intake;
  readonly inlet: Inlet;
  readonly backfill: Backfill;
}

/**
 * Discord behind the platform port. `start` resolves at once and connects in the background; what was missed is read
 * from the channels' histories after each new session. `send` has one effect per key for a few minutes (nonce).
 */
export function createDiscordPlatform(options: DiscordOptions): Platform {
  const { token, apiRoot, clock, random } = options;
  const logger = options.logger.child({ platform: "discord" });
  const rest = createDiscordRest({ token, apiRoot, timeoutMs: options.sendTimeoutMs, clock });
  const chats = createChats(rest);
  const open = createOpenInteractions(clock);
  let self: z.infer<typeof Ready> | undefined;
  let applicationId: string | undefined;
  let receiving: Receiving | undefined;
  let commandsRegistered: boolean | undefined;
  let cancelRegister = () => {};
  let isOurTurn = false;
  let giveUpTurn = async () => {};
  const expectedGuilds = new Set<string>();

  const gateway = createGateway({
    token,
    rest,
    clock,
    random,
    logger,
    pauses: options.pauses ?? RECONNECT_PAUSES,
    onReady(raw) {
      const ready = Ready.safeParse(raw);
      if (!ready.success || !receiving) return;
      self = ready.data;
      applicationId = self.application.id;
      expectedGuilds.clear();
      for (const { id } of self.guilds) expectedGuilds.add(id);
      logger.info({ guilds: self.guilds.length }, "discord session began");
      receiving.backfill.begin();
      if (!commandsRegistered) void registerCommands(receiving.intake);
    },
    onDispatch(dispatch) {
      if (receiving && self) take(dispatch, receiving, self.user.id);
    },
  });

  function take(dispatch: Dispatch, { inlet, intake, backfill }: Receiving, botId: string): void {
    const { type, data, key } = dispatch;
    switch (type) {
      case "MESSAGE_CREATE":
      case "MESSAGE_UPDATE": {
        const message = readMessage(data);
        if (!message) return;
        // Only private messages come without a guild; their channel is announced nowhere.
        if (!message.guild_id) chats.learn({ id: message.channel_id, type: 1 });
        // Danger does not wait behind what was said before it and is not written yet.
        const early = decode(data, intake, type === "MESSAGE_UPDATE");
        if (early) intake.notice?.([early]);
        queue(message.channel_id, async () => {
          await chats.tryFetch(message.channel_id);
          await backfill.gate(message.channel_id);
          const event = decode(data, intake, type === "MESSAGE_UPDATE");
          if (event) await inlet.acceptUntilWritten([event]);
        });
        return;
      }
      case "MESSAGE_DELETE":
      case "MESSAGE_DELETE_BULK": {
        const events = decodeDeletion(data, chats, clock.now());
        const channelId = events[0]?.chat.chatId;
        if (channelId === undefined) return;
        queue(channelId, async () => {
          await backfill.gate(channelId);
          await inlet.acceptUntilWritten(events);
        });
        return;
      }
      case "INTERACTION_CREATE": {
        const accept = (event: Parameters<Inlet["accept"]>[0][number]) =>
          inlet.inOrder(event.chat.chatId, async () => {
            await backfill.gate(event.chat.chatId);
            await inlet.accept([event]);
          });
        receiveInteraction(data, open, { rest, chats, clock, logger, intake, accept }).catch(report);
        return;
      }
      case "GUILD_CREATE": {
        const guild = chats.learnGuild(data, botId);
        if (!guild || expectedGuilds.delete(guild.id) || guild.greetIn === undefined) return;
        announce([guild.greetIn], "present", key);
        return;
      }
      case "GUILD_DELETE": {
        const gone = GuildGone.safeParse(data);
        // Unavailable is an outage of Discord's: the guild comes back with a GUILD_CREATE that is no welcome.
        if (gone.success && gone.data.unavailable) expectedGuilds.add(gone.data.id);
        else if (gone.success) announce(chats.channelsOf(gone.data.id), "gone", key);
        return;
      }
      case "CHANNEL_DELETE":
      case "THREAD_DELETE": {
        const channel = chats.learn(data);
        if (channel) announce([channel.id], "gone", key);
        return;
      }
      case "CHANNEL_CREATE":
      case "CHANNEL_UPDATE":
      case "THREAD_CREATE":
      case "THREAD_UPDATE":
        chats.learn(data);
    }
  }

  function decode(raw: unknown, intake: Intake, edit = false) {
    const message = readMessage(raw);
    if (!message || !self) return undefined;
    const chat = chats.refOf(message.channel_id);
    const botRoleId = chats.botRoleIn(message.channel_id);
    const { id: botId, username: botName } = self.user;
    return decodeMessage(message, { chat, botId, botName, botRoleId, commands: intake.commands }, edit);
  }

  function announce(chatIds: readonly string[], status: MembershipEvent["status"], key: string): void {
    for (const chatId of chatIds) {
      const event: MembershipEvent = {
        platform: "discord",
        kind: "membership",
        chat: chats.refOf(chatId),
        updateKey: `g:${key}:${status}`.slice(0, 200),
        sentAt: clock.now(),
        status,
        ...(status === "present" ? { seesAll: gateway.state().seesAllText } : {}),
      };
      queue(chatId, async () => {
        await receiving?.inlet.acceptUntilWritten([event]);
        if (status === "gone") chats.forget(chatId);
      });
    }
  }

  function queue(chatId: string, work: () => Promise<void>): void {
    receiving?.inlet.inOrder(chatId, work).catch(report);
  }

  function report(error: unknown): void {
    logger.error({ error: describeError(error) }, "discord event could not be handled");
  }

  async function registerCommands(intake: Intake): Promise<void> {
    cancelRegister();
    try {
      const path = Routes.applicationCommands(await findApplicationId());
      await rest.request("put", path, { body: encodeCommands(intake.commands) });
      commandsRegistered = true;
    } catch (error) {
      commandsRegistered = false;
      logger.warn({ failure: describeFailure(error) }, "discord slash commands could not be registered");
      const retryMs = Math.max(REGISTER_RETRY_MS, rateLimitMs(error) ?? 0);
      cancelRegister = clock.after(retryMs, () => void registerCommands(intake));
    }
  }

  /** Another process has the connection; this one can send. */
  const isStandingBy = (): boolean => receiving !== undefined && !isOurTurn;

  async function findApplicationId(): Promise<string> {
    applicationId ??= (await rest.read(z.object({ id: Snowflake }), Routes.currentApplication())).id;
    return applicationId;
  }

  return {
    name: "discord",
    abilities: ABILITIES,
    pace: PACE,
    async start(intake) {
      const inlet = createInlet({ intake, clock, random, logger });
      const decodeOld = (raw: unknown) => decode(raw, intake);
      const backfill = createBackfill({ rest, chats, inlet, intake, clock, logger, decode: decodeOld });
      receiving = { intake, inlet, backfill };
      giveUpTurn = (options.turns ?? alwaysOurTurn).take("discord", {
        begin() {
          isOurTurn = true;
          gateway.start();
        },
        async end() {
          isOurTurn = false;
          cancelRegister();
          await gateway.stop();
        },
      });
      // Links to add the bot need it, and the session that would tell it may be another process's.
      if (!isOurTurn) await findApplicationId().catch(() => undefined);
    },
    async stop() {
      cancelRegister();
      const closing = giveUpTurn();
      await receiving?.inlet.stop();
      await receiving?.backfill.stop();
      await closing;
      receiving = undefined;
    },
    ...createSender({ rest, chats, clock, logger, open, applicationId: findApplicationId }),
    ...createThreads({ rest, chats }),
    ...createModeration({ rest, chats, clock }),
    status: () => ({
      connected: isStandingBy() || gateway.state().connected,
      degraded: sayStatus({
        gateway: isStandingBy() ? undefined : gateway.state(),
        commandsMissing: commandsRegistered === false,
        historiesLeft: receiving?.backfill.left() ?? 0,
        refusedShare: rest.refusedShare(),
      }),
    }),
    // Discord has no link that opens a private chat with a bot and says something there.
    deepLink: () => undefined,
    inviteLink() {
      if (applicationId === undefined) return undefined;
      const link = new URL("https://discord.com/oauth2/authorize");
      link.searchParams.set("client_id", applicationId);
      link.searchParams.set("permissions", NEEDED_PERMISSIONS.toString());
      link.searchParams.set("scope", [OAuth2Scopes.Bot, OAuth2Scopes.ApplicationsCommands].join(" "));
      return link.toString();
    },
    fetchFile: (ref, maxBytes) => fetchAttachment({ ref, maxBytes, apiRoot, clock }),
    async isChatAdmin(chatId, userId) {
      if (!Snowflake.safeParse(chatId).success || !Snowflake.safeParse(userId).success) return undefined;
      await chats.tryFetch(chatId);
      const guildId = chats.guildOf(chatId);
      return guildId === undefined ? undefined : isGuildAdmin(rest, guildId, userId, logger);
    },
  };
}

/** Removing messages and muting are left for an owner to give: the bot works without. */
const NEEDED_PERMISSIONS =
  PermissionFlagsBits.ViewChannel |
  PermissionFlagsBits.SendMessages |
  PermissionFlagsBits.SendMessagesInThreads |
  PermissionFlagsBits.CreatePublicThreads |
  PermissionFlagsBits.EmbedLinks |
  PermissionFlagsBits.AttachFiles |
  PermissionFlagsBits.ReadMessageHistory;
