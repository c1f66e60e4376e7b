export {
  configureConnector, countQuarantine, installConnector, keepFiles, keepRaw, listInstallations, listQuarantine, loadInstallation, moveCursor, quarantine,
} from './store.ts';
export type { FileId, Installation, InstallationId, NewFile, NewRaw, QuarantineEntry, QuarantinedFile, RawId } from './store.ts';
