// SPDX-License-Identifier: Apache-2.0
// The head of the page: how the run ended, how long it took, what it used and what it cost.
(() => {
  'use strict';
  const SL = (window.SL ||= {});
  const trace = (SL.trace ||= {});
  const { html, hooks } = SL;

  const modelsOf = (model) => {
    if (model.trace.models?.length) return model.trace.models;
    const words = new Set();
    for (let i = 0; i < model.n; i++) if (model.model[i] >= 0) words.add(model.dict[model.model[i]]);
    return [...words];
  };

  trace.nextError = (view) => {
    const { model } = view;
    if (!model.errorCount) { SL.toast('No span of this run failed.'); return; }
    const here = model.position[view.selected];
    for (let step = 1; step <= model.placed; step++) {
      const slot = model.order[(here + step) % model.placed];
      if (model.failed[slot]) { view.select(slot); return; }
    }
  };

  trace.Header = ({ view, live, playback, onActions }) => {
    trace.useView(view, 'model', 'options', 'second');
    const { model } = view, run = model.trace, { sum } = model;
    const seen = hooks.useRef({ at: -1e9, ms: 0 });
    // All spans are looked at for it: once in two seconds while a run grows.
    if (performance.now() - seen.current.at > 2000 || !model.runningCount) seen.current = { at: performance.now(), ms: trace.activeMs(model) };
    const wall = model.runningCount ? trace.now(model) : Math.max(run.durationMs || 0, sum.until - sum.since);
    const models = modelsOf(model);
    const status = run.status || (model.runningCount ? 'RUNNING' : model.errorCount ? 'ERROR' : 'OK');
    return html`<div class="t-head">
      <div class="row"><${SL.Status} status=${status} /><h1 class="cut grow" title=${run.name}>${run.name || model.nameOf(model.firstRoot)}</h1>
        <span class="muted mono slim" title=${view.traceId}>${SL.fmt.id(view.traceId)}</span>
        ${run.session && html`<a class="cut" href=${SL.route.href('session', [run.session])} title="All runs of this session">session ${run.session}</a>`}
        <${trace.LiveBar} view=${view} live=${live} /><${trace.PlayButton} view=${view} playback=${playback} />
        <button aria-haspopup="dialog" aria-keyshortcuts="." title="Actions (.)" onClick=${onActions}>Actions…</button></div>
      <dl class="t-facts">
        <div><dt>Started</dt><dd><${SL.Time} at=${model.base} /></dd></div>
        <div title="From the first start to the last end"><dt>Wall time</dt><dd>${SL.fmt.duration(wall)}</dd></div>
        <div title="Time in which at least one step was at work; the rest is waiting"><dt>Active</dt><dd>${SL.fmt.duration(seen.current.ms)} <span class="muted">${SL.fmt.percent(Math.min(seen.current.ms, wall), wall)}</span></dd></div>
        <div title="Input → output, each call counted once"><dt>Tokens</dt><dd>${sum.in || sum.out ? `${SL.fmt.tokens(sum.in)} → ${SL.fmt.tokens(sum.out)}` : SL.fmt.NONE}</dd></div>
        <div><dt>Cost</dt><dd><${SL.Cost} usd=${sum.priced ? sum.cost : null} unpriced=${sum.unpriced} /></dd></div>
        <div><dt>${models.length > 1 ? 'Models' : 'Model'}</dt><dd class="cut" title=${models.join(', ')}>${models.length ? models.slice(0, 3).join(', ') + (models.length > 3 ? ` +${models.length - 3}` : '') : SL.fmt.NONE}</dd></div>
        <div><dt>Spans</dt><dd>${SL.fmt.count(model.n)}</dd></div>
        <div><dt>Errors</dt><dd>${model.errorCount ? html`<button class="plain error" title="To the next error (e)" aria-keyshortcuts="e" onClick=${() => trace.nextError(view)}>${SL.fmt.count(model.errorCount)} →</button>` : '0'}</dd></div>
        ${model.runningCount > 0 && html`<div><dt>Running</dt><dd class="live">${SL.fmt.count(model.runningCount)}</dd></div>`}
      </dl>
      <${trace.Minimap} view=${view} />
    </div>`;
  };
})();
