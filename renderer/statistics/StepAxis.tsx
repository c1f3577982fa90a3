import { useRef } from 'react';
import { cursorStep } from '../run/cursor';
import { formatCount } from '../run/format';
import { LiveCanvas } from '../run/LiveCanvas';
import { runHistory } from '../run/store';
import { useTick } from '../run/use-tick';
import { runTexts } from '../texts/run';
import type { RowLayout } from './layout';
import { drawAxis } from './step-axis';

const texts = runTexts.statistics;

/** The one step axis under all rows. To assistive technology it is the slider that moves the hairline. */
export function StepAxis({ layout }: { layout: RowLayout }) {
  const slider = useRef<HTMLDivElement>(null);
  useTick(() => {
    const { lastStep } = runHistory();
    const now = cursorStep();
    const element = slider.current;
    element?.setAttribute('aria-valuemax', String(Math.max(1, lastStep)));
    element?.setAttribute('aria-valuenow', String(now ?? lastStep));
    const words = formatCount(now ?? lastStep);
    element?.setAttribute('aria-valuetext', now === null ? texts.liveStep(words) : texts.atStep(words));
  });
  return (
    <div className="z-axis">
      <span className="quiet">{texts.step}</span>
      <div
        ref={slider}
        className="z-axis-slider"
        role="slider"
        tabIndex={0}
        aria-label={texts.stepShown}
        aria-valuemin={0}
        aria-valuenow={0}
      >
        <LiveCanvas
          stamp={() => `${runHistory().lastStep} ${cursorStep()} ${layout.histogram}`}
          draw={(context, { width }) => drawAxis(context, width, layout)}
        />
      </div>
    </div>
  );
}
