/** All texts of the interface, in one catalogue. Diagnostics have theirs in the engine, node types in their files. */
import { appTexts } from './app';
import { runTexts } from './run';

export const texts = { ...appTexts, run: runTexts };
