import { z } from "zod";
import type { Clock } from "../core/clock.ts";

/** The last question of each person in each chat, masked, in memory only. */
export interface RecentQuestions {
  last(chat: AskedIn): string | undefined;
  remember(chat: AskedIn, maskedQuestion: string): void;
  /** What another process was asked, as it told it. */
  hear(told: string): void;
}

export interface AskedIn {
  readonly platform: string;
  readonly chatId: string;
  /** The account or person that asks. */
  readonly who: string;
}

/** Later than this a question is a new subject. */
const FOLLOWS_WITHIN_MS = 10 * 60_000;

const Told = z.tuple([
  z.object({ platform: z.string(), chatId: z.string(), who: z.string() }),
  z.string().max(2_000),
]);

/** @param tell gives each question to the other processes, whose memory may be asked for it */
export function createRecentQuestions(
  clock: Pick<Clock, "now">,
  most = 5_000,
  tell: (told: string) => void = () => {},
): RecentQuestions {
  const questions = new Map<string, { readonly text: string; readonly at: number }>();
  const keyOf = ({ platform, chatId, who }: AskedIn) => JSON.stringify([platform, chatId, who]);
  return {
    last(chat) {
      const entry = questions.get(keyOf(chat));
      return entry && clock.now() - entry.at <= FOLLOWS_WITHIN_MS ? entry.text : undefined;
    },
    remember(chat, text) {
      keep(chat, text);
      tell(JSON.stringify([chat, text]));
    },
    hear(told) {
      const heard = Told.safeParse(JSON.parse(told)).data;
      if (heard) keep(...heard);
    },
  };

  function keep(chat: AskedIn, text: string): void {
    const key = keyOf(chat);
    questions.delete(key);
    questions.set(key, { text, at: clock.now() });
    for (const oldest of questions.keys()) {
      if (questions.size <= most) break;
      questions.delete(oldest);
    }
  }
}
