import type { FileFormat, FileRecord, InvoiceRecord, ReadError } from '#spi';
import type { Result } from '@roundtrip/kernel';
import { papersOn } from './ocr/papers.ts';
import type { Ocr, OcrError } from './ocr-process.ts';
import { UNREAD_PRINT, finding, guarded, refuse } from './shared/errors.ts';

type Answer = Result<readonly FileRecord[], ReadError>;

const WHY: Readonly<Record<OcrError['kind'], readonly [string, string]>> = {
  'ocr.absent': ['本机未安装文字识别;管理员运行 npm run add:ocr 后即可识别照片上的文字', 'Reading text from pictures is not installed here; an administrator adds it with: npm run add:ocr'],
  'ocr.too-long': ['文字识别超时,只读到二维码', 'Reading the text took too long; only the QR code was read'],
  'ocr.broke-down': ['文字识别程序中断', 'The reader of text broke down over this picture'],
  'ocr.no-picture': ['图片无法打开', 'The picture cannot be opened'],
};

const isInvoice = (item: FileRecord): item is InvoiceRecord => item.kind === 'invoice';

/** A record that is known by its QR code alone: its page had no text of its own. */
const isOnlyQr = (item: FileRecord): boolean => isInvoice(item) && (item.findings.some(({ code }) => code === 'ONLY_QR') || !item.evidence.some(({ source }) => source !== 'qr'));

/** What the first reading leaves open: a picture without a code, a PDF whose text is missing or garbage. */
const needsOcr = (answer: Answer): boolean => (answer.ok
  ? answer.value.length > 0 && answer.value.every(isOnlyQr)
  : answer.error.place === UNREAD_PRINT);

/**
 * A format that reads codes and text first, and pictures of text where that leaves something open. Where that cannot be
 * done, the first answer stands and says so.
 */
export function readPictures(format: FileFormat, ocr: Ocr): FileFormat {
  return {
    ...format,
    async read(bytes) {
      const answer = await format.read(bytes);
      if (!needsOcr(answer)) return answer;
      const pages = await ocr.read(bytes);
      if (!pages.ok) return withReason(answer, WHY[pages.error.kind]);
      const known = answer.ok ? answer.value.filter(isInvoice) : [];
      const papers = await guarded(() => papersOn(pages.value, format.id, known));
      return papers.ok || !answer.ok ? papers : answer;
    },
  };
}

function withReason(answer: Answer, [zh, en]: readonly [string, string]): Answer {
  if (!answer.ok) return refuse(answer.error.kind, { zh: `${answer.error.message.zh};${zh}`, en: `${answer.error.message.en}. ${en}` }, answer.error.place);
  return { ok: true, value: answer.value.map((item) => (isInvoice(item) ? { ...item, findings: [...item.findings, finding('info', 'OCR_ABSENT', zh, en)] } : item)) };
}
