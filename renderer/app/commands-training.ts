/** What is done with training charts, kept runs and data from the keyboard. */
import { chooseTable } from '../data/choose-table';
import { findNode } from '../document/lookup';
import { selectedNodes } from '../document/selection';
import { currentDocument } from '../document/store';
import { runName } from '../runs/names';
import { toggleShown, useKeptRuns } from '../runs/store';
import { dataTexts } from '../texts/data';
import { runsTexts } from '../texts/runs';
import { trainingTexts } from '../texts/training';
import { setChartSettings, type TrainingView } from '../training/settings';
import type { Command } from './command';
import { openDialog } from './dialog-store';
import { showTab } from './layout';

const VIEWS: readonly TrainingView[] = ['curves', 'classes', 'plan'];

function chooseEarlier(): void {
  const { list, places } = useKeptRuns.getState();
  openDialog({
    kind: 'choose',
    title: runsTexts.choose.title,
    search: runsTexts.choose.search,
    empty: runsTexts.choose.none,
    items: list.map((run) => ({
      id: run.id,
      title: runName(run),
      icon: places.includes(run.id) ? 'check' : 'file',
      detail: run.graph,
    })),
    choose: (id) => {
      showTab('training');
      setChartSettings({ view: 'curves' });
      void toggleShown(id);
    },
  });
}

/** The dataset node that is selected, to read a table; without one a new node does. */
function selectedDataset(): string | null {
  const [id = null, ...more] = selectedNodes();
  const type = id === null ? undefined : findNode(currentDocument(), id)?.type;
  return more.length === 0 && type === 'dataset' ? id : null;
}

export function trainingCommands(): Command[] {
  return [
    ...VIEWS.map(
      (view): Command => ({
        id: `training.${view}`,
        title: trainingTexts.command(trainingTexts.views[view]),
        group: 'view',
        run: () => {
          showTab('training');
          setChartSettings({ view });
        },
      }),
    ),
    {
      id: 'runs.overlay',
      title: runsTexts.choose.title,
      group: 'run',
      menu: true,
      separated: true,
      keywords: 'compare overlay history kept',
      enabled: () => useKeptRuns.getState().list.length > 0,
      run: chooseEarlier,
    },
    {
      id: 'data.table',
      title: dataTexts.command,
      group: 'node',
      menu: true,
      separated: true,
      keywords: 'csv tsv import dataset file',
      run: () => chooseTable(selectedDataset()),
    },
  ];
}
