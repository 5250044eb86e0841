import type { Texts } from "./text.ts";

export const answeringTexts = {
  "answer.todo": { zh: "怎么做", en: "What to do" },
  "answer.avoid": { zh: "不要做", en: "What not to do" },
  "answer.thrift": { zh: "省钱办法", en: "The thrifty way" },
  "answer.doctor": { zh: "什么时候看医生", en: "When to see a doctor" },
  "answer.sources": { zh: "依据", en: "Sources" },
  "answer.source": { zh: "{{publisher}}《{{title}}》{{year}}", en: "{{publisher}}, “{{title}}”, {{year}}" },
  "answer.source-repost": {
    zh: "{{publisher}}《{{title}}》{{year}}（看的是转载）",
    en: "{{publisher}}, “{{title}}”, {{year}} (read in a reprint)",
  },
  "answer.source-listed": {
    zh: "{{publisher}}《{{title}}》{{year}}（列为参考，未读原文）",
    en: "{{publisher}}, “{{title}}”, {{year}} (listed, full text not read)",
  },
  "answer.source-brief": { zh: "{{publisher}} {{year}}", en: "{{publisher}} {{year}}" },
  "answer.source-separator": { zh: "、", en: "; " },
  "answer.review-source-checked": {
    zh: "资料核对（非医生审核）{{on}}",
    en: "checked against its sources (not by a clinician) {{on}}",
  },
  "answer.footer": {
    zh: "依据：{{sources}} · {{review}} · 仅供参考，不能代替看医生",
    en: "Sources: {{sources}} · {{review}} · for information, no substitute for a doctor",
  },
  "answer.review-line": {
    zh: "{{review}}，核对人：{{reviewer}}，到 {{by}} 前会再核对。仅供参考，不能代替看医生。",
    en: "{{review}} by {{reviewer}}, to be checked again by {{by}}. For information, no substitute for a doctor.",
  },
  "answer.chinese-only": {
    zh: "核对过的原文是中文，原样给您。",
    en: "The reviewed text is in Chinese and is quoted as it is.",
  },
  "answer.none": {
    zh: "这个问题我这里还没有正好对得上的、核对过的答案，不敢乱说。我先记下来，请人补上。",
    en: "I have no reviewed answer to this yet, and I will not guess. I have noted it so that people can add one.",
  },
  "answer.none-danger": {
    zh: "孩子要是叫不醒、喘不上气、抽、三个月以内发烧，或者您心里不踏实，别等我：现在就去医院或打120。",
    en: "If the child cannot be woken, struggles to breathe, has a fit, has a fever under three months of age, or you feel something is wrong, do not wait for me: go to hospital now or call 120.",
  },
  "answer.near": {
    zh: "还没有正好对得上的、核对过的答案，我记下来请人补上。您是不是想问下面这些？点一下就能看：",
    en: "I have no reviewed answer to exactly this and have noted it. Did you mean one of these? Tap to read:",
  },
  "answer.failed": {
    zh: "我这边出了点问题，没能查成，不是没有答案。请过一会儿再问一次。急的事别等：打120或去医院。",
    en: "Something failed on my side while looking this up; it does not mean that there is no answer. Please ask again in a while. If it is urgent, do not wait: call 120 or go to hospital.",
  },
} as const satisfies Texts;
