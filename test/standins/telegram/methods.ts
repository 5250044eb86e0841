import {
  checkCallbackAnswer,
  checkCommands,
  checkWebhook,
  type Params,
  readButtons,
  type SentButton,
} from "./checks.ts";
import { BadRequest, type ParsedText, readText } from "./html.ts";
import { ATTACHED, type Attached } from "./http.ts";
import type { RateLimiter } from "./rate-limits.ts";
import type { MethodName } from "./schemas.ts";
import type { ChatState, FileKind, Raw, World } from "./world.ts";

/** An answer with `ok: false`. */
export class ApiFailure extends Error {
  readonly status: number;
  readonly parameters: Raw | undefined;
  constructor(status: number, description: string, parameters?: Raw) {
    super(description);
    this.status = status;
    this.parameters = parameters;
  }
}

/** One accepted `sendMessage`; edits change `text` and `buttons` of the same record. */
export interface SentMessage {
  readonly messageId: number;
  readonly chatId: number;
  readonly threadId: number | undefined;
  readonly replyToMessageId: number | undefined;
  /** After parsing: what a reader sees. */
  text: string;
  entities: ParsedText["entities"];
  buttons: SentButton[][];
  /** A document, as its reader opens it. */
  readonly file: Attached | undefined;
  /** What it shows beside words, by its id or as it was uploaded. */
  readonly media: SentMedia | undefined;
  readonly raw: Params;
  /** Milliseconds since 1970 by the stand-in's clock. */
  readonly acceptedAt: number;
  edits: number;
}

export interface CallbackState {
  readonly id: string;
  readonly userId: number;
  readonly createdAt: number;
  /** What `answerCallbackQuery` said, once it did. */
  answer: Params | undefined;
}

export interface MethodContext {
  readonly world: World;
  readonly readsAll: boolean;
  readonly callbackTtlMs: number;
  readonly limiter: RateLimiter | undefined;
  readonly now: () => number;
  readonly callbacks: Map<string, CallbackState>;
  readonly commands: Map<string, unknown>;
  /** What people sent, by file id. */
  readonly files: Map<string, Uint8Array>;
  readonly onSent: (sent: SentMessage) => void;
  readonly findSent: (chatId: number, messageId: number) => SentMessage | undefined;
  readonly webhook: {
    set(params: Params): Promise<void>;
    remove(dropPending: boolean): Promise<void>;
    info(): Raw;
  };
}

function openChat(context: MethodContext, params: Params): ChatState {
  const chat = context.world.known(Number(params.chat_id));
  if (!chat) throw new BadRequest("chat not found");
  if (chat.migratedTo !== undefined) {
    throw new ApiFailure(400, "Bad Request: group chat was upgraded to a supergroup chat", {
      migrate_to_chat_id: chat.migratedTo,
    });
  }
  if (chat.bot === "kicked" || chat.bot === "left") {
    const what =
      chat.type === "private"
        ? "bot was blocked by the user"
        : chat.bot === "kicked"
          ? `bot was kicked from the ${chat.type} chat`
          : `bot is not a member of the ${chat.type} chat`;
    throw new ApiFailure(403, `Forbidden: ${what}`);
  }
  return chat;
}

const LONGEST_CAPTION = 1_024;

function readCaption({ caption, parse_mode }: Params): ParsedText {
  if (caption === undefined) return { text: "", entities: [] };
  const parsed = readText({ text: caption, parse_mode } as { text: string; parse_mode?: string });
  if (parsed.text.length > LONGEST_CAPTION) throw new BadRequest("message caption is too long");
  return parsed;
}

export interface SentMedia {
  readonly kind: FileKind;
  readonly ref: string | undefined;
  readonly bytes: Uint8Array | undefined;
  readonly name: string | undefined;
}

const MOST_FETCHED_BYTES = 20 * 1_024 * 1_024;
const MOST_PHOTO_BYTES = 10_000_000;

