import type { InteractionRef, Medium, MessageEvent, PlatformName } from "./message.ts";

/** Delivery lanes, most urgent first; the number is stored, so append only at places that keep the order. */
export const LANES = {
  distress: 0,
  case: 10,
  answer: 20,
  live: 30,
  coupon: 40,
  announcement: 50,
  digest: 60,
} as const;
export type Lane = keyof typeof LANES;

/** Lanes where a lost result is sent again (twice is harmless); in the others a person decides. */
export const RESEND_UNKNOWN: ReadonlySet<Lane> = new Set<Lane>(["distress", "case", "answer"]);

/** Text is always plain: markup in it is shown as typed, each platform's encoder escapes it. */
export type Block =
  | { readonly kind: "text" | "heading" | "small"; readonly text: string }
  | { readonly kind: "list"; readonly items: readonly string[] };

/** `data` is a signed string of at most 64 bytes (Telegram's limit), `url` opens a page. */
export type Button =
  | { readonly label: string; readonly data: string }
  | { readonly label: string; readonly url: string };

/** A picture, recording or file that somebody sent, by the name it has on its platform. */
export interface MediaRef extends Omit<Medium, "kind" | "ref"> {
  readonly platform: PlatformName;
  readonly kind: Exclude<Medium["kind"], "other">;
  readonly ref: string;
}

/** What came with a message and can be sent on, anywhere. */
export const mediaOf = ({ platform, media }: MessageEvent): readonly MediaRef[] =>
  media.flatMap(({ kind, ref, ...about }) =>
    kind === "other" || ref === undefined ? [] : [{ ...about, platform, kind, ref }],
  );

export interface Content {
  /** `answer` quotes an article, `urgent` is a safety card, `plain` is everything else. */
  readonly tone: "plain" | "answer" | "urgent";
  readonly blocks: readonly Block[];
  readonly buttons: readonly (readonly Button[])[];
  /** Calls everybody in the group, where the platform can. */
  readonly mentionsAll?: boolean | undefined;
  /** A text to keep or to work on: sent as a file where the platform takes files, else shown below the blocks. */
  readonly file?: { readonly name: string; readonly text: string } | undefined;
  /**
   * What somebody sent, to be shown here too; short words stand as its caption. Where it cannot be shown a line says so.
   */
  readonly media?: readonly MediaRef[] | undefined;
}

export interface Target {
  readonly platform: PlatformName;
  readonly chatId: string;
  readonly threadId?: string | undefined;
  readonly replyToMessageId?: string | undefined;
  /** Shown to this user alone, where the platform can (`abilities.whisper`). */
  readonly visibleTo?: string | undefined;
  /**
   * In a thread of its own within the chat, opened when the first message goes there: `key` finds it again. Straight
   * into the chat where it offers none.
   */
  readonly inThread?: InThread | undefined;
  /** Fills the deferred answer of an interaction while its token lasts. */
  readonly interaction?: InteractionRef | undefined;
}

export interface InThread {
  readonly key: string;
  readonly title: string;
  /** Puts the thread away after this message. */
  readonly closes?: boolean | undefined;
  /** Takes it out again before, where it was put away. */
  readonly reopens?: boolean | undefined;
  /** A short word said in the chat itself too, where there is a thread; `open` is what its link is called. */
  readonly beside?: { readonly content: Content; readonly open: string } | undefined;
}

/** What a member of staff has pressed to have done to somebody else's message or to a member. */
export type Deed =
  | { readonly kind: "remove-message"; readonly messageId: string }
  | { readonly kind: "mute-member"; readonly userId: string; readonly untilMs: number };

/** Why a deed was not done: `no-right` also when the platform allows it no more (too old, an administrator). */
export type NotDone = "no-right" | "gone" | "failed";

/** Done before the draft is said, which then tells that it is; else one of the others is said in its place. */
export interface Action {
  readonly platform: PlatformName;
  readonly chatId: string;
  readonly deed: Deed;
  readonly otherwise: Readonly<Record<NotDone, Content>>;
}

/** Something to be said: becomes one outbox row, or several when it is longer than one message may be. */
export interface Draft {
  readonly lane: Lane;
  readonly to: Target;
  readonly content: Content;
  /** Distinguishes several drafts of one update; part of the dedupe key. */
  readonly purpose: string;
  /**
   * Names the message within its chat ("case-card:17"), so that later drafts can change it and a reply to it can be
   * told from others. It is one message: what does not fit into it is cut off.
   */
  readonly handle?: string | undefined;
  /**
   * Changes what was last said under `handle` in this chat instead of saying it anew; what was not sent yet goes out in
   * its newest words. Where it cannot be changed (not there any more, too old, no ability) it is said anew or not at all.
   */
  readonly edit?: EditOr | undefined;
  /** Said there when this could not be delivered for good, so that somebody knows; a short text. */
  readonly unreached?: { readonly to: Target; readonly content: Content } | undefined;
  /** Only ever what a member of staff has just asked for. A draft with an action has no handle; it is one message. */
  readonly action?: Action | undefined;
  /** Messages that are counted, stopped or sent again together, such as all those of one announcement. */
  readonly batch?: string | undefined;
  /** Not sent before this moment: quiet hours. */
  readonly notBefore?: number | undefined;
  /** Dropped with a record when it could not be sent by then: nobody wants old news of a live start. */
  readonly expiresAt?: number | undefined;
}

export type EditOr = "or-send" | "or-skip";

export const textContent = (text: string, buttons: Content["buttons"] = []): Content => ({
  tone: "plain",
  blocks: text.split("\n\n").map((part) => ({ kind: "text", text: part })),
  buttons,
});
