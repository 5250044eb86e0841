import { askForHuman, type FanWay, roomsOf, toRooms } from "../cases/index.ts";
import { textContent } from "../core/content.ts";
import type { Reply } from "../core/reply.ts";
import { say } from "../core/texts/index.ts";
import { type Actor, pointToPrivate, tell } from "../people/index.ts";
import type { AidDeps, AidStores } from "./aid-deps.ts";
import { findProduct, productOf } from "./product-name.ts";

const HOUR_MS = 3_600_000;
/** So many persons within this time, and nobody recommends it any more until a person has looked. */
export const STOPS_AT = 3;
export const WITHIN_MS = 72 * HOUR_MS;

/** `/unsafe NAME what happened`: a case of its own, and one more report on this product. */
export async function reportProduct(
  deps: AidDeps,
  stores: AidStores,
  actor: Actor,
  from: FanWay,
  text: string,
  ref: string | undefined,
): Promise<readonly Reply[]> {
  if (!actor.discreet) return [pointToPrivate(actor, "u")];
  if (text === "") return [tell(actor, "safety.report-usage")];
  const hostId = actor.chat?.host?.hostId ?? actor.person.lastHostId;
  const wish = {
    from,
    hostId,
    kind: "product-safety",
    text,
    ref,
    answerId: undefined,
    place: undefined,
  } as const;
  const opened = await askForHuman(deps, stores, actor, wish);
  const [named = ""] = text.split(/[\s,，。;；:：]/u);
  const { personId } = actor.person;
  return [...opened, ...(await countReport(deps, stores, { hostId, personId, text, named }))];
}

/**
 * Counts a report on the product that a text names: one of the host's list, or the one that `named` says. At the third
 * person within 72 hours the product is stopped and the staff hears it on the lane of distress.
 */
export async function countReport(
  { clock, signer }: Pick<AidDeps, "clock" | "signer">,
  { products, people }: Pick<AidStores, "products" | "people">,
  report: {
    readonly hostId: string | undefined;
    readonly personId: string;
    readonly text: string;
    readonly named?: string;
  },
): Promise<readonly Reply[]> {
  const { hostId, personId, text, named } = report;
  if (hostId === undefined) return [];
  const product =
    findProduct(await products.listed(hostId), text) ?? (named === undefined ? undefined : productOf(named));
  if (!product) return [];
  const now = clock.now();
  const count = await products.report(hostId, product, personId, now, now - WITHIN_MS);
  const productId = count < STOPS_AT ? undefined : await products.stop(hostId, product.ref, now);
  if (productId === undefined) return [];
  const content = textContent(say("zh", "safety.stopped", { product: product.name, count }), [
    [{ label: say("zh", "safety.button-clear"), data: signer.sign("psc", String(productId)) }],
  ]);
  return toRooms(await roomsOf(people, hostId), `product-stopped.${productId}`, content, "distress");
}
