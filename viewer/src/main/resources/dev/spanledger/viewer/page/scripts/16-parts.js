// SPDX-License-Identifier: Apache-2.0
// The small parts that several pages show: kinds, states, figures, what to do when there is nothing.
(() => {
  'use strict';
  const SL = window.SL;
  const { html, fmt } = SL;
  const { useEffect, useRef } = SL.hooks;

  const ICONS = {
    agent: 'M8 8a3 3 0 1 0 0-6 3 3 0 0 0 0 6M2.5 14a5.5 5.5 0 0 1 11 0',
    llm: 'M2 3h12v8H7l-3 3v-3H2z',
    tool: 'M10 2a4 4 0 0 0-3.4 5.9L2 12.5 3.5 14l4.6-4.6A4 4 0 1 0 13.7 4L11 6.7 9.3 5 12 2.3A4 4 0 0 0 10 2z',
    retrieval: 'M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10M11 11l3.5 3.5',
    guardrail: 'M8 1.5 13.5 4v4c0 3.5-2.5 5.5-5.5 6.5C5 13.5 2.5 11.5 2.5 8V4z',
    embedding: 'M3 3h4v4H3zM9 3h4v4H9zM3 9h4v4H3zM9 9h4v4H9z',
    task: 'M3 4h10M3 8h10M3 12h6',
    internal: 'M8 10a2 2 0 1 0 0-4 2 2 0 0 0 0 4',
  };
  const GROUPS = {
    AGENT: 'agent', HANDOFF: 'agent', WORKFLOW: 'task', CHAIN: 'task', HOOK: 'task', TASK: 'task', LLM: 'llm', TOOL: 'tool', MCP: 'tool',
    RETRIEVAL: 'retrieval', RERANKER: 'retrieval', MEMORY: 'retrieval', EMBEDDING: 'embedding', GUARDRAIL: 'guardrail', EVALUATOR: 'guardrail',
  };
  /** How a kind of span looks: {group, color: '--kind-…', icon: an SVG path on 16 × 16}. */
  SL.kind = (kind) => {
    const group = Object.hasOwn(GROUPS, kind) ? GROUPS[kind] : 'internal';
    return { group, color: '--kind-' + group, icon: ICONS[group] };
  };
  const label = (word) => String(word || 'OTHER').toLowerCase();
  /** A run of which nothing says how it ended is done: OpenTelemetry's “unset”. */
  SL.statusWord = (status) => (status === 'UNSET' ? 'ok' : label(status));

  SL.Kind = ({ kind, bare }) => {
    const { group, icon } = SL.kind(kind);
    return html`<span class=${'kind kind-' + group} title=${label(kind)}><svg viewBox="0 0 16 16" aria-hidden="true"><path d=${icon} /></svg>${bare ? html`<span class="hidden">${label(kind)}</span>` : label(kind)}</span>`;
  };
  SL.Status = ({ status, hanging }) => html`<span class=${'status status-' + SL.statusWord(status)} title=${status === 'UNSET' ? 'ended; nothing says that it failed (UNSET)' : undefined}><i aria-hidden="true"></i>${SL.statusWord(status)}${hanging ? html` <b class="badge warn" title="Running for longer than the p95 of its name, or than a minute">hangs?</b>` : null}</span>`;
  /** Money, with how much of it is unknown: unpriced calls make it a lower bound, all unpriced make it unknown. */
  SL.Cost = ({ usd, unpriced }) => {
    if (fmt.unknown(usd) || (usd === 0 && unpriced)) return html`<span class="muted" title=${unpriced ? fmt.plural(unpriced, 'model call') + ' without a price' : 'no cost is known'}>${unpriced ? 'unknown' : fmt.NONE}</span>`;
    return unpriced
      ? html`<span title=${'at least: ' + fmt.plural(unpriced, 'model call') + ' without a price'}>≥ ${fmt.cost(usd)}</span>`
      : html`<span title=${'$' + usd}>${fmt.cost(usd)}</span>`;
  };
  SL.Time = ({ at }) => html`<time datetime=${at == null ? '' : new Date(at).toISOString()} title=${fmt.moment(at)}>${fmt.time(at)}</time>`;

  /** Says what is not there, and what to do. */
  SL.State = ({ title, children }) => html`<div class="state"><h2>${title}</h2>${children}</div>`;
  SL.Failure = ({ error, retry }) => html`<div class="state" role="alert"><h2>${error.message}</h2>
    ${error.hint && html`<p>${error.hint}</p>`}
    <p class="mono">${error.code || error.name}${error.status ? ' · HTTP ' + error.status : ''}</p>
    ${retry && html`<div class="row"><button class="primary" onClick=${retry}>Try again</button></div>`}</div>`;
  SL.Loading = ({ what }) => html`<div class="loading" role="status">Loading ${what || ''}…</div>`;
  /** One of: what failed, that it loads, what `children(data)` makes of the data. What is there stays while it is asked for again. */
  SL.Loaded = ({ of, what, children }) => {
    if (of.error && of.data === undefined) return html`<${SL.Failure} error=${of.error} retry=${of.reload} />`;
    return of.data === undefined ? html`<${SL.Loading} what=${what} />` : children(of.data);
  };

  /** An input of the page's own state: what is being typed stays while the page draws again. onChange gets the trimmed text; of a search after a pause, too. */
  SL.Field = ({ value, onChange, box, ...rest }) => {
    const own = useRef(), ref = box || own, told = useRef(), pause = useRef(0);
    useEffect(() => {
      if (told.current !== (value ?? '')) ref.current.value = told.current = value ?? '';
    }, [value]);
    useEffect(() => () => clearTimeout(pause.current), []);
    const tell = (e) => {
      clearTimeout(pause.current);
      const text = e.target.value.trim();
      if (text !== told.current) onChange(told.current = text);
    };
    const typed = rest.type === 'search' ? (e) => { clearTimeout(pause.current); pause.current = setTimeout(tell, 300, e); } : undefined;
    return html`<input ref=${ref} ...${rest} onInput=${typed} onChange=${tell} />`;
  };

  let toast = null;
  /** A short word at the bottom, for two seconds; also said aloud. */
  SL.toast = (text) => {
    toast?.remove();
    toast = document.createElement('div');
    toast.className = 'toast';
    toast.setAttribute('role', 'status');
    toast.textContent = text;
    document.body.append(toast);
    const mine = toast;
    setTimeout(() => mine.remove(), 2000);
  };
  SL.copy = async (text, what) => {
    try { await navigator.clipboard.writeText(text); SL.toast((what || 'Text') + ' copied'); } catch {
      SL.toast('The browser does not let this page copy; the address bar has the link.');
    }
  };
})();
