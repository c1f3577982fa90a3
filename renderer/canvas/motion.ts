/** Cards slide to their new places after an arrangement, unless the person asked for less motion. */
import { reducesMotion } from './viewport';

const GLIDE_MS = 240;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Lets what moves with the next change of the document slide there. */
export function glide(): void {
  const canvas = document.querySelector<HTMLElement>('.graph-flow');
  if (!canvas || reducesMotion()) return;
  canvas.dataset.gliding = '';
  clearTimeout(timer);
  timer = setTimeout(() => {
    delete canvas.dataset.gliding;
  }, GLIDE_MS);
}
