// SPDX-License-Identifier: Apache-2.0
// The head of the detail pane: what the span is, how it ended, what it used and what it cost, and how that is known.
(() => {
  'use strict';
  const SL = (window.SL ||= {});
  const trace = (SL.trace ||= {});
  const { html } = SL;

  // cost_status in words; what is not listed is shown as it is stored.
  const PROVENANCE = {
    REPORTED: 'as the provider reported it', COMPUTED: 'computed from the price list',
    ESTIMATED: 'estimated: a rate stood in for another, or the usage is not whole',
    NO_PRICE: 'no price is known for this model', NO_USAGE: 'no usage was stated', FOREIGN_CURRENCY: 'reported in another currency',
  };

  const Fact = ({ name, children }) => html`<div><dt>${name}</dt><dd>${children}</dd></div>`;

  const Tokens = ({ c }) => {
    if (c.input_tokens == null && c.output_tokens == null) return null;
    const inside = [
      ['from cache', c.cache_read_tokens], ['into cache', c.cache_write_tokens],
    ].filter(([, n]) => n > 0).map(([what, n]) => `${SL.fmt.tokens(n)} ${what}${c.input_tokens ? ` (${SL.fmt.percent(n, c.input_tokens)})` : ''}`);
    return html`<${Fact} name="Tokens">${SL.fmt.count(c.input_tokens)} in${inside.length ? html` <span class="muted">of these ${inside.join(', ')}</span>` : null}
      <br />${SL.fmt.count(c.output_tokens)} out${c.reasoning_tokens > 0 ? html` <span class="muted">of these ${SL.fmt.tokens(c.reasoning_tokens)} reasoning</span>` : null}
      ${c.usage_counted === false && html`<br /><span class="muted">Not counted in the sums: calls below state the same usage.</span>`}<//>`;
  };

  const Cost = ({ c }) => {
    if (c.cost_usd == null && !c.cost_status) return null;
    const word = String(c.cost_status || '').toUpperCase();
    const split = c.input_cost_usd != null && c.output_cost_usd != null ? ` = ${SL.fmt.cost(+c.input_cost_usd)} in + ${SL.fmt.cost(+c.output_cost_usd)} out` : '';
    return html`<${Fact} name="Cost">${c.cost_usd == null ? 'unknown' : '$' + c.cost_usd}<span class="muted">${split}</span>
      <br /><span class="muted">${(Object.hasOwn(PROVENANCE, word) && PROVENANCE[word]) || word.toLowerCase().replace(/_/g, ' ')}${c.price_ref ? ', ' + c.price_ref : ''}</span><//>`;
  };

  trace.Summary = ({ view, slot, detail }) => {
    const { model } = view, c = detail?.columns || {};
    const error = detail?.error || (model.errors.has(slot) ? { message: model.errors.get(slot) } : null);
    const parameters = ['temperature', 'top_p', 'max_tokens', 'reasoning_level'].filter((each) => c[each] != null).map((each) => `${each} ${c[each]}`);
    return html`<header class="summary">
      <div class="row"><${SL.Kind} kind=${model.kindOf(slot)} /><h2 class="grow">${model.nameOf(slot)}</h2>
        <${SL.Status} status=${model.statusOf(slot)} hanging=${trace.isHanging(view, slot)} /></div>
      ${error && html`<div class="failure"><strong>${error.type || ''}</strong> ${error.message || ''}
        ${error.stack && html`<details><summary>Stack trace</summary><pre>${error.stack}</pre></details>`}</div>`}
      <dl class="facts">
        <${Fact} name="Time">${SL.fmt.duration(trace.durationOf(model, slot))}${detail?.selfMs != null && model.first[slot] >= 0 ? html` <span class="muted">${SL.fmt.duration(detail.selfMs)} itself</span>` : null}
          ${detail?.ttftMs != null && html`<br /><span class="muted">${SL.fmt.duration(detail.ttftMs)} to the first token</span>`}<//>
        <${Fact} name="Start">+${SL.fmt.duration(model.start[slot])} <span class="muted">${SL.fmt.moment(model.base + model.start[slot])}</span><//>
        ${model.word(model.model[slot]) && html`<${Fact} name="Model">${model.word(model.model[slot])}<span class="muted">${parameters.length ? ' · ' + parameters.join(', ') : ''}</span><//>`}
        ${model.word(model.agent[slot]) && html`<${Fact} name="Agent">${model.word(model.agent[slot])}<//>`}
        <${Tokens} c=${c} /><${Cost} c=${c} />
        ${model.first[slot] >= 0 && html`<${Fact} name="With all below">${trace.tokensOf(model, slot) || SL.fmt.NONE} tokens, ${model.priced[slot] ? SL.fmt.cost(model.allCost[slot]) : SL.fmt.NONE}, ${SL.fmt.plural(model.end[slot] - model.position[slot], 'span')}${model.allErrors[slot] ? html`, <span class="error">${SL.fmt.plural(model.allErrors[slot], 'error')}</span>` : null}<//>`}
      </dl></header>`;
  };
})();
