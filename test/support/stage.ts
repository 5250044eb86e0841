import type { PlatformName } from "../../src/core/message.ts";

export interface ShownButton {
  readonly label: string;
  readonly data?: string | undefined;
  readonly url?: string | undefined;
}

/** One thing that the bot said, as the platform shows it. */
export interface Shown {
  readonly platform: PlatformName;
  readonly chatId: string;
  /** `alone`: seen by one person only, be it a private chat or a whisper in a group. */
  readonly place: "group" | "alone";
  /** Whose eyes alone see it, where the platform tells. */
  readonly onlyFor: string | undefined;
  readonly text: string;
  readonly buttons: readonly ShownButton[];
  /** A document, as its reader opens it. */
  readonly file?: { readonly name: string; readonly text: string } | undefined;
  readonly messageId: string;
  readonly replyTo: string | undefined;
  readonly threadId: string | undefined;
  /** The chat to which this one belongs as a thread, where threads are chats of their own. */
  readonly parentId?: string | undefined;
}

export interface Group {
  readonly platform: PlatformName;
  readonly chatId: string;
  readonly title: string;
}

export interface Manner {
  readonly replyTo?: string;
  /** A forum topic. */
  readonly threadId?: number;
}

/** Somebody who chats; each action resolves with everything that the bot said because of it. */
export interface Speaker {
  readonly platform: PlatformName;
  readonly userId: string;
  says(group: Group, text: string, manner?: Manner): Promise<readonly Shown[]>;
  /** In the private chat with the bot. */
  tells(text: string): Promise<readonly Shown[]>;
  presses(shown: Shown, label: string): Promise<readonly Shown[]>;
  /** Presses the button with data of the test's choice: a forged, stolen or old one. */
  forges(shown: Shown, data: string): Promise<readonly Shown[]>;
}

export const buttonOf = (shown: Shown, label: string): ShownButton => {
  const button = shown.buttons.find((one) => one.label === label);
  if (!button) throw new Error(`no button ${label} under: ${shown.text}`);
  return button;
};

export const labels = (shown: Shown | undefined): readonly string[] =>
  shown?.buttons.map(({ label }) => label) ?? [];

/** The only thing that was said; fails when it was nothing or more. */
export function only(said: readonly Shown[]): Shown {
  const [first] = said;
  if (!first || said.length !== 1) {
    throw new Error(
      `expected one message, got ${said.length}:\n${said.map(({ text }) => text).join("\n---\n")}`,
    );
  }
  return first;
}

export const inPlace = (said: readonly Shown[], place: Shown["place"]): readonly Shown[] =>
  said.filter((shown) => shown.place === place);

export const inChat = (said: readonly Shown[], { chatId }: { readonly chatId: string }): readonly Shown[] =>
  said.filter((shown) => shown.chatId === chatId);

/** In a staff room or in a thread of it. */
export const atDesk = (said: readonly Shown[], { chatId }: { readonly chatId: string }): readonly Shown[] =>
  said.filter((shown) => shown.chatId === chatId || shown.parentId === chatId);

/** In threads of a room alone. */
export const inThreads = (
  said: readonly Shown[],
  { chatId }: { readonly chatId: string },
): readonly Shown[] =>
  said.filter(
    (shown) => shown.parentId === chatId || (shown.chatId === chatId && shown.threadId !== undefined),
  );

/** The place where a message stands, to write there. */
export const placeOf = ({ platform, chatId }: Shown): Group => ({ platform, chatId, title: "" });

export const textOf = (said: readonly Shown[]): string => said.map(({ text }) => text).join("\n\n");
