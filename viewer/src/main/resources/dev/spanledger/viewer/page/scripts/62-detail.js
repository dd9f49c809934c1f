// SPDX-License-Identifier: Apache-2.0
// The detail pane beside the tabs: one span, from every side. Its payloads are asked for when it is looked at.
(() => {
  'use strict';
  const SL = (window.SL ||= {});
  const trace = (SL.trace ||= {});
  const { html, hooks } = SL;

  const KEEP = 60, WAIT_MS = 70; // moving down the rows quickly asks for nothing on the way

  /** The detail of the selected span: {detail, error, slot}. What was there stays until the next is. */
  function useDetail(view) {
    const [state, setState] = hooks.useState({ slot: -1 });
    trace.useView(view, 'select', 'model', 'second');
    const slot = view.selected, id = view.model.id[slot];
    const running = slot >= 0 && view.model.isRunning(slot);
    hooks.useEffect(() => {
      if (slot < 0) return undefined;
      const kept = (view.details ||= new Map());
      if (kept.has(id)) { setState({ slot, detail: kept.get(id) }); return undefined; }
      const stop = new AbortController();
      const timer = setTimeout(async () => {
        try {
          const detail = await SL.api.get(SL.api.path('traces', view.traceId, 'spans', id), {}, { signal: stop.signal });
          if (!running) {
            kept.set(id, detail);
            if (kept.size > KEEP) kept.delete(kept.keys().next().value);
          }
          if (!stop.signal.aborted) setState({ slot, detail });
        } catch (error) {
          if (!stop.signal.aborted) setState({ slot, error });
        }
      }, WAIT_MS);
      return () => { clearTimeout(timer); stop.abort(); };
    }, [view, id, running]);
    return { ...state, current: state.slot === slot };
  }

  const PANE = { messages: 'MessagesPane', io: 'IoPane', attributes: 'AttributesPane', events: 'EventsPane', raw: 'RawPane', links: 'LinksPane' };

  const Body = ({ view, state }) => {
    if (view.pane === 'why') return html`<${trace.WhyPane} view=${view} />`;
    if (state.error && state.current) {
      return html`<p class="muted">${state.error.status === 404 && view.model.isRunning(view.selected)
        ? 'This span is running: what it says is stored when it ends.' : state.error.message}</p>`;
    }
    if (!state.detail || !state.current) return html`<p class="muted" role="status">Loading…</p>`;
    const Pane = trace[PANE[view.pane]];
    return html`<${Pane} view=${view} detail=${state.detail} key=${state.detail.id} /><${trace.ScoresOf} view=${view} detail=${state.detail} />`;
  };

  /** Tabs as the pattern says: arrow keys move between them, Tab leaves them. */
  trace.Tabs = ({ label, tabs, now, onPick, panel, badges = {} }) => {
    const key = (event) => {
      const at = tabs.findIndex(([name]) => name === now);
      const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
      if (to === undefined) return;
      event.preventDefault();
      event.stopPropagation();
      onPick(tabs[(to + tabs.length) % tabs.length][0]);
      event.currentTarget.children[(to + tabs.length) % tabs.length].focus();
    };
    return html`<div class="tabs" role="tablist" aria-label=${label} onKeyDown=${key}>${tabs.map(([name, text]) => html`<button role="tab" class="plain"
      id=${panel + '-' + name} aria-selected=${String(now === name)} aria-controls=${panel} tabindex=${now === name ? 0 : -1}
      onClick=${() => onPick(name)}>${text}${badges[name] ? html` <span class="badge error">${badges[name]}</span>` : null}</button>`)}</div>`;
  };

  trace.Detail = ({ view }) => {
    const place = hooks.useRef();
    const state = useDetail(view);
    trace.useView(view, 'tab', 'options');
    hooks.useEffect(() => { view.detailPlace = place.current; }, [view]);
    hooks.useEffect(() => { place.current.querySelector('.detail-body').scrollTop = 0; }, [view.selected, view.pane]);
    return html`<aside class="detail" ref=${place} aria-label="Detail">
      ${view.selected >= 0 && html`<${trace.Summary} view=${view} slot=${view.selected} detail=${state.current ? state.detail : null} />`}
      <${trace.Tabs} label="Detail of the span" tabs=${trace.PANES} now=${view.pane} panel="detail-panel"
        onPick=${(pane) => view.set({ pane, keepWhy: pane === 'why' }, 'tab')} />
      <div class="detail-body" id="detail-panel" role="tabpanel" aria-labelledby=${'detail-panel-' + view.pane} tabindex="0"><${Body} view=${view} state=${state} /></div>
    </aside>`;
  };
})();
