export { addNote } from "./add-note.ts";
export { appendEvent, type Stale } from "./append-event.ts";
export { askForHuman } from "./ask-for-human.ts";
export {
  CASE_KINDS,
  type CaseEvent,
  type CaseEventBody,
  type CaseKind,
  type CaseLevel,
  type CaseView,
  type FanWay,
  messageRef,
  type NewCaseEvent,
} from "./case.ts";
export { aliasOf } from "./case-alias.ts";
export type { CaseDeps, CaseStores } from "./case-deps.ts";
export type { CannedReply, Case, CaseNumbers, CaseStore, StaffCode, Whose } from "./case-store.ts";
export { casesData } from "./cases-data.ts";
export { changeAnswer, noteDeletion } from "./change-answer.ts";
export { changeDuty, pressDuty } from "./change-duty.ts";
export { closeCase } from "./close-case.ts";
export { expectedBy, nextClock } from "./deadlines.ts";
export { answerText, answerTo, askNumber, atCaseDesk, readRef, whose } from "./desk.ts";
export { enterCase } from "./enter-case.ts";
export { exportTranscript } from "./export-transcript.ts";
export { foldCase } from "./fold-case.ts";
export { type HeardInPrivate, hearFan } from "./hear-fan.ts";
export { hearStaff } from "./hear-staff.ts";
export { zoneOf } from "./host-times.ts";
export { type Ladder, type LadderDeps, startLadder } from "./ladder.ts";
export { listCases } from "./list-cases.ts";
export { addShift, chooseShiftPerson, chooseShiftTime, removeShift, roster } from "./manage-roster.ts";
export { noteEdit } from "./note-edit.ts";
export { noteUndelivered } from "./note-undelivered.ts";
export { type OpenedByAlarm, openFromAlarm } from "./open-from-alarm.ts";
export { otherDesks, otherRooms, roomsOf, targetOf, toRooms } from "./places.ts";
export { raiseCase } from "./raise-case.ts";
export { rateCase } from "./rate-case.ts";
export { revealPerson } from "./reveal-person.ts";
export type { DutyRole } from "./roster.ts";
export type { RosterStore } from "./roster-store.ts";
export { setAlias } from "./set-alias.ts";
export { cancelHoliday, deadlines, holiday, hours } from "./set-times.ts";
export { showCase } from "./show-case.ts";
export { showStats } from "./show-stats.ts";
export { startWriting } from "./start-writing.ts";
export { takeCase } from "./take-case.ts";
export { transferCase, transferTo } from "./transfer-case.ts";
export { canned, chooseCanned, sendCanned } from "./use-canned.ts";
export { carriesCode, verifyMessage } from "./verify-message.ts";
export { momentText, staffName, teamOf } from "./words.ts";
export { writeToFan } from "./write-to-fan.ts";
