// SPDX-License-Identifier: Apache-2.0
// The page Compare: two runs as one tree, what differs in time, tokens and cost, and what was said differently.
(() => {
  'use strict';
  const SL = window.SL;
  const { html, fmt, route } = SL;
  const { useState, useMemo, useRef } = SL.hooks;
  const MARK = { SAME: ['', 'the same'], CHANGED: ['~', 'changed'], REMOVED: ['−', 'only in the first'], ADDED: ['+', 'only in the second'] };
  const known = (n) => (n === -1 ? null : n);
  const EQUAL_KEPT = 3;

  const depths = (s) => { const d = new Int32Array(s.n); for (let i = 0; i < s.n; i++) d[i] = s.parent[i] < 0 ? 0 : d[s.parent[i]] + 1; return d; };
  const figures = (s, i) => (i < 0 ? null : { ms: s.duration[i], tokens: s.in[i] < 0 && s.out[i] < 0 ? null : Math.max(0, s.in[i]) + Math.max(0, s.out[i]), cost: known(s.cost[i]) });

  const TOTALS = [['Duration', 'durationMs', fmt.duration], ['Spans', 'spans', fmt.count], ['Errors', 'errors', fmt.count], ['Model calls', 'llmCalls', fmt.count], ['Tool calls', 'toolCalls', fmt.count], ['Input', 'inputTokens', fmt.tokens], ['Output', 'outputTokens', fmt.tokens]];
  const Totals = ({ a, b }) => {
    const side = (t, which) => html`<tr><th scope="row"><a href=${route.href('trace', [t.id])}>${which} · ${t.name || 'trace'} <span class="mono">${fmt.id(t.id)}</span></a></th><td><${SL.Status} status=${t.status} /></td><td class="num"><${SL.Time} at=${t.start} /></td>
      ${TOTALS.map(([, field, as]) => html`<td class="num">${as(t[field])}</td>`)}<td class="num"><${SL.Cost} usd=${t.costUsd} unpriced=${t.unpricedCalls} /></td></tr>`;
    return html`<table class="totals"><thead><tr><td></td><th>Status</th><th class="num">Started</th>${TOTALS.map(([title]) => html`<th class="num">${title}</th>`)}<th class="num">Cost</th></tr></thead>
      <tbody>${side(a, 'A')}${side(b, 'B')}<tr><th scope="row">B − A</th><td></td><td></td>${TOTALS.map(([, field, as]) => html`<td class="num"><${SL.Delta} a=${a[field]} b=${b[field]} as=${as} /></td>`)}<td class="num"><${SL.Delta} a=${a.costUsd} b=${b.costUsd} as=${fmt.cost} /></td></tr></tbody></table>`;
  };

  const folded = (lines) => {
    const out = [];
    for (let i = 0; i < lines.length;) {
      let end = i;
      while (end < lines.length && lines[end][0] === ' ') end++;
      const head = i === 0 ? 0 : EQUAL_KEPT, tail = end === lines.length ? 0 : EQUAL_KEPT;
      if (end - i > head + tail + 1) {
        out.push(...lines.slice(i, i + head), ['…', fmt.plural(end - i - head - tail, 'equal line')], ...lines.slice(end - tail, end));
      } else out.push(...lines.slice(i, end));
      i = end;
      while (i < lines.length && lines[i][0] !== ' ') out.push(lines[i++]);
    }
    return out;
  };
  const NAMES = { '-': 'diff-removed', '+': 'diff-added', '…': 'muted' };
  const LONGEST = 2000;
  const TextDiff = ({ title, a, b }) => {
    const lines = useMemo(() => folded(SL.diffLines(a, b)), [a, b]);
    if (!a && !b) return null;
    return html`<section><h3>${title} ${a === b && html`<span class="muted">the same on both sides</span>`}</h3><pre class="diff">${a === b ? a.slice(0, 20000) : lines.slice(0, LONGEST).map(([mark, line]) => html`<span class=${NAMES[mark] || ''}>${mark} ${line}${'\n'}</span>`)}
      ${lines.length > LONGEST && fmt.plural(lines.length - LONGEST, 'more line')}</pre></section>`;
  };
  const Detail = ({ pair, left, right }) => {
    const ask = (s, i) => (i < 0 ? null : SL.api.get(SL.api.path('traces', s.trace.id, 'spans', s.id[i])));
    const both = SL.useData(() => Promise.all([ask(left, pair[0]), ask(right, pair[1])]), [pair]);
    const link = (s, i, which) => i >= 0 && html`<a href=${route.href('trace', [s.trace.id], { span: s.id[i] })}>Open in ${which}</a>`;
    return html`<div class="pane" role="region" aria-label="Difference"><div class="bar"><b>${MARK[pair[2]][1]}</b>${link(left, pair[0], 'A')}${link(right, pair[1], 'B')}</div>
      <${SL.Loaded} of=${both} what="what was said">${([a, b]) => {
        const of = (field) => ({ a: SL.plain(a?.[field] ?? ''), b: SL.plain(b?.[field] ?? '') });
        const error = (d) => (d?.error ? [d.error.type, d.error.message].filter(Boolean).join(': ') : '');
        const none = !['input', 'output', 'error'].some((f) => a?.[f] || b?.[f]);
        return html`<${TextDiff} title="Error" a=${error(a)} b=${error(b)} /><${TextDiff} title="Input" ...${of('input')} /><${TextDiff} title="Output" ...${of('output')} />${none && html`<p class="muted bar">No content was kept for this span.</p>`}`;
      }}<//></div>`;
  };

  const Tree = ({ data, left, right, query }) => {
    const [at, show] = useState(-1), [totals, setTotals] = useState(true);
    const box = useRef(), now = useRef(-1);
    const setAt = (i) => { now.current = i; show(i); }; // keys come faster than the page is drawn
    const only = query.only === '1';
    const pairs = useMemo(() => (only ? data.pairs.filter((p) => p[2] !== 'SAME') : data.pairs), [data, only]);
    const deep = useMemo(() => [depths(left), depths(right)], [left, right]);
    const count = (change) => data.pairs.reduce((n, p) => n + (p[2] === change), 0);
    const go = (i) => {
      if (i < 0 || i >= pairs.length) return;
      setAt(i);
      SL.Rows.show(box.current, i);
      SL.announce(MARK[pairs[i][2]][1]);
    };
    const jump = (by) => { for (let i = now.current + by; i >= 0 && i < pairs.length; i += by) if (pairs[i][2] !== 'SAME') return go(i); };
    SL.useKeys('Compare', [
      { keys: ['j', 'ArrowDown'], label: 'Next row', run: () => go(now.current + 1) }, { keys: ['k', 'ArrowUp'], label: 'Row before', run: () => go(Math.max(0, now.current - 1)) },
      { keys: ['n'], label: 'Next difference', run: () => jump(1) }, { keys: ['N', 'p'], label: 'Difference before', run: () => jump(-1) },
      { keys: ['d'], label: 'Only differences, or all', run: () => { setAt(-1); route.set({ only: only ? null : '1' }); } },
      { keys: ['x'], label: 'Swap A and B', run: () => route.go('compare', [data.b.id, data.a.id], query) },
      { keys: ['Escape'], label: 'Close the difference', run: () => setAt(-1) }, { keys: ['y'], label: 'Copy the link', run: () => SL.copy(route.link(), 'Link') },
    ]);
    const row = (i) => {
      const [l, r, change] = pairs[i], [s, k, depth] = l >= 0 ? [left, l, deep[0][l]] : [right, r, deep[1][r]];
      const a = figures(left, l), b = figures(right, r);
      const cell = (field, as) => (a && b ? html`<${SL.Delta} a=${a[field]} b=${b[field]} as=${as} />` : html`<span class="muted">${as((a || b)[field])}</span>`);
      const failed = (t, n) => n >= 0 && t.dict[t.status[n]] === 'ERROR' && html`<span class="error" title=${t.error[n]}>${t === left ? 'A' : 'B'} failed</span>`;
      return html`<tr class=${'change-' + change.toLowerCase() + (i === at ? ' here' : '')} aria-selected=${i === at} onClick=${() => setAt(i)}>
        <td class="mark" title=${MARK[change][1]}>${MARK[change][0]}<span class="hidden">${MARK[change][1]}</span></td>
        <td><div class="what" style=${{ paddingLeft: Math.min(depth, 24) * 14 + 'px' }}><${SL.Kind} kind=${s.dict[s.kind[k]]} bare /><button class="plain cut">${s.dict[s.name[k]]}</button>${failed(left, l)} ${failed(right, r)}</div></td>
        <td class="num slim">${a && fmt.duration(a.ms)}</td><td class="num slim">${b && fmt.duration(b.ms)}</td><td class="num">${cell('ms', fmt.duration)}</td><td class="num slim">${cell('tokens', fmt.tokens)}</td><td class="num">${cell('cost', fmt.cost)}</td></tr>`;
    };
    return html`<div class="list fill"><h1 class="hidden">Compare</h1>
      <div class="bar"><button class="plain" aria-expanded=${totals} onClick=${() => setTotals(!totals)}>${totals ? '▾' : '▸'} Totals</button>
        <span class="muted" role="status">${fmt.count(count('SAME'))} the same · ${fmt.count(count('CHANGED'))} changed · ${fmt.count(count('REMOVED'))} only in A · ${fmt.count(count('ADDED'))} only in B</span><span class="grow"></span>
        <button aria-pressed=${String(only)} onClick=${() => { setAt(-1); route.set({ only: only ? null : '1' }); }}>Only differences</button><button onClick=${() => route.go('compare', [data.b.id, data.a.id], query)}>Swap</button></div>
      ${totals && html`<${Totals} a=${data.a} b=${data.b} />`}
      ${pairs.length ? html`<div class=${'split' + (at >= 0 ? ' open' : '')}><${SL.Rows} box=${box} count=${pairs.length} row=${row} label="Steps of both runs" cls="steps"
        head=${html`<tr><th class="tick"><span class="hidden">Change</span></th><th>Step</th><th class="num w-n slim">A</th><th class="num w-n slim">B</th><th class="num w-cost">Δ time</th><th class="num w-cost slim">Δ tokens</th><th class="num w-took">Δ cost</th></tr>`} />
        ${at >= 0 && pairs[at] && html`<${Detail} key=${pairs[at].join()} pair=${pairs[at]} left=${left} right=${right} />`}</div>` : html`<${SL.State} title="The two runs do not differ."><p>Same steps, same inputs and outputs, same outcome.</p><//>`}</div>`;
  };
  SL.pages.compare = ({ parts: [a, b], query }) => {
    SL.useTitle('Compare');
    const skeleton = (id) => SL.api.get(SL.api.path('traces', id, 'skeleton'));
    const data = SL.useData(() => (a && b ? Promise.all([SL.api.get('/compare', { a, b }), skeleton(a), skeleton(b)]) : null), [a, b]);
    if (!a || !b) return html`<${SL.State} title="Two traces are needed."><p>Tick two in <a href="#/traces">Traces</a>, then press <kbd>c</kbd>.</p><//>`;
    return html`<${SL.Loaded} of=${data} what="both traces">${([compared, left, right]) => html`<${Tree} data=${compared} left=${left} right=${right} query=${query} />`}<//>`;
  };
})();
