import type { Button, MediaRef } from "../core/content.ts";
import type { Reply } from "../core/reply.ts";
import { say } from "../core/texts/index.ts";
import { type Actor, mayBind, tell } from "../people/index.ts";
import type { AlertDeps, AlertStores, Wake } from "./alerts-deps.ts";
import { findingsText, hostHere, isReply, refuse, sayHere } from "./desk.ts";
import { endLive, openLive, type Started } from "./open-live.ts";

const LONGEST_TITLE = 60;
/** Only web pages: a link of another kind would open something else on a phone. */
export const LINK = /https?:\/\/[^\s<>"'，。！？（）【】、]{3,500}/;

/** "今晚秋装 https://…" as a title and a link. */
export function readTitle(text: string): {
  readonly title: string | undefined;
  readonly link: string | undefined;
} {
  const link = LINK.exec(text)?.[0];
  const title = [
    ...text
      .replace(link ?? "", " ")
      .normalize("NFC")
      .replace(/\s+/g, " ")
      .trim(),
  ]
    .slice(0, LONGEST_TITLE)
    .join("");
  return {
    title: title === "" ? undefined : title,
    link: link !== undefined && URL.canParse(link) ? link : undefined,
  };
}

const endButton = (deps: AlertDeps, actor: Actor, sessionId: string): Button => ({
  label: say(actor.locale, "alerts.button.end"),
  data: deps.signer.sign("le", sessionId),
});

/** `/golive [title] [link]`, with a picture perhaps: every group of hers is told. */
export async function declareLive(
  deps: AlertDeps,
  stores: AlertStores,
  actor: Actor,
  text: string,
  media: readonly MediaRef[],
  wake: Wake,
): Promise<Reply> {
  const host = await hostHere(stores, actor);
  if (isReply(host)) return host;
  return await declareFor(deps, stores, actor, host.hostId, { ...readTitle(text), media }, wake);
}

/** The button of a reminder, of a probe's guess or of the end: `arg` is the host. */
export async function pressLive(
  deps: AlertDeps,
  stores: AlertStores,
  actor: Actor,
  hostId: string,
  wake: Wake,
): Promise<Reply> {
  if (!mayBind(actor.person, hostId)) return refuse(actor);
  return await declareFor(
    deps,
    stores,
    actor,
    hostId,
    { title: undefined, link: undefined, media: [] },
    wake,
  );
}

async function declareFor(
  deps: AlertDeps,
  stores: AlertStores,
  actor: Actor,
  hostId: string,
  said: {
    readonly title: string | undefined;
    readonly link: string | undefined;
    readonly media: readonly MediaRef[];
  },
  wake: Wake,
): Promise<Reply> {
  const by = actor.person.personId;
  const { kind, session, withheld } = await openLive(deps, stores, { hostId, source: "host", by, ...said });
  if (kind !== "already") wake();
  const note = withheld === undefined ? "" : `\n\n${whyWithheld(actor, withheld)}`;
  const groups = Object.values(
    await stores.audience.countGroups([hostId], { platforms: [], tags: [], topics: ["live"] }),
  );
  const count = groups.reduce((sum, one) => sum + one, 0);
  if (kind === "announced" && count === 0) return sayHere(actor, "alerts.live-no-groups", { note });
  return sayHere(actor, `alerts.live-${kind}`, { count, note }, [[endButton(deps, actor, session.id)]]);
}

const whyWithheld = (actor: Actor, withheld: NonNullable<Started["withheld"]>): string =>
  withheld === "stopped-goods"
    ? say(actor.locale, "alerts.live-title-stopped")
    : `${say(actor.locale, "alerts.live-title-withheld")}\n\n${findingsText(actor, withheld.findings)}`;

/** `/offlive`: the alerts say that it is over. */
export async function declareOff(
  deps: AlertDeps,
  stores: AlertStores,
  actor: Actor,
  wake: Wake,
): Promise<Reply> {
  const host = await hostHere(stores, actor);
  if (isReply(host)) return host;
  const open = await stores.live.openSession(host.hostId);
  return await end(deps, stores, actor, open?.id, wake);
}

/** The button under a start: ends that session, not a later one. */
export async function pressOff(
  deps: AlertDeps,
  stores: AlertStores,
  actor: Actor,
  sessionId: string,
  wake: Wake,
): Promise<Reply> {
  const session = await stores.live.session(sessionId);
  if (!session) return tell(actor, "people.button-stale");
  if (!mayBind(actor.person, session.hostId)) return refuse(actor);
  return await end(deps, stores, actor, sessionId, wake);
}

async function end(
  deps: AlertDeps,
  stores: AlertStores,
  actor: Actor,
  sessionId: string | undefined,
  wake: Wake,
): Promise<Reply> {
  const session = sessionId === undefined ? undefined : await stores.live.session(sessionId);
  if (!session || session.state === "ended" || !(await endLive(deps, stores, session))) {
    return sayHere(actor, "alerts.live-not-on");
  }
  // A guess was told to nobody.
  if (session.state !== "confirmed") return sayHere(actor, "alerts.live-not-on");
  wake();
  return sayHere(actor, "alerts.live-ended");
}
