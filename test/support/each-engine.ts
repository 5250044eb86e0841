import { afterAll, beforeAll, beforeEach, describe, it } from "vitest";
import { type Database, ENGINES, type RunningEngine, type TestEngine } from "./databases.ts";

export interface EngineUnderTest extends TestEngine {
  /** Valid inside of tests and hooks, as is `database`. */
  running(): RunningEngine;
  /** One for the whole suite, because opening takes an engine longer than most tests do. */
  database(): Database;
}

/** One suite per engine. Where an engine is missing one line says why; in CI that is a failure. */
export function describeEachEngine(title: string, suite: (engine: EngineUnderTest) => void): void {
  for (const engine of ENGINES) {
    describe(`${title} on ${engine.name}`, () => {
      const { unavailable } = engine;
      if (unavailable !== undefined) {
        if (process.env.CI) {
          it("has its database server in CI", () => {
            throw new Error(unavailable);
          });
        } else {
          process.stderr.write(`${unavailable}\n`);
          it.skip(unavailable, () => {});
        }
        return;
      }
      let started: { running: RunningEngine; database: Database } | undefined;
      const get = () => {
        if (!started) throw new Error("the engine has not started");
        return started;
      };
      beforeAll(async () => {
        const running = await engine.start();
        started = { running, database: await running.openEmpty() };
      }, 60_000);
      afterAll(async () => {
        await started?.database.close();
        await started?.running.stop();
      });
      suite({ ...engine, running: () => get().running, database: () => get().database });
    });
  }
}

/**
 * How many random schedules are played: a thousand in the drills on what people run, fewer in the everyday suite, and
 * least where the engine only stands in for another.
 */
export function scheduleRuns({ name }: TestEngine): number {
  if (name === "PGlite") return 40;
  return process.env.DRILL ? 1_000 : 150;
}

/** The suite's database, emptied before each test; the function gives it. */
export function useDatabase(engine: EngineUnderTest): () => Database {
  beforeEach(() => engine.database().clear());
  return engine.database;
}
