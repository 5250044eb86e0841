import type { Locale } from "../core/texts/index.ts";
import type { Article, Line } from "../knowledge/index.ts";
import type { SourceLine, SourceText } from "./answer-model.ts";

const ORDER = ["todo", "avoid", "thrift", "doctor"] as const;

/**
 * The article as numbered lines: first the short answer (of the asker's stage), then every line of its sections.
 * Undefined where the article does not speak this language: a translation cannot be traced word by word.
 */
export function sourceText(article: Article, locale: Locale, short?: string): SourceText | undefined {
  const words = wordsIn(article, locale);
  if (!words) return undefined;
  const lines: SourceLine[] = [{ number: 1, section: "short", text: short ?? words.short }];
  for (const section of ORDER) {
    for (const { text } of words.sections[section]) {
      lines.push({ number: lines.length + 1, section, text });
    }
  }
  return { articleId: article.id, revision: article.revision, title: words.title, lines };
}

interface Words {
  readonly title: string;
  readonly short: string;
  readonly sections: Article["sections"];
  readonly redFlags: readonly string[];
}

function wordsIn(article: Article, locale: Locale): Words | undefined {
  return locale === "zh" ? article : article.english;
}

/** What starts a line that sends people to a doctor now. */
const NOW = /^(?:现在就|马上|立刻|立即)|^(?:now|go now|call 120|at once|straight away)\b/i;

/** The article's danger signs in its own words, the most dangerous first; every reworded answer carries them. */
export function dangerLines(article: Article, locale: Locale): readonly string[] {
  const words = wordsIn(article, locale) ?? article;
  if (words.redFlags.length > 0) return words.redFlags;
  return words.sections.doctor.filter(({ text }: Line) => NOW.test(text)).map(({ text }) => text);
}
