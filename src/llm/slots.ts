/** How many calls may run side by side; the others wait in order until their time is over. */
export interface Slots {
  /** A function that gives the place back; undefined when none became free before `signal`. */
  take(signal: AbortSignal): Promise<(() => void) | undefined>;
}

export function createSlots(count: number): Slots {
  let free = count;
  const waiting: (() => void)[] = [];
  const giveBack = (): (() => void) => {
    let given = false;
    return () => {
      if (given) return;
      given = true;
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    };
  };
  return {
    async take(signal) {
      if (signal.aborted) return undefined;
      if (free > 0) {
        free -= 1;
        return giveBack();
      }
      return await new Promise((resolve) => {
        const turn = () => {
          signal.removeEventListener("abort", over);
          resolve(giveBack());
        };
        const over = () => {
          waiting.splice(waiting.indexOf(turn), 1);
          resolve(undefined);
        };
        waiting.push(turn);
        signal.addEventListener("abort", over, { once: true });
      });
    },
  };
}
