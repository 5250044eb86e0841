import { type Button, type Content, textContent } from "../core/content.ts";
import { type Locale, say, type TextKey } from "../core/texts/index.ts";
import { AUDIENCES, type Campaign, type CampaignSettings } from "./campaign.ts";
import type { CouponDeps } from "./coupon-deps.ts";
import { endOfDay, localText } from "./local-time.ts";

const HOUR_MS = 3_600_000;
/** What one press changes, by the letter in its button. */
export const FIELDS = {
  h: "how",
  s: "starts",
  e: "ends",
  p: "per-person",
  w: "who",
  f: "families",
  r: "remind",
  l: "waiting",
} as const;
export type Field = keyof typeof FIELDS;
export const isField = (letter: string): letter is Field => Object.hasOwn(FIELDS, letter);

const next = <Value>(values: readonly Value[], value: Value): Value =>
  values[(values.indexOf(value) + 1) % values.length] ?? value;

/** The setting after this one; a phone has no room for a form, so that each press goes one step on. */
export function turnSetting(settings: CampaignSettings, field: Field, now: number): CampaignSettings {
  const { timeZone } = settings;
  switch (field) {
    case "h":
      return { ...settings, how: next(["first", "draw"], settings.how) };
    case "s":
      return { ...settings, starts: next(["hand", "live"], settings.starts), opensAt: undefined };
    case "e": {
      const ends = [0, 1, 3, 7, 30]
        .map((days) => endOfDay(timeZone, now, days))
        .filter((end) => end > now + HOUR_MS);
      return {
        ...settings,
        closesAt: ends.find((end) => end > settings.closesAt) ?? ends[0] ?? settings.closesAt,
      };
    }
    case "p":
      return { ...settings, perPerson: next([1, 2, 3, 5], settings.perPerson) };
    case "w": {
      const who = next(AUDIENCES, settings.who);
      // Whoever joined for the coupon alone: known for less than 30 days.
      return { ...settings, who, sinceAt: who === "since" ? now - 30 * 24 * HOUR_MS : undefined };
    }
    case "f":
      return {
        ...settings,
        familiesFirstMs: next([0, HOUR_MS / 2, 2 * HOUR_MS], settings.familiesFirstMs),
      };
    case "r":
      return { ...settings, remindMs: next([0, 2 * HOUR_MS, 24 * HOUR_MS], settings.remindMs) };
    case "l":
      return { ...settings, waitingList: !settings.waitingList };
  }
}

function settingText(locale: Locale, settings: CampaignSettings, field: Field, now: number): string {
  const when = (at: number) => localText(settings.timeZone, at, now);
  const hours = (ms: number) => say(locale, "coupons.hours", { hours: ms / HOUR_MS });
  switch (field) {
    case "h":
      return say(locale, `coupons.how.${settings.how}`);
    case "s":
      return settings.starts === "at" && settings.opensAt !== undefined
        ? when(settings.opensAt)
        : say(locale, settings.starts === "live" ? "coupons.starts.live" : "coupons.starts.hand");
    case "e":
      return when(settings.closesAt);
    case "p":
      return String(settings.perPerson);
    case "w":
      return settings.who === "since"
        ? say(locale, "coupons.who.since", { when: when(settings.sinceAt ?? now) })
        : say(locale, `coupons.who.${settings.who}`);
    case "f":
      return settings.familiesFirstMs === 0 ? say(locale, "coupons.off") : hours(settings.familiesFirstMs);
    case "r":
      return settings.remindMs === 0 ? say(locale, "coupons.off") : hours(settings.remindMs);
    case "l":
      return say(locale, settings.waitingList ? "coupons.on" : "coupons.off");
  }
}

/** A campaign with everything that can be done to it now. */
export function campaignCard(deps: CouponDeps, campaign: Campaign, locale: Locale): Content {
  const { campaignId, settings, status, stock, taken } = campaign;
  const now = deps.clock.now();
  const button = (key: TextKey, action: string, arg = String(campaignId)): Button => ({
    label: say(locale, key),
    data: deps.signer.sign(action, arg),
  });
  const fields = (Object.keys(FIELDS) as Field[]).filter(
    (field) => settings.how === "first" || (field !== "l" && field !== "p"),
  );
  const lines = fields.map((field) =>
    say(locale, "coupons.card-line", {
      name: say(locale, `coupons.field.${FIELDS[field]}`),
      value: settingText(locale, settings, field, now),
    }),
  );
  const head = say(locale, "coupons.card", {
    number: campaignId,
    title: settings.title,
    kind: say(locale, `coupons.kind.${settings.kind}`),
    stock,
    taken,
    status: say(locale, `coupons.status.${status}`),
  });
  const notes: string[] = [];
  if (status === "draft" && settings.kind === "pool" && stock === 0) {
    notes.push(say(locale, "coupons.card-upload", { number: campaignId }));
  }
  if (settings.needsSecond && status === "draft") notes.push(say(locale, "coupons.card-second"));
  const changes = fields.map((field) =>
    button(`coupons.field.${FIELDS[field]}`, "ks", `${campaignId}.${field}`),
  );
  const rows: Button[][] =
    status === "draft" || status === "scheduled"
      ? [
          changes.slice(0, 4),
          changes.slice(4),
          [button("coupons.release", "kr"), button("coupons.stop", "kx")],
        ]
      : status === "open" || status === "paused"
        ? [
            [
              button(status === "open" ? "coupons.pause" : "coupons.resume", "kp"),
              button("coupons.stop", "kx"),
            ],
          ]
        : status === "closed" && settings.how === "draw" && taken < stock
          ? [[button("coupons.redraw", "kd")]]
          : [];
  if (status !== "draft") rows.push([button("coupons.figures-button", "kv")]);
  return textContent(
    [[head, ...lines].join("\n"), ...notes].join("\n\n"),
    rows.filter((row) => row.length > 0),
  );
}
