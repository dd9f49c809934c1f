// SPDX-License-Identifier: Apache-2.0
// One row of the tree: made once, filled for each span that scrolls into it.
(() => {
  'use strict';
  const SL = (window.SL ||= {});
  const trace = (SL.trace ||= {});

  const STEP = 14, DEEPEST = 24; // levels beyond are told by a number: the name must stay in sight

  const element = (parent, tag, className, role) => {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (role) made.setAttribute('role', role);
    parent.appendChild(made);
    return made;
  };

  trace.makeRow = () => {
    const row = document.createElement('div');
    row.className = 'tg-row';
    row.setAttribute('role', 'row');
    const name = element(row, 'div', 'tg-name', 'gridcell');
    const parts = { name, twist: element(name, 'span', 'tg-twist'), kind: element(name, 'span', 'kind') };
    parts.twist.setAttribute('aria-hidden', 'true');
    const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    svg.setAttribute('viewBox', '0 0 16 16');
    svg.setAttribute('aria-hidden', 'true');
    parts.icon = svg.appendChild(document.createElementNS('http://www.w3.org/2000/svg', 'path'));
    parts.kind.appendChild(svg);
    parts.kindText = element(parts.kind, 'span', '');
    parts.text = element(name, 'span', 'tg-text');
    parts.badges = element(name, 'span', 'tg-badges');
    for (const cell of ['duration', 'tokens', 'cost']) parts[cell] = element(row, 'div', 'tg-num', 'gridcell');
    row.parts = parts;
    return row;
  };

  /** What a row says of tokens: what went in and what came out, of the whole subtree. */
  trace.tokensOf = (model, i) =>
    (model.allIn[i] || model.allOut[i] ? `${SL.fmt.tokens(model.allIn[i])}→${SL.fmt.tokens(model.allOut[i])}` : '');

  function badgesOf(view, i) {
    const { model, rows } = view, badges = [];
    if (model.depth[i] > DEEPEST) badges.push(['', 'level ' + (model.depth[i] + 1)]);
    if (rows.isRun(i) && model.head[i] === i) {
      badges.push(['warn fold', `×${model.run[i]} ${rows.isFolded(i) ? '▸' : '▾'}`, 'Identical calls one after another. Click shows or folds them.']);
      badges.push(['warn', 'loop', 'The same call with the same input, again and again']);
    }
    const status = model.statusOf(i);
    if (model.failed[i] || status === 'CANCELLED') badges.push([status === 'CANCELLED' ? 'warn' : 'error', model.flags[i] & trace.FLAG.FIRST_ERROR ? 'first error' : status.toLowerCase()]);
    else if (rows.shut[i] && model.allErrors[i]) badges.push(['error', SL.fmt.plural(model.allErrors[i], 'error') + ' below']);
    if (model.isRunning(i)) badges.push(['live', 'running']);
    if (trace.isHanging(view, i)) badges.push(['warn', 'hangs?', 'Running for longer than the p95 of its name, or than a minute']);
    return badges;
  }

  /** A span that runs and has done so for unusually long, by the server's word or by ours. */
  trace.isHanging = (view, i) =>
    view.model.isRunning(i) && ((view.model.flags[i] & trace.FLAG.HANGING) !== 0 || trace.durationOf(view.model, i) > view.longFor(i));

  trace.fillRow = (row, view, i, index) => {
    const { model, rows } = view, { parts } = row;
    const { group, icon } = SL.kind(model.kindOf(i));
    const leaf = model.first[i] < 0;
    row.spanSlot = i;
    row.id = 'row-' + i;
    row.setAttribute('aria-rowindex', index + 2); // the header is the first
    row.setAttribute('aria-level', model.depth[i] + 1);
    row.setAttribute('aria-posinset', model.nth[i]);
    row.setAttribute('aria-setsize', model.parent[i] < 0 ? model.roots : model.children[model.parent[i]]);
    if (leaf) row.removeAttribute('aria-expanded'); else row.setAttribute('aria-expanded', String(!rows.shut[i]));
    trace.markRow(row, view);
    parts.name.style.paddingLeft = 4 + Math.min(model.depth[i], DEEPEST) * STEP + 'px';
    parts.twist.textContent = leaf ? '' : rows.shut[i] ? '▸' : '▾';
    parts.kind.className = 'kind kind-' + group;
    parts.icon.setAttribute('d', icon);
    parts.kindText.textContent = model.kindOf(i).toLowerCase();
    parts.text.textContent = model.nameOf(i);
    parts.text.title = model.nameOf(i);
    fillBadges(parts.badges, badgesOf(view, i), model.errors.get(i));
    parts.duration.textContent = SL.fmt.duration(trace.durationOf(model, i));
    parts.tokens.textContent = trace.tokensOf(model, i);
    parts.cost.textContent = model.priced[i] ? SL.fmt.cost(model.allCost[i]) : '';
  };

  /** What changes of a row while its span stays: selected, found, dimmed. */
  trace.markRow = (row, view) => {
    const i = row.spanSlot, selected = view.selected === i;
    const look = 'tg-row' + (selected ? ' selected' : '') + (view.model.failed[i] ? ' failed' : '') + (view.find.hit.has(i) ? ' hit' : '') + (isDim(view, i) ? ' dim' : '');
    if (row.className !== look) row.className = look;
    if (row.getAttribute('aria-selected') !== String(selected)) row.setAttribute('aria-selected', String(selected));
  };

  const isDim = (view, i) =>
    (view.critical && !view.model.isCritical(i)) || (view.playhead !== null && view.model.start[i] > view.playhead);

  function fillBadges(place, badges, error) {
    const key = JSON.stringify([badges, error]);
    if (place.key === key) return;
    place.key = key;
    place.textContent = '';
    for (const [kind, text, title] of badges) {
      const badge = element(place, 'span', 'badge ' + kind);
      badge.textContent = text;
      if (title) badge.title = title;
    }
    if (error) element(place, 'span', 'tg-error').textContent = error;
  }
})();
