// SPDX-License-Identifier: Apache-2.0
// The keys of the trace page.
(() => {
  'use strict';
  const SL = (window.SL ||= {});
  const trace = (SL.trace ||= {});

  /** Back to the rows, or to what the tab shows in their place. */
  trace.focusRows = (view) => view.place?.querySelector('.tg, .st, .fl, .transcript, .graph')?.focus({ preventScroll: true });

  // Arrows scroll what is text; rows they move through.
  const inText = (event) => event.key.startsWith('Arrow') && event.target.closest?.('.detail, .transcript, .graph');

  trace.keysOf = (view, { onActions }) => {
    const { rows, model } = view;
    const order = () => view.table || rows;
    const go = (row) => { const list = order(); if (list.count) view.select(list.slots[Math.max(0, Math.min(list.count - 1, row))], { reveal: false }); };
    const step = (by) => (event) => (inText(event) ? false : go(order().rowOf(view.selected) + by));
    const page = () => Math.max(1, Math.floor((view.grid || view.table)?.list.height / trace.rowHeight()) - 1 || 10);
    const jump = (to) => (event) => (event.target.closest?.('.detail, .transcript, .graph') ? false : to());
    const left = (event) => {
      const at = view.selected;
      if (inText(event)) return false;
      if (model.first[at] >= 0 && !rows.shut[at]) { rows.set(at, true); view.changed('rows'); return undefined; }
      if (model.parent[at] >= 0) view.select(model.parent[at]);
      return undefined;
    };
    const right = (event) => {
      const at = view.selected;
      if (inText(event)) return false;
      if (model.head[at] === at && rows.isRun(at) && rows.isFolded(at)) { rows.toggleRun(at); view.changed('rows'); return undefined; }
      if (model.first[at] < 0) return undefined;
      if (rows.shut[at]) { rows.set(at, false); view.changed('rows'); } else view.select(model.first[at]);
      return undefined;
    };
    const all = (shut) => () => { rows.setAll(shut); if (shut) keepInSight(view); view.changed('rows', 'scroll'); };
    return [
      { keys: ['ArrowDown', 'j'], label: 'Next row', run: step(1) },
      { keys: ['ArrowUp', 'k'], label: 'Previous row', run: step(-1) },
      { keys: ['ArrowLeft'], label: 'Collapse, or to the parent', run: left },
      { keys: ['ArrowRight'], label: 'Expand or unfold, or to the first child', run: right },
      { keys: ['Enter'], label: 'To the detail; Esc goes back', run: () => view.place.querySelector('#detail-panel').focus() },
      { keys: ['Escape'], run: () => trace.focusRows(view) },
      { keys: ['PageDown'], run: jump(() => go(order().rowOf(view.selected) + page())) },
      { keys: ['PageUp'], run: jump(() => go(order().rowOf(view.selected) - page())) },
      { keys: ['Home'], run: jump(() => go(0)) },
      { keys: ['End'], run: jump(() => go(order().count - 1)) },
      { keys: ['/'], label: 'Find in this run', run: () => { view.findBox.focus(); view.findBox.select(); } },
      { keys: ['n'], label: 'Next match', run: () => trace.nextHit(view, 1) },
      { keys: ['N'], label: 'Previous match', run: () => trace.nextHit(view, -1) },
      { keys: ['e'], label: 'Next error', run: () => trace.nextError(view) },
      { keys: ['c'], label: 'Critical path', run: () => view.set({ critical: !view.critical }) },
      { keys: ['z'], label: 'Zoom to the span', run: () => view.zoomTo(view.selected) },
      { keys: ['0'], label: 'Show all of the time', run: () => view.unzoom() },
      { keys: ['['], label: 'Collapse all', run: all(true) },
      { keys: [']'], label: 'Expand all', run: all(false) },
      { keys: ['f'], label: 'Follow a running run', run: () => trace.follow(view, !view.follow) },
      { keys: ['m'], label: 'Transcript, and back', run: () => view.set({ tab: view.tab === 'transcript' ? 'tree' : 'transcript' }, 'tab') },
      { keys: ['y'], label: 'Copy the link', run: () => { trace.copyLink(view); } },
      { keys: ['.'], label: 'Actions', run: onActions },
    ];
  };

  // A selected span that collapsing hides gives the selection to what hides it.
  function keepInSight(view) {
    for (let at = view.selected; at >= 0; at = view.model.parent[at]) {
      if (view.rows.rowOf(at) < 0) continue;
      if (at !== view.selected) view.select(at, { reveal: false });
      return;
    }
  }
})();
