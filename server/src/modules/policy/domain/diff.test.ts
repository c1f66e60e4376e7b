import { describe, expect, test } from 'vitest';
import { diffPolicies } from './diff.ts';
import type { CapDocument, PolicyDocument } from './document.ts';
import { CN_PRIVATE_COMPANY as OLD } from './templates/cn-private-company.ts';

const hotel = OLD.rules[0] as CapDocument;
const withHotel = (change: Partial<CapDocument>): PolicyDocument => ({ ...OLD, version: 'next', rules: [{ ...hotel, ...change }, ...OLD.rules.slice(1)] });

describe('what two versions say differently', () => {
  test('nothing, where only version and day differ', () => {
    expect(diffPolicies(OLD, { ...OLD, version: 'x', effectiveFrom: '2027-01-01', title: { zh: '新', en: 'new' } })).toEqual([]);
  });

  test('one cell', () => {
    const rows = hotel.table.rows.map((row) => (row.id === 'tier1' ? { ...row, then: { byGrade: { executive: '1000.00', manager: '700.00', staff: '550.00' } } } : row));
    expect(diffPolicies(OLD, withHotel({ table: { hit: 'first', rows } }))).toEqual([{ rule: 'hotel-cap', path: 'table.tier1.then.staff', from: '500.00', to: '550.00' }]);
  });

  test('a row that moves up says so, and no row that stays does', () => {
    const rows = [...hotel.table.rows.slice(1), ...hotel.table.rows.slice(0, 1)];
    expect(diffPolicies(OLD, withHotel({ table: { hit: 'first', rows } })).map((change) => change.path)).toEqual(['table.order']);
  });

  test('a new row, a new handling, a new city of a list', () => {
    const rows = [{ id: 'lhasa', when: { city: ['拉萨'] }, then: '600.00' }, ...hotel.table.rows];
    const next = { ...withHotel({ onBreach: 'approve', table: { hit: 'first', rows } }), cityLists: { ...OLD.cityLists, tier1: [...(OLD.cityLists?.['tier1'] ?? []), '杭州'] } };
    expect(diffPolicies(OLD, next)).toEqual([
      { rule: null, path: 'cityLists.tier1', from: '北京, 上海, 广州, 深圳', to: '北京, 上海, 广州, 深圳, 杭州' },
      { rule: 'hotel-cap', path: 'onBreach', from: 'cut', to: 'approve' },
      { rule: 'hotel-cap', path: 'table.lhasa.id', from: null, to: 'lhasa' },
      { rule: 'hotel-cap', path: 'table.lhasa.when.city', from: null, to: '拉萨' },
      { rule: 'hotel-cap', path: 'table.lhasa.then', from: null, to: '600.00' },
    ]);
  });

  test('a rule that is gone is gone with all it said', () => {
    const next = { ...OLD, rules: OLD.rules.filter((rule) => rule.id !== 'telecom-cap') };
    const changes = diffPolicies(OLD, next);
    expect(changes.length).toBeGreaterThan(3);
    expect(changes.every((change) => change.rule === 'telecom-cap' && change.to === null)).toBe(true);
  });
});
