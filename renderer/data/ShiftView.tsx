import {
  type DataDescription,
  type DataRow,
  type DescribedSplit,
  type GraphNode,
  nodeRegistry,
  withDefaults,
} from '../../engine';
import { setParameters } from '../document/parameters';
import { ParameterField } from '../inspector/ParameterField';
import { formatValue } from '../run/format';
import { dataTexts } from '../texts/data';
import { Histogram } from './Histogram';
import { Picture } from './PicturesView';
import { useDataSettings } from './settings';
import { type DataSource, rowsIn, useSummary } from './use-data';
import { useDataRows } from './use-rows';
import '../inspector/inspector.css';

const texts = dataTexts.shift;
const PICTURES = 12;

/** Recipes that change the world, and what they do to it: the same parameter as in the inspector, acting at once. */
export function ShiftView({
  node,
  source,
  description,
}: {
  node: GraphNode;
  source: DataSource;
  description: DataDescription;
}) {
  const specs = nodeRegistry.get(node.type)?.parameters ?? {};
  const spec = specs.shift;
  if (!spec) return null;
  const value = withDefaults(specs, node.data).shift;
  return (
    <div className="data-shift">
      <div className="data-recipes">
        <p className="help" id="data-shift-help">
          {texts.help}
        </p>
        <ParameterField
          id="data-shift"
          spec={spec}
          value={value}
          help="data-shift-help"
          change={(next) => setParameters([node.id], 'shift', next)}
        />
      </div>
      <div className="data-shifted">
        {source.need.settings.shift.length === 0 ? (
          <p className="quiet">{texts.empty}</p>
        ) : description.image ? (
          <ShiftedPictures source={source} description={description} image={description.image} />
        ) : (
          <ShiftedColumns node={node} source={source} description={description} />
        )}
      </div>
    </div>
  );
}

/** The rows to show: of the split that is chosen, or of the only one that the recipes change. */
function useAffected({ need }: DataSource, { testRows }: DataDescription): DescribedSplit {
  const split = useDataSettings((settings) => settings.split);
  const on = new Set(need.settings.shift.map((recipe) => String(recipe.on ?? 'test')));
  if (split !== 'all' || on.size !== 1) return split;
  const only = on.has('train') ? 'train' : on.has('test') ? 'test' : 'all';
  return only === 'test' && testRows === 0 ? 'all' : only;
}

function ShiftedPictures({
  source,
  description,
  image,
}: {
  source: DataSource;
  description: DataDescription;
  image: { width: number; height: number; channels: number };
}) {
  const split = useAffected(source, description);
  const before = useDataRows(source, split, false);
  const after = useDataRows(source, split, true);
  const places = Array.from({ length: Math.min(PICTURES, rowsIn(description, split)) }, (_, place) => place);
  const shown = (rowAt: typeof before): DataRow[] => places.map(rowAt).filter((row) => row !== undefined);
  const lines = [
    [texts.before, shown(before)],
    [texts.after, shown(after)],
  ] as const;
  return (
    <div className="data-compared">
      {lines.map(([title, shown]) => (
        <div key={title} className="data-compared-row">
          <span className="quiet">{title}</span>
          {shown.map((row) => (
            <Picture
              key={row.row}
              pixels={row.values}
              image={image}
              label={dataTexts.pictures.picture(String(row.row), description.classNames[row.label] ?? '')}
            />
          ))}
        </div>
      ))}
    </div>
  );
}

function ShiftedColumns({
  node,
  source,
  description: shown,
}: {
  node: GraphNode;
  source: DataSource;
  description: DataDescription;
}) {
  const description = useSummary(node, useAffected(source, shown))?.description;
  if (!description) return null;
  return (
    <section className="data-shifted-columns" aria-label={texts.columns}>
      {description.columns.slice(0, 24).map((column, place) =>
        column.shifted ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: columns may share a name; their place is theirs.
          <div key={place} className="data-column">
            <b title={column.name}>{column.name}</b>
            <Histogram column={column} name={column.name} />
            <span className="number quiet">
              {texts.moved(formatValue(column.mean), formatValue(column.shifted.mean))}
            </span>
          </div>
        ) : null,
      )}
    </section>
  );
}
