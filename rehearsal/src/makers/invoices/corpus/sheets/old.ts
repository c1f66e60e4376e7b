import { amountInWords, amountText, chineseDay, percent } from '../../plan.ts';
import { endingAt, spread, widthOf, wrapped, type Page, type Print } from '../page.ts';
import { goodsOf, type OldPlan } from '../plans.ts';

export type OldStyle = {
  readonly size?: number;
  /** Labels whose characters are set wide apart, one glyph each. */
  readonly spreadLabels?: boolean;
  readonly cipher?: boolean;
  readonly spacedCheckCode?: boolean;
  readonly joined?: boolean;
  /** The code and number are printed large at the top as well, as paper forms have them. */
  readonly twice?: boolean;
  readonly qrAmount?: 'pretax' | 'total';
  readonly yen?: 'joined' | 'apart' | 'after';
};

const CIPHER = ['03<7+>4-2*8/61>95<+02-7*4', '8/3>>1-6+5*90<24/7>+13-68', '5*2<+97/0-4>61*83+<52>-/1', '7>40/-2*96+3<<18-5*7/+604'];

/** What the code on an invoice of those years says: the amount before tax. */
const qrTextOf = (plan: OldPlan, style: OldStyle): string =>
  `01,${plan.special ? '20' : '10'},${plan.code},${plan.number},${amountText(style.qrAmount === 'total' ? plan.total : plan.pretax)},${plan.issuedOn.replaceAll('-', '')},${plan.special ? '' : plan.checkCode},A1B2,`;

function head(plan: OldPlan, style: OldStyle, at: (x: number, y: number, text: string) => Print): Print[] {
  const size = style.size ?? 3;
  const pair = (x: number, y: number, label: string, value: string): Print[] => (style.joined ? [at(x, y, `${label}:${value}`)] : [at(x, y, `${label}:`), at(x + widthOf(`${label}:`, size) + 1.2, y, value)]);
  const title = `${['北京', '上海', '浙江'][Number(plan.number) % 3] ?? ''}增值税电子${plan.special ? '专用' : '普通'}发票`;
  const check = style.spacedCheckCode ? plan.checkCode.replace(/(\d{5})(?=\d)/g, '$1 ') : plan.checkCode;
  return [
    { x: 105 - widthOf(title, 5.4) / 2, y: 14, size: 5.4, text: title }, ...pair(8, 27, '机器编号', plan.machine),
    ...pair(150, 9, '发票代码', plan.code), ...pair(150, 15, '发票号码', plan.number), ...pair(150, 21, '开票日期', chineseDay(plan.issuedOn).replace(/(\d+)/g, ' $1 ')), ...(plan.special ? [] : pair(150, 27, '校验码', check)),
    ...(style.twice ? [{ x: 34, y: 10, size: 5, text: plan.code }, { x: 34, y: 17, size: 5, text: plan.number }] : []),
  ];
}

function party(plan: { readonly name: string; readonly id: string }, y: number, style: OldStyle, at: (x: number, y: number, text: string) => Print): Print[] {
  const size = style.size ?? 3;
  const label = (top: number, text: string): Print[] => (style.spreadLabels ? [...spread(at(12, top, text), (size * 6.6 - size * text.length) / Math.max(1, text.length - 1)), at(12 + size * 6.8, top, ':')] : [at(12, top, `${text}:`)]);
  const values = 12 + size * 8;
  const [first = '', ...rest] = wrapped(plan.name, 66, size);
  return [
    ...label(y, '名称'), at(values, y, first), ...rest.map((text, i) => at(values, y + (i + 1) * size * 1.15, text)), ...label(y + 6.5, '纳税人识别号'), ...(plan.id ? [at(values, y + 6.5, plan.id)] : []),
    ...label(y + 11, '地址、电话'), at(values, y + 11, '某某市某某路8号 0571-85550000'), ...label(y + 15.5, '开户行及账号'), at(values, y + 15.5, '某某银行某某支行 6222000000000002'),
  ];
}

function table(plan: OldPlan, size: number, at: (x: number, y: number, text: string) => Print): Print[] {
  const heads = [['货物或应税劳务、服务名称', 12], ['规格型号', 58], ['单位', 80], ['数 量', 96], ['单 价', 116], ['金 额', 140], ['税率', 164], ['税 额', 190]] as const;
  let y = 60;
  const rows = plan.items.flatMap((item) => {
    const [name = '', ...more] = wrapped(item.name, 48, size);
    const prints = [at(8, y, name), ...(item.quantity ? [at(80, y, goodsOf(plan).unit), endingAt(102, y, size, item.quantity), endingAt(128, y, size, item.unitPrice ?? '')] : []),
      endingAt(156, y, size, amountText(item.amount)), endingAt(170, y, size, percent(item.taxRate)), endingAt(202, y, size, amountText(item.tax)), ...more.map((text, i) => at(8, y + (i + 1) * size * 1.15, text))];
    y += size * 1.35 * (more.length + 1);
    return prints;
  });
  return [...heads.map(([text, x]) => at(x, 54, text)), ...rows];
}

/** An electronic invoice as it was before 数电票: buyer above, seller below, a cipher in between. */
export function oldSheet(plan: OldPlan, style: OldStyle = {}): Page {
  const size = style.size ?? 3;
  const at = (x: number, y: number, text: string): Print => ({ x, y, size, text });
  const money = (x: number, y: number, text: string): Print[] => (/^\D/.test(text) && !text.startsWith('-') ? [at(x, y, text)] : style.yen === 'after' ? [at(x + 2, y, text), at(x, y, '¥')] : style.yen === 'apart' ? [at(x, y, '¥'), at(x + 3, y, text)] : [at(x, y, `¥${text}`)]);
  return {
    width: 210, height: 140, qr: { text: qrTextOf(plan, style), x: 8, y: 3, side: 20 },
    prints: [
      ...head(plan, style, at), ...[...'购买方'].map((char, i) => at(6, 34 + i * 5, char)), ...party({ name: plan.buyer, id: plan.buyerTaxId ?? '' }, 33, style, at),
      ...[...'密码区'].map((char, i) => at(117, 34 + i * 5, char)), ...(style.cipher === false ? [] : CIPHER.map((text, i) => ({ x: 124, y: 33 + i * 5, size: 3.4, text }))),
      ...table(plan, size, at), at(24, 97, '合'), at(40, 97, '计'), ...money(139, 97, amountText(plan.pretax)), ...money(186, 97, amountText(plan.tax)),
      at(16, 104, '价税合计(大写)'), at(62, 104, `${style.cipher === false ? '' : '\u2297'}${amountInWords(plan.total)}`), at(150, 104, '(小写)'), ...money(164, 104, amountText(plan.total)),
      ...[...'销售方'].map((char, i) => at(6, 112 + i * 5, char)), ...party({ name: plan.seller, id: plan.sellerTaxId }, 111, style, at),
      ...[...'备注'].map((char, i) => at(117, 113 + i * 6, char)), ...(plan.remark ? [at(124, 112, plan.remark)] : []),
      at(12, 135, '收款人:'), at(26, 135, '李某'), at(66, 135, '复核:'), at(78, 135, '周某'), at(116, 135, '开票人:'), at(130, 135, '吴某'), at(168, 135, '销售方:(章)'),
    ],
  };
}
