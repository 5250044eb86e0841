import { BadRequest } from "./html.ts";

/** A request's parameters after the schema check; without it (benches) the same shape is trusted. */
export type Params = Readonly<Record<string, unknown>>;

export interface SentButton {
  readonly label: string;
  readonly data?: string;
  readonly url?: string;
}

interface RawButton {
  text: string;
  callback_data?: string;
  url?: string;
}

/** Reads an inline keyboard with the limits that Telegram states in prose only. */
export function readButtons(markup: unknown): SentButton[][] {
  const rows = (markup as { inline_keyboard?: RawButton[][] } | undefined)?.inline_keyboard ?? [];
  if (rows.flat().length > 100) throw new BadRequest("reply markup is too long");
  return rows.map((row) => row.map(readButton));
}

function readButton(button: RawButton): SentButton {
  const { text, callback_data: data, url } = button;
  if (text.trim() === "") throw new BadRequest("inline keyboard button text must be non-empty");
  if (!text.isWellFormed()) throw new BadRequest("strings must be encoded in UTF-8");
  if (Object.keys(button).length !== 2)
    throw new BadRequest("text buttons are unallowed in the inline keyboard");
  if (data !== undefined) {
    const bytes = Buffer.byteLength(data);
    if (bytes < 1 || bytes > 64) throw new BadRequest("BUTTON_DATA_INVALID");
    return { label: text, data };
  }
  if (url !== undefined) {
    if (!isButtonUrl(url))
      throw new BadRequest(`inline keyboard button URL '${url}' is invalid: Wrong HTTP URL`);
    return { label: text, url };
  }
  return { label: text };
}

/** Telegram takes http, https, tg and ton links; the host of a web link needs a dot, so localhost is refused. */
function isButtonUrl(url: string): boolean {
  if (url.length > 2048 || !URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  if (protocol === "tg:" || protocol === "ton:") return true;
  return (protocol === "http:" || protocol === "https:") && hostname.includes(".");
}

export function checkCommands(params: Params): void {
  const commands = params.commands as { command: string; description: string }[];
  if (commands.length > 100) throw new BadRequest("BOT_COMMANDS_TOO_MUCH");
  for (const { command, description } of commands) {
    if (!/^[a-z0-9_]{1,32}$/.test(command)) throw new BadRequest("BOT_COMMAND_INVALID");
    if (description.length < 1 || description.length > 256)
      throw new BadRequest("BOT_COMMAND_DESCRIPTION_INVALID");
  }
}

export function checkCallbackAnswer(params: Params): void {
  if (typeof params.text === "string" && params.text.length > 200) throw new BadRequest("MESSAGE_TOO_LONG");
}

export function checkWebhook(params: Params): void {
  const url = String(params.url);
  if (url === "") return;
  if (!URL.canParse(url)) throw new BadRequest("bad webhook: URL host is empty");
  const { protocol, hostname } = new URL(url);
  const local = hostname === "127.0.0.1" || hostname === "localhost";
  if (protocol !== "https:" && !local)
    throw new BadRequest("bad webhook: An HTTPS URL must be provided for webhook");
  const secret = params.secret_token;
  if (typeof secret === "string" && !/^[A-Za-z0-9_-]{1,256}$/.test(secret)) {
    throw new BadRequest("secret token contains unallowed characters");
  }
  const connections = params.max_connections;
  if (typeof connections === "number" && (connections < 1 || connections > 100)) {
    throw new BadRequest("max_connections must be between 1 and 100");
  }
}
