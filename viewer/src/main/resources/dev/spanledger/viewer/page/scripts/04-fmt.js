// SPDX-License-Identifier: Apache-2.0
// Figures as people read them. What is unknown is "–", never 0.
(() => {
  'use strict';
  const SL = window.SL;
  const NONE = '–';
  const unknown = (n) => n == null || n === -1 || Number.isNaN(n);
  const two = (n) => String(n).padStart(2, '0');
  const three = (x) => (x < 9.995 ? x.toFixed(2) : x < 99.95 ? x.toFixed(1) : x.toFixed(0));
  const grouped = new Intl.NumberFormat('en-US');

  const duration = (ms) => {
    if (ms == null || Number.isNaN(ms)) return NONE;
    if (ms < 0) return '-' + duration(-ms);
    if (ms < 1) return ms === 0 ? '0ms' : ms < 0.01 ? (ms * 1000).toFixed(1) + 'µs' : ms.toFixed(2) + 'ms';
    if (ms < 999.5) return (ms < 9.95 ? ms.toFixed(1) : ms.toFixed(0)) + 'ms';
    if (ms < 59995) return three(ms / 1000) + 's';
    const s = Math.round(ms / 1000);
    if (s < 3600) return Math.floor(s / 60) + 'm' + two(s % 60) + 's';
    if (s < 86400) return Math.floor(s / 3600) + 'h' + two(Math.floor(s % 3600 / 60)) + 'm';
    return Math.floor(s / 86400) + 'd' + two(Math.floor(s % 86400 / 3600)) + 'h';
  };
  const short = (n) => {
    if (n < 1000) return String(Math.round(n));
    for (const unit of ['k', 'M', 'G', 'T']) {
      n /= 1000;
      if (n < 999.5 || unit === 'T') return (n < 9.95 ? n.toFixed(1).replace(/\.0$/, '') : n.toFixed(0)) + unit;
    }
  };
  const cost = (usd) => {
    if (unknown(usd)) return NONE;
    if (usd === 0) return '$0';
    if (usd < 0) return '-' + cost(-usd);
    if (usd < 0.00001) return '<$0.00001';
    if (usd < 0.1) return '$' + usd.toFixed(Math.min(6, 1 - Math.floor(Math.log10(usd)))).replace(/(\.\d\d\d*?)0+$/, '$1');
    return '$' + (usd < 1000 ? usd.toFixed(2) : grouped.format(Math.round(usd)));
  };
  const day = (d) => d.getFullYear() + '-' + two(d.getMonth() + 1) + '-' + two(d.getDate());
  const clock = (d) => two(d.getHours()) + ':' + two(d.getMinutes()) + ':' + two(d.getSeconds());
  const time = (ms) => {
    if (ms == null || Number.isNaN(+ms)) return NONE;
    const d = new Date(+ms);
    const today = day(new Date()), date = day(d);
    return (date === today ? '' : (date.slice(0, 4) === today.slice(0, 4) ? date.slice(5) : date) + ' ') + clock(d);
  };

  SL.fmt = {
    NONE, unknown, duration, cost, time,
    /** 8421 → 8.4k, unknown (null, -1) → – */
    tokens: (n) => (unknown(n) ? NONE : short(n)),
    count: (n) => (n == null ? NONE : grouped.format(n)),
    short: (n) => (n == null ? NONE : short(n)),
    percent: (part, whole) => (!whole ? NONE : part === 0 ? '0%' : part / whole < 0.001 ? '<0.1%' : (100 * part / whole).toFixed(part / whole < 0.0995 ? 1 : 0) + '%'),
    /** The full moment with milliseconds, in the zone of whoever looks. */
    moment: (ms) => { if (ms == null) return NONE; const d = new Date(ms); return day(d) + ' ' + clock(d) + '.' + String(d.getMilliseconds()).padStart(3, '0'); },
    id: (id) => String(id || '').slice(0, 8),
    /** A Java exception without its package, and of a provider's JSON the message: what went wrong stands first. */
    error: (text) => String(text ?? '').replace(/^(?:[a-z_]\w*\.)+(?=[A-Z])/, '').replace(/\{.*?"message"\s*:\s*("(?:[^"\\]|\\.)+").*/s, (all, said) => { try { return JSON.parse(said); } catch { return all; } }),
    /** A model without the day it is of. */
    model: (name) => name.replace(/-\d{4}-\d\d-\d\d$/, ''),
    plural: (n, one, many) => grouped.format(n) + ' ' + (n === 1 ? one : many || one + 's'),
    /** What is sent as the value of an <input type="datetime-local">, and back. */
    toLocal: (ms) => { if (!(+ms > 0)) return ''; const d = new Date(+ms); return day(d) + 'T' + clock(d); },
    fromLocal: (text) => { const ms = text ? new Date(text).getTime() : NaN; return Number.isNaN(ms) ? null : ms; },
    json: (value) => (typeof value === 'string' ? value : value == null ? '' : JSON.stringify(value, null, 2)),
  };
})();
