import type { Normalised } from "./normalise.ts";

/** A number with its place in the normalised text. */
interface Placed {
  readonly value: number;
  readonly start: number;
  readonly end: number;
}

export interface Quantities {
  /** The youngest age that the text gives to a child, in months; undefined when it gives none. */
  readonly ageMonths: number | undefined;
  /** Body temperatures in °C. */
  readonly temperatures: readonly Placed[];
  /** Lengths of time that are no age, in hours. */
  readonly durations: readonly Placed[];
}

const HAN_DIGITS: Readonly<Record<string, number>> = {
  零: 0,
  半: 0.5,
  一: 1,
  二: 2,
  两: 2,
  俩: 2,
  三: 3,
  仨: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
};

/** Reads "12", "十二", "二十", "三十八", "百"; undefined when it is no number below 200. */
function readNumber(text: string): number | undefined {
  if (/^\d/.test(text)) return Number.parseFloat(text);
  if (text === "百" || text === "一百") return 100;
  const ten = text.indexOf("十");
  if (ten < 0) return text.length === 1 ? HAN_DIGITS[text] : undefined;
  const tens = ten === 0 ? 1 : HAN_DIGITS[text.slice(0, ten)];
  const ones = ten === text.length - 1 ? 0 : HAN_DIGITS[text.slice(ten + 1)];
  return tens === undefined || ones === undefined ? undefined : tens * 10 + ones;
}

const NUMBER =
  "\\d{1,3}(?:\\.\\d)?|[一二两俩三仨四五六七八九]?十[一二三四五六七八九]?|一?百|[半一二两俩三仨四五六七八九]";
const SPAN = new RegExp(
  `(?<![\\d.])(${NUMBER})(?:多|来)?(?:个|几)?(半)?(多)?(?:个)?(月|岁|天|日|周岁|周|星期|礼拜|小时|钟头|分钟|年| ?months?| ?mos?| ?weeks?| ?days?| ?years?| ?yrs?| ?hours?| ?hrs?)(?:(半)|(多))?`,
  "g",
);

const CHILD_BEFORE =
  /(?:宝宝?|娃儿?|娃娃|孩子?|崽崽?|儿子|女儿|闺女|丫头|宝贝|细路|婴儿|新生儿|小家伙|男宝|女宝|大宝|二宝|老二|老大|出生|满|生下来|仔|妹妹|弟弟|她|他|is|am|hes|shes|baby|son|daughter|kid)(?:才|刚|刚刚|刚满|满|快|已经|现在|今天|今年|目前|都|差不多|大概|有|也|就|是|了|的|不到|未满|还不到|还没满|不满| )*$/;
const CHILD_AFTER =
  /^(?:大|的|了|多|半|龄| old|-old)*(?:的)?(?: ?old| ?男| ?女)*(?:宝宝?|娃|孩|崽|儿子|女儿|闺女|婴|小家伙|男宝|女宝|女娃|男娃|小朋友|丫头|细路|幼儿| ?baby| ?infant| ?boy| ?girl| ?son| ?daughter| ?kid| ?child| ?newborn)/;
const ILLNESS_BEFORE = /(?:[烧热咳吐泻拉病]|打针|接种|用药|住院)(?:了|到|有|已经|都)?第?$/;
const IS_LENGTH =
  /^(?:没|不|都没|还没|前|后|以后|以来|内|之内|左右没|一次|里|拉|吐|打|了还|了都|了也|了没|了不)/;
/** After these a number is a length of time unless it is clearly the child's ("才一个月烧到…"). */
const MAY_BE_LENGTH = /^(?:才|烧|吃|喝|尿)/;
const JUST = /(?:才|刚|刚刚|满|是|有|了)$/;
const UNDER = /(?:还差.{1,5}满|差.{1,5}满|不到|未满|不满|没满|还没到|没到|快|差几天|under )$/;

