import type { CorrectableField, DocumentDetail } from '@roundtrip/contract';
import { useQuery } from '@tanstack/react-query';
import { useParams, useRouter } from '@tanstack/react-router';
import { ArrowLeft, Undo2 } from 'lucide-react';
import { useState } from 'react';
import { documentQuery } from '../../api/documents.ts';
import { has, useSession } from '../../app/session.ts';
import { t } from '../../i18n/index.ts';
import { Amount } from '../../parts/amount.tsx';
import { IconButton } from '../../parts/button.tsx';
import { CARD, Section, useTitle } from '../../parts/card.tsx';
import { Chip } from '../../parts/chip.tsx';
import { dayName } from '../../parts/format.ts';
import { Loaded, SkeletonRows } from '../../parts/states.tsx';
import { FieldList } from './field-list.tsx';
import { VERIFICATION_LOOKS } from '../../parts/verification-looks.ts';
import { PagePicture } from './page-picture.tsx';
import { pageOfField } from './spots.ts';
import { Arrivals, Books, Findings, Uses, Verification } from './standing.tsx';

function Head({ detail }: { readonly detail: DocumentDetail }) {
  const { document, verification } = detail;
  const look = VERIFICATION_LOOKS[verification.state];
  useTitle(document.seller || document.number);
  return (
    <header className="mb-4">
      <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
        <h1 className="max-md:max-w-full text-xl font-semibold tracking-[-0.01em] text-pretty">{document.seller || t('imports.no-seller')}</h1>
        <Chip tone={look.tone} icon={look.icon}>{t(look.label)}</Chip>
        {document.red && <Chip tone="bad" icon={Undo2}>{t('document.red')}</Chip>}
      </div>
      <div className="mt-2 flex flex-wrap items-end justify-between gap-x-6 gap-y-1">
        <Amount value={document.total} size="hero" />
        <p className="num text-muted [white-space:normal] break-all">{document.number} · {dayName(document.issuedOn)}{document.submittedBy ? ` · ${document.submittedBy.name}` : ''}</p>
      </div>
    </header>
  );
}

function Document({ detail }: { readonly detail: DocumentDetail }) {
  const session = useSession();
  const [at, turn] = useState(0);
  const [chosen, setChosen] = useState<CorrectableField | null>(null);
  const [hovered, hover] = useState<CorrectableField | null>(null);
  const books = has(session, 'finance', 'admin');
  const choose = (name: CorrectableField | null): void => { setChosen(name); if (name) turn(pageOfField(detail, name, at)); };
  const lit = { chosen, hovered, hover };
  return (
    <>
      <Head detail={detail} />
      <div className="grid grid-cols-1 items-start gap-x-6 gap-y-6 lg:grid-cols-[minmax(0,1fr)_420px]">
        <div className="sticky top-2 z-10 min-w-0 md:top-5"><PagePicture detail={detail} at={at} turn={turn} choose={choose} {...lit} /></div>
        <div className="min-w-0 space-y-6">
          <Section id="fields" title={t('document.fields')} aside={t('document.fields-hint')}><FieldList detail={detail} mayCorrect={books || detail.document.submittedBy?.id === session.employee.id} choose={choose} {...lit} /></Section>
          <Findings detail={detail} />
          <Uses detail={detail} />
          <Verification detail={detail} byHand={books} />
          {books && <Books detail={detail} />}
          <Arrivals detail={detail} />
        </div>
      </div>
    </>
  );
}

/** One invoice: its picture, what was read of it and where, and what has become of it. */
export function DocumentPage() {
  const { id } = useParams({ from: '/inside/documents/$id' });
  const { history } = useRouter();
  const query = useQuery(documentQuery(id));
  return (
    <div className="mx-auto max-w-[1280px]">
      <IconButton icon={ArrowLeft} label={t('action.back')} onClick={() => history.back()} className="mb-1 -ml-2" />
      <Loaded query={query} skeleton={<div className={CARD}><SkeletonRows rows={8} /></div>}>{(detail) => <Document detail={detail} />}</Loaded>
    </div>
  );
}
