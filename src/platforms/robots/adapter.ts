import type { AskOutside } from "../../core/ask-outside.ts";
import type { Clock } from "../../core/clock.ts";
import { OperationalError, PermanentError, UnknownOutcomeError } from "../../core/errors.ts";
import type { RobotName } from "../../core/message.ts";
import type { Outgoing, Platform } from "../../core/platform.ts";
import { dingtalk } from "./dingtalk.ts";
import { feishu } from "./feishu.ts";
import type { RobotKey, RobotKind } from "./robot-kind.ts";
import { wecom } from "./wecom.ts";

export interface RobotOptions {
  readonly ask: AskOutside;
  readonly clock: Clock;
  readonly sendTimeoutMs: number;
  /** What opens the robot with this id; undefined when it was taken away. */
  keyOf(name: RobotName, robotId: string): Promise<RobotKey | undefined>;
}

const KINDS: readonly RobotKind[] = [wecom, feishu, dingtalk];
/** Their answers are a line of JSON. */
const MAX_ANSWER_BYTES = 16 * 1_024;

/** Group robots of Chinese work chats: a `chatId` names a robot, whose address only `keyOf` knows. They hear nothing. */
export const createRobotPlatforms = (options: RobotOptions): readonly Platform[] =>
  KINDS.map((kind) => createRobotPlatform(kind, options));

function createRobotPlatform(kind: RobotKind, options: RobotOptions): Platform {
  const { ask, clock, keyOf, sendTimeoutMs } = options;

  async function send({ key: messageId, to, content }: Outgoing): Promise<{ messageId: string }> {
    const key = await keyOf(kind.name, to.chatId);
    if (!key) throw new PermanentError("target-gone", `${kind.name}: no such robot`);
    const { url, body } = kind.call(key, content, clock.now());
    const answer = await ask({
      url,
      method: "POST",
      headers: { "content-type": "application/json; charset=utf-8" },
      body: JSON.stringify(body),
      timeoutMs: sendTimeoutMs,
      maxBytes: MAX_ANSWER_BYTES,
    });
    if (answer.status === 429 || answer.status === 503) {
      const seconds = Number(answer.headers.get("retry-after"));
      const retryAfterMs = seconds > 0 ? seconds * 1_000 : undefined;
      throw new OperationalError(`${kind.name}: ${answer.status}`, {
        retryAfterMs,
        flood: answer.status === 429,
      });
    }
    if (answer.status >= 500) throw new UnknownOutcomeError(`${kind.name}: ${answer.status}`);
    const verdict = kind.verdict(readJson(answer.body));
    switch (verdict.kind) {
      case "sent":
        // They give no id, and nothing can be done to the message afterwards.
        return { messageId };
      case "too-many":
        throw new OperationalError(`${kind.name}: too many`, {
          retryAfterMs: verdict.retryAfterMs,
          flood: true,
        });
      case "busy":
        throw new OperationalError(`${kind.name}: busy`);
      case "unreadable":
        throw new UnknownOutcomeError(`${kind.name}: an answer nobody understands`);
      case "gone":
        throw new PermanentError("target-gone", `${kind.name}: ${verdict.code}`);
      case "rejected":
        throw new PermanentError("rejected", `${kind.name}: ${verdict.code}`);
    }
  }

  return {
    name: kind.name,
    abilities: kind.abilities,
    pace: kind.pace,
    async start() {},
    async stop() {},
    send,
    status: () => ({ connected: true, degraded: [] }),
    deepLink: () => undefined,
    inviteLink: () => undefined,
    isChatAdmin: async () => undefined,
  };
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Which robot an address opens. Only the makers' own hosts over https count, so that nothing else is ever called. */
export function readRobotAddress(
  text: string,
): { readonly name: RobotName; readonly token: string } | undefined {
  if (text.length > 500 || !URL.canParse(text)) return undefined;
  const address = new URL(text);
  const isPlain = address.protocol === "https:" && address.username === "" && address.password === "";
  if (!isPlain || address.port !== "") return undefined;
  for (const { name, readToken } of KINDS) {
    const token = readToken(address);
    if (token !== undefined) return { name, token };
  }
  return undefined;
}
