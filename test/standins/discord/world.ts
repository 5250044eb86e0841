/** What exists on the pretended Discord: users, guilds, channels, messages. Raw objects look like Discord's own. */
export type Json = Record<string, unknown>;

export interface User {
  readonly id: string;
  readonly username: string;
  readonly locale: string;
  readonly bot: boolean;
  refusesDms: boolean;
}

export interface Channel {
  readonly id: string;
  /** 0 text, 1 DM, 11 public thread. */
  readonly type: number;
  readonly name: string;
  readonly guildId: string | undefined;
  readonly parentId: string | undefined;
  /** The other end of a DM. */
  readonly recipientId: string | undefined;
  isArchived: boolean;
  /** An error code that every request for this channel gets: 50001 no access, 50013 missing permission. */
  forbidden: number | undefined;
}

export interface Guild {
  readonly id: string;
  readonly name: string;
  readonly ownerId: string;
  readonly roles: {
    readonly id: string;
    readonly name: string;
    readonly permissions: string;
    readonly tags?: Json;
  }[];
  readonly members: Map<string, string[]>;
  /** What the bot may not do here. */
  readonly denied: Set<"threads" | "messages" | "members">;
  /** Until when members are timed out, in milliseconds since 1970. */
  readonly muted: Map<string, number>;
}

export interface Message {
  readonly id: string;
  readonly channelId: string;
  readonly authorId: string;
  content: string;
  embeds: readonly Json[];
  components: readonly Json[];
  attachments: readonly Json[];
  readonly type: number;
  flags: number;
  readonly replyTo: string | undefined;
  readonly sentAtMs: number;
  editedAtMs: number | undefined;
  readonly nonce: string | undefined;
  /** Ephemeral messages are seen by this user alone and are not part of the channel's history. */
  readonly ephemeralFor: string | undefined;
  readonly webhookId: string | undefined;
}

const DISCORD_EPOCH_MS = 1_420_070_400_000;
export const MANAGE_GUILD = 1n << 5n;

export class World {
  readonly users = new Map<string, User>();
  readonly guilds = new Map<string, Guild>();
  readonly channels = new Map<string, Channel>();
  readonly messages = new Map<string, Message>();
  /** The latest message of the bot with each nonce. */
  readonly byNonce = new Map<string, Message>();
  readonly botId: string;
  readonly #now: () => number;
  #lastId = 0n;

  constructor(now: () => number) {
    this.#now = now;
    this.botId = this.addUser("小白鲸", { bot: true }).id;
  }

  now(): number {
    return this.#now();
  }

