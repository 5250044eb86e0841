import { complainAbout, complainAboutCommands, complainAboutMessage, wouldPing } from "./check.ts";
import type { Call } from "./faults.ts";
import type { Gateway } from "./gateway.ts";
import { type Reply, refuse } from "./http.ts";
import type { Interactions } from "./interactions.ts";
import type { Channel, Guild, Json, Message, World } from "./world.ts";

/** Nonces are remembered for "a few minutes". */
const NONCE_LASTS_MS = 5 * 60_000;

export interface RestParts {
  readonly world: World;
  readonly gateway: () => Gateway;
  readonly interactions: Interactions;
  readonly gatewayUrl: () => string;
  readonly commands: Json[];
  readonly shown: (message: Message, body: Json) => void;
  readonly violation: (kind: string, call: Call) => void;
  /** Makes a file available under a path of the stand-in's; gives its address. */
  readonly keepFile: (path: string, bytes: Uint8Array) => string;
  readonly limit: (channelId: string) => Reply | undefined;
}

export function handleRest(call: Call, parts: RestParts): Reply {
  const reply = route(call, parts);
  // Whether a channel takes threads is found out by asking.
  const isFound = (reply.body as Json | undefined)?.code === 50024;
  if (reply.status === 400 && !isFound) parts.violation(String((reply.body as Json).message), call);
  const isSending = /^\/(channels\/\d+\/messages|webhooks)/.test(call.path) && call.method !== "GET";
  if (isSending && wouldPing(call.body)) parts.violation("ping", call);
  return reply;
}

function route(call: Call, parts: RestParts): Reply {
  const { world } = parts;
  const [, head = "", id = "", next = "", last = ""] = call.path.split("/");
  const key = `${call.method} /${head}`;
  switch (key) {
    case "GET /gateway":
      return {
        status: 200,
        body: {
          url: parts.gatewayUrl(),
          shards: 1,
          session_start_limit: { total: 1000, remaining: 999, reset_after: 0, max_concurrency: 1 },
        },
      };
    case "GET /applications":
      return { status: 200, body: { id: world.botId, name: "beluga", flags: (1 << 18) | (1 << 19) } };
    case "PUT /applications":
      return putCommands(call, parts);
    case "GET /users":
      return { status: 200, body: world.rawUser(world.botId) };
    case "POST /users": {
      const complaint = complainAbout("dm", call.body);
      const user = world.users.get(String(call.body.recipient_id));
      if (complaint || !user || user.bot) return refuse(400, 50033, "Invalid Recipient(s)");
      return { status: 200, body: world.rawChannel(world.dmWith(user.id)) };
    }
    case "GET /guilds":
      return readGuild(id, next, last, parts);
    case "POST /interactions":
      return parts.interactions.callback(id, next, call.body);
    case "GET /webhooks":
    case "POST /webhooks":
    case "PATCH /webhooks":
      return parts.interactions.webhook(
        next,
        call.path
          .split("/")
          .slice(4)
          .map((part) => `/${part}`)
          .join(""),
        call,
      );
    case "PATCH /guilds":
      return changeMember(call, id, next, last, parts);
    case "DELETE /channels":
    case "GET /channels":
    case "POST /channels":
    case "PATCH /channels":
      return withChannel(call, id, next, last, parts);
    default:
      return refuse(404, 0, "404: Not Found");
  }
}

function putCommands(call: Call, { commands, world }: RestParts): Reply {
  if (call.path !== `/applications/${world.botId}/commands`)
    return refuse(403, 20012, "You are not authorized");
  const wanted = call.body as unknown;
  if (!Array.isArray(wanted)) return refuse(400, 50035, "Invalid Form Body: Must be an array");
  const complaint = complainAboutCommands(wanted as Json[]);
  if (complaint) return refuse(400, complaint.code, complaint.message);
  commands.splice(0, commands.length, ...(wanted as Json[]));
  return { status: 200, body: commands.map((command) => ({ id: world.newId(), ...command })) };
}

function readGuild(id: string, next: string, userId: string, { world }: RestParts): Reply {
  const guild = world.guilds.get(id);
  if (!guild?.members.has(world.botId)) return refuse(404, 10004, "Unknown Guild");
  if (next === "") return { status: 200, body: world.rawGuild(guild) };
  if (next !== "members") return refuse(404, 0, "404: Not Found");
  if (!guild.members.has(userId)) return refuse(404, 10007, "Unknown Member");
  return { status: 200, body: world.rawMember(guild, userId) };
}

