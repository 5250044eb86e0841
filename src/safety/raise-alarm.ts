import { type Content, textContent } from "../core/content.ts";
import type { PrivateWay, Reply } from "../core/reply.ts";
import { type Locale, say } from "../core/texts/index.ts";
import type { Hotlines } from "./hotlines.ts";
import { isUrgent, PRIVATE_KINDS, type Triage } from "./types.ts";
import { urgentCard } from "./urgent-card.ts";

/** The word that `/start` carries from a group: it opens a card that fits every trouble and names none. */
export const ALONE = "alone";

export interface Alarm {
  readonly triage: Triage;
  readonly place: "private" | "group";
  readonly locale: Locale;
  readonly hotlines: Hotlines;
  readonly now: Date;
  readonly way: PrivateWay;
  /** What `/start` carries out of the group; without it a card that fits every trouble. */
  readonly invite?: string | undefined;
}

/**
 * What a person is told first. In a group about something private: one line that exposes nothing where everybody
 * reads, the real card to that person alone. Below `urgent` only a private chat gets a card.
 */
export function raiseAlarm({ triage, place, locale, hotlines, now, way, invite }: Alarm): readonly Reply[] {
  const card = (where: "private" | "group"): Content => ({
    tone: "urgent",
    blocks: urgentCard(triage, locale, { place: where, hotlines, now }).blocks,
    buttons: [],
  });
  const lane = isUrgent(triage) ? "distress" : "answer";
  if (place === "private") return [{ lane, purpose: "urgent", audience: "chat", content: card("private") }];
  if (!isUrgent(triage)) return [];
  const url = way.deepLink(invite ?? ALONE);
  const line: Content = {
    ...card("group"),
    buttons: url === undefined ? [] : [[{ label: say(locale, "people.open-private"), url }]],
  };
  if (!triage.kinds.some((kind) => PRIVATE_KINDS.has(kind))) {
    return [{ lane, purpose: "urgent", audience: "chat", content: { ...line, buttons: [] } }];
  }
  return [
    { lane, purpose: "urgent", audience: "chat", content: { ...line, tone: "plain" }, detached: true },
    { lane, purpose: "urgent-private", audience: "person", content: card("private") },
  ];
}

/** What a staff room reads about it: the matched rule and words, never who it was. */
export function staffAlert(
  triage: Triage,
  number: number,
  place: { readonly kind: "private" | "group"; readonly title: string | undefined },
): Content {
  const locale: Locale = "zh"; // staff rooms have no language of their own yet; theirs is Chinese
  const where =
    place.kind === "private"
      ? say(locale, "people.place-private")
      : say(locale, "people.place-group", { title: place.title ?? say(locale, "people.untitled") });
  const level = triage.level === "none" ? "care" : triage.level;
  return textContent(
    say(locale, "people.staff-alert", {
      level: say(locale, `people.level.${level}`),
      number,
      place: where,
      kinds: triage.kinds.map((kind) => say(locale, `people.danger.${kind}`)).join("、"),
      words: triage.words.map((word) => `「${word}」`).join(""),
      rules: triage.rules.join("、"),
    }),
  );
}
