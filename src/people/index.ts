export { type Actor, type PeopleDeps, pointToPrivate, tell, toActor, toChat } from "./actor.ts";
export {
  bindByInvite,
  bindGroup,
  bindTo,
  type ChatAdmin,
  chooseBindHost,
  unbindGroup,
} from "./bind-group.ts";
export { claimCode, prepareSetupCode, redeemRole } from "./claim-code.ts";
export { childAges, forgetChild, keepChild } from "./keep-children.ts";
export {
  askUnlink,
  confirmLink,
  declineLink,
  linkAccounts,
  showUnlink,
  unlinkAccount,
} from "./link-accounts.ts";
export type { Account, ClaimedLink, LinkStore } from "./link-store.ts";
export { inviteStaff, listStaff, removeStaff, showStaff } from "./manage-staff.ts";
export { peopleData } from "./people-data.ts";
export type {
  Chat,
  ChatPurpose,
  Host,
  Invite,
  InvitePurpose,
  PeopleStore,
  Person,
  Role,
  RoleGrant,
  StaffMember,
  Wizard,
} from "./people-store.ts";
export {
  hostsHandled,
  hostsOf,
  isOperator,
  isStaffOf,
  mayBind,
  mayEdit,
  mayHandleCases,
  mayManage,
} from "./policies.ts";
export { askHostName, connectGroup, hostMenu, setUp, takeHostName } from "./set-up-host.ts";
