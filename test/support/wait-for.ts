import { type Group, inChat, type Shown } from "./stage.ts";
import type { TestApp } from "./test-app.ts";

const TURN_MS = 15;
const MOST_STEPS = 200;
/** Time that jumps further than this breaks a long poll off, which is begun again after a pause. */
const LONG_STEP_MS = 5_000;

/** What groups read, and time that passes until they read it. */
export function watching(app: TestApp) {
  const saidIn = (group: Group): readonly Shown[] =>
    inChat(group.platform === "discord" ? app.discord.said() : app.telegram.said(), group);
  const textsIn = (group: Group): readonly string[] => saidIn(group).map(({ text }) => text);

  async function turn(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, TURN_MS));
    await app.app.idle();
  }

  /** Lets this much time pass, and everything happen that comes with it. */
  async function later(ms: number): Promise<void> {
    app.clock.forward(ms);
    for (let turns = 0; turns < 20; turns += 1) {
      await turn();
      app.clock.forward(500);
    }
  }

  return {
    saidIn,
    textsIn,
    /** How many messages with these words a group shows now. */
    countOf: (group: Group, text: string): number =>
      textsIn(group).filter((one) => one.includes(text)).length,
    later,
    /** Lets time pass until `look` holds; fails with what these groups read when it never does. */
    async until(
      look: () => boolean | Promise<boolean>,
      what: string,
      { stepMs = 2_000, show = [] }: { readonly stepMs?: number; readonly show?: readonly Group[] } = {},
    ): Promise<void> {
      for (let step = 0; step < MOST_STEPS; step += 1) {
        if (await look()) {
          if (stepMs > LONG_STEP_MS) await later(120_000);
          return;
        }
        app.clock.forward(stepMs);
        await turn();
      }
      throw new Error(`${what} did not come: ${JSON.stringify(show.map(textsIn))}`);
    },
  };
}
