import type { Clock } from "./core/clock.ts";
import type { Transact } from "./core/transact.ts";
import type { PeopleStore } from "./people/index.ts";

/** The host of the web room until a real one is set up. */
const SAMPLE_HOST = {
  hostId: "sample",
  name: "王老师",
  sample: true,
} as const;
export const SAMPLE_ROOM = "wang";

/** A room to look around in, where nobody has set up a host yet. */
export async function openSampleRoom(
  transact: Transact<{ people: PeopleStore }>,
  clock: Clock,
): Promise<void> {
  await transact(async ({ people }) => {
    const now = clock.now();
    // For looking around: whoever has set up a host of their own gets no sample beside it.
    if ((await people.hosts()).some(({ sample }) => !sample)) return;
    await people.createHost(SAMPLE_HOST, now);
    if (await people.chat("web", SAMPLE_ROOM)) return;
    await people.seeChat(
      {
        platform: "web",
        chatId: SAMPLE_ROOM,
        kind: "group",
        title: `${SAMPLE_HOST.name}的粉丝群`,
      },
      now,
    );
    await people.bindChat(
      {
        platform: "web",
        chatId: SAMPLE_ROOM,
        hostId: SAMPLE_HOST.hostId,
        purpose: "fan",
        boundBy: "system",
      },
      now,
    );
  });
}
