import { createHmac } from "node:crypto";
import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { runAsk } from "../../src/ask-command.ts";
import { createButtonSigner } from "../../src/core/signed-data.ts";
import { articleFile, writeArticles } from "../support/article-files.ts";
import { type ModelStandIn, quoting, startModelStandIn, type Task } from "../support/model-standin.ts";
import { type Group, only, textOf } from "../support/stage.ts";
import type { TelegramSpeaker } from "../support/telegram-stage.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

const DAY_MS = 86_400_000;

/** One article for each state in which no fan may see it, and one that everybody may, so that the paths are seen to work. */
const STATES = {
  published: { id: "durian", thing: "榴莲" },
  draft: { id: "pomelo", thing: "柚子" },
  "in review": { id: "mango", thing: "芒果" },
  expired: { id: "cherry", thing: "樱桃" },
  "retired, shipped": { id: "lychee", thing: "荔枝" },
  "retired, an editor's": { id: "papaya", thing: "木瓜" },
  "replaced by a newer text": { id: "coconut", thing: "椰子" },
} as const;
type State = keyof typeof STATES;
const HIDDEN = (Object.keys(STATES) as State[]).filter((state) => state !== "published");

/** What only this text says. */
const secretOf = (state: State): string => `${STATES[state].thing}的密语`;
const questionOf = (state: State): string => `宝宝能吃${STATES[state].thing}吗`;
const written = (state: State, more: { short?: string; by?: string } = {}) => {
  const { id, thing } = STATES[state];
  return {
    id,
    title: `${questionOf(state)}？`,
    topic: "food",
    variants: [`一岁能吃${thing}吗`, `${thing}多大能吃`, `${thing}上火吗`, `${thing}吃多少`],
    keywords: [thing, `${thing}果`],
    short: more.short ?? `${secretOf(state)}。`,
    review: { level: "source-checked", reviewer: "编辑组", on: "2026-11-22", by: more.by ?? "2029-11-22" },
  } as const;
};

let app: TestApp;
let model: ModelStandIn;
let knowledgeFolder: string;
let fans: Group;
let channel: Group;
let mei: TelegramSpeaker;
let english: TelegramSpeaker;
let answers = 0;
let signer: ReturnType<typeof createButtonSigner>;
const revisions = new Map<State, string>();

