import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Article, Found } from "../../src/knowledge/index.ts";
import { checkModels } from "../../src/llm/index.ts";
import { SAMPLES } from "../knowledge/sample-articles.ts";
import { createFakeClock } from "../support/fake-clock.ts";
import { type ModelStandIn, startModelStandIn } from "../support/model-standin.ts";
import { memoryVectors, openAsking } from "./harness.ts";

const ARTICLES = SAMPLES.slice(0, 3);
const [VITAMIN, DIARRHOEA, THIRD] = ARTICLES as unknown as readonly [Article, Article, Article];

/** A stand-in for embeddings: one direction for each article's words, and one for whatever is asked about it. */
let dimensions = 4;
let formats: unknown[] = [];
let texts: string[] = [];
let fail = false;
const vectorOf = (text: string): number[] => {
  const vector = Array.from({ length: dimensions }, () => 0.01);
  const about = [VITAMIN, DIARRHOEA, THIRD].findIndex(
    ({ title, variants, short }) => text === title || variants.includes(text) || text === short,
  );
  const place = about >= 0 ? about : /拉|水/.test(text) ? 1 : 3;
  if (place < dimensions) vector[place] = 1;
  return vector;
};

let server: Server;
let url = "";
let chat: ModelStandIn;
beforeAll(async () => {
  chat = await startModelStandIn();
  server = createServer((request, response) => {
    let body = "";
    request.on("data", (part) => {
      body += part;
    });
    request.on("end", () => {
      const { input, encoding_format: format } = JSON.parse(body);
      formats.push(format);
      texts.push(...[input].flat());
      if (fail) return void response.writeHead(500).end("{}");
      response.setHeader("content-type", "application/json");
      response.end(
        JSON.stringify({
          object: "list",
          model: "e",
          data: [input].flat().map((text: string, index: number) => ({
            object: "embedding",
            index,
            embedding: vectorOf(text),
          })),
          usage: { prompt_tokens: 1, total_tokens: 1 },
        }),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
});
beforeEach(() => {
  dimensions = 4;
  formats = [];
  texts = [];
  fail = false;
});
afterAll(async () => {
  await chat.stop();
  await new Promise((resolve) => server.close(resolve));
});

const settings = { model: undefined, embeddingModel: "e" };
const open = (found: readonly Found[], more: Partial<Parameters<typeof openAsking>[0]> = {}) =>
  openAsking({ url, articles: ARTICLES, settings, find: () => found, ...more });
const idsOf = (considered: Awaited<ReturnType<ReturnType<typeof open>["ask"]>>) =>
  considered?.decision.candidates.map(({ article }) => article.id);

describe("finding by meaning", () => {
  it("adds one suggestion and never an answer", async () => {
    const asking = open([{ article: VITAMIN, score: 0.2 }]);
    await asking.models.ready();
    const considered = await asking.ask({ text: "娃老是拉水样的" });
    expect(considered?.decision.outcome).toBe("suggested");
    expect(idsOf(considered)).toEqual([VITAMIN.id, DIARRHOEA.id]);

    const nothing = open([]);
    await nothing.models.ready();
    const suggested = await nothing.ask({ text: "娃老是拉水样的" });
    expect(suggested?.decision.outcome).toBe("suggested");
    expect(idsOf(suggested)).toEqual([DIARRHOEA.id]);
  });

  it("may turn the order of suggestions and loses none of them", async () => {
    const found = [VITAMIN, THIRD, DIARRHOEA].map((article) => ({ article, score: 0.3 }));
    const asking = open(found);
    await asking.models.ready();
    const ids = idsOf(await asking.ask({ text: "娃老是拉水样的" }));
    expect(ids?.[0]).toBe(DIARRHOEA.id);
    expect(new Set(ids)).toEqual(new Set(found.map(({ article }) => article.id)));
  });

  it("changes no answer, and abstains where nothing is near", async () => {
    const answered = open([{ article: VITAMIN, score: 0.9 }]);
    await answered.models.ready();
    expect(idsOf(await answered.ask({ text: "娃老是拉水样的" }))).toEqual([VITAMIN.id]);
    const abstained = open([]);
    await abstained.models.ready();
    expect((await abstained.ask({ text: "量子力学" }))?.decision.outcome).toBe("abstained");
  });

  it("asks for floats, embeds each text once, and only what is new after a restart", async () => {
    const vectors = memoryVectors();
    const first = open([], { vectors });
    await first.models.ready();
    expect(new Set(formats)).toEqual(new Set(["float"]));
    const embedded = texts.length;
    expect(embedded).toBe(
      new Set(ARTICLES.flatMap(({ title, variants, short }) => [title, ...variants, short])).size,
    );
    texts = [];
    const again = open([], {
      vectors,
      articles: [...ARTICLES.slice(1), { ...VITAMIN, short: "每天400单位，天天吃。" }],
    });
    await again.models.ready();
    expect(texts).toEqual(["每天400单位，天天吃。"]);
    expect(vectors.kept.size).toBe(embedded);
  });

  it("is off when vectors have another length than before, and says so", async () => {
    const vectors = memoryVectors();
    await open([], { vectors }).models.ready();
    dimensions = 3;
    const asking = open([], {
      vectors,
      articles: [...ARTICLES.slice(1), { ...VITAMIN, short: "每天400单位，天天吃。" }],
    });
    await asking.models.ready();
    expect(asking.helped).toEqual(["index bad-output"]);
    expect(asking.models.degraded()).toHaveLength(1);
    expect((await asking.ask({ text: "娃老是拉水样的" }))?.decision.outcome).toBe("abstained");
    const [finding] = await checkModels(
      { apiKey: undefined, baseUrl: url, ...settings, transcriptionModel: undefined, timeoutMs: 4_000 },
      { dimensions: 4, now: Date.now },
    );
    expect(finding).toMatchObject({
      status: "broken",
      detail: expect.stringContaining("different lengths (3, 4)"),
    });
  });

  it("leaves everything as it is when a question's vector has another length, or none comes", async () => {
    const asking = open([{ article: VITAMIN, score: 0.2 }]);
    await asking.models.ready();
    dimensions = 7;
    expect(idsOf(await asking.ask({ text: "娃老是拉水样的" }))).toEqual([VITAMIN.id]);
    fail = true;
    expect(idsOf(await asking.ask({ text: "娃老是拉水样的！" }))).toEqual([VITAMIN.id]);
    expect(asking.helped).toEqual(["index used", "meaning bad-output", "meaning unreachable"]);
  });

  it("tries to index again after a while when the server was down at the start", async () => {
    const clock = createFakeClock();
    fail = true;
    const asking = open([], { clock });
    const failing = asking.models.ready();
    await clock.advanceUntil(() => asking.helped.length > 0);
    await failing;
    expect(asking.helped).toEqual(["index unreachable"]);
    fail = false;
    await clock.advance(6 * 60_000);
    await asking.models.ready();
    expect(idsOf(await asking.ask({ text: "娃老是拉水样的" }))).toEqual([DIARRHOEA.id]);
  });
});

describe("the doctor", () => {
  const checked = (more: object) =>
    checkModels(
      {
        apiKey: undefined,
        baseUrl: chat.url,
        model: "m",
        embeddingModel: undefined,
        transcriptionModel: undefined,
        timeoutMs: 4_000,
        ...more,
      },
      { now: Date.now },
    );
  it("says whether the model answers, and in the form that is asked of it", async () => {
    chat.answers("check", { ok: true });
    expect(await checked({})).toMatchObject([{ about: "Model", status: "ok" }]);
    chat.answers("check", "hello");
    expect(await checked({})).toMatchObject([{ status: "broken", mend: expect.stringContaining("JSON") }]);
    chat.answers("check", { status: 401, error: "no" });
    expect(await checked({})).toMatchObject([
      { status: "broken", mend: expect.stringContaining("OPENAI_API_KEY") },
    ]);
    expect(await checked({ baseUrl: "http://127.0.0.1:9/v1" })).toMatchObject([
      { status: "broken", mend: expect.stringContaining("OPENAI_BASE_URL") },
    ]);
    expect(await checked({ model: undefined })).toMatchObject([{ status: "warning" }]);
  });
});