/** What one of the `send…` methods for files is asked to show, refused where Telegram would. */
function readMedia(context: MethodContext, kind: FileKind, params: Params): SentMedia {
  const attached = (params as { [ATTACHED]?: Attached })[ATTACHED];
  const ref = attached ? undefined : String(params[kind]);
  if (attached) {
    if (attached.bytes.length === 0) throw new BadRequest("file must be non-empty");
    if (kind === "photo" && attached.bytes.length > MOST_PHOTO_BYTES)
      throw new BadRequest("file is too big for a photo");
    if (kind === "photo" && attached.text.startsWith("not a picture")) throw refused("IMAGE_PROCESS_FAILED");
    return { kind, ref, bytes: attached.bytes, name: attached.name };
  }
  const known = context.world.kindOfFile(ref ?? "");
  if (known === undefined) throw refused("wrong file identifier/HTTP URL specified");
  if (known !== kind) throw refused(`can't use file of type ${known} as ${kind}`);
  return { kind, ref, bytes: undefined, name: undefined };
}

function rawMedia({ kind, ref, name }: SentMedia, messageId: number): Raw {
  const id = ref ?? `sent-${kind}-${messageId}`;
  const file = {
    file_id: id,
    file_unique_id: `u-${id}`,
    ...(name === undefined ? {} : { file_name: name }),
  };
  const duration = kind === "photo" || kind === "document" || kind === "sticker" ? {} : { duration: 1 };
  const whole = { ...file, ...duration };
  return { [kind]: kind === "photo" ? [{ ...file, width: 90, height: 90 }] : whole };
}

/** A message of text, or with `media` something that may have a caption. */
function sendMessage(context: MethodContext, params: Params, media?: SentMedia): Raw {
  const { world } = context;
  const file = media?.kind === "document" ? (params as { [ATTACHED]?: Attached })[ATTACHED] : undefined;
  const chat = openChat(context, params);
  const parsed = media ? readCaption(params) : readText(params as { text: string; parse_mode?: string });
  const buttons = readButtons(params.reply_markup);
  const reply = params.reply_parameters as
    | { message_id?: number; allow_sending_without_reply?: boolean }
    | undefined;
  const replied = reply?.message_id === undefined ? undefined : chat.messages.get(reply.message_id);
  if (reply && !replied && !reply.allow_sending_without_reply)
    throw new BadRequest("message to be replied not found");
  const threadId = params.message_thread_id as number | undefined;
  if (threadId !== undefined && !chat.isForum) throw new BadRequest("message thread not found");
  if (threadId !== undefined && !chat.topics.has(threadId)) throw refused("message thread not found");
  const now = context.now();
  const retryAfter = context.limiter?.(chat.id, now);
  if (retryAfter) {
    throw new ApiFailure(429, `Too Many Requests: retry after ${retryAfter}`, { retry_after: retryAfter });
  }
  const messageId = world.nextMessageId(chat);
  context.onSent({
    messageId,
    chatId: chat.id,
    threadId,
    replyToMessageId: replied ? reply?.message_id : undefined,
    text: parsed.text,
    entities: parsed.entities,
    buttons,
    file,
    media,
    raw: params,
    acceptedAt: now,
    edits: 0,
  });
  const message = world.keep(chat, {
    message_id: messageId,
    from: world.botUser,
    chat: world.rawChat(chat),
    date: Math.floor(now / 1_000),
    ...(threadId === undefined ? {} : { message_thread_id: threadId, is_topic_message: true }),
    ...(replied ? { reply_to_message: { ...replied, reply_to_message: undefined } } : {}),
    ...(media ? { ...rawMedia(media, messageId), caption: parsed.text } : { text: parsed.text }),
    ...(parsed.entities.length > 0 ? { [media ? "caption_entities" : "entities"]: parsed.entities } : {}),
    ...(params.reply_markup ? { reply_markup: params.reply_markup } : {}),
  });
  world.learnFiles(message);
  if (media?.bytes) context.files.set(`sent-${media.kind}-${messageId}`, media.bytes);
  return message;
}

/** Refused because of what there is, not because of what was asked: no client can know before. */
const refused = (description: string): ApiFailure => new ApiFailure(400, `Bad Request: ${description}`);

