import { InteractionResponseType, InteractionType, MessageFlags, Routes } from "discord.js";
import { z } from "zod";
import type { Clock } from "../../core/clock.ts";
import { describeError, type Logger } from "../../core/logger.ts";
import type { ChatRef, InboundEvent, InteractionRef } from "../../core/message.ts";
import type { Intake } from "../../core/platform.ts";
import { localeOf, say } from "../../core/texts/index.ts";
import { type Chats, RawChannel, Snowflake } from "./chats.ts";
import { plainText, RawUser, senderOf, snowflakeMs } from "./decode.ts";
import { describeFailure } from "./failures.ts";
import { COMMAND, DEFER_AFTER_MS, INTERACTION_LASTS_MS } from "./limits.ts";
import type { DiscordRest } from "./rest.ts";

const RawInteraction = z.object({
  id: Snowflake,
  application_id: Snowflake,
  // It becomes part of a path.
  token: z.string().regex(/^[A-Za-z0-9._-]{1,2000}$/),
  type: z.number(),
  guild_id: Snowflake.nullish(),
  channel: RawChannel,
  member: z.object({ user: RawUser, nick: z.string().nullish() }).nullish(),
  user: RawUser.nullish(),
  locale: z.string().nullish().catch(null),
  message: z.object({ id: Snowflake }).nullish().catch(null),
  data: z.object({
    name: z.string().optional(),
    custom_id: z
      .string()
      .max(200)
      .refine((data) => data.isWellFormed() && !data.includes("\u0000"))
      .optional(),
    options: z
      .array(z.object({ value: z.unknown(), focused: z.boolean().optional() }))
      .nullish()
      .catch(null),
  }),
});
type RawInteraction = z.infer<typeof RawInteraction>;

/** Commands whose answer the whole group may see; every other answer is shown to whoever asked. */
const PUBLIC_COMMANDS: ReadonlySet<string> = new Set(["ask"]);

interface Open {
  /** False when Discord did not take our deferral: the answer has to go another way. */
  readonly deferred: Promise<boolean>;
  /** The delivery that filled the deferred answer; a second one must not overwrite it. */
  filledBy: string | undefined;
  readonly expiresAt: number;
}

export interface InteractionsOptions {
  readonly rest: DiscordRest;
  readonly chats: Chats;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Puts the event into the inbox after everything else of its chat. */
  readonly accept: (event: InboundEvent) => Promise<void>;
  readonly intake: Pick<Intake, "commands" | "suggest">;
}

/** The interactions that this process received, for whoever fills their answers. */
export type OpenInteractions = ReturnType<typeof createOpenInteractions>;

export function createOpenInteractions(clock: Clock) {
  const open = new Map<string, Open>();
  return {
    add(id: string, deferred: Promise<boolean>): void {
      for (const [other, { expiresAt }] of open) if (expiresAt < clock.now()) open.delete(other);
      open.set(id, { deferred, filledBy: undefined, expiresAt: clock.now() + INTERACTION_LASTS_MS });
    },
    get: (id: string): Open | undefined => open.get(id),
    set(id: string, filledBy: string | undefined): void {
      const known = open.get(id);
      if (known) known.filledBy = filledBy;
      else
        open.set(id, {
          deferred: Promise.resolve(true),
          filledBy,
          expiresAt: clock.now() + INTERACTION_LASTS_MS,
        });
    },
  };
}

/**
 * Takes a raw INTERACTION_CREATE. Slash commands and buttons go into the inbox and are then deferred, or after 2 s in
 * any case, because Discord gives an interaction once and takes its answer for 3 s only.
 */
export async function receiveInteraction(
  raw: unknown,
  open: OpenInteractions,
  options: InteractionsOptions,
): Promise<void> {
  const parsed = RawInteraction.safeParse(raw);
  if (!parsed.success) return;
  const interaction = parsed.data;
  if (interaction.type === InteractionType.ApplicationCommandAutocomplete) {
    return complete(interaction, options);
  }
  const user = interaction.member?.user ?? interaction.user;
  if (!user || user.bot) return;
  options.chats.learn({ ...interaction.channel, guild_id: interaction.guild_id });
  const isGroup = Boolean(interaction.guild_id);
  const chat: ChatRef = {
    ...options.chats.refOf(interaction.channel.id),
    kind: isGroup ? "group" : "private",
  };
  const isPublic = interaction.data.name !== undefined && PUBLIC_COMMANDS.has(interaction.data.name);
  const ref: InteractionRef = {
    id: interaction.id,
    token: interaction.token,
    expiresAt: options.clock.now() + INTERACTION_LASTS_MS,
    ephemeral: isGroup && !isPublic,
  };
  const event = toEvent(interaction, user, chat, ref);
  if (event) await takeAndDefer(event, ref, open, options, interaction.application_id);
}

