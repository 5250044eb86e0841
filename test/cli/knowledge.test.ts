import { mkdtemp, readdir, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { recordGap } from "../../src/answering/index.ts";
import { runKnowledge } from "../../src/knowledge-command.ts";
import type { Role } from "../../src/people/index.ts";
import { lockFolder, openStorage, type Stores } from "../../src/storage/index.ts";
import { articleFile, DURIAN, writeArticles } from "../support/article-files.ts";
import { AT } from "../support/records.ts";
import { runNode } from "../support/run-node.ts";

let dataDir: string;
let knowledgeFolder: string;
let evaluationFile: string;
let file: string;
const LAN = "telegram:1";
const YING = "telegram:2";
const MEI = "telegram:3";

async function knowledge(...args: readonly string[]) {
  const written = { stdout: "", stderr: "" };
  const into = (name: keyof typeof written) => ({
    write(text: string) {
      written[name] += text;
      return true;
    },
  });
  const io = { stdout: into("stdout"), stderr: into("stderr") } as unknown as Parameters<
    typeof runKnowledge
  >[1];
  const config = { databaseUrl: undefined, dataDir, logLevel: "silent" } as const;
  const code = await runKnowledge(args, io, { config, knowledgeFolder, evaluationFile });
  return { code, ...written };
}
const json = async (...args: readonly string[]) => JSON.parse((await knowledge(...args, "--json")).stdout);

async function records<T>(work: (stores: Stores) => Promise<T>): Promise<T> {
  const { storage, unlock } = await openStorage({ databaseUrl: undefined, dataDir }, () => {});
  try {
    return await storage.transact(work);
  } finally {
    await storage.close();
    unlock();
  }
}

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "beluga-keeping-"));
  knowledgeFolder = await writeArticles();
  evaluationFile = join(dataDir, "questions.jsonl");
  await writeFile(
    evaluationFile,
    `${JSON.stringify({ text: "宝宝要吃维生素D3吗", article: "vitamin-d" })}\n`,
  );
  file = join(dataDir, "durian.md");
  await writeFile(file, articleFile(DURIAN));
  await records(async ({ people, answers }) => {
    await people.createHost({ hostId: "wang", name: "王老师", sample: false }, AT);
    const roles: readonly (readonly [string, Role | undefined])[] = [
      ["1", "editor"],
      ["2", "editor"],
      ["3", "moderator"],
    ];
    for (const [userId, role] of roles) {
      const account = { userId, displayName: undefined, privateChatId: undefined } as const;
      const { personId } = await people.identify({ platform: "telegram", ...account }, `p${userId}`, AT);
      if (role) await people.grant(personId, { hostId: "wang", role }, undefined, AT);
    }
    const gap = { hostId: "wang", near: [] };
    await recordGap(answers, { ...gap, fingerprint: "a", question: "宝宝能吃榴莲吗" }, "g1", AT);
    await recordGap(answers, { ...gap, fingerprint: "b", question: "小孩可以吃榴莲吗" }, "g2", AT);
    await recordGap(answers, { ...gap, fingerprint: "c", question: "疝气要不要手术" }, "g3", AT);
    const answer = {
      hostId: "wang",
      platform: "telegram",
      chatId: "1",
      personId: "p3",
      near: [],
      locale: "zh",
      stage: undefined,
      score: 1,
    } as const;
    const revision = "0badc0de";
    await answers.addAnswer(
      { ...answer, answerId: "a1", outcome: "answered", articleId: "fever", revision },
      AT,
    );
  });
});