type Edited = "text" | "caption" | "buttons";

function editMessage(context: MethodContext, params: Params, what: Edited): Raw {
  const chat = openChat(context, params);
  const message = chat.messages.get(Number(params.message_id));
  const sent = context.findSent(chat.id, Number(params.message_id));
  if (!message) throw refused("message to edit not found");
  if (!sent) throw refused("message can't be edited");
  if (what === "text" && message.text === undefined) throw refused("there is no text in the message to edit");
  if (what === "caption" && message.text !== undefined)
    throw refused("there is no caption in the message to edit");
  const parsed =
    what === "text"
      ? readText(params as { text: string; parse_mode?: string })
      : what === "caption"
        ? readCaption(params)
        : { text: sent.text, entities: sent.entities };
  const buttons = readButtons(params.reply_markup);
  if (
    parsed.text === sent.text &&
    JSON.stringify([buttons, parsed.entities]) === JSON.stringify([sent.buttons, sent.entities])
  ) {
    throw refused(
      "message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message",
    );
  }
  sent.text = parsed.text;
  sent.entities = parsed.entities;
  sent.buttons = buttons;
  sent.edits += 1;
  const { reply_markup: _, ...rest } = message;
  return context.world.keep(chat, {
    ...rest,
    [message.text === undefined ? "caption" : "text"]: parsed.text,
    [message.text === undefined ? "caption_entities" : "entities"]: parsed.entities,
    edit_date: Math.floor(context.now() / 1_000),
    ...(params.reply_markup ? { reply_markup: params.reply_markup } : {}),
  });
}

const DELETABLE_S = 48 * 3_600;
const may = (chat: ChatState, right: keyof ChatState["botRights"]): boolean =>
  chat.bot === "administrator" && chat.botRights[right] === true;

function deleteMessage(context: MethodContext, params: Params): true {
  const chat = openChat(context, params);
  const message = chat.messages.get(Number(params.message_id));
  if (!message) throw refused("message to delete not found");
  const isOwn = (message.from as { id?: number } | undefined)?.id === context.world.botUser.id;
  const isOld = context.now() / 1_000 - Number(message.date) > DELETABLE_S;
  if (isOld || (!isOwn && chat.type !== "private" && !may(chat, "deletes")))
    throw refused("message can't be deleted");
  chat.messages.delete(Number(params.message_id));
  return true;
}

function topicsOf(context: MethodContext, params: Params): ChatState["topics"] {
  const chat = openChat(context, params);
  if (!chat.isForum) throw refused("the chat is not a forum");
  if (!may(chat, "topics")) throw refused("not enough rights to manage topics");
  return chat.topics;
}

function createTopic(context: MethodContext, params: Params): Raw {
  const topics = topicsOf(context, params);
  const name = String(params.name);
  if (name.trim() === "" || name.length > 128) throw new BadRequest("TOPIC_TITLE_EMPTY");
  const id = context.world.nextMessageId(openChat(context, params));
  topics.set(id, { name, isClosed: false });
  return { message_thread_id: id, name, icon_color: 7_322_096 };
}

function putTopic(context: MethodContext, params: Params, isClosed: boolean): true {
  const topic = topicsOf(context, params).get(Number(params.message_thread_id));
  if (!topic) throw refused("TOPIC_ID_INVALID");
  if (topic.isClosed === isClosed) throw refused("TOPIC_NOT_MODIFIED");
  topic.isClosed = isClosed;
  return true;
}

function restrict(context: MethodContext, params: Params): true {
  const chat = openChat(context, params);
  if (chat.type !== "supergroup") throw refused("method is available only for supergroups");
  if (!may(chat, "restricts")) throw refused("not enough rights to restrict/unrestrict chat member");
  const userId = Number(params.user_id);
  if (!context.world.user(userId)) throw refused("PARTICIPANT_ID_INVALID");
  if (chat.admins.has(userId)) throw refused("user is an administrator of the chat");
  const until = Number(params.until_date ?? 0);
  const aheadS = until - context.now() / 1_000;
  chat.muted.set(userId, aheadS < 30 || aheadS > 366 * 24 * 3_600 ? Number.POSITIVE_INFINITY : until);
  return true;
}

