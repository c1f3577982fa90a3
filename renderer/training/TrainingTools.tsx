import { useHasData } from '../run/use-has-data';
import { fileTexts } from '../texts/files';
import { runTexts } from '../texts/run';
import { trainingTexts } from '../texts/training';
import { Icon } from '../ui/icons';
import { chooseTrainingExport } from './export';
import { setChartSettings, useChartSettings } from './settings';
import '../run/tools.css';
import './training.css';

const texts = runTexts.training;

/** The right side of the dock's tab row while Training is shown. */
export function TrainingTools() {
  const { logScale, logSteps, smoothing, view } = useChartSettings();
  const hasData = useHasData();
  if (view !== 'curves') return null;
  return (
    <div className="dock-tools">
      <label className="check">
        <input
          type="checkbox"
          checked={logScale}
          onChange={(event) => setChartSettings({ logScale: event.target.checked })}
        />
        {texts.logScale}
      </label>
      <label className="check">
        <input
          type="checkbox"
          checked={logSteps}
          onChange={(event) => setChartSettings({ logSteps: event.target.checked })}
        />
        {trainingTexts.logSteps}
      </label>
      <label className="smoothing" title={texts.smoothingHelp}>
        {texts.smoothing}
        <input
          type="range"
          min={0}
          max={0.99}
          step={0.01}
          value={smoothing}
          onChange={(event) => setChartSettings({ smoothing: Number(event.target.value) })}
        />
        <span className="number">{smoothing.toFixed(2)}</span>
      </label>
      <button
        type="button"
        className="button small"
        disabled={!hasData}
        title={fileTexts.export.title(fileTexts.export.training)}
        aria-label={fileTexts.export.title(fileTexts.export.training)}
        onClick={chooseTrainingExport}
      >
        <Icon name="export" />
        <span className="wide-only">{texts.exportShort}</span>
      </button>
    </div>
  );
}
