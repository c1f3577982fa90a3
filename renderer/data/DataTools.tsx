import type { DescribedSplit } from '../../engine';
import { select } from '../document/selection';
import { dataTexts } from '../texts/data';
import { Icon } from '../ui/icons';
import { chooseTable } from './choose-table';
import { useDataSettings } from './settings';
import { useDataset } from './use-data';

const SPLITS: readonly DescribedSplit[] = ['train', 'test', 'all'];

/** The right side of the dock's tab row while Data is shown. */
export function DataTools() {
  const { nodes, node } = useDataset();
  const split = useDataSettings((settings) => settings.split);
  return (
    <div className="dock-tools">
      {nodes.length > 1 && node && (
        <label className="check">
          {dataTexts.dataset}
          <select
            className="data-select"
            value={node.id}
            onChange={(event) => {
              useDataSettings.setState({ nodeId: event.target.value });
              select([event.target.value]);
            }}
          >
            {nodes.map(({ id }) => (
              <option key={id}>{id}</option>
            ))}
          </select>
        </label>
      )}
      {node && (
        <fieldset className="data-splits">
          <legend className="visually-hidden">{dataTexts.split}</legend>
          {SPLITS.map((name) => (
            <label key={name} className="training-view-choice">
              <input
                type="radio"
                name="data-split"
                checked={split === name}
                onChange={() => useDataSettings.setState({ split: name })}
              />
              <span>{dataTexts.splits[name]}</span>
            </label>
          ))}
        </fieldset>
      )}
      <button type="button" className="button small" onClick={() => void chooseTable(node?.id ?? null)}>
        <Icon name="file" size={14} />
        {dataTexts.openCsv}
      </button>
    </div>
  );
}