function toEvent(
  interaction: RawInteraction,
  user: z.infer<typeof RawUser>,
  chat: ChatRef,
  ref: InteractionRef,
): InboundEvent | undefined {
  const base = {
    platform: "discord",
    chat,
    sentAt: snowflakeMs(interaction.id),
    sender: senderOf(user, interaction.member?.nick, interaction.locale),
    interaction: ref,
  } as const;
  const { data, message, id } = interaction;
  if (interaction.type === InteractionType.MessageComponent && data.custom_id !== undefined && message) {
    return { ...base, kind: "button", updateKey: `b:${id}`, data: data.custom_id, messageId: message.id };
  }
  if (interaction.type !== InteractionType.ApplicationCommand || data.name === undefined) return undefined;
  const args = plainText(String(data.options?.[0]?.value ?? ""));
  return {
    ...base,
    kind: "message",
    updateKey: `i:${id}`,
    messageId: id,
    text: `/${data.name} ${args}`.trim(),
    edited: false,
    addressed: "command",
    command: { name: data.name, args },
    media: [],
  };
}

async function takeAndDefer(
  event: InboundEvent,
  ref: InteractionRef,
  open: OpenInteractions,
  { rest, clock, logger, accept }: InteractionsOptions,
  applicationId: string,
): Promise<void> {
  const callback = (type: number, data?: object) =>
    rest.request("post", Routes.interactionCallback(ref.id, ref.token), {
      body: { type, ...(data ? { data } : {}) },
      withoutAuth: true,
    });
  let settle: (isDeferred: boolean) => void = () => {};
  let begun: Promise<boolean> | undefined;
  const defer = () => {
    begun ??= callback(
      InteractionResponseType.DeferredChannelMessageWithSource,
      ref.ephemeral ? { flags: MessageFlags.Ephemeral } : undefined,
    ).then(
      () => true,
      (error: unknown) => {
        logger.warn({ failure: describeFailure(error) }, "discord interaction could not be deferred");
        return false;
      },
    );
    begun.then(settle);
    return begun;
  };
  // Known before the event is: the answer may be ready as soon as the inbox has it.
  open.add(ref.id, new Promise((resolve) => (settle = resolve)));
  const cancel = clock.after(DEFER_AFTER_MS, () => void defer());
  try {
    await accept(event);
    await defer();
  } catch (error) {
    logger.error({ error: describeError(error) }, "discord interaction could not be written");
    const language = "sender" in event ? event.sender?.language : undefined;
    const content = say(localeOf(language), "discord.not-taken");
    const allowed_mentions = { parse: [] };
    const told =
      begun === undefined
        ? callback(InteractionResponseType.ChannelMessageWithSource, {
            content,
            allowed_mentions,
            flags: MessageFlags.Ephemeral,
          })
        : begun.then(() =>
            rest.request("patch", Routes.webhookMessage(applicationId, ref.token), {
              body: { content, allowed_mentions },
              withoutAuth: true,
            }),
          );
    await told.catch((failure: unknown) =>
      logger.warn({ failure: describeFailure(failure) }, "discord interaction was left without an answer"),
    );
    settle(false);
  } finally {
    cancel();
  }
}

/** Offers reviewed questions while a question is typed. Nothing is kept of what was typed. */
async function complete(
  interaction: RawInteraction,
  { rest, clock, intake, logger }: InteractionsOptions,
): Promise<void> {
  const typed = plainText(String(interaction.data.options?.find(({ focused }) => focused)?.value ?? ""));
  let cancel = () => {};
  const late = new Promise<[]>((resolve) => (cancel = clock.after(DEFER_AFTER_MS, () => resolve([]))));
  const found = intake.suggest(typed, COMMAND.choices).catch(() => []);
  const suggestions = await Promise.race([found, late]);
  cancel();
  const titles = suggestions.map(({ title }) => title.slice(0, COMMAND.choice).toWellFormed().trim());
  const choices = [...new Set(titles)].filter(Boolean).slice(0, COMMAND.choices);
  await rest
    .request("post", Routes.interactionCallback(interaction.id, interaction.token), {
      body: {
        type: InteractionResponseType.ApplicationCommandAutocompleteResult,
        data: { choices: choices.map((title) => ({ name: title, value: title })) },
      },
      withoutAuth: true,
    })
    .catch((error: unknown) =>
      logger.debug({ failure: describeFailure(error) }, "discord completion came too late"),
    );
}
