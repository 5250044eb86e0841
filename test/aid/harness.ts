import type { AidDeps, AidStores } from "../../src/aid/index.ts";
import type { FanWay } from "../../src/cases/index.ts";
import { createCaseDesk } from "../cases/harness.ts";
import type { Database } from "../support/databases.ts";

/** The parts of help programmes over a real database, without platforms: the desk of cases, and what applies there. */
export function createAidDesk(database: () => Database) {
  const desk = createCaseDesk(database);
  const deps: AidDeps = { ...desk.deps, digest: (text) => `d:${text}` };
  const from = (who: string): FanWay => ({
    platform: "telegram",
    chatId: who,
    kind: "private",
    userId: who,
    locale: "zh",
  });
  return {
    ...desk,
    deps,
    act: <T>(work: (stores: AidStores) => Promise<T>): Promise<T> =>
      database().transact((stores) => work(stores)),
    programme: (total: number) =>
      database().transact(({ aid }) =>
        aid.createProgramme(
          {
            hostId: "wang",
            title: "礼包",
            contents: "米",
            who: "妈妈",
            unit: "pack",
            total,
            share: 1,
            until: desk.clock.now() + 1e9,
          },
          "wang",
          desk.clock.now(),
        ),
      ),
    apply: (programmeId: number, names: readonly string[], contact?: string): Promise<number[]> =>
      database().transact(async ({ aid }) => {
        const ids: number[] = [];
        for (const who of names) {
          const id = await aid.createApplication(
            { programmeId, hostId: "wang", personId: who, from: from(who) },
            { children: ["2023-05"], needs: "100码", delivery: "post" },
            contact,
            { phone: contact, address: undefined },
            desk.clock.now(),
          );
          if (id === undefined) throw new Error("there is one already");
          ids.push(id);
        }
        return ids;
      }),
  };
}
