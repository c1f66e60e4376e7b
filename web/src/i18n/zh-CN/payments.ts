import type { payments as words } from '../en/payments.ts';

/** 支付与导入。 */
export const payments: Record<keyof typeof words, string> = {
  'imports.documents.empty': '还没有发票',
  'imports.documents.empty-text': '员工上传或邮寄来的发票会在这里读取、查验并列出。',
  'imports.no-seller': '未读到销售方',
  'imports.quarantine': '隔离区',
  'imports.quarantine.empty': '隔离区是空的',
  'imports.quarantine.empty-text': '不可信或读不懂的文件会停在这里，注明问题所在和补救办法。',
  'imports.upload': '导入对账单',
  'imports.upload-hint': '银行、钱包和卡的文件：CAMT、MT940、OFX、CSV。已有的付款不会重复入账。',
  'payment.type.fee': '手续费',
  'payment.type.income': '收入',
  'payment.type.purchase': '消费',
  'payment.type.refund': '退款',
  'payment.type.transfer': '转账',
  'track.arrived': '到达',
  'track.claimed': '入单',
  'track.matched': '匹配',
  'track.settled': '结清',
};
