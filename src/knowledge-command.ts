import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { systemClock } from "./core/clock.ts";
import { orderedId, systemRandom } from "./core/random.ts";
import { say } from "./core/texts/index.ts";
import { failureText, outcomeText, type Published, refusalText, tellRooms } from "./editing/index.ts";
import {
  type Edited,
  editText,
  findText,
  mayPublish,
  moveText,
  problemText,
  type Revision,
  retireArticle,
  rollBack,
  startDraft,
} from "./knowledge/index.ts";
import { CommandError, type Desk, editorOf, type KnowledgeOptions, openDesk } from "./knowledge-desk.ts";
import { FolderInUseError } from "./storage/index.ts";

type Io = Pick<NodeJS.Process, "stdout" | "stderr">;

const USAGE = `Usage: npm run --silent knowledge -- SUBCOMMAND [--json] [--as ACCOUNT]
  gaps                  questions without an answer, answers that did not help, rewordings that failed
  drafts                drafts and what waits for a second person
  show ID               the text of a draft (its number) or of an article (its id)
  shown ANSWER          what a fan was shown
  export DIR            every article that is given out now, as files, into an empty folder
  check [DIR]           look whether the articles keep all rules
With --as (an account that is editor or operator, such as telegram:12345):
  draft GAP             an article about the questions of a gap
  edit ID FILE          a new draft with the text of a file
  submit ID             send a draft to review
  publish ID            publish somebody else's draft, if no golden question gets worse
  retire ID             stop giving out an article
  rollback ID           back to the previous version
`;
const IN_USE =
  "Beluga is running on this folder and works with it alone. Stop it first, or do this in the staff room: " +
  "缺口 稿件 看稿 起草 改稿 送审 发布 下架 回退 看回答 (/gaps /drafts /article /draft /edit /submit /publish /retire /rollback /shown).\n";

const LISTED = 50;
const LOOK_BACK_MS = 30 * 86_400_000;
const WORDINGS = 12;

/** `knowledge`: what editors do in the staff room, for a terminal; 1 when it was refused, 2 when it was not understood. */
export async function runKnowledge(
  args: readonly string[],
  io: Io,
  options: KnowledgeOptions = {},
): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { json: { type: "boolean" }, as: { type: "string" } },
  });
  const [name = "", ...rest] = positionals;
  if (name === "check") {
    return await (await import("./knowledge-check-command.ts")).runKnowledgeCheck(rest, io);
  }
  const run = COMMANDS[name];
  if (!run) {
    io.stderr.write(USAGE);
    return 2;
  }
  try {
    const desk = await openDesk(options);
    try {
      const { text, data, code } = await run(desk, { rest, as: values.as });
      io.stdout.write(values.json ? `${JSON.stringify(data)}\n` : `${text}\n`);
      return code ?? 0;
    } finally {
      await desk.close();
    }
  } catch (error) {
    if (error instanceof FolderInUseError) io.stderr.write(IN_USE);
    else if (error instanceof CommandError) io.stderr.write(`${error.message}\n`);
    else throw error;
    return 1;
  }
}

type Asked = { readonly rest: readonly string[]; readonly as: string | undefined };
interface Said {
  readonly text: string;
  readonly data: unknown;
  readonly code?: number;
}

const argument = ({ rest }: Asked, place: number, what: string): string => {
  const found = rest[place];
  if (found === undefined || found === "") throw new CommandError(`Please add ${what}.\n\n${USAGE}`);
  return found;
};

function numberOf(asked: Asked): number {
  const digits = /^#?(\d{1,9})$/.exec(argument(asked, 0, "the number of a draft"))?.[1];
  if (digits === undefined)
    throw new CommandError("A draft is named by its number: see knowledge -- drafts.");
  return Number(digits);
}

function refusedOr<Value>(edited: Edited<Value>, said: (value: Value) => Said): Said {
  if (edited.ok) return said(edited.value);
  return { text: refusalText("en", edited.refusal), data: { refused: edited.refusal }, code: 1 };
}

const brief = ({ number, articleId, revision, state, origin }: Revision) => ({
  number,
  articleId,
  revision,
  state,
  origin,
});

