import { amountInWords, amountText, chineseDay, percent, type InvoicePlan } from '../../plan.ts';
import { qrTextOf } from '../../qr.ts';
import { endingAt, spread, widthOf, wrapped, type Page, type Print } from '../page.ts';
import { goodsOf } from '../plans.ts';

/** How one provider prints a 数电票. Everything here was seen to vary; the facts do not. */
export type ShudianStyle = {
  readonly width?: number; readonly height?: number; readonly size?: number;
  /** Label and value as one run of text. */
  readonly joined?: boolean;
  /** 购买方信息 down the side: one glyph each, two columns, or not drawn as text. */
  readonly sides?: 'glyphs' | 'pairs' | 'none';
  readonly spreadName?: boolean;
  readonly yen?: 'apart' | 'joined' | 'after';
  readonly words?: 'plain' | 'spaced' | 'circled';
  /** The label of a special business in the upper left corner, with the table that goes with it. */
  readonly business?: '旅客运输服务' | '通行费' | '建筑服务' | '不动产经营租赁服务' | '差额征税';
  readonly travellers?: 'empty' | 'filled';
  readonly taxIdLabel?: string;
  readonly columns?: 'centred' | 'right';
  readonly day?: 'plain' | 'spaced';
  readonly stamp?: readonly string[];
  readonly bankLines?: boolean;
  readonly qr?: 'left' | 'none' | 'right';
};

type Pen = { readonly at: (x: number, y: number, text: string) => Print; readonly size: number; readonly style: ShudianStyle };

const COLUMNS = [['项目名称', 18], ['规格型号', 56], ['单位', 80], ['数量', 98], ['单价', 120], ['金额', 146], ['税率/征收率', 166], ['税额', 194]] as const;

function labelled(pen: Pen, [x, y]: readonly [number, number], label: string, value: string): Print[] {
  const name = `${label}:`;
  if (pen.style.joined) return [pen.at(x, y, `${name}${value}`)];
  return [pen.at(x, y, name), ...(value === '' ? [] : [pen.at(x + widthOf(name, pen.size) + 1, y, value)])];
}

function heading(pen: Pen, plan: InvoicePlan): Print[] {
  const { style, at } = pen;
  const title = `电子发票(${plan.special ? '增值税专用发票' : '普通发票'})`;
  const day = style.day === 'spaced' ? chineseDay(plan.issuedOn).replace(/(\d+)/g, ' $1 ').trim() : chineseDay(plan.issuedOn);
  return [
    { x: 105 - widthOf(title, pen.size * 1.8) / 2, y: 14, size: pen.size * 1.8, text: title },
    ...labelled(pen, [148, 12], '发票号码', plan.number), ...labelled(pen, [148, 19], '开票日期', day),
    ...(style.business ? [at(34, 21, style.business)] : []), ...(style.stamp ?? []).map((text, i) => at(80 + i * 22, 22, text)),
  ];
}

function sideLabels(pen: Pen): Print[] {
  const { sides = 'glyphs' } = pen.style;
  if (sides === 'none') return [];
  const down = (x: number, text: string): Print[] => [...text].map((char, i) => pen.at(x, 29 + i * 4.2, char));
  if (sides === 'glyphs') return [...down(6, '购买方信息'), ...down(107, '销售方信息')];
  return [[6, '购方信息'], [107, '销方信息']].flatMap(([x, text]) => [pen.at(Number(x), 32, String(text).slice(0, 2)), pen.at(Number(x), 40, String(text).slice(2))]);
}

function party(pen: Pen, x: number, { name, id }: { readonly name: string; readonly id: string }): Print[] {
  const { style, at, size } = pen;
  const label = style.spreadName ? '名 称' : '名称';
  const start = x + widthOf(`${label}:`, size) + 1;
  const [first = '', ...rest] = wrapped(name, x + 88 - start, size);
  const more = rest.map((text, i) => at(style.joined ? x + widthOf(`${label}:`, size) : start, 32 + (i + 1) * size * 1.2, text));
  const names = style.spreadName && !style.joined
    ? [...spread(at(x, 32, '名称'), size), at(x + size * 3.4, 32, ':'), at(x + size * 4.2, 32, first), ...rest.map((text, i) => at(x + size * 4.2, 32 + (i + 1) * size * 1.2, text))]
    : [...labelled(pen, [x, 32], label, first), ...more];
  return [...names, ...labelled(pen, [x, 44], style.taxIdLabel ?? '统一社会信用代码/纳税人识别号', id)];
}