const HOURS: readonly (readonly [RegExp, number])[] = [
  [/^ ?(?:小时|钟头|hours?|hrs?)$/, 1],
  [/^分钟$/, 1 / 60],
  [/^ ?(?:天|日|days?)$/, 24],
  [/^ ?(?:周|星期|礼拜|weeks?)$/, 168],
  [/^ ?(?:月|months?|mos?)$/, 730.5],
  [/^ ?(?:岁|周岁|年|years?|yrs?)$/, 8766],
];

const hoursOf = (unit: string): number => HOURS.find(([name]) => name.test(unit))?.[1] ?? 0;

const WORD_AGES: readonly (readonly [RegExp, number])[] = [
  [/(?:未|没|没有|不|还没|快)满月/g, 0.9],
  [/双满月/g, 2],
  [/(?<![未没不快双])满月(?!酒|照|礼|套)|刚满一?个?月/g, 1],
  [/(?<!像|像个)新生儿?|刚出生|刚生下来|刚生的|才出生|生下来第|早产儿|newborn|月子里的[宝娃孩]/g, 0.3],
  [/月子里的?[娃孩]|[宝娃孩崽].{0,3}在月子里/g, 0.9],
  [/百天(?:不到|没到|还没|以内|内)|(?:不到|没到|没满|未满|还没)百天/g, 2.9],
  [/(?:刚)?出月子没|刚出月子/g, 1.2],
  [/半岁/g, 6],
];

/** Most texts hold no number or none of these words, and then none of the patterns has to be tried by itself. */
const ANY_NUMBER = new RegExp(NUMBER);
const ANY_WORD_AGE = new RegExp(WORD_AGES.map(([pattern]) => pattern.source).join("|"));
const WHOLE_TIMES =
  /(?:一整|整整一|整|一|大半|半)(?:天|晚上|宿|夜|上午|下午)|从早到晚|从早上到|昨晚到现在|昨天到现在|早上到现在|一晚上|整宿|all day|all night/g;

/** Reads ages, temperatures and lengths of time; Han and Arabic numerals alike. Linear in the text's length. */
export function readQuantities({ text, gaps }: Normalised): Quantities {
  const ages: number[] = [];
  const durations: Placed[] = [];
  const hasNumber = ANY_NUMBER.test(text);
  if (hasNumber) readSpans(text, gaps, ages, durations);
  if (ANY_WORD_AGE.test(text)) {
    for (const [pattern, months] of WORD_AGES) if (text.search(pattern) >= 0) ages.push(months);
  }
  if (text.search(WHOLE_TIMES) >= 0) {
    for (const match of text.matchAll(WHOLE_TIMES)) {
      durations.push({
        value: /半|午/.test(match[0]) ? 6 : 10,
        start: match.index,
        end: match.index + match[0].length,
      });
    }
  }
  return {
    ageMonths: ages.length > 0 ? Math.min(...ages) : undefined,
    // Each of their patterns begins with or holds a number.
    temperatures: hasNumber ? readTemperatures(text) : [],
    durations,
  };
}

/** Adds each number with a unit of time to `ages` or to `durations`. */
function readSpans(text: string, gaps: Uint8Array, ages: number[], durations: Placed[]): void {
  for (const match of text.matchAll(SPAN)) {
    const value = readNumber(match[1] ?? "");
    if (value === undefined) continue;
    const start = match.index;
    const end = start + match[0].length;
    const before = text.slice(Math.max(0, start - 12), start);
    const after = text.slice(end, end + 10);
    const unit = match[4] ?? "";
    const half = (match[2] ?? match[5]) ? 0.5 : 0;
    const more = (match[3] ?? match[6] ?? /[多来]/.test(match[0])) ? 0.1 : 0;
    const hours = (value + half + more) * hoursOf(unit);
    if (isAge(unit, value, before, after, start === 0 || (gaps[start] ?? 0) > 0)) {
      ages.push(Math.max(0, hours / 730.5 - (UNDER.test(before) ? 0.1 : 0)));
    } else durations.push({ value: hours, start, end });
  }
}

