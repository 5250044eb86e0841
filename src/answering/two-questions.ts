/** Between two questions of one message: the end of a sentence, or a word that begins another one. */
const BETWEEN =
  /[。！？!?；;\n]+|[，,、\s]+(?=还有|另外|再问|顺便|同时|以及|and also\b|also\b)|(?:还有就是|另外)/iu;
const LEAD_IN = /^[，,、\s]*(?:还有|另外|再问一?下?|顺便问?一?下?|同时|以及|and also|also)[，,、:：\s]*/iu;
const ASKS =
  /吗|嘛|么|呢|怎么|怎样|咋|如何|多少|多久|多大|什么|啥|能不能|可不可以|可以|要不要|用不用|该不该|是不是|有没有|行不行|正常|为什么|为啥|哪|几[个岁次天滴月]|\b(?:what|how|when|why|which|can|should|does|do|is|are|may)\b/iu;
const MOST_QUESTIONS = 3;

/**
 * The questions that a message asks one after the other, or nothing when it asks one. What is only told ("昨天开始发烧。")
 * stays with the question after it, since it says what that is about.
 */
export function questionsIn(text: string): readonly string[] {
  if (!BETWEEN.test(text)) return [];
  const questions: string[] = [];
  let told = "";
  for (const part of text.split(BETWEEN)) {
    const said = part.replace(LEAD_IN, "").trim();
    if ([...said].length < 3) continue;
    if (ASKS.test(said)) {
      questions.push(`${told}${said}`);
      told = "";
    } else told += `${said}，`;
  }
  return questions.length >= 2 && questions.length <= MOST_QUESTIONS ? questions : [];
}
