import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { z } from "zod";
import {
  abstainBlocks,
  considerWithHelp,
  createRecentQuestions,
  type Decision,
  decideAnswer,
  detailBlocks,
  type Help,
  type Helpers,
  isForDoctor,
  plainText,
  rewordedBlocks,
  type SpendingStore,
  shortAnswerBlocks,
  suggestBlocks,
  understoodBlock,
} from "./answering/index.ts";
import { type Config, loadConfig, readEnvironment } from "./config.ts";
import { type Clock, systemClock } from "./core/clock.ts";
import type { Block } from "./core/content.ts";
import { languageOf } from "./core/language.ts";
import { createLogger, redact } from "./core/logger.ts";
import { systemRandom } from "./core/random.ts";
import type { Locale } from "./core/texts/index.ts";
import type { Transact } from "./core/transact.ts";
import {
  createLibrary,
  type Knowledge,
  loadArticles,
  type Overrides,
  type Problem,
  type Source,
  type VectorStore,
} from "./knowledge/index.ts";
import { KNOWLEDGE_FOLDER } from "./knowledge-folder.ts";
import { createTriage, isUrgent, loadHotlines, type Triage, urgentCard } from "./safety/index.ts";

type Io = Pick<NodeJS.Process, "stdin" | "stdout" | "stderr">;

export interface AskOptions {
  readonly knowledgeFolder?: string;
  readonly clock?: Clock;
}

/** What `--json` prints, and `--batch` for each line; outside checks rely on these names. */
interface Answer {
  readonly id?: string;
  readonly outcome: Decision["outcome"] | "urgent";
  readonly triage: Pick<Triage, "level" | "kinds" | "rules">;
  readonly articles: readonly {
    readonly id: string;
    readonly revision: string;
    readonly title: string;
    readonly score: number;
  }[];
  readonly text: string;
  readonly sources: readonly Source[];
  readonly ms: number;
}

const Line = z.object({
  id: z.union([z.string(), z.number()]).transform(String),
  text: z.string(),
  ageMonths: z.number().min(0).max(300).nullish(),
});

/** `ask`: the same triage, search and words as in a chat, without a platform and without a database. */
export async function runAsk(args: readonly string[], io: Io, options: AskOptions = {}): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      json: { type: "boolean" },
      batch: { type: "boolean" },
      llm: { type: "boolean" },
    },
  });
  const { answer: answerAlone, answerWith, details, knowledge } = await createAsk(io, options);
  const models = values.llm ? await openAskModels(knowledge, io) : undefined;
  const answer: Answering = models
    ? (text, ageMonths) => answerWith(models.helpers, text, ageMonths)
    : answerAlone;
  if (values.batch) return await runBatch(answer, io).finally(models?.close);
  const text = positionals.join(" ").trim();
  if (text === "") {
    io.stderr.write('Please add a question: npm run --silent ask -- "新生儿要吃维生素D3吗"\n');
    return 2;
  }
  const said = await Promise.resolve(answer(text)).finally(models?.close);
  io.stdout.write(values.json ? `${JSON.stringify(said)}\n` : `${said.text}\n${details(said, text)}`);
  return 0;
}

/** What editors changed, where there are records: what they retired is not given out in a terminal either. */
async function changes(io: Pick<Io, "stderr">): Promise<Overrides | undefined> {
  try {
    const { readOverrides } = await import("./storage/index.ts");
    return await readOverrides(loadConfig(readEnvironment()));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    io.stderr.write(
      `Editors' changes could not be read, these are the shipped articles: ${redact(reason)}\n`,
    );
    return undefined;
  }
}

async function createAsk(
  io: Pick<Io, "stderr">,
  { knowledgeFolder = KNOWLEDGE_FOLDER, clock = systemClock }: AskOptions,
) {
  const [articles, overrides] = await Promise.all([loadArticles(knowledgeFolder), changes(io)]);
  const onProblem = ({ file, line, reason }: Problem) =>
    void io.stderr.write(`${file}:${line}: ${reason} (not given out)\n`);
  const { search, knowledge } = createLibrary(articles, clock, overrides && { overrides, onProblem });
  const deps = { search, knowledge, clock };
  const triageText = createTriage();
  const hotlines = loadHotlines();

  function answer(text: string, ageMonths?: number): Answer {
    const startedAt = performance.now();
    return present(startedAt, text, triageText(text, { ageMonths }), decideAnswer(deps, { text, ageMonths }));
  }

  /** Triage comes first and does not change for anything that a model says; an urgent text is not shown to one. */
  async function answerWith(helpers: Helpers, text: string, ageMonths?: number): Promise<Answer> {
    const startedAt = performance.now();
    const triage = triageText(text, { ageMonths });
    if (isUrgent(triage)) return present(startedAt, text, triage, decideAnswer(deps, { text, ageMonths }));
    const asked = { text, ageMonths, heard: "addressed", locale: localeOf(text) } as const;
    const considered = await considerWithHelp(deps, helpers, asked, undefined);
    const decision = considered?.decision ?? decideAnswer(deps, { text, ageMonths });
    return present(startedAt, text, triage, decision, considered?.help);
  }

  function present(
    startedAt: number,
    asked: string,
    { level, kinds, rules, words }: Triage,
    decision: Decision,
    help: Help = {},
  ): Answer {
    const urgent = isUrgent({ level });
    const blocks = urgent
      ? urgentCard({ level, kinds, rules, words }, localeOf(asked), {
          place: "private",
          hotlines,
          now: new Date(),
        }).blocks
      : blocksWith(decision, help, asked);
    const [first] = decision.candidates;
    return {
      outcome: urgent ? "urgent" : decision.outcome,
      triage: { level, kinds, rules },
      articles: decision.candidates.map(({ article: { id, revision, title }, score }) => ({
        id,
        revision,
        title,
        score,
      })),
      text: plainText(blocks),
      sources: !urgent && decision.outcome === "answered" && first ? first.article.sources : [],
      ms: performance.now() - startedAt,
    };
  }

  /** What a chat shows behind its buttons. */
  function details({ outcome, articles: [first, ...others] }: Answer, asked: string): string {
    if (outcome === "answered" && first) {
      const article = knowledge.byId(first.id);
      return article ? `\n${plainText(detailBlocks(article, localeOf(asked)))}\n` : "";
    }
    if (outcome !== "suggested" || !first) return "";
    return [first, ...others].map(({ title }) => `- ${title}\n`).join("");
  }
  return { answer, answerWith, details, knowledge };
}

