import { z } from "zod";
import type { AnswerModel, Deadline, Told } from "../answering/index.ts";
import type { Random } from "../core/random.ts";
import type { Locale } from "../core/texts/index.ts";
import type { GuardedCall } from "./call-guard.ts";
import type { Chat } from "./chat.ts";
import type { Prompt, PromptId, Prompts, PromptValue } from "./prompts.ts";

const Restated = z.object({ question: z.string() });
const Choice = z.object({ choice: z.number() });
const Reworded = z.object({
  sentences: z.array(
    z.object({
      text: z.string(),
      articleId: z.string(),
      revision: z.string(),
      lines: z.array(z.number()),
    }),
  ),
});

const Judged = z.object({ danger: z.string() });

const LANGUAGES: Readonly<Record<Locale, string>> = { zh: "简体中文", en: "English" };

export interface AnswerModelDeps {
  readonly chat: Chat;
  readonly guarded: GuardedCall;
  readonly prompts: Prompts;
  readonly random: Random;
  readonly model: string;
  /** Closed phrases that may stand between quoted sentences, by language. */
  readonly phrases: Readonly<Record<Locale, readonly string[]>>;
}

/** The tasks of a model in answering and in looking for danger, each with its prompt and the form that its answer must have. */
export function createAnswerModel(deps: AnswerModelDeps): AnswerModel {
  const { chat, guarded, prompts, random } = deps;

  async function ask<T>(
    prompt: Prompt,
    schema: z.ZodType<T>,
    values: Readonly<Record<string, PromptValue>>,
    deadline: Deadline,
  ): Promise<Told<T>> {
    const { system, user } = prompt.fill(values, random);
    // A Chinese character is about a token; the answer is rarely longer than a third of what it was made from.
    const estimate = Math.ceil((system.length + user.length) * 1.33);
    return await guarded({ estimate, deadline }, (signal) =>
      chat.ask({ name: prompt.id, schema, system, user }, signal),
    );
  }

  const worded: readonly PromptId[] = ["restate", "choose", "reword"];
  const versions = worded.map((id) => `${id}-${prompts[id].version}`);
  return {
    name: [deps.model, ...versions].join(" "),

    async restate({ locale, earlier, question }, deadline) {
      const values = {
        language: LANGUAGES[locale],
        earlier: { fenced: earlier },
        question: { fenced: question },
      };
      const told = await ask(prompts.restate, Restated, values, deadline);
      return told.kind === "told" ? { kind: "told", value: told.value.question } : told;
    },

    async danger({ text, kinds }, deadline) {
      const values = { kinds: kinds.join("、"), message: { fenced: text } };
      const told = await ask(prompts.danger, Judged, values, deadline);
      if (told.kind === "failed") return told;
      const kind = told.value.danger;
      if (kind !== "none" && !kinds.includes(kind)) return { kind: "failed", reason: "bad-output" };
      return { kind: "told", value: kind === "none" ? undefined : kind };
    },

    async choose({ question, candidates }, deadline) {
      const list = candidates.map(({ title, short }, at) => `${at + 1}. ${title}\n${short}`).join("\n");
      const values = { question: { fenced: question }, candidates: { fenced: list } };
      const told = await ask(prompts.choose, Choice, values, deadline);
      if (told.kind === "failed") return told;
      const { choice } = told.value;
      if (!Number.isInteger(choice) || choice < 0 || choice > candidates.length)
        return { kind: "failed", reason: "bad-output" };
      return { kind: "told", value: choice === 0 ? undefined : choice - 1 };
    },

    async reword({ locale, question, source }, deadline) {
      const lines = source.lines.map(({ number, section, text }) => `${number}. ${HEADINGS[section]}${text}`);
      const values = {
        language: LANGUAGES[locale],
        articleId: source.articleId,
        revision: source.revision,
        phrases: deps.phrases[locale].join(locale === "zh" ? "；" : "; "),
        question: { fenced: question },
        lines: { fenced: `${source.title}\n${lines.join("\n")}` },
      };
      return await ask(prompts.reword, Reworded, values, deadline);
    },
  };
}

/** Where a line stands, said in front of it: a sentence under "do not" means something else alone. */
const HEADINGS = {
  short: "【简短回答】",
  todo: "",
  avoid: "【不要做】",
  thrift: "",
  doctor: "【什么时候看医生】",
} as const;
