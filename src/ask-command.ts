import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { z } from "zod";
import {
  abstainBlocks,
  type Decision,
  decideAnswer,
  detailBlocks,
  plainText,
  shortAnswerBlocks,
  suggestBlocks,
} from "./answering/index.ts";
import { systemClock } from "./core/clock.ts";
import { createKnowledge, createSearch, loadArticles, type Source } from "./knowledge/index.ts";
import { KNOWLEDGE_FOLDER } from "./knowledge-folder.ts";
import { createTriage, isUrgent, loadHotlines, type Triage, urgentCard } from "./safety/index.ts";

type Io = Pick<NodeJS.Process, "stdin" | "stdout" | "stderr">;

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
export async function runAsk(args: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      json: { type: "boolean" },
      batch: { type: "boolean" },
      llm: { type: "boolean" },
    },
  });
  if (values.llm) io.stderr.write("No model takes part yet: answers are the articles' own text.\n");
  const { answer, details } = await createAsk();
  if (values.batch) return await runBatch(answer, io);
  const text = positionals.join(" ").trim();
  if (text === "") {
    io.stderr.write('Please add a question: npm run --silent ask -- "新生儿要吃维生素D3吗"\n');
    return 2;
  }
  const said = answer(text);
  io.stdout.write(values.json ? `${JSON.stringify(said)}\n` : `${said.text}\n${details(said)}`);
  return 0;
}

async function createAsk() {
  const articles = await loadArticles(KNOWLEDGE_FOLDER);
  const knowledge = createKnowledge(articles, systemClock);
  const deps = {
    search: createSearch(articles),
    knowledge,
    clock: systemClock,
  };
  const triageText = createTriage();
  const hotlines = loadHotlines();

  function answer(text: string, ageMonths?: number): Answer {
    const startedAt = performance.now();
    const { level, kinds, rules, words } = triageText(text, { ageMonths });
    const decision = decideAnswer(deps, { text, ageMonths });
    const urgent = isUrgent({ level });
    const blocks = urgent
      ? urgentCard({ level, kinds, rules, words }, "zh", {
          place: "private",
          hotlines,
          now: new Date(),
        }).blocks
      : blocksOf(decision);
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
  function details({ outcome, articles: [first, ...others] }: Answer): string {
    if (outcome === "answered" && first) {
      const article = knowledge.byId(first.id);
      return article ? `\n${plainText(detailBlocks(article, "zh"))}\n` : "";
    }
    if (outcome !== "suggested" || !first) return "";
    return [first, ...others].map(({ title }) => `- ${title}\n`).join("");
  }
  return { answer, details };
}

function blocksOf({ outcome, candidates: [first] }: Decision) {
  if (outcome === "answered" && first) return shortAnswerBlocks(first.article, "zh");
  return outcome === "suggested" ? suggestBlocks("zh") : abstainBlocks("zh");
}

/** One line out for each line in, in order; a line that cannot be read gets an error in its place. */
async function runBatch(answer: (text: string, ageMonths?: number) => Answer, io: Io): Promise<number> {
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
          ...answer(parsed.data.text, parsed.data.ageMonths ?? undefined),
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