function withChannel(call: Call, id: string, next: string, last: string, parts: RestParts): Reply {
  const { world } = parts;
  const channel = world.channels.get(id);
  if (!channel) return refuse(404, 10003, "Unknown Channel");
  const guild = world.guilds.get(channel.guildId ?? "");
  if (guild && !guild.members.has(world.botId)) return refuse(403, 50001, "Missing Access");
  if (channel.forbidden !== undefined) return refuse(403, channel.forbidden, "Missing Access");
  if (next === "" && call.method === "GET") return { status: 200, body: world.rawChannel(channel) };
  if (next === "" && call.method === "PATCH") return changeThread(call, channel, parts);
  if (next === "threads" && call.method === "POST") return openThread(call, channel, parts);
  if (next === "typing") return { status: 204 };
  if (next !== "messages") return refuse(404, 0, "404: Not Found");
  if (call.method === "GET") return readHistory(call, channel, parts);
  if (call.method === "DELETE") return deleteMessage(last, guild, parts);
  if (call.method === "POST") return postMessage(call, channel, parts);
  return editMessage(call, last, parts);
}

function readHistory(call: Call, channel: Channel, { world, gateway }: RestParts): Reply {
  const limit = Number(call.query.get("limit") ?? 50);
  if (!Number.isInteger(limit) || limit < 1 || limit > 100)
    return refuse(400, 50035, "Invalid Form Body: limit");
  const after = call.query.get("after");
  const all = [...world.messages.values()]
    .filter(({ channelId, ephemeralFor }) => channelId === channel.id && ephemeralFor === undefined)
    .sort((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1));
  const page =
    after === null ? all.slice(-limit) : all.filter((one) => BigInt(one.id) > BigInt(after)).slice(0, limit);
  const hides = !gateway().allowMessageContent;
  return {
    status: 200,
    body: page.reverse().map((one) => world.rawMessage(one, hides && !world.shownWithoutIntent(one))),
  };
}

function postMessage(call: Call, channel: Channel, parts: RestParts): Reply {
  const { world } = parts;
  const { body } = call;
  if (channel.recipientId !== undefined && world.users.get(channel.recipientId)?.refusesDms) {
    return refuse(403, 50007, "Cannot send messages to this user");
  }
  const complaint = complainAbout("message", body) ?? complainAboutMessage(body, call.files.length > 0);
  if (complaint) return refuse(400, complaint.code, complaint.message);
  const badFile = complainAboutFiles(call);
  if (badFile) return badFile;
  const limited = parts.limit(channel.id);
  if (limited) return limited;
  const nonce = body.nonce === undefined || body.nonce === null ? undefined : String(body.nonce);
  if (nonce !== undefined && body.enforce_nonce === true) {
    const before = world.byNonce.get(nonce);
    const isFresh = before && world.now() - before.sentAtMs < NONCE_LASTS_MS;
    if (isFresh) return { status: 200, body: world.rawMessage(before) };
  }
  const reference = body.message_reference as Json | undefined;
  const replied = world.messages.get(String(reference?.message_id));
  if (reference && !replied && reference.fail_if_not_exists !== false) {
    return refuse(400, 50035, "Invalid Form Body: message_reference: Unknown message");
  }
  channel.isArchived = false; // writing in a thread that was put away takes it out again
  const message = world.addMessage({
    channelId: channel.id,
    authorId: world.botId,
    content: String(body.content ?? "").trim(),
    embeds: (body.embeds ?? []) as Json[],
    components: (body.components ?? []) as Json[],
    attachments: call.files.map(({ name, bytes }) => {
      const id = world.newId();
      const url = parts.keepFile(`/attachments/${channel.id}/${id}/${encodeURIComponent(name)}`, bytes);
      return { id, filename: name, size: bytes.length, url, proxy_url: url };
    }),
    flags: Number(body.flags ?? 0),
    replyTo: replied?.id,
    nonce,
  });
  parts.shown(message, body);
  parts.gateway().dispatchMessage("MESSAGE_CREATE", message);
  return { status: 200, body: world.rawMessage(message) };
}

const denied = (): Reply => refuse(403, 50013, "Missing Permissions");

