import { z } from "zod";
import data from "./contexts.json" with { type: "json" };
import { GAP, type Normalised } from "./normalise.ts";
import type { Hit, Hits, WordIndex } from "./word-index.ts";

/**
 * Ways in which a sentence may name a danger that is not there: denied (没有抽搐), asked about in general
 * (抽搐怎么预防), long past (去年抽过), told from a film, the news, a game, about an animal (电视剧里…), or a manner of
 * speaking (笑到抽搐), a joke (没抢到 要上吊了哈哈), or well again (磕了一下 继续玩). Each has to be close and plain:
 * where in doubt, the danger stands.
 */
export const CONTEXTS = ["negated", "asked", "past", "told", "saying", "joking", "over"] as const;
export type Context = (typeof CONTEXTS)[number];

const Words = z.array(z.string().min(1));
const ContextWords = z.object({
  about: z.string(),
  /** Directly before a danger word, with nothing but `fillers` or listed `symptoms` between, they deny it. */
  negators: Words,
  fillers: Words,
  symptoms: Words,
  /** Between two symptoms of one denied list. */
  joiners: Words,
  /** Contain a negator and deny nothing. */
  notNegators: Words,
  asked: z.object({
    before: Words,
    /** Weaker than `before`: "怕噎着" is a worry, "怕是噎着了" is not. */
    worry: Words,
    after: Words,
    /** Ask about it only where nobody says that it has happened, or to whom (婴儿噎住怎么急救). */
    how: Words,
  }),
  /** Anywhere in a text: it is happening, whatever the question sounds like. */
  happening: Words,
  past: z.object({
    before: Words,
    /** Calm only what is also over: followed by 过 or by one of `settled`. */
    weak: Words,
    settled: Words,
    /** Between the past and the danger word: it happened again. */
    now: Words,
  }),
  told: z.object({
    before: Words,
    after: Words,
    /** Between the story and the danger word: the writer speaks of their own again. */
    own: Words,
  }),
  /** Directly before a danger word: it is the animal's. Counted with `told`. */
  animals: Words,
  /** Directly before a danger word they make it a manner of speaking (笑到抽搐). */
  sayings: Words,
  /** Laughter and trifles: close to a danger word they make it a joke, for the rules that people joke about. */
  jokes: z.object({ words: Words }),
  over: z.object({
    /** After a danger word: the child is well again, for the rules that believe it. */
    words: Words,
    /** Around those words: not over after all (看着没事 但是…). */
    but: Words,
  }),
});

/** How far a cue reaches, in characters of the normalised text. */
const REACH = {
  asked: 18,
  worry: 7,
  after: 12,
  past: 26,
  settled: 18,
  told: 40,
  animal: 3,
  saying: 1,
  joke: 14,
  over: 20,
  but: 14,
} as const;
const LONGEST_NEGATION = 22;

type ContextReader = (normalised: Normalised, hits: Hits) => (hit: Hit) => ReadonlySet<Context>;

/** Adds the words of `contexts.json` to `index`; the reader tells for a hit which contexts calm it. */
export function createContextReader(index: WordIndex, readWord: (word: string) => string): ContextReader {
  const words = ContextWords.parse(data);
  const ids = (list: readonly string[]) => list.map((word) => index.add(word));
  const cues: Record<Cue, readonly number[]> = {
    asked: ids(words.asked.before),
    worry: ids(words.asked.worry),
    askedAfter: ids(words.asked.after),
    how: ids(words.asked.how),
    happening: ids(words.happening),
    past: ids(words.past.before),
    now: ids(words.past.now),
    told: ids(words.told.before),
    toldAfter: ids(words.told.after),
    own: ids(words.told.own),
    weak: ids(words.past.weak),
    settled: ids(words.past.settled),
    animals: ids(words.animals),
    sayings: ids(words.sayings),
    jokes: ids(words.jokes.words),
    over: ids(words.over.words),
    but: ids(words.over.but),
  };
  const isNegated = createNegationReader(words, readWord);

  return (normalised, hits) => {
    // Most texts hold no danger word: nothing is gathered before the first question.
    let scene: Scene | undefined;
    const known = new Map<number, ReadonlySet<Context>>();
    return (hit) => {
      const key = hit.start * 65_536 + hit.end;
      const before = known.get(key);
      if (before) return before;
      scene ??= readScene(hits, cues);
      const contexts = contextsAt(hit, normalised, scene);
      if (isNegated(normalised, hit.start)) contexts.add("negated");
      known.set(key, contexts);
      return contexts;
    };
  };
}

