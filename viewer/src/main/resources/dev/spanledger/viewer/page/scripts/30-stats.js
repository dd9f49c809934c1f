// SPDX-License-Identifier: Apache-2.0
// The page Stats: calls, errors, latencies, tokens and money by agent, model, tool or service. What is unknown says so.
(() => {
  'use strict';
  const SL = window.SL;
  const { html, fmt, route } = SL;
  const { useState, useMemo } = SL.hooks;
  const BY = ['agent', 'model', 'tool', 'service'];
  const HOUR = 3600000;
  const RANGES = [['1h', HOUR], ['24h', 24 * HOUR], ['7d', 168 * HOUR], ['30d', 720 * HOUR]];
  const columns = [
    ['calls', 'Calls', (r) => fmt.count(r.calls)],
    ['errors', 'Errors', (r) => html`<span class=${r.errors ? 'error' : 'muted'}>${fmt.count(r.errors)}</span>`],
    ['rate', 'Error rate', (r) => fmt.percent(r.errors, r.calls)],
    ['p50Ms', 'p50', (r) => fmt.duration(r.p50Ms)], ['p95Ms', 'p95', (r) => fmt.duration(r.p95Ms)],
    ['inputTokens', 'Input tokens', (r) => fmt.tokens(r.inputTokens)], ['outputTokens', 'Output tokens', (r) => fmt.tokens(r.outputTokens)],
    ['costUsd', 'Cost', (r) => html`<${SL.Cost} usd=${r.costUsd} unpriced=${r.unpricedCalls} />`],
  ];
  /** What a narrow page leaves out. */
  const slim = (column) => (['rate', 'p50Ms', 'inputTokens', 'outputTokens'].includes(column) ? ' slim' : '');
  const value = (r, column) => (column === 'rate' ? r.errors / (r.calls || 1) : column === 'name' ? r.name : r[column] ?? -1);
  const sum = (rows, field) => (rows.every((r) => r[field] == null) ? null : rows.reduce((n, r) => n + (r[field] || 0), 0));

  /** The series over the whole time that was asked for: nothing happened where the server has no step. */
  const whole = (s, from, until) => {
    const before = Math.max(0, Math.floor((s.from - from) / s.step)), n = Math.max(before + s.calls.length, Math.min(2000, Math.ceil((until - s.from) / s.step) + before));
    const spread = (values, rest) => Array.from({ length: n }, (_, i) => (i >= before && i < before + s.calls.length ? values?.[i - before] ?? null : rest));
    return { from: s.from - before * s.step, step: s.step, calls: spread(s.calls, 0), errors: spread(s.errors, 0), tokens: spread(s.tokens, 0), costUsd: spread(s.costUsd, 0) };
  };
  const Series = ({ series, from, until, unpriced }) => {
    const s = useMemo(() => series?.calls?.length && whole(series, from, until), [series]);
    if (!s) return null;
    const some = (values) => values.some((v) => v > 0);
    const zoom = (from, until) => route.set({ from, until, range: null }, {});
    const chart = (label, layers) => html`<${SL.Bars} from=${s.from} step=${s.step} label=${label} height=${64} layers=${layers} onRange=${zoom} />`;
    return html`<div class="charts">${chart('Calls', [{ name: 'calls', values: s.calls, color: '--line2' }, { name: 'failed', values: s.errors, color: '--error' }])}
      ${some(s.tokens) && chart('Tokens', [{ name: 'tokens', values: s.tokens, color: '--kind-llm', format: fmt.tokens }])}${some(s.costUsd) && chart('Cost', [{ name: '', values: s.costUsd, color: '--kind-tool', format: fmt.cost }])}</div>
      <details class="bar mirror"><summary>The charts as a table</summary><table><thead><tr><th>From</th><th class="num">Calls</th><th class="num">Errors</th><th class="num">Tokens</th><th class="num">Cost</th></tr></thead>
      <tbody>${s.calls.map((n, i) => html`<tr><td>${fmt.time(s.from + i * s.step)}</td><td class="num">${fmt.count(n)}</td><td class="num">${fmt.count(s.errors?.[i])}</td><td class="num">${fmt.tokens(s.tokens?.[i])}</td><td class="num">${n && unpriced && s.costUsd?.[i] == null ? 'unknown' : fmt.cost(s.costUsd?.[i])}</td></tr>`)}</tbody></table></details>`;
  };

  const Table = ({ data, by }) => {
    const [sort, setSort] = useState({ column: 'calls', down: true });
    const rows = useMemo(() => [...data.rows].sort((a, b) => {
      const x = value(a, sort.column), y = value(b, sort.column);
      return (x < y ? 1 : x > y ? -1 : 0) * (sort.down ? 1 : -1);
    }), [data, sort]);
    const total = { calls: sum(rows, 'calls'), errors: sum(rows, 'errors'), inputTokens: sum(rows, 'inputTokens'), outputTokens: sum(rows, 'outputTokens'), costUsd: sum(rows, 'costUsd'), unpricedCalls: sum(rows, 'unpricedCalls') };
    const head = (column, title, cls) => html`<th class=${cls} aria-sort=${sort.column !== column ? undefined : sort.down ? 'descending' : 'ascending'}><button class="plain" onClick=${() => setSort({ column, down: sort.column === column ? !sort.down : column !== 'name' })}>${title}${sort.column === column ? (sort.down ? ' ↓' : ' ↑') : ''}</button></th>`;
    const most = Math.max(1, ...rows.map((r) => r.p95Ms || 0));
    return html`<table class="grid"><thead><tr>${head('name', by[0].toUpperCase() + by.slice(1))}${columns.map(([c, title]) => head(c, title, 'num w-figure' + slim(c)))}</tr></thead>
      <tbody>${rows.map((r) => html`<tr key=${r.name}><td class="cut"><a href=${route.href('traces', [], { [by]: r.name, from: data.from, until: data.until })}>${r.name ?? 'unnamed'}</a></td>${columns.map(([c, , show]) => html`<td class=${'num' + slim(c) + (c === 'p95Ms' ? ' took' : '')}>${c === 'p95Ms' && html`<i style=${{ width: 100 * (r.p95Ms || 0) / most + '%' }}></i>`}${show(r)}</td>`)}</tr>`)}</tbody>
      <tfoot><tr><th scope="row">All</th>${columns.map(([c, , show]) => html`<td class=${'num' + slim(c)}>${c === 'p50Ms' || c === 'p95Ms' ? '' : show(total)}</td>`)}</tr></tfoot></table>`;
  };

  const rangeOf = (query) => (query.from ? null : RANGES.find(([name]) => name === query.range) || RANGES[1]);
  SL.pages.stats = ({ query }) => {
    SL.useTitle('Stats');
    const by = BY.includes(query.by) ? query.by : 'agent';
    const chosen = rangeOf(query);
    const stats = SL.useData(() => {
      const now = Date.now();
      return SL.api.get('/stats', chosen ? { by, from: now - chosen[1], until: now } : { by, from: query.from, until: query.until });
    }, [by, query.from, query.until, chosen?.[0]]);
    const range = (i) => route.set({ range: RANGES[i][0], from: null, until: null });
    SL.useKeys('Stats', [
      ...BY.map((name, i) => ({ keys: [String(i + 1)], label: 'By ' + name, run: () => route.set({ by: name }) })),
      { keys: ['-', '+'], label: 'Longer, shorter range', run: (e) => { const i = RANGES.indexOf(rangeOf(route.now.query)); range(Math.max(0, Math.min(RANGES.length - 1, i + (e.key === '-' ? 1 : -1)))); } },
      { keys: ['r'], label: 'Read again', run: stats.reload },
    ]);
    return html`<div class="list"><h1 class="hidden">Stats</h1><div class="bar"><div class="row" role="group" aria-label="By">${BY.map((name) => html`<button aria-pressed=${String(by === name)} onClick=${() => route.set({ by: name })}>${name}</button>`)}</div><span class="grow"></span>
        ${!chosen && html`<span class="muted">${fmt.time(+query.from)} – ${fmt.time(+query.until)}</span>`}
        <div class="row" role="group" aria-label="Range">${RANGES.map(([name], i) => html`<button aria-pressed=${String(chosen?.[0] === name)} onClick=${() => range(i)}>${name}</button>`)}</div></div>
      <${SL.Loaded} of=${stats} what="figures">${(data) => (data.rows.length ? html`<${Series} series=${data.series} from=${data.from} until=${data.until} unpriced=${sum(data.rows, 'unpricedCalls')} /><${Table} data=${data} by=${data.by || by} />`
        : html`<${SL.State} title=${'No ' + by + ' in this time.'}><p>Choose a longer range${by === 'tool' ? ', or another grouping: no tool call was stored' : ''}.</p><//>`)}<//></div>`;
  };
})();
