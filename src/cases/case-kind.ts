import type { Triage } from "../safety/index.ts";
import type { CaseKind } from "./case.ts";

/** Gravest first: a text of several kinds becomes one case. */
const KINDS: readonly (readonly [CaseKind, readonly string[]])[] = [
  ["distress", ["self-harm", "harm-to-child", "violence", "abuse", "missing", "mood"]],
  ["product-safety", ["product-safety"]],
  ["hardship", ["hardship"]],
  ["after-sale", ["after-sale"]],
];
/** Not about the person who wrote it. */
const NO_CASE: ReadonlySet<string> = new Set(["hostility", "money-appeal"]);
/** What a human sees to although it can wait. */
const SEEN_TO_WHEN_CARE: ReadonlySet<CaseKind> = new Set<CaseKind>([
  "distress",
  "hardship",
  "after-sale",
  "product-safety",
]);

/** The kind of case that a text becomes which triage raised; undefined when it becomes none. */
export function caseKindOf(triage: Pick<Triage, "kinds" | "level">): CaseKind | undefined {
  if (triage.level === "none") return undefined;
  const kinds: readonly string[] = triage.kinds.filter((kind) => !NO_CASE.has(kind));
  const named = KINDS.find(([, names]) => names.some((name) => kinds.includes(name)))?.[0];
  const kind = named ?? (kinds.length > 0 || triage.kinds.length === 0 ? "health" : undefined);
  return triage.level !== "care" || (kind && SEEN_TO_WHEN_CARE.has(kind)) ? kind : undefined;
}

/** What a group must not learn about from the bot. */
export const isPrivateMatter = (kind: CaseKind): boolean => kind === "distress" || kind === "hardship";
