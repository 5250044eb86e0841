import fc from "fast-check";
import { expect, it } from "vitest";
import {
  approveApplication,
  refuseApplication,
  stepBack,
  takeHandOver,
  withdrawApplication,
} from "../../src/aid/index.ts";
import type { Reply } from "../../src/core/reply.ts";
import { describeEachEngine, scheduleRuns, useDatabase } from "../support/each-engine.ts";
import { createAidDesk } from "./harness.ts";

const APPLICANTS = 3;
const HOLDING = new Set(["approved", "handling", "handed", "delivered"]);

/** Two approvers, and what may cross them; each begins a few turns of the event loop after the one before. */
const step = fc.record({
  who: fc.constantFrom("lan", "ying"),
  what: fc.constantFrom("approves", "approves", "approves", "refuses", "takes", "knows her", "she withdraws"),
  of: fc.nat({ max: APPLICANTS - 1 }),
  turns: fc.nat({ max: 4 }),
});
const schedule = fc.record({
  total: fc.integer({ min: 1, max: 2 }),
  steps: fc.array(step, { minLength: 2, maxLength: 9 }),
});

const textOf = (replies: readonly Reply[]): string =>
  replies
    .flatMap(({ content }) => content.blocks.map((block) => ("text" in block ? block.text : "")))
    .join("\n");

describeEachEngine("two approvers at once", (engine) => {
  const database = useDatabase(engine);
  const runs = scheduleRuns(engine);

  it(`never promise more than there is, and exactly one wins, in ${runs} random schedules`, async () => {
    const desk = createAidDesk(database);
    await desk.opens(["lan", "ying"]);
    let count = 0;
    await fc.assert(
      fc.asyncProperty(schedule, async ({ total, steps }) => {
        count += 1;
        const programmeId = await desk.programme(total);
        const names = Array.from({ length: APPLICANTS }, (_, at) => `mei${count}.${at}`);
        const ids = await desk.apply(programmeId, names);
        const run = ({ who, what, of }: (typeof steps)[number]): Promise<readonly Reply[]> => {
          const id = ids[of] ?? 0;
          return desk.act((stores) => {
            const actor = desk.moderator(who);
            switch (what) {
              case "approves":
                return approveApplication(desk.deps, stores, actor, id);
              case "refuses":
                return refuseApplication(desk.deps, stores, actor, id, "not-meant", "");
              case "takes":
                return takeHandOver(desk.deps, stores, actor, id);
              case "knows her":
                return stepBack(desk.deps, stores, actor, id);
              default:
                return withdrawApplication(desk.deps, stores, desk.actor(`mei${count}.${of}`), id);
            }
          });
        };
        const under: Promise<{ what: string; of: number; text: string }>[] = [];
        for (const one of steps) {
          under.push(run(one).then((replies) => ({ ...one, text: textOf(replies) })));
          for (let turn = 0; turn < one.turns; turn += 1) {
            await new Promise((resolve) => setImmediate(resolve));
          }
        }
        const said = await Promise.all(under);

        const { programme, now, happened } = await desk.act(async ({ aid }) => ({
          programme: await aid.programme(programmeId),
          now: await Promise.all(ids.map((id) => aid.lock(id))),
          happened: await Promise.all(ids.map((id) => aid.events(id))),
        }));
        const holding = now.filter((one) => one && HOLDING.has(one.status)).length;
        expect(programme?.reserved, "the stock is what the applications hold").toBe(holding);
        expect(holding).toBeLessThanOrEqual(total);
        for (const [at, events] of happened.entries()) {
          const times = (type: string) => events.filter((event) => event.type === type).length;
          // As many were told that they won as the records say, and nobody is left without a word.
          const approvals = said.filter(({ what, of }) => what === "approves" && of === at);
          expect(approvals.filter(({ text }) => text.includes("批准了")).length).toBe(times("approved"));
          for (const { text } of approvals) {
            expect(text).toMatch(/批准了|已经不能做了|名额已经没有了|已经退出|上次是您婉拒/);
          }
          const undone = times("refused") + times("stepped-back") + times("withdrawn");
          expect(times("approved"), "a second approval only after the first was undone").toBeLessThanOrEqual(
            1 + undone,
          );
          const one = now[at];
          if (one?.handledBy !== undefined) expect(one.handledBy).not.toBe(one.approvedBy);
        }
      }),
      { numRuns: runs },
    );
  }, 120_000);
});
