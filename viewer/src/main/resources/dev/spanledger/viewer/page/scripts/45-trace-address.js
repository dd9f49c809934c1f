// SPDX-License-Identifier: Apache-2.0
// What is looked at in a run, in the address and back: a link shows the same.
(() => {
  'use strict';
  const SL = (window.SL ||= {});
  const trace = (SL.trace ||= {});
  const { hooks } = SL;

  const WRITE_MS = 250; // browsers refuse a page that writes its address too often
  const named = (list, name, otherwise) => (list.some(([each]) => each === name) ? name : otherwise);

  /** For the hash. What is as it is at the start is left out. */
  trace.toQuery = (view) => {
    const { find, model } = view;
    const round = (t) => +t.toFixed(3);
    return {
      span: view.chosen ? model.id[view.selected] : null,
      tab: view.tab === 'tree' ? null : view.tab,
      pane: view.chosen || view.pane !== 'why' ? view.pane : null,
      zoom: view.isZoomed() ? `${round(view.axis.time(view.from))}-${round(view.axis.time(view.to))}` : null,
      by: view.metric === 'time' ? null : view.metric,
      critical: view.critical ? 1 : null,
      gaps: view.compressed ? 1 : null,
      q: find.text || null,
      find: find.text ? (find.regex ? 'r' : '') + (find.caseful ? 'c' : '') || null : null,
    };
  };

  /** From the hash. Nonsense in a link is passed over. */
  trace.fromQuery = (view, query) => {
    view.tab = named(trace.TABS, query.tab, 'tree');
    view.pane = named(trace.PANES, query.pane, query.span ? 'messages' : 'why');
    view.metric = ['tokens', 'cost'].includes(query.by) ? query.by : 'time';
    view.critical = query.critical === '1';
    view.compressed = query.gaps === '1';
    const slot = query.span ? view.model.slot(query.span) : -1;
    if (slot >= 0) {
      view.selected = slot;
      view.chosen = true;
      view.rows.reveal(slot);
    }
    view.axis = null;
    view.measure();
    const [from, to] = (query.zoom || '').split('-').map(Number);
    if (to > from) { view.from = view.axis.at(from); view.to = view.axis.at(to); }
    Object.assign(view.find, { text: query.q || '', regex: /r/.test(query.find), caseful: /c/.test(query.find) });
    view.changed('select', 'rows', 'scroll', 'zoom', 'tab', 'options', 'find');
  };

  const key = (query) => SL.route.search(query);
  /** Puts what is looked at into the address. */
  trace.writeRoute = (view) => {
    if (SL.route.now.page !== 'trace' || SL.route.now.parts[0] !== view.traceId) return;
    const query = trace.toQuery(view);
    view.written = key(query);
    SL.route.set(query, { replace: true });
  };

  /** The address follows the view, and the view the address where somebody else changed it: back, or a link. */
  trace.useAddress = (view) => {
    const route = SL.useRoute();
    hooks.useEffect(() => {
      let timer = 0;
      const stop = view.on((what) => {
        if (!['select', 'zoom', 'tab', 'options', 'find'].some((each) => what.has(each))) return;
        clearTimeout(timer);
        timer = setTimeout(() => trace.writeRoute(view), WRITE_MS);
      });
      return () => { stop(); clearTimeout(timer); };
    }, [view]);
    hooks.useEffect(() => {
      const now = key(route.query);
      if (now === view.written || now === key(trace.toQuery(view))) return;
      trace.fromQuery(view, route.query);
      if (view.find.text) trace.search(view);
    }, [view, route]);
  };
})();
