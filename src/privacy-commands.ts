import type { Reply } from "./core/reply.ts";
import {
  askUnlink,
  confirmLink,
  declineLink,
  linkAccounts,
  showUnlink,
  unlinkAccount,
} from "./people/index.ts";
import { askToForget, forgetMe, showMyData } from "./privacy/index.ts";
import { actorOf, type RouterDeps, type RouterStores, type Scene } from "./scene.ts";

type Run = (deps: RouterDeps, stores: RouterStores, scene: Scene, args: string) => Promise<readonly Reply[]>;

/** What everybody may do with her own accounts and data, in private alone. */
export const PRIVACY_COMMANDS: Readonly<Record<string, Run>> = {
  link: async ({ privacy }, stores, scene, code) => [
    await linkAccounts(privacy, stores, actorOf(scene), code),
  ],
  unlink: async ({ privacy }, stores, scene) => [await showUnlink(privacy, stores, actorOf(scene))],
  mydata: ({ privacy }, stores, scene) => showMyData(privacy, stores, actorOf(scene)),
  forget: async ({ privacy }, stores, scene) => [await askToForget(privacy, stores, actorOf(scene))],
};

export const PRIVACY_BUTTONS: Readonly<Record<string, Run>> = {
  lk: ({ privacy }, stores, scene, linkId) => confirmLink(privacy, stores, actorOf(scene), linkId),
  lx: async ({ privacy }, stores, scene, linkId) => [
    await declineLink(privacy, stores, actorOf(scene), linkId),
  ],
  ul: async ({ privacy }, stores, scene, digest) => [
    await askUnlink(privacy, stores, actorOf(scene), digest),
  ],
  uy: ({ privacy }, stores, scene, digest) => unlinkAccount(privacy, stores, actorOf(scene), digest),
  fm: ({ privacy }, stores, scene, arg) => forgetMe(privacy, stores, actorOf(scene), arg),
};

/** Out of a group, to where nobody else reads. */
export const PRIVACY_LINKS: Readonly<Record<string, Run>> = {
  link: async ({ privacy }, stores, scene) => [await linkAccounts(privacy, stores, actorOf(scene), "")],
  unlink: async ({ privacy }, stores, scene) => [await showUnlink(privacy, stores, actorOf(scene))],
  mydata: ({ privacy }, stores, scene) => showMyData(privacy, stores, actorOf(scene)),
  forget: async ({ privacy }, stores, scene) => [await askToForget(privacy, stores, actorOf(scene))],
};
