import { questionForModel } from "./answering/index.ts";
import type { InboundEvent } from "./core/message.ts";
import { DANGERS, isUrgent, raisedFor, type Triage } from "./safety/index.ts";
import type { RouterDeps } from "./scene.ts";

/**
 * The triage of a text of which our own was unsure, after a configured model has looked at it: it may raise the text to
 * urgent and nothing else. Texts that are urgent already never wait for it; without a model, or when it fails or is out of
 * time, the triage stays as it is. Waits outside of any transaction and never throws.
 */
export async function raiseByModel(
  { helpers, logger }: Pick<RouterDeps, "helpers" | "logger">,
  event: InboundEvent,
  triage: Triage,
): Promise<Triage> {
  const model = helpers?.model;
  if (!model || !triage.unsure || isUrgent(triage) || event.kind !== "message") return triage;
  if (event.edited || event.command || event.limited) return triage;
  const deadline = helpers.startDeadline();
  try {
    const told = await model.danger({ text: questionForModel(event.text), kinds: DANGERS }, deadline);
    if (told.kind === "failed") {
      helpers.onHelped?.("danger", told.reason);
      return triage;
    }
    const kind = DANGERS.find((one) => one === told.value);
    helpers.onHelped?.("danger", kind ? "raised" : "none");
    return kind ? raisedFor(triage, kind) : triage;
  } catch (error) {
    logger.warn({ error }, "a model could not be asked about danger");
    return triage;
  } finally {
    deadline.end();
  }
}
