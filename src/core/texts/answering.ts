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
  "answer.ai-label": {
    zh: "〔AI 改写，依据已核对的文章〕",
    en: "[Reworded by AI from a reviewed article]",
  },
  "answer.understood": {
    zh: "〔AI 帮着对的题〕我理解您问的是：{{title}}",
    en: "[Matched with the help of AI] I understood your question as: {{title}}",
  },
  "answer.for-doctor": {
    zh: "是什么病、用什么药、单子怎么看，要医生当面判断，我不能替医生说。",
    en: "Which illness it is, which medicine, what a result means: only a doctor who sees you can say that, not I.",
  },
  "answer.until-then": { zh: "没有上面这些，先这样照顾：", en: "If none of these is the case, until then:" },
  "answer.evidence": { zh: "〔{{kind}}〕{{source}}", en: "[{{kind}}] {{source}}" },
  "answer.evidence-standard": { zh: "国家标准", en: "national standard" },
  "answer.evidence-law": { zh: "法律法规和政策", en: "law or policy" },
  "answer.evidence-guideline": { zh: "指南", en: "guideline" },
  "answer.evidence-consensus": { zh: "专家共识", en: "expert consensus" },
  "answer.evidence-practice": { zh: "权威科普和做法", en: "public advice" },
  "answer.stages": { zh: "分阶段说", en: "By stage" },
  "answer.stage-line": { zh: "{{stage}}：{{short}}", en: "{{stage}}: {{short}}" },
  "answer.stage-newborn": { zh: "满月前", en: "first month" },
  "answer.stage-under": { zh: "不到{{age}}", en: "under {{age}}" },
  "answer.stage-over": { zh: "{{age}}起", en: "from {{age}}" },
  "answer.stage-range": { zh: "{{from}}到{{to}}", en: "{{from}} to {{to}}" },
  "answer.stage-pregnant": { zh: "怀孕的", en: "pregnant" },
  "answer.stage-postpartum": { zh: "产后妈妈", en: "after birth" },
  "answer.age": { zh: "{{age}}", en: "{{age}}" },
  "answer.years": { zh: "{{count}}岁", en: "{{count}} years" },
  "answer.one-year": { zh: "{{count}}岁", en: "{{count}} year" },
  "answer.months": { zh: "{{count}}个月", en: "{{count}} months" },
  "answer.one-month": { zh: "满月", en: "1 month" },
  "answer.which-stage": {
    zh: "年龄不同，说法不一样。点一下是哪种：",
    en: "The answer differs by age. Tap which one it is:",
  },
  "answer.assumed-age": {
    zh: "这是按您记的宝宝月龄答的。问的是别的年龄，点一下：",
    en: "This is for the age of the child that you told me. If you mean another age, tap it:",
  },
  "answer.also": { zh: "还问了：{{title}}", en: "And: {{title}}" },
  "answer.dangers": {
    zh: "有下面任何一种，别等，现在就去医院，急了打120：",
    en: "If any of this is the case, do not wait: go to hospital now, or call 120:",
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
