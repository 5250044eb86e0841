import { isUrgent, levelRank, type Triage, type TriageContext } from "./types.ts";

/** Pieces of one sentence are short; Latin letters take less room, so these are counted in characters of Han. */
const LONGEST_PIECE = 14;
const LATIN_ROOM = 0.4;
/** Messages of one person belong together for this long. */
export const TOGETHER_MS = 3 * 60_000;

/** A question stands by itself: who asks three things in a row has three things on her mind. */
const ASKS =
  /[吗呢吧嘛不没][?？!！。~]*$|[?？][!！?？]*$|怎么|怎样|咋|如何|什么|啥|多少|多久|多大|几[个岁点月天次]|哪|为何|能不能|可不可以|可以|要不要|好不好|是不是|有没有|正常|what|how|when|where|which|why|can i|should/iu;
/** Questions that go on with what was said before them. */
const CALLS_FOR_HELP =
  /^(我?(现在|这)?(该|应该)?)?(怎么办|咋办|咋整|咋弄|怎么弄|怎么救|点算|啷个办|救命|快|急|帮帮?我|有没有人|要不要(去医院|紧|报警)|what do i do|help)/iu;

/** Whether a text may be one piece of a sentence that was sent in several. */
export const mayBePiece = (text: string, own: Pick<Triage, "level">): boolean =>
  isPiece(text) && !isUrgent(own);

function isPiece(text: string): boolean {
  const trimmed = text.trim();
  if (trimmed === "") return false;
  let room = 0;
  for (const character of trimmed) room += character < "\u2e80" ? LATIN_ROOM : 1;
  return room <= LONGEST_PIECE && (!ASKS.test(trimmed) || CALLS_FOR_HELP.test(trimmed));
}

/**
 * Judges a text together with what the same person wrote just before (把孩子 / 扔下去 / 算了): the graver of the two
 * levels counts. Only pieces that follow on one another are put together: what is long, or asks something of its own,
 * ends the thought before it. What the earlier texts said without this one was raised then and is not raised again. A
 * rule has to find it, and the second look has to find that it makes sense as a whole.
 */
export function judgeTogether(
  triage: (text: string, context?: TriageContext) => Triage,
  earlier: readonly string[],
  text: string,
  own: Triage,
): Triage {
  const pieces = earlier.slice(earlier.findLastIndex((piece) => !isPiece(piece)) + 1);
  if (pieces.length === 0 || !isPiece(text)) return own;
  const joined = triage([...pieces, text].join(" "), { joined: true });
  if (levelRank(joined.level) <= levelRank(own.level) || !isUrgent(joined)) return own;
  const known = new Set([...pieces, pieces.join(" ")].flatMap((piece) => triage(piece).rules));
  const fresh = joined.rules.filter((rule) => !known.has(rule) && rule !== "sensed.danger");
  return fresh.length === 0 ? own : { ...joined, rules: [...fresh, ...own.rules] };
}
