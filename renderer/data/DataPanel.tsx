import { type DataDescription, isError } from '../../engine';
import { runCommand } from '../app/commands';
import { formatCount, formatData, formatShare } from '../run/format';
import { dataTexts } from '../texts/data';
import { chooseTable } from './choose-table';
import { Histogram } from './Histogram';
import { PicturesView } from './PicturesView';
import { ShiftView } from './ShiftView';
import { type DataPanelView, useDataSettings } from './settings';
import { type DataSource, rowsIn, useDataset, useSummary } from './use-data';
import { useDataRows } from './use-rows';
import { Virtual } from './Virtual';
import '../run/tools.css';
import '../training/training.css';
import './data.css';

const texts = dataTexts;

/** The rows of a dataset node: summary, distributions, table, pictures, and how they can be shifted. */
export function DataPanel() {
  const { node } = useDataset();
  const view = useDataSettings((settings) => settings.view);
  const split = useDataSettings((settings) => settings.split);
  const read = useSummary(node, split);
  if (!node) {
    return (
      <section className="data-panel" aria-label={texts.name}>
        <div className="panel-empty">
          <p>{texts.empty}</p>
          <button type="button" className="button bordered" onClick={() => runCommand('node.add.dataset')}>
            {texts.addDataset}
          </button>
          <button type="button" className="button bordered" onClick={() => void chooseTable(null)}>
            {texts.openCsv}
          </button>
        </div>
      </section>
    );
  }
  if (!read?.description || !read.source) {
    const problem = read?.diagnostics.find(isError);
    return (
      <section className="data-panel" aria-label={texts.name}>
        <div className="panel-empty">
          <p>
            {read ? `${problem?.message ?? texts.problem} ` : texts.reading}
            <span className="quiet">{problem?.hint}</span>
          </p>
          {read && (
            <button type="button" className="button bordered" onClick={() => void chooseTable(node.id)}>
              {texts.openCsv}
            </button>
          )}
        </div>
      </section>
    );
  }
  const { description, source } = read;
  const views: DataPanelView[] = description.image ? ['columns', 'pictures', 'shift'] : ['columns', 'rows', 'shift'];
  const shown = views.includes(view) ? view : view === 'rows' ? 'pictures' : view === 'pictures' ? 'rows' : 'columns';
  return (
    <section className="data-panel" aria-label={texts.name}>
      <Summary description={description} />
      <div className="data-main">
        <div className="training-views" role="radiogroup" aria-label={texts.viewsName}>
          {views.map((name) => (
            <label key={name} className="training-view-choice">
              <input
                type="radio"
                name="data-view"
                checked={shown === name}
                onChange={() => useDataSettings.setState({ view: name })}
              />
              <span>{texts.views[name]}</span>
            </label>
          ))}
          {shown === 'columns' && description.described < description.rows && (
            <span className="help">
              {texts.column.described(formatCount(description.described), formatCount(description.rows))}
            </span>
          )}
        </div>
        {shown === 'columns' && <Columns description={description} />}
        {shown === 'rows' && <Rows source={source} description={description} />}
        {shown === 'pictures' && <PicturesView source={source} description={description} />}
        {shown === 'shift' && <ShiftView node={node} source={source} description={description} />}
      </div>
    </section>
  );
}

/** One class with more than this share of the rows makes the accuracy deceptive. */
const UNEVEN = 0.8;

