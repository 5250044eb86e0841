import { answerText, atCaseDesk, whose } from "../cases/index.ts";
import type { Button } from "../core/content.ts";
import type { Reply } from "../core/reply.ts";
import type { ButtonSigner } from "../core/signed-data.ts";
import { type Locale, say } from "../core/texts/index.ts";
import { type Actor, mayManage } from "../people/index.ts";
import type { AidDeps, AidStores } from "./aid-deps.ts";
import type { NewProgramme, Programme } from "./programme.ts";
import { lastDayText, leftText, stockText } from "./words.ts";

const SHOWN = 10;
/** Rows of buttons that a message of every platform may carry, less the one below them. */
const ROWS = 4;

/** What is in it, for whom and until when; without how many have been taken. */
export const programmeText = (locale: Locale, programme: NewProgramme): string =>
  say(locale, "aid.programme", {
    title: programme.title,
    stock: stockText(locale, programme),
    contents: programme.contents,
    who: programme.who,
    until: lastDayText(locale, programme),
  });

/** What a host can do with a programme that is not closed. */
export function programmeButtons(
  signer: ButtonSigner,
  locale: Locale,
  { programmeId, status }: Programme,
): readonly Button[] {
  const button = (key: "post" | "pause" | "resume" | "close", action: string): Button => ({
    label: say(locale, `aid.button-${key}`, { number: programmeId }),
    data: signer.sign(action, String(programmeId)),
  });
  return [
    ...(status === "open" ? [button("post", "pgp"), button("pause", "pgh")] : [button("resume", "pgr")]),
    button("close", "pgc"),
  ];
}

/** `/programme`: what is running, how many are left, and what can be done with each. */
export async function showProgrammes(
  deps: AidDeps,
  stores: AidStores,
  actor: Actor,
): Promise<readonly Reply[]> {
  const refusal = atCaseDesk(actor);
  if (refusal) return [refusal];
  const { locale } = actor;
  const found = await stores.aid.programmes(whose(actor), SHOWN);
  const lines = found.map((one) =>
    say(locale, "aid.programme-line", {
      number: one.programmeId,
      title: one.title,
      status: say(locale, `aid.programme-status.${one.status}`),
      left: leftText(locale, one),
      until: lastDayText(locale, one),
    }),
  );
  const rows = found
    .filter(({ hostId }) => mayManage(actor.person, hostId))
    .slice(0, ROWS)
    .map((one) => programmeButtons(deps.signer, locale, one));
  const begin: Button = { label: say(locale, "aid.button-new"), data: deps.signer.sign("pgn", "") };
  return [
    answerText(
      actor,
      found.length === 0 ? "aid.programmes-none" : "aid.programmes",
      { list: lines.join("\n") },
      [...rows, [begin]],
    ),
  ];
}
