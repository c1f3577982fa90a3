import { useHasData } from '../run/use-has-data';
import { fileTexts } from '../texts/files';
import { runTexts } from '../texts/run';
import { Icon } from '../ui/icons';
import { chooseStatisticsExport } from './export';
import { setLocked, setShared, useStatisticsSettings } from './settings';
import '../run/tools.css';
import './statistics.css';

const texts = runTexts.statistics;

/** The right side of the dock's tab row while z-statistics are shown: the key of the bands, the axis, the export. */
export function StatisticsTools() {
  const shared = useStatisticsSettings((settings) => settings.shared);
  const locked = useStatisticsSettings((settings) => settings.locked !== null);
  const hasData = useHasData();
  return (
    <div className="dock-tools">
      <ul className="z-key" aria-label={texts.keyName}>
        <li className="number">
          <i className="outer" aria-hidden="true" />
          {texts.outer}
        </li>
        <li className="number">
          <i className="inner" aria-hidden="true" />
          {texts.inner}
        </li>
        <li className="number">
          <i className="median" aria-hidden="true" />
          {texts.median}
        </li>
      </ul>
      <label className="check">
        <input type="checkbox" checked={shared} onChange={(event) => setShared(event.target.checked)} />
        {texts.sharedAxis}
      </label>
      <button
        type="button"
        className="button small"
        aria-pressed={locked}
        aria-label={texts.lockRange}
        disabled={!hasData && !locked}
        title={texts.lockHelp}
        onClick={() => setLocked(!locked)}
      >
        <Icon name={locked ? 'lock' : 'unlock'} />
        <span className="wide-only">{texts.lockRange}</span>
      </button>
      <button
        type="button"
        className="button small"
        disabled={!hasData}
        aria-label={fileTexts.export.title(fileTexts.export.statistics)}
        title={fileTexts.export.title(fileTexts.export.statistics)}
        onClick={chooseStatisticsExport}
      >
        <Icon name="export" />
        <span className="wide-only">{texts.exportShort}</span>
      </button>
    </div>
  );
}
