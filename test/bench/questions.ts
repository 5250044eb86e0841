import type { Article } from "../../src/knowledge/index.ts";
import { seeded } from "./figures.ts";

const PREFIXES = [
  "请问",
  "王老师，",
  "在吗？想问一下",
  "姐妹们，",
  "我家宝宝刚满月，婆婆说不用管，可我还是不放心，昨天一晚上没睡好。",
];
const SUFFIXES = ["啊", "呀，急", "？？", "，求告知🙏", "，谢谢"];

/** Each question of the articles as it stands, and as people mangle it: prefixes, lost characters, spaces, swaps. */
export function variedQuestions(articles: readonly Article[], seed = 1): string[] {
  const random = seeded(seed);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  const mangle = (text: string): string => {
    const letters = [...text]; // whole characters: half an emoji is no text
    const at = Math.floor(random() * letters.length);
    const without = letters.toSpliced(at, 1);
    switch (Math.floor(random() * 5)) {
      case 0:
        return pick(PREFIXES) + text;
      case 1:
        return text + pick(SUFFIXES);
      case 2:
        return without.join("");
      case 3:
        return letters.toSpliced(at, 0, " ").join("");
      default:
        return without.toSpliced(at + 1, 0, letters[at] ?? "").join("");
    }
  };
  const questions = articles.flatMap(({ title, variants }) => [title, ...variants]);
  const all = [
    ...questions,
    ...questions.map(mangle),
    ...questions.map((text) => mangle(mangle(text))),
  ].filter(
    (text) => text.trim() !== "", // of a question of one word nothing may be left
  );
  for (let last = all.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    [all[last], all[other]] = [all[other] as string, all[last] as string];
  }
  return all;
}

/** As many articles as asked for: the real ones, then mixtures of two of them under words of their own. */
export function withFillers(articles: readonly Article[], count: number, seed = 2): Article[] {
  const random = seeded(seed);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  const all = [...articles];
  while (all.length < count) {
    const number = all.length;
    const [one, other] = [pick(articles), pick(articles)];
    const half = (text: string, text2: string) =>
      text.slice(0, Math.ceil(text.length / 2)) + text2.slice(Math.floor(text2.length / 2));
    all.push({
      ...one,
      id: `filler-${number}`,
      title: `${half(one.title, other.title)}${number}`,
      variants: one.variants.map(
        (text, at) => `${half(text, other.variants[at] ?? other.title)}${number}.${at}`,
      ),
      keywords: [...one.keywords.slice(0, 3), ...other.keywords.slice(0, 3)],
      short: half(one.short, other.short),
      sections: {
        ...one.sections,
        avoid: other.sections.avoid,
        doctor: [...one.sections.doctor.slice(0, 2), ...other.sections.doctor.slice(0, 2)],
      },
    });
  }
  return all;
}
