// SPDX-License-Identifier: Apache-2.0
// The page of one run.
(() => {
  'use strict';
  const SL = (window.SL ||= {});
  const trace = (SL.trace ||= {});
  const { html, hooks } = SL;

  const TABS = { tree: 'TreeTab', flame: 'FlameTab', transcript: 'TranscriptTab', graph: 'GraphTab', table: 'TableTab' };

  const Tools = ({ view }) => {
    trace.useView(view, 'tab', 'options', 'zoom');
    return html`<div class="t-tools row">
      <${trace.Tabs} label="Views of the run" tabs=${trace.TABS} now=${view.tab} panel="trace-panel" onPick=${(tab) => view.set({ tab }, 'tab')} />
      <span class="grow"></span>
      <button aria-pressed=${String(view.critical)} aria-keyshortcuts="c" title="What the run’s end waited for (c)" onClick=${() => view.set({ critical: !view.critical })}>Critical path</button>
      <button aria-pressed=${String(view.compressed)} title="Shows long stretches in which nothing was at work short" onClick=${() => view.set({ compressed: !view.compressed })}>Skip idle</button>
      <button disabled=${!view.isZoomed()} aria-keyshortcuts="0" title="Show all of the time (0)" onClick=${() => view.unzoom()}>All time</button>
      <${trace.FindBox} view=${view} />
    </div>`;
  };

  const Body = ({ view }) => {
    trace.useView(view, 'tab');
    const place = hooks.useRef();
    const [wide, setWide] = hooks.useState(() => Math.round(Math.max(300, Math.min(620, window.innerWidth * 0.36))));
    const Tab = trace[TABS[view.tab]];
    return html`<div class="t-body" ref=${place} style=${{ '--detail': wide + 'px' }}>
      <div class="t-main" id="trace-panel" role="tabpanel" aria-labelledby=${'trace-panel-' + view.tab}><${Tab} view=${view} /></div>
      <${trace.Splitter} label="Width of the detail" value=${wide} least=${240} most=${1400} reversed onMove=${setWide} />
      <${trace.Detail} view=${view} />
    </div>`;
  };

  const Loaded = ({ view }) => {
    const place = hooks.useRef();
    const [live, setLive] = hooks.useState(null);
    const [acting, setActing] = hooks.useState(false);
    const playback = hooks.useMemo(() => new trace.Playback(view), [view]);
    SL.useTitle(view.model.trace.name || SL.fmt.id(view.traceId));
    trace.useAddress(view);
    hooks.useEffect(() => {
      view.place = place.current;
      const feed = new trace.Live(view);
      setLive(feed);
      trace.focusRows(view);
      return () => { feed.close(); playback.pause(); };
    }, [view]);
    SL.useKeys('Trace', trace.keysOf(view, { onActions: () => setActing(true) }));
    return html`<div class="trace" ref=${place}>
      <${trace.Header} view=${view} live=${live} playback=${playback} onActions=${() => setActing(true)} />
      <${Tools} view=${view} /><${Body} view=${view} />
      ${acting && html`<${trace.Actions} view=${view} onClose=${() => setActing(false)} />`}
    </div>`;
  };

  const Run = ({ traceId, skeleton }) => {
    const view = hooks.useMemo(() => {
      const made = new trace.View(new trace.Model(skeleton), traceId);
      trace.fromQuery(made, SL.route.now.query);
      made.written = SL.route.search(SL.route.now.query);
      trace.current = made; // for whoever looks from the console, and for tests
      if (made.find.text) trace.search(made);
      return made;
    }, [skeleton]);
    if (!skeleton.n) return html`<${SL.State} title="This run has no spans yet"><p>It shows here as soon as its first span is stored.</p><//>`;
    return html`<${Loaded} key=${traceId} view=${view} />`;
  };

  SL.pages.trace = () => {
    const traceId = SL.useRoute().parts[0] || '';
    const loaded = SL.useData(() => SL.api.get(SL.api.path('traces', traceId, 'skeleton')), [traceId]);
    if (loaded.error?.status === 400) return html`<${SL.State} title=${'“' + traceId + '” is not the id of a run.'}><p>It has 32 hexadecimal digits. <span class="mono">spanledger open</span> finds a run by the first of them; here, <a href="#/traces">all runs</a> are listed.</p><//>`;
    return html`<${SL.Loaded} of=${loaded} what="the run">${(skeleton) => html`<${Run} key=${traceId} traceId=${traceId} skeleton=${skeleton} />`}<//>`;
  };
})();