function openThread(call: Call, channel: Channel, { world, gateway }: RestParts): Reply {
  if (channel.type !== 0) return refuse(400, 50024, "Cannot execute action on this channel type");
  const guild = world.guilds.get(channel.guildId ?? "");
  if (guild?.denied.has("threads")) return denied();
  const complaint = complainAbout("thread", call.body);
  if (complaint) return refuse(400, complaint.code, complaint.message);
  if (call.body.type !== 11)
    return refuse(400, 50035, "Invalid Form Body: type: the stand-in knows public ones");
  const { guildId, id: parentId } = channel;
  const thread = world.addChannel({ type: 11, name: String(call.body.name), guildId, parentId });
  gateway().dispatch("THREAD_CREATE", () => ({ ...world.rawChannel(thread), newly_created: true }));
  return { status: 201, body: world.rawChannel(thread) };
}

function changeThread(call: Call, channel: Channel, { world }: RestParts): Reply {
  if (channel.type !== 11) return denied();
  const complaint = complainAbout("threadChange", call.body);
  if (complaint) return refuse(400, complaint.code, complaint.message);
  if (typeof call.body.archived === "boolean") channel.isArchived = call.body.archived;
  return { status: 200, body: world.rawChannel(channel) };
}

function deleteMessage(id: string, guild: Guild | undefined, { world, gateway }: RestParts): Reply {
  const message = world.messages.get(id);
  if (!message) return refuse(404, 10008, "Unknown Message");
  const isOwn = message.authorId === world.botId;
  if (!isOwn && (!guild || guild.denied.has("messages"))) return denied();
  world.messages.delete(id);
  gateway().dispatch("MESSAGE_DELETE", () => ({ id, channel_id: message.channelId, guild_id: guild?.id }));
  return { status: 204 };
}

const LONGEST_TIMEOUT_MS = 28 * 24 * 3_600_000;

function changeMember(call: Call, id: string, next: string, userId: string, { world }: RestParts): Reply {
  const guild = world.guilds.get(id);
  if (!guild?.members.has(world.botId)) return refuse(404, 10004, "Unknown Guild");
  if (next !== "members" || !guild.members.has(userId)) return refuse(404, 10007, "Unknown Member");
  const until = Date.parse(String(call.body.communication_disabled_until));
  if (Object.keys(call.body).join() !== "communication_disabled_until" || Number.isNaN(until))
    return refuse(400, 50035, "Invalid Form Body: communication_disabled_until");
  if (until - world.now() > LONGEST_TIMEOUT_MS)
    return refuse(400, 50035, "Invalid Form Body: communication_disabled_until: 28 days at most");
  const isAbove = guild.ownerId === userId || (guild.members.get(userId) ?? []).length > 0;
  if (guild.denied.has("members") || isAbove) return denied();
  guild.muted.set(userId, until);
  return { status: 200, body: world.rawMember(guild, userId) };
}

function editMessage(call: Call, id: string, { world, shown, gateway }: RestParts): Reply {
  const message = world.messages.get(id);
  if (!message) return refuse(404, 10008, "Unknown Message");
  if (message.authorId !== world.botId)
    return refuse(403, 50005, "Cannot edit a message authored by another user");
  const { body } = call;
  const complaint =
    complainAbout("edit", body) ??
    complainAboutMessage({ ...shownOf(message), ...body }, message.attachments.length > 0);
  if (complaint) return refuse(400, complaint.code, complaint.message);
  if (body.content !== undefined) message.content = String(body.content ?? "").trim();
  if (body.embeds !== undefined) message.embeds = (body.embeds ?? []) as Json[];
  if (body.components !== undefined) message.components = (body.components ?? []) as Json[];
  message.editedAtMs = world.now();
  shown(message, body);
  gateway().dispatchMessage("MESSAGE_UPDATE", message);
  return { status: 200, body: world.rawMessage(message) };
}

const shownOf = ({ content, embeds, components }: Message): Json => ({ content, embeds, components });

const MOST_UPLOADED_BYTES = 10 * 1_024 * 1_024;

function complainAboutFiles({ files, body }: Call): Reply | undefined {
  if (files.length > 10) return refuse(400, 50035, "Invalid Form Body: attachments: 10 at most");
  if (files.some(({ bytes }) => bytes.length > MOST_UPLOADED_BYTES))
    return refuse(413, 40005, "Request entity too large");
  const described = (body.attachments ?? []) as { id?: unknown }[];
  const isKnown = described.every(({ id }) => files.some(({ field }) => field === `files[${String(id)}]`));
  return isKnown ? undefined : refuse(400, 50035, "Invalid Form Body: attachments: unknown attachment id");
}