const changing =
  (act: "retire" | "roll-back") =>
  async ({ editing, transact }: Desk, asked: Asked): Promise<Said> => {
    const ref = argument(asked, 0, "the id of an article");
    return await transact(async (stores) => {
      const personId = await editorOf(stores, asked.as);
      const run = act === "retire" ? retireArticle : rollBack;
      const changed = await run(editing, stores, ref, personId);
      if (changed.ok) {
        const { articleId: article, version } = changed.value;
        await editing.post(stores, `terminal:${version}`, await tellRooms(stores.people, act, article));
      }
      return refusedOr(changed, ({ articleId: article, now }) => ({
        text: say("en", act === "retire" ? "editing.retired" : "editing.rolled-back", { article }),
        data: { article, now },
      }));
    });
  };

const COMMANDS: Readonly<Record<string, (desk: Desk, asked: Asked) => Promise<Said>>> = {
  async gaps({ transact }) {
    const from = systemClock.now() - LOOK_BACK_MS;
    const data = await transact(async ({ gaps }) => ({
      gaps: await gaps.gapGroups("everybody", LISTED),
      notHelped: await gaps.notHelped("everybody", from, LISTED),
      failedRewordings: await gaps.failedRewordings("everybody", from, LISTED),
    }));
    const lines = [
      ...data.gaps.map(({ groupId, question, count }) => `${groupId}  ${count}×  ${question}`),
      ...(data.notHelped.length === 0 ? [] : [`\n${say("en", "editing.not-helped")}`]),
      ...data.notHelped.map(({ answerId, articleId, people }) => `${answerId}  ${people}×  ${articleId}`),
      ...(data.failedRewordings.length === 0 ? [] : [`\n${say("en", "editing.failed")}`]),
      ...data.failedRewordings.map(
        ({ answerId, articleId, reason }) => `${answerId}  ${articleId}  ${reason}`,
      ),
    ];
    return { text: lines.length === 0 ? say("en", "editing.gaps-none") : lines.join("\n"), data };
  },

  async drafts({ transact }) {
    const open = await transact(({ articles }) => articles.open(LISTED));
    const lines = open.map(({ number, articleId, state }) => `#${number}  ${state}  ${articleId}`);
    return { text: lines.length === 0 ? "No drafts." : lines.join("\n"), data: open.map(brief) };
  },

  async show({ editing, transact }, asked) {
    const ref = argument(asked, 0, "the number of a draft or the id of an article");
    const found = await transact((stores) => findText(editing, stores, ref));
    if (!found) throw new CommandError(refusalText("en", { code: "unknown" }));
    return { text: found.text, data: { ...brief(found), text: found.text } };
  },

  async shown({ transact, library }, asked) {
    const answerId = argument(asked, 0, "the id of an answer");
    return await transact(async ({ gaps, answers, articles }) => {
      const shown = await gaps.shownAnswer(answerId);
      if (!shown) throw new CommandError("There is no such answer.");
      const { articleId, revision } = shown;
      const kept =
        articleId !== undefined && revision !== undefined
          ? await articles.revisionByHash(articleId, revision)
          : undefined;
      const wording = await answers.wording(answerId);
      const isLive =
        articleId !== undefined &&
        revision !== undefined &&
        library.knowledge.byRevision(articleId, revision) !== undefined;
      const head = `${new Date(shown.at).toISOString()}  ${shown.outcome}  ${articleId ?? "-"}  ${revision ?? "-"}${shown.stage === undefined ? "" : `  stage ${shown.stage}`}`;
      const lines = [head, ...(wording ? [wording.sentences.join("")] : []), ...(kept ? [kept.text] : [])];
      const data = {
        ...shown,
        isLive,
        wording: wording?.sentences,
        text: kept?.text,
        english: kept?.english,
      };
      return { text: lines.join("\n\n"), data };
    });
  },

  async draft({ editing, transact }, asked) {
    const groupId = argument(asked, 0, "the id of a gap, see knowledge -- gaps");
    return await transact(async (stores) => {
      const personId = await editorOf(stores, asked.as);
      const group = await stores.gaps.gapGroup(groupId);
      if (group?.status !== "open") throw new CommandError("There is no such open gap.");
      const wordings = await stores.gaps.gapQuestions(groupId, WORDINGS);
      const questions = [...new Set([group.question, ...wordings])];
      const number = await startDraft(editing, stores, { questions, gapGroupId: groupId }, personId);
      return { text: say("en", "editing.drafted", { number }), data: { number } };
    });
  },

  async edit({ editing, transact }, asked) {
    const ref = argument(asked, 0, "the number of a draft or the id of an article");
    const file = argument(asked, 1, "the file with the new text");
    const raw = await readFile(file, "utf8").catch(() => {
      throw new CommandError(`The file ${file} cannot be read.`);
    });
    return await transact(async (stores) => {
      const personId = await editorOf(stores, asked.as);
      const edited = await editText(editing, stores, ref, raw, personId);
      const revision = edited.ok ? await stores.articles.revision(edited.value) : undefined;
      const problems = revision ? editing.check(revision.articleId, revision.text) : [];
      return refusedOr(edited, (number) => ({
        text:
          problems.length === 0
            ? say("en", "editing.edited", { number })
            : say("en", "editing.edited-open", { number, problems: problemText(problems) }),
        data: { number, problems },
      }));
    });
  },

  async submit({ editing, transact }, asked) {
    const number = numberOf(asked);
    return await transact(async (stores) => {
      const personId = await editorOf(stores, asked.as);
      return refusedOr(await moveText(editing, stores, number, "submit", personId), (revision) => ({
        text: say("en", "editing.submitted", { number }),
        data: brief(revision),
      }));
    });
  },

  retire: changing("retire"),
  rollback: changing("roll-back"),

  async publish({ editing, publisher, transact }, asked) {
    const number = numberOf(asked);
    const requestId = orderedId(systemRandom, systemClock.now());
    const { request, wish } = await transact(async (stores) => {
      const personId = await editorOf(stores, asked.as);
      const request = { requestId, number, personId, chat: undefined, locale: "en" } as const;
      // A wish that was left open, here or by the bot, is carried out now.
      const left = (await stores.articles.openRequests()).find((one) => one.number === number);
      if (left) return { request: left, wish: await mayPublish(editing, stores, number, personId) };
      return { request, wish: await publisher.request(stores, request) };
    });
    if (!wish.ok) return refusedOr(wish, () => ({ text: "", data: undefined }));
    return publishedText(number, await publisher.run(request));
  },

  async export({ library, shipped, transact }, asked) {
    const folder = argument(asked, 0, "the folder to write into");
    await mkdir(folder, { recursive: true });
    if ((await readdir(folder)).length > 0) throw new CommandError(`The folder ${folder} is not empty.`);
    const overrides = await transact(({ articles }) => articles.overrides());
    const texts = new Map(overrides.texts.map(({ articleId, text }) => [articleId, text]));
    const files = new Map(shipped.texts.map((one) => [one.articleId, one]));
    let translations = 0;
    for (const { id } of library.shelf().articles) {
      const text = texts.get(id);
      const base = files.get(id);
      await writeFile(join(folder, `${id}.md`), text ?? base?.text ?? "");
      if (text !== undefined || base?.english === undefined) continue;
      if (translations === 0) await mkdir(join(folder, "en"));
      translations += 1;
      await writeFile(join(folder, "en", `${id}.md`), base.english);
    }
    const count = library.shelf().articles.length;
    return {
      text: `${count} articles written into ${folder}`,
      data: { folder, articles: count, translations },
    };
  },
};

function publishedText(number: number, outcome: Published): Said {
  // A terminal has room for every failing question.
  const text =
    outcome.kind === "blocked"
      ? say("en", "editing.blocked", {
          number,
          asked: outcome.report.asked,
          failed: outcome.report.failures.length,
          list: outcome.report.failures.map((failure) => failureText("en", failure)).join("\n"),
        })
      : outcomeText("en", number, outcome);
  return { text, data: outcome, code: outcome.kind === "published" ? 0 : 1 };
}
