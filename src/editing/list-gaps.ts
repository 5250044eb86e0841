import type { Button } from "../core/content.ts";
import type { Reply } from "../core/reply.ts";
import { say } from "../core/texts/index.ts";
import type { Actor } from "../people/index.ts";
import { answerText, atDesk, whose } from "./desk.ts";
import type { EditingDeps, EditingStores } from "./editing-deps.ts";

/** As many as a phone shows with their buttons. */
export const GAPS_SHOWN = 8;
const ANSWERS_SHOWN = 3;
const LOOK_BACK_MS = 30 * 86_400_000;

/** `/gaps`: what nobody could answer, what did not help, and what a model worded badly. */
export async function listGaps(deps: EditingDeps, stores: EditingStores, actor: Actor): Promise<Reply> {
  const refusal = atDesk(actor, "read");
  if (refusal) return refusal;
  const { locale } = actor;
  const mine = whose(actor);
  const from = deps.clock.now() - LOOK_BACK_MS;
  const groups = await stores.gaps.gapGroups(mine, GAPS_SHOWN);
  const unhelpful = await stores.gaps.notHelped(mine, from, ANSWERS_SHOWN);
  const failed = await stores.gaps.failedRewordings(mine, from, ANSWERS_SHOWN);
  const names = mine === "everybody" || mine.length > 1 ? await hostNames(stores) : new Map<string, string>();
  const lines = groups.map(({ question, count, hostId }, at) => {
    const host = hostId === undefined ? undefined : names.get(hostId);
    const values = { place: at + 1, question: short(question), count };
    return host === undefined
      ? say(locale, "editing.gap-line", values)
      : say(locale, "editing.gap-line-host", { ...values, host });
  });
  const answers = [...unhelpful, ...failed];
  const title = (articleId: string) => deps.library.knowledge.byId(articleId)?.title ?? articleId;
  const parts = [
    lines.length === 0 ? say(locale, "editing.gaps-none") : section(say(locale, "editing.gaps"), lines),
    ...(unhelpful.length === 0
      ? []
      : [
          section(
            say(locale, "editing.not-helped"),
            unhelpful.map(({ articleId, people, answerId }) =>
              say(locale, "editing.not-helped-line", { article: title(articleId), people, answer: answerId }),
            ),
          ),
        ]),
    ...(failed.length === 0
      ? []
      : [
          section(
            say(locale, "editing.failed"),
            failed.map(({ articleId, reason, answerId }) =>
              say(locale, "editing.failed-line", { article: title(articleId), reason, answer: answerId }),
            ),
          ),
        ]),
    ...(lines.length + answers.length === 0 ? [] : [say(locale, "editing.gaps-hint")]),
  ];
  const buttons = groups.map(
    ({ groupId }, at): Button => ({
      label: say(locale, "editing.button-draft", { place: at + 1 }),
      data: deps.signer.sign("ga", groupId),
    }),
  );
  return answerText(actor, parts.join("\n\n"), [buttons.slice(0, 4), buttons.slice(4)].filter(isFilled));
}

const isFilled = (row: readonly Button[]): boolean => row.length > 0;
const section = (heading: string, lines: readonly string[]): string => [heading, ...lines].join("\n");
const short = (question: string): string => {
  const line = [...question.replace(/\s+/g, " ")];
  return line.length <= 60 ? line.join("") : `${line.slice(0, 59).join("")}…`;
};

async function hostNames({ people }: Pick<EditingStores, "people">): Promise<ReadonlyMap<string, string>> {
  return new Map((await people.hosts()).map(({ hostId, name }) => [hostId, name]));
}
