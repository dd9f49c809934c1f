// SPDX-License-Identifier: Apache-2.0
// The page Live: what runs, and what has just ended. Drawn at most ten times a second, from bounded lists.
(() => {
  'use strict';
  const SL = window.SL;
  const { html, fmt, route } = SL;
  const { useState, useEffect, useRef } = SL.hooks;
  const KEPT = 2000, HELD = 5000, RUNNING_SHOWN = 100, EVERY = 100;
  const STATES = { connecting: 'connecting', open: 'live', lost: 'reconnecting', refused: 'refused' };

  /** What the feed said so far. Nothing here draws. */
  const ledger = () => {
    const l = { running: new Map(), recent: [], held: [], skipped: 0, paused: false, offset: 0, rates: [], total: 0, resets: 0, dirty: true };
    const key = (s) => s.traceId + s.id;
    l.put = (span) => {
      if (span.running) { l.running.set(key(span), span); return; }
      l.running.delete(key(span));
      l.total++;
      const list = l.paused ? l.held : l.recent;
      list.push(span);
      if (l.paused && list.length > HELD) l.skipped += list.splice(0, list.length - HELD).length;
      if (!l.paused && list.length > 2 * KEPT) list.splice(0, list.length - KEPT);
    };
    l.take = (spans) => { for (const s of spans) l.put(s); l.rates.push([Date.now(), spans.length]); l.dirty = true; };
    l.begin = (data) => { l.running = new Map((data.running || []).map((s) => [key(s), { ...s, running: true }])); l.offset = (data.now || Date.now()) - Date.now(); l.dirty = true; };
    l.resume = () => { l.paused = false; for (const s of l.held) l.recent.push(s); l.recent.splice(0, Math.max(0, l.recent.length - KEPT)); l.held = []; l.skipped = 0; l.dirty = true; };
    l.rate = (now) => { while (l.rates.length && l.rates[0][0] < now - 2000) l.rates.shift(); return Math.round(l.rates.reduce((n, r) => n + r[1], 0) / 2); };
    return l;
  };

  const href = (s) => route.href('trace', [s.traceId], { span: s.id });
  const Running = ({ spans, now, more }) => {
    const most = Math.max(1000, ...spans.map((s) => now - s.start));
    return html`<section class="running" aria-label="Running"><table class="grid"><thead><tr><th class="w-status">Kind</th><th>Running</th><th class="w-name narrow">Agent</th><th class="w-name narrow">Model</th><th class="w-grow">For</th><th class="num w-n"><span class="hidden">Time so far</span></th></tr></thead>
      <tbody>${spans.map((s) => html`<tr key=${s.traceId + s.id}><td><${SL.Kind} kind=${s.kind} /></td><td><div class="what"><a class="cut" href=${href(s)}>${s.name}</a>${s.hanging && html`<b class="badge warn" title="Running for longer than the p95 of its name, or than a minute">hangs?</b>`}</div></td><td class="cut narrow">${s.agent}</td><td class="cut narrow">${s.model}</td>
        <td><div class=${'growing kind-' + SL.kind(s.kind).group} style=${{ width: Math.max(1, 100 * (now - s.start) / most) + '%' }}></div></td><td class="num">${fmt.duration(Math.max(0, now - s.start))}</td></tr>`)}
        ${!spans.length && html`<tr><td colspan="6" class="muted">Nothing runs. A span stands here from two seconds after its start.</td></tr>`}
        ${more > 0 && html`<tr><td colspan="6" class="muted">and ${fmt.plural(more, 'more running span')}</td></tr>`}</tbody></table></section>`;
  };

  SL.pages.live = () => {
    SL.useTitle('Live');
    const feed = useRef(null), box = useRef();
    feed.current ||= ledger();
    const l = feed.current;
    const [, draw] = useState(0), [round, again] = useState(0), [state, setState] = useState('connecting'), [error, setError] = useState(null), [failedOnly, setFailedOnly] = useState(false);

    useEffect(() => {
      const stop = SL.follow('/live', {
        init: l.begin, spans: (data) => l.take(data.spans || []),
        reset: () => { l.resets++; l.running = new Map(); l.dirty = true; again((n) => n + 1); SL.announce('Some spans were missed; the list goes on from here'); },
        state: (now, why) => { setState(now); setError(why || null); },
      });
      const timer = setInterval(() => {
        if ((l.dirty || l.running.size || l.rates.length) && !document.hidden) { l.dirty = false; draw((n) => n + 1); }
      }, EVERY);
      return () => { stop(); clearInterval(timer); };
    }, [round]);

    const pause = () => { l.paused = true; l.dirty = true; SL.announce('Paused'); };
    const resume = () => { l.resume(); if (box.current) box.current.scrollTop = 0; SL.announce('Following'); };
    const toggle = () => (l.paused ? resume() : pause());
    SL.useKeys('Live', [
      { keys: ['f', ' '], label: 'Pause, or follow again', run: toggle },
      { keys: ['e'], label: 'Only failed, or all', run: () => setFailedOnly((only) => !only) },
      { keys: ['j', 'ArrowDown'], label: 'Next span (pauses)', run: () => step(1) }, { keys: ['k', 'ArrowUp'], label: 'Span before', run: () => step(-1) },
    ]);
    const step = (by) => {
      if (!l.paused) pause();
      const links = [...box.current.querySelectorAll('.what a')];
      links[Math.max(0, Math.min(links.length - 1, links.indexOf(document.activeElement) + by))]?.focus();
    };
    const now = Date.now() + l.offset;
    const running = [...l.running.values()].sort((a, b) => a.start - b.start);
    const shown = failedOnly ? l.recent.filter((s) => s.status === 'ERROR') : l.recent;
    const count = Math.min(KEPT, shown.length);
    const row = (i) => {
      const s = shown[shown.length - 1 - i];
      return html`<tr class=${s.status === 'ERROR' ? 'failed' : ''}><td class="num left slim">${fmt.time(s.start + (s.durationMs || 0))}</td><td><${SL.Kind} kind=${s.kind} /></td><td><${SL.Status} status=${s.status} /></td>
        <td><div class="what"><a class="cut" href=${href(s)}>${s.name}</a>${s.error && html`<span class="error cut">${s.error}</span>`}</div></td><td class="cut narrow">${s.agent}</td><td class="cut narrow">${s.model}</td>
        <td class="num slim">${s.in == null && s.out == null ? '' : fmt.tokens(s.in) + '→' + fmt.tokens(s.out)}</td><td class="num slim">${s.cost == null ? '' : fmt.cost(s.cost)}</td><td class="num">${fmt.duration(s.durationMs)}</td></tr>`;
    };
    if (state === 'refused') return html`<${SL.Failure} error=${error} />`;
    return html`<div class="list fill live"><h1 class="hidden">Live</h1><div class="bar"><span class=${'badge ' + (state === 'open' ? 'live' : 'warn')} role="status">${STATES[state]}</span><span class="muted num">${fmt.count(l.rate(Date.now()))} spans/s · ${fmt.count(l.total)} seen · ${fmt.count(l.running.size)} running</span>
        ${l.resets > 0 && html`<span class="badge warn" title="The server no longer had what came while this page was away">gap: ${fmt.plural(l.resets, 'reset')}</span>`}<span class="grow"></span>
        <button aria-pressed=${String(failedOnly)} onClick=${() => setFailedOnly(!failedOnly)}>Only failed</button>
        <button class=${l.paused ? 'primary' : ''} onClick=${toggle}>${l.paused ? 'Follow · ' + fmt.count(l.held.length + l.skipped) + ' new' : 'Pause'}</button></div>
      <${Running} spans=${running.slice(0, RUNNING_SHOWN)} now=${now} more=${running.length - RUNNING_SHOWN} />
      ${count ? html`<${SL.Rows} box=${box} count=${count} row=${row} label="Spans that have ended, newest first" onScroll=${(top) => top > 4 && !l.paused && pause()}
        head=${html`<tr><th class="w-time slim">Ended</th><th class="w-status">Kind</th><th class="w-status">Status</th><th>Span</th><th class="w-name narrow">Agent</th><th class="w-name narrow">Model</th><th class="num w-cost slim">Tokens</th><th class="num w-n slim">Cost</th><th class="num w-n">Took</th></tr>`} />`
        : html`<${SL.State} title=${failedOnly ? 'No failure so far.' : 'Waiting for spans…'}><p>${failedOnly ? 'Failed spans stand here as they end.' : 'Run an agent: each span stands here as soon as it has ended and is stored.'}</p><//>`}</div>`;
  };
})();
