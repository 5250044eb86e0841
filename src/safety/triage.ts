import { createContextReader } from "./contexts.ts";
import { type CompiledRule, type Match, matchRule, type Reading } from "./match-rule.ts";
import { normalise } from "./normalise.ts";
import { readQuantities } from "./quantities.ts";
import { loadRules, type ReadyRule } from "./rules.ts";
import { levelRank, type Triage, type TriageContext } from "./types.ts";
import { WordIndex } from "./word-index.ts";

/** Longer than any platform's message; what is beyond is not read, and a human is told so. */
export const LONGEST_TEXT = 20_000;
const NOTHING: Triage = { level: "none", kinds: [], rules: [], words: [] };
const TOO_LONG: Match = { id: "too-long", level: "care", kinds: ["unprocessed"], words: [] };
const FAILED: Triage = { level: "urgent", kinds: ["unprocessed"], rules: ["engine-error"], words: [] };

/**
 * Makes the local triage. The returned function is pure, reads nothing, takes well under a millisecond for a chat
 * message, and never throws: whatever goes wrong inside gives level `urgent` with kind `unprocessed`, so that a
 * human looks. Making it throws, naming the rule, when a rule is broken.
 */
export function createTriage(
  rules: readonly ReadyRule[] = loadRules(),
): (text: string, context?: TriageContext) => Triage {
  const readWord = (word: string) => normalise(word).text;
  const index = new WordIndex(readWord);
  const ids = (words: readonly string[] = []) => words.map((word) => index.add(word));
  const compiled = rules.map((rule): CompiledRule => {
    try {
      return { rule, groups: rule.all.map(ids), except: ids(rule.except), unless: ids(rule.unless) };
    } catch (cause) {
      throw new Error(`Safety rule ${rule.id} is broken: ${String(cause)}`, { cause });
    }
  });
  const readContexts = createContextReader(index, readWord);
  index.finish();

  // Only rules whose first group stands in the text are looked at.
  const always = compiled.filter(({ groups }) => groups.length === 0);
  const byWord = new Map<number, CompiledRule[]>();
  for (const rule of compiled) {
    for (const id of rule.groups[0] ?? []) byWord.set(id, [...(byWord.get(id) ?? []), rule]);
  }

  const judge = (text: string, context: TriageContext): Triage => {
    const normalised = normalise(text.slice(0, LONGEST_TEXT));
    const hits = index.find(normalised);
    const quantities = readQuantities(normalised);
    const contextsOf = readContexts(normalised, hits);
    const ageMonths = quantities.ageMonths ?? context.ageMonths;
    const reading: Reading = { hits, quantities, ageMonths, contextsOf, word: (id) => index.word(id) };
    const candidates = new Set(always);
    for (const id of hits.keys()) for (const rule of byWord.get(id) ?? []) candidates.add(rule);
    const matches: Match[] = [];
    for (const rule of candidates) {
      const match = matchRule(rule, reading);
      if (match) matches.push(match);
    }
    if (text.length > LONGEST_TEXT) matches.push(TOO_LONG);
    return summary(matches);
  };

  return (text, context = {}) => {
    try {
      return judge(text, context);
    } catch {
      return FAILED;
    }
  };
}

function summary(matches: Match[]): Triage {
  const [first] = matches.sort((a, b) => levelRank(b.level) - levelRank(a.level) || (a.id < b.id ? -1 : 1));
  if (!first) return NOTHING;
  return {
    level: first.level,
    kinds: [...new Set(matches.flatMap(({ kinds }) => kinds))],
    rules: matches.map(({ id }) => id),
    words: [...new Set(matches.flatMap(({ words }) => words))],
  };
}
