export const DIMS = ['employee', 'department', 'supplier'] as const;
export type Dim = (typeof DIMS)[number];

/** A leaf takes postings; `dims` are the auxiliary items (辅助核算) that every line on it must carry. */
export type ChartAccount = { readonly code: string; readonly title: string; readonly dims: readonly Dim[] };
export type Standard = 'enterprise' | 'small';

/** What the two standards number differently; everything else that travel touches is the same. */
const NUMBERS: Readonly<Record<Standard, { selling: string; admin: string; finance: string; other: string }>> = {
  enterprise: { selling: '6601', admin: '6602', finance: '6603', other: '6711' },
  small: { selling: '5601', admin: '5602', finance: '5603', other: '5711' },
};

const COSTS: readonly (readonly [string, string])[] = [
  ['01', '差旅费'], ['01.01', '机票'], ['01.02', '火车'], ['01.03', '住宿'], ['01.04', '市内交通'], ['01.05', '餐费'], ['02', '业务招待费'], ['03', '通讯费'], ['04', '办公费'], ['99', '其他'],
];
const costs = (code: string, title: string): ChartAccount[] => [{ code, title, dims: [] }, ...COSTS.map(([end, name]): ChartAccount => ({ code: `${code}.${end}`, title: name, dims: end === '01' ? [] : ['department', 'employee'] }))];
const plain = (code: string, title: string, dims: readonly Dim[] = []): ChartAccount => ({ code, title, dims });

/** The accounts of a standard that reimbursement touches, to start from. Sub-accounts are a proposal: every company numbers its own. */
export function standardChart(standard: Standard): ChartAccount[] {
  const n = NUMBERS[standard];
  return [
    plain('1001', '库存现金'), plain('1002', '银行存款'), plain('1012', '其他货币资金'), plain('1012.01', '在途付款'), plain('1122', '应收账款'), plain('1123', '预付账款'),
    plain('1221', '其他应收款'), plain('1221.01', '员工', ['employee']), plain('1221.02', '公司卡待核销'), plain('2202', '应付账款', ['supplier']), plain('2211', '应付职工薪酬'),
    plain('2221', '应交税费'), plain('2221.01', '应交增值税'), plain('2221.01.01', '进项税额'), plain('2241', '其他应付款'), plain('2241.01', '员工报销', ['employee']),
    plain('2241.02', '公司卡', ['supplier']), plain('2241.03', '待查款项'), ...costs(n.selling, '销售费用'), ...costs(n.admin, '管理费用'), plain(n.finance, '财务费用'),
    plain(`${n.finance}.01`, '手续费'), plain(`${n.finance}.02`, '汇兑差额'), plain(n.other, '营业外支出'), plain(`${n.other}.01`, '尾差'),
  ].sort((a, b) => (a.code < b.code ? -1 : 1));
}

/** What an internal account is to the formal books. Memo accounts mirror each other and stand in no voucher. */
export const ROLES = ['expense', 'input-vat', 'payable', 'receivable', 'card-clearing', 'card-liability', 'in-transit', 'bank', 'suspense', 'rounding'] as const;
export type Role = (typeof ROLES)[number];

/** The most special rule that fits counts: category before department before neither. Null fits everything. */
export type MappingRule = { readonly role: Role; readonly category: string | null; readonly department: string | null; readonly account: string };

const BY_CATEGORY: Readonly<Record<string, string>> = { flight: '01.01', rail: '01.02', hotel: '01.03', taxi: '01.04', meal: '01.05', entertainment: '02', telecom: '03', office: '04', other: '99' };

export function standardRules(standard: Standard): MappingRule[] {
  const n = NUMBERS[standard];
  const rule = (role: Role, account: string, category: string | null = null): MappingRule => ({ role, category, department: null, account });
  return [
    ...Object.entries(BY_CATEGORY).map(([category, end]) => rule('expense', `${n.admin}.${end}`, category)),
    rule('input-vat', '2221.01.01'), rule('payable', '2241.01'), rule('receivable', '1221.01'), rule('card-clearing', '1221.02'), rule('card-liability', '2241.02'),
    rule('in-transit', '1012.01'), rule('bank', '1002'), rule('suspense', '2241.03'), rule('rounding', `${n.other}.01`),
  ];
}

export type ChartProblem = { readonly kind: 'chart.not-right'; readonly where: string; readonly why: 'empty' | 'code' | 'title' | 'twice' | 'parent' | 'dim' };

/** The first thing that is not right with a chart: codes are digits with points, titles are there, no code twice, parents before children, known dims. */
export function chartProblem(chart: readonly ChartAccount[]): ChartProblem | null {
  const problem = (where: string, why: ChartProblem['why']): ChartProblem => ({ kind: 'chart.not-right', where, why });
  if (chart.length === 0) return problem('', 'empty');
  const codes = new Set(chart.map((one) => one.code));
  if (codes.size < chart.length) return problem(chart.find((one, i) => chart.findIndex((other) => other.code === one.code) !== i)?.code ?? '', 'twice');
  for (const one of chart) {
    if (!/^\d{3,16}(\.\d{1,8})*$/.test(one.code)) return problem(one.code, 'code');
    if (one.title.trim() === '') return problem(one.code, 'title');
    if (one.dims.some((dim) => !DIMS.includes(dim))) return problem(one.code, 'dim');
    const parent = one.code.includes('.') ? one.code.slice(0, one.code.lastIndexOf('.')) : null;
    if (parent !== null && !codes.has(parent)) return problem(one.code, 'parent');
  }
  return null;
}

/** Is there an account below this one? Such an account sums its children up and takes no postings. */
export const isLeaf = (chart: ReadonlyMap<string, ChartAccount>, code: string): boolean => ![...chart.keys()].some((other) => other !== code && other.startsWith(`${code}.`));

/** Its own title behind those of its parents: `管理费用/差旅费/住宿`. */
export function fullTitle(chart: ReadonlyMap<string, ChartAccount>, code: string): string {
  const parts = code.split('.');
  return parts.map((_, i) => chart.get(parts.slice(0, i + 1).join('.'))?.title ?? '').filter((title) => title !== '').join('/');
}

export function accountFor(rules: readonly MappingRule[], want: { readonly role: Role; readonly category: string | null; readonly department: string }): string | null {
  const fits = rules.filter((rule) => rule.role === want.role && (rule.category === null || rule.category === want.category) && (rule.department === null || rule.department === want.department));
  const weight = (rule: MappingRule): number => (rule.category === null ? 0 : 2) + (rule.department === null ? 0 : 1);
  return fits.toSorted((a, b) => weight(b) - weight(a))[0]?.account ?? null;
}