function Summary({ description }: { description: DataDescription }) {
  const { rows, trainRows, testRows, featureShape, image, classNames, classes, notes } = description;
  const totals = classNames.map((_, k) => (classes.train[k] ?? 0) + (classes.test[k] ?? 0));
  const most = Math.max(1, ...totals);
  const largest = totals.indexOf(most);
  const share = most / Math.max(1, rows);
  const words = texts.summary;
  return (
    <aside className="data-summary" aria-label={words.name}>
      <dl className="totals">
        <dt>{words.rows}</dt>
        <dd className="number">{formatCount(rows)}</dd>
        <dt>{words.train}</dt>
        <dd className="number">{formatCount(trainRows)}</dd>
        <dt>{words.test}</dt>
        <dd className="number">{formatCount(testRows)}</dd>
        <dt>{words.features}</dt>
        <dd className="number">
          {image ? words.pictures(image.width, image.height, image.channels) : formatCount(featureShape[0] ?? 0)}
        </dd>
        <dt>{words.classes}</dt>
        <dd className={classNames.length > 0 ? 'number' : ''}>
          {classNames.length > 0 ? formatCount(classNames.length) : words.numbers}
        </dd>
      </dl>
      {classNames.length > 0 && (
        <>
          <h3>{words.balance}</h3>
          <ul className="data-balance">
            {classNames.map((name, k) => (
              <li
                key={name}
                title={words.balanceBar(name, formatCount(classes.train[k] ?? 0), formatCount(classes.test[k] ?? 0))}
              >
                <span className="data-balance-name">{name}</span>
                <span className="data-balance-bar" aria-hidden="true">
                  <i style={{ width: `${(100 * (classes.train[k] ?? 0)) / most}%` }} />
                  <i className="test" style={{ width: `${(100 * (classes.test[k] ?? 0)) / most}%` }} />
                </span>
                <span className="number">{formatCount(totals[k] ?? 0)}</span>
              </li>
            ))}
          </ul>
          {share > UNEVEN && <p className="help">{words.uneven(classNames[largest] ?? '', formatShare(share))}</p>}
        </>
      )}
      {notes.map((note) => (
        <p key={note} className="help">
          {note}
        </p>
      ))}
    </aside>
  );
}

function nameOf(description: DataDescription, column: number): string {
  const { name } = description.columns[column] ?? { name: '' };
  if (description.image && column === 0) return texts.column.pixels;
  return name === '' ? texts.column.target : name;
}

function Columns({ description }: { description: DataDescription }) {
  return (
    <Virtual
      count={description.columns.length}
      rowHeight={116}
      cellWidth={176}
      label={texts.views.columns}
      className="data-columns"
      cell={(index) => {
        const column = description.columns[index];
        if (!column) return null;
        const name = nameOf(description, index);
        const { mean, deviation, min, max } = column;
        return (
          <div key={index} className="data-column" title={texts.column.units}>
            <b title={name}>{name}</b>
            <Histogram column={column} name={name} />
            <span className="number quiet">{texts.column.range(formatData(min), formatData(max))}</span>
            <span className="number">
              {formatData(mean)} ± {formatData(deviation)}
            </span>
          </div>
        );
      }}
    />
  );
}

/** Columns of the table; more features than these are only counted. */
const MOST_COLUMNS = 24;

function Rows({ source, description }: { source: DataSource; description: DataDescription }) {
  const split = useDataSettings((settings) => settings.split);
  const rowAt = useDataRows(source, split, true);
  const { classNames, columns } = description;
  const features = description.featureShape.reduce((product, length) => product * length, 1);
  const width = Math.min(MOST_COLUMNS, features);
  const left = features - width;
  const template = { '--columns': width + (left > 0 ? 1 : 0) } as React.CSSProperties;
  const label = (value: number): string => classNames[value] ?? formatData(value);
  return (
    <Virtual
      count={rowsIn(description, split)}
      rowHeight={24}
      label={texts.table.name}
      className="data-table"
      head={
        <div className="data-row data-row-head" style={template}>
          <span>{texts.table.row}</span>
          <span>{texts.table.split}</span>
          <span>{texts.table.label}</span>
          {columns.slice(0, width).map(({ name }) => (
            <span key={name} title={name}>
              {name}
            </span>
          ))}
          {left > 0 && <span>{texts.table.more(left)}</span>}
        </div>
      }
      cell={(index) => {
        const row = rowAt(index);
        if (!row) return <div key={index} className="data-row" style={template} />;
        return (
          <div key={index} className="data-row" style={template}>
            <span className="number quiet">{formatCount(row.row)}</span>
            <span className="quiet">{row.isTest ? texts.table.test : texts.table.train}</span>
            <span>{label(row.label)}</span>
            {columns.slice(0, width).map(({ name }, place) => (
              <span key={name} className="number">
                {formatData(row.values[place] as number)}
              </span>
            ))}
          </div>
        );
      }}
    />
  );
}
