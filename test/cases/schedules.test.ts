import fc from "fast-check";
import { expect, it } from "vitest";
import {
  type CaseEvent,
  closeCase,
  type FanWay,
  foldCase,
  hearFan,
  takeCase,
} from "../../src/cases/index.ts";
import { openCase } from "../../src/cases/open-case.ts";
import type { Reply } from "../../src/core/reply.ts";
import { describeEachEngine, scheduleRuns, useDatabase } from "../support/each-engine.ts";
import { createCaseDesk } from "./harness.ts";

const FROM: FanWay = { platform: "telegram", chatId: "mei", kind: "private", userId: "mei", locale: "zh" };
/** What happens at once, in any order: who takes, who closes having read what was there at the beginning, and the fan. */
type Step = "lan takes" | "ying takes" | "lan closes" | "ying closes" | "mei writes";
const STEPS: readonly Step[] = ["lan takes", "ying takes", "lan closes", "ying closes", "mei writes"];

/** Each step begins a few turns of the event loop after the one before, so that on a server they really overlap. */
const schedule = fc.array(fc.tuple(fc.constantFrom(...STEPS), fc.nat({ max: 4 })), {
  minLength: 2,
  maxLength: 8,
});

const textOf = (replies: readonly Reply[] | undefined): string =>
  (replies ?? [])
    .flatMap(({ content }) => content.blocks.map((block) => ("text" in block ? block.text : "")))
    .join("\n");

describeEachEngine("taking, closing and writing at once", (engine) => {
  const database = useDatabase(engine);
  const runs = scheduleRuns(engine);

  it(`has one winner, tells the other kindly and loses nothing, in ${runs} random schedules`, async () => {
    const desk = createCaseDesk(database);
    await desk.opens(["lan", "ying"]);
    let fans = 0;
    await fc.assert(
      fc.asyncProperty(schedule, async (steps) => {
        fans += 1;
        const mei = `mei${fans}`;
        const { caseId } = (
          await desk.act((stores) =>
            openCase(desk.deps, stores, {
              personId: mei,
              hostId: "wang",
              kind: "distress",
              level: "urgent",
              reason: "alarm",
              from: FROM,
              text: "不想活了",
              media: [],
            }),
          )
        ).one;
        let written = 0;
        const take = (who: string) =>
          desk.act((stores) => takeCase(desk.deps, stores, desk.moderator(who), caseId));
        const close = (who: string) =>
          desk.act((stores) => closeCase(desk.deps, stores, desk.moderator(who), caseId, 1));
        const write = () => {
          written += 1;
          const text = `第${written}句`;
          const word = { from: FROM, text, media: [], files: [], ref: `telegram:mei:${fans}.${written}` };
          const more = { replyToMessageId: undefined, isRaised: false, isForTheBot: () => false };
          const { person } = desk.actor(mei);
          return desk.act(
            async (stores) => (await hearFan(desk.deps, stores, { person, ...word, ...more })).replies,
          );
        };
        const run = (step: Step): Promise<readonly Reply[] | undefined> => {
          const [who = "", what] = step.split(" ");
          return what === "takes" ? take(who) : what === "closes" ? close(who) : write();
        };
        const under: Promise<{ step: Step; text: string }>[] = [];
        for (const [step, turns] of steps) {
          under.push(run(step).then((replies) => ({ step, text: textOf(replies) })));
          for (let turn = 0; turn < turns; turn += 1) await new Promise((resolve) => setImmediate(resolve));
        }
        const said = await Promise.all(under);

        const events = await desk.act(({ cases }) => cases.events(caseId, 200));
        const kept = await desk.act(({ cases }) => cases.lock(caseId));
        expect(kept?.view).toEqual(foldCase(events));
        // Everybody is told how it went, and as many won as the events say.
        const count = (type: CaseEvent["type"]) => events.filter((event) => event.type === type).length;
        const won = (what: string, word: RegExp) =>
          said.filter(({ step, text }) => step.endsWith(what) && word.test(text)).length;
        expect(won("takes", /在看个案/)).toBe(count("taken"));
        expect(count("taken"), "never two who have it").toBeLessThanOrEqual(1);
        expect(won("closes", /由.*结了/)).toBe(count("closed"));
        for (const { step, text } of said) {
          if (step.endsWith("takes")) expect(text).toMatch(/在看个案|已经由.*接了|已经在您手上|已经结了/);
          if (step.endsWith("closes")) expect(text).toMatch(/由.*结了|先别结|已经结了/);
        }
        // Nothing that the fan wrote is lost, and none of it was closed away unread.
        const words = events.flatMap((event) => (event.type === "fan-wrote" ? [event.text] : []));
        expect([...words].sort()).toEqual(Array.from({ length: written }, (_, at) => `第${at + 1}句`).sort());
        let unread = false;
        for (const { type } of events) {
          if (type === "fan-wrote") unread = true;
          if (type === "closed") expect(unread, "a closing that has not seen her words").toBe(false);
        }
        if (written > 0) expect(kept?.view.status).toBe("open");
      }),
      { numRuns: runs },
    );
  }, 120_000);
});
