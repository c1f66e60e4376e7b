export { may } from './domain/index.ts';
export type { Action, Caller } from './domain/index.ts';
export { callerOfKey, callerOfSession, createApiKey, hashPassword, setPasswords, signIn, signOut } from './store.ts';
