/** Keeps `checked` in step with the document: a run of the checker shortly after every change that it could see. */
import { type CheckedGraph, createChecker, type DescribeData, type GraphDocument, isPending } from '../../engine';
import type { PageFile, PageFiles } from '../worker/page-files';
import { sameMeaning } from './meaning';
import { useDocument } from './store';

const DELAY_MS = 30;
/** Data that come sooner are waited for, so that shapes do not go and come again while a number is dragged. */
const PATIENCE_MS = 150;

/**
 * Starts checking; the function that comes back ends it.
 *
 * @param describe what describes data; while it takes its time, the rest is checked without
 */
export function startChecking(describe: DescribeData<PageFile>): () => void {
  const checker = createChecker(describe);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let patience: ReturnType<typeof setTimeout> | undefined;
  let last: { document: GraphDocument; files: PageFiles } | null = null;
  /** What is checked now waits for data. */
  let waiting = false;
  let ended = false;

  const isCurrent = (): boolean => {
    const { document, files } = useDocument.getState();
    return last !== null && last.files === files && sameMeaning(last.document, document);
  };

  const check = () => {
    const { document, files } = useDocument.getState();
    last = { document, files };
    return checker.checkNow(document, files);
  };

  const show = (checked: CheckedGraph): void => {
    clearTimeout(patience);
    patience = undefined;
    useDocument.setState({ checked });
  };

  const run = (): void => {
    const { checked: shown } = useDocument.getState();
    if (ended || (isCurrent() && shown && !waiting)) return;
    const { checked, pending } = check();
    waiting = pending !== null;
    if (!pending || (shown && isPending(shown))) show(checked);
    else patience ??= setTimeout(() => show(check().checked), PATIENCE_MS);
    void pending?.then(() => {
      if (waiting) run();
    });
  };

  const schedule = (delay: number): void => {
    clearTimeout(timer);
    timer = setTimeout(run, delay);
  };
  const stop = useDocument.subscribe((state, before) => {
    if (state.opened !== before.opened) schedule(0);
    else if (state.files !== before.files || !sameMeaning(state.document, before.document)) schedule(DELAY_MS);
  });
  schedule(0);
  return () => {
    ended = true;
    clearTimeout(timer);
    clearTimeout(patience);
    stop();
  };
}
