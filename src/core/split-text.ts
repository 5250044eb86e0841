const SENTENCE_END = /[。！？!?；;\n]["”’」』)）]*|\.(?=\s)/gu;

/** Where a text may be cut at or before `limit`: after a sentence, else after a space or comma, else between characters. */
function cutBefore(text: string, limit: number): number {
  const head = text.slice(0, limit);
  let cut = 0;
  for (const match of head.matchAll(SENTENCE_END)) cut = match.index + match[0].length;
  if (cut > limit / 4) return cut;
  const softer = Math.max(head.lastIndexOf("，"), head.lastIndexOf(","), head.lastIndexOf(" ")) + 1;
  if (softer > limit / 4) return softer;
  const lastUnit = head.charCodeAt(limit - 1);
  const splitsPair = lastUnit >= 0xd800 && lastUnit <= 0xdbff;
  return splitsPair ? limit - 1 : limit;
}

/** Cuts `text` into pieces of at most `maxLength` UTF-16 code units, at sentence ends where there are any. */
export function splitAtSentences(text: string, maxLength: number): readonly string[] {
  const pieces: string[] = [];
  let rest = text;
  while (rest.length > maxLength) {
    const cut = cutBefore(rest, maxLength);
    const piece = rest.slice(0, cut).trimEnd();
    if (piece !== "") pieces.push(piece); // no platform takes an empty message
    rest = rest.slice(cut).trimStart();
  }
  if (rest.length > 0 || pieces.length === 0) pieces.push(rest);
  return pieces;
}
