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

/**
 * A burst of five and one message each four seconds never come to more than 20 in any minute, which is what WeCom and
 * DingTalk allow; DingTalk shuts a robot out for ten minutes that goes over it.
 * @see https://developer.work.weixin.qq.com/document/path/91770
 * @see https://open.dingtalk.com/document/robots/custom-robot-access
 */
export const TWENTY_A_MINUTE: Pace = {
  overallPerSecond: OVERALL_PER_SECOND,
  perChat: () => ({ burst: 5, perSecond: 0.25 }),
};

/** Feishu allows five a second and 100 a minute. @see https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot */
export const HUNDRED_A_MINUTE: Pace = {
  overallPerSecond: OVERALL_PER_SECOND,
  perChat: () => ({ burst: 4, perSecond: 1 }),
};

/** Bytes of one WeCom text; a Chinese character has three. */
export const WECOM_TEXT_BYTES = 2_048;
/** Of one card: bytes of title and description. */
export const WECOM_NEWS = { title: 128, description: 512 } as const;
/** Bytes of the text in a call of 20 KB, which is what Feishu and DingTalk take: JSON's quotes and links come on top. */
export const LONG_TEXT_BYTES = 14_000;
