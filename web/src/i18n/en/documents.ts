/** Invoices and their upload. */
export const documents = {
  'upload.accepted': 'Read',
  'upload.camera': 'Camera',
  'upload.dismiss': 'Remove from this list',
  'upload.imported': '{read} payments read, {added} new',
  'upload.invoices': 'Add invoices',
  'upload.invoices-hint': 'Photo, PDF, OFD or XML; several at once',
  'upload.known': 'Already here; nothing was added',
  'upload.quarantined': 'Put into quarantine',
  'upload.reading': 'Reading',
  'upload.sending': 'Sending {share}%',
  'upload.supporting': 'Kept as supporting paper',
} as const;
