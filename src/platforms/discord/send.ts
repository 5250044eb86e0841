import { type RouteLike, Routes } from "discord.js";
import { z } from "zod";
import type { Clock } from "../../core/clock.ts";
import { type Target, textContent } from "../../core/content.ts";
import { OperationalError, PermanentError, UnknownOutcomeError } from "../../core/errors.ts";
import type { Logger } from "../../core/logger.ts";
import type { InteractionRef } from "../../core/message.ts";
import type { Outgoing, Platform } from "../../core/platform.ts";
import { say, type TextKey } from "../../core/texts/index.ts";
import { type Chats, Snowflake } from "./chats.ts";
import { encodeContent, type MessageBody } from "./encode.ts";
import { CODE, describeFailure, isApiError, isTokenGone, toSendError } from "./failures.ts";
import type { OpenInteractions } from "./interactions.ts";
import { MAX_NONCE } from "./limits.ts";
import type { DiscordRest } from "./rest.ts";

const EPHEMERAL = 1 << 6;
/** On a deferred answer that nobody has filled yet. */
const LOADING = 1 << 7;

const Posted = z.object({ id: Snowflake });
const Original = z.object({
  id: Snowflake,
  flags: z.number().default(0),
  content: z.string().default(""),
  embeds: z
    .array(z.object({ title: z.string().nullish(), description: z.string().nullish() }))
    .catch([])
    .default([]),
});

export interface SenderOptions {
  readonly rest: DiscordRest;
  readonly chats: Chats;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly open: OpenInteractions;
  readonly applicationId: () => Promise<string>;
}

