// SPDX-License-Identifier: Apache-2.0
// The tab “Graph”: which agent called which agent and which tools, how often, and what failed.
(() => {
  'use strict';
  const SL = (window.SL ||= {});
  const trace = (SL.trace ||= {});
  const { html } = SL;
  const MOST = 60, WIDTH = 190, HIGH = 44, ACROSS = 290, DOWN = 62;

  /** Nodes (agents by level, tools last) and edges with counts. A span belongs to the nearest agent above it. */
  trace.graphOf = (model) => {
    const nodes = new Map(), edges = new Map(), owner = new Int32Array(model.n).fill(-1), within = new Int32Array(model.n).fill(-1); // its agent; the tool call of that agent in which it stands
    const node = (kind, name, level, slot) => {
      const key = kind + '\n' + name;
      if (!nodes.has(key)) nodes.set(key, { key, kind, name, level, slot, calls: 0, errors: 0, ms: 0, llm: 0, tokens: 0 });
      return nodes.get(key);
    };
    const list = [];
    const indexOf = (n) => (n.index ??= list.push(n) - 1);
    for (let at = 0; at < model.placed; at++) {
      const i = model.order[at], above = model.parent[i] < 0 ? -1 : owner[model.parent[i]], kind = model.kindOf(i);
      const tool = model.parent[i] < 0 ? -1 : within[model.parent[i]];
      owner[i] = above;
      within[i] = tool;
      if (kind === 'LLM' && above >= 0) {
        list[above].llm++;
        if (model.counted[i]) list[above].tokens += Math.max(0, model.in[i]) + Math.max(0, model.out[i]);
      }
      const isAgent = kind === 'AGENT' || kind === 'WORKFLOW' || above < 0;
      if (!isAgent && kind !== 'TOOL') continue;
      const name = isAgent ? model.word(model.agent[i]) || model.nameOf(i) : model.nameOf(i).replace(/^execute_tool /, '');
      const made = node(isAgent ? 'AGENT' : 'TOOL', name, isAgent ? (above < 0 ? 0 : list[above].level + 1) : -1, i);
      const index = indexOf(made);
      made.calls++;
      made.errors += model.failed[i];
      made.ms += trace.durationOf(model, i);
      if (isAgent) { owner[i] = index; within[i] = -1; } else within[i] = index;
      const from = isAgent && tool >= 0 ? tool : above;
      if (from >= 0 && from !== index) {
        const key = from + ' ' + index;
        const edge = edges.get(key) || edges.set(key, { from: list[from], to: made, calls: 0, errors: 0 }).get(key);
        edge.calls++;
        edge.errors += model.failed[i];
      }
    }
    const kept = [...nodes.values()].sort((a, b) => (a.kind === 'AGENT' ? 0 : 1) - (b.kind === 'AGENT' ? 0 : 1) || b.calls - a.calls).slice(0, MOST);
    const drawn = new Set(kept);
    return { nodes: kept, edges: [...edges.values()].filter((e) => drawn.has(e.from) && drawn.has(e.to)), left: nodes.size - kept.length };
  };

  // Agents stand in columns by level, the tools that they call between them. A line that passes a column by has a place of its own there.
  function layOut({ nodes, edges }) {
    const place = new Map(nodes.filter((n) => n.level >= 0).map((n) => [n, 2 * n.level]));
    for (const { from, to } of edges) if (to.level < 0 && from.level >= 0) place.set(to, Math.max(place.get(to) || 0, 2 * from.level + 1));
    const used = [...new Set(nodes.map((n) => place.get(n) || 0))].sort((x, y) => x - y);
    const columns = used.map((column) => nodes.filter((n) => (place.get(n) || 0) === column)), of = (node) => used.indexOf(place.get(node) || 0);
    for (const edge of edges) {
      edge.via = columns.slice(of(edge.from) + 1, Math.max(of(edge.from) + 1, of(edge.to))).map((column) => { const gap = {}; column.push(gap); return gap; });
    }
    const most = Math.max(1, ...columns.map((c) => c.length));
    columns.forEach((column, x) => column.forEach((node, y) => {
      node.x = 16 + x * ACROSS;
      node.y = 16 + y * DOWN + ((most - column.length) * DOWN) / 2;
      const into = edges.filter((edge) => edge.to === node).sort((e, f) => (e.from.y || 0) - (f.from.y || 0));
      into.forEach((edge, i) => { edge.y = (HIGH * (i + 1)) / (into.length + 1); });
    }));
    return { width: 32 + (columns.length - 1) * ACROSS + WIDTH, height: 32 + most * DOWN };
  }

  const Edge = ({ edge, thickest }) => {
    const x0 = edge.from.x + WIDTH, y0 = edge.from.y + HIGH / 2, x1 = edge.to.x, y1 = edge.to.y + edge.y;
    const curve = (fromX, fromY, toX, toY) => `C${(fromX + toX) / 2} ${fromY} ${(fromX + toX) / 2} ${toY} ${toX} ${toY}`;
    let d = `M${x0} ${y0}`, x = x0, y = y0;
    for (const gap of edge.via) { d += curve(x, y, gap.x, gap.y + HIGH / 2) + `h${WIDTH}`; x = gap.x + WIDTH; y = gap.y + HIGH / 2; }
    d += x1 > x0 ? curve(x, y, x1, y1) : `C${x0 + 60} ${y0 + 60} ${x1 - 60} ${y1 + 60} ${x1} ${y1}`;
    return html`<g class=${'g-edge' + (edge.errors ? ' failed' : '')}><path d=${d} stroke-width=${1 + (3 * edge.calls) / thickest} />
      <text x=${x1 - 8} y=${y1 - 5} text-anchor="end">${edge.calls}${edge.errors ? ', ' + SL.fmt.plural(edge.errors, 'error') : ''}</text></g>`;
  };

  const short = (text, most) => (text.length > most ? text.slice(0, most - 1) + '…' : text);
  const Node = ({ node, view }) => {
    const { group, icon } = SL.kind(node.kind);
    const facts = node.kind === 'AGENT'
      ? `${SL.fmt.plural(node.llm, 'model call')} · ${SL.fmt.tokens(node.tokens)} tokens` : `${node.calls} × · ${SL.fmt.duration(node.ms / node.calls)} mean`;
    const pick = () => view.select(node.slot, { pane: 'messages' });
    return html`<g class=${'g-node kind-' + group + (node.errors ? ' failed' : '')} transform=${`translate(${node.x} ${node.y})`} role="button" tabindex="0"
      aria-label=${`${node.kind.toLowerCase()} ${node.name}, ${facts}${node.errors ? ', ' + SL.fmt.plural(node.errors, 'error') : ''}`}
      onClick=${pick} onKeyDown=${(e) => { if (e.key === 'Enter' || e.key === ' ') { e.preventDefault(); e.stopPropagation(); pick(); } }}>
      <rect width=${WIDTH} height=${HIGH} rx="5" /><path class="g-icon" d=${icon} transform="translate(8 7)" />
      <text class="g-name" x="30" y="19">${short(node.name, 24)}</text><text class="g-facts" x="30" y="35">${facts}${node.errors ? ' · ' + SL.fmt.plural(node.errors, 'error') : ''}</text></g>`;
  };

  trace.GraphTab = ({ view }) => {
    trace.useView(view, 'model');
    const graph = trace.graphOf(view.model), size = layOut(graph);
    const thickest = Math.max(1, ...graph.edges.map((edge) => edge.calls));
    return html`<div class="graph" tabindex="0" role="region" aria-label="Agents and tools">
      ${graph.left > 0 && html`<p class="muted">The ${MOST} most called are shown; ${graph.left} more are in the table.</p>`}
      ${graph.nodes.length ? html`<svg width=${size.width} height=${size.height} role="group" aria-label="Graph of agents and tools">
        ${graph.edges.map((edge) => html`<${Edge} edge=${edge} thickest=${thickest} />`)}${graph.nodes.map((node) => html`<${Node} node=${node} view=${view} />`)}</svg>`
        : html`<p class="muted">This run has neither agents nor tools.</p>`}
    </div>`;
  };
})();
