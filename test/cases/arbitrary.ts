import fc from "fast-check";
import { CASE_KINDS, type CaseEventBody, type FanWay } from "../../src/cases/index.ts";

const LEVEL = fc.constantFrom("care", "urgent", "emergency" as const);
const STAFF = fc.constantFrom("lan", "ying", "zhu");
export const FROM: FanWay = {
  platform: "telegram",
  chatId: "501",
  kind: "private",
  userId: "501",
  locale: "zh",
};
const WAY: fc.Arbitrary<FanWay> = fc.record({
  platform: fc.constantFrom("telegram", "discord", "web"),
  chatId: fc.stringMatching(/^-?\d{1,9}$/),
  kind: fc.constantFrom("private", "group"),
  userId: fc.stringMatching(/^\d{1,9}$/),
  locale: fc.constantFrom("zh", "en"),
});
/** Whatever people write, but what PostgreSQL cannot hold. */
const TEXT = fc.string({ unit: "grapheme", maxLength: 40 }).map((text) => text.replaceAll("\u0000", ""));
const REF = fc.stringMatching(/^telegram:\d{1,5}:\d{1,5}$/);

/** What opens a case. */
export const OPENED: fc.Arbitrary<CaseEventBody> = fc.record({
  type: fc.constant("opened"),
  kind: fc.constantFrom(...CASE_KINDS),
  level: LEVEL,
  alias: fc.constantFrom("青禾", "小满"),
  reason: fc.constantFrom("alarm", "human", "moved"),
  from: WAY,
  words: fc.array(TEXT, { maxLength: 2 }),
  text: TEXT,
});

/** Anything that can happen in one afterwards. */
export const HAPPENS: fc.Arbitrary<CaseEventBody> = fc.oneof(
  fc.record({
    type: fc.constant("fan-wrote"),
    text: TEXT,
    media: fc.subarray(["photo", "voice"] as const),
    from: WAY,
    ref: REF,
  }),
  fc.record({ type: fc.constant("asked-human"), from: WAY }),
  fc.record({
    type: fc.constant("staff-wrote"),
    by: STAFF,
    text: TEXT,
    as: fc.constant("王老师团队"),
    code: fc.constant("ABCD2345"),
    held: fc.boolean(),
  }),
  fc.record({
    type: fc.constant("staff-edited"),
    by: STAFF,
    of: fc.integer({ min: 1, max: 20 }),
    text: TEXT,
  }),
  fc.record({ type: fc.constant("staff-withdrew"), of: fc.integer({ min: 1, max: 20 }) }),
  fc.record({ type: fc.constant("delivered") }),
  fc.record({ type: fc.constant("undelivered"), since: fc.integer({ min: 1, max: 20 }) }),
  fc.record({ type: fc.constant("note"), by: STAFF, text: TEXT }),
  fc.record({ type: fc.constantFrom("acknowledged", "taken", "read", "closed"), by: STAFF }),
  fc.record({ type: fc.constant("transferred"), by: STAFF, to: STAFF }),
  fc.record({ type: fc.constant("raised"), level: LEVEL }),
  fc.record({ type: fc.constant("raised"), level: LEVEL, by: STAFF }),
  fc.record({ type: fc.constant("reopened") }),
  fc.record({ type: fc.constant("rated"), stars: fc.integer({ min: 1, max: 5 }) }),
  fc.record({ type: fc.constant("rated-words"), text: TEXT }),
  fc.record({ type: fc.constant("revealed"), by: STAFF, text: TEXT }),
  fc.record({
    type: fc.constant("promised"),
    expectedBy: fc.option(fc.integer({ min: 1, max: 2 ** 42 }), { nil: undefined }),
    receipt: fc.boolean(),
  }),
  fc.record({
    type: fc.constant("ladder-step"),
    step: fc.integer({ min: 1, max: 9 }),
    told: fc.array(STAFF, { maxLength: 3 }),
  }),
  fc.record({ type: fc.constant("edited"), ref: REF, text: TEXT }),
  fc.record({ type: fc.constant("deleted"), ref: REF }),
  fc.record({
    type: fc.constant("joined"),
    other: fc.integer({ min: 1, max: 9 }),
    level: LEVEL,
    levelSince: fc.integer({ min: 1, max: 2 ** 42 }),
    assigneeId: STAFF,
    waitingSince: fc.option(fc.integer({ min: 1, max: 2 ** 42 }), { nil: undefined }),
    lastFanAt: fc.integer({ min: 1, max: 2 ** 42 }),
    askedHuman: fc.boolean(),
    ladderStep: fc.integer({ min: 0, max: 6 }),
    from: WAY,
  }),
  fc.record({ type: fc.constant("joined-to"), into: fc.integer({ min: 1, max: 9 }) }),
  fc.record({ type: fc.constant("form-answered"), field: fc.constant("order"), text: TEXT }),
) as fc.Arbitrary<CaseEventBody>;