/** "45天的宝宝" and "宝宝45天了" are ages; "发烧3天" and "宝宝3天没拉" are lengths of time. */
function isAge(unit: string, value: number, before: string, after: string, opens: boolean): boolean {
  if (/岁|years?|yrs?/.test(unit)) return true;
  if (/小时|分钟|钟头|hours?|hrs?|年/.test(unit)) return false;
  // "发烧第三天宝宝…" tells how long it lasts, "出生第三天" how old the child is.
  if (ILLNESS_BEFORE.test(before)) return false;
  if (CHILD_AFTER.test(after) || /^ ?old/.test(after)) return true;
  if (/产后|生完|怀孕|孕|月经|术后|坐月子|生产/.test(before)) return false;
  if (IS_LENGTH.test(after)) return false;
  const months = /月|months?|mos?/.test(unit);
  if (MAY_BE_LENGTH.test(after) && !months && !JUST.test(before)) return false;
  if (CHILD_BEFORE.test(before) || (UNDER.test(before) && months)) return true;
  return opens && !/天|日/.test(unit)
    ? !/[烧咳吐泻拉吃喝哭睡]$/.test(before)
    : opens && value >= 8 && !/[烧咳吐泻拉]/.test(before.slice(-4));
}

const DEGREES =
  /(?<![\d.])(?:(3[5-9]|4[0-3])(?:\.(\d)\d?|(?:度|°c?|点)(\d|半|[一二三四五六七八九])?)?(?![\d.])|(3[6-9]|4[0-2])(\d)(?!\d))(度|°|c(?![a-z])| ?degrees)?|(三十[五六七八九]|四十[一二三]?)(?:度|点)([一二三四五六七八九半])?(?:度)?/g;
const FAHRENHEIT = /(?:fever|temp|temperature)[a-z ]{0,12} (9[89]|10[0-7])(?:\.(\d))?(?!\d)/g;
const FEVER_BEFORE = /(?:烧|热|温|发梢|发骚|fever|temp|temperature)[\u4e00-\u9fffa-z ]{0,5}$/;
const NOT_BODY =
  /(?:水温?|室温|气温|室内|室外|户外|外面|外边|空调|天气|高温|奶|洗澡|泡|烤箱|柜|冲|今天|零下|温度调)[\u4e00-\u9fff]{0,4}$/;
const OTHER_UNIT =
  /^(?:码|块|元|斤|岁|周|天|个|cm|分|号|包|件|次|毫升|ml|米|厘米|公分|kg|公斤|平|多块|多元|w|k|片|包邮|口|级|种|w)/;

function readTemperatures(text: string): Placed[] {
  const found: Placed[] = [];
  for (const match of text.matchAll(DEGREES)) {
    const [whole, integer, decimal, tail, tight, tightDecimal, , han, hanTail] = match;
    const start = match.index;
    const end = start + whole.length;
    const before = text.slice(Math.max(0, start - 10), start);
    const after = text.slice(end, end + 4);
    const afterFever = FEVER_BEFORE.test(before);
    const unit = /[度°c]|degrees/.test(whole);
    if (tight !== undefined && !afterFever) continue;
    if (!unit && decimal === undefined && !afterFever) continue;
    if (!unit && OTHER_UNIT.test(after)) continue;
    if (NOT_BODY.test(before) && !/烧|体温|fever/.test(before)) continue;
    if (/^(?:的水|水|热水|温水|以上的水|左右的水|冲)/.test(after)) continue;
    const value = han !== undefined ? (readNumber(han) ?? 0) : Number(integer ?? tight);
    const fraction = decimal ?? tightDecimal ?? tail ?? hanTail;
    found.push({ value: value + (fraction === undefined ? 0 : fractionOf(fraction)), start, end });
  }
  for (const match of text.matchAll(FAHRENHEIT)) {
    const degrees = Number(`${match[1]}.${match[2] ?? "0"}`);
    found.push({ value: ((degrees - 32) * 5) / 9, start: match.index, end: match.index + match[0].length });
  }
  return found;
}

const fractionOf = (digit: string): number =>
  digit === "半" ? 0.5 : (/\d/.test(digit) ? Number(digit) : (HAN_DIGITS[digit] ?? 0)) / 10;