describe("knowledge", () => {
  it("lists gaps with counts, like ones together", async () => {
    const { code, stdout } = await knowledge("gaps");
    expect(code).toBe(0);
    expect(stdout).toContain("g1  2×  宝宝能吃榴莲吗");
    const { gaps } = await json("gaps");
    expect(gaps.map(({ groupId, count }: { groupId: string; count: number }) => [groupId, count])).toEqual([
      ["g1", 2],
      ["g3", 1],
    ]);
  });

  it.each([
    ["nobody named", [], "Please add --as ACCOUNT"],
    ["a word that is no account", ["--as", "lan"], "written like telegram:12345"],
    ["an account that the bot has not met", ["--as", "telegram:99"], "has not met this account"],
    ["a moderator", ["--as", MEI], "neither editor nor operator"],
  ])("lets %s change nothing", async (_, as, reason) => {
    for (const command of [
      ["draft", "g1"],
      ["edit", "fever", file],
      ["submit", "1"],
      ["publish", "1"],
      ["retire", "fever"],
      ["rollback", "fever"],
    ]) {
      const { code, stdout, stderr } = await knowledge(...command, ...as);
      expect([code, stdout]).toEqual([1, ""]);
      expect(stderr).toContain(reason);
    }
    expect((await json("drafts")).length).toBe(0);
  });

  it("brings a gap to an article with two editors, and back", async () => {
    const { number } = await json("draft", "g1", "--as", LAN);
    expect((await knowledge("show", String(number))).stdout).toContain("小孩可以吃榴莲吗");
    expect((await knowledge("submit", String(number), "--as", LAN)).code).toBe(1);
    const { number: edited, problems } = await json("edit", String(number), file, "--as", LAN);
    expect(problems).toEqual([]);
    expect(await json("drafts")).toMatchObject([{ number: edited, articleId: "durian", state: "draft" }]);
    expect((await knowledge("submit", String(edited), "--as", LAN)).code).toBe(0);
    const own = await knowledge("publish", String(edited), "--as", LAN);
    expect([own.code, own.stdout]).toEqual([
      1,
      expect.stringContaining("Nobody publishes a text of their own"),
    ]);
    const published = await json("publish", String(edited), "--as", YING);
    expect(published).toMatchObject({ kind: "published", articleId: "durian", report: { failures: [] } });
    expect(published.report.asked).toBeGreaterThanOrEqual(2);
    expect((await json("gaps")).gaps.map(({ groupId }: { groupId: string }) => groupId)).toEqual(["g3"]);

    const folder = join(dataDir, "exported");
    expect((await knowledge("export", folder)).code).toBe(0);
    expect(await readFile(join(folder, "durian.md"), "utf8")).toBe(articleFile(DURIAN));
    expect((await knowledge("export", folder)).stderr).toContain("not empty");

    expect((await knowledge("rollback", "durian", "--as", LAN)).stdout).toContain("no earlier version");
    expect(await json("retire", "durian", "--as", LAN)).toMatchObject({ now: { kind: "retired" } });
    const without = join(dataDir, "without");
    await knowledge("export", without);
    expect(await readdir(without)).not.toContain("durian.md");
    expect((await knowledge("rollback", "durian", "--as", LAN)).code).toBe(0);
  });

  it("retires a shipped article, and gives it back", async () => {
    expect((await knowledge("retire", "calcium", "--as", YING)).code).toBe(0);
    expect((await knowledge("retire", "calcium", "--as", YING)).stdout).toContain("not given out anyway");
    expect((await knowledge("rollback", "calcium", "--as", YING)).code).toBe(0);
    expect((await knowledge("rollback", "calcium", "--as", YING)).stdout).toContain("no earlier version");
  });

  it("shows what a fan was shown, also when its text is gone", async () => {
    expect(await json("shown", "a1")).toMatchObject({
      articleId: "fever",
      revision: "0badc0de",
      isLive: false,
    });
    expect((await knowledge("shown", "a2")).stderr).toContain("no such answer");
  });

  it("points to the staff room while the bot runs", async () => {
    const unlock = lockFolder(dataDir);
    const { code, stderr } = await knowledge("gaps");
    unlock();
    expect(code).toBe(1);
    expect(stderr).toContain("staff room");
    expect(stderr).toContain("缺口");
  });

  it("says how it is used, as a program too", async () => {
    expect(await knowledge("polish")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("rollback ID"),
    });
    const run = runNode("cli.ts", ["knowledge", "drafts", "--json"]);
    expect([await run.ended, run.stdout]).toEqual([0, "[]\n"]);
  });
});
