/** All texts of the interface, in one catalogue. Diagnostics have theirs in the engine, node types in their files. */
import { appTexts } from './app';
import { arrangeTexts, canvasTexts, gestureTexts } from './canvas';
import { fileTexts } from './files';
import { inspectorTexts } from './inspector';
import { historyTexts, keyTexts } from './keys';
import { problemTexts } from './problems';
import { runTexts } from './run';

export const texts = {
  ...appTexts,
  canvas: canvasTexts,
  gestures: gestureTexts,
  arrange: arrangeTexts,
  inspector: inspectorTexts,
  problems: problemTexts,
  history: historyTexts,
  keys: keyTexts,
  files: fileTexts,
  run: runTexts,
};