function lines(pen: Pen, plan: InvoicePlan): Print[] {
  const { at, size, style } = pen;
  const right = style.columns === 'right';
  const goods = goodsOf(plan);
  let y = 59;
  return plan.items.flatMap((item) => {
    const [name = '', ...more] = wrapped(item.name, 40, size);
    const amount = (x: number, text: string): Print => (right ? endingAt(x + size * 2, y, size, text) : at(x - widthOf(text, size) / 2 + size, y, text));
    const prints = [
      at(5, y, name), ...(item.quantity && goods.spec ? [at(54, y, goods.spec)] : []), ...(item.quantity && goods.unit ? [at(80, y, goods.unit)] : []),
      ...(item.quantity ? [amount(98, item.quantity), amount(120, item.unitPrice ?? '')] : []), amount(146, amountText(item.amount)), at(168, y, percent(item.taxRate)), amount(194, amountText(item.tax)),
      ...more.map((text, i) => at(5, y + (i + 1) * size * 1.2, text)),
    ];
    y += size * 1.35 * (more.length + 1);
    return prints;
  });
}

function yen(pen: Pen, x: number, y: number, text: string): Print[] {
  if (/^\D/.test(text) && !text.startsWith('-')) return [pen.at(x, y, text)];
  switch (pen.style.yen ?? 'apart') {
    case 'joined': return [pen.at(x, y, `¥${text}`)];
    case 'after': return [pen.at(x + pen.size * 0.7, y, text), pen.at(x, y, '¥')];
    case 'apart': return [pen.at(x - pen.size * 0.4, y, '¥'), pen.at(x + pen.size * 0.5, y, text)];
  }
}

function travellers(pen: Pen, plan: InvoicePlan): Print[] {
  const { travellers: table } = pen.style;
  if (!table) return [];
  const row = table === 'filled' ? [plan.passenger ?? '', plan.passenger ? '310***********0011' : '', plan.journey?.departsOn ?? '', plan.journey?.from ?? '', plan.journey?.to ?? '', plan.journey?.seat ?? '', plan.journey?.service ?? ''] : [];
  const at = (i: number): number => 6 + i * 29;
  return [...['出行人', '有效身份证件号', '出行日期', '出发地', '到达地', '等级', '交通工具类型'].map((text, i) => pen.at(at(i), 84, text)), ...row.flatMap((text, i) => (text ? [pen.at(at(i), 89, text)] : []))];
}

function foot(pen: Pen, plan: InvoicePlan): Print[] {
  const { at, size, style } = pen;
  const words = style.words === 'spaced' ? '价税合计(大 写)' : '价税合计(大写)';
  const bank = style.bankLines ? ['购买方地址:上海市某某路12号1幢; 电话:021-55550000; 购方开户银行:某某银行上海分行; 银行账号:6222020000000001', '收款人:王某; 复核人:赵某'] : [];
  return [
    at(18, 96, '合'), at(34, 96, '计'), ...yen(pen, 140, 96, amountText(plan.pretax)), ...yen(pen, 187, 96, amountText(plan.tax)),
    at(14, 104, words), ...(style.words === 'circled' ? [at(50, 104, '\u2297')] : []), at(54, 104, amountInWords(plan.total)), at(144, 104, '(小写)'), ...yen(pen, 158, 104, amountText(plan.total)),
    at(6, 113, '备'), at(6, 121, '注'), ...(plan.remark ? wrapped(plan.remark, 180, size).map((text, i) => at(13, 112 + i * size * 1.3, text)) : []), ...bank.map((text, i) => at(13, 118 + i * size * 1.3, text)),
    ...labelled(pen, [18, 135], '开票人', '陈会计'),
  ];
}

/** A 数电票 as one provider prints it. */
export function shudianSheet(plan: InvoicePlan, style: ShudianStyle = {}): Page {
  const { size = 3.2, qr = 'left' } = style;
  const pen: Pen = { at: (x, y, text) => ({ x, y, size, text }), size, style };
  const prints = [
    ...heading(pen, plan), ...sideLabels(pen), ...party(pen, 13, { name: plan.buyer, id: plan.buyerTaxId ?? '' }), ...party(pen, 114, { name: plan.seller, id: plan.sellerTaxId }),
    ...COLUMNS.map(([text, x]) => pen.at(x - widthOf(text, size) / 2 + size, 53, text)), ...lines(pen, plan), ...travellers(pen, plan), ...foot(pen, plan),
  ];
  return { width: style.width ?? 210, height: style.height ?? 140, prints, ...(qr === 'none' ? {} : { qr: { text: qrTextOf(plan), x: qr === 'left' ? 7 : 182, y: qr === 'left' ? 4 : 112, side: 21 } }) };
}
