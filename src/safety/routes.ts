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
  unprocessed: "unprocessed",
};

/** Advice for a triage, gravest first and each once; never empty. */
export function routesOf(triage: Pick<Triage, "kinds" | "rules">): readonly Route[] {
  const routes = triage.kinds.map((kind) => ROUTE_OF_KIND[kind]);
  return routes.length > 0 ? [...new Set(routes)] : ["unprocessed"];
}