const CUES = [
  "asked",
  "worry",
  "askedAfter",
  "how",
  "happening",
  "past",
  "weak",
  "settled",
  "now",
  "told",
  "toldAfter",
  "own",
  "animals",
  "sayings",
  "jokes",
  "over",
  "but",
] as const;
type Cue = (typeof CUES)[number];

interface Scene {
  readonly placed: Readonly<Record<Cue, readonly Hit[]>>;
}

function readScene(hits: Hits, cues: Readonly<Record<Cue, readonly number[]>>): Scene {
  const placed = Object.fromEntries(CUES.map((cue) => [cue, gather(hits, cues[cue])]));
  return { placed: placed as Record<Cue, readonly Hit[]> };
}

function contextsAt(hit: Hit, normalised: Normalised, { placed }: Scene): Set<Context> {
  const calm = new Set<Context>();
  const near = (list: readonly Hit[], reach: number) => lastBefore(list, hit.start, reach);
  if (placed.happening.length === 0 && isAsked(hit, normalised, placed)) calm.add("asked");
  if (isPast(hit, normalised, placed)) calm.add("past");
  const told = near(placed.told, REACH.told);
  const toldAfter = firstAfter(placed.toldAfter, hit.end, REACH.after);
  if (told && !between(placed.own, told.end, hit.end)) calm.add("told");
  if (toldAfter && !between(placed.own, hit.end, toldAfter.start)) calm.add("told");
  if (near(placed.animals, REACH.animal)) calm.add("told");
  if (near(placed.sayings, REACH.saying)) calm.add("saying");
  if (near(placed.jokes, REACH.joke) || firstAfter(placed.jokes, hit.end, REACH.joke)) calm.add("joking");
  const over = firstAfter(placed.over, hit.end, REACH.over);
  if (over && !between(placed.but, over.start - 2, over.end + REACH.but)) calm.add("over");
  return calm;
}

/** "如果噎住了" asks; "有没有医生 孩子噎住了" does not: a danger that has happened starts its own clause. */
function isAsked(hit: Hit, { text, gaps }: Normalised, placed: Scene["placed"]): boolean {
  const happened = text[hit.end] === "了" || text[hit.end - 1] === "了";
  const strongest = (from: number, to: number) => {
    let gap = 0;
    for (let at = from; at <= to; at++) gap = Math.max(gap, gaps[at] ?? 0);
    return gap;
  };
  const before = lastBefore(placed.asked, hit.start, REACH.asked);
  if (before && strongest(before.end, hit.start) < (happened ? GAP.space : GAP.sentence)) return true;
  const worry = lastBefore(placed.worry, hit.start, REACH.worry);
  if (worry && !happened && strongest(worry.end, hit.start) < GAP.sentence) return true;
  const how = firstAfter(placed.how, hit.end, REACH.after);
  if (how && !happened && placed.own.length === 0 && strongest(hit.end, how.start) < GAP.comma) return true;
  const after = firstAfter(placed.askedAfter, hit.end, REACH.after);
  return after !== undefined && strongest(hit.end, after.start) < (happened ? GAP.space : GAP.comma);
}

function isPast(hit: Hit, { text }: Normalised, placed: Scene["placed"]): boolean {
  const plain = lastBefore(placed.past, hit.start, REACH.past);
  const weak = lastBefore(placed.weak, hit.start, REACH.past);
  const again = (from: number) => between(placed.now, from, hit.end);
  if (plain && !again(plain.end)) return true;
  if (!weak || again(weak.end)) return false;
  const over = text.slice(hit.start - 1, hit.end + 3).includes("过") || /^ ?once/.test(text.slice(hit.end));
  return over || firstAfter(placed.settled, hit.end, REACH.settled) !== undefined;
}

