import type { AddressInfo } from "node:net";
import { type Call, type Fault, Faults, tooMany } from "./faults.ts";
import { Gateway } from "./gateway.ts";
import { createHttp, type Reply } from "./http.ts";
import { type Interaction, Interactions } from "./interactions.ts";
import { handleRest } from "./rest.ts";
import { type Channel, type Guild, type Json, type Message, type User, World } from "./world.ts";

export type { Fault } from "./faults.ts";
export { INTENTS } from "./gateway.ts";
export type { Interaction } from "./interactions.ts";
export { type Channel, type Guild, type Json, MANAGE_GUILD, type Message, type User } from "./world.ts";

export interface StandInOptions {
  /** Milliseconds since 1970; decides ids, the 3 s for interactions, the 15 min of their tokens, nonces. */
  readonly now?: () => number;
  readonly heartbeatIntervalMs?: number;
  /** Whether the privileged message content intent is granted; true when absent. */
  readonly allowMessageContent?: boolean;
  /** Enforces 5 messages per 5 s in a channel and 50 requests per second in all. */
  readonly enforceLimits?: boolean;
  readonly port?: number;
  readonly withControl?: boolean;
}

/** One visible effect of the bot: a message somebody can read. Sending the same nonce again makes no second one. */
export interface Sent {
  readonly how: "message" | "original" | "followup";
  readonly channelId: string;
  readonly messageId: string;
  /** Content and embeds as one text, with their markup. */
  text: string;
  body: Json;
  readonly attachments: readonly Uint8Array[];
  readonly ephemeralFor: string | undefined;
  readonly interactionId: string | undefined;
  readonly atMs: number;
  /** How often the message was overwritten afterwards. */
  edits: number;
}

export type DiscordStandIn = Awaited<ReturnType<typeof startDiscordStandIn>>;

