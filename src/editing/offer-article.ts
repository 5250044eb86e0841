import { type Draft, textContent } from "../core/content.ts";
import type { ButtonSigner } from "../core/signed-data.ts";
import { say } from "../core/texts/index.ts";
import type { Article } from "../knowledge/index.ts";
import type { PeopleStore } from "../people/index.ts";
import { editorRooms } from "./change-text.ts";

/** Longer ids do not fit into a button; such an article can still be announced in words. */
const LONGEST_ID = 44;

/** Word of a new article to every staff room, with the button that tells that host's fans. */
export async function offerArticle(
  { signer }: { readonly signer: ButtonSigner },
  people: PeopleStore,
  { id, title }: Pick<Article, "id" | "title">,
): Promise<readonly Draft[]> {
  if (id.length > LONGEST_ID) return [];
  const content = textContent(say("zh", "editing.told-new", { title }), [
    [{ label: say("zh", "editing.button-tell"), data: signer.sign("al", id) }],
  ]);
  const rooms = await editorRooms(people);
  return rooms.map((to) => ({ lane: "announcement", purpose: "told-new", to, content }));
}
