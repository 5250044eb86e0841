import * as spec from "discord-api-spec/zod";
import type { Json } from "./world.ts";

/** Why Discord would answer 400 to this body; undefined when it would take it. */
export interface Complaint {
  readonly code: number;
  readonly message: string;
}

const CHECKS = {
  message: spec.MessageCreateRequestSchema,
  edit: spec.MessageEditRequestPartialSchema,
  original: spec.IncomingWebhookUpdateForInteractionCallbackRequestPartialSchema,
  followup: spec.IncomingWebhookRequestPartialSchema,
  callbackMessage: spec.CreateMessageInteractionCallbackRequestSchema,
  callbackUpdate: spec.UpdateMessageInteractionCallbackRequestSchema,
  callbackChoices: spec.ApplicationCommandAutocompleteCallbackRequestSchema,
  command: spec.ApplicationCommandUpdateRequestSchema,
  dm: spec.CreatePrivateChannelRequestSchema,
  thread: spec.CreateTextThreadWithoutMessageRequestSchema,
  threadChange: spec.UpdateThreadRequestPartialSchema,
} as const;

const bad = (message: string): Complaint => ({ code: 50035, message });

export function complainAbout(kind: keyof typeof CHECKS, body: unknown): Complaint | undefined {
  const parsed = CHECKS[kind].safeParse(body);
  if (parsed.success) return undefined;
  const [issue] = parsed.error.issues;
  return bad(`Invalid Form Body: ${issue?.path.join(".")}: ${issue?.message}`);
}

const asArray = (value: unknown): Json[] => (Array.isArray(value) ? (value as Json[]) : []);
const lengthOf = (value: unknown): number => (typeof value === "string" ? value.length : 0);

/** The limits of prose that the published schema does not carry, or carries for other clients than bots. */
export function complainAboutMessage(body: Json, mayBeEmpty: boolean): Complaint | undefined {
  const embeds = asArray(body.embeds);
  const rows = asArray(body.components);
  if (lengthOf(body.content) > 2000) return bad("content: Must be 2000 or fewer in length.");
  const letters = embeds.reduce(
    (sum, embed) =>
      sum +
      lengthOf(embed.title) +
      lengthOf(embed.description) +
      lengthOf((embed.footer as Json | undefined)?.text) +
      asArray(embed.fields).reduce((all, field) => all + lengthOf(field.name) + lengthOf(field.value), 0),
    0,
  );
  if (letters > 6000) return bad("embeds: Embed size exceeds maximum size of 6000");
  if (rows.length > 5) return bad("components: Must be 5 or fewer in length.");
  const ids = new Set<unknown>();
  for (const row of rows) {
    for (const button of asArray(row.components)) {
      const isLink = button.style === 5;
      if (isLink !== (button.url !== undefined))
        return bad("components: A link button needs a url and nothing else does");
      if (isLink && !/^(https?|discord):\/\//.test(String(button.url))) {
        return bad("components: Scheme must be one of ('http', 'https', 'discord')");
      }
      if (isLink === (button.custom_id !== undefined))
        return bad("components: A custom id or url is required");
      if (lengthOf(button.label) === 0) return bad("components: A button needs a label or an emoji");
      if (ids.has(button.custom_id) && !isLink)
        return bad("components: Component custom id cannot be duplicated");
      ids.add(button.custom_id);
    }
  }
  for (const embed of embeds) {
    if (lengthOf((embed.footer as Json | undefined)?.text) > 2048)
      return bad("embeds: footer of 2048 at most");
  }
  const shown = String(body.content ?? "").trim() !== "" || letters > 0 || rows.length > 0;
  return shown || mayBeEmpty ? undefined : { code: 50006, message: "Cannot send an empty message" };
}

/**
 * Mentions in the text that would reach somebody's phone: the bot must never let that happen, but for the one call to
 * everybody that it wrote itself, at the very beginning and with leave for nothing else.
 */
export function wouldPing(body: Json): boolean {
  const whole = String(body.content ?? "");
  const allowed = body.allowed_mentions as Json | undefined;
  const parse = asArray(allowed?.parse).map(String);
  const isCall = parse.length === 1 && parse[0] === "everyone" && /^@everyone(?:\n|$)/.test(whole);
  const text = isCall ? whole.slice("@everyone".length) : whole;
  const silent =
    allowed !== undefined &&
    (isCall ? !/@everyone|@here/.test(text) : parse.length === 0) &&
    asArray(allowed.users).length === 0 &&
    asArray(allowed.roles).length === 0;
  const repliesLoudly = body.message_reference !== undefined && allowed?.replied_user !== false;
  return (!silent && /@everyone|@here|<@[!&]?\d+>/.test(text)) || repliesLoudly;
}

/** What a command needs beyond the schema: lower-case names, a description, required options first. */
export function complainAboutCommands(commands: readonly Json[]): Complaint | undefined {
  const NAME = /^[-_'\p{L}\p{N}]{1,32}$/u;
  const seen = new Set<string>();
  for (const command of commands) {
    const complaint = complainAbout("command", command);
    if (complaint) return complaint;
    const names = [
      command.name,
      ...Object.values((command.name_localizations as Json | undefined) ?? {}),
    ].map(String);
    for (const name of new Set(names)) {
      if (!NAME.test(name) || name !== name.toLowerCase()) return bad(`name: ${name} is no command name`);
      if (seen.has(name)) return bad("Application command names must be unique");
      seen.add(name);
    }
    if (lengthOf(command.description) === 0) return bad("description: This field is required");
    for (const option of asArray(command.options)) {
      if (!NAME.test(String(option.name)) || option.name !== String(option.name).toLowerCase())
        return bad("options: name");
    }
  }
  return undefined;
}
