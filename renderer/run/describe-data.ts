/** What the checker knows of data, read where the run reads them: nothing is loaded beside the interface. */
import type { DescribeData } from '../../engine';
import type { PageFile } from '../worker/page-files';
import { askAboutData } from './store';

export const describeData: DescribeData<PageFile> = async (need, files) => {
  const reply = await askAboutData({ kind: 'describeData', need, files });
  if (reply === null) return null;
  if (!reply.ok) return { signature: null, diagnostics: reply.diagnostics };
  return reply.kind === 'dataDescribed' ? reply.described : null;
};
