import { z } from "zod";
import { EVIDENCE_KINDS, TOPICS } from "./article.ts";

const characters = (max: number) =>
  z
    .string()
    .trim()
    .min(1, "must not be empty")
    .refine((text) => [...text].length <= max, `must have at most ${max} characters`)
    .refine((text) => !/[\r\n]/.test(text), "must be one line");

const DAY_MS = 86_400_000;

/** A calendar day that exists; YAML leaves unquoted dates as text under its core schema. */
const day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, "must be a date like 2026-11-22")
  .refine((text) => {
    const time = Date.parse(`${text}T00:00:00Z`);
    return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
  }, "is no day of the calendar");

/** The instant from which an article with `review.by` is closed: the end of that day in China (UTC+8). */
export const closesAtMs = (by: string): number => Date.parse(`${by}T00:00:00+08:00`) + DAY_MS;

const month = z.int().min(0).max(84);

const id = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "must be kebab-case ASCII")
  .max(32);

const stages = (longest: number) =>
  z
    .array(
      z.union([
        z
          .strictObject({ from: month, to: month, short: characters(longest) })
          .refine(({ from, to }) => from <= to, "from must not be after to"),
        z.strictObject({ who: z.enum(["pregnant", "postpartum"]), short: characters(longest) }),
      ]),
    )
    .min(1)
    .max(6)
    .refine((all) => {
      const ages = all.flatMap((one) => ("from" in one ? [one] : [])).sort((a, b) => a.from - b.from);
      return ages.every(({ from }, at) => from > (ages[at - 1]?.to ?? -1));
    }, "ages must not overlap")
    .default([]);

/** The English file of an article: its words; sources, review and stage are the Chinese file's. */
export const EnglishFrontMatter = z.strictObject({
  id,
  title: characters(100).refine((text) => text.endsWith("?"), "must be a question and end with ?"),
  variants: z.array(characters(120)).min(8),
  keywords: z.array(characters(40)).min(2).max(12),
  short: characters(280),
  stages: stages(280),
  redFlags: z.array(characters(80)).max(6).default([]),
});

/** Topics in which something can go wrong with a body: their articles name what makes one go now. */
const WITH_RED_FLAGS: ReadonlySet<string> = new Set([
  "newborn",
  "milk",
  "supplements",
  "food",
  "sleep",
  "illness",
  "skin",
  "safety",
  "vaccines",
  "growth",
  "eyes-teeth",
  "mother-body",
  "mother-mood",
]);

export const FrontMatter = z
  .strictObject({
    id,
    title: characters(40).refine((text) => /[?？]$/u.test(text), "must be a question and end with ？"),
    topic: z.enum(TOPICS),
    stage: z
      .strictObject({ from: month, to: month })
      .refine(({ from, to }) => from <= to, "from must not be after to"),
    variants: z.array(characters(60)).min(8),
    keywords: z.array(characters(20)).min(2).max(12),
    short: characters(120),
    stages: stages(120),
    redFlags: z.array(characters(30)).max(6).default([]),
    related: z.array(id).max(4).default([]),
    sources: z
      .array(
        z.strictObject({
          publisher: characters(80),
          title: characters(200),
          year: z.int().min(1990).max(2100),
          read: z.enum(["original", "repost", "listed"]),
          kind: z.enum(EVIDENCE_KINDS),
          // Some county health offices are reachable without TLS only.
          url: z.url({ protocol: /^https?$/ }).optional(),
        }),
      )
      .min(1)
      .max(8)
      .refine(
        (sources) => sources.some(({ read }) => read !== "listed"),
        "needs a source that was read (original or repost)",
      ),
    review: z
      .strictObject({ level: z.literal("source-checked"), reviewer: characters(40), on: day, by: day })
      .refine(({ on, by }) => by > on, "by must be after on"),
  })
  .refine(({ topic, redFlags }) => redFlags.length > 0 || !WITH_RED_FLAGS.has(topic), {
    path: ["redFlags"],
    message: "this topic needs at least one",
  });
export type FrontMatter = z.infer<typeof FrontMatter>;
export type EnglishFrontMatter = z.infer<typeof EnglishFrontMatter>;