function gather(hits: Hits, ids: readonly number[]): readonly Hit[] {
  const found: Hit[] = [];
  for (const id of ids) {
    const list = hits.get(id);
    if (list) found.push(...list);
  }
  return found.sort((a, b) => a.start - b.start);
}

/** Index of the first hit that starts at `position` or later. */
function indexFrom(list: readonly Hit[], position: number): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle]?.start ?? 0) < position) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The last hit that ends before `position`; a few that overlap it are passed over. */
function lastBefore(list: readonly Hit[], position: number, reach: number): Hit | undefined {
  const from = indexFrom(list, position) - 1;
  for (let at = from; at >= 0 && at > from - 5; at--) {
    const hit = list[at];
    if (hit && hit.end <= position + 1) return position - hit.end <= reach ? hit : undefined;
  }
  return undefined;
}

function firstAfter(list: readonly Hit[], position: number, reach: number): Hit | undefined {
  const hit = list[indexFrom(list, position)];
  return hit && hit.start - position <= reach ? hit : undefined;
}

function between(list: readonly Hit[], from: number, to: number): boolean {
  const hit = list[indexFrom(list, from)];
  return hit !== undefined && hit.start < to;
}

function createNegationReader(words: z.infer<typeof ContextWords>, readWord: (word: string) => string) {
  const endings = (list: readonly string[]) => {
    const texts = list.map((word) => (word.startsWith(" ") ? ` ${readWord(word)}` : readWord(word)));
    return texts.filter((text) => text !== "").sort((a, b) => b.length - a.length);
  };
  const negators = endings(words.negators);
  const notNegators = endings(words.notNegators);
  const fillers = endings(words.fillers);
  const symptoms = endings(words.symptoms);
  const joiners = endings(words.joiners);
  const endsWith = (text: string, list: readonly string[], end: number) =>
    list.find((word) => text.endsWith(word, end) && isWordStart(text, end - word.length, word));

  return ({ text, gaps }: Normalised, start: number): boolean => {
    let at = start;
    // A blank before the danger word belongs to the words before it.
    if (text[at - 1] === " ") at--;
    for (let step = 0; step < 8 && at > 0 && start - at <= LONGEST_NEGATION; step++) {
      const gap = gaps[at] ?? 0;
      if (gap >= GAP.comma) return false;
      const around = notNegators.some((word) => coversEnd(text, word, at));
      if (around) return false;
      const negator = endsWith(text, negators, at);
      if (negator !== undefined && gap < GAP.space) return true;
      if (negator !== undefined && /[a-z]$/.test(negator)) return true;
      // In a denied list ("没有发烧、咳嗽和抽搐") the earlier symptoms are stepped over, each with its joiner.
      const joiner = endsWith(text, joiners, at);
      const afterJoiner = joiner === undefined ? at : at - joiner.length;
      const symptom =
        gap === GAP.list || joiner !== undefined ? endsWith(text, symptoms, afterJoiner) : undefined;
      if (symptom !== undefined) {
        at = afterJoiner - symptom.length;
        continue;
      }
      const filler = endsWith(text, fillers, at);
      if (filler === undefined || (gap >= GAP.space && !filler.startsWith(" "))) return false;
      at -= filler.length;
    }
    return false;
  };
}

/** Whether `word` stands so that it reaches over the character before `end` ("是不是" around the "不是" before it). */
function coversEnd(text: string, word: string, end: number): boolean {
  for (let shift = 0; shift < word.length; shift++) {
    if (text.startsWith(word, end - word.length + shift)) return end - word.length + shift < end;
  }
  return false;
}

function isWordStart(text: string, start: number, word: string): boolean {
  if (!/^[a-z]/.test(word)) return start >= 0;
  const before = text.charCodeAt(start - 1);
  return !(before >= 97 && before <= 122);
}
