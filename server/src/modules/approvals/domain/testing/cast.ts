import type { Instant } from '@roundtrip/kernel';
import type { Person } from '../route.ts';

/** A small company that has every awkward thing in it. */
const person = (id: string, managerId: string | null, departmentId: string | null, roles = 'employee'): Person => ({ id, managerId, departmentId, roles: roles.split(' '), active: true, grade: roles.includes('manager') ? 'M' : 'S' });

export const CAST: readonly Person[] = [
  { ...person('ceo', null, '总部', 'employee manager admin'), grade: 'C' },
  { ...person('vp', 'ceo', '研发', 'employee manager'), grade: 'D' },
  person('lead', 'vp', '研发', 'employee manager'),
  person('dev', 'lead', '研发'),
  // 上级已离职
  { ...person('gone', 'vp', '研发', 'employee manager'), active: false },
  person('dev2', 'gone', '研发'),
  // 没有上级,部门有负责人
  person('saleshead', 'ceo', '销售', 'employee manager'),
  person('orphan', null, '销售'),
  // 既没有上级也没有部门
  person('lone', null, null),
  // 上级是自己;互为上级;上级查无此人
  person('selfie', 'selfie', '研发'),
  person('loopa', 'loopb', null),
  person('loopb', 'loopa', null),
  person('ghost', 'no-such-person', '研发'),
  person('cfo', 'ceo', '财务', 'employee manager finance'),
  person('fin1', 'cfo', '财务', 'employee finance'),
  person('fin2', 'cfo', '财务', 'employee finance'),
];

/** `lead:vp,vp:dev`: who acts for whom. */
export function withDelegates(people: readonly Person[], pairs: string | undefined): readonly Person[] {
  const delegates = new Map((pairs ?? '').split(',').filter(Boolean).map((pair) => pair.split(':') as [string, string]));
  return people.map((one) => ({ ...one, delegateId: delegates.get(one.id) ?? null }));
}

export const AT = '2026-03-10T02:00:00.000Z' as Instant;
