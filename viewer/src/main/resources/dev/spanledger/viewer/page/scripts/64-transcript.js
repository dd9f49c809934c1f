// SPDX-License-Identifier: Apache-2.0
// The tab “Transcript”: the run as a conversation. Of each model call only what the calls before had not got.
(() => {
  'use strict';
  const SL = (window.SL ||= {});
  const trace = (SL.trace ||= {});
  const { html, hooks } = SL;
  const PAGE = 20;

  /** In a file the transcript is worked out here, in the form in which the server gives it. */
  trace.transcriptHere = (run, from, limit) => {
    const { skeleton, spans } = run, calls = [];
    let index = from;
    for (; index < skeleton.n && calls.length < limit; index++) {
      const detail = spans[skeleton.id[index]];
      if (!detail || skeleton.dict[skeleton.kind[index]] !== 'LLM') continue;
      const list = (value) => (trace.isMessages(value) ? value : []);
      calls.push({ index, id: skeleton.id[index], input: list(detail.input), newFrom: detail.previous ? detail.newFrom ?? 0 : 0, output: list(detail.output) });
    }
    return { calls, next: index < skeleton.n ? index : null };
  };
  SL.api.answers?.push([/^\/traces\/([^/]+)\/transcript$/, (m, p, data) => {
    const run = data.traces.find((each) => each.skeleton.trace.id === m[1]);
    return run ? trace.transcriptHere(run, +p.from || 0, +p.limit || PAGE) : { calls: [], next: null };
  }]);

  const Call = ({ view, call, number }) => {
    const [all, setAll] = hooks.useState(false);
    const { model } = view, slot = model.slot(call.id);
    if (slot < 0) return null;
    const from = all ? 0 : Math.min(call.newFrom || 0, call.input.length);
    return html`<section class=${'t-call' + (slot === view.selected ? ' selected' : '')}>
      <header class="row"><${SL.Kind} kind="LLM" /><button class="plain jump" onClick=${() => view.select(slot, { pane: 'messages' })}>${number}. ${model.nameOf(slot)}</button>
        <span class="muted">${model.word(model.agent[slot]) || ''}</span>
        <span class="muted grow num">${trace.tokensOf(model, slot)} ${model.priced[slot] ? SL.fmt.cost(model.cost[slot]) : ''} ${SL.fmt.duration(trace.durationOf(model, slot))}</span></header>
      ${from > 0 && html`<button class="plain more" onClick=${() => setAll(true)}>${SL.fmt.plural(from, 'earlier message')}</button>`}
      ${call.input.slice(from).map((message, i) => html`<${trace.Message} message=${message} number=${from + i + 1} view=${view} />`)}
      ${call.output.map((message) => html`<${trace.Message} message=${message} view=${view} />`)}
      ${model.errors.has(slot) && html`<div class="failure">${model.errors.get(slot)}</div>`}
    </section>`;
  };

  trace.TranscriptTab = ({ view }) => {
    const [state, setState] = hooks.useState({ calls: [], next: 0 });
    const place = hooks.useRef();
    trace.useView(view, 'select');
    const load = async () => {
      setState((old) => ({ ...old, busy: true, error: null }));
      try {
        const answer = await SL.api.get(SL.api.path('traces', view.traceId, 'transcript'), { from: state.next, limit: PAGE });
        setState((old) => ({ calls: old.calls.concat(answer.calls), next: answer.next }));
      } catch (error) { setState((old) => ({ ...old, busy: false, error })); }
    };
    hooks.useEffect(() => { load(); }, [view]);
    hooks.useEffect(() => { place.current.querySelector('.selected')?.scrollIntoView({ block: 'nearest' }); }, [view.selected]);
    return html`<div class="transcript" ref=${place} tabindex="0" role="region" aria-label="Transcript">
      ${state.calls.map((call, i) => html`<${Call} key=${call.id} view=${view} call=${call} number=${i + 1} />`)}
      ${!state.calls.length && !state.busy && !state.error && html`<p class="muted">No model call of this run has messages.</p>`}
      ${state.error && html`<${SL.Failure} error=${state.error} retry=${load} />`}
      ${state.busy && html`<p class="muted" role="status">Loading…</p>`}
      ${state.next != null && !state.busy && !state.error && html`<button class="more" onClick=${load}>More calls</button>`}
    </div>`;
  };
})();
