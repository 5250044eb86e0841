import { type Button, type Content, textContent } from "../core/content.ts";
import type { PrivateWay, Reply } from "../core/reply.ts";
import { type Locale, say } from "../core/texts/index.ts";
import type { Act } from "./event-store.ts";
import type { Hotlines } from "./hotlines.ts";
import { isUrgent, needsOf, PRIVATE_KINDS, type Triage } from "./types.ts";
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
  const needs = needsOf(triage);
  const onlyHostile = needs.includes("hostility") && triage.kinds.every((kind) => kind === "hostility");
  if (onlyHostile) return place === "group" && isUrgent(triage) ? [neutralLine()] : [];
  if (place === "private") return [{ lane, purpose: "urgent", audience: "chat", content: card("private") }];
  if (!isUrgent(triage)) return quietly();
  if (!triage.kinds.some((kind) => PRIVATE_KINDS.has(kind))) {
    return [{ lane, purpose: "urgent", audience: "chat", content: card("group") }];
  }
  return [neutralLine(), alone()];

  function neutralLine(): Reply {
    const url = way.deepLink(invite ?? ALONE);
    const text = say(locale, "safety.group-line", {
      always: hotlines.always.join(locale === "zh" ? "、" : ", "),
    });
    const buttons = url === undefined ? [] : [[{ label: say(locale, "people.open-private"), url }]];
    return { lane, purpose: "urgent", audience: "chat", content: textContent(text, buttons), detached: true };
  }

  function alone(): Reply {
    return { lane, purpose: "urgent-private", audience: "person", content: card("private") };
  }

  /** In a group, below urgent: one line where all have to know or somebody must not be left alone, else nothing public. */
  function quietly(): readonly Reply[] {
    if (needs.length === 0) return [];
    if (needs.includes("hardship")) return [neutralLine(), alone()];
    if (!needs.includes("money-appeal")) return [alone()];
    const content = textContent(say(locale, "safety.money-line"));
    return [{ lane, purpose: "urgent", audience: "chat", content, detached: true }, alone()];
  }
}

interface Place {
  readonly kind: "private" | "group";
  readonly title: string | undefined;
}

/** Of what is urgent, before anything is written: without a number. */
export const firstAlert = (triage: Triage, place: Place): Content =>
  textContent(say("zh", "people.first-alert", alertValues(triage, place)));

/** Signs what a button under a report does; `arg` begins with the report's number. */
type Sign = (action: "sw" | "sx", arg: string) => string;

/**
 * What a staff room reads about it: the matched rule and words, never who it was. A need comes with a button that
 * records who looked, a message that hurts somebody in a group with what staff may have done about it there (`acts`).
 */
export function staffAlert(
  triage: Triage,
  number: number,
  place: Place,
  sign: Sign,
  acts: readonly Act[],
): Content {
  const locale: Locale = "zh"; // staff rooms have no language of their own yet; theirs is Chinese
  const needs = needsOf(triage);
  const isHostile = needs.includes("hostility");
  const key = isHostile ? "safety.hostility-alert" : "safety.need-alert";
  const text = isUrgent(triage) && !isHostile ? "people.staff-alert" : key;
  const seen: Button = { label: say(locale, "safety.seen"), data: sign("sw", String(number)) };
  const deeds = (isHostile && place.kind === "group" ? acts : []).map(
    (act): Button => ({ label: say(locale, `safety.act.${act}`), data: sign("sx", `${number}.${act}`) }),
  );
  const rows = [needs.length === 0 ? [] : [seen], deeds].filter((row) => row.length > 0);
  return textContent(say(locale, text, { number, ...alertValues(triage, place) }), rows);
}

function alertValues(triage: Triage, place: Place) {
  const locale: Locale = "zh";
  return {
    level: say(locale, `people.level.${triage.level === "none" ? "care" : triage.level}`),
    place:
      place.kind === "private"
        ? say(locale, "people.place-private")
        : say(locale, "people.place-group", { title: place.title ?? say(locale, "people.untitled") }),
    kinds: triage.kinds.map((kind) => say(locale, `people.danger.${kind}`)).join("、"),
    words: triage.words.map((word) => `「${word}」`).join(""),
    rules: triage.rules.join("、"),
  };
}
