import type { Triage, TriageContext } from "./types.ts";

const KEPT = 64;

/**
 * The same triage, which answers at once for a text that it has just looked at: each is asked for on its way twice. What is
 * known beside a text is rare and not remembered.
 */
export function rememberTriage(
  triage: (text: string, context?: TriageContext) => Triage,
): (text: string, context?: TriageContext) => Triage {
  const known = new Map<string, Triage>();
  return (text, context) => {
    if (context) return triage(text, context);
    const before = known.get(text);
    if (before) return before;
    const found = triage(text);
    known.set(text, found);
    if (known.size > KEPT) {
      for (const oldest of known.keys()) {
        known.delete(oldest);
        break;
      }
    }
    return found;
  };
}
