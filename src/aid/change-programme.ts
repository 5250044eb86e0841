import { answerText, teamOf } from "../cases/index.ts";
import type { Content } from "../core/content.ts";
import type { Reply } from "../core/reply.ts";
import { say } from "../core/texts/index.ts";
import type { Actor } from "../people/index.ts";
import type { AidDeps, AidStores } from "./aid-deps.ts";
import { programmeFor } from "./aid-desk.ts";
import { takesApplications } from "./programme.ts";
import { programmeButtons } from "./show-programmes.ts";
import { lastDayText, stockText } from "./words.ts";

/** Pauses a programme, goes on with it, or closes it for good; what was sent before is still decided. */
export async function changeProgramme(
  deps: AidDeps,
  stores: AidStores,
  actor: Actor,
  programmeId: number,
  status: "open" | "paused" | "closed",
): Promise<readonly Reply[]> {
  const found = await programmeFor(stores, actor, programmeId);
  if (!found.ok) return [found.refusal];
  const { title } = found.value;
  if (found.value.status === "closed") return [answerText(actor, "aid.programme-over", { title })];
  await stores.aid.setStatus(programmeId, status);
  const one = { ...found.value, status };
  const buttons = status === "closed" ? [] : [programmeButtons(deps.signer, actor.locale, one)];
  return [answerText(actor, `aid.programme-now.${status}`, { number: programmeId, title }, buttons)];
}

/** Tells the fans' groups of it: what there is, and the way to ask for it where nobody else sees. */
export async function postProgramme(
  deps: AidDeps,
  stores: AidStores,
  actor: Actor,
  programmeId: number,
): Promise<readonly Reply[]> {
  const found = await programmeFor(stores, actor, programmeId);
  if (!found.ok) return [found.refusal];
  const programme = found.value;
  const { title, hostId } = programme;
  if (!takesApplications(programme, deps.clock.now())) {
    return [answerText(actor, "aid.programme-over", { title })];
  }
  const chats = (await stores.people.chatsOf(hostId, "fan")).filter(({ gone }) => !gone);
  if (chats.length === 0) return [answerText(actor, "aid.no-group")];
  const text = say("zh", "aid.post", {
    team: await teamOf(stores.people, hostId, "zh"),
    title,
    stock: stockText("zh", programme),
    contents: programme.contents,
    who: programme.who,
    until: lastDayText("zh", programme),
  });
  const contentOn = (platform: string): Content => {
    const url = deps.platforms.get(platform)?.deepLink(`a-${programmeId}`);
    const label = say("zh", "aid.button-apply");
    const button =
      url === undefined ? { label, data: deps.signer.sign("afa", String(programmeId)) } : { label, url };
    return { tone: "plain", blocks: [{ kind: "text", text }], buttons: [[button]] };
  };
  return [
    answerText(actor, "aid.posted", { title, groups: chats.length }),
    ...chats.map(
      ({ platform, chatId }): Reply => ({
        lane: "announcement",
        purpose: `aid-post.${programmeId}`,
        audience: "chat",
        to: { platform, chatId },
        content: contentOn(platform),
      }),
    ),
  ];
}
