import { answerText, atCaseDesk, otherRooms, staffName, toRooms } from "../cases/index.ts";
import { type Button, textContent } from "../core/content.ts";
import type { Reply } from "../core/reply.ts";
import { say } from "../core/texts/index.ts";
import { type Actor, mayManage, tell } from "../people/index.ts";
import type { AidDeps, AidStores } from "./aid-deps.ts";
import { hostManaged } from "./aid-desk.ts";
import { findProduct, productOf } from "./product-name.ts";
import type { Product } from "./product-store.ts";

const MOST = 200;
const ADD = /^(?:add|加|加上|添加)\s+(.+)$/isu;
const REMOVE = /^(?:delete|del|remove|删|删除|去掉)\s+(.+)$/isu;

/** `/product`: the host's list, by which reports are known to mean the same thing, and what is stopped. */
export async function keepProducts(
  { signer }: AidDeps,
  stores: AidStores,
  actor: Actor,
  args: string,
): Promise<readonly Reply[]> {
  const refusal = atCaseDesk(actor);
  if (refusal) return [refusal];
  const host = await hostManaged(stores, actor);
  if (!host.ok) return [host.refusal];
  const { products } = stores;
  const added = ADD.exec(args.trim())?.[1];
  const removed = REMOVE.exec(args.trim())?.[1];
  const product = productOf(added ?? removed ?? "");
  if ((added ?? removed) !== undefined && !product) return [answerText(actor, "safety.product-name-bad")];
  const listed = await products.listed(host.value);
  if (product && added !== undefined && listed.length >= MOST) {
    return [answerText(actor, "safety.products-many", { most: MOST })];
  }
  if (product) await products.list(host.value, product, added !== undefined);
  const names = (await products.listed(host.value)).map(({ name }) => name);
  const stopped = await products.stopped(host.value);
  const rows = stopped.slice(0, 4).map(({ productId, name }): Button[] => [
    {
      label: `${say(actor.locale, "safety.button-clear")}：${name}`.slice(0, 60),
      data: signer.sign("psc", String(productId)),
    },
  ]);
  const none = say(actor.locale, "people.setup-none");
  return [
    answerText(
      actor,
      "safety.products",
      {
        list: names.length === 0 ? none : names.join("、"),
        stopped: stopped.length === 0 ? none : stopped.map(({ name }) => name).join("、"),
      },
      rows,
    ),
  ];
}

/** "It is all right": a person has looked, and the product may be spoken of again. Reports are counted anew. */
export async function clearProduct(
  { clock }: AidDeps,
  stores: AidStores,
  actor: Actor,
  productId: number,
): Promise<readonly Reply[]> {
  const refusal = atCaseDesk(actor);
  if (refusal) return [refusal];
  const product = await stores.products.product(productId);
  const isHere = actor.discreet || actor.chat?.host?.hostId === product?.hostId;
  if (!product || !isHere || !mayManage(actor.person, product.hostId)) {
    return [tell(actor, "people.not-allowed", { who: say(actor.locale, "people.who.operator-or-host") })];
  }
  const by = actor.person.personId;
  if (!(await stores.products.clear(productId, by, clock.now()))) {
    return [answerText(actor, "safety.cleared-already", { product: product.name })];
  }
  const who = await staffName(stores, product.hostId, by);
  const text = textContent(say("zh", "safety.cleared", { product: product.name, who }));
  const rooms = await otherRooms(stores.people, product.hostId, actor);
  return [
    { lane: "case", purpose: "product-cleared", audience: actor.discreet ? "person" : "chat", content: text },
    ...toRooms(rooms, `product-cleared.${productId}`, text),
  ];
}

/** Whether a text, such as a title or an announcement, names a product of this host that is stopped. */
export const isStopped = async (
  { products }: { readonly products: { stopped(hostId: string): Promise<readonly Product[]> } },
  hostId: string,
  text: string,
): Promise<boolean> => findProduct(await products.stopped(hostId), text) !== undefined;
