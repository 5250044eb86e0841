import type { MessageEvent } from "./core/message.ts";
import type { PrivateWay, Reply } from "./core/reply.ts";
import type { Locale } from "./core/texts/index.ts";
import { isUrgent, raiseAlarm, staffAlert, type Triage } from "./safety/index.ts";
import type { RouterDeps, RouterStores } from "./scene.ts";

/** What is known about a text that was raised; when all else failed that is little more than the chat. */
export interface Raised {
  readonly event: MessageEvent;
  readonly inboxId: number;
  readonly triage: Triage;
  readonly hostId: string | undefined;
  readonly personId: string | undefined;
  readonly title: string | undefined;
  readonly place: "private" | "group";
  readonly locale: Locale;
  readonly way: PrivateWay;
}

/** Records what triage raised, tells the person what to do, and the staff that it happened. */
export async function soundAlarm(
  deps: Pick<RouterDeps, "clock" | "hotlines">,
  stores: Pick<RouterStores, "people" | "safety">,
  raised: Raised,
): Promise<readonly Reply[]> {
  const { event, triage, hostId } = raised;
  const now = deps.clock.now();
  const number = await stores.safety.addEvent(
    {
      hostId,
      platform: event.platform,
      chatId: event.chat.chatId,
      personId: raised.personId,
      inboxId: raised.inboxId,
      level: triage.level,
      kinds: triage.kinds,
      rules: triage.rules,
      words: triage.words,
    },
    now,
  );
  const cards = raiseAlarm({ ...raised, hotlines: deps.hotlines, now: new Date(now) });
  if (!isUrgent(triage)) return cards;
  const staffed = hostId === undefined ? [] : await stores.people.chatsOf(hostId, "staff");
  const open = staffed.filter(({ gone }) => !gone);
  // Where no staff room listens, the operator is the one who has to look.
  const rooms = open.length > 0 ? open : await stores.people.operatorChats();
  const content = staffAlert(triage, number, { kind: event.chat.kind, title: raised.title });
  const alerts = rooms
    .filter(({ platform, chatId }) => platform !== event.platform || chatId !== event.chat.chatId)
    .map(
      ({ platform, chatId }): Reply => ({
        lane: "distress",
        purpose: "staff-alert",
        audience: "chat",
        to: { platform, chatId },
        content,
      }),
    );
  return [...cards, ...alerts];
}
