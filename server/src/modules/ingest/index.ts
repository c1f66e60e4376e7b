export { findMail, finishMail, keepMail } from './mails.ts';
export type { MailId } from './mails.ts';
export {
  configureConnector, countQuarantine, installConnector, keepFiles, keepRaw, listInstallations, listQuarantine, loadInstallation, moveCursor, quarantine, quarantinedAs,
} from './store.ts';
export type { FileId, Installation, InstallationId, RawId } from './store.ts';
