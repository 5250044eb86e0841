import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import { seeded } from "../bench/figures.ts";
import { spawnBot, temporaryFolder } from "../support/process.ts";

/** One answer as its platform received it; `key` is told apart by its buttons, which carry the answer's own id. */
export interface Arrived {
  readonly chatId: string;
  readonly key: string;
}

export interface Stage {
  /** Settings with which the bot is started each time. */
  readonly env: Readonly<Record<string, string>>;
  /** Before the first kill, with the bot up. */
  prepare(): Promise<void>;
  /** One person asks one question. */
  ask(number: number): Promise<void>;
  arrived(): Promise<readonly Arrived[]>;
}

export interface KillPlan {
  readonly questions: number;
  readonly perSecond: number;
  readonly kills: number;
  /** Longest time from a start to the next kill, in milliseconds. */
  readonly longestLifeMs: number;
  readonly seed: number;
}

export interface KillReport {
  readonly kills: number;
  readonly killsWhileStarting: number;
  readonly asked: number;
  /** Different answers that arrived. */
  readonly answers: number;
  readonly repeats: number;
  /** Repeats of deliveries without a receipt that says `unknown`. */
  readonly unexplained: number;
  readonly unknownReceipts: number;
  readonly unfinished: number;
  readonly inboxEntries: number;
  /** From the last question to the last answer. */
  readonly lastAnswerMs: number;
  readonly tookMs: number;
}

const LAST_ANSWERS_WITHIN_MS = 60_000;

/** Asks at a steady pace while the bot is killed and started again, waits for the last answers, then looks into its database. */
export async function killRun(stage: Stage, plan: KillPlan): Promise<KillReport> {
  const random = seeded(plan.seed);
  const folder = await temporaryFolder();
  const begunAt = performance.now();
  try {
    const spawn = () => spawnBot({ DATA_DIR: folder.path, ...stage.env });
    let bot = await spawn().ready;
    await stage.prepare();
    const before = (await stage.arrived()).length;

    let asked = 0;
    const asking = (async () => {
      const startedAt = performance.now();
      while (asked < plan.questions) {
        await stage.ask(asked);
        asked += 1;
        await sleep(Math.max(0, startedAt + (asked * 1_000) / plan.perSecond - performance.now()));
      }
    })();
    let killsWhileStarting = 0;
    for (let kills = 0; kills < plan.kills; kills += 1) {
      await sleep(random() * plan.longestLifeMs);
      await bot.end("SIGKILL");
      // Now and then a second blow falls while the bot is still getting up.
      if (random() < 0.2 && kills + 1 < plan.kills) {
        const { child } = spawn();
        await sleep(random() * 800);
        await child.end("SIGKILL");
        kills += 1;
        killsWhileStarting += 1;
      }
      bot = await spawn().ready;
    }
    await asking;
    const answeredLate = await allAnswered(stage, before + plan.questions);
    await bot.end();
    return {
      kills: plan.kills,
      killsWhileStarting,
      lastAnswerMs: answeredLate,
      asked,
      ...compare(folder.path, (await stage.arrived()).slice(before)),
      tookMs: performance.now() - begunAt,
    };
  } finally {
    await folder.remove();
  }
}

/** Waits until as many different answers arrived as questions were asked; what is missing then is the test's to say. */
async function allAnswered(stage: Stage, expected: number): Promise<number> {
  const begunAt = performance.now();
  while (performance.now() - begunAt < LAST_ANSWERS_WITHIN_MS) {
    const arrived = await stage.arrived();
    if (new Set(arrived.map(({ key }) => key)).size >= expected) break;
    await sleep(250);
  }
  const tookMs = performance.now() - begunAt;
  await sleep(1_000); // a repeat that is still on its way shall be counted too
  return tookMs;
}

interface StoredContent {
  readonly content: { readonly buttons: readonly (readonly { readonly data?: string }[])[] };
}

/** The same answer has the same button data, in the outbox and on the platform. */
export const keyOf = (buttons: readonly { readonly data?: string | undefined }[]): string =>
  buttons.flatMap(({ data }) => (data ? [data] : [])).join(" ");

/** What arrived, against what the bot wrote down. */
function compare(dataDir: string, arrived: readonly Arrived[]) {
  const database = new DatabaseSync(join(dataDir, "beluga.db"), { readOnly: true });
  try {
    const rows = database.prepare("select id, payload, status from deliveries").all() as {
      id: number;
      payload: string;
      status: string;
    }[];
    const unknown = new Set(
      database
        .prepare("select delivery_id from receipts where outcome = 'unknown'")
        .all()
        .map((row) => row.delivery_id as number),
    );
    const deliveryOf = new Map(
      rows.map(({ id, payload }) => [
        keyOf((JSON.parse(payload) as StoredContent).content.buttons.flat()),
        id,
      ]),
    );
    const times = new Map<string, number>();
    for (const { key } of arrived) times.set(key, (times.get(key) ?? 0) + 1);
    const repeated = [...times].filter(([, count]) => count > 1);
    const { count: entries } = database.prepare("select count(*) as count from inbox").get() as {
      count: number;
    };
    const { count: open } = database
      .prepare("select count(*) as count from inbox where status != 'done'")
      .get() as { count: number };
    return {
      answers: times.size,
      repeats: arrived.length - times.size,
      unexplained: repeated.filter(([key]) => !unknown.has(deliveryOf.get(key) ?? -1)).length,
      unknownReceipts: unknown.size,
      unfinished: open + rows.filter(({ status }) => status !== "sent").length,
      inboxEntries: entries,
    };
  } finally {
    database.close();
  }
}

export const describe = (name: string, report: KillReport): string =>
  `${name}: ${report.kills} kills (${report.killsWhileStarting} while starting), ${report.asked} questions, ` +
  `${report.answers} answers, ${report.repeats} repeats, ${report.unknownReceipts} deliveries with an unknown receipt, ` +
  `last answer ${(report.lastAnswerMs / 1_000).toFixed(1)} s after the last question, ${(report.tookMs / 1_000).toFixed(0)} s`;
