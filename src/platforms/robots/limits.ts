import type { Abilities, Pace } from "../../core/platform.ts";

/** Nothing can be pressed, changed or answered there: robots say something, and that is all. */
export const SEND_ONLY = {
  maxButtonRows: 4,
  maxButtonsPerRow: 1,
  maxButtonLabel: 40,
  canEdit: false,
  threads: false,
  moderates: { removes: false, mutes: false },
  files: false,
  media: { maxUploadBytes: 0, reuses: false },
  whisper: false,
  exactlyOnce: false,
  answersUnaddressed: "confident",
  mentionsEverybody: true,
} as const satisfies Partial<Abilities>;

/** Robots share no limit among each other; this only keeps one process from opening too many connections at once. */
const OVERALL_PER_SECOND = 50;

/** A minute, and a second for messages that take different times on their way: being shut out costs more than that. */
const MINUTE_MS = 61_000;

/**
 * WeCom and DingTalk allow 20 in any minute; DingTalk shuts a robot out for ten minutes that goes over it. A few at once
 * are let through, so that one minute's share is not gone in its first second.
 * @see https://developer.work.weixin.qq.com/document/path/91770
 * @see https://open.dingtalk.com/document/robots/custom-robot-access
 */
export const TWENTY_A_MINUTE: Pace = {
  overallPerSecond: OVERALL_PER_SECOND,
  perChat: () => [
    { messages: 5, perMs: 12_000 },
    { messages: 20, perMs: MINUTE_MS },
  ],
};

/** Feishu allows five a second and 100 a minute. @see https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot */
export const HUNDRED_A_MINUTE: Pace = {
  overallPerSecond: OVERALL_PER_SECOND,
  perChat: () => [
    { messages: 4, perMs: 1_000 },
    { messages: 100, perMs: MINUTE_MS },
  ],
};

/** Bytes of one WeCom text; a Chinese character has three. */
export const WECOM_TEXT_BYTES = 2_048;
/** Of one card: bytes of title and description. */
export const WECOM_NEWS = { title: 128, description: 512 } as const;
/** Bytes of the text in a call of 20 KB, which is what Feishu and DingTalk take: JSON's quotes and links come on top. */
export const LONG_TEXT_BYTES = 14_000;
