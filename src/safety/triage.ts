import { createContextReader } from "./contexts.ts";
import { type Match, matchRule, measure, type Reading } from "./match-rule.ts";
import { matchSigns } from "./match-signs.ts";
import { type Normalised, normalise } from "./normalise.ts";
import { readQuantities } from "./quantities.ts";
import { type Ready, reviewedRules } from "./rules.ts";
import { createSenseReader, piecesOf, type SenseData, shippedSense, weigh } from "./sense.ts";
import { isUrgent, levelRank, type SafetyKind, type Triage, type TriageContext } from "./types.ts";
import { WordIndex } from "./word-index.ts";

/**
 * From these log odds on the second look raises a text that no rule knows; fitted to find most dangers while raising
 * fewer than 3 of 100 real parenting questions.
 */
const RAISES = -0.5;
/** Where a rule knows the danger and heard it denied, or for less than urgent, the second look has to be surer. */
const RAISES_AGAINST = 0;
/** Longer than any platform's message; what is beyond is not read, and a human is told so. */
const LONGEST_TEXT = 20_000;
/** From these log odds on a model, where there is one, is asked as well: a few texts of a hundred. */
const DOUBTS = -2.5;
/**
 * Below these log odds the second look calms what rules raised, to `care`: a human is still told, and a model asked. On
 * messages kept from its learning, a fifth of the rules' false alarms lay below, and 1 danger of 1,000.
 */
const CALMS = -3;
/** What was put together by the bot has to make sense as a whole. */
const CALMS_JOINED = -1.5;
/** In longer texts a danger may stand among much that is harmless: there rules have the last word. */
const LONGEST_CALMED = 40;
/** Never calmed by a guess. */
const GRAVE: ReadonlySet<SafetyKind> = new Set(["self-harm", "harm-to-child", "hostility", "money-appeal"]);
const SENSED = "sensed.danger";
const NOTHING: Triage = { level: "none", kinds: [], rules: [], words: [] };
const TOO_LONG: Match = { id: "too-long", level: "care", kinds: ["unprocessed"], words: [] };
const FAILED: Triage = { level: "urgent", kinds: ["unprocessed"], rules: ["engine-error"], words: [] };

interface Parts {
  readonly ready: Ready;
  readonly sense?: SenseData;
}

/**
 * One code with at most a word before it ("/link 7Q2X…"), with letters and digits: nobody says anything with it. Only what
 * rules know by its words is looked for; its digits are no fever, and to the second look any letters may be pinyin.
 */
const CODE_ALONE = /^\s*(?:\S{1,12}\s+)?(?=\S*\d)(?=\S*[a-z])[\da-z_-]{4,64}\s*$/i;
const NOTHING_MEASURED = readQuantities(normalise(""));

/**
 * Makes the local triage; without `sense` from the rules alone. The returned function is pure, reads nothing, takes well under a millisecond for a chat
 * message, and never throws: whatever goes wrong inside gives level `urgent` with kind `unprocessed`, so that a
 * human looks. Making it throws, naming the rule, when a rule is broken.
 */
