import { complainAbout, complainAboutMessage } from "./check.ts";
import type { Call } from "./faults.ts";
import { type Reply, refuse } from "./http.ts";
import type { Json, Message, World } from "./world.ts";

const EPHEMERAL = 64;
const LOADING = 128;
const ANSWER_WITHIN_MS = 3_000;
const TOKEN_LASTS_MS = 15 * 60_000;

/** One slash command, autocompletion or button press, and what the bot made of it. */
export interface Interaction {
  readonly id: string;
  readonly token: string;
  /** 2 command, 3 button, 4 autocompletion. */
  readonly type: number;
  readonly channelId: string;
  readonly userId: string;
  readonly createdAtMs: number;
  readonly raw: Json;
  readonly sourceMessageId: string | undefined;
  /** The type of the callback, once it came. */
  answeredWith: number | undefined;
  answeredAtMs: number | undefined;
  ephemeral: boolean;
  choices: readonly Json[] | undefined;
  originalId: string | undefined;
}

export interface InteractionHooks {
  readonly world: World;
  readonly shown: (
    message: Message,
    how: "original" | "followup",
    body: Json,
    interaction: Interaction,
  ) => void;
}

export class Interactions {
  readonly all = new Map<string, Interaction>();
  readonly #byToken = new Map<string, Interaction>();
  readonly #hooks: InteractionHooks;

  constructor(hooks: InteractionHooks) {
    this.#hooks = hooks;
  }

  create(type: number, channelId: string, userId: string, data: Json, message?: Message): Interaction {
    const { world } = this.#hooks;
    const id = world.newId();
    const channel = world.channels.get(channelId);
    const guild = world.guilds.get(channel?.guildId ?? "");
    const interaction: Interaction = {
      id,
      token: `aW50ZXJhY3Rpb24.${id}.${Math.random().toString(36).slice(2)}`,
      type,
      channelId,
      userId,
      createdAtMs: world.now(),
      sourceMessageId: message?.id,
      answeredWith: undefined,
      answeredAtMs: undefined,
      ephemeral: false,
      choices: undefined,
      originalId: undefined,
      raw: {
        id,
        application_id: world.botId,
        type,
        data,
        channel_id: channelId,
        ...(channel ? { channel: world.rawChannel(channel) } : {}),
        ...(guild
          ? { guild_id: guild.id, member: { ...world.rawMember(guild, userId), permissions: "0" } }
          : { user: world.rawUser(userId) }),
        ...(message ? { message: world.rawMessage(message) } : {}),
        locale: world.users.get(userId)?.locale ?? "zh-CN",
        version: 1,
        context: guild ? 0 : 1,
        entitlements: [],
        authorizing_integration_owners: {},
        attachment_size_limit: 0,
      },
    };
    (interaction.raw as Json).token = interaction.token;
    this.all.set(id, interaction);
    this.#byToken.set(interaction.token, interaction);
    return interaction;
  }

  callback(id: string, token: string, body: Json): Reply {
    const { world } = this.#hooks;
    const interaction = this.all.get(id);
    const isLate = interaction && world.now() - interaction.createdAtMs > ANSWER_WITHIN_MS;
    if (!interaction || interaction.token !== token || isLate)
      return refuse(404, 10062, "Unknown interaction");
    if (interaction.answeredWith !== undefined) {
      return refuse(400, 40060, "Interaction has already been acknowledged.");
    }
    const type = Number(body.type);
    const isForIt =
      interaction.type === 4
        ? type === 8
        : interaction.type === 3
          ? [4, 5, 6, 7].includes(type)
          : [4, 5].includes(type);
    if (!isForIt) return refuse(400, 50035, "Invalid Form Body: type");
    const data = (body.data ?? {}) as Json;
    const complaint =
      type === 8
        ? complainAboutChoices(body, data)
        : type === 6
          ? undefined
          : (complainAbout(type === 7 ? "callbackUpdate" : "callbackMessage", body) ??
            complainAboutMessage(data, type !== 4));
    if (complaint) return refuse(400, complaint.code, complaint.message);
    interaction.answeredWith = type;
    interaction.answeredAtMs = world.now();
    interaction.ephemeral = (Number(data.flags ?? 0) & EPHEMERAL) !== 0;
    if (type === 8) interaction.choices = data.choices as Json[];
    if (type === 6 || type === 7) interaction.originalId = interaction.sourceMessageId;
    if (type === 4 || type === 5) this.#open(interaction, type, data);
    return { status: 204 };
  }

