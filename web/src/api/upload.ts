import type { UploadResult } from '@roundtrip/contract';
import { checkShape, headersFor, itemsOf, problemFrom } from './client.ts';

const uploadShape = itemsOf((c) => c.uploadResult);

/** Sends one file; `onProgress` gets the share sent, 0…1. One request a file, so that each has its own progress and outcome. */
export function uploadFile(path: '/v1/documents' | '/v1/imports', file: File, onProgress: (share: number) => void): Promise<UploadResult> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', path);
    for (const [name, value] of Object.entries(headersFor(true))) request.setRequestHeader(name, value);
    request.upload.onprogress = (event) => { if (event.lengthComputable) onProgress(event.loaded / event.total); };
    request.onerror = () => reject(problemFrom(0, ''));
    request.onload = () => {
      if (request.status < 200 || request.status >= 300) return reject(problemFrom(request.status, request.responseText));
      checkShape(JSON.parse(request.responseText), uploadShape)
        .then(({ items }) => (items[0] ? resolve(items[0]) : reject(problemFrom(request.status, ''))))
        .catch(reject);
    };
    const form = new FormData();
    form.append('files', file);
    request.send(form);
  });
}
