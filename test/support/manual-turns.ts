import type { Turns, TurnWork } from "../../src/core/turns.ts";

/** Turns that a test gives and takes. */
export function createManualTurns() {
  const works = new Map<string, TurnWork>();
  const ours = new Set<string>();
  async function end(name: string): Promise<void> {
    if (ours.delete(name)) await works.get(name)?.end();
  }
  const turns: Turns = {
    take(name, work) {
      works.set(name, work);
      return () => end(name);
    },
  };
  return {
    turns,
    give(name: string): void {
      const work = works.get(name);
      if (!work) throw new Error(`nobody wants ${name}`);
      ours.add(name);
      work.begin();
    },
    end,
  };
}
