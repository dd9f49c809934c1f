// SPDX-License-Identifier: Apache-2.0
// Markdown, as models write it, into nodes: headings, lists, tables, quotes, code, emphasis. What it does
// not know stays text. Nothing here can become markup, and no address becomes a link.
(() => {
  'use strict';
  const SL = (window.SL ||= {});
  const trace = (SL.trace ||= {});
  const { h } = SL;

  const FENCE = /^ {0,3}(```+|~~~+)(.*)$/, HEADING = /^(#{1,6}) +(.*)$/, RULE = /^ {0,3}([-*_])( *\1){2,} *$/;
  const ITEM = /^( *)([-*+]|\d{1,9}[.)]) +(.*)$/, QUOTE = /^ {0,3}> ?(.*)$/, TABLE = /^ *\|.*\| *$/, DASHES = /^ *\|[ :|-]+\| *$/;
  const INLINE = /(`+)([^`]+)\1|\*\*([^*\n]+)\*\*|__([^_\n]+)__|\*([^*\s][^*\n]*)\*|(?<![\w])_([^_\s][^_\n]*)_(?![\w])|\[([^\]\n]{1,300})\]\(((?:[^()\s]|\([^()\s]{0,200}\)){1,2000})\)/g;

  const inline = (text) => {
    const nodes = [];
    let at = 0;
    for (const m of text.matchAll(INLINE)) {
      if (m.index > at) nodes.push(text.slice(at, m.index));
      if (m[2] !== undefined) nodes.push(h('code', null, m[2]));
      else if (m[3] ?? m[4]) nodes.push(h('strong', null, m[3] ?? m[4]));
      else if (m[5] ?? m[6]) nodes.push(h('em', null, m[5] ?? m[6]));
      else nodes.push(m[7], h('span', { class: 'muted' }, ' (' + m[8] + ')'));
      at = m.index + m[0].length;
    }
    if (at < text.length) nodes.push(text.slice(at));
    return nodes;
  };

  const cells = (line) => line.trim().replace(/^\||\|$/g, '').split('|').map((cell) => inline(cell.trim()));

  // Each of these takes lines from `at`, and gives the node and where the next begins.
  const fence = (lines, at, m) => {
    let end = at + 1;
    while (end < lines.length && !lines[end].trim().startsWith(m[1])) end++;
    return [h('pre', { class: 'code' }, lines.slice(at + 1, end).join('\n')), end + 1];
  };
  const table = (lines, at) => {
    let end = at + 2;
    while (end < lines.length && TABLE.test(lines[end])) end++;
    const row = (line, tag) => h('tr', null, cells(line).map((cell) => h(tag, null, cell)));
    return [h('table', { class: 'md-table' }, h('thead', null, row(lines[at], 'th')), h('tbody', null, lines.slice(at + 2, end).map((line) => row(line, 'td')))), end];
  };
  const list = (lines, at) => {
    const items = [];
    let end = at;
    for (let m; end < lines.length; end++) {
      m = ITEM.exec(lines[end]);
      if (m) items.push({ indent: m[1].length, mark: /\d/.test(m[2]) ? m[2] : '•', text: m[3] });
      else if (/^ {2,}\S/.test(lines[end]) && items.length) items[items.length - 1].text += '\n' + lines[end].trim();
      else break;
    }
    // Flat, with an indent: as deep as the text says, however deep that is.
    return [h('ul', { class: 'md-list' }, items.map((item) => h('li', { style: { marginLeft: Math.min(item.indent, 40) * 6 + 'px' } },
      h('span', { class: 'md-mark' }, item.mark + ' '), inline(item.text)))), end];
  };
  const quote = (lines, at) => {
    let end = at;
    const inside = [];
    for (let m; end < lines.length && (m = QUOTE.exec(lines[end])); end++) inside.push(m[1]);
    return [h('blockquote', null, h('p', null, inline(inside.join('\n')))), end];
  };
  const paragraph = (lines, at) => {
    let end = at + 1;
    while (end < lines.length && lines[end].trim() && ![FENCE, HEADING, ITEM, QUOTE, TABLE].some((each) => each.test(lines[end]))) end++;
    return [h('p', null, inline(lines.slice(at, end).join('\n'))), end];
  };

  const block = (lines, at) => {
    const line = lines[at];
    let m;
    if ((m = FENCE.exec(line))) return fence(lines, at, m);
    if ((m = HEADING.exec(line))) return [h('p', { class: 'md-heading' }, inline(m[2])), at + 1];
    if (RULE.test(line)) return [h('hr'), at + 1];
    if (TABLE.test(line) && DASHES.test(lines[at + 1] || '')) return table(lines, at);
    if (ITEM.test(line)) return list(lines, at);
    if (QUOTE.test(line)) return quote(lines, at);
    return paragraph(lines, at);
  };

  trace.Markdown = ({ text }) => {
    const lines = text.replace(/\r\n?/g, '\n').split('\n'), nodes = [];
    for (let at = 0; at < lines.length;) {
      if (!lines[at].trim()) { at++; continue; }
      const [node, next] = block(lines, at);
      nodes.push(node);
      at = next;
    }
    return h('div', { class: 'md' }, nodes);
  };
})();
