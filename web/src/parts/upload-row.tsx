import type { UploadResult } from '@roundtrip/contract';
import { Link } from '@tanstack/react-router';
import { CircleAlert, CircleCheck, Copy, FilePlus2, TriangleAlert, X, type LucideIcon } from 'lucide-react';
import { has, useSession } from '../app/session.ts';
import { say, t } from '../i18n/index.ts';
import { IconButton } from './button.tsx';
import { plainMoney, sizeOf } from './format.ts';
import { wordsOf } from './states.tsx';

export type Sending = { readonly key: number; readonly file: File; readonly share: number; readonly announce: boolean; readonly result?: UploadResult; readonly error?: unknown };
type Outcome = { readonly tone: string; readonly icon: LucideIcon; readonly text: string; readonly more?: readonly string[] };

const failed = (text: string, ...more: string[]): Outcome => ({ tone: 'text-bad', icon: CircleAlert, text, more });

function refused({ problem }: UploadResult): Outcome {
  return problem ? failed([say(problem.message), problem.place].filter(Boolean).join(' · '), say(problem.remedy)) : failed(t('upload.quarantined'));
}

/** What was read of an invoice, and what it tells against itself. */
function read({ outcome, document, duplicate }: UploadResult): Outcome {
  const facts = document && outcome !== 'supporting' && (outcome !== 'known' || duplicate?.mine !== false) ? [`${document.number} · ${document.issuedOn}`] : [];
  const doubts = (document && outcome === 'accepted' ? document.findings : []).filter(({ severity }) => severity !== 'info').map(({ message }) => say(message));
  const sum = document ? `${plainMoney(document.total)} · ${document.seller}` : '';
  if (outcome === 'known') return { tone: 'text-warn', icon: Copy, text: duplicate ? say(duplicate.message) : t('upload.known'), more: [...(sum ? [sum] : []), ...facts] };
  const text = [t(`upload.${outcome === 'supporting' ? 'supporting' : 'accepted'}`), sum].filter(Boolean).join(' · ');
  return doubts.length > 0 ? { tone: 'text-warn', icon: TriangleAlert, text, more: [...facts, ...doubts] } : { tone: 'text-ok', icon: CircleCheck, text, more: facts };
}

/** How much of a statement was new, and where it does not join on to the others of its account. */
function imported({ payments, notices = [] }: UploadResult): Outcome {
  const text = t('upload.imported', { read: payments?.read ?? 0, added: payments?.added ?? 0 });
  return notices.length > 0 ? { tone: 'text-warn', icon: TriangleAlert, text, more: notices.map(say) } : { tone: 'text-ok', icon: CircleCheck, text };
}

/** What became of a file, in words: what was read, or what failed and how to mend it. */
export function outcomeOf({ result, error, share }: Sending): Outcome {
  if (error) return failed(wordsOf(error));
  if (!result) return { tone: 'text-muted', icon: FilePlus2, text: share < 1 ? t('upload.sending', { share: Math.round(share * 100) }) : t('upload.reading') };
  if (result.outcome === 'quarantined') return refused(result);
  if (result.outcome === 'imported') return imported(result);
  return read(result);
}

/** The way to the invoice, and to the claim that uses it, for whoever may see them. */
function Ways({ result }: { readonly result: UploadResult }) {
  const session = useSession();
  const { document, duplicate } = result;
  if (!document || result.outcome === 'supporting') return null;
  const look = 'inline-flex min-h-6 items-center font-medium text-accent hover:underline pointer-coarse:min-h-11';
  return (
    <p className="flex flex-wrap gap-x-4 pointer-coarse:-mb-2">
      {(duplicate?.mine !== false || has(session, 'finance', 'admin')) && <Link to="/documents/$id" params={{ id: document.id }} className={look}>{t('upload.look')}</Link>}
      {duplicate?.claimId && <Link to="/claims/$id" params={{ id: duplicate.claimId }} className={look}>{t('upload.to-claim', { number: duplicate.claimNumber ?? '' })}</Link>}
    </p>
  );
}

export function UploadRow({ sending, dismiss }: { readonly sending: Sending; readonly dismiss: () => void }) {
  const { tone, icon: Icon, text, more = [] } = outcomeOf(sending);
  const done = sending.result !== undefined || sending.error !== undefined;
  return (
    <li className="relative flex items-start gap-3 py-2.5 pr-2 pl-4">
      <Icon size={17} aria-hidden className={`mt-0.5 shrink-0 ${tone}`} />
      <div className="min-w-0 flex-1">
        <p className="truncate font-medium">{sending.file.name}<span className="num ml-2 font-normal text-muted">{sizeOf(sending.file.size)}</span></p>
        <p className={`${tone} text-pretty`}>{text}</p>
        {more.map((line) => <p key={line} className="text-muted text-pretty break-words">{line}</p>)}
        {sending.result && <Ways result={sending.result} />}
      </div>
      {done && <IconButton icon={X} label={t('upload.dismiss')} onClick={dismiss} className="-my-1.5" />}
      {!done && <span className="absolute inset-x-0 bottom-0 h-0.5 bg-sunk"><span className={`block h-full bg-accent-fill transition-[width] ${sending.share === 1 ? 'animate-breathe' : ''}`} style={{ width: `${sending.share * 100}%` }} /></span>}
    </li>
  );
}
