import { isUrgent, levelRank, type Triage } from "./types.ts";

/** Longer texts say what they mean by themselves. */
const LONGEST_PIECE = 60;
/** Messages of one person belong together for this long. */
export const TOGETHER_MS = 5 * 60_000;

/** Whether a text may be one piece of a sentence that was sent in several. */
export const mayBePiece = (text: string, own: Pick<Triage, "level">): boolean =>
  text.length <= LONGEST_PIECE && !isUrgent(own);

/**
 * Judges a text together with what the same person wrote just before (把孩子 / 扔下去 / 算了): the graver of the two
 * levels counts. What the earlier texts said without this one was raised then and is not raised again. Only rules speak
 * here: several unrelated messages in a row look grave to the second look, and are nothing of the kind.
 */
export function judgeTogether(
  triage: (text: string) => Triage,
  earlier: readonly string[],
  text: string,
  own: Triage,
): Triage {
  const pieces = earlier.filter((piece) => piece !== "" && piece.length <= LONGEST_PIECE);
  if (pieces.length === 0) return own;
  const joined = triage([...pieces, text].join(" "));
  if (levelRank(joined.level) <= levelRank(own.level) || !isUrgent(joined)) return own;
  const known = new Set([...pieces.map(triage), triage(pieces.join(" "))].flatMap(({ rules }) => rules));
  const fresh = joined.rules.filter((rule) => !known.has(rule) && rule !== "sensed.danger");
  return fresh.length === 0 ? own : { ...joined, rules: [...fresh, ...own.rules] };
}
