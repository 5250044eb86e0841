import { createHash } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { Ajv, type ValidateFunction } from "ajv";

/** Each method that the stand-in serves and the type of `@gramio/types` that describes its parameters. */
const PARAMETERS = {
  getMe: undefined,
  getUpdates: "GetUpdatesParams",
  setWebhook: "SetWebhookParams",
  deleteWebhook: "DeleteWebhookParams",
  getWebhookInfo: undefined,
  sendMessage: "SendMessageParams",
  sendDocument: "SendDocumentParams",
  sendPhoto: "SendPhotoParams",
  sendVoice: "SendVoiceParams",
  sendVideo: "SendVideoParams",
  sendVideoNote: "SendVideoNoteParams",
  sendAnimation: "SendAnimationParams",
  sendAudio: "SendAudioParams",
  sendSticker: "SendStickerParams",
  getFile: "GetFileParams",
  editMessageText: "EditMessageTextParams",
  editMessageCaption: "EditMessageCaptionParams",
  editMessageReplyMarkup: "EditMessageReplyMarkupParams",
  createForumTopic: "CreateForumTopicParams",
  closeForumTopic: "CloseForumTopicParams",
  reopenForumTopic: "ReopenForumTopicParams",
  restrictChatMember: "RestrictChatMemberParams",
  deleteMessage: "DeleteMessageParams",
  sendChatAction: "SendChatActionParams",
  answerCallbackQuery: "AnswerCallbackQueryParams",
  setMyCommands: "SetMyCommandsParams",
  getMyCommands: "GetMyCommandsParams",
  deleteMyCommands: "DeleteMyCommandsParams",
  getChat: "GetChatParams",
  getChatMember: "GetChatMemberParams",
  getChatAdministrators: "GetChatAdministratorsParams",
} as const;
export type MethodName = keyof typeof PARAMETERS;
export const isMethodName = (name: string): name is MethodName => Object.hasOwn(PARAMETERS, name);

/** Gives undefined when the value fits its type, else a sentence in Telegram's manner. */
export type Check = (value: unknown) => string | undefined;
export interface Schemas {
  readonly request: (method: MethodName, params: unknown) => string | undefined;
  readonly update: Check;
}

const ROOT = new URL("../../../node_modules/", import.meta.url);
const TYPES = new URL("@gramio/types/", ROOT);
const OPTIONS = {
  skipTypeCheck: true,
  functions: "hide",
  additionalProperties: false,
  expose: "all",
  topRef: false,
  jsDoc: "none",
  encodeRefs: false,
} as const;

type Documents = Record<string, object>;

/**
 * The types say `number` for every integer and offer branches for classes with `toJSON`, which JSON cannot carry:
 * the first are narrowed, the second taken away.
 */
function tighten(node: unknown, integers: boolean): unknown {
  if (Array.isArray(node)) return node.map((item) => tighten(item, integers));
  if (typeof node !== "object" || node === null) return node;
  const entries = Object.entries(node).map(([key, value]): [string, unknown] => {
    if (key === "anyOf" && Array.isArray(value)) {
      return [
        key,
        value.filter((branch) => !isClassBranch(branch)).map((branch) => tighten(branch, integers)),
      ];
    }
    if (key === "type" && integers) {
      if (value === "number") return [key, "integer"];
      if (Array.isArray(value)) return [key, value.map((one) => (one === "number" ? "integer" : one))];
    }
    return [key, tighten(value, integers)];
  });
  return Object.fromEntries(entries);
}

function isClassBranch(branch: unknown): boolean {
  const properties = (branch as { properties?: object } | null)?.properties;
  return (
    properties !== undefined && (Object.hasOwn(properties, "toJSON") || Object.hasOwn(properties, "toString"))
  );
}

async function generate(): Promise<Documents> {
  const { createGenerator } = await import("ts-json-schema-generator");
  const path = `${TYPES.pathname}out/{params,objects}.d.ts`;
  const generator = createGenerator({ ...OPTIONS, path, type: "*" });
  const documents: Documents = { update: generator.createSchema("TelegramUpdate") };
  for (const [method, type] of Object.entries(PARAMETERS)) {
    if (type) documents[method] = tighten(generator.createSchema(type), true) as object;
  }
  return documents;
}

/** Generation takes about a second, so its result is kept beside the packages and named after what it was made from. */
async function cached(): Promise<Documents> {
  const source = await readFile(new URL(import.meta.url), "utf8");
  const version = await readFile(new URL("package.json", TYPES), "utf8");
  const key = createHash("sha256").update(version).update(source).digest("hex").slice(0, 16);
  const folder = new URL(".cache/beluga/", ROOT);
  const file = new URL(`telegram-${key}.json`, folder);
  try {
    return JSON.parse(await readFile(file, "utf8")) as Documents;
  } catch {
    const documents = await generate();
    await mkdir(folder, { recursive: true });
    // Several test workers may arrive here at once: whoever renames last wins with the same content.
    const draft = new URL(`${file.pathname}.${process.pid}.${performance.now()}`, folder);
    await writeFile(draft, JSON.stringify(documents));
    await rename(draft, file);
    return documents;
  }
}

let loading: Promise<Schemas> | undefined;

/** The request and update schemas of the Bot API, compiled once a process. */
export function loadSchemas(): Promise<Schemas> {
  loading ??= cached().then(compile);
  return loading;
}

function compile(documents: Documents): Schemas {
  const ajv = new Ajv({ strict: false, allErrors: false });
  const compiled = new Map<string, ValidateFunction>();
  const check = (name: string, value: unknown): string | undefined => {
    const document = documents[name];
    if (!document) return undefined;
    let validate = compiled.get(name);
    if (!validate) {
      validate = ajv.compile(document);
      compiled.set(name, validate);
    }
    if (validate(value)) return undefined;
    const [first] = validate.errors ?? [];
    const extra = first?.params.additionalProperty;
    return `${first?.instancePath ?? ""} ${first?.message ?? "is invalid"}${extra ? ` "${extra}"` : ""}`.trim();
  };
  return { request: check, update: (value) => check("update", value) };
}
