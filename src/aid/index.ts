export { aidData } from "./aid-data.ts";
export type { AidDeps, AidStores } from "./aid-deps.ts";
export type { AidStore, ContactDigests, Duplicate, Form } from "./aid-store.ts";
export { beginAgain, cancelApplication, pressAnswer } from "./answer-application.ts";
export type {
  Application,
  ApplicationAnswers,
  ApplicationEvent,
  ApplicationStatus,
  RefusalReason,
} from "./application.ts";
export { apply } from "./apply.ts";
export { approveApplication } from "./approve-application.ts";
export { changeProgramme, postProgramme } from "./change-programme.ts";
export { pressAfterSale, startAfterSale } from "./fill-after-sale.ts";
export { giveBack, recordDelivery, recordHandOver, takeHandOver } from "./hand-over.ts";
export { helpedAmong } from "./helped-among.ts";
export { startAidKeeping } from "./keep-aid.ts";
export { clearProduct, isStopped, keepProducts } from "./keep-products.ts";
export { keepPromise } from "./keep-promise.ts";
export { appealRefusal, myApplications, withdrawApplication } from "./my-applications.ts";
export { cancelProgramme, openProgramme, startProgramme } from "./open-programme.ts";
export type { Product, ProductStore } from "./product-store.ts";
export type { NewProgramme, Programme, ProgrammeStatus } from "./programme.ts";
export { chooseRefusal, isReason, refuseApplication } from "./refuse-application.ts";
export { countReport, reportProduct } from "./report-product.ts";
export { sendApplication } from "./send-application.ts";
export { listApplications, showApplication } from "./show-application.ts";
export { showProgrammes } from "./show-programmes.ts";
export { stepBack } from "./step-back.ts";
export { isAsked, takeAnswer } from "./take-answer.ts";
