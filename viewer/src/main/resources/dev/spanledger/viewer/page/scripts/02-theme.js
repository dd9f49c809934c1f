// SPDX-License-Identifier: Apache-2.0
// Dark or light: what the person chose, else what the system has. Canvases redraw on the event "sl-theme".
(() => {
  'use strict';
  const SL = window.SL;
  const system = window.matchMedia('(prefers-color-scheme: dark)');
  const remembered = () => { try { return localStorage.getItem('spanledger.theme'); } catch { return null; } };
  let choice = remembered() || 'system';

  const apply = () => {
    document.documentElement.dataset.theme = SL.theme.effective();
    colors.clear();
    window.dispatchEvent(new Event('sl-theme'));
  };
  const colors = new Map();
  SL.theme = {
    choice: () => choice,
    effective: () => choice === 'system' ? (system.matches ? 'dark' : 'light') : choice,
    set(next) {
      choice = next;
      try { localStorage.setItem('spanledger.theme', next); } catch { /* a file may have no storage: for this visit only */ }
      apply();
    },
    next: () => SL.theme.set({ system: 'light', light: 'dark', dark: 'system' }[choice]),
  };
  /** The value of a CSS variable in the theme of now, for canvases: SL.color('--kind-llm'). */
  SL.color = (name) => {
    if (!colors.has(name)) colors.set(name, getComputedStyle(document.documentElement).getPropertyValue(name).trim());
    return colors.get(name);
  };
  system.addEventListener('change', apply);
  apply();
})();
