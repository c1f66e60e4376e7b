import type { VerificationState } from '@roundtrip/contract';
import { Ban, CircleCheck, CircleDashed, CircleHelp, TriangleAlert, Undo2, type LucideIcon } from 'lucide-react';
import type { MessageId } from '../i18n/index.ts';
import type { Tone } from './chip.tsx';

type Look = { readonly tone: Tone; readonly icon: LucideIcon; readonly label: MessageId };

/** What the tax bureau says of an invoice, in one word. */
export const VERIFICATION_LOOKS: Record<VerificationState, Look> = {
  unverified: { tone: 'plain', icon: CircleDashed, label: 'document.verification.unverified' }, verified: { tone: 'ok', icon: CircleCheck, label: 'document.verification.verified' },
  mismatch: { tone: 'bad', icon: TriangleAlert, label: 'document.verification.mismatch' }, 'not-found': { tone: 'bad', icon: CircleHelp, label: 'document.verification.not-found' },
  red: { tone: 'bad', icon: Undo2, label: 'document.verification.red' }, void: { tone: 'bad', icon: Ban, label: 'document.verification.void' },
};
