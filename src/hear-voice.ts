import { startDeadline } from "./answering/index.ts";
import type { InboundEvent } from "./core/message.ts";
import type { Platform } from "./core/platform.ts";
import type { Reply } from "./core/reply.ts";
import { say, type TextKey } from "./core/texts/index.ts";
import { tell } from "./people/index.ts";
import { actorOf, type RouterDeps, type Scene } from "./scene.ts";

/** What became of a voice message: its words, or the text that says kindly why there are none. */
export type Voice = { readonly words: string } | { readonly excuse: TextKey };

const MOST_BYTES = 20 * 1024 * 1024;
const MOST_SECONDS = 120;
/** Fetching two minutes over a slow line and writing them down; nothing else of the chat waits longer for it. */
const LISTENING_MS = 30_000;
const MOST_CHARACTERS = 1_000;

/**
 * Writes down what a person spoke to the bot, outside of any transaction. Undefined where nothing was spoken to it. Never
 * throws: what cannot be heard is said so, because the sender is waiting.
 */
export async function hearVoice(
  { transcriber, clock, logger, onTranscribed }: RouterDeps,
  event: InboundEvent,
  platform: Platform,
): Promise<Voice | undefined> {
  if (event.kind !== "message" || !event.voice || event.edited || event.limited) return undefined;
  // What people tell each other is not ours to listen to.
  if (event.addressed === "none") return undefined;
  const { ref, type = "audio/ogg", seconds, bytes } = event.voice;
  const excuse = (why: "off" | "too-long" | "nothing" | "failed"): Voice => {
    onTranscribed?.(why);
    return { excuse: `voice.${why}` };
  };
  if (!transcriber || !platform.fetchFile) return excuse("off");
  if ((seconds ?? 0) > MOST_SECONDS || (bytes ?? 0) > MOST_BYTES) return excuse("too-long");
  const deadline = startDeadline(clock, LISTENING_MS);
  try {
    const audio = await platform.fetchFile(ref, MOST_BYTES);
    const told = await transcriber.transcribe({ bytes: audio, type, seconds }, deadline);
    if (told.kind === "failed") return excuse("failed");
    const words = told.value
      .normalize("NFC")
      .replace(/[\p{Cc}\p{Cf}]+/gu, " ")
      .trim();
    if (words === "") return excuse("nothing");
    onTranscribed?.("used");
    return { words: [...words].slice(0, MOST_CHARACTERS).join("") };
  } catch (error) {
    logger.warn({ error, platform: platform.name }, "a voice message could not be fetched");
    return excuse("failed");
  } finally {
    deadline.end();
  }
}

/** The same update with its spoken words as text, behind a caption where it has one. */
export function withWords<Event extends InboundEvent>(event: Event, voice: Voice | undefined): Event {
  if (event.kind !== "message" || !voice || !("words" in voice)) return event;
  return { ...event, text: [event.text, voice.words].filter((text) => text !== "").join("\n") };
}

/** The replies with what was heard: a wrong word is seen at once, and nobody wonders what was answered. */
export function showHeard(
  scene: Scene,
  replies: readonly Reply[],
  voice: Voice | undefined,
): readonly Reply[] {
  if (!voice) return replies;
  if ("excuse" in voice) {
    const written = scene.event.kind === "message" && scene.event.text.trim() !== "";
    return written ? replies : [tell(actorOf(scene), voice.excuse)];
  }
  const index = replies.findIndex(
    ({ to, lane }) => to === undefined && (lane === "answer" || lane === "distress"),
  );
  const first = replies[index];
  if (!first) return replies;
  const heard = { kind: "small", text: say(scene.locale, "voice.heard", { text: voice.words }) } as const;
  // A card about danger comes first in its own words.
  const { blocks, tone } = first.content;
  const shown = tone === "urgent" ? [...blocks, heard] : [heard, ...blocks];
  return replies.with(index, { ...first, content: { ...first.content, blocks: shown } });
}
