import { z } from "zod";
import { CONTEXTS, type Context } from "./contexts.ts";
import abuse from "./rules/abuse.json" with { type: "json" };
import accident from "./rules/accident.json" with { type: "json" };
import breath from "./rules/breath.json" with { type: "json" };
import illness from "./rules/illness.json" with { type: "json" };
import lexicon from "./rules/lexicon.json" with { type: "json" };
import mind from "./rules/mind.json" with { type: "json" };
import mother from "./rules/mother.json" with { type: "json" };
import need from "./rules/need.json" with { type: "json" };
import poison from "./rules/poison.json" with { type: "json" };
import signs from "./rules/signs.json" with { type: "json" };
import { LEVELS, type Level, ROUTES, SAFETY_KINDS } from "./types.ts";

const Words = z.array(z.string().min(1)).min(1);

const Rule = z.strictObject({
  /** Never reused for another meaning: staff and statistics know rules by it. */
  id: z.string().regex(/^[a-z-]+\.[a-z0-9-]+$/),
  level: z.enum(LEVELS).exclude(["none"]),
  kinds: z.array(z.enum(SAFETY_KINDS)).min(1),
  route: z.enum(ROUTES),
  /** Why the rule is as it is, for reviewers. */
  note: z.string().optional(),
  /**
   * One word of each group has to stand in the text, each within `within` characters of the first group's word.
   * `@name` takes in a list of `lexicon.json`; `|` at an edge means "clause begins or ends here".
   */
  all: z.array(Words).default([]),
  within: z.number().int().min(1).max(200).default(14),
  /** The child has to be younger; an age in the text goes before the one that is known. */
  underMonths: z.number().positive().optional(),
  /** A body temperature in °C at or above this stands in the text. */
  temperature: z.number().min(35).max(43).optional(),
  /** A length of time at or above this stands within 12 characters of the first group's word. */
  hours: z.number().positive().optional(),
  /** A word that lies in one of these does not count (想死 in 想死你了). */
  except: Words.optional(),
  /**
   * The first group's word does not count when one of these stands within `unlessWithin` characters of it; a rule
   * that only wants a temperature looks at the whole text.
   */
  unless: Words.optional(),
  unlessWithin: z.number().int().min(1).max(200).default(12),
  /** Level that is left when the words are denied, asked about, past or told; by default `none` for each. */
  calmed: z.partialRecord(z.enum(CONTEXTS), z.enum(LEVELS)).default({}),
});
export type Rule = z.infer<typeof Rule>;

const SignRule = z.strictObject({
  id: Rule.shape.id,
  level: Rule.shape.level,
  kinds: Rule.shape.kinds,
  route: Rule.shape.route,
  note: Rule.shape.note,
  /** How many points have to come together within `within` characters; each sign counts once. */
  points: z.number().int().min(2),
  within: z.number().int().min(1).max(200),
  signs: z.array(z.strictObject({ name: z.string(), points: z.number().int().min(1), words: Words })).min(2),
  underMonths: Rule.shape.underMonths,
  except: Rule.shape.except,
  /** The rule does not speak at all when one of these stands anywhere in the text. */
  unless: Rule.shape.unless,
  calmed: Rule.shape.calmed,
});
type SignRule = z.infer<typeof SignRule>;

const RuleFile = z.strictObject({
  about: z.string(),
  /** Stands for each rule that says nothing else. */
  calmed: z.partialRecord(z.enum(CONTEXTS), z.enum(LEVELS)).default({}),
  rules: z.array(z.unknown()).min(1),
});
const Lexicon = z.record(z.string().regex(/^[a-z-]+$/), Words);

const RULE_FILES: readonly unknown[] = [breath, poison, accident, illness, mother, mind, abuse, need, signs];

const CALM: Readonly<Record<Context, Level>> = {
  negated: "none",
  asked: "none",
  past: "none",
  told: "none",
  saying: "none",
  // Most dangers are no joke, and a child who plays again may still have swallowed the battery.
  joking: "emergency",
  over: "emergency",
};

/** A rule whose lists are written out and whose `calmed` is whole. */
export interface ReadyRule extends Omit<Rule, "calmed"> {
  readonly calmed: Readonly<Record<Context, Level>>;
}

/** A sign rule whose lists are written out and whose `calmed` is whole. */
export interface ReadySigns extends Omit<SignRule, "calmed"> {
  readonly calmed: Readonly<Record<Context, Level>>;
}

export interface Ready {
  readonly rules: readonly ReadyRule[];
  readonly signs: readonly ReadySigns[];
}

/** Reads rule files. Throws with the rule's id when one is broken, names an unknown list or repeats an id. */
export function loadRules(files: readonly unknown[] = RULE_FILES, lists: unknown = lexicon): Ready {
  const words = Lexicon.parse(lists);
  const seen = new Set<string>();
  const ready = { rules: [] as ReadyRule[], signs: [] as ReadySigns[] };
  for (const file of files) {
    const { calmed, rules } = RuleFile.parse(file);
    for (const raw of rules) {
      const id = idOf(raw);
      if (seen.has(id)) throw broken(id, "the id is used twice");
      seen.add(id);
      const written = (list: readonly string[]) => list.flatMap((word) => expand(word, words, id));
      const common = (rule: Pick<Rule, "except" | "unless" | "calmed">) => ({
        except: rule.except && written(rule.except),
        unless: rule.unless && written(rule.unless),
        calmed: { ...CALM, ...calmed, ...rule.calmed },
      });
      if (typeof raw === "object" && raw !== null && "signs" in raw) {
        const rule = read(SignRule, raw, id);
        const signs = rule.signs.map((sign) => ({ ...sign, words: written(sign.words) }));
        ready.signs.push({ ...rule, ...common(rule), signs });
      } else {
        const rule = read(Rule, raw, id);
        if (rule.all.length === 0 && rule.temperature === undefined) throw broken(id, "nothing to match");
        ready.rules.push({ ...rule, ...common(rule), all: rule.all.map(written) });
      }
    }
  }
  return ready;
}

let reviewed: Ready | undefined;
/** The rules that come with the bot, read once. */
export function reviewedRules(): Ready {
  reviewed ??= loadRules();
  return reviewed;
}

function read<T>(schema: z.ZodType<T>, raw: unknown, id: string): T {
  const parsed = schema.safeParse(raw);
  if (!parsed.success) throw broken(id, z.prettifyError(parsed.error));
  return parsed.data;
}

function expand(
  word: string,
  lists: Readonly<Record<string, readonly string[]>>,
  id: string,
): readonly string[] {
  if (!word.startsWith("@")) return [word];
  const list = lists[word.slice(1)];
  if (!list) throw broken(id, `there is no list ${word} in lexicon.json`);
  return list;
}

const broken = (id: string, why: string) => new Error(`Safety rule ${id} is broken: ${why}`);

const idOf = (raw: unknown): string => {
  const parsed = z.object({ id: z.string() }).safeParse(raw);
  return parsed.success ? parsed.data.id : "(without id)";
};
