/** From "nothing to see" to "call 120 or 110 now"; a later word outranks an earlier one. */
export const LEVELS = ["none", "care", "urgent", "emergency"] as const;
export type Level = (typeof LEVELS)[number];

export const SAFETY_KINDS = [
  "breathing",
  "choking",
  "seizure",
  "unconscious",
  "poisoning",
  "swallowed",
  "burn",
  "injury",
  "drowning",
  "electric",
  "bleeding",
  "gas",
  "allergy",
  "fever",
  "infection",
  "dehydration",
  "abdomen",
  "newborn",
  "postpartum",
  "self-harm",
  "harm-to-child",
  "violence",
  "abuse",
  "missing",
  "mood",
  "hardship",
  "after-sale",
  "product-safety",
  "hostility",
  "money-appeal",
  "unprocessed",
] as const;
/** What the danger is about, for the card, for staff and for counting. */
export type SafetyKind = (typeof SAFETY_KINDS)[number];

/** Which advice a matched rule leads to: the key of one set of steps in `core/texts/safety.ts`. */
export const ROUTES = [
  "resuscitate",
  "choking",
  "seizure",
  "breathing",
  "poison",
  "swallowed",
  "burn",
  "head",
  "drowning",
  "electric",
  "bleeding",
  "gas",
  "allergy",
  "young-fever",
  "very-ill",
  "dehydration",
  "abdomen",
  "newborn",
  "pale-stool",
  "postpartum",
  "self-harm",
  "harm-to-child",
  "violence",
  "abuse",
  "missing",
  "mood",
  "hardship",
  "after-sale",
  "product-safety",
  "hostility",
  "money-appeal",
  "unprocessed",
] as const;
export type Route = (typeof ROUTES)[number];

/** `rules` are ids of matched rules, gravest first; `words` are the words that matched, for staff eyes only. */
export interface Triage {
  readonly level: Level;
  readonly kinds: readonly SafetyKind[];
  readonly rules: readonly string[];
  readonly words: readonly string[];
  /** Below urgent, with something in it that the second look could not place: a configured model may look as well. */
  readonly unsure?: true;
}

export interface TriageContext {
  /** Age of the child that the person usually asks about; an age in the text itself goes first. */
  readonly ageMonths?: number | undefined;
  /** The text was put together from several messages, which may have nothing to do with one another. */
  readonly joined?: boolean;
}

export const levelRank = (level: Level): number => LEVELS.indexOf(level);

/** True when a person has to see the card before anything else is said. */
export const isUrgent = (triage: Pick<Triage, "level">): boolean => levelRank(triage.level) >= 2;

/**
 * Matters that a group must not learn about from the bot: the card for them is a line that could be meant for
 * anyone, and the real one belongs in a private chat.
 */
export const PRIVATE_KINDS: ReadonlySet<SafetyKind> = new Set<SafetyKind>([
  "self-harm",
  "harm-to-child",
  "violence",
  "abuse",
  "mood",
  "hardship",
  "hostility",
]);

/** Needs of people and troubles with goods or words: for staff and official places, not for an ambulance. */
const NEEDS: ReadonlySet<SafetyKind> = new Set<SafetyKind>([
  "hardship",
  "after-sale",
  "product-safety",
  "hostility",
  "money-appeal",
]);

/** The needs that a text speaks of, in the order of its kinds. */
export const needsOf = ({ kinds }: Pick<Triage, "kinds">): readonly SafetyKind[] =>
  kinds.filter((kind) => NEEDS.has(kind));

/** What a model may raise a text for: what somebody has to look at today. */
export const DANGERS: readonly SafetyKind[] = SAFETY_KINDS.filter(
  (kind) => !NEEDS.has(kind) && kind !== "mood" && kind !== "unprocessed",
);

/** The triage after a model has seen danger in the text; a model never takes anything back. */
export const raisedFor = (triage: Triage, kind: SafetyKind): Triage => ({
  level: levelRank(triage.level) > levelRank("urgent") ? triage.level : "urgent",
  kinds: [...new Set([kind, ...triage.kinds])],
  rules: ["model.danger", ...triage.rules],
  words: triage.words,
});
