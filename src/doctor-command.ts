import { createServer } from "node:net";
import { type Config, ConfigError, loadConfig, readEnvironment } from "./config.ts";
import { systemClock } from "./core/clock.ts";
import type { Finding } from "./core/finding.ts";
import { KnowledgeError, loadArticles } from "./knowledge/index.ts";
import { KNOWLEDGE_FOLDER } from "./knowledge-folder.ts";
import { checkModels } from "./llm/index.ts";
import { checkDiscord } from "./platforms/discord/index.ts";
import { checkTelegram } from "./platforms/telegram/index.ts";
import { checkShared, checkStorage, openStorage } from "./storage/index.ts";

const MARKS = { ok: "ok     ", warning: "WARNING", broken: "BROKEN " } as const;

/** `doctor`: looks at settings, articles, database, tokens, intents, privacy mode and webhook; 1 when something is broken. */
export async function runDoctor({ stdout }: Pick<NodeJS.Process, "stdout">): Promise<number> {
  const findings: Finding[] = [];
  const report = (found: readonly Finding[]) => {
    findings.push(...found);
    for (const { about, status, detail, mend } of found) {
      stdout.write(
        `${MARKS[status]} ${about}: ${detail}\n${mend === undefined ? "" : `        → ${mend}\n`}`,
      );
    }
  };
  const config = readSettings(report);
  report([await checkKnowledge()]);
  if (config) {
    report([await checkStorage(config)]);
    report([await checkShared(config)]);
    report([await checkPort(config)]);
    report(
      config.telegram
        ? await checkTelegram({
            ...config.telegram,
            webhookUnder: config.telegram.webhook ? config.publicUrl : undefined,
            clock: systemClock,
          })
        : [
            {
              about: "Telegram",
              status: "ok",
              detail: "not configured (TELEGRAM_BOT_TOKEN)",
            },
          ],
    );
    report(
      config.discord
        ? await checkDiscord({ ...config.discord, clock: systemClock })
        : [
            {
              about: "Discord",
              status: "ok",
              detail: "not configured (DISCORD_BOT_TOKEN)",
            },
          ],
    );
    report(
      config.model
        ? await checkModels(config.model, { now: systemClock.now, dimensions: await keptDimensions(config) })
        : [{ about: "Model", status: "ok", detail: "not configured (OPENAI_API_KEY or OPENAI_BASE_URL)" }],
    );
  }
  return findings.some(({ status }) => status === "broken") ? 1 : 0;
}

function readSettings(report: (found: readonly Finding[]) => void): Config | undefined {
  try {
    const config = loadConfig(readEnvironment());
    report([{ about: "Settings", status: "ok", detail: "all can be used" }]);
    return config;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    report([
      {
        about: "Settings",
        status: "broken",
        detail: error.message,
        mend: "README lists every setting with its form.",
      },
    ]);
    return undefined;
  }
}

async function checkKnowledge(): Promise<Finding> {
  try {
    const articles = await loadArticles(KNOWLEDGE_FOLDER);
    return {
      about: "Articles",
      status: "ok",
      detail: `${articles.length} can be used`,
    };
  } catch (error) {
    if (!(error instanceof KnowledgeError)) throw error;
    return {
      about: "Articles",
      status: "broken",
      detail: error.message,
      mend: "Mend the lines named above; README says how an article is written.",
    };
  }
}

function checkPort({ http: { host, port } }: Config): Promise<Finding> {
  const about = "Port";
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", ({ code }: NodeJS.ErrnoException) =>
      resolve(
        code === "EADDRINUSE"
          ? {
              about,
              status: "warning",
              detail: `${port} is taken`,
              mend: "Fine if that is Beluga itself; otherwise set PORT to a free one.",
            }
          : {
              about,
              status: "broken",
              detail: `cannot listen on ${host} (${code ?? "unknown error"})`,
              mend: "Check HOST and PORT.",
            },
      ),
    );
    server.listen(port, host, () =>
      server.close(() => resolve({ about, status: "ok", detail: `${host}:${port} is free` })),
    );
  });
}

/** Numbers in a vector that was kept for the configured model; undefined where none is, or a running Beluga holds them. */
async function keptDimensions(config: Config): Promise<number | undefined> {
  const model = config.model?.embeddingModel;
  if (model === undefined) return undefined;
  try {
    const { storage, unlock } = await openStorage(config, () => {});
    try {
      const [kept] = await storage.transact(({ vectors }) => vectors.vectors(model));
      return kept?.vector.length;
    } finally {
      await storage.close();
      unlock();
    }
  } catch {
    return undefined; // the check of the database says what is wrong with it
  }
}