/** Starts a pretended Discord on 127.0.0.1: REST under `url`, the gateway under `gatewayUrl`, one guild with two channels. */
export async function startDiscordStandIn(options: StandInOptions = {}) {
  const world = new World(options.now ?? (() => Date.now()));
  const faults = new Faults();
  const commands: Json[] = [];
  const sent: Sent[] = [];
  const sentById = new Map<string, Sent>();
  const violations: { kind: string; method: string; path: string; body: Json }[] = [];
  const calls: (Call & { status: number; atMs: number })[] = [];
  const waiting = new Set<() => void>();
  const changed = () => {
    for (const look of [...waiting]) look();
  };

  /** What is attached to a message, as its reader opens it. */
  const attachedTo = (message: Message): readonly Uint8Array[] =>
    message.attachments.flatMap(({ url }) => {
      const file = files.get(new URL(String(url)).pathname);
      return file === undefined ? [] : [typeof file === "string" ? Buffer.from(file) : file];
    });
  const record = (message: Message, how: Sent["how"], body: Json, interactionId?: string) => {
    const text = [message.content, ...message.embeds.map(embedText)].filter(Boolean).join("\n");
    const before = sentById.get(message.id);
    if (before) Object.assign(before, { text, body, edits: before.edits + 1 });
    else {
      const { channelId, id: messageId, ephemeralFor } = message;
      const one: Sent = {
        how,
        channelId,
        messageId,
        text,
        body,
        attachments: attachedTo(message),
        ephemeralFor,
        interactionId,
        atMs: world.now(),
        edits: 0,
      };
      sent.push(one);
      sentById.set(messageId, one);
    }
    changed();
  };
  const interactions = new Interactions({
    world,
    shown: (message, how, body, interaction) => record(message, how, body, interaction.id),
  });

  let origin = "";
  const gatewayUrl = () => origin.replace("http", "ws");
  const limit = options.enforceLimits ? createLimiter(() => world.now()) : () => undefined;
  const files = new Map<string, string | Uint8Array>();
  const http = createHttp({
    files,
    token: tokenOf(world),
    faults,
    onCall: (call, status) => {
      calls.push({ ...call, status, atMs: world.now() });
      changed();
    },
    control: options.withControl ? (name, args) => control(name, args) : undefined,
    handle: (call) =>
      handleRest(call, {
        world,
        gateway: () => gateway,
        interactions,
        gatewayUrl,
        commands,
        shown: (message, body) => record(message, "message", body),
        violation: (kind, { method, path, body }) => violations.push({ kind, method, path, body }),
        keepFile(path, bytes) {
          files.set(path, bytes);
          return `${origin}${path}`;
        },
        limit,
      }),
  });
  const gateway: Gateway = new Gateway(
    http,
    { world, token: tokenOf(world), heartbeatIntervalMs: options.heartbeatIntervalMs ?? 41_250, gatewayUrl },
    changed,
  );
  gateway.allowMessageContent = options.allowMessageContent ?? true;
  await new Promise<void>((resolve) => http.listen(options.port ?? 0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;

  const guild = world.addGuild("妈妈群");
  const general = world.addChannel({ type: 0, name: "聊天", guildId: guild.id });
  const staff = world.addChannel({ type: 0, name: "后台", guildId: guild.id });

  async function waitFor<T>(look: () => T | undefined, timeoutMs = 5_000, what = "something"): Promise<T> {
    const now = look();
    if (now !== undefined) return now;
    return new Promise<T>((resolve, reject) => {
      const done = () => {
        clearTimeout(timer);
        waiting.delete(check);
      };
      const timer = setTimeout(() => {
        done();
        reject(new Error(`waited ${timeoutMs} ms for ${what}`));
      }, timeoutMs);
      const check = () => {
        const found = look();
        if (found === undefined) return;
        done();
        resolve(found);
      };
      waiting.add(check);
    });
  }

  const standIn = {
    url: `${origin}/api`,
    gatewayUrl: gatewayUrl(),
    token: tokenOf(world),
    world,
    gateway,
    faults,
    commands,
    calls,
    sent,
    violations,
    interactions: interactions.all,
    guild,
    general,
    staff,
    botId: world.botId,
    tooMany,
    waitFor,
    waitForSent: (predicate: (one: Sent) => boolean, timeoutMs?: number) =>
      waitFor(() => sent.find(predicate), timeoutMs, "a message of the bot"),
    /** Resolves when the bot has an identified gateway connection. */
    waitForReady: (timeoutMs?: number) =>
      waitFor(() => (gateway.ready > 0 ? true : undefined), timeoutMs, "READY"),
    failNext: (fault: Fault) => faults.when({ method: "POST", path: /^\/channels\/\d+\/messages/ }, fault),
    addUser: (name: string, more: { refusesDms?: boolean; locale?: string } = {}): User =>
      world.addUser(name, more),
    addChannel(name: string): Channel {
      const channel = world.addChannel({ type: 0, name, guildId: guild.id });
      gateway.dispatch("CHANNEL_CREATE", () => world.rawChannel(channel));
      return channel;
    },
    addThread(parent: Channel, name: string, announce = true): Channel {
      const thread = world.addChannel({ type: 11, name, guildId: parent.guildId, parentId: parent.id });
      if (announce)
        gateway.dispatch("THREAD_CREATE", () => ({ ...world.rawChannel(thread), newly_created: true }));
      return thread;
    },
    deleteChannel(channel: Channel): void {
      world.channels.delete(channel.id);
      gateway.dispatch("CHANNEL_DELETE", () => world.rawChannel(channel));
    },
    /** The bot is added to another guild with one channel. */
    joinGuild(name: string): { guild: Guild; channel: Channel } {
      const joined = world.addGuild(name);
      const channel = world.addChannel({ type: 0, name: "大厅", guildId: joined.id });
      gateway.dispatch("GUILD_CREATE", () => world.rawGuild(joined));
      return { guild: joined, channel };
    },
    kickBot(from: Guild): void {
      from.members.delete(world.botId);
      gateway.dispatch("GUILD_DELETE", () => ({ id: from.id }));
    },
    says(user: User, channel: Channel, content: string, more: Partial<Message> = {}): Message {
      world.join(user.id, channel.id);
      const message = world.addMessage({ ...more, channelId: channel.id, authorId: user.id, content });
      gateway.dispatchMessage("MESSAGE_CREATE", message);
      return message;
    },
    /** Says something with a file attached. */
    attaches(
      user: User,
      channel: Channel,
      content: string,
      filename: string,
      file: string | Uint8Array,
      /** What Discord knows about it, such as `content_type` and `duration_secs`. */
      about: Json = {},
    ): Message {
      const path = `/attachments/${channel.id}/${world.newId()}/${encodeURIComponent(filename)}`;
      files.set(path, file);
      const attachment = {
        id: world.newId(),
        filename,
        size: file.length,
        url: `${origin}${path}`,
        proxy_url: `${origin}${path}`,
        ...about,
      };
      return standIn.says(user, channel, content, { attachments: [attachment] });
    },
    mentions(user: User, channel: Channel, content: string): Message {
      return standIn.says(user, channel, `<@${world.botId}> ${content}`);
    },
    writesPrivately(user: User, content: string): Message {
      return standIn.says(user, world.dmWith(user.id), content);
    },
    edits(message: Message, content: string): void {
      message.content = content;
      message.editedAtMs = world.now();
      gateway.dispatchMessage("MESSAGE_UPDATE", message);
    },
    deletes(...messages: readonly [Message, ...Message[]]): void {
      const [{ id, channelId }] = messages;
      const guildId = world.channels.get(channelId)?.guildId;
      const where = { channel_id: channelId, ...(guildId === undefined ? {} : { guild_id: guildId }) };
      for (const message of messages) world.messages.delete(message.id);
      if (messages.length === 1) gateway.dispatch("MESSAGE_DELETE", () => ({ ...where, id }));
      else
        gateway.dispatch("MESSAGE_DELETE_BULK", () => ({
          ...where,
          ids: messages.map((message) => message.id),
        }));
    },
    runsSlash(user: User, channel: Channel, name: string, args?: string, option = "text"): Interaction {
      const options = args === undefined ? [] : [{ name: option, type: 3, value: args }];
      return interact(2, user, channel, { id: world.newId(), name, type: 1, options });
    },
    types(user: User, channel: Channel, name: string, value: string, option = "text"): Interaction {
      return interact(4, user, channel, {
        id: world.newId(),
        name,
        type: 1,
        options: [{ name: option, type: 3, value, focused: true }],
      });
    },
    presses(user: User, messageId: string, customId: string): Interaction {
      const message = world.messages.get(messageId);
      const channel = world.channels.get(message?.channelId ?? "");
      if (!message || !channel) throw new Error("no such message to press a button on");
      return interact(3, user, channel, { custom_id: customId, component_type: 2 }, message);
    },
    async stop(): Promise<void> {
      gateway.stop();
      http.closeAllConnections();
      await new Promise<void>((resolve) => http.close(() => resolve()));
    },
  };

  function interact(type: number, user: User, channel: Channel, data: Json, message?: Message): Interaction {
    world.join(user.id, channel.id);
    const interaction = interactions.create(type, channel.id, user.id, data, message);
    gateway.dispatch("INTERACTION_CREATE", () => interaction.raw);
    return interaction;
  }

  async function control(name: string, args: Json): Promise<unknown> {
    const { controlDiscord } = await import("./control.ts");
    return controlDiscord(standIn, name, args);
  }

  return standIn;
}

/** Shaped like a real token, so that redaction is put to the test. */
const tokenOf = (world: World): string =>
  `${Buffer.from(world.botId).toString("base64url")}.AbCdEf.standin-0123456789-abcdefghijklmn`;

function embedText(embed: Json): string {
  const footer = embed.footer as Json | undefined;
  return [embed.title, embed.description, footer?.text].filter(Boolean).join("\n");
}

function createLimiter(now: () => number): (channelId: string) => Reply | undefined {
  const times = new Map<string, number[]>();
  const take = (key: string, count: number, windowMs: number): number => {
    const recent = (times.get(key) ?? []).filter((at) => now() - at < windowMs);
    if (recent.length < count) times.set(key, [...recent, now()]);
    return recent.length < count ? 0 : windowMs - (now() - (recent[0] ?? 0));
  };
  return (channelId) => {
    const waitMs = take(channelId, 5, 5_000) || take("global", 50, 1_000);
    const { status = 429, body, headers } = tooMany(waitMs / 1000);
    return waitMs > 0 ? { status, body, headers: headers ?? {} } : undefined;
  };
}
