import type { Locale } from "../../core/texts/index.ts";

/** Why a rewording was not sent; each is counted and listed for the editors. */
export type TraceFailure =
  | "empty"
  | "too-long"
  | "wrong-article"
  | "wrong-revision"
  | "no-such-line"
  | "hidden-characters"
  | "link"
  | "mention"
  | "phone"
  | "promise"
  | "promotion"
  | "diagnosis"
  | "number"
  | "unit"
  | "substance"
  | "negation"
  | "lost-part"
  | "lost-answer"
  | "lost-warning"
  | "out-of-context"
  | "not-covered";

/** Letters, digits and plain punctuation. Everything else (markup, emoji, controls, bidi and zero-width marks) has no place. */
const PLAIN = /^[\p{Script=Han}A-Za-z0-9\s，。、；：？！“”‘’（）《》…—·～,.;:?!"'()%~/+=<>≤≥°℃μµ×–-]*$/u;

/** A sign that compares stands before a number; otherwise it is markup. */
const TAG = /[<>](?![=\s]*\d)/;

const SHAPES: readonly (readonly [TraceFailure, RegExp])[] = [
  ["link", /https?:|www\.|[a-z0-9-]+\.(?:com|cn|net|org|io|me|top|shop|xyz|vip)\b|t\.me|链接|二维码|扫码/giu],
  ["mention", /[@＠]|微信号?|加我|私信|公众号|小程序|QQ群?|进群|\b(?:dm|whatsapp|telegram)\b/giu],
  ["phone", /\d{7,}|\d{3,4}[-\s]\d{3,4}(?:[-\s]\d{2,4})?/gu],
  [
    "promise",
    /保证|包治|包好|包您|一定(?:能|会|可以)?(?:治好|治愈|好转|好的|退烧|有效)|绝对|百分之?百|100\s*%|根治|永不|立竿见影|神效|特效|无副作用|没有(?:任何)?副作用|放心(?:吃|用|喝)|万无一失|\b(?:guarantee[ds]?|100 ?% (?:safe|effective)|absolutely|cure[sd]?|miracle|no side effects|completely safe)\b/giu,
  ],
  [
    "promotion",
    /直播间|下单|优惠|打折|折扣|包邮|限时|抢购|秒杀|买一送|领券|促销|爆款|旗舰店|橱窗|小黄车|全网|最低价|赞助|代购|团购|推荐(?:购买|您买|用)|牌子?的|品牌|\b(?:buy now|discount|coupon|sale|order now|sponsored|promo|brand|shop)\b/giu,
  ],
  [
    "diagnosis",
    /(?:宝宝|孩子|娃|您|你家?)(?:这)?(?:就是|肯定是|应该是|可能是|是|得了|患了|患有|得的是)[^，。]{0,6}(?:病|症|炎|热|痨|佝偻|感染|自闭|过敏|贫血|综合征)|诊断为|确诊|\byour (?:baby|child) (?:has|is suffering|suffers)\b|\bdiagnos/giu,
  ],
];

/** What no answer may hold unless its own source says it in the same words; undefined when there is none of it. */
export function forbiddenIn(sentence: string, source: string): TraceFailure | undefined {
  const text = sentence.normalize("NFKC");
  if (!PLAIN.test(text) || TAG.test(text)) return text.includes("@") ? "mention" : "hidden-characters";
  const known = source.normalize("NFKC").toLowerCase();
  for (const [failure, shape] of SHAPES) {
    for (const [found] of text.matchAll(shape)) {
      if (!known.includes(found.toLowerCase())) return failure;
    }
  }
  return undefined;
}

const SUBSTANCES: Readonly<Record<Locale, RegExp>> = {
  // What a child can swallow, be given or have put on: names of medicines and of food, by their typical last characters too.
  zh: /布洛芬|对乙酰氨基酚|扑热息痛|阿司匹林|阿莫西林|头孢|蒙脱石|益生菌|奥司他韦|尼美舒利|安乃近|激素|抗生素|消炎药|退烧药|感冒药|止咳|止泻|维生素[a-z]?\d{0,2}|d3|ad|dha|钙|铁|锌|鱼油|鱼肝油|蜂蜜|蜜糖|蜜|盐|白糖|红糖|糖|酒精|白酒|酒|茶|咖啡|可乐|牛奶|羊奶|奶粉|母乳|酸奶|辅食|米粉|米汤|面条|粥|鸡蛋|蛋黄|蛋清|蛋|猪肝|肝|肉|鱼|虾|花生|坚果|豆浆|豆腐|果汁|水果|苹果|香蕉|蔬菜|葡萄糖|口服补液盐|药膏|药水|药片|药|安眠|褪黑素|酱油|味精|风油精|清凉油|花露水|碘伏|双氧水|水/giu,
  en: /\b(?:ibuprofen|paracetamol|acetaminophen|aspirin|amoxicillin|antibiotics?|steroids?|cough syrup|vitamin [a-z]\d?|d3|calcium|iron|zinc|fish oil|cod liver oil|honey|salt|sugar|alcohol|wine|beer|tea|coffee|cow'?s milk|goat'?s milk|formula|breast ?milk|yogh?urt|porridge|eggs?|liver|meat|fish|shrimp|peanuts?|nuts?|juice|fruit|vegetables?|glucose|medicines?|drops?|melatonin|soy sauce|water)\b/giu,
};

export const substancesIn = (canonicalText: string, locale: Locale): readonly string[] =>
  [...canonicalText.matchAll(SUBSTANCES[locale])].map(([word]) => word);

const NEGATIONS: Readonly<Record<Locale, RegExp>> = {
  zh: /[不没勿未无非莫禁忌免否停避防拒]/gu,
  en: /\b(?:not|no|never|none|without|cannot|avoid|stop|unless|neither|nor|don't)\b/g,
};

export const negationsIn = (form: string, locale: Locale): number =>
  form.match(NEGATIONS[locale])?.length ?? 0;

/** Words that forbid by themselves; "无氟" is a negation and forbids nothing. */
const FORBIDS: Readonly<Record<Locale, RegExp>> = {
  zh: /[不别没勿未莫禁忌]/u,
  en: /\b(?:not|never|avoid|don't|cannot|no)\b/,
};

export const forbids = (form: string, locale: Locale): boolean => FORBIDS[locale].test(form);

/**
 * Anything that could matter for a body or a purse: numbers, negations, conditions, comparisons, amounts, time, reported
 * speech, modal verbs, whatever is given, put on or done to a child, doctors. What has any of it is quoted whole.
 */
const CRITICAL: Readonly<Record<Locale, RegExp>> = {
  zh: /[\d%~≤≥<>不没勿未无非莫禁忌免否停避防拒少多最只仅才先再前后时每全满够超内外比更太很若除]|如果|至少|以[上下内外]|可以|能|会|要|应该|得|有人|说法|听说|谣|误区|老人|说|病|痛|疼|烧|热|冷|血|抽|喘|吐|泻|便|尿|疹|痒|肿|伤|毒|醒|睡|趴|躺|仰|摇|晃|抱|吃|喝|喂|奶|药|服|涂|抹|擦|敷|洗|剪|挤|捂|盖|穿|脱|打|刺|灌|催|急|医|诊|救|120|110|钱|元|买|卖|送|领|申请|证|法/u,
  en: /[\d%~≤≥<>]|\b(?:not|no|never|without|unless|if|when|until|before|after|only|more|less|most|least|than|at|over|under|can|may|must|should|need|needs|give|take|feed|eat|drink|use|put|wash|sleep|doctor|hospital|call|emergency|fever|pain|blood|breath|milk|medicine|vaccine|pay|buy|money)\b/,
};

export const isCritical = (form: string, locale: Locale): boolean =>
  CRITICAL[locale].test(form) || substancesIn(form, locale).length > 0;

/** Words of a short answer that warn; none of them may be missing from what is sent instead of it. */
const WARNING: Readonly<Record<Locale, RegExp>> = {
  zh: /[不没勿未无非莫禁忌停避防]|医|急诊|马上|120|110|12356|误|危险/u,
  en: /\b(?:not|no|never|without|avoid|stop|unless|only|doctor|hospital|emergency|call|now|right away|danger)\b/,
};

export const isWarning = (form: string, locale: Locale): boolean => WARNING[locale].test(form);
