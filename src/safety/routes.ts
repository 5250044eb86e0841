import { reviewedRules } from "./rules.ts";
import type { Route, SafetyKind, Triage } from "./types.ts";

/** What to advise when a kind is known and no rule says more. */
const ROUTE_OF_KIND: Readonly<Record<SafetyKind, Route>> = {
  breathing: "breathing",
  choking: "choking",
  seizure: "seizure",
  unconscious: "resuscitate",
  poisoning: "poison",
  swallowed: "swallowed",
  burn: "burn",
  injury: "head",
  drowning: "drowning",
  electric: "electric",
  bleeding: "bleeding",
  gas: "gas",
  allergy: "allergy",
  fever: "very-ill",
  infection: "very-ill",
  dehydration: "dehydration",
  abdomen: "abdomen",
  newborn: "newborn",
  postpartum: "postpartum",
  "self-harm": "self-harm",
  "harm-to-child": "harm-to-child",
  violence: "violence",
  abuse: "abuse",
  missing: "missing",
  mood: "mood",
  hardship: "hardship",
  "after-sale": "after-sale",
  "product-safety": "product-safety",
  hostility: "hostility",
  "money-appeal": "money-appeal",
  unprocessed: "unprocessed",
};

/** Advice for a triage: of its rules, gravest first and each once, else of its kinds; never empty. */
export function routesOf(triage: Pick<Triage, "kinds" | "rules">): readonly Route[] {
  const { rules, signs } = reviewedRules();
  const known = new Map<string, Route>([...rules, ...signs].map(({ id, route }) => [id, route]));
  const routes = triage.rules.flatMap((id) => known.get(id) ?? []);
  const chosen = routes.length > 0 ? routes : triage.kinds.map((kind) => ROUTE_OF_KIND[kind]);
  if (chosen.length === 0) return ["unprocessed"];
  // Advice for a low mood is out of place beside anything graver, general advice beside what fits exactly.
  return [...new Set(without("very-ill", without("mood", chosen)))];
}

/** The others, unless there are none. */
function without(general: Route, routes: readonly Route[]): readonly Route[] {
  const others = routes.filter((route) => route !== general);
  return others.length > 0 ? others : routes;
}