  #open(interaction: Interaction, type: number, data: Json): void {
    const message = this.#add(interaction, data, type === 5 ? LOADING : 0);
    interaction.originalId = message.id;
    if (type === 4) this.#hooks.shown(message, "original", data, interaction);
  }

  #add(interaction: Interaction, data: Json, flags: number): Message {
    const { world } = this.#hooks;
    return world.addMessage({
      channelId: interaction.channelId,
      authorId: world.botId,
      content: String(data.content ?? ""),
      embeds: (data.embeds ?? []) as Json[],
      components: (data.components ?? []) as Json[],
      type: 20,
      flags: flags | (interaction.ephemeral ? EPHEMERAL : 0),
      ephemeralFor: interaction.ephemeral ? interaction.userId : undefined,
      webhookId: world.botId,
    });
  }

  /** `/webhooks/:application/:token…`: the deferred answer and what follows it. */
  webhook(token: string, rest: string, call: Call): Reply {
    const { world } = this.#hooks;
    const interaction = this.#byToken.get(token);
    if (!interaction || interaction.answeredWith === undefined) return refuse(404, 10015, "Unknown Webhook");
    if (world.now() - interaction.createdAtMs > TOKEN_LASTS_MS)
      return refuse(401, 50027, "Invalid Webhook Token");
    const original = world.messages.get(interaction.originalId ?? "");
    if (rest === "" && call.method === "POST") {
      const complaint = complainAbout("followup", call.body) ?? complainAboutMessage(call.body, false);
      if (complaint) return refuse(400, complaint.code, complaint.message);
      const ephemeral = (Number(call.body.flags ?? 0) & EPHEMERAL) !== 0;
      const message = this.#add({ ...interaction, ephemeral }, call.body, 0);
      this.#hooks.shown(message, "followup", call.body, interaction);
      return { status: 200, body: world.rawMessage(message) };
    }
    if (rest !== "/messages/@original") return refuse(404, 10008, "Unknown Message");
    if (!original) return refuse(404, 10008, "Unknown Message");
    if (call.method === "GET") return { status: 200, body: world.rawMessage(original) };
    if (call.method !== "PATCH") return refuse(405, 0, "405: Method Not Allowed");
    const complaint =
      complainAbout("original", call.body) ??
      complainAboutMessage(
        { content: original.content, embeds: original.embeds, components: original.components, ...call.body },
        false,
      );
    if (complaint) return refuse(400, complaint.code, complaint.message);
    if (call.body.content !== undefined) original.content = String(call.body.content ?? "");
    if (call.body.embeds !== undefined) original.embeds = (call.body.embeds ?? []) as Json[];
    if (call.body.components !== undefined) original.components = (call.body.components ?? []) as Json[];
    original.flags &= ~LOADING;
    this.#hooks.shown(original, "original", call.body, interaction);
    return { status: 200, body: world.rawMessage(original) };
  }
}

function complainAboutChoices(body: Json, data: Json) {
  const choices = Array.isArray(data.choices) ? (data.choices as Json[]) : [];
  const isTooLong = choices.some(
    ({ name, value }) => !name || String(name).length > 100 || !value || String(value).length > 100,
  );
  if (choices.length > 25 || isTooLong) return { code: 50035, message: "Invalid Form Body: choices" };
  return complainAbout("callbackChoices", body);
}
