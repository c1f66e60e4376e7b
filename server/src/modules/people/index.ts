export { isTitleOf, maskAccount } from './domain/index.ts';
export type { Company, CompanyId, CompanySettings, Employee, EmployeeId, LegalTitle, Role } from './domain/index.ts';
export { addEmployees, createCompany, debtorOf, emailKey, findEmployees, listEmployees, loadCompany, loadEmployee, payeesOf } from './store.ts';
export type { PayeeAccount } from './store.ts';
