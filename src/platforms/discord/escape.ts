/** Discord's own rule for a bare link; what it matches is not read as Markdown, so it must stay as it is. */
const LINK = /https?:\/\/[^\s<]+[^<.,:;"'\]\s]/g;

/**
 * Plain text as Discord Markdown that is shown as typed: nothing a person or an article wrote becomes formatting, a
 * mention, a timestamp, an emoji or a masked link. At most doubles the length. Bare links stay links.
 */
export function escapeMarkdown(text: string): string {
  const clean = cleanText(text);
  let escaped = "";
  let from = 0;
  for (const match of clean.matchAll(LINK)) {
    // Brackets or spoiler bars in an address are somebody playing with Markdown; then it is only text.
    if (/[[\]()|*`~\\@]/.test(match[0])) continue;
    escaped += escapePlain(clean.slice(from, match.index), from === 0) + match[0];
    from = match.index + match[0].length;
  }
  return escaped + escapePlain(clean.slice(from), from === 0);
}

function escapePlain(text: string, atStart: boolean): string {
  const inline = text
    .replace(/[\\*_~`|<>[\]]/g, "\\$&")
    // A zero-width space: a backslash does not stop Discord from colouring @everyone.
    .replace(/@(?=everyone|here)/gi, "@\u200b");
  const lineStarts = /(^|\n)([ \t]*)(#{1,3}(?=\s)|-#|[-+](?=\s)|\d{1,10}(?=[.)]\s))/g;
  return inline.replace(lineStarts, (all, start: string, space: string, mark: string, offset: number) => {
    if (start === "" && offset === 0 && !atStart) return all;
    return /^\d/.test(mark) ? `${start}${space}${mark}\\` : `${start}${space}\\${mark}`;
  });
}

/** For places that Discord shows without Markdown (labels, footers): no lone surrogates, no control characters. */
export const cleanText = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to remove
  text.toWellFormed().replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, "");

/** Cuts to at most `max` UTF-16 code units, never inside a character or after a lone backslash. */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  const kept = text
    .slice(0, max - 1)
    .toWellFormed()
    .replace(/\ufffd$/, "");
  return `${kept.replace(/(?<!\\)(?:\\\\)*\\$/, (slashes) => slashes.slice(1))}…`;
}
