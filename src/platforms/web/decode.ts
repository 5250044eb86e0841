import { type CommandSpec, parseCommand } from "../../core/commands.ts";
import type { ButtonEvent, MessageEvent } from "../../core/message.ts";
import { MAX_NAME_LENGTH } from "./limits.ts";
import type { RoomMessage } from "./room-store.ts";

export interface Room {
  readonly room: string;
  readonly title: string;
  readonly hostName: string;
}

/**
 * What is kept of a typed text: no NUL or other control characters (PostgreSQL refuses NUL, terminals obey escapes),
 * no lone surrogates, one kind of line end. Direction marks stay: the page isolates each text.
 */
export function cleanText(raw: string): string {
  const lines = raw.replace(/\r\n?/g, "\n").toWellFormed();
  let kept = "";
  for (const character of lines) {
    const code = character.codePointAt(0) ?? 0;
    const control = (code < 0x20 && code !== 0x0a && code !== 0x09) || (code >= 0x7f && code <= 0x9f);
    if (!control) kept += character;
  }
  return kept.trim();
}

const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}]/gu;

/** A name on one line without invisible characters; undefined when nothing is left of it. */
export function cleanName(raw: string): string | undefined {
  const name = raw.toWellFormed().replace(INVISIBLE, "").replace(/\s+/gu, " ").trim();
  return name === "" ? undefined : name;
}

const folded = (name: string) =>
  name
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\p{P}\p{S}\p{Z}\p{M}]/gu, "");

/** Whether a visitor may carry this name: short, and nothing that passes for the bot or the host. */
export function isFreeName(name: string, room: Room): boolean {
  const wanted = folded(name);
  const taken = ["小白鲸", "小白鯨", "beluga", folded(room.hostName)];
  return (
    wanted !== "" &&
    [...name].length <= MAX_NAME_LENGTH &&
    !taken.some((other) => other !== "" && wanted.includes(other))
  );
}

/** Spoken to by name; a bare name followed by these is talk about the bot or the animal ("小白鲸的衣服"). */
const MENTION =
  /^\s*(?:[@＠](?:小白鲸|小白鯨|beluga(?![a-z0-9_]))|小白[鲸鯨](?![的和跟与家群是很真在]))[\s,，:：!！、。~～]*/iu;

interface Addressing {
  readonly text: string;
  readonly mentioned: boolean;
  readonly command: { name: string; args: string } | undefined;
}

function readAddressing(text: string, commands: readonly CommandSpec[]): Addressing {
  const match = MENTION.exec(text);
  const rest = match ? text.slice(match[0].length) : text;
  return {
    text: rest,
    mentioned: match !== null,
    command: parseCommand(rest, commands, "beluga"),
  };
}

/** A question to the whole room may be asked by command; every other command is the sender's own affair. */
const PUBLIC_COMMANDS: ReadonlySet<string> = new Set(["ask"]);

/** Commands may carry set-up codes or ask for personal data, so the room does not see them, mistyped ones included. */
export function isPrivateText(text: string, commands: readonly CommandSpec[]): boolean {
  const { text: rest, command } = readAddressing(text, commands);
  return command ? !PUBLIC_COMMANDS.has(command.name) : /^\s*[/／]\p{L}/u.test(rest);
}

/** The event of a visitor's stored message: the same each time, so that handing it in again has no effect. */
export function messageEvent(
  message: RoomMessage,
  context: {
    readonly room: Room;
    readonly commands: readonly CommandSpec[];
    readonly repliesToBot: boolean;
    readonly limited?: boolean;
    readonly language?: string | undefined;
  },
): MessageEvent {
  const typed = message.content.kind === "text" ? message.content.text : "";
  const { text, mentioned, command } = readAddressing(typed, context.commands);
  return {
    kind: "message",
    platform: "web",
    chat: {
      chatId: message.room,
      kind: "group",
      title: context.room.title.slice(0, 256),
    },
    updateKey: `m:${message.key}`,
    sentAt: message.at,
    messageId: String(message.id),
    sender: {
      userId: message.authorId,
      displayName: message.authorName,
      ...(context.language === undefined ? {} : { language: context.language }),
    },
    text,
    edited: false,
    addressed: command ? "command" : mentioned ? "mention" : context.repliesToBot ? "reply" : "none",
    ...(command ? { command } : {}),
    ...(message.replyToId === null ? {} : { replyToMessageId: String(message.replyToId) }),
    media: [],
    ...(message.visibleTo === null ? {} : { discreet: true }),
    ...(context.limited ? { limited: true } : {}),
  };
}

/** The event of a pressed button; `pressKey` tells one press from the next. */
export function buttonEvent(press: {
  readonly room: Room;
  readonly pressKey: string;
  readonly visitorId: string;
  readonly displayName: string;
  readonly language: string | undefined;
  readonly messageId: number;
  readonly data: string;
  readonly at: number;
}): ButtonEvent {
  return {
    kind: "button",
    platform: "web",
    chat: {
      chatId: press.room.room,
      kind: "group",
      title: press.room.title.slice(0, 256),
    },
    updateKey: `b:${press.pressKey}`,
    sentAt: press.at,
    sender: {
      userId: press.visitorId,
      displayName: press.displayName,
      ...(press.language === undefined ? {} : { language: press.language }),
    },
    data: press.data,
    messageId: String(press.messageId),
  };
}
