import { checkFields, type PayoutRail } from '#spi';
import { renderPain001 } from '../shared/pain001.ts';

/** A pain.001 file that a person carries to the bank, in the version that the bank takes. */
export const bankFile: PayoutRail = {
  id: 'bank-file',
  title: { zh: '银行付款文件(pain.001)', en: 'Bank payment file (pain.001)' },
  capabilities: { transport: 'file', currencies: 'any', batchMax: 1000 },
  checkConfig: (config) => checkFields(config, [{ name: 'version', label: { zh: '报文版本', en: 'Message version' }, shape: /^pain\.001\.001\.0[39]$/, optional: true }]),
  render: (batch, config) => renderPain001(batch, config?.['version'] === 'pain.001.001.03' ? 'pain.001.001.03' : 'pain.001.001.09'),
};
