// SPDX-License-Identifier: Apache-2.0
// The pages Sessions and Session: a conversation over several traces, with the time that nobody worked.
(() => {
  'use strict';
  const SL = window.SL;
  const { html, fmt, route } = SL;
  const { useState, useRef } = SL.hooks;
  const GAP = 1000;
  const end = (t) => t.start + (t.durationMs || 0);

  SL.pages.sessions = ({ query }) => {
    SL.useTitle('Sessions');
    const list = SL.useData(() => SL.api.get('/sessions', query), [route.search(query)]);
    const body = useRef(), find = useRef();
    const step = (by) => {
      const links = [...body.current?.querySelectorAll('tr > :first-child a') || []];
      links[Math.max(0, Math.min(links.length - 1, links.indexOf(document.activeElement) + by))]?.focus();
    };
    SL.useKeys('Sessions', [
      { keys: ['j', 'ArrowDown'], label: 'Next session', run: () => step(1) }, { keys: ['k', 'ArrowUp'], label: 'Session before', run: () => step(-1) },
      { keys: ['/'], label: 'Find', run: () => find.current.focus() },
    ]);
    return html`<div class="list fill"><h1 class="hidden">Sessions</h1><div class="bar"><${SL.Field} box=${find} type="search" class="find" placeholder="Find in names, inputs, errors  ( / )" aria-label="Find sessions" value=${query.q} onChange=${(q) => route.set({ q, cursor: null })} /></div>
      <${SL.Loaded} of=${list} what="sessions">${(data) => (!data.sessions.length
        ? html`<${SL.State} title=${query.q ? 'No session matches.' : 'No trace names a session.'}><p>Put <span class="mono">session.id</span> (or <span class="mono">gen_ai.conversation.id</span>) on the agent’s span or into baggage, and its traces stand here together.</p><//>`
        : html`<div class="scroll"><table class="grid"><thead><tr><th>Session</th><th class="w-time slim">Started</th><th class="w-user slim">User</th><th class="num w-n">Traces</th><th class="num w-n">Errors</th><th class="num w-n slim">Tokens</th><th class="num w-cost">Cost</th><th class="num w-cost slim" title="The durations of its traces together">Worked</th><th class="num w-cost slim" title="From the first start to the last end">Lasted</th></tr></thead>
          <tbody ref=${body}>${data.sessions.map((s) => html`<tr key=${s.session}><td class="cut"><a href=${route.href('session', [s.session])}>${s.session}</a></td><td class="num left slim"><${SL.Time} at=${s.start} /></td><td class="cut slim">${s.user}</td>
            <td class="num">${fmt.count(s.traces)}</td><td class=${'num ' + (s.errors ? 'error' : 'muted')}>${fmt.count(s.errors)}</td><td class="num slim">${fmt.tokens(s.totalTokens)}</td><td class="num"><${SL.Cost} usd=${s.costUsd} unpriced=${s.unpricedCalls} /></td><td class="num slim">${fmt.duration(s.busyMs)}</td><td class="num slim">${fmt.duration(s.end - s.start)}</td></tr>`)}</tbody></table></div>
          ${(query.cursor || data.next) && html`<div class="bar foot"><button disabled=${!query.cursor} onClick=${() => route.set({ cursor: null })}>← First page</button><button disabled=${!data.next} onClick=${() => route.set({ cursor: data.next }, {})}>Next →</button></div>`}`)}<//></div>`;
  };

  /** One side of a turn: its preview, and the whole text on demand. */
  const Said = ({ who, trace, field }) => {
    const [whole, setWhole] = useState(null);
    const read = async () => {
      try {
        const { id } = await SL.api.get(SL.api.path('traces', trace.id, 'skeleton'));
        const span = await SL.api.get(SL.api.path('traces', trace.id, 'spans', id[0]));
        setWhole(SL.plain(span[field]) || 'The root span kept no ' + field + '.');
      } catch (e) { SL.toast(e.message); }
    };
    const text = whole ?? trace[field];
    return html`<div class=${'said ' + who}><span class="muted">${who}</span><pre>${text ?? html`<span class="muted">no ${field} kept</span>`}</pre>
      ${whole == null && text && (text.length >= 190 || text.endsWith('…')) && html`<button class="plain" onClick=${read}>whole ${field}</button>`}</div>`;
  };
  const Strip = ({ traces, from, until }) => html`<svg class="strip" viewBox="0 0 1000 14" preserveAspectRatio="none" role="img" aria-label=${fmt.plural(traces.length, 'turn') + ' over ' + fmt.duration(until - from)}>
    ${traces.map((t) => html`<rect x=${1000 * (t.start - from) / (until - from || 1)} y="2" height="10" width=${Math.max(2, 1000 * (t.durationMs || 0) / (until - from || 1))} fill=${t.errors || t.status === 'ERROR' ? 'var(--error)' : 'var(--accent)'}><title>${fmt.time(t.start)}</title></rect>`)}</svg>`;

  const Conversation = ({ session: s, traces }) => {
    const active = traces.reduce((sum, t) => sum + (t.durationMs || 0), 0);
    const body = useRef();
    const step = (by) => {
      const links = [...body.current.querySelectorAll('.turn header a')];
      links[Math.max(0, Math.min(links.length - 1, links.indexOf(document.activeElement) + by))]?.focus();
    };
    SL.useKeys('Session', [
      { keys: ['j', 'ArrowDown'], label: 'Next turn', run: () => step(1) }, { keys: ['k', 'ArrowUp'], label: 'Turn before', run: () => step(-1) },
      { keys: ['y'], label: 'Copy the link', run: () => SL.copy(route.link(), 'Link') },
    ]);
    return html`<div class="session" ref=${body}>
      <div class="head"><h1>Session <span class="mono">${s.session}</span></h1>
        <dl class="sums"><div><dt>Turns</dt><dd>${fmt.count(traces.length)}</dd></div>${s.user && html`<div><dt>User</dt><dd>${s.user}</dd></div>`}<div><dt>Failed</dt><dd class=${s.errors ? 'error' : ''}>${fmt.count(s.errors)}</dd></div>
          <div><dt>Lasted</dt><dd>${fmt.duration(s.end - s.start)}</dd></div><div><dt>Worked</dt><dd>${fmt.duration(active)}</dd></div><div><dt>Tokens</dt><dd>${fmt.tokens(s.totalTokens)}</dd></div>
          <div><dt>Cost</dt><dd><${SL.Cost} usd=${s.costUsd} unpriced=${traces.reduce((n, t) => n + (t.unpricedCalls || 0), 0)} /></dd></div></dl>
        <${Strip} traces=${traces} from=${s.start} until=${Math.max(s.end, ...traces.map(end))} /></div>
      ${traces.map((t, i) => html`${i > 0 && t.start - end(traces[i - 1]) > GAP && html`<p class="gap muted">${fmt.duration(t.start - end(traces[i - 1]))} idle</p>`}
        <article class="turn" key=${t.id}><header class="row"><a href=${route.href('trace', [t.id])}>${i + 1} · ${t.name || fmt.id(t.id)}</a><${SL.Status} status=${t.status} /><span class="grow"></span>
          <span class="muted num"><${SL.Time} at=${t.start} /> · ${fmt.duration(t.durationMs)} · ${fmt.tokens(t.totalTokens)} tok · <${SL.Cost} usd=${t.costUsd} unpriced=${t.unpricedCalls} /></span></header>
          <${Said} who="asked" trace=${t} field="input" /><${Said} who="answered" trace=${t} field="output" />
          ${t.firstError && html`<p class="error">${fmt.error(t.firstError)}</p>`}</article>`)}</div>`;
  };
  SL.pages.session = ({ parts }) => {
    SL.useTitle('Session ' + parts[0]);
    const session = SL.useData(() => SL.api.get('/session', { id: encodeURIComponent(parts[0]).replaceAll('.', '%2E') }), [parts[0]]);
    return html`<${SL.Loaded} of=${session} what="the session">${(data) => html`<${Conversation} ...${data} />`}<//>`;
  };
})();