function answerCallback(context: MethodContext, params: Params): true {
  checkCallbackAnswer(params);
  const callback = context.callbacks.get(String(params.callback_query_id));
  const tooOld = !callback || context.now() - callback.createdAt > context.callbackTtlMs;
  if (tooOld || callback.answer !== undefined) {
    throw new BadRequest("query is too old and response timeout expired or query ID is invalid");
  }
  callback.answer = params;
  return true;
}

function memberOf(context: MethodContext, chat: ChatState, userId: number): Raw {
  if (userId === context.world.botUser.id) {
    return { status: chat.bot, user: context.world.botUser };
  }
  if (!context.world.user(userId) && !chat.admins.has(userId)) throw new BadRequest("user not found");
  return {
    status: chat.admins.has(userId) ? "administrator" : "member",
    user: context.world.rawUser(userId),
  };
}

const commandsKey = (params: Params): string =>
  JSON.stringify([params.scope ?? null, params.language_code ?? ""]);

/** Carries out one method as the Bot API does; throws `BadRequest` or `ApiFailure` where it would refuse. */
export async function execute(
  context: MethodContext,
  method: Exclude<MethodName, "getUpdates">,
  params: Params,
) {
  switch (method) {
    case "getMe":
      return {
        ...context.world.botUser,
        can_join_groups: true,
        can_read_all_group_messages: context.readsAll,
      };
    case "sendMessage":
      return sendMessage(context, params);
    case "sendPhoto":
    case "sendVoice":
    case "sendVideo":
    case "sendVideoNote":
    case "sendAnimation":
    case "sendAudio":
    case "sendSticker":
    case "sendDocument": {
      const kind = method === "sendVideoNote" ? "video_note" : (method.slice(4).toLowerCase() as FileKind);
      return sendMessage(context, params, readMedia(context, kind, params));
    }
    case "getFile": {
      const id = String(params.file_id);
      const content = context.files.get(id);
      if (!content) throw new BadRequest("wrong file_id or the file is temporarily unavailable");
      if (content.length > MOST_FETCHED_BYTES) throw refused("file is too big");
      return { file_id: id, file_unique_id: `u-${id}`, file_path: `documents/${id}` };
    }
    case "editMessageText":
      return editMessage(context, params, "text");
    case "editMessageCaption":
      return editMessage(context, params, "caption");
    case "editMessageReplyMarkup":
      return editMessage(context, params, "buttons");
    case "deleteMessage":
      return deleteMessage(context, params);
    case "createForumTopic":
      return createTopic(context, params);
    case "closeForumTopic":
      return putTopic(context, params, true);
    case "reopenForumTopic":
      return putTopic(context, params, false);
    case "restrictChatMember":
      return restrict(context, params);
    case "sendChatAction":
      openChat(context, params);
      return true;
    case "answerCallbackQuery":
      return answerCallback(context, params);
    case "setMyCommands":
      checkCommands(params);
      context.commands.set(commandsKey(params), params.commands);
      return true;
    case "getMyCommands":
      return context.commands.get(commandsKey(params)) ?? [];
    case "deleteMyCommands":
      context.commands.delete(commandsKey(params));
      return true;
    case "getChat": {
      const chat = openChat(context, params);
      return { ...context.world.rawChat(chat), accent_color_id: 0, max_reaction_count: 11 };
    }
    case "getChatMember":
      return memberOf(context, openChat(context, params), Number(params.user_id));
    case "getChatAdministrators": {
      const chat = openChat(context, params);
      return [...chat.admins.keys()].map((id) => memberOf(context, chat, id));
    }
    case "setWebhook":
      checkWebhook(params);
      await context.webhook.set(params);
      return true;
    case "deleteWebhook":
      await context.webhook.remove(params.drop_pending_updates === true);
      return true;
    case "getWebhookInfo":
      return context.webhook.info();
  }
}