export function createTriage(
  { ready, sense }: Parts = { ready: reviewedRules(), sense: shippedSense() },
): (text: string, context?: TriageContext) => Triage {
  const readWord = (word: string) => normalise(word).text;
  const index = new WordIndex(readWord);
  const { always, byWord } = compile(ready, index);
  const readContexts = createContextReader(index, readWord);
  const readSense = sense && createSenseReader(index);
  index.finish();

  /** Whether the second look is sure that nothing in the text, and in no piece of it, tells of a danger. */
  const soundsCalm = (normalised: Normalised, ageMonths: number | undefined, sense: SenseData): boolean => {
    let known = false;
    for (const piece of piecesOf(normalised)) {
      const hits = index.find(piece);
      const stretches =
        readSense?.(piece, hits, readContexts(piece, hits), readQuantities(piece), ageMonths) ?? [];
      const { odds, words } = weigh(stretches, sense);
      if (odds >= CALMS) return false;
      known ||= words.length > 0;
    }
    return known;
  };

  const judge = (text: string, context: TriageContext): Triage => {
    const normalised = normalise(text.slice(0, LONGEST_TEXT));
    const hits = index.find(normalised);
    const isCode = CODE_ALONE.test(text);
    const quantities = isCode ? NOTHING_MEASURED : readQuantities(normalised);
    const contextsOf = readContexts(normalised, hits);
    const ageMonths = quantities.ageMonths ?? context.ageMonths;
    const reading: Reading = {
      hits,
      quantities,
      ageMonths,
      contextsOf,
      word: (id) => index.word(id),
      reach: measure(normalised.text),
    };
    // Only rules whose first group stands in the text, or two of whose signs might, are looked at.
    const candidates = new Set(always);
    for (const id of hits.keys()) for (const judgeRule of byWord.get(id) ?? []) candidates.add(judgeRule);
    const matches: Match[] = [];
    for (const judgeRule of candidates) {
      const match = judgeRule(reading);
      if (match) matches.push(match);
    }
    let unsure = false;
    const raised = matches.filter(isUrgent);
    if (sense && readSense && raised.length > 0) {
      const mayCalm = normalised.text.length <= LONGEST_CALMED && !raised.some(isGrave);
      const isCalm = context.joined
        ? weigh(readSense(normalised, hits, contextsOf, quantities, ageMonths), sense).odds < CALMS_JOINED
        : mayCalm && soundsCalm(normalised, ageMonths, sense);
      if (isCalm) return summary(matches.map(calmed), true);
    } else if (sense && readSense && !isCode) {
      const sensed = weigh(readSense(normalised, hits, contextsOf, quantities, ageMonths), sense);
      if (sensed.odds > (matches.length > 0 ? RAISES_AGAINST : RAISES)) {
        matches.push({ id: SENSED, level: "urgent", ...sensed });
      } else {
        unsure = sensed.odds > DOUBTS;
      }
    }
    if (text.length > LONGEST_TEXT) matches.push(TOO_LONG);
    return summary(matches, unsure);
  };

  return (text, context = {}) => {
    try {
      return judge(text, context);
    } catch {
      return FAILED;
    }
  };
}

const isGrave = ({ kinds }: Match): boolean => kinds.some((kind) => GRAVE.has(kind));
const calmed = (match: Match): Match => (isUrgent(match) ? { ...match, level: "care" } : match);

type JudgeRule = (reading: Reading) => Match | undefined;

function compile({ rules, signs }: Ready, index: WordIndex) {
  const always: JudgeRule[] = [];
  const byWord = new Map<number, JudgeRule[]>();
  const listen = (ids: readonly number[], judgeRule: JudgeRule) => {
    for (const id of ids) {
      const list = byWord.get(id);
      if (list) list.push(judgeRule);
      else byWord.set(id, [judgeRule]);
    }
  };
  const idsFor = (id: string) => {
    return (words: readonly string[] = []) => {
      try {
        return words.map((word) => index.add(word));
      } catch (cause) {
        throw new Error(`Safety rule ${id} is broken: ${String(cause)}`, { cause });
      }
    };
  };
  for (const rule of rules) {
    const ids = idsFor(rule.id);
    const compiled = { rule, groups: rule.all.map(ids), except: ids(rule.except), unless: ids(rule.unless) };
    const judgeRule: JudgeRule = (reading) => matchRule(compiled, reading);
    if (compiled.groups[0]) listen(compiled.groups[0], judgeRule);
    else always.push(judgeRule);
  }
  for (const rule of signs) {
    const ids = idsFor(rule.id);
    const signOf = new Map(rule.signs.flatMap(({ words }, sign) => ids(words).map((word) => [word, sign])));
    const compiled = { rule, signOf, except: ids(rule.except), unless: ids(rule.unless) };
    listen([...signOf.keys()], (reading) => matchSigns(compiled, reading));
  }
  return { always, byWord };
}

function summary(matches: Match[], unsure: boolean): Triage {
  const [first] = matches.sort((a, b) => levelRank(b.level) - levelRank(a.level) || (a.id < b.id ? -1 : 1));
  const doubt = unsure ? { unsure } : {};
  if (!first) return { ...NOTHING, ...doubt };
  return {
    ...doubt,
    level: first.level,
    kinds: [...new Set(matches.flatMap(({ kinds }) => kinds))],
    rules: matches.map(({ id }) => id),
    words: [...new Set(matches.flatMap(({ words }) => words))],
  };
}