  newId(): string {
    const byTime = BigInt(Math.max(0, this.#now() - DISCORD_EPOCH_MS)) << 22n;
    this.#lastId = byTime > this.#lastId ? byTime : this.#lastId + 1n;
    return this.#lastId.toString();
  }

  addUser(username: string, options: { bot?: boolean; locale?: string; refusesDms?: boolean } = {}): User {
    const user: User = {
      id: this.newId(),
      username,
      bot: options.bot ?? false,
      locale: options.locale ?? "zh-CN",
      refusesDms: options.refusesDms ?? false,
    };
    this.users.set(user.id, user);
    return user;
  }

  addGuild(name: string): Guild {
    const id = this.newId();
    const owner = this.addUser(`${name} owner`);
    const moderatorRole = this.newId();
    const botRole = this.newId();
    const guild: Guild = {
      id,
      name,
      ownerId: owner.id,
      roles: [
        { id, name: "@everyone", permissions: "0" },
        { id: moderatorRole, name: "moderator", permissions: MANAGE_GUILD.toString() },
        { id: botRole, name: "beluga", permissions: "0", tags: { bot_id: this.botId } },
      ],
      denied: new Set(),
      muted: new Map(),
      members: new Map([
        [owner.id, []],
        [this.botId, [botRole]],
      ]),
    };
    this.guilds.set(id, guild);
    return guild;
  }

  addChannel(channel: Partial<Channel> & { name: string; type: number }): Channel {
    const { forbidden, guildId, parentId, recipientId } = channel;
    const made: Channel = {
      id: this.newId(),
      type: channel.type,
      name: channel.name,
      guildId,
      parentId,
      recipientId,
      isArchived: false,
      forbidden,
    };
    this.channels.set(made.id, made);
    return made;
  }

  dmWith(userId: string): Channel {
    for (const channel of this.channels.values()) if (channel.recipientId === userId) return channel;
    return this.addChannel({ type: 1, name: "", recipientId: userId });
  }

  /** A user who speaks in a guild is a member of it. */
  join(userId: string, channelId: string): void {
    const guild = this.guilds.get(this.channels.get(channelId)?.guildId ?? "");
    if (guild && !guild.members.has(userId)) guild.members.set(userId, []);
  }

  addMessage(
    message: Pick<Message, "channelId" | "authorId"> &
      Partial<Omit<Message, "id" | "channelId" | "authorId">>,
  ): Message {
    const made: Message = {
      content: "",
      embeds: [],
      components: [],
      attachments: [],
      type: message.replyTo === undefined ? 0 : 19,
      flags: 0,
      replyTo: undefined,
      editedAtMs: undefined,
      nonce: undefined,
      ephemeralFor: undefined,
      webhookId: undefined,
      ...message,
      id: this.newId(),
      sentAtMs: this.#now(),
    };
    this.messages.set(made.id, made);
    if (made.nonce !== undefined) this.byNonce.set(made.nonce, made);
    return made;
  }

  rawUser(id: string): Json {
    const user = this.users.get(id);
    return {
      id,
      username: user?.username ?? "unknown",
      global_name: user?.username ?? null,
      discriminator: "0",
      avatar: null,
      ...(user?.bot ? { bot: true } : {}),
    };
  }

  rawChannel(channel: Channel): Json {
    return {
      id: channel.id,
      type: channel.type,
      ...(channel.name === "" ? {} : { name: channel.name }),
      ...(channel.guildId === undefined ? {} : { guild_id: channel.guildId }),
      ...(channel.parentId === undefined ? {} : { parent_id: channel.parentId }),
      ...(channel.recipientId === undefined ? {} : { recipients: [this.rawUser(channel.recipientId)] }),
      ...(channel.type === 11
        ? {
            thread_metadata: {
              archived: channel.isArchived,
              auto_archive_duration: 1440,
              archive_timestamp: iso(0),
              locked: false,
            },
          }
        : {}),
    };
  }

  rawGuild(guild: Guild): Json {
    const channels = [...this.channels.values()].filter(({ guildId }) => guildId === guild.id);
    return {
      id: guild.id,
      name: guild.name,
      owner_id: guild.ownerId,
      system_channel_id: channels.find(({ type }) => type === 0)?.id ?? null,
      roles: guild.roles.map((role) => ({ position: 0, color: 0, hoist: false, managed: false, ...role })),
      channels: channels.filter(({ type }) => type !== 11).map((channel) => this.rawChannel(channel)),
      threads: channels.filter(({ type }) => type === 11).map((channel) => this.rawChannel(channel)),
      unavailable: false,
    };
  }

  rawMember(guild: Guild, userId: string): Json {
    const roles = guild.members.get(userId) ?? [];
    return { user: this.rawUser(userId), roles, joined_at: iso(0), deaf: false, mute: false, flags: 0 };
  }

  /** `hidden` leaves out what a bot without the message content intent does not get. */
  rawMessage(message: Message, hidden = false): Json {
    const replied = message.replyTo === undefined ? undefined : this.messages.get(message.replyTo);
    const mentioned = [...message.content.matchAll(/<@!?(\d+)>/g)].map(([, id]) => id ?? "");
    if (replied && message.authorId !== this.botId) mentioned.push(replied.authorId);
    const mentions = [...new Set(mentioned)].filter((id) => this.users.has(id));
    return {
      id: message.id,
      channel_id: message.channelId,
      type: message.type,
      author: this.rawUser(message.authorId),
      content: hidden ? "" : message.content,
      embeds: hidden ? [] : message.embeds,
      attachments: hidden ? [] : message.attachments,
      components: hidden ? [] : message.components,
      mentions: mentions.map((id) => this.rawUser(id)),
      mention_roles: [...message.content.matchAll(/<@&(\d+)>/g)].map(([, id]) => id),
      mention_everyone: false,
      pinned: false,
      tts: false,
      flags: message.flags,
      timestamp: iso(message.sentAtMs),
      edited_timestamp: message.editedAtMs === undefined ? null : iso(message.editedAtMs),
      ...(message.nonce === undefined ? {} : { nonce: message.nonce }),
      ...(message.webhookId === undefined ? {} : { webhook_id: message.webhookId }),
      ...(message.replyTo === undefined
        ? {}
        : {
            message_reference: { message_id: message.replyTo, channel_id: message.channelId },
            referenced_message: replied ? this.rawMessage({ ...replied, replyTo: undefined }, hidden) : null,
          }),
    };
  }

  /** Whether a bot without the message content intent is shown this message nevertheless. */
  shownWithoutIntent(message: Message): boolean {
    const isPrivate = this.channels.get(message.channelId)?.type === 1;
    const raw = this.rawMessage(message).mentions as { id: string }[];
    return isPrivate || message.authorId === this.botId || raw.some(({ id }) => id === this.botId);
  }
}

const iso = (ms: number): string => new Date(ms).toISOString().replace("Z", "000+00:00");
