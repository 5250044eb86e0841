/**
 * Questions that only somebody who sees the child or its papers can answer: is it this illness, which medicine and how
 * much for us, what does this result mean.
 */
const DIAGNOSIS =
  /是不是(?:得了?|有|患|染上?)?[^,，。?？]{0,8}(?:病|炎|症|癌|综合征|过敏|感染|发育不良|自闭|多动|贫血|脑瘫)|(?:得|患)的?是(?:什么|啥)病|(?:什么|啥)病|严重吗|会不会是|确诊|能治好吗|怎么治疗|如何治疗|要不要手术/u;
const MEDICINE =
  /(?:吃|用|开|打|抹|涂|喝|输)(?:点|些)?(?:什么|啥|哪种|哪个)(?:药|针|消炎药|抗生素|药膏|液)|(?:什么|啥|哪种)药|能不能(?:吃|用)[^,，。?？]{0,10}(?:片|颗粒|胶囊|口服液|混悬|滴剂|糖浆|冲剂|软膏|栓)/u;
const RESULT =
  /化验|血常规|检查(?:结果|报告|单)|报告单|(?:偏高|偏低|阳性|阴性|超标)(?:了|怎么|是|要|正常|严重)|彩超|B超|(?<![a-z])CT(?![a-z])|核磁|心电图|指标|白细胞|C反应蛋白|crp|胆红素\s*\d|血红蛋白\s*\d/iu;
const ENGLISH =
  /\b(?:does (?:he|she|my \w+) have|is it (?:a |an )?(?:infection|allergy|disease)|which (?:medicine|drug|antibiotic)|what medicine|test result|blood test)\b/iu;

export const isForDoctor = (text: string): boolean =>
  DIAGNOSIS.test(text) || MEDICINE.test(text) || RESULT.test(text) || ENGLISH.test(text);
