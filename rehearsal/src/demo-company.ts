import { accountOf, taxIdOf } from './identities.ts';

export type DemoRole = 'employee' | 'manager' | 'finance' | 'admin';

/** What a person does in the story of a day. */
export type Persona = 'sales' | 'engineer' | 'consultant' | 'operations' | 'designer' | 'account' | 'buyer' | 'manager' | 'office';

export type DemoEmployee = {
  readonly number: string;
  readonly name: string;
  readonly aliases: readonly string[];
  readonly email: string;
  readonly grade: string;
  readonly department: string;
  readonly managerNumber: string | null;
  readonly homeCity: string;
  readonly roles: readonly DemoRole[];
  readonly cardTail: string;
  readonly bankAccount: string;
  readonly persona: Persona;
};

type Given = Pick<DemoEmployee, 'number' | 'name' | 'grade' | 'department' | 'managerNumber' | 'homeCity' | 'persona'> & { readonly alias: string; readonly role?: Exclude<DemoRole, 'employee'> };

const NAME = '归程示例科技有限公司';

function person({ alias, role, ...given }: Given): DemoEmployee {
  const [first = '', last = ''] = alias.toLowerCase().split(' ');
  const bankAccount = accountOf(`${given.number} ${given.name}`);
  return {
    ...given, aliases: [alias], email: `${first}.${last}@guicheng.example`, roles: role ? ['employee', role] : ['employee'], cardTail: accountOf(`card ${given.number}`).slice(-4), bankAccount,
  };
}

/** An invented company with ten people of every role and grade that the story needs. */
export const DEMO_COMPANY = {
  name: NAME,
  englishName: 'Guicheng Demo Technology',
  taxId: taxIdOf(NAME),
  bankAccount: accountOf(NAME),
  currency: 'CNY',
  zone: 'Asia/Shanghai',
  departments: ['市场与销售', '产品与研发', '财务与行政'],
  employees: [
    person({ number: 'E001', name: '顾明远', alias: 'Mingyuan Gu', grade: 'VP', department: '市场与销售', managerNumber: null, homeCity: '杭州', persona: 'office', role: 'manager' }),
    person({ number: 'E002', name: '沈嘉禾', alias: 'Jiahe Shen', grade: 'M2', department: '市场与销售', managerNumber: 'E001', homeCity: '杭州', persona: 'manager', role: 'manager' }),
    person({ number: 'E003', name: '林晓月', alias: 'Xiaoyue Lin', grade: 'P5', department: '市场与销售', managerNumber: 'E002', homeCity: '杭州', persona: 'sales' }),
    person({ number: 'E004', name: '许一帆', alias: 'Yifan Xu', grade: 'P5', department: '市场与销售', managerNumber: 'E002', homeCity: '杭州', persona: 'account' }),
    person({ number: 'E005', name: '陆知行', alias: 'Zhixing Lu', grade: 'P7', department: '产品与研发', managerNumber: 'E006', homeCity: '杭州', persona: 'engineer' }),
    person({ number: 'E006', name: '唐若川', alias: 'Ruochuan Tang', grade: 'M1', department: '产品与研发', managerNumber: 'E001', homeCity: '杭州', persona: 'consultant', role: 'manager' }),
    person({ number: 'E007', name: '何雨桐', alias: 'Yutong He', grade: 'P5', department: '产品与研发', managerNumber: 'E006', homeCity: '杭州', persona: 'operations' }),
    person({ number: 'E008', name: '苏念安', alias: 'Nianan Su', grade: 'P5', department: '产品与研发', managerNumber: 'E006', homeCity: '杭州', persona: 'designer' }),
    person({ number: 'E009', name: '程可欣', alias: 'Kexin Cheng', grade: 'M1', department: '财务与行政', managerNumber: 'E001', homeCity: '杭州', persona: 'office', role: 'finance' }),
    person({ number: 'E010', name: '罗景行', alias: 'Jingxing Luo', grade: 'P7', department: '财务与行政', managerNumber: 'E009', homeCity: '杭州', persona: 'buyer', role: 'admin' }),
  ],
} as const satisfies { readonly employees: readonly DemoEmployee[]; readonly [key: string]: unknown };
