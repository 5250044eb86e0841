import type { Server } from "node:http";
import { type WebSocket, WebSocketServer } from "ws";
import type { Json, Message, World } from "./world.ts";

export const INTENTS = {
  guilds: 1 << 0,
  guildMembers: 1 << 1,
  guildPresences: 1 << 8,
  guildMessages: 1 << 9,
  directMessages: 1 << 12,
  messageContent: 1 << 15,
} as const;

interface Session {
  readonly id: string;
  readonly intents: number;
  seq: number;
  readonly sent: { readonly s: number; readonly t: string; readonly d: Json }[];
  socket: WebSocket | undefined;
}

export interface GatewayOptions {
  readonly world: World;
  readonly token: string;
  readonly heartbeatIntervalMs: number;
  readonly gatewayUrl: () => string;
}

/** The gateway: HELLO, IDENTIFY, RESUME with replay, heartbeats, dispatches by intent, and every way of breaking. */
export class Gateway {
  readonly identifies: { readonly atMs: number; readonly intents: number }[] = [];
  readonly resumes: { readonly atMs: number; readonly accepted: boolean }[] = [];
  heartbeats = 0;
  allowMessageContent = true;
  /** Close codes for the next connections, one each: sent right after they opened. */
  readonly closeNext: number[] = [];
  /** The same, after READY or RESUMED was sent. */
  readonly closeNextWhenReady: number[] = [];
  /** How many of the next IDENTIFYs are answered with an invalid session. */
  invalidNext = 0;
  readonly #options: GatewayOptions;
  readonly #sessions = new Map<string, Session>();
  readonly #server: WebSocketServer;
  readonly #onChange: () => void;

  constructor(http: Server, options: GatewayOptions, onChange: () => void) {
    this.#options = options;
    this.#onChange = onChange;
    this.#server = new WebSocketServer({ noServer: true });
    http.on("upgrade", (request, socket, head) => {
      this.#server.handleUpgrade(request, socket, head, (connection) => this.#welcome(connection));
    });
  }

