import type { documents as words } from '../en/documents.ts';

/** 发票与上传。 */
export const documents: Record<keyof typeof words, string> = {
  'upload.accepted': '已读取',
  'upload.camera': '拍照',
  'upload.dismiss': '从列表移除',
  'upload.imported': '读到 {read} 笔付款，新增 {added} 笔',
  'upload.invoices': '上传发票',
  'upload.invoices-hint': '照片、PDF、OFD、XML，可多张',
  'upload.known': '已有这张，没有重复添加',
  'upload.quarantined': '已放入隔离区',
  'upload.reading': '正在识别',
  'upload.sending': '正在上传 {share}%',
  'upload.supporting': '已作为附件保存',
};