type Answering = (text: string, ageMonths?: number) => Answer | Promise<Answer>;

/** The configured models with the day's spending out of the bot's own records; while the bot holds those, in memory. */
async function openAskModels(knowledge: Knowledge, io: Io) {
  const config = loadConfig(readEnvironment());
  if (!config.model) {
    io.stderr.write("No model is configured (OPENAI_*): answers are the articles' own text.\n");
    return undefined;
  }
  const [{ openModels }, storage] = await Promise.all([import("./open-models.ts"), openRecords(config)]);
  const models = openModels({
    settings: config.model,
    clock: systemClock,
    random: systemRandom,
    logger: createLogger("silent"),
    transact: storage.transact,
    knowledge,
    recent: createRecentQuestions(systemClock),
    onHelped: (task, outcome) => void (outcome === "used" || io.stderr.write(`model, ${task}: ${outcome}\n`)),
  });
  await models.ready();
  return { helpers: models.helpers, close: storage.close };
}

async function openRecords(config: Config): Promise<{
  transact: Transact<{ spending: SpendingStore; vectors: VectorStore }>;
  close: () => Promise<void>;
}> {
  const { FolderInUseError, openStorage } = await import("./storage/index.ts");
  try {
    const { storage, unlock } = await openStorage(config, () => {});
    return { transact: storage.transact, close: () => storage.close().finally(unlock) };
  } catch (error) {
    if (!(error instanceof FolderInUseError)) throw error;
    let spent = 0;
    const spending: SpendingStore = {
      spent: async () => spent,
      spend: async (_, tokens) => {
        spent += tokens;
      },
    };
    const vectors: VectorStore = {
      vectors: async () => [],
      addVectors: async () => {},
      forgetVectors: async () => {},
    };
    return { transact: (work) => work({ spending, vectors }), close: async () => {} };
  }
}

/** As `blocksOf`, with what a model may have put into words. */
function blocksWith(decision: Decision, { worded, chosen }: Help, asked: string): readonly Block[] {
  const [first] = decision.candidates;
  const locale = localeOf(asked);
  const blocks =
    worded && first ? rewordedBlocks(first.article, worded.sentences, locale) : blocksOf(decision, asked);
  return chosen && first ? [understoodBlock(first.article, locale), ...blocks] : blocks;
}

function blocksOf({ outcome, candidates: [first], stage, also }: Decision, asked: string): readonly Block[] {
  const locale = localeOf(asked);
  if (outcome !== "answered" || !first)
    return outcome === "suggested" ? suggestBlocks(locale) : abstainBlocks(locale);
  return [
    ...shortAnswerBlocks(first.article, locale, { stage, forDoctor: isForDoctor(asked) }),
    // A chat has a button for it.
    ...(also ? shortAnswerBlocks(also.article, locale) : []),
  ];
}

const localeOf = (asked: string): Locale => languageOf(asked) ?? "zh";

/** One line out for each line in, in order; a line that cannot be read gets an error in its place. */
async function runBatch(answer: Answering, io: Io): Promise<number> {
  let bad = 0;
  for await (const line of createInterface({
    input: io.stdin,
    crlfDelay: Number.POSITIVE_INFINITY,
  })) {
    if (line.trim() === "") continue;
    const parsed = readLine(line);
    if (!parsed.success) bad += 1;
    const result = parsed.success
      ? {
          id: parsed.data.id,
          ...(await answer(parsed.data.text, parsed.data.ageMonths ?? undefined)),
        }
      : { id: null, error: { code: "bad-line", ...firstIssue(parsed.error) } };
    io.stdout.write(`${JSON.stringify(result)}\n`);
  }
  return bad === 0 ? 0 : 1;
}

function readLine(line: string): z.ZodSafeParseResult<z.infer<typeof Line>> {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    value = undefined; // the schema then says that an object was expected
  }
  return Line.safeParse(value);
}

function firstIssue(error: z.ZodError): { field: string; reason: string } {
  const issue = error.issues[0];
  return {
    field: issue?.path.join(".") ?? "",
    reason: issue?.message ?? "not a JSON object",
  };
}