  /** Connections that have identified and are open. */
  get ready(): number {
    return [...this.#sessions.values()].filter(({ socket }) => socket !== undefined).length;
  }

  dispatch(t: string, toPayload: (intents: number) => Json | undefined): void {
    for (const session of this.#sessions.values()) {
      const d = toPayload(session.intents);
      if (d) this.#send(session, t, d);
    }
  }

  dispatchMessage(t: "MESSAGE_CREATE" | "MESSAGE_UPDATE", message: Message): void {
    const { world } = this.#options;
    const channel = world.channels.get(message.channelId);
    const isPrivate = channel?.type === 1;
    const guild = world.guilds.get(channel?.guildId ?? "");
    this.dispatch(t, (intents) => {
      if ((intents & (isPrivate ? INTENTS.directMessages : INTENTS.guildMessages)) === 0) return undefined;
      const hidden = (intents & INTENTS.messageContent) === 0 && !world.shownWithoutIntent(message);
      return {
        ...world.rawMessage(message, hidden),
        ...(guild
          ? { guild_id: guild.id, member: { ...world.rawMember(guild, message.authorId), user: undefined } }
          : {}),
      };
    });
  }

  /** Closes every connection; 1006 cuts it without a close frame. The sessions may still be resumed. */
  close(code: number): void {
    for (const session of this.#sessions.values()) {
      const { socket } = session;
      session.socket = undefined;
      if (socket) closeWith(socket, code);
    }
  }

  /** Asks for a reconnect, as before maintenance. */
  askToReconnect(): void {
    this.#broadcast({ op: 7, d: null });
  }

  /** Forgets all sessions: a resume is refused, an open connection is told that its session is invalid. */
  invalidate(): void {
    this.#broadcast({ op: 9, d: false });
    this.#sessions.clear();
  }

  forgetSessions(): void {
    this.#sessions.clear();
  }

  stop(): void {
    for (const socket of this.#server.clients) socket.terminate();
    this.#server.close();
  }

  #broadcast(payload: Json): void {
    for (const { socket } of this.#sessions.values()) socket?.send(JSON.stringify(payload));
  }

  #send(session: Session, t: string, d: Json): void {
    session.seq += 1;
    session.sent.push({ s: session.seq, t, d });
    session.socket?.send(JSON.stringify({ op: 0, s: session.seq, t, d }));
  }

  #welcome(socket: WebSocket): void {
    const code = this.closeNext.shift();
    if (code !== undefined) {
      closeWith(socket, code);
      return;
    }
    socket.send(
      JSON.stringify({ op: 10, d: { heartbeat_interval: this.#options.heartbeatIntervalMs, _trace: [] } }),
    );
    socket.on("close", () => {
      for (const session of this.#sessions.values())
        if (session.socket === socket) session.socket = undefined;
      this.#onChange();
    });
    socket.on("message", (data) => {
      let payload: { op?: number; d?: Json };
      try {
        payload = JSON.parse(String(data));
      } catch {
        closeWith(socket, 4002);
        return;
      }
      if (payload.op === 1) {
        this.heartbeats += 1;
        socket.send(JSON.stringify({ op: 11, d: null }));
      } else if (payload.op === 2) this.#identify(socket, payload.d ?? {});
      else if (payload.op === 6) this.#resume(socket, payload.d ?? {});
      this.#onChange();
    });
  }

  #identify(socket: WebSocket, d: Json): void {
    const intents = Number(d.intents);
    const { world, token } = this.#options;
    if (d.token !== token) {
      closeWith(socket, 4004);
      return;
    }
    this.identifies.push({ atMs: world.now(), intents });
    const privileged =
      INTENTS.guildMembers | INTENTS.guildPresences | (this.allowMessageContent ? 0 : INTENTS.messageContent);
    if ((intents & privileged) !== 0) {
      closeWith(socket, 4014);
      return;
    }
    if (this.invalidNext > 0) {
      this.invalidNext -= 1;
      socket.send(JSON.stringify({ op: 9, d: false }));
      return;
    }
    const session: Session = { id: `session-${world.newId()}`, intents, seq: 0, sent: [], socket };
    this.#sessions.set(session.id, session);
    const guilds = [...world.guilds.values()].filter(({ members }) => members.has(world.botId));
    this.#send(session, "READY", {
      v: 10,
      user: world.rawUser(world.botId),
      guilds: guilds.map(({ id }) => ({ id, unavailable: true })),
      session_id: session.id,
      resume_gateway_url: this.#options.gatewayUrl(),
      shard: [0, 1],
      application: { id: world.botId, flags: 0 },
    });
    if ((intents & INTENTS.guilds) !== 0) {
      for (const guild of guilds) this.#send(session, "GUILD_CREATE", world.rawGuild(guild));
    }
    this.#maybeClose(session);
  }

  #resume(socket: WebSocket, d: Json): void {
    const session = this.#sessions.get(String(d.session_id));
    const accepted = session !== undefined && d.token === this.#options.token;
    this.resumes.push({ atMs: this.#options.world.now(), accepted });
    if (!accepted) {
      socket.send(JSON.stringify({ op: 9, d: false }));
      return;
    }
    session.socket = socket;
    for (const { s, t, d: missed } of session.sent) {
      if (s > Number(d.seq)) socket.send(JSON.stringify({ op: 0, s, t, d: missed }));
    }
    this.#send(session, "RESUMED", {});
    this.#maybeClose(session);
  }

  #maybeClose(session: Session): void {
    const { socket } = session;
    const code = this.closeNextWhenReady.shift();
    if (code === undefined || !socket) return;
    session.socket = undefined;
    closeWith(socket, code);
  }
}

function closeWith(socket: WebSocket, code: number): void {
  if (code === 1006) socket.terminate();
  else socket.close(code);
}