/** Says and changes messages; throws the errors of `core/errors.ts` and nothing else. */
export function createSender({ rest, chats, clock, logger, open, applicationId }: SenderOptions) {
  const dms = new Map<string, string>();

  async function send({ key, to, content, upload }: Outgoing): Promise<{ messageId: string }> {
    rest.assertBudget();
    const body = encodeContent(content, upload);
    const { interaction, visibleTo } = to;
    if (visibleTo !== undefined) await chats.tryFetch(to.chatId);
    const isPrivateChat = chats.isPrivate(to.chatId);
    const wantsPrivacy = visibleTo !== undefined && !isPrivateChat;
    if (interaction && (interaction.ephemeral || !wantsPrivacy)) {
      const messageId = await answerInteraction(interaction, key, body);
      if (messageId !== undefined) return { messageId };
    }
    if (!isPrivateChat && (interaction?.ephemeral || visibleTo !== undefined)) {
      if (visibleTo === undefined)
        throw new PermanentError("rejected", "discord: the private answer came too late");
      return { messageId: await sendPrivately(visibleTo, key, body, interaction) };
    }
    return { messageId: await post(to.chatId, key, body, interaction ? undefined : to.replyToMessageId) };
  }

  /** Undefined when the interaction can no longer, or never could, be answered. */
  async function answerInteraction(
    ref: InteractionRef,
    key: string,
    body: MessageBody,
  ): Promise<string | undefined> {
    if (clock.now() >= ref.expiresAt) return undefined;
    const known = open.get(ref.id);
    if (known && !(await known.deferred)) return undefined;
    const application = await applicationId();
    try {
      const filled = known ? known.filledBy : await filledBefore(application, ref, key, body);
      if (filled === undefined || filled === key) {
        open.set(ref.id, key);
        const posted = await patch(application, ref, body).catch((error: unknown) => {
          // After a lost answer the same delivery comes again and overwrites itself; nobody else may.
          if (!(toSendError(error) instanceof UnknownOutcomeError)) open.set(ref.id, undefined);
          throw error;
        });
        return posted;
      }
      // A further part of the answer. In the open it is a message of its own, which has a nonce.
      if (!ref.ephemeral) return undefined;
      return await ask("post", Routes.webhook(application, ref.token), {
        ...body,
        flags: (body.flags ?? 0) | EPHEMERAL,
      });
    } catch (error) {
      if (isTokenGone(error)) return undefined;
      throw error;
    }
  }

  const patch = (application: string, ref: InteractionRef, body: MessageBody) =>
    ask("patch", Routes.webhookMessage(application, ref.token), body);

  /** After a restart: whether this delivery, another one, or none has filled the answer. */
  async function filledBefore(
    application: string,
    ref: InteractionRef,
    key: string,
    body: MessageBody,
  ): Promise<string | undefined> {
    const raw = await rest.request("get", Routes.webhookMessage(application, ref.token), {
      withoutAuth: true,
    });
    const original = Original.safeParse(raw);
    if (!original.success || (original.data.flags & LOADING) !== 0) return undefined;
    const [shown] = original.data.embeds;
    const [wanted] = body.embeds;
    const isSame =
      original.data.content.trim() === body.content.trim() &&
      (shown?.description ?? "") === (wanted?.description ?? "") &&
      (shown?.title ?? "") === (wanted?.title ?? "");
    return isSame ? key : "another delivery";
  }

  async function sendPrivately(
    userId: string,
    key: string,
    body: MessageBody,
    interaction: InteractionRef | undefined,
  ): Promise<string> {
    // A deferral in the open would go on saying that the bot is thinking; it never says what was answered.
    const open = interaction?.ephemeral ? undefined : interaction;
    try {
      const messageId = await post(await dmWith(userId), key, body);
      if (open) await pointTo(open, "discord.sent-privately");
      return messageId;
    } catch (error) {
      const isRefused = isApiError(error, CODE.cannotMessageUser);
      if (open && isRefused) await pointTo(open, "discord.private-refused");
      throw error;
    }
  }

  async function pointTo(ref: InteractionRef, key: TextKey): Promise<void> {
    if (clock.now() >= ref.expiresAt) return;
    await patch(await applicationId(), ref, encodeContent(textContent(say("zh", key)))).catch(
      (error: unknown) => logger.debug({ failure: describeFailure(error) }, "discord deferral stays open"),
    );
  }

  async function dmWith(userId: string): Promise<string> {
    const known = dms.get(userId);
    if (known !== undefined) return known;
    if (!Snowflake.safeParse(userId).success) throw new PermanentError("rejected", "discord: not a user id");
    const raw = await rest.request("post", Routes.userChannels(), { body: { recipient_id: userId } });
    const { id } = Posted.parse(raw);
    chats.learn(raw);
    dms.set(userId, id);
    return id;
  }

  function post(
    chatId: string,
    key: string,
    body: MessageBody,
    replyTo?: Target["replyToMessageId"],
  ): Promise<string> {
    if (!Snowflake.safeParse(chatId).success)
      throw new PermanentError("target-gone", "discord: not a channel id");
    if (key.length > MAX_NONCE)
      throw new PermanentError("rejected", "discord: the delivery's key is too long");
    const isReply = replyTo !== undefined && Snowflake.safeParse(replyTo).success;
    return ask(
      "post",
      Routes.channelMessages(chatId),
      {
        ...body,
        nonce: key,
        enforce_nonce: true,
        ...(isReply ? { message_reference: { message_id: replyTo, fail_if_not_exists: false } } : {}),
      },
      true,
    );
  }

  async function ask(
    method: "post" | "patch",
    path: RouteLike,
    body: Partial<MessageBody> & {
      readonly nonce?: string;
      readonly enforce_nonce?: boolean;
      readonly message_reference?: object;
    },
    withAuth = false,
  ): Promise<string> {
    const { files, ...json } = body;
    const options = { body: json, ...(files ? { files } : {}), ...(withAuth ? {} : { withoutAuth: true }) };
    const posted = Posted.safeParse(await rest.request(method, path, options));
    // It answered 2xx with something else: it is there, only its id is not known.
    if (!posted.success) throw new UnknownOutcomeError("discord: an answer without an id");
    return posted.data.id;
  }

  /** Changes a message in the chat, or in the private chat that stood for a whisper. */
  async function edit({ to, content, messageId }: Outgoing & { readonly messageId: string }): Promise<void> {
    rest.assertBudget();
    if (to.visibleTo !== undefined) await chats.tryFetch(to.chatId);
    const isWhisper = to.visibleTo !== undefined && !chats.isPrivate(to.chatId);
    const channelId = isWhisper ? await dmWith(to.visibleTo) : to.chatId;
    if (![channelId, messageId].every((id) => Snowflake.safeParse(id).success))
      throw new PermanentError("message-gone", "discord: not a message id");
    try {
      await rest.request("patch", Routes.channelMessage(channelId, messageId), {
        body: encodeContent(content),
      });
    } catch (error) {
      if (!isApiError(error, CODE.unknownMessage, CODE.notOurMessage)) throw error;
      throw new PermanentError("message-gone", "discord: the message is gone");
    }
  }

  const withPortErrors =
    <Args, Result>(work: (args: Args) => Promise<Result>) =>
    async (args: Args): Promise<Result> => {
      try {
        return await work(args);
      } catch (error) {
        if (error instanceof z.ZodError) throw new OperationalError("discord: an answer nobody understands");
        throw toSendError(error);
      }
    };

  return { send: withPortErrors(send), edit: withPortErrors(edit) } satisfies Partial<Platform>;
}
