/** How long one kind of personal data is kept. Everything that has a time is in this table; a job keeps to it. */
export interface Keeping {
  /** Of its erasing, see `RetentionStore`. */
  readonly rule: string;
  readonly feature: string;
  readonly table: string;
  readonly what: string;
  /** From when it was handled, closed or over; 0: it goes as soon as it is over. */
  readonly days: number;
  readonly why: string;
}

/** The README's list is the same: a test compares. */
export const KEPT = [
  {
    rule: "inbox-texts",
    feature: "delivery",
    table: "inbox",
    what: "what people wrote, and who",
    days: 7,
    why: "to look into complaints; a plea in several messages",
  },
  {
    rule: "inbox-keys",
    feature: "delivery",
    table: "inbox",
    what: "that an update came",
    days: 180,
    why: "a repeat is known and answered once",
  },
  {
    rule: "outbox-texts",
    feature: "delivery",
    table: "deliveries",
    what: "what the bot said",
    days: 30,
    why: "to look into complaints; sending again what failed",
  },
  {
    rule: "outbox-keys",
    feature: "delivery",
    table: "deliveries",
    what: "that something was sent, with its receipts",
    days: 400,
    why: "nothing is sent twice; a reply finds its case",
  },
  {
    rule: "cursors",
    feature: "delivery",
    table: "cursors",
    what: "how far a chat was read",
    days: 400,
    why: "to read on after a silence",
  },
  {
    rule: "room-messages",
    feature: "web room",
    table: "room_messages",
    what: "messages of a web room",
    days: 90,
    why: "the room shows what was said",
  },
  {
    rule: "alarms",
    feature: "safety",
    table: "safety_events",
    what: "the words that triage matched, and whose",
    days: 180,
    why: "to look into a miss or a false alarm",
  },
  {
    rule: "quiet-times",
    feature: "safety",
    table: "quiet_times",
    what: "who hears no promotion",
    days: 0,
    why: "72 hours after danger, an hour after an answer",
  },
  {
    rule: "answers",
    feature: "answering",
    table: "answers",
    what: "who got which answer",
    days: 365,
    why: "what a fan was shown can be shown",
  },
  {
    rule: "case-texts",
    feature: "cases",
    table: "cases",
    what: "closed cases of distress, health, hardship and others: words and whose",
    days: 365,
    why: "the next helper knows what was; complaints",
  },
  {
    rule: "goods-case-texts",
    feature: "cases",
    table: "cases",
    what: "closed cases about goods: words and whose",
    days: 1095,
    why: "records of trade are kept three years (E-Commerce Law, art. 31)",
  },
  {
    rule: "old-human-requests",
    feature: "cases",
    table: "human_requests",
    what: "wishes for a human from before there were cases",
    days: 365,
    why: "they became cases",
  },
  {
    rule: "forms",
    feature: "aid",
    table: "aid_forms",
    what: "forms that nobody finished",
    days: 1,
    why: "to go on after a pause",
  },
  {
    rule: "aid-contacts",
    feature: "aid",
    table: "aid_applications",
    what: "how to reach a family, after delivery or refusal",
    days: 30,
    why: "questions about the delivery",
  },
  {
    rule: "aid-answers",
    feature: "aid",
    table: "aid_applications",
    what: "the rest of an ended application, and whose",
    days: 365,
    why: "one pack per family in the next winter too",
  },
  {
    rule: "product-reports",
    feature: "aid",
    table: "product_reports",
    what: "who reported which product",
    days: 30,
    why: "three of one kind in 72 hours stop a product; looking into it",
  },
  {
    rule: "claims-in-vain",
    feature: "coupons",
    table: "coupon_claims",
    what: "presses that came to nothing",
    days: 30,
    why: "questions about the draw",
  },
  {
    rule: "claims",
    feature: "coupons",
    table: "coupon_claims",
    what: "who has which code",
    days: 400,
    why: "once per person; questions at the shop",
  },
  {
    rule: "shop-pushes",
    feature: "coupons",
    table: "shop_pushes",
    what: "what a shop told",
    days: 30,
    why: "a repeat is known",
  },
  {
    rule: "accounts",
    feature: "people",
    table: "accounts",
    what: "people who have not come since, with all that is theirs; not staff, nobody with an open case",
    days: 730,
    why: "to know a regular; nobody is remembered for ever",
  },
  {
    rule: "attempts",
    feature: "people",
    table: "attempts",
    what: "how often somebody tried something",
    days: 2,
    why: "nobody guesses codes",
  },
  {
    rule: "link-codes",
    feature: "people",
    table: "link_codes",
    what: "codes that link accounts (as digests)",
    days: 1,
    why: "valid for ten minutes",
  },
  {
    rule: "invites",
    feature: "people",
    table: "invites",
    what: "invitations of staff (as digests)",
    days: 90,
    why: "who let whom in",
  },
  {
    rule: "wizards",
    feature: "people",
    table: "wizards",
    what: "questions of a set-up that wait",
    days: 1,
    why: "to go on after a pause",
  },
  {
    rule: "names",
    feature: "people",
    table: "accounts",
    what: "names of people who are staff no longer",
    days: 0,
    why: "only staff is known by name",
  },
  {
    rule: "duty-overrides",
    feature: "cases",
    table: "duty_overrides",
    what: "who came on or off duty by hand",
    days: 1,
    why: "it holds for that day",
  },
  {
    rule: "publish-requests",
    feature: "editing",
    table: "publish_requests",
    what: "where an editor wants to hear the outcome",
    days: 90,
    why: "questions about a publishing",
  },
  {
    rule: "forget-receipts",
    feature: "privacy",
    table: "forget_receipts",
    what: "that somebody was forgotten, and nothing of whom",
    days: 1095,
    why: "to show that it was done",
  },
] as const satisfies readonly Keeping[];

export type KeepingRule = (typeof KEPT)[number]["rule"];

const DAY_MS = 86_400_000;
const DAYS = new Map<string, number>(KEPT.map(({ rule, days }) => [rule, days]));

/** How long this is kept, in milliseconds. */
export const keptMs = (rule: KeepingRule): number => (DAYS.get(rule) ?? 0) * DAY_MS;
