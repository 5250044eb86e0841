import { readFileSync } from "node:fs";
import { z } from "zod";
import { GAP, type Normalised, normalise } from "./normalise.ts";
import { type Hit, WordIndex } from "./word-index.ts";

const Rule = z.object({
  id: z.string().regex(/^[a-z-]+$/),
  /** `hard` is never sent; `soft` waits for a second person. */
  level: z.enum(["hard", "soft"]),
  /** What it follows from, shown to staff. */
  law: z.string().min(1),
  /** A word that is denied just before ("不收捐款") says the opposite. */
  negatable: z.boolean().default(false),
  words: z.array(z.string().min(1)).min(1),
  /** One of these has to stand in the same text. */
  with: z.array(z.string().min(1)).optional(),
  /** A word inside one of these is meant differently ("奶粉罐"). */
  unless: z.array(z.string().min(1)).default([]),
  /** One of these anywhere makes the text right. */
  unlessAnywhere: z.array(z.string().min(1)).default([]),
  better: z.object({ zh: z.string().min(1), en: z.string().min(1) }),
});
type Rule = z.infer<typeof Rule>;

/** One rule that a text breaks, with the words that break it as the rule writes them. */
export interface GuardFinding {
  readonly rule: string;
  readonly level: "hard" | "soft";
  readonly law: string;
  readonly words: readonly string[];
  readonly better: { readonly zh: string; readonly en: string };
}

export interface GuardVerdict {
  /** `block`: nobody may send it. `second`: another person has to agree. */
  readonly outcome: "pass" | "second" | "block";
  /** Hard ones first. */
  readonly findings: readonly GuardFinding[];
}

/** Checks what a host publishes, before anybody sees it. Pure and local; linear in the text's length. */
export type Guard = (text: string) => GuardVerdict;

/** Longest way between a denial and what it denies, in characters of the normalised text. */
const DENIAL_REACH = 6;
const DENIALS =
  /(?:不是|不能|不可|不会|不要|不得|不用|不收|不做|不卖|不搞|不接受|不支持|不需|不许|不准|没有|没|别|勿|禁止|谨防|小心|警惕|并非|拒绝|从不|绝不|防止|无法|停止|不$)/;
/** What only looks like a denial, because it goes on to praise. */
const NO_DENIAL = /(?:不仅|不但|不只|不光|没有比|没得说|不错|特别|不得不|不用愁|别错过)/;

/** The guard with the shipped list; throws when the list is malformed. */
export function createGuard(): Guard {
  const file = new URL("./guard-rules.json", import.meta.url);
  const rules = z.array(Rule).parse(JSON.parse(readFileSync(file, "utf8")));
  const index = new WordIndex((word) => normalise(word).text);
  const idsOf = (words: readonly string[]) => words.map((word) => index.add(word));
  const prepared = rules.map((rule) => ({
    rule,
    words: idsOf(rule.words),
    with: rule.with && idsOf(rule.with),
    unless: idsOf(rule.unless),
    unlessAnywhere: idsOf(rule.unlessAnywhere),
  }));
  index.finish();

  return (text) => {
    const normalised = normalise(text);
    const hits = index.find(normalised);
    const hitsOf = (ids: readonly number[]): readonly Hit[] => ids.flatMap((id) => hits.get(id) ?? []);
    const findings = new Map<string, { rule: Rule; words: Set<string> }>();
    for (const { rule, words, unless, unlessAnywhere, with: together } of prepared) {
      if (hitsOf(unlessAnywhere).length > 0) continue;
      if (together && hitsOf(together).length === 0) continue;
      const excused = hitsOf(unless);
      for (const id of words) {
        const counts = (hits.get(id) ?? []).some(
          (hit) =>
            !excused.some(({ start, end }) => start < hit.end && hit.start < end) &&
            !(rule.negatable && isDenied(normalised, hit.start)),
        );
        if (!counts) continue;
        const key = `${rule.id}:${rule.level}`;
        const found = findings.get(key) ?? { rule, words: new Set() };
        found.words.add(index.word(id));
        findings.set(key, found);
      }
    }
    const list = [...findings.values()].map(
      ({ rule: { id, level, law, better }, words }): GuardFinding => ({
        rule: id,
        level,
        law,
        words: [...words],
        better,
      }),
    );
    const hard = list.filter(({ level }) => level === "hard");
    const soft = list.filter(({ level }) => level === "soft");
    return {
      outcome: hard.length > 0 ? "block" : soft.length > 0 ? "second" : "pass",
      findings: [...hard, ...soft],
    };
  };
}

/** Whether the clause up to `start` ends in a denial of what follows. */
function isDenied({ text, gaps }: Normalised, start: number): boolean {
  let from = start;
  while (from > 0 && start - from < DENIAL_REACH && (gaps[from] ?? 0) < GAP.comma) from -= 1;
  const before = text.slice(from, start);
  return DENIALS.test(before) && !NO_DENIAL.test(before);
}
