/** Keeps `checked` in step with the document: a run of the checker shortly after every change that it could see. */
import { type CheckedGraph, createChecker, type DataFiles, type GraphDocument } from '../../engine';
import { dataLoader } from './data';
import { sameMeaning } from './meaning';
import { useDocument } from './store';

const DELAY_MS = 30;

/** Starts checking; the function that comes back ends it. */
export function startChecking(): () => void {
  const checker = createChecker(dataLoader);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let last: { document: GraphDocument; files: DataFiles } | null = null;
  let running = false;
  let again = false;

  const isCurrent = (): boolean => {
    const { document, files } = useDocument.getState();
    return last !== null && last.files === files && sameMeaning(last.document, document);
  };

  const run = async (): Promise<void> => {
    if (running) {
      again = true;
      return;
    }
    const { document, files, opened } = useDocument.getState();
    if (isCurrent() && useDocument.getState().checked) return;
    last = { document, files };
    running = true;
    try {
      const checked: CheckedGraph = await checker.check(document, { ...files });
      if (useDocument.getState().opened === opened) useDocument.setState({ checked });
    } finally {
      running = false;
    }
    if (again) {
      again = false;
      await run();
    }
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
    clearTimeout(timer);
    stop();
  };
}
