import type { Reply } from "../core/reply.ts";
import { say } from "../core/texts/index.ts";
import type { Actor } from "../people/index.ts";
import type { CaseDeps, CaseStores } from "./case-deps.ts";
import { answerText, atCaseDesk, whose } from "./desk.ts";
import { caseButton } from "./show-card.ts";
import { durationText, fanName, staffName } from "./words.ts";

const SHOWN = 20;
const BUTTONS = 5;

/** `/cases`: what is open, who waits longest first. */
export async function listCases(deps: CaseDeps, stores: CaseStores, actor: Actor): Promise<readonly Reply[]> {
  const refusal = atCaseDesk(actor);
  if (refusal) return [refusal];
  const { locale } = actor;
  const now = deps.clock.now();
  const found = await stores.cases.openCases(whose(actor), SHOWN + 1);
  if (found.length === 0) return [answerText(actor, "cases.list-none")];
  const shown = found.slice(0, SHOWN);
  const lines: string[] = [];
  for (const { caseId, hostId, view } of shown) {
    const { assigneeId, waitingSince } = view;
    lines.push(
      say(locale, "cases.list-line", {
        number: caseId,
        level: say(locale, `people.level.${view.level}`),
        kind: say(locale, `cases.kind.${view.kind}`),
        fan: fanName(locale, view),
        who:
          assigneeId === undefined
            ? say(locale, "cases.nobody")
            : await staffName(stores, hostId, assigneeId),
        wait:
          waitingSince === undefined
            ? say(locale, "cases.answered")
            : say(locale, "cases.waits", { time: durationText(locale, now - waitingSince) }),
      }),
    );
  }
  if (found.length > SHOWN) lines.push(say(locale, "cases.more"));
  const buttons = shown
    .slice(0, BUTTONS)
    .map((one) => ({ ...caseButton(deps.signer, locale, "show", one), label: String(one.caseId) }));
  return [answerText(actor, "cases.list", { list: lines.join("\n") }, [buttons])];
}
