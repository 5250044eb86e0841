import type { Texts } from "./text.ts";

/** Who is called to a case, in which order, and when staff is there. */
export const rosterTexts = {
  "rosters.call-names": { zh: "找 {{names}}：", en: "For {{names}}:" },
  "rosters.call-assignee": {
    zh: "这件在您手上，对方还在等您。",
    en: "This case is with you, and the fan is still waiting.",
  },
  "rosters.call-duty": { zh: "您在值班，请看一下。", en: "You are on duty: please have a look." },
  "rosters.call-backup": {
    zh: "值班的人没接上，您是备班，请看一下。",
    en: "Nobody on duty has come; you are the backup: please have a look.",
  },
  "rosters.call-host": {
    zh: "值班和备班都没接上，请您看一下。",
    en: "Neither duty nor backup has come: please have a look.",
  },
  "rosters.call-everyone": {
    zh: "谁有空，请马上看一下。",
    en: "Whoever is free: please have a look now.",
  },
  "rosters.call-operator": {
    zh: "这边的员工都没接上，请您想办法找到人。",
    en: "Nobody of this host's staff has come: please find somebody.",
  },
  "rosters.call-new": { zh: "刚刚来的。", en: "It has just come." },
  "rosters.call-unseen": {
    zh: "已经等了{{time}}，还没有人接。",
    en: "It has waited {{time}}, and nobody has taken it.",
  },
  "rosters.call-unanswered": {
    zh: "对方已经等了{{time}}，还没有人回。",
    en: "The fan has waited {{time}} for an answer.",
  },
  "rosters.slipped": {
    zh: "对不起，说好的时间到了，{{team}}还没有人来（编号 {{number}}）。我又去催了，预计{{when}}前回复您。",
    en: "I am sorry: the time is over and nobody of {{team}} has come yet (number {{number}}). I have reminded them; an answer is now expected by {{when}}.",
  },
  "rosters.slipped-again": {
    zh: "对不起，{{team}}还是没有人来（编号 {{number}}）。我会一直催，但老实说，不能保证多久。有人来了，您会在这里看到。",
    en: "I am sorry: still nobody of {{team}} has come (number {{number}}). I go on reminding them, but honestly cannot promise when. Whoever comes writes to you here.",
  },
} as const satisfies Texts;
