import { answerText, atCaseDesk } from "../cases/index.ts";
import type { Reply } from "../core/reply.ts";
import type { Actor } from "../people/index.ts";
import type { AidDeps, AidStores } from "./aid-deps.ts";
import { hostManaged } from "./aid-desk.ts";

const MOST = 200;
const NONE = /^(?:无|没有|取消|none)$/iu;

/** `/promise TEXT`: what a host promises for her goods beyond the law; shown to whoever asks about returns. */
export async function keepPromise(
  { clock }: AidDeps,
  stores: AidStores,
  actor: Actor,
  text: string,
): Promise<readonly Reply[]> {
  const refusal = atCaseDesk(actor);
  if (refusal) return [refusal];
  const host = await hostManaged(stores, actor);
  if (!host.ok) return [host.refusal];
  const words = text.trim();
  if (words === "") {
    const promise = await stores.aid.promise(host.value);
    return [
      promise === undefined
        ? answerText(actor, "sale.promise-none")
        : answerText(actor, "sale.promise-now", { promise }),
    ];
  }
  if ([...words].length > MOST) return [answerText(actor, "aid.too-long", { most: MOST })];
  const promise = NONE.test(words) ? undefined : words;
  await stores.aid.setPromise(host.value, promise, actor.person.personId, clock.now());
  return [
    promise === undefined
      ? answerText(actor, "sale.promise-gone")
      : answerText(actor, "sale.promise-now", { promise }),
  ];
}
