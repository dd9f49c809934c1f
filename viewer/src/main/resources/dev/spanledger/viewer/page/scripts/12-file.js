// SPDX-License-Identifier: Apache-2.0
// What /api answers, from the data embedded in a file. Other scripts add what they can work out: SL.api.answers.push([/…/, fn]).
(() => {
  'use strict';
  const SL = window.SL;

  const unpack = async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
    return JSON.parse(await new Response(stream).text());
  };
  /** A trace's spans stand in a stream after the texts that they have, each text once: {"$": number} names one, {"$$": [numbers]} a list of them. */
  const SHARED = ['input', 'output', 'systemInstructions', 'toolDefinitions', 'attributes', 'events', 'links', 'resource'];
  const join = (trace) => {
    const texts = [], spans = trace.spans ||= {};
    const whole = (value) => (value?.$ !== undefined ? texts[value.$] : value?.$$ ? value.$$.map((n) => texts[n]) : value);
    for (const [what, value, detail] of trace.stream || []) {
      if (what === 't') texts.push(value);
      else spans[value] = { ...detail, ...Object.fromEntries(SHARED.filter((f) => detail[f]).map((f) => [f, whole(detail[f])])) };
    }
    delete trace.stream;
  };
  const read = async () => {
    if (!SL.api.embedded) notFound('data');
    const data = await unpack(SL.api.embedded.textContent.trim());
    data.traces.forEach(join);
    return data;
  };
  let promise = null;
  const notFound = (what) => { throw new SL.ApiError('not_found', 'This file has no ' + what + '.', 'A file holds the traces that were exported into it; ask the server for others.', 404); };

  const traceOf = (data, id) => data.traces.find((t) => t.skeleton.trace.id === id) || notFound('trace ' + id);
  const rows = (data) => data.traces.map((t) => t.skeleton.trace);

  const FIELDS = { agent: 'agent', session: 'session', user: 'user', service: 'service', environment: 'environment' };
  const has = (list, value) => (list || []).includes(value);
  const matches = (t, p) =>
    Object.entries(FIELDS).every(([key, field]) => !p[key] || t[field] === p[key])
    && (!p.status || t.status === p.status || (p.status === 'OK' && t.status === 'UNSET'))
    && (!p.model || has(t.models, p.model)) && (!p.tag || has(t.tags, p.tag))
    && (!p.from || t.start >= +p.from) && (!p.until || t.start < +p.until)
    && (!p.minMs || t.durationMs >= +p.minMs) && (!p.minTokens || t.totalTokens >= +p.minTokens) && (!p.minCost || t.costUsd >= +p.minCost)
    && (!p.q || [t.id, t.name, t.input, t.output, t.firstError, t.session].some((v) => String(v || '').toLowerCase().includes(p.q.toLowerCase())));
  const KEY = { start: (t) => t.start, duration: (t) => t.durationMs, tokens: (t) => t.totalTokens, cost: (t) => t.costUsd };
  SL.api.matches = matches;
  const sorted = (list, sort) => [...list].sort((a, b) => (KEY[sort || 'start'](b) ?? -1) - (KEY[sort || 'start'](a) ?? -1));

  const counted = (list, values) => {
    const counts = new Map();
    for (const t of list) for (const v of values(t)) if (v) counts.set(v, (counts.get(v) || 0) + 1);
    return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  };
  const facets = (list) => ({
    total: list.length, status: counted(list, (t) => [t.status === 'UNSET' ? 'OK' : t.status]), agent: counted(list, (t) => [t.agent]),
    model: counted(list, (t) => t.models || []), service: counted(list, (t) => [t.service]),
    environment: counted(list, (t) => [t.environment]), tag: counted(list, (t) => t.tags || []),
  });
  const session = (list, id) => {
    const traces = list.filter((t) => t.session === id).sort((a, b) => a.start - b.start);
    if (!traces.length) notFound('session ' + id);
    const sum = (field) => (traces.every((t) => t[field] == null) ? null : traces.reduce((n, t) => n + (t[field] || 0), 0));
    return {
      session: {
        session: id, user: traces.find((t) => t.user)?.user, start: traces[0].start, end: Math.max(...traces.map((t) => t.start + t.durationMs)),
        traces: traces.length, errors: traces.filter((t) => t.status === 'ERROR').length, totalTokens: sum('totalTokens'), costUsd: sum('costUsd'), busyMs: sum('durationMs'),
      },
      traces,
    };
  };
  const sessions = (list) => [...new Set(list.map((t) => t.session).filter(Boolean))].map((id) => session(list, id).session);

  SL.api.answers = [
    [/^\/meta$/, (m, p, data) => ({ version: data.producer || '', dialect: 'file', database: 'this file', live: false })],
    [/^\/traces$/, (m, p, data) => ({ traces: sorted(rows(data).filter((t) => matches(t, p)), p.sort), next: null })],
    [/^\/facets$/, (m, p, data) => facets(rows(data).filter((t) => matches(t, p)))],
    [/^\/sessions$/, (m, p, data) => ({ sessions: sessions(rows(data).filter((t) => matches(t, p))), next: null })],
    [/^\/session$/, (m, p, data) => session(rows(data), decodeURIComponent(p.id))],
    [/^\/traces\/([^/]+)\/skeleton$/, (m, p, data) => traceOf(data, m[1]).skeleton],
    [/^\/traces\/([^/]+)\/why$/, (m, p, data) => traceOf(data, m[1]).why || { findings: [] }],
    [/^\/traces\/([^/]+)\/spans\/([^/]+)$/, (m, p, data) => traceOf(data, m[1]).spans[m[2]] || notFound('span ' + m[2])],
  ];
  /** The file's data: {version, traces: [{skeleton, spans: {id: detail}, why, payloads: {held, of}}]}. */
  SL.api.data = () => (promise ||= read().catch((cause) => {
    if (cause instanceof SL.ApiError) throw cause;
    throw new SL.ApiError('damaged', 'The data in this file cannot be read: ' + cause.message, 'Export the trace again; a browser of 2023 or later is needed (DecompressionStream).');
  }));
  SL.api.answer = async (path, params) => {
    const data = await SL.api.data();
    for (const [pattern, answer] of SL.api.answers) {
      const m = pattern.exec(path);
      if (m) return answer(m.map((part) => part && decodeURIComponent(part)), params, data);
    }
    return notFound('answer to ' + path);
  };
})();