beforeAll(async () => {
  const expired = written("expired", { by: "2026-12-30" });
  const shipped = [written("retired, shipped"), expired, written("replaced by a newer text")];
  knowledgeFolder = await writeArticles(shipped);
  model = await startModelStandIn();
  keepModelOut();
  app = await startTestApp({
    telegram: "polling",
    discord: true,
    knowledgeFolder,
    evaluationFile: "/nowhere",
    env: { OPENAI_BASE_URL: model.url, OPENAI_MODEL: "stand-in" },
  });
  const keyText = await app.read(({ people }) => people.setting("signing-key"));
  const key = createHmac("sha256", Buffer.from(keyText ?? "", "hex"))
    .update("buttons")
    .digest();
  signer = createButtonSigner(key);
  await app.opensHost("wang", "王老师");
  fans = app.telegram.group("粉丝群");
  channel = app.discord.group("妈妈聊天");
  const staff = app.telegram.group("后台");
  await app.binds("wang", "fan", fans);
  await app.binds("wang", "fan", channel);
  await app.binds("wang", "staff", staff);
  mei = app.telegram.person("小美");
  english = app.telegram.person("May", "en");
  const [lan, ying] = [app.telegram.person("小兰"), app.telegram.person("小英")];
  for (const editor of [lan, ying]) await app.grants(editor, { hostId: "wang", role: "editor" });

  /** Returns the number that the text has got. */
  const hands = async (ref: string, text: string) =>
    /#(\d+)/.exec(only(await lan.says(staff, `/edit ${ref}\n${text}`)).text)?.[1] ?? "";
  const begins = async (state: State, text: string) => {
    const drafted = only(await lan.says(staff, `/draft ${questionOf(state)}`));
    return await hands(/#(\d+)/.exec(drafted.text)?.[1] ?? "", text);
  };
  const submits = (number: string) => lan.says(staff, `/submit ${number}`);
  const publishes = async (number: string) => {
    await submits(number);
    expect(textOf(await ying.says(staff, `/publish ${number}`))).toContain("已发布");
  };
  await begins("draft", articleFile(written("draft")));
  await submits(await begins("in review", articleFile(written("in review"))));
  for (const state of ["published", "retired, an editor's"] as const) {
    await publishes(await begins(state, articleFile(written(state))));
  }
  const newer = articleFile(written("replaced by a newer text", { short: "看新的一条。" }));
  await publishes(await hands("coconut", newer));
  await lan.says(staff, "/retire lychee");
  await lan.says(staff, "/retire papaya");
  for (const state of Object.keys(STATES) as State[]) {
    const texts = await app.read(({ articles }) => articles.revisionsOf(STATES[state].id, 9));
    const one = texts.find(({ text }) => text.includes(secretOf(state)));
    expect(one, `${state} is in the database`).toBeDefined();
    revisions.set(state, one?.revision ?? "");
  }
  app.clock.forward(Date.parse("2026-12-31T12:00:00+08:00") - app.clock.now() + DAY_MS);
}, 60_000);
afterAll(async () => {
  await app.stop();
  await model.stop();
});

/** It adds nothing of its own, so that the other paths say what they say without one. */
function keepModelOut(): void {
  model.answers("restate", { question: null });
  model.answers("choose", { choice: 0 });
  model.answers("reword", { sentences: [] });
}

/** What a private question shows while a model does all it can to get this text out. */
async function withModel(state: State, task: Task, ask: () => Promise<string>): Promise<string> {
  const { id } = STATES[state];
  model.answers("restate", { question: `${questionOf(state)}？` });
  model.answers("choose", ({ user }) => {
    const line = user.split("\n").find((one) => /^\d+\. /.test(one) && one.includes(STATES[state].thing));
    return { choice: Number(/^\d+/.exec(line ?? "")?.[0] ?? 1) };
  });
  model.answers("reword", (asked) =>
    asked.articleId === id && asked.revision === revisions.get(state)
      ? quoting(1)(asked)
      : {
          sentences: [
            { text: `${secretOf(state)}。`, articleId: id, revision: revisions.get(state) ?? "", lines: [1] },
          ],
        },
  );
  try {
    const before = model.asked.length;
    const said = await ask();
    if (state === "published") expect(model.asked.slice(before).map((asked) => asked.task)).toContain(task);
    return said;
  } finally {
    keepModelOut();
  }
}

/** An answer as it was given to Mei before; even a record that points at a draft opens nothing. */
async function given(state: State, chatId: string, platform: "telegram" | "discord"): Promise<string> {
  answers += 1;
  const answerId = `given${String(answers).padStart(11, "0")}`;
  const personId = await app.grants(
    { platform: "telegram", userId: mei.userId },
    { hostId: "nobody", role: "moderator" },
  );
  await app.read(async ({ answers: store, people }) => {
    await people.revoke(personId, { hostId: "nobody", role: "moderator" });
    const { id: articleId } = STATES[state];
    const record = {
      answerId,
      hostId: "wang",
      platform,
      chatId,
      personId,
      outcome: "answered",
      score: 1,
      locale: "zh",
      stage: undefined,
    } as const;
    await store.addAnswer(
      { ...record, articleId, revision: revisions.get(state) ?? "", near: [articleId] },
      app.clock.now(),
    );
  });
  return answerId;
}

const channelOf = (chatId: string) => {
  const found = app.discord.standIn.world.channels.get(chatId);
  if (!found) throw new Error(chatId);
  return found;
};

/** The command on the records of the running bot. */
async function terminal(args: readonly string[], input = ""): Promise<string> {
  let out = "";
  const into = {
    write(text: string) {
      out += text;
      return true;
    },
  };
  const io = { stdin: Readable.from([input]), stdout: into, stderr: into };
  vi.stubEnv("DATA_DIR", app.dataDir);
  try {
    await runAsk(args, io as unknown as Parameters<typeof runAsk>[1], { knowledgeFolder, clock: app.clock });
  } finally {
    vi.unstubAllEnvs();
  }
  return out;
}

const press = async (state: State, action: string, arg: (answerId: string) => string) => {
  const under = only(await mei.tells("/start"));
  const answerId = await given(state, String(mei.id), "telegram");
  return textOf(await mei.forges(under, signer.sign(action, arg(answerId))));
};

/** Every path that can return text to a fan. A row says what is shown for the article of a state. */
const PATHS: Readonly<Record<string, { show(state: State): Promise<string>; shows?: "title" | "nothing" }>> =
  {
    "a command in a Telegram group": {
      show: async (state) => textOf(await mei.says(fans, `/ask ${questionOf(state)}`)),
    },
    "a question overheard in a Telegram group": {
      show: async (state) => textOf(await mei.says(fans, `${questionOf(state)}？`)),
    },
    "a private question": { show: async (state) => textOf(await mei.tells(questionOf(state))) },
    "a private question of an English reader": {
      show: async (state) => textOf(await english.tells(`/ask ${questionOf(state)}`)),
    },
    "a follow-up": {
      async show(state) {
        await mei.tells("宝宝要吃维生素D3吗");
        return textOf(await mei.tells(`那${STATES[state].thing}呢`));
      },
      shows: "nothing",
    },
    "an answer that a model words": {
      show: (state) =>
        withModel(state, "reword", async () =>
          textOf(await mei.tells(`请问一下，${questionOf(state)}，谢谢`)),
        ),
    },
    "a follow-up that a model understands": {
      async show(state) {
        await mei.tells("宝宝要吃维生素D3吗");
        return await withModel(state, "restate", async () =>
          textOf(await mei.tells(`那${STATES[state].thing}能行吗`)),
        );
      },
    },
    "the same question again": {
      async show(state) {
        await mei.tells(`${questionOf(state)}呀`);
        return textOf(await mei.tells(`${questionOf(state)}呀`));
      },
    },
    "the details button": { show: (state) => press(state, "d", (id) => id) },
    "a near question's button": { show: (state) => press(state, "q", (id) => `${id}.0`) },
    "a stage's button": { show: (state) => press(state, "g", (id) => `${id}.0`), shows: "nothing" },
    "the link to the details": {
      show: async (state) =>
        textOf(await mei.tells(`/start d-${await given(state, fans.chatId, "telegram")}`)),
    },
    "the link to a near question": {
      show: async (state) =>
        textOf(await mei.tells(`/start q-${await given(state, fans.chatId, "telegram")}-0`)),
    },
    "the link to a stage": {
      show: async (state) =>
        textOf(await mei.tells(`/start g-${await given(state, fans.chatId, "telegram")}-0`)),
      shows: "nothing",
    },
    "a mention on Discord": {
      show: async (state) => textOf(await app.discord.person("小丽").mentions(channel, questionOf(state))),
    },
    "a slash command on Discord": {
      show: async (state) => textOf(await app.discord.person("小丽").runs(channel, "ask", questionOf(state))),
    },
    "autocompletion on Discord": {
      async show(state) {
        const user = app.discord.standIn.addUser("打字的人");
        const { standIn } = app.discord;
        const typed = standIn.types(user, channelOf(channel.chatId), "ask", questionOf(state));
        await vi.waitFor(() => expect(standIn.interactions.get(typed.id)?.answeredWith).toBe(8));
        return JSON.stringify(standIn.interactions.get(typed.id)?.choices);
      },
      shows: "title",
    },
    "the web room": {
      show: async (state) => textOf(await app.web.person().says(app.web.room, questionOf(state))),
    },
    "the terminal": { show: (state) => terminal([questionOf(state)]) },
    "the terminal, one object": { show: (state) => terminal(["--json", questionOf(state)]) },
    "the terminal, many lines": {
      show: (state) => terminal(["--batch"], `${JSON.stringify({ id: 1, text: questionOf(state) })}\n`),
    },
  };

describe.each(Object.entries(PATHS))("%s", (_, { show, shows }) => {
  it.each(HIDDEN)("shows nothing of an article that is %s", async (state) => {
    const said = await show(state);
    expect(said).not.toContain(secretOf(state));
    // Its own question is no secret, but offering it would promise an answer.
    if (shows === "title" && state !== "replaced by a newer text")
      expect(said).not.toContain(questionOf(state));
  });

  it("shows an article that is published", async () => {
    const said = await show("published");
    if (shows === "nothing") return;
    expect(said).toContain(shows === "title" ? questionOf("published") : secretOf("published"));
  });
});
