// SPDX-License-Identifier: Apache-2.0
// The pane “Why”: what the server (or the file) found about the whole run, each with the way to its spans.
(() => {
  'use strict';
  const SL = (window.SL ||= {});
  const trace = (SL.trace ||= {});
  const { html, hooks } = SL;

  const TITLES = {
    FIRST_ERROR: ['error', 'First error'], CAUSE_CHAIN: ['error', 'What it led to'], SLOWEST_PATH: ['', 'Slowest path'],
    COSTLIEST_CALL: ['', 'Costliest call'], REPEATED_CALLS: ['warn', 'Repeated identical calls'], CONTEXT_GROWTH: ['warn', 'Context growth'],
    RUNNING: ['live', 'Running'], HANGING: ['warn', 'Hanging'], ABANDONED: ['error', 'Abandoned'],
  };
  const SHOWN = 8;

  // Ids last; indexes are those of the moment at which the run was read.
  const slotsOf = (view, finding) =>
    (finding.ids ? finding.ids.map((id) => view.model.slot(id)) : finding.spans || []).filter((slot) => slot >= 0 && slot < view.model.n);

  const Finding = ({ view, finding }) => {
    const [all, setAll] = hooks.useState(false);
    const [kind, title] = (Object.hasOwn(TITLES, finding.type) && TITLES[finding.type]) || ['', String(finding.type).toLowerCase().replace(/_/g, ' ')];
    const slots = slotsOf(view, finding), shown = all ? slots.slice(0, 500) : slots.slice(0, SHOWN);
    const go = (slot) => { view.keepWhy = false; view.select(slot, { pane: 'messages' }); };
    return html`<li class="finding"><span class=${'badge ' + kind}>${title}</span> <span>${finding.text}</span>
      <ol>${shown.map((slot) => html`<li><button class="plain jump" onClick=${() => go(slot)}>
        <${SL.Kind} kind=${view.model.kindOf(slot)} /> ${view.model.nameOf(slot)} <span class="muted">${SL.fmt.duration(trace.durationOf(view.model, slot))}</span></button></li>`)}</ol>
      ${slots.length > shown.length && html`<button class="plain more" onClick=${() => setAll(true)}>and ${slots.length - shown.length} more</button>`}</li>`;
  };

  trace.WhyPane = ({ view }) => {
    const [round, setRound] = hooks.useState(0);
    // While a run grows its findings change: they are asked for again when it has been quiet, at most every five seconds.
    hooks.useEffect(() => {
      let timer = 0;
      const stop = view.on((what) => { if (what.has('model')) timer ||= setTimeout(() => { timer = 0; setRound((n) => n + 1); }, 5000); });
      return () => { stop(); clearTimeout(timer); };
    }, [view]);
    const loaded = SL.useData(() => SL.api.get(SL.api.path('traces', view.traceId, 'why')), [view.traceId, round]);
    return html`<${SL.Loaded} of=${loaded} what="findings">${(data) => (data.findings.length
      ? html`<ul class="why">${data.findings.map((finding) => html`<${Finding} key=${finding.type + finding.text} view=${view} finding=${finding} />`)}</ul>`
      : html`<p class="muted">Nothing stands out: no error, no repeated call, no step that takes most of the time.</p>`)}<//>
      <${trace.ScoresOf} view=${view} />`;
  };
})();
