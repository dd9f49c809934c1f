// SPDX-License-Identifier: Apache-2.0
// The page Traces: facets, histogram, filters in the URL, a table by pages.
(() => {
  'use strict';
  const SL = window.SL;
  const { html, fmt, route } = SL;
  const { useState, useEffect, useRef, useMemo } = SL.hooks;

  const FACETS = [['status', 'Status'], ['agent', 'Agent'], ['model', 'Model'], ['service', 'Service'], ['environment', 'Environment'], ['tag', 'Tag']];
  const FIELDS = [['user', 'User'], ['session', 'Session'], ['tool', 'Tool'], ['minMs', 'Min. duration, ms', 'number'], ['minTokens', 'Min. tokens', 'number'], ['minCost', 'Min. cost, $', 'number']];
  const FILTERS = ['q', 'from', 'until', ...FACETS.map(([f]) => f), ...FIELDS.map(([f]) => f)];
  const SORTS = { start: 'Started', duration: 'Duration', tokens: 'Tokens', cost: 'Cost' };
  const ticked = new Map();
  let back = [];

  const pickOf = (query, names) => Object.fromEntries(names.filter((n) => query[n]).map((n) => [n, query[n]]));
  const filter = (values) => { back = []; route.set({ ...values, cursor: null }); };
  const sortBy = (name) => filter({ sort: name === 'start' ? null : name });
  const toggle = (name, value) => filter({ [name]: route.now.query[name] === value ? null : value });

  const Facet = ({ name, title, values, chosen, total }) => {
    const [all, setAll] = useState(false);
    if (!values?.length) return null;
    return html`<section><h3>${title}</h3>${values.slice(0, all ? 200 : 6).map(([value, count]) => html`
      <button class="facet" aria-pressed=${String(chosen === value)} onClick=${() => toggle(name, value)} title=${value}>
        <span class="cut">${name === 'status' ? html`<${SL.Status} status=${value} />` : value}</span><span class="num muted">${fmt.count(count)}</span>
        <i style=${{ width: 100 * count / (total || 1) + '%' }}></i></button>`)}
      ${values.length > 6 && html`<button class="plain muted" onClick=${() => setAll(!all)}>${all ? 'fewer' : values.length - 6 + ' more'}</button>`}</section>`;
  };

  const More = ({ query }) => html`<details class="more-filters" open=${FIELDS.some(([f]) => query[f])}><summary>More filters</summary>
    ${FIELDS.map(([name, title, type]) => html`<label>${title}<${SL.Field} type=${type || 'text'} min="0" step="any" value=${type && !(+query[name] >= 0) ? '' : query[name]} onChange=${(text) => filter({ [name]: text })} /></label>`)}
    <label>From<${SL.Field} type="datetime-local" step="1" value=${fmt.toLocal(query.from)} onChange=${(text) => filter({ from: fmt.fromLocal(text) })} /></label>
    <label>Until<${SL.Field} type="datetime-local" step="1" value=${fmt.toLocal(query.until)} onChange=${(text) => filter({ until: fmt.fromLocal(text) })} /></label></details>`;

  const shown = (name, value) => (name === 'from' || name === 'until' ? fmt.time(+value) : name === 'minMs' ? fmt.duration(+value) : value);
  const Chips = ({ query }) => FILTERS.filter((n) => n !== 'q' && query[n]).map((n) => html`<button class="condition" onClick=${() => filter({ [n]: null })} aria-label=${'Remove the filter ' + n}>
    <span class="muted">${n}</span> <span class="cut">${shown(n, query[n])}</span> ✕</button>`);

  const SortHead = ({ name, query, cls }) => {
    const on = (query.sort || 'start') === name;
    return html`<th class=${cls} aria-sort=${on ? 'descending' : undefined}><button class="plain" onClick=${() => sortBy(name)}>${SORTS[name]}${on ? ' ↓' : ''}</button></th>`;
  };

  const Row = ({ t, most, ticks, tick }) => html`<tr class=${t.status === 'ERROR' ? 'failed' : ''}>
    <td class="tick"><input type="checkbox" checked=${ticks.has(t.id)} onChange=${() => tick(t)} aria-label=${'Compare ' + (t.name || t.id)} /></td>
    <td class="num left slim"><${SL.Time} at=${t.start} /></td>
    <td><${SL.Status} status=${t.status} /></td>
    <td><div class="what"><a class="cut" href=${route.href('trace', [t.id])} title=${t.id}>${t.name || fmt.id(t.id)}</a> <span class=${'cut ' + (t.firstError ? 'error' : 'muted')} title=${t.firstError || t.input}>${t.firstError ? fmt.error(t.firstError) : t.input}</span></div></td>
    <td class="cut narrow spare" title=${t.agent}>${t.agent}</td>
    <td class="cut narrow" title=${(t.models || []).join(', ')}>${(t.models || []).map(fmt.model).join(', ')}</td>
    <td class="num slim">${t.errors ? html`<span class="error" title=${fmt.plural(t.errors, 'error')}>${fmt.short(t.errors)}/</span>` : null}${fmt.short(t.spans)}</td>
    <td class="num slim" title=${fmt.count(t.inputTokens) + ' in, ' + fmt.count(t.outputTokens) + ' out'}>${fmt.tokens(t.totalTokens)}</td>
    <td class="num"><${SL.Cost} usd=${t.costUsd} unpriced=${t.unpricedCalls} /></td>
    <td class="num took"><i style=${{ width: 100 * (t.durationMs || 0) / most + '%' }}></i>${fmt.duration(t.durationMs)}</td></tr>`;

  const Nothing = ({ filtered }) => html`<${SL.State} title=${filtered ? 'No trace matches these filters.' : 'No traces yet.'}>
    ${filtered ? html`<button onClick=${() => filter(Object.fromEntries(FILTERS.map((n) => [n, null])))}>Remove all filters</button>`
      : html`<p>Give the application’s OpenTelemetry SDK the span processor, and run an agent once:</p><pre>Spanledger ledger = Spanledger.create(dataSource);
SdkTracerProvider.builder().addSpanProcessor(ledger.spanProcessor());</pre><p>This page says so when the first trace is stored.</p>`}<//>`;

  /** Traces that came or changed since the list was read: patched into their rows, or counted as new. */
  const useNews = (rows, query, asked) => {
    const [news, setNews] = useState({ patches: new Map(), fresh: new Set() });
    const seen = useRef();
    seen.current = { ids: new Set((rows || []).map((t) => t.id)), query, asked };
    useEffect(() => setNews({ patches: new Map(), fresh: new Set() }), [rows]);
    useEffect(() => {
      if (SL.api.file) return undefined;
      let waiting = new Map(), timer = null;
      const flush = () => {
        timer = null;
        const came = waiting;
        waiting = new Map();
        setNews((old) => {
          const next = { patches: new Map(old.patches), fresh: new Set(old.fresh) };
          for (const t of came.values()) {
            if (seen.current.ids.has(t.id)) next.patches.set(t.id, t);
            else if (SL.api.matches(t, seen.current.query) && next.fresh.size < 1000) next.fresh.add(t.id);
          }
          return next;
        });
      };
      const told = new Set();
      const take = (data) => { for (const t of data.traces || []) { told.add(t.id); waiting.set(t.id, t); } if (waiting.size) timer ||= setTimeout(flush, 1000); };
      const missed = () => setNews((old) => ({ ...old, fresh: new Set([...old.fresh, '']) }));
      // What came between the list and the feed is in neither: the list is asked for once more. What the feed tells meanwhile is newer.
      const init = () => {
        told.clear();
        SL.api.get('/traces', seen.current.asked).then((data) => take({ traces: data.traces.filter((t) => !told.has(t.id)) }), () => {});
      };
      const stop = SL.follow('/live', { init, spans: take, reset: missed });
      return () => { stop(); clearTimeout(timer); };
    }, []);
    return news;
  };

  SL.pages.traces = ({ query }) => {
    SL.useTitle('Traces');
    const asked = { ...pickOf(query, FILTERS), ...pickOf(query, ['sort', 'cursor']) };
    const list = SL.useData(() => SL.api.get('/traces', asked), [route.search(asked)]);
    const wanted = pickOf(query, FILTERS);
    const facets = SL.useData(() => SL.api.get('/facets', wanted), [route.search(wanted)]);
    const [ticks, setTicks] = useState(new Map(ticked)), [filtering, setFiltering] = useState(false);
    const news = useNews(list.data?.traces, wanted, asked);
    const body = useRef(), find = useRef();
    const rows = useMemo(() => list.data?.traces.map((t) => news.patches.get(t.id) || t), [list.data, news]);

    const tick = (t) => {
      if (!ticked.delete(t.id)) ticked.set(t.id, t);
      if (ticked.size > 2) ticked.delete(ticked.keys().next().value);
      setTicks(new Map(ticked));
      SL.announce(ticked.size === 2 ? 'Two traces ticked; press c to compare them' : ticked.size + ' ticked');
    };
    const untick = () => { ticked.clear(); setTicks(new Map()); };
    const compare = () => { if (ticks.size !== 2) return false; const [a, b] = [...ticks.values()].sort((x, y) => x.start - y.start); route.go('compare', [a.id, b.id]); };
    const reload = () => { if (query.cursor) filter({}); list.reload(); facets.reload(); };
    const next = () => { if (list.data?.next) { back.push(query.cursor || null); route.set({ cursor: list.data.next }, {}); } };
    const previous = () => { if (query.cursor) route.set({ cursor: back.pop() || null }, {}); };
    const links = () => [...body.current?.querySelectorAll('.what a') || []];
    const at = () => links().findIndex((a) => a.closest('tr').contains(document.activeElement));
    const step = (by) => { const all = links(); all[Math.max(0, Math.min(all.length - 1, at() + by))]?.focus(); };
    SL.useKeys('Traces', [
      { keys: ['j', 'ArrowDown'], label: 'Next trace', run: () => step(1) },
      { keys: ['k', 'ArrowUp'], label: 'Trace before', run: () => step(-1) },
      { keys: ['Enter', 'o'], show: ['Enter'], label: 'Open', run: () => (at() < 0 ? false : links()[at()].click()) },
      { keys: ['x'], label: 'Tick for comparison', run: () => (at() < 0 ? false : tick(rows[at()])) },
      { keys: ['c'], label: 'Compare the two ticked', run: compare },
      { keys: ['Escape'], label: 'Untick', run: untick },
      { keys: ['/'], label: 'Find in names, inputs and errors', run: () => find.current.focus() },
      { keys: ['e'], label: 'Only failed, or all', run: () => toggle('status', 'ERROR') },
      { keys: ['s'], label: 'Sort by the next column', run: () => { const all = Object.keys(SORTS); sortBy(all[(all.indexOf(route.now.query.sort || 'start') + 1) % all.length]); } },
      { keys: ['n', 'p'], label: 'Next page, page before', run: (e) => (e.key === 'n' ? next() : previous()) },
      { keys: ['r'], label: 'Read again', run: reload },
    ]);
    const filtered = Object.keys(wanted).length > 0;
    const most = Math.max(1, ...(rows || []).map((t) => t.durationMs || 0));
    const f = facets.data;
    return html`<div class=${'traces' + (filtering ? ' filtering' : '')}><h1 class="hidden">Traces</h1>
      <aside aria-label="Filters">${f && FACETS.map(([name, title]) => html`<${Facet} key=${name} name=${name} title=${title} values=${f[name]} chosen=${query[name]} total=${f.total} />`)}<${More} query=${query} /></aside>
      <div class="list">
        <div class="bar"><${SL.Field} box=${find} type="search" class="find" placeholder="Find in names, inputs, errors  ( / )" aria-label="Find traces" value=${query.q} onChange=${(q) => filter({ q })} />
          <button class="only-slim" aria-expanded=${String(filtering)} onClick=${() => setFiltering(!filtering)}>Filters</button><${Chips} query=${query} /><span class="grow"></span>
          ${news.fresh.size > 0 && html`<button class="primary" onClick=${reload}>${news.fresh.size >= 1000 ? '1,000+' : news.fresh.has('') ? '' : news.fresh.size} new</button>`}
          ${ticks.size > 0 && html`<button class=${ticks.size === 2 ? 'primary' : ''} disabled=${ticks.size !== 2} onClick=${compare}>${ticks.size === 2 ? 'Compare the two' : 'Tick one more to compare'}</button><button class="plain" onClick=${untick} aria-label="Untick all">✕</button>`}
          <span class="muted num" role="status">${f ? (f.complete === false ? 'more than ' : '') + fmt.plural(f.total, 'trace') : ''}</span></div>
        ${f?.histogram?.total?.length > 1 && html`<${SL.Bars} from=${f.histogram.from} step=${f.histogram.step} label="Traces over time; drag to choose a range" onRange=${(from, until) => filter({ from, until })}
          layers=${[{ name: 'traces', values: f.histogram.total, color: '--line2' }, { name: 'failed', values: f.histogram.errors, color: '--error' }]} />`}
        <${SL.Loaded} of=${list} what="traces">${() => (rows.length ? html`<div class="scroll" tabindex="-1"><table class=${'grid' + (list.loading ? ' stale' : '')}><thead><tr><th class="tick"><span class="hidden">Compare</span></th>
            <${SortHead} name="start" query=${query} cls="w-time slim" /><th class="w-status">Status</th><th>Name and what was asked</th><th class="narrow spare w-name">Agent</th><th class="narrow w-name">Model</th><th class="num w-n slim">Spans</th>
            <${SortHead} name="tokens" query=${query} cls="num w-n slim" /><${SortHead} name="cost" query=${query} cls="num w-cost" /><${SortHead} name="duration" query=${query} cls="num w-took" /></tr></thead>
          <tbody ref=${body}>${rows.map((t) => html`<${Row} key=${t.id} t=${t} most=${most} ticks=${ticks} tick=${tick} />`)}</tbody></table></div>
          ${(query.cursor || list.data.next) && html`<div class="bar foot"><button disabled=${!query.cursor} onClick=${previous}>← ${back.length > 1 || !query.cursor ? 'Before' : 'First page'}</button><button disabled=${!list.data.next} onClick=${next}>Next →</button></div>`}`
          : html`<${Nothing} filtered=${filtered || query.cursor} />`)}<//>
        ${list.error && list.data && html`<p class="error bar" role="alert">${list.error.message} ${list.error.hint} <button onClick=${reload}>Try again</button></p>`}
      </div></div>`;
  };
})();
