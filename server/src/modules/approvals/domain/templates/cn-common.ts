import { ROUTE_FORMAT, type RouteDocument, type StepDocument } from '../route.ts';

const manager: StepDocument = { id: 'manager', title: { zh: '直属上级审批', en: 'Manager' }, who: { kind: 'manager' } };
const head: StepDocument = { id: 'head', title: { zh: '上一级负责人审批', en: 'The manager above' }, who: { kind: 'manager', level: 2 } };
const finance: StepDocument = { id: 'finance', title: { zh: '财务审核', en: 'Finance' }, who: { kind: 'role', role: 'finance' }, orElse: { kind: 'role', role: 'admin' } };

/** Small, sure and within policy: nobody. Otherwise the manager, then finance. */
export const CN_COMMON_ROUTE: RouteDocument = {
  format: ROUTE_FORMAT,
  version: 'cn-common-1',
  title: { zh: '常用审批流', en: 'Common approval flow' },
  currency: 'CNY',
  automatic: { amountMax: '5000.00', confidenceMin: 0.95, outcomes: ['pass'] },
  routes: [{ id: 'usual', title: { zh: '上级与财务', en: 'Manager and finance' }, steps: [manager, finance] }],
};

/** As the common flow, with a second manager for large amounts. */
export const CN_LAYERED_ROUTE: RouteDocument = {
  ...CN_COMMON_ROUTE,
  version: 'cn-layered-1',
  title: { zh: '分级审批流', en: 'Approval in layers' },
  routes: [
    { id: 'large', title: { zh: '两万元以上', en: 'From 20,000' }, when: { amount: { from: '20000.00' } }, steps: [manager, head, finance] },
    { id: 'usual', title: { zh: '一般', en: 'Usual' }, steps: [manager, finance] },
  ],
};
