import {
  type DescribedSplit,
  describeRows,
  type GraphNode,
  nodeRegistry,
  type PreparedData,
  splitRowsOf,
  withDefaults,
} from '../../engine';
import { setParameters } from '../document/parameters';
import { ParameterField } from '../inspector/ParameterField';
import { formatValue } from '../run/format';
import { dataTexts } from '../texts/data';
import { Histogram } from './Histogram';
import { Picture } from './PicturesView';
import { useDataSettings } from './settings';
import { useDescription } from './use-data';
import '../inspector/inspector.css';

const texts = dataTexts.shift;
const PICTURES = 12;

/** Recipes that change the world, and what they do to it: the same parameter as in the inspector, acting at once. */
export function ShiftView({ node, data }: { node: GraphNode; data: PreparedData }) {
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
        {data.shift.length === 0 ? (
          <p className="quiet">{texts.empty}</p>
        ) : data.table.image ? (
          <ShiftedPictures data={data} image={data.table.image} />
        ) : (
          <ShiftedColumns data={data} />
        )}
      </div>
    </div>
  );
}

/** The rows to show: of the split that is chosen, or of the only one that the recipes change. */
function useAffected(data: PreparedData): DescribedSplit {
  const split = useDataSettings((settings) => settings.split);
  const on = new Set(data.shift.map((recipe) => String(recipe.on ?? 'test')));
  if (split !== 'all' || on.size !== 1) return split;
  const only = on.has('train') ? 'train' : on.has('test') ? 'test' : 'all';
  return only === 'test' && data.split.test.length === 0 ? 'all' : only;
}

function ShiftedPictures({
  data,
  image,
}: {
  data: PreparedData;
  image: { width: number; height: number; channels: number };
}) {
  const all = splitRowsOf(data, useAffected(data));
  const rows = Uint32Array.from({ length: Math.min(PICTURES, all.length) }, (_, i) => all[i] as number);
  const lines = [
    [texts.before, describeRows(data, rows)],
    [texts.after, describeRows(data, rows, data.shift)],
  ] as const;
  const key = JSON.stringify(data.shift);
  return (
    <div className="data-compared">
      {lines.map(([title, shown]) => (
        <div key={title} className="data-compared-row">
          <span className="quiet">{title}</span>
          {shown.map((row) => (
            <Picture
              key={`${row.row} ${title === texts.after ? key : ''}`}
              pixels={row.values}
              image={image}
              label={dataTexts.pictures.picture(String(row.row), data.table.classNames[row.label] ?? '')}
            />
          ))}
        </div>
      ))}
    </div>
  );
}

function ShiftedColumns({ data }: { data: PreparedData }) {
  const description = useDescription(data, useAffected(data));
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
